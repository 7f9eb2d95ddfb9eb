"""A writer over a real encrypted database, with a clock moved by hand, and desks that act on it."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, text

from mmc_console import assets
from mmc_console.domain import actions as a
from mmc_console.domain.centre import Center, parse_center
from mmc_console.domain.ids import ClinicCode, DeskLetter, ExamCode, TicketId, UserId, mint_action_id
from mmc_console.domain.patients import PatientEntry
from mmc_console.domain.permissions import Actor
from mmc_console.server import restoring
from mmc_console.server.feed import Feed
from mmc_console.server.keys import Keys
from mmc_console.server.people import People
from mmc_console.server.store.engine import Database
from mmc_console.server.store.migrate import migrate
from mmc_console.server.writer import Writer
from mmc_console.wire.answers import ActionsAnswer, ActionsRequest, Result
from tests.server.auth_parts import HandClock, opened

A = TypeVar("A", bound=a.Action)
EXAM = ExamCode("recruitment")
LAB = ClinicCode("lab")


@cache
def center() -> Center:
    """The reference centre."""
    return parse_center(assets.path("resources", "center.json").read_bytes())


@dataclass
class Desk:
    """A supervisor at a console."""

    writer: Writer
    clock: HandClock
    letter: str = "K"
    user: str = "user-1"
    n: int = 0
    sent: list[Any] = field(default_factory=list)

    @property
    def actor(self) -> Actor:
        return Actor(UserId(self.user), frozenset({"supervisor"}), frozenset(), DeskLetter(self.letter))

    def new(self, kind: type[A], **fields: Any) -> A:
        """An action made now."""
        at: datetime = fields.pop("at", self.clock.now())
        return kind(id=mint_action_id(self.clock.now(), secrets.token_bytes(10)), at=at, **fields)

    def registration(self, number: str, **fields: Any) -> a.RegisterVisit:
        """The registration of the man with this number."""
        person = PatientEntry(number=number, gender="male", name=fields.pop("name", ""))
        return self.new(a.RegisterVisit, patient=person, exam_type=EXAM, **fields)

    async def send(self, *actions: a.Action, epoch: Any = None) -> ActionsAnswer:
        """Send them in one request."""
        request = ActionsRequest(actions=actions, epoch=epoch)  # type: ignore[arg-type]  # the tests' own kinds
        return await self.writer.submit([self.actor] * len(request.actions), f"console-{self.letter}", request)

    async def act(self, action: a.Action) -> Result:
        """Send one; what became of it."""
        return (await self.send(action)).results[0]


@dataclass
class Place:
    """A running writer and what it stands on."""

    writer: Writer
    feed: Feed
    database: Database
    people: People
    keys: Keys
    clock: HandClock

    def desk(self, letter: str = "K", user: str = "user-1") -> Desk:
        """A console here."""
        return Desk(self.writer, self.clock, letter, user)

    def rows(self, sql: str) -> list[Any]:
        """What the database holds."""
        with self.database.read() as conn:
            return [tuple(row) for row in conn.execute(text(sql))]


@asynccontextmanager
async def writing(place: Path, clock: HandClock | None = None, people: type[People] = People) -> AsyncIterator[Place]:
    """A writer on the database in *place*, begun with the reference centre if it is new."""
    clock = clock or HandClock()
    with opened(place, tables=False) as (database, keys):
        migrate(database, clock.now())
        service, feed = people(keys, clock), Feed(clock.now)
        writer = Writer(database, service, feed, clock, pin_key=keys.index)
        published = writer.load()
        writer.start()
        try:
            if not published:
                await writer.publish(center())
            yield Place(writer, feed, database, service, keys, clock)
        finally:
            await feed.close()
            await writer.stop()


async def registered_and_copied(folder: Path, clock: HandClock) -> TicketId:
    """Whom the centre in `lived` and its copy in `restored` know; neither runs."""
    async with writing(folder / "lived", clock) as place:
        desk = place.desk()
        ticket = (await desk.act(desk.registration("1234567"))).ticket
        assert ticket is not None
        await place.writer.stop()
    shutil.copytree(folder / "lived", folder / "restored")
    return ticket


def begin_again(place: Place, *, bring_back: bool = True) -> None:
    """A new history of what is here, as after a restore that could ask the database it replaced."""
    now = place.clock.now()

    def again(conn: Connection) -> None:
        restoring.begin_again(conn, now, [restoring.known(conn, now)], bring_back=bring_back)

    place.database.transact(again)
    place.writer.load()
