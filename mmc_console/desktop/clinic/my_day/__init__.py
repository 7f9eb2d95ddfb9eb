"""My day: what this person, or this clinic, has done today, with times."""
