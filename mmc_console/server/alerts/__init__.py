"""Alerts: what somebody should look at, found by rules, told once, and over by itself when its cause is gone."""
