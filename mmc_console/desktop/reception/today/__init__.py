"""Today: every ticket of the day, the late-comers, and those whose visit the turn of the day left unfinished."""
