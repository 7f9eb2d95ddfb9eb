"""How often a cache was asked and had the answer. Each cache counts its own; here they are only listed.

Counted without a lock: two threads at the same instant may lose one count in many thousands, which costs less than a
lock on every request would.
"""

from __future__ import annotations


class Hits:
    """The two counters of one cache, named for what it keeps."""

    __slots__ = ("asked", "hits", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.asked = 0
        self.hits = 0
