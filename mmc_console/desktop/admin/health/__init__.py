"""System health: whether people can work, what needs somebody and what to do about it, and who is there."""
