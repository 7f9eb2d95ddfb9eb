"""Backups: a consistent copy while people work, the log shipped behind it, where both are kept, and what proves them.

Nothing here is imported by the first answer of a server; copying, checking and shipping run in processes of their own.
"""
