"""Alerts and logs: what needs somebody, what was learnt from it, and every line of what happened."""
