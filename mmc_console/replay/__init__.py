"""Recorded and made-up days: drives them through a centre and compares what came out with what was recorded.

A program beside the console and the server: it knows the rules and the wire, and neither of the two.
"""
