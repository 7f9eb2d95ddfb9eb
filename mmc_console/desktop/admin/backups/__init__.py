"""Backups: whether the data is safe, in one sentence; what there is, what can be done with it, and when it is made."""
