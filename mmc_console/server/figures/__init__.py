"""Figures: what the day looks like, what the server measures of itself, and both against the targets."""
