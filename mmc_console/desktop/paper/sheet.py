"""What one ticket's paper says, ready to be drawn: every word twice, the leading language first. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple


class Two(NamedTuple):
    """The same words in the language that leads the paper, and in the other one."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Stop:
    """One clinic of the visit's pathway."""

    name: Two
    place: Two
    state: Literal["todo", "here", "done"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper. Nothing of it is a name, an ID number or a diagnosis, but for *name* where the desk has chosen so."""

    rtl: bool
    """Whether the leading language runs from right to left."""
    centre: Two
    title: Two
    number: str
    label: str
    clinic: Two
    place: Two
    wait: Two
    when: Two
    keep: Two
    stops_title: Two
    stops: tuple[Stop, ...] = ()
    notice: Two | None = None
    code: str = ""
    """Under the bars; empty: no bars."""
    address: str = ""
    """In the square; empty: no square."""
    phone: Two | None = None
    """What the square is for."""
    name: str = ""
    copy: Two | None = None
    """Printed before: says so."""
