"""The centre as an administrator may change it in the middle of a morning: rooms, pathways, exam types, a letter."""

from __future__ import annotations

import copy
from typing import Any, Final

import msgspec

from mmc_console.domain.centre import Center, parse_center
from tests.simulation.rules.world import SMALL


def _center(**changed: Any) -> Center:
    file = copy.deepcopy(SMALL)
    file["rules"]["undo_minutes"] = 15
    for code, fields in changed.items():
        for entry in (*file["clinics"], *file["exam_types"]):
            if entry["code"] == code:
                entry.update(fields)
    file["exam_types"] += changed.get("more", ())
    return parse_center(msgspec.json.encode(file))


_ROOMS = [{"no": no, "name": str(no)} for no in (1, 2)]
_SEEN = {"code": "seen", "name": {"ar": "نظر", "en": "Sight"}, "pathways": {"men": [["eyes"]], "women": [["eyes"]]}}
CENTRES: Final = (
    _center(),
    _center(more=[_SEEN], ent={"rooms": _ROOMS}, full={"pathways": {
        "men": [["lab"], ["ent"], ["eyes"]], "women": [["ladies"], ["lab"]]}}),
    _center(lab={"rooms": _ROOMS[:1]}, eyes={"letter": "Y"}, brief={"pathways": {
        "men": [["ent"]], "women": [["lab", "eyes"]]}}),
)  # fmt: skip
"""The first is the one a world begins with."""
EXAMS: Final = ("full", "brief", "seen")
