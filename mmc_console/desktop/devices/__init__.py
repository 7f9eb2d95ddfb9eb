"""Printing and scanner: which printer this desk has, a test of it, and a test of the scanner."""
