"""What one version of the centre has that another has not, each difference with its place.

The places are those of `centre_check`: whoever shows a fault at its field shows a difference there as well. Clinics,
exam types and rooms are told apart by their codes, so that one moved up or down is not ten that have changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from mmc_console.domain.centre import Center

Kind = Literal["added", "removed", "changed", "moved"]
_KEYS: Final = {"clinics": "code", "exam_types": "code", "rooms": "no"}
"""Lists whose items have a name of their own, and the field that is it."""


class Difference(Struct, frozen=True, omit_defaults=True):
    """One thing that is different now. `old` and `new` are JSON; empty where there is none."""

    kind: Kind
    place: str
    old: str = ""
    new: str = ""


def differences(old: Center, new: Center) -> list[Difference]:
    """All of them, in the file's order."""
    return list(_between(msgspec.to_builtins(old), msgspec.to_builtins(new), ""))


def _between(old: Any, new: Any, place: str) -> Iterator[Difference]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            yield from _named(old.get(name), new.get(name), f"{place}.{name}" if place else name)
        return
    key = _KEYS.get(place.rpartition(".")[2])
    if key is None:
        yield Difference("changed", place, _json(old), _json(new))
        return
    before, after = {item[key]: item for item in old}, {item[key]: item for item in new}
    for name in dict.fromkeys([*before, *after]):
        yield from _named(before.get(name), after.get(name), f"{place}.{name}")
    if [n for n in before if n in after] != [n for n in after if n in before]:
        yield Difference("moved", place, _json(list(before)), _json(list(after)))


def _named(old: Any, new: Any, place: str) -> Iterator[Difference]:
    if old is None and new is not None:
        yield Difference("added", place, "", _json(new))
    elif new is None and old is not None:
        yield Difference("removed", place, _json(old), "")
    else:
        yield from _between(old, new, place)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
