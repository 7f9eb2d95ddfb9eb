"""The working copy of the centre: JSON as the file has it, changed by place. Pure; it decides nothing.

Clinics and exam types are found by their codes, everything else in a list by its position: `clinics.eyes.rooms.0.name`.
"""

from __future__ import annotations

import copy
from typing import Any, Final

import msgspec

from mmc_console.domain.centre import Center

Data = dict[str, Any]
LANGUAGES: Final = ("ar", "en")
_CODED: Final = ("clinics", "exam_types")
_NEW: Final[dict[str, Any]] = {
    "rooms": {"no": 1, "name": ""},
    "stage": [],
    "before_stage": {"stage_has": [], "text": {"ar": "", "en": ""}},
}


def data_of(center: Center) -> Data:
    """The working copy of *center*."""
    plain: Data = msgspec.json.decode(msgspec.json.encode(center))
    return plain


def center_of(data: Data) -> Center:
    """The centre the working copy says; numbers that are none are msgspec.ValidationError."""
    return msgspec.convert(data, Center)


def read(data: Data, place: str) -> Any:
    """What stands at *place*; None where there is nothing."""
    at: Any = data
    for step in place.split("."):
        at = _down(at, step)
        if at is None:
            return None
    return at


def put(data: Data, place: str, value: Any) -> Data:
    """A copy with *value* at *place*."""
    changed = copy.deepcopy(data)
    parent, _, last = place.rpartition(".")
    holder = read(changed, parent) if parent else changed
    if holder is None and parent:  # a table that was left out, such as the public name
        changed = put(changed, parent, {})
        holder = read(changed, parent)
    if isinstance(holder, list):
        holder[_place(holder, last)] = value
    else:
        holder[last] = value
    return changed


def add(data: Data, place: str, value: Any = None) -> Data:
    """A copy with one more at the end of the list at *place*."""
    changed = copy.deepcopy(data)
    kind = place.rpartition(".")[2]
    fresh = copy.deepcopy(_NEW["stage" if kind in ("men", "women") else kind] if value is None else value)
    held = read(changed, place)
    if isinstance(held, dict):
        held[fresh] = dict.fromkeys(LANGUAGES, "")
        return changed
    if kind == "rooms" and value is None and held:
        fresh["no"] = max(room["no"] for room in held if isinstance(room["no"], int)) + 1
    held.append(fresh)
    return changed


def remove(data: Data, place: str) -> Data:
    """A copy without what stands at *place*."""
    changed = copy.deepcopy(data)
    parent, _, last = place.rpartition(".")
    holder = read(changed, parent)
    if isinstance(holder, list):
        del holder[_place(holder, last)]
    else:
        holder.pop(last, None)
    return changed


def move(data: Data, place: str, by: int) -> Data:
    """A copy with what stands at *place* moved up or down in its list."""
    changed = copy.deepcopy(data)
    parent, _, last = place.rpartition(".")
    holder = read(changed, parent)
    here = _place(holder, last)
    there = max(0, min(len(holder) - 1, here + by))
    holder.insert(there, holder.pop(here))
    return changed


def new_clinic(data: Data, code: str) -> Data:
    """A copy with an empty clinic of this code."""
    floors = list(data["center"]["floors"])
    clinic = {
        "code": code, "letter": "", "name": dict.fromkeys(LANGUAGES, ""), "floor": floors[0] if floors else "",
        "rooms": [{"no": 1, "name": ""}], "service_seconds": 300,
    }  # fmt: skip
    return add(data, "clinics", clinic)


def new_exam(data: Data, code: str) -> Data:
    """A copy with an empty exam type of this code."""
    exam = {"code": code, "name": dict.fromkeys(LANGUAGES, ""), "pathways": {"men": [], "women": []}}
    return add(data, "exam_types", exam)


def without_clinic(data: Data, code: str) -> Data:
    """A copy without the clinic, and without it in pathways and sentences: what would lead there leads on."""
    changed = remove(data, f"clinics.{code}")
    for exam in changed["exam_types"]:
        for who in ("men", "women"):
            stages = [[stop for stop in stage if stop != code] for stage in exam["pathways"][who]]
            exam["pathways"][who] = [stage for stage in stages if stage]
    for notice in changed["notices"]["before_stage"]:
        notice["stage_has"] = [stop for stop in notice["stage_has"] if stop != code]
    return changed


def _down(at: Any, step: str) -> Any:
    if isinstance(at, dict):
        return at.get(step)
    if isinstance(at, list):
        place = _place(at, step)
        return at[place] if 0 <= place < len(at) else None
    return None


def _place(items: list[Any], step: str) -> int:
    for n, item in enumerate(items):
        if isinstance(item, dict) and item.get("code") == step:
            return n
    return int(step) if step.isdigit() else -1
