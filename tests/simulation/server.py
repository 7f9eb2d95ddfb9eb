"""The server's machine: the real writer, log, people and feed over a disk that outlives every kill.

Only HTTP and the passwords are left out: the calls here are those of the routes, and answer the bytes that travel.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from msgspec import Raw
from sqlalchemy import select

from mmc_console.client.errors import ProblemAnswer, ServerBusy
from mmc_console.domain.ids import DeskLetter, PatientId, UserId
from mmc_console.domain.permissions import Actor
from mmc_console.server import restoring
from mmc_console.server.auth.devices import checked_hello, enrol, has_started
from mmc_console.server.auth.tables import devices
from mmc_console.server.feed import Feed, Reader, position_of
from mmc_console.server.http import views
from mmc_console.server.keys import Keys
from mmc_console.server.log import events
from mmc_console.server.people import People
from mmc_console.server.store.migrate import migrate
from mmc_console.server.writer import EpochChanged, Unavailable, Writer
from mmc_console.wire.answers import (
    ActionsRequest,
    DeviceInfo,
    DeviceLogin,
    EventsAnswer,
    LoginRequest,
    PinsAnswer,
    SenderSignedIn,
    SignedIn,
    UserInfo,
)
from mmc_console.wire.json import encode
from mmc_console.wire.problems import problem
from tests.simulation.disk import Disk, MemoryDatabase
from tests.simulation.rules.world import small_center
from tests.simulation.time import MORNING, MachineClock

KEYS = Keys(Path("/simulated"), b"\1" * 32, b"\2" * 32, b"\3" * 32, {1: b"\4" * 32})
SESSION = 900


class Gone(Exception):
    """Nobody is there to answer."""


class _Standing:
    """A clock that stands, for what happens before any world begins."""

    def now(self) -> datetime:
        return MORNING


@cache
def _database() -> tuple[Disk, MemoryDatabase, Disk]:
    """One disk for the server of whatever world is run, and what it holds when a world begins."""
    disk = Disk()
    database = MemoryDatabase(disk)
    database.open()
    migrate(database, MORNING)
    return disk, database, Disk(like=disk)


SENDER: Final = "sender"
"""Stands for the user in a console's own credential."""


