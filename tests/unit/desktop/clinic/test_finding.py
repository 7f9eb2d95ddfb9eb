"""The clinic page's search: its own people first, and the door of those who are elsewhere. Plain asyncio, no Qt."""

from __future__ import annotations

import pytest

from tests.unit.desktop.clinic.room import Room, fill
from tests.unit.desktop.desk_parts import keys, play


@pytest.mark.parametrize("query", ["person 01", "PERSON 01", "٧٠٠١", "E-002", "e2", "e٠٠2"])
def test_search_finds_one_of_this_clinic_by_name_number_or_label(query: str) -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await fill(room, 3, "eyes")
        room.page.search(query.replace("01", "1"))
        assert list(keys(room.now().rows)) == ["E-002"]
        assert room.now().next_label == "E-001"  # F8 still means the queue, not what was found
        room.page.search("")
        assert list(keys(room.now().rows)) == ["E-001", "E-002", "E-003"]
        await room.close()

    play(scene)


def test_search_finds_those_who_are_done_and_keeps_the_order_of_calling() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await fill(room, 3, "eyes")
        for verb in ("call_next", "start", "finish"):
            await room.press(verb)
        assert "E-001" not in list(keys(room.now().rows))
        room.page.search("person")
        assert [(r.label, r.state) for r in room.now().rows] == [
            ("E-002", "waiting"), ("E-003", "waiting"), ("E-001", "done"),
        ]  # fmt: skip
        await room.close()

    play(scene)


def test_search_names_the_door_of_somebody_who_is_elsewhere() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await fill(room, 1, "xray")
        room.page.search("person 0")
        assert room.now().rows == ()
        assert [(r.label, r.clinic) for r in room.now().elsewhere] == [("X-001", "xray")]
        room.page.search("nobody")
        assert room.now().elsewhere == ()
        await room.close()

    play(scene)
