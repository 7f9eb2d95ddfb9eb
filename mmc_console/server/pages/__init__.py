"""The patients' own pages: who holds which token, what the page shows, how it stays live.

No sign-in stands before these: a token is all that is shown. Nothing here knows a person's name or number.
"""
