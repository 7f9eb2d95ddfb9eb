"""The token of a monitoring program: made, shown once with what its file needs, and taken back."""
