"""People from a file: read, judged line by line, added together, their first passwords handed over once."""
