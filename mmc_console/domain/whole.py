"""Whole numbers from outside, as far as everything that keeps or reads them can count.

Python counts without end; a column of the database ends at 2**63, and many readers of JSON at 2**53. A type that
says so refuses the rest by its field, where an `int` would be accepted and fail at the disk.
"""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta

MOST: Final = 2**53
Whole = Annotated[int, Meta(ge=-MOST, le=MOST)]
Counter = Annotated[int, Meta(ge=0, le=MOST)]
"""One that begins at 0."""
