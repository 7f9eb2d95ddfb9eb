"""Clinic: one room's page. Who is inside, who is next, one key for each step."""
