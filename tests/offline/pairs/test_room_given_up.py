"""A room is given up by a centre published while a desk without a line has somebody inside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from mmc_console.domain.actions import PublishCenter
from tests.offline.pairs import mine
from tests.offline.pairs.mine import Deed
from tests.offline.pairs.test_pairs import told
from tests.offline.pairs.world import INTERNAL, Desk
from tests.unit.client.stage import played


async def give_up_the_room(desk: Desk) -> None:
    """The internal clinic moves to another room."""
    server = desk.gateway.server
    server.add_user("root", ["admin"])
    center = server.state.center
    clinics = tuple(
        replace(c, rooms=tuple(replace(r, no=r.no + 6) for r in c.rooms)) if c.code == INTERNAL else c
        for c in center.clinics
    )
    publish: Any = PublishCenter
    assert server.do(publish, "root", center=replace(center, clinics=clinics)).outcome == "applied"


@pytest.mark.parametrize("my", [mine.calls_next, mine.finishes, mine.finishes_and_calls, mine.refers])
@played
async def test_an_exam_in_a_room_that_is_given_up_meanwhile_counts(tmp_path: Path, my: Deed) -> None:
    found = await told(tmp_path, "mine_first", "waiting", my, give_up_the_room)
    assert not found, "; ".join(found)
