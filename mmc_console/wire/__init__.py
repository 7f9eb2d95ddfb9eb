"""JSON in and out of the domain's types: the one place that knows how things travel.

Server and client share it, so that the two cannot disagree. It decides nothing.
"""
