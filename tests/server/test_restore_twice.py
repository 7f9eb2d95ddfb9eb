"""A restore to a backup that is older than the restore before it: which history is which, and what of it comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest

from mmc_console.client.completion import completed, events_of
from mmc_console.domain import actions as a
from mmc_console.domain.actions import AnyAction
from mmc_console.domain.ids import TicketId
from mmc_console.domain.tickets import Priority
from mmc_console.server import services  # noqa: F401 - every table there is
from mmc_console.server.auth import devices
from mmc_console.server.command import CannotRun, centre_in
from mmc_console.server.keys import open_keys
from mmc_console.server.restore.work import Restore, let_go
from mmc_console.server.store.engine import Database
from mmc_console.wire.restore import Changes
from tests.server.auth_parts import HandClock
from tests.server.restore_parts import Copies, copied
from tests.server.writer_parts import Desk, Place, writing

T = TypeVar("T")


@dataclass
class Centre:
    """A centre that is worked in, backed up and put back."""

    folder: Path
    clock: HandClock = field(default_factory=HandClock)

    def lives(self, story: Callable[[Place], Awaitable[T]]) -> T:
        """What happens until its server stops."""

        async def lived() -> T:
            async with writing(self.folder / "data", self.clock) as place:
                return await story(place)

        return asyncio.run(lived())

    def backup(self) -> str:
        """One more; its name."""
        return copied(self.folder / "data", Copies(self.folder / "copies"))

    def restore(self, backup: str, *, bring_back: bool = True) -> Changes:
        """What it was said to change; the database that stood could be read."""
        keys = open_keys(self.folder / "data" / "keys", database_exists=True)
        present = Database(self.folder / "data" / "center.db", keys.database)
        present.open()
        work = Restore(
            self.folder / "data", keys.folder, Copies(self.folder / "copies"), self.clock, lambda _: None,
            database_key=keys.database,
        )  # fmt: skip
        work.open(backup, None)
        changes = work.changes(present)
        work.make(present, changes, bring_back=bring_back)
        let_go(present)
        work.switch()
        self.clock.pass_by(minutes=1)
        return changes


async def done(desk: Desk, action: a.Action) -> AnyAction:
    """It is carried out; as the console keeps it, to bring it back after a restore."""
    result = await desk.act(action)
    assert result.outcome == "applied", result
    return completed(action, result, desk.writer.epoch, events_of(result))  # type: ignore[arg-type]  # the tests' own kinds


def test_what_was_done_after_the_restore_before_comes_back_in_its_order(tmp_path: Path) -> None:
    """The same backup once more: the history in between is none of those the backup has heard of."""
    centre = Centre(tmp_path)

    async def begun(place: Place) -> str:
        desk = place.desk()
        result = await desk.act(desk.registration("1234567"))
        assert result.ticket is not None
        return result.ticket

    def priority(desk: Desk, kind: Priority) -> a.SetPriority:
        return desk.new(a.SetPriority, ticket=ticket, priority=kind, reason="by-hand")

    async def between(place: Place) -> list[AnyAction]:
        one, other = place.desk("K"), place.desk("L")
        return [await done(one, priority(one, "urgent")), await done(other, priority(other, "priority"))]

    ticket = TicketId(centre.lives(begun))
    backup = centre.backup()
    centre.restore(backup)
    raised, lowered = centre.lives(between)
    centre.restore(backup)

    async def again(place: Place) -> tuple[str, ...]:
        one, other = place.desk("K"), place.desk("L")
        found = [(await desk.act(act)).outcome for desk, act in ((other, lowered), (one, raised), (other, lowered))]
        return *found, place.writer._state.tickets[ticket].priority

    assert centre.lives(again) == ("wait", "applied", "repeated", "priority")


def test_long_after_a_roll_back_on_purpose_a_restore_lowered_brings_back_what_was_done_meanwhile(
    tmp_path: Path,
) -> None:
    centre, people = Centre(tmp_path), count(1234567)

    async def works(place: Place) -> AnyAction:
        desk = place.desk()
        return await done(desk, desk.registration(str(next(people))))

    centre.lives(works)
    left = centre.backup()
    centre.lives(works)
    centre.restore(left, bring_back=False)
    centre.lives(works)
    backup = centre.backup()
    centre.lives(works)
    safety = centre.backup()
    centre.restore(backup)
    meanwhile = centre.lives(works)
    centre.restore(safety)  # that was the wrong one

    async def again(place: Place) -> str:
        result = await place.desk().act(meanwhile)
        return result.outcome if result.problem is None else result.problem.code

    assert centre.lives(again) == "applied"


def test_what_came_back_at_its_old_position_does_not_hide_what_is_different_before_it(tmp_path: Path) -> None:
    """One console was off after the restore, and what somebody did meanwhile fills just the hole it left."""
    centre = Centre(tmp_path)

    async def begun(place: Place) -> tuple[list[TicketId], int]:
        desk = place.desk()
        results = [await desk.act(desk.registration(number)) for number in ("1234567", "1234568")]
        return [TicketId(result.ticket or "") for result in results], place.writer.health.seq

    def raised(desk: Desk, ticket: TicketId, kind: Priority) -> a.SetPriority:
        return desk.new(a.SetPriority, ticket=ticket, priority=kind, reason="by-hand")

    async def since(place: Place) -> list[AnyAction]:
        off, other = place.desk("K"), place.desk("L")
        await done(off, raised(off, one, "urgent"))
        return [await done(other, raised(other, two, kind)) for _ in range(4) for kind in kinds]

    async def meanwhile(place: Place) -> None:
        new, other = place.desk("M"), place.desk("L")
        await done(new, raised(new, one, "priority"))
        assert {(await other.act(each)).outcome for each in kept} == {"wait"}
        place.clock.pass_by(seconds=7)
        assert {(await other.act(each)).outcome for each in kept} == {"applied", "repeated"}

    kinds: tuple[Priority, Priority] = ("urgent", "priority")
    (one, two), shared = centre.lives(begun)
    backup = centre.backup()
    kept = centre.lives(since)
    safety = centre.backup()
    centre.restore(backup)
    centre.lives(meanwhile)
    changes = centre.restore(safety)
    assert (changes.shared, changes.later) == (shared, 9)


def test_a_command_whose_database_is_replaced_meanwhile_does_not_say_that_it_is_done(tmp_path: Path) -> None:
    centre = Centre(tmp_path)

    async def begun(place: Place) -> None:
        await done(place.desk(), place.desk().registration("1234567"))

    def let_in_no_more(*, meanwhile: bool) -> None:
        with centre_in(tmp_path / "data", {}) as (database, _):
            if meanwhile:
                centre.restore(backup)
            database.transact(lambda conn: devices.revoke(conn, "console-0001"))

    centre.lives(begun)
    backup = centre.backup()
    let_in_no_more(meanwhile=False)
    with pytest.raises(CannotRun, match="do it again"):
        let_in_no_more(meanwhile=True)
    let_in_no_more(meanwhile=False)
