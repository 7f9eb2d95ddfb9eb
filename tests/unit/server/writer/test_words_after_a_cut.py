"""What a desk said of clinics, rooms and people during a long cut: all wait while the writer looks for newer words.

The log is long then, so it is read only where something in it can matter, and once for all that is brought together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from mmc_console.domain import actions as a
from mmc_console.server.log import events
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import LAB, Desk, Place, writing
from tests.unit.server.writer.test_newer_word import fault, half_an_hour_later, seen

Looks = list[tuple[int, int]]
"""From where to where the log was read for something said in it."""


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    found: Looks = []
    naming = events.naming

    def counted(conn: Connection, after: int, until: int, named: bytes) -> list[bytes]:
        found.append((after, until))
        return naming(conn, after, until, named)

    monkeypatch.setattr(events, "naming", counted)
    return found


def told(tmp_path: Path, story: Callable[[Place, Desk, Desk], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        async with writing(tmp_path, HandClock()) as place:
            await story(place, place.desk(), place.desk("M", "user-2"))

    asyncio.run(run())


def test_nothing_is_read_for_a_clinic_or_room_of_which_nobody_else_said_anything_since(
    tmp_path: Path, looks: Looks
) -> None:
    async def story(place: Place, desk: Desk, other: Desk) -> None:
        await other.act(other.new(a.PauseClinic, clinic=LAB, reason="break"))
        place.clock.pass_by(minutes=1)
        before = seen(place)
        mine = desk.new(a.TakeRoom, clinic=LAB, room=1)
        words = [
            desk.new(a.OpenClinic, clinic=LAB, seen=before), desk.new(a.TakeRoom, clinic=LAB, room=1, seen=before),
            desk.new(a.CloseClinic, clinic="ent", reason="emergency", seen=before),
        ]  # fmt: skip
        await desk.act(mine)
        await half_an_hour_later(place, other.new(a.TakeRoom, clinic="ent", room=1))
        assert [fault(result)[0] for result in (await desk.send(*words)).results] == ["applied"] * 3
        assert looks == []

    told(tmp_path, story)


def test_the_log_is_read_once_for_all_visits_that_are_changed_as_a_whole(tmp_path: Path, looks: Looks) -> None:
    """A desk that was away cancels many: each has tickets of its own, and others have held and called them since."""

    async def story(place: Place, desk: Desk, other: Desk) -> None:
        made = (await desk.send(*(desk.registration(f"123456{k}") for k in range(5)))).results
        start = place.feed.seq
        late = [desk.new(a.Cancel, visit=each.visit, reason="left", seen=seen(place)) for each in made]
        place.clock.pass_by(minutes=30)
        await other.send(*(other.new(a.Hold, ticket=each.ticket) for each in made[:4]))
        end = place.feed.seq
        outcomes = [fault(result)[0] for result in (await desk.send(*late)).results]
        assert outcomes == ["conflict"] * 4 + ["applied"]
        assert looks == [(start, end)]

    told(tmp_path, story)


def test_the_log_is_read_once_for_all_that_is_brought_together(tmp_path: Path, looks: Looks) -> None:
    async def story(place: Place, desk: Desk, other: Desk) -> None:
        registered = await desk.send(*(desk.registration(f"123456{k}") for k in range(3)))
        before = place.feed.seq
        visits = [result.visit for result in registered.results if result.visit is not None]
        people = await place.writer.ask(lambda state: [state.visits[visit].patient for visit in visits])
        late = [
            desk.new(a.CorrectPatient, patient_id=who, name=f"Aly {k}", reason="mistake", seen=seen(place))
            for k in range(4)
            for who in people
        ]
        first = a.CorrectPatient(
            id=desk.new(a.OpenClinic, clinic=LAB).id, at=place.clock.now(), patient_id=people[0], name="Aly",
            reason="mistake", seen=f"{place.writer.epoch}:{before - 2}",
        )  # fmt: skip
        await half_an_hour_later(
            place, other.new(a.CorrectPatient, patient_id=people[0], reason="mistake", name="Alia")
        )
        results = (await desk.send(*late, first)).results
        codes = [fault(result)[1] for result in results]
        assert codes == ["patient-corrected", "", ""] * 4 + ["patient-corrected"]
        assert looks == [(before, before + 1), (before - 2, before)], "and never the same part of it twice"

    told(tmp_path, story)


def test_what_is_said_in_the_same_request_counts_too(tmp_path: Path) -> None:
    """Of a clinic as of a room: by another desk's action that is decided just before."""

    async def story(place: Place, desk: Desk, other: Desk) -> None:
        before = seen(place)
        late = desk.new(a.CloseClinic, clinic=LAB, reason="emergency", seen=before)
        room = desk.new(a.TakeRoom, clinic=LAB, room=1, seen=before)
        place.clock.pass_by(minutes=30)
        newer = [other.new(a.PauseClinic, clinic=LAB, reason="break"), other.new(a.TakeRoom, clinic=LAB, room=1)]
        theirs, mine = await asyncio.gather(other.send(*newer), desk.send(late, room))
        assert [fault(result)[0] for result in theirs.results] == ["applied"] * 2
        assert [fault(result)[1] for result in mine.results] == ["clinic-changed", "room-taken"]

    told(tmp_path, story)
