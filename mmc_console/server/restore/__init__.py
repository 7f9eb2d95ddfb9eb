"""Putting a centre back to an earlier moment: the new database is made aside, looked through, and put in place at once.

`source` says what a restore starts from, `compare` what it would change, `making` makes the new database, `journal`
puts it in place so that after any power cut the old one is there or the new one, and `work` does one after the other.
"""
