"""The words of a notice, in every language there is: where to go, never what for.

A clinic is named only as the centre names it in public (`public_name`); else the floor and the room say enough.
"""

from __future__ import annotations

from functools import cache
from string import Formatter
from typing import Final

import msgspec

from mmc_console import assets
from mmc_console.domain.centre import Center, Clinic, Words
from mmc_console.domain.ids import ClinicCode

LANGUAGES: Final = ("ar", "en")
HOLES: Final = {
    "near_turn": {"number", "where"}, "next_in_line": {"number", "where"}, "your_turn": {"number", "where"},
    "called_again": {"number", "where"}, "moved_on": {"number", "where"}, "clinic_paused": {"number", "where"},
    "visit_complete": {"number"}, "at_room": {"room", "floor"}, "at_clinic": {"clinic", "where"},
    "named": {"name", "text"},
}  # fmt: skip
"""What each text must hold, in every language."""


@cache
def templates(language: str) -> dict[str, str]:
    """The texts of this language; ValueError when one is missing or has other holes."""
    raw = assets.path("translations", f"notices_{language}.json").read_bytes()
    found = msgspec.json.decode(raw, type=dict[str, str])
    if {name: {hole for _, hole, _, _ in Formatter().parse(text) if hole} for name, text in found.items()} != HOLES:
        raise ValueError(f"notices_{language}.json is not complete")
    return found


def texts_of(
    center: Center, kind: str, number: str, clinic: ClinicCode | None, room: int | None, stage: str, name: str = ""
) -> dict[str, str]:
    """The sentence of a notice by language; with the centre's own where it has one for this moment."""
    place = None if clinic is None else center.clinic(clinic)
    extra = _of_centre(center, kind, stage)
    found = {}
    for language in LANGUAGES:
        words = templates(language)
        where = "" if place is None else _where(center, place, room, language)
        text = words[kind].format(number=number, where=where)
        more = _in(extra, language)
        text = f"{text} {more}." if more else text
        found[language] = words["named"].format(name=name, text=text) if name else text
    return found


def _where(center: Center, clinic: Clinic, room: int | None, language: str) -> str:
    words = templates(language)
    where = _in(center.center.floors.get(clinic.floor, {}), language) or clinic.floor
    door = next((r.name for r in clinic.rooms if r.no == room), None)
    if door is not None:
        where = words["at_room"].format(room=door, floor=where)
    public = _in(clinic.public_name or {}, language)
    return words["at_clinic"].format(clinic=public, where=where) if public else where


def _of_centre(center: Center, kind: str, stage: str) -> Words:
    if kind == "visit_complete":
        return center.notices.at_the_end
    if stage:
        codes = set(stage.split())
        return next((n.text for n in center.notices.before_stage if codes.issuperset(n.stage_has)), {})
    return {}


def _in(words: Words, language: str) -> str:
    return (words.get(language) or words.get("en") or "").rstrip(".")
