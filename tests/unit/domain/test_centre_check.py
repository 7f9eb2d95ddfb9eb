"""Each fault of a centre file is found and named with its place, and all of them at once."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from mmc_console import assets
from mmc_console.domain.centre import Rules, parse_center
from mmc_console.domain.centre_check import check
from tests.simulation.rules.world import SMALL

File = dict[str, Any]


def _set(*path: Any) -> Callable[[File], None]:
    """Put the last of *path* where the others lead."""

    def spoil(file: File) -> None:
        at: Any = file
        for step in path[:-2]:
            at = at[step]
        at[path[-2]] = path[-1]

    return spoil


def _double(name: str) -> Callable[[File], None]:
    return lambda file: file[name].append(copy.deepcopy(file[name][0]))


FAULTS: dict[str, tuple[Callable[[File], None], str]] = {
    "unknown-timezone": (_set("center", "timezone", "Asia/Doha_City"), "center.timezone"),
    "bad-time": (_set("center", "day_starts_at", "25:00"), "center.day_starts_at"),
    "unknown-day": (_set("center", "working_days", ["sun", "someday"]), "center.working_days"),
    "bad-address": (_set("center", "public_url", "http://mmc.example"), "center.public_url"),
    "no-language": (_set("center", "languages", []), "center.languages"),
    "name-missing": (_set("clinics", 1, "name", {"en": "Eyes"}), "clinics.eyes.name"),
    "bad-letter": (_set("clinics", 0, "letter", "l"), "clinics.lab"),
    "lookalike-letter": (_set("clinics", 0, "letter", "O"), "clinics.lab"),
    "doubled-letter": (_set("clinics", 0, "letter", "E"), "clinics"),
    "doubled-code": (_double("exam_types"), "exam_types"),
    "bad-code": (_set("center", "floors", "Ground floor", {"en": "Ground"}), "center.floors"),
    "unknown-floor": (_set("clinics", 0, "floor", "9"), "clinics.lab"),
    "no-rooms": (_set("clinics", 0, "rooms", []), "clinics.lab"),
    "doubled-room": (_set("clinics", 0, "rooms", [{"no": 1, "name": "1"}, {"no": 1, "name": "2"}]), "clinics.lab"),
    "bad-service-time": (_set("clinics", 0, "service_seconds", 0), "clinics.lab"),
    "no-pathway": (_set("exam_types", 1, "pathways", {"men": [], "women": []}), "exam_types.brief"),
    "empty-stage": (
        _set("exam_types", 0, "pathways", "men", [["lab"], []]), "exam_types.full.pathways.men[1]",
    ),
    "unknown-clinic": (_set("exam_types", 0, "pathways", "men", [["moon"]]), "exam_types.full.pathways.men[0]"),
    "womens-stop-in-mens-path": (
        _set("exam_types", 0, "pathways", "men", [["ladies"]]), "exam_types.full.pathways.men[0]",
    ),
    "doubled-stop": (
        _set("exam_types", 0, "pathways", "men", [["lab"], ["lab"]]), "exam_types.full.pathways.men[1]",
    ),
    "bad-share": (_set("rules", {"priority_share": [3, 2]}), "rules.priority_share"),
    "out-of-range": (_set("rules", {"postpone_at_most": -1}), "rules.postpone_at_most"),
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name, kind in Rules.__annotations__.items() if kind in ("Whole", "float")])
def test_no_number_of_the_rules_is_beyond_every_day(name: str) -> None:
    for far in (-1, 2**50):
        assert _spoilt(_set("rules", {name: far})) >= {("out-of-range", f"rules.{name}")}


def _spoilt(*spoilers: Callable[[File], None]) -> set[tuple[str, str]]:
    file = copy.deepcopy(SMALL)
    for spoil in spoilers:
        spoil(file)
    return {(fault.code, fault.place) for fault in check(parse_center(msgspec.json.encode(file)))}


@pytest.mark.parametrize("code", FAULTS)
def test_fault_is_found(code: str) -> None:
    spoil, place = FAULTS[code]
    assert _spoilt(spoil) == {(code, place)}


@pytest.mark.parametrize("code", ["eye clinic", "eyes/2", "", "e" * 41, "eyes\n", "eyes?"])
def test_a_clinic_is_known_by_what_may_stand_in_addresses_and_lists(code: str) -> None:
    def spoil(file: File) -> None:
        more = copy.deepcopy(file["clinics"][1])
        file["clinics"].append(more | {"code": code, "letter": "W"})

    assert ("bad-code", "clinics") in _spoilt(spoil)


def test_notice_for_an_unknown_clinic() -> None:
    notices = {"before_stage": [{"stage_has": ["moon"], "text": {"en": "x"}}]}
    assert _spoilt(_set("notices", notices)) == {("unknown-clinic", "notices.before_stage[0]")}


def test_all_are_named_at_once() -> None:
    several = ("unknown-timezone", "no-rooms", "bad-share", "lookalike-letter", "no-pathway", "unknown-day")
    wanted = {(code, FAULTS[code][1]) for code in several}
    assert _spoilt(*(FAULTS[code][0] for code in several)) == wanted


def test_reference_centre_has_none() -> None:
    assert check(parse_center(assets.path("resources", "center.json").read_bytes())) == []


def test_small_centre_has_none() -> None:
    assert _spoilt() == set()
