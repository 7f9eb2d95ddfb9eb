"""Mornings of people who walk: what really happened to them is asked of what the program says at the end."""
