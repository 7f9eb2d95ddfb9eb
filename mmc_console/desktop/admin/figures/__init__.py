"""Figures: the day and the days before in cards, charts and tables, and what the server measures of itself."""