class ServerMachine:
    """One server that can be killed, started, copied and put back."""

    def __init__(self, clock: MachineClock, chance: Random, users: dict[str, UserInfo]) -> None:
        self.clock, self._chance, self._users = clock, chance, users
        self.disk, self.database, empty = _database()
        self.disk.become(empty)
        self.life = 0
        """How often it was started: what was under way in another life is gone."""
        self.up = False
        self.writer: Writer
        self.feed: Feed
        self._turning: asyncio.TimerHandle | None = None
        self._serial = 0
        self._asking: dict[asyncio.Future[Any], None] = {}
        self._readers: dict[Reader, None] = {}

    # -- its life -------------------------------------------------------------------

    async def start(self) -> None:
        """Come up with what the disk holds."""
        self.life += 1
        self._letters: dict[str, DeskLetter] = {}
        self.people = People(KEYS, self.clock)
        self.feed = Feed(self.clock.now)
        self.writer = Writer(self.database, self.people, self.feed, self.clock)
        published = self.writer.load()
        self.writer.start(thread=False)
        self.up = True
        if not published:
            await self._turned(self.writer.publish(small_center(undo_minutes=15)))

    def kill(self) -> None:
        """Everything in its memory is gone, and every connection to it."""
        self.up = False
        self.life += 1
        for future in self._asking:
            if not future.done():
                future.set_exception(Gone("killed"))
        self._asking.clear()
        if self._turning is not None:
            self._turning.cancel()
            self._turning = None
        for reader in self._readers:
            reader.end("killed")
        self._readers.clear()
        if self.feed._sweeper is not None:
            self.feed._sweeper.cancel()

    def backup(self) -> Disk:
        """A copy of all it has committed."""
        return Disk(like=self.disk)

    def restore(self, copy: Disk, *, same_machine: bool) -> None:
        """Put *copy* in the place of what is there. On another machine nothing of what is replaced is known."""
        self.kill()
        now = self.clock.now()
        replaced = [self.database.transact(lambda conn: restoring.known(conn, now))] if same_machine else []
        self.disk.become(copy)
        self.database.transact(lambda conn: restoring.begin_again(conn, now, replaced))

    # -- what it answers --------------------------------------------------------------

    async def login(self, request: LoginRequest) -> bytes:
        """A session for a known person at this console."""
        self._need_up()
        hello = checked_hello(request.device)
        millis = events.millis(self.clock.now())
        self.database.transact(lambda conn: enrol(conn, hello, millis))
        return self._signed_in(request.username, hello.id, hello.generation)

    async def refresh(self, token: str, generation: int | None) -> bytes:
        """The same session, later."""
        self._need_up()
        username, _, device = token.partition("@")
        return self._signed_in(username, device, generation)

    async def prove(self, request: DeviceLogin) -> bytes:
        """An enrolled console's own credential. Whether its proof is right is tried elsewhere."""
        self._need_up()
        if self._letter(request.device) is None:
            raise ProblemAnswer(problem("not-authenticated"))
        return encode(SenderSignedIn(f"{SENDER}@{request.device}", 900, self.clock.now()))

    async def act(self, bearer: str, request: ActionsRequest) -> bytes:
        """Decide and record actions, each in its author's name."""
        self._need_up()
        username, device = bearer.split("#", maxsplit=1)[0].split("@")
        desk = self._letter(device)
        if desk is None:
            raise ProblemAnswer(problem("not-authenticated"))
        named: dict[UserId | None, UserInfo] = {info.id: info for info in self._users.values()}
        people = [self._users[username] if username != SENDER else named[action.by] for action in request.actions]
        actors = [Actor(info.id, frozenset(info.roles), frozenset(info.clinics), desk) for info in people]
        try:
            return encode(await self._turned(self.writer.submit(actors, device, request)))
        except EpochChanged as other:
            raise ProblemAnswer(problem("epoch-changed")) from other
        except Unavailable as later:
            raise ServerBusy(1.0) from later

    async def snapshot(self, bearer: str) -> bytes:
        """Everything a console needs."""
        self._need_up()
        actor, _ = self._who(bearer)
        now = self.clock.now()
        gathered = await self._turned(self.writer.ask(lambda state: views.gather_snapshot(state, now)))
        with self.database.read() as conn:
            cards = self.people.cards(conn, views.visible_patients(gathered, actor))
        return encode(views.snapshot_of(gathered, self.writer.epoch, now, cards))

    async def events(self, bearer: str, after: str, limit: int) -> bytes:
        """The log after a position."""
        self._need_up()
        self._who(bearer)
        position = position_of(after)
        assert position is not None, "consoles know what a position is"
        if position.epoch != self.writer.epoch:
            raise ProblemAnswer(problem("epoch-changed"))
        with self.database.read() as conn:
            head = events.head(conn)
            assert head is not None, "the log has begun"
            found = events.page(conn, position.seq, limit)
        return encode(EventsAnswer(epoch=head.epoch, seq=head.seq, events=tuple(Raw(body) for body in found)))

    async def cards(self, bearer: str, ids: tuple[PatientId, ...]) -> bytes:
        """Names for ids."""
        self._need_up()
        self._who(bearer)
        with self.database.read() as conn:
            return encode(self.people.cards(conn, ids))

    async def search(self, bearer: str, text: str) -> bytes:
        """The person of a number."""
        self._need_up()
        self._who(bearer)
        with self.database.read() as conn:
            found = self.people.by_number(conn, text)
        return encode((found,) if found else ())

    async def pins(self, bearer: str) -> bytes:
        """The exit PINs of the day: this centre uses none."""
        self._need_up()
        self._who(bearer)
        day, pins = await self.writer.pins()
        return encode(PinsAnswer(day=day, pins=pins))

    async def health(self) -> bytes:
        """The server's time."""
        self._need_up()
        return encode(self.clock.now())

    def open_stream(self, bearer: str, position: str | None) -> Reader:
        """A reader of the feed."""
        self._need_up()
        self._who(bearer)
        reader = self.feed.open(position_of(position) if position else None, None, bearer)
        self._readers[reader] = None
        return reader

    def close_stream(self, reader: Reader) -> None:
        """The reader is gone."""
        self.feed.leave(reader)
        self._readers.pop(reader, None)

    def next_bytes(self, reader: Reader) -> bytes:
        """What the reader is sent now; empty when it has everything."""
        if reader not in self._readers:
            reader.end("killed")
            return b""
        return self.feed.next_bytes(reader)

    def generation(self, device: str) -> int:
        """The latest start of this console that the server has heard of."""
        with self.database.read() as conn:
            found = conn.execute(select(devices.c.generation).where(devices.c.id == device)).scalar_one_or_none()
        return found or 0

    # -- inside -----------------------------------------------------------------------

    def _need_up(self) -> None:
        if not self.up:
            raise Gone("not running")

    async def _turned(self, asked: Any) -> Any:
        """*asked* of the writer, whose turn comes when the disk is free."""
        loop = asyncio.get_running_loop()
        task = loop.create_task(asked)
        stopped: asyncio.Future[Any] = loop.create_future()
        self._asking[stopped] = None
        if self._turning is None:
            self._turning = loop.call_later(self._chance.uniform(0.001, 0.01), self._turn)
        try:
            await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else stopped.result()
        finally:
            self._asking.pop(stopped, None)
            task.cancel()
            if stopped.done():
                stopped.exception()

    def _turn(self) -> None:
        self._turning = None
        self.writer.turn()

    def _who(self, bearer: str) -> tuple[Actor, str]:
        username, device = bearer.split("#", maxsplit=1)[0].split("@")
        desk = self._letter(device)
        if desk is None:
            raise ProblemAnswer(problem("not-authenticated"))
        info = self._users[username]
        return Actor(info.id, frozenset(info.roles), frozenset(info.clinics), desk), device

    def _letter(self, device: str) -> DeskLetter | None:
        if device not in self._letters:
            with self.database.read() as conn:
                found = conn.execute(select(devices.c.desk).where(devices.c.id == device)).scalar_one_or_none()
            if found is None:
                return None
            self._letters[device] = DeskLetter(found)
        return self._letters[device]

    def _signed_in(self, username: str, device: str, generation: int | None) -> bytes:
        desk = self._letter(device)
        if desk is None:
            raise ProblemAnswer(problem("not-authenticated"))
        self._serial += 1
        copied = self.database.transact(lambda conn: has_started(conn, device, generation))
        return encode(
            SignedIn(
                access_token=f"{username}@{device}#{self._serial}", refresh_token=f"{username}@{device}",
                expires_in=SESSION, user=self._users[username], device=DeviceInfo(device, desk, copied),
                center="small", now=self.clock.now(),
            )
        )  # fmt: skip
