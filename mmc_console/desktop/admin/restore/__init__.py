"""The restore wizard: six steps from choosing a backup to the report of what has come of it."""
