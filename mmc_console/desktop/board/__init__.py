"""The waiting room's board: what is called where, in both languages, and said aloud."""
