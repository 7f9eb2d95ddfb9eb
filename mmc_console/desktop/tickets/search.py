"""Finds tickets the way they are spoken of: any Arabic spelling, any digits, `e17` or `017` for E-017."""

from __future__ import annotations

import re
from typing import Final

from mmc_console.domain.folding import fold, found_in

_DESK: Final = re.compile(r"([a-z]{0,3})0*(\d+)")


def matches(query: str, found_by: str, label: str) -> bool:
    """Whether folded *query* means this row: every word of it among names and numbers, or its label in any form."""
    return not query or found_in(query, found_by) or _same_label(query.replace(" ", ""), fold(label))


def _same_label(query: str, label: str) -> bool:
    letter, _, number = label.partition("-")
    if not number:
        return False
    wanted = {_bare(query)}
    if query[:1] == letter:
        wanted.add(_bare(query[1:].lstrip("-")))
    return _bare(number) in wanted - {""}


def _bare(number: str) -> str:
    """A visit number without leading zeros: `017` and `17` are the same, `k04` keeps its desk."""
    found = _DESK.fullmatch(number)
    return f"{found[1]}{int(found[2])}" if found else ""
