"""The server's machine: the real writer, log, people and feed over a disk that outlives every kill.

Only HTTP and what is dear about passwords and signatures is left out: the calls here are those of the routes, sessions,
consoles and authors included, and answer the bytes that travel.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from itertools import takewhile
from pathlib import Path
from random import Random
from typing import Any, Final

from msgspec import Raw
from msgspec.structs import replace
from sqlalchemy import Connection, select

from mmc_console.client.errors import ProblemAnswer, ServerBusy
from mmc_console.client.identity import Identity
from mmc_console.domain.actions import ErasePatient
from mmc_console.domain.centre import Center
from mmc_console.domain.ids import ActionId, ClinicCode, PatientId, UserId, mint_action_id
from mmc_console.domain.permissions import SYSTEM_ACTOR, Role
from mmc_console.server import restoring
from mmc_console.server.auth import Auth, sessions, users
from mmc_console.server.auth.faults import AuthFault, NotAllowed, TooManyTries
from mmc_console.server.auth.principal import Principal
from mmc_console.server.auth.tables import devices
from mmc_console.server.feed import RING, Feed, Reader, position_of
from mmc_console.server.http import views
from mmc_console.server.http.actions import check
from mmc_console.server.keys import Keys
from mmc_console.server.log import events, results
from mmc_console.server.log.tables import ledger
from mmc_console.server.people import People
from mmc_console.server.store.errors import StoreError
from mmc_console.server.store.migrate import migrate
from mmc_console.server.writer import EpochChanged, Unavailable, Writer
from mmc_console.wire.answers import ActionsRequest, DeviceLogin, EventsAnswer, LoginRequest, PinsAnswer
from mmc_console.wire.devices import decoded
from mmc_console.wire.json import encode
from mmc_console.wire.problems import problem
from tests.simulation.centres import CENTRES
from tests.simulation.chance import kept_of
from tests.simulation.disk import Disk, MemoryDatabase
from tests.simulation.time import MORNING, MachineClock

KEYS = Keys(Path("/simulated"), b"\1" * 32, b"\2" * 32, b"\3" * 32, {1: b"\4" * 32})


def _user(name: str, *roles: Role, clinics: tuple[str, ...] = ()) -> users.User:
    return users.User(
        id=UserId(name), username=name, folded=users.folded_name(name), name=name.title(), password=kept_of("password"),
        roles=frozenset(roles), clinics=frozenset(ClinicCode(code) for code in clinics), enabled=True,
        must_change=False,
    )  # fmt: skip


USERS: Final = {
    user.username: user
    for user in (
        _user("rana", "reception", "supervisor"),
        _user("saad", "supervisor"),
        _user("layla", "clinician", "reception", clinics=("lab", "ent", "eyes")),
    )
}


class Gone(Exception):
    """Nobody is there to answer."""


class InOrder(dict[Reader, None]):
    """A set of readers, in the order they came."""

    def add(self, reader: Reader) -> None:
        """One more."""
        self[reader] = None

    def discard(self, reader: Reader) -> None:
        """One less."""
        self.pop(reader, None)


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
    with database.write() as conn:
        for user in USERS.values():
            users.add(conn, user, events.millis(MORNING - timedelta(days=30)))
    return disk, database, Disk(like=disk)


class ServerMachine:
    """One server that can be killed, started, copied and put back."""

    def __init__(self, clock: MachineClock, chance: Random) -> None:
        self.clock, self._chance = clock, chance
        self.disk, self.database, empty = _database()
        self.disk.become(empty)
        self.life = 0
        """How often it was started: what was under way in another life is gone."""
        self.up = False
        self.kept_from = 0
        """Positions before this one are told that they are too old."""
        self.stumbles = set[ActionId]()
        """What a mistake in the server makes of these: 500."""
        self.resets = set[ActionId]()
        """Of those the ones it never sees: something on the way resets the line."""
        self.writer: Writer
        self.feed: Feed
        self._turning: asyncio.TimerHandle | None = None
        self._asking: dict[asyncio.Task[Any], None] = {}
        self._readers: dict[Reader, None] = {}

    # -- its life -------------------------------------------------------------------

    async def start(self) -> None:
        """Come up with what the disk holds."""
        self.life += 1
        self.people = People(KEYS, self.clock)
        self.auth = Auth(self.database, KEYS, self.clock, site=lambda: self.writer.center.center)
        self.auth.ended(self._cut)
        steady = asyncio.get_running_loop().time
        self.feed = Feed(self.clock.now, ring=self._chance.choice((20, RING)), steady=steady)
        self.feed._readers = InOrder()  # type: ignore[assignment]  # a set's order would be another one in each process
        self.writer = Writer(self.database, self.people, self.feed, self.clock)
        published = self.writer.load()
        self.writer.start(thread=False)
        self.up = True
        if not published:
            await self._turned(self.writer.publish(CENTRES[0]))

    def kill(self) -> None:
        """Everything in its memory is gone, and every connection to it."""
        self.up = False
        self.life += 1
        asking, self._asking = self._asking, {}
        for task in asking:
            task.cancel()
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

    def restore(self, copy: Disk, *, same_machine: bool, bring_back: bool = True) -> None:
        """Put *copy* in the place of what is there. On another machine nothing of what is replaced is known."""
        self.kill()
        now, log = self.clock.now(), self._log()
        replaced = [self.database.transact(lambda conn: restoring.known(conn, now))] if same_machine else []
        self.disk.become(copy)
        same = takewhile(lambda pair: pair[0] == pair[1], zip(log, self._log(), strict=False))
        replaced = [replace(known, shared=sum(1 for _ in same)) for known in replaced]
        self.database.transact(lambda conn: restoring.begin_again(conn, now, replaced, bring_back=bring_back))
        self.kept_from = 0

    def rolled_back_in(self) -> str:
        """The history that its disk knows of as begun by a roll back on purpose, the last one; empty where none."""
        last = select(ledger.c.key).where(ledger.c.kind == "left")
        return self.database.transact(lambda conn: conn.execute(last).scalar() or "")

    def _log(self) -> list[bytes]:
        """Every event there is."""
        return self.database.transact(lambda conn: events.bodies(conn, 1, 10**9))

    # -- what it answers --------------------------------------------------------------

    async def login(self, request: LoginRequest) -> bytes:
        """A session for a known person at this console."""
        with self._door():
            return encode(self.auth.login(request, request.device.id))

    async def refresh(self, token: str, generation: int | None) -> bytes:
        """The next tokens of a session."""
        with self._door():
            return encode(self.auth.refresh(token, generation))

    async def logout(self, bearer: str) -> bytes:
        """The end of a session."""
        with self._door():
            self.auth.logout(self._who(bearer))
            return encode(None)

    async def prove(self, request: DeviceLogin) -> bytes:
        """An enrolled console's own credential."""
        with self._door():
            return encode(self.auth.login_device(request))

    async def act(self, bearer: str, request: ActionsRequest) -> bytes:
        """Decide and record actions, each in its author's name."""
        with self._door():
            check(request)
            if not self.stumbles.isdisjoint(ids := {action.id for action in request.actions}):
                if not self.resets.isdisjoint(ids):
                    raise Gone("reset")
                raise ProblemAnswer(problem("internal"))
            principal = self.auth.authenticate(bearer)
            actors = self.auth.authors(principal, request.actions, self.writer.lost)
            return encode(await self._turned(self.writer.submit(actors, principal.device, request)))

    async def snapshot(self, bearer: str) -> bytes:
        """Everything a console needs."""
        with self._door():
            actor, now = self._who(bearer).actor, self.clock.now()
            gathered = await self._turned(self.writer.ask(lambda state: views.gather_snapshot(state, now)))
            with self.database.read() as conn:
                cards = self.people.cards(conn, views.visible_patients(gathered, actor))
            return encode(views.snapshot_of(gathered, self.writer.epoch, now, cards))

    async def events(self, bearer: str, after: str, limit: int) -> bytes:
        """The log after a position."""
        with self._door():
            self._who(bearer)
            position = position_of(after)
            assert position is not None, "consoles know what a position is"
            if position.epoch != self.writer.epoch:
                raise EpochChanged(self.writer.epoch)
            if position.seq < self.kept_from:
                raise ProblemAnswer(problem("gone"))
            with self.database.read() as conn:
                head = events.head(conn)
                assert head is not None, "the log has begun"
                found = events.page(conn, position.seq, limit)
            return encode(EventsAnswer(epoch=head.epoch, seq=head.seq, events=tuple(Raw(body) for body in found)))

    async def publish(self, center: Center) -> None:
        """An administrator's version of the centre. ValueError: the rules say no."""
        with self._door():
            await self._turned(self.writer.publish(center))

    async def erase(self, id: PatientId) -> None:
        """An administrator makes this person nameless. ValueError: the rules say no."""
        with self._door():
            now = self.clock.now()
            action: Any = ErasePatient(
                id=mint_action_id(now, self._chance.randbytes(10)), at=now, patient_id=id, reason="asked"
            )
            asked = ActionsRequest(actions=(action,))
            answer = await self._turned(self.writer.submit([SYSTEM_ACTOR], "", asked))
            if answer.results[0].problem is not None:
                raise ValueError(answer.results[0].problem.code)

    async def cards(self, bearer: str, ids: tuple[PatientId, ...]) -> bytes:
        """Names for ids."""
        with self._door(), self.database.read() as conn:
            self._who(bearer)
            return encode(self.people.cards(conn, ids))

    async def search(self, bearer: str, text: str) -> bytes:
        """The person of a number."""
        with self._door(), self.database.read() as conn:
            self._who(bearer)
            found = self.people.by_number(conn, text)
            return encode((found,) if found else ())

    async def pins(self, bearer: str) -> bytes:
        """The exit PINs of the day: this centre uses none."""
        with self._door():
            self._who(bearer)
            day, pins = await self.writer.pins()
            return encode(PinsAnswer(day=day, pins=pins))

    async def health(self) -> bytes:
        """The server's time."""
        with self._door():
            return encode(self.clock.now())

    def open_stream(self, bearer: str, position: str | None) -> Reader:
        """A reader of the feed."""
        with self._door():
            session = self._who(bearer).session
        reader = self.feed.open(position_of(position) if position else None, None, session)
        self._readers[reader] = None
        return reader

    def close_stream(self, reader: Reader) -> None:
        """The reader is gone."""
        self.feed.leave(reader)
        self._readers.pop(reader, None)

    def _cut(self, sessions: frozenset[str]) -> None:
        for session in sorted(sessions):
            self.feed.cut(session)

    def next_bytes(self, reader: Reader) -> bytes:
        """What the reader is sent now; empty when it has everything."""
        if reader not in self._readers:
            reader.end("killed")
            return b""
        return self.feed.next_bytes(reader)

    def new_password(self, id: UserId) -> None:
        """This person's password is another one, and every session ends; here it is written alike."""

        def work(conn: Connection) -> None:
            user, now = users.by_id(conn, id), events.millis(self.clock.now())
            assert user is not None
            users.store(conn, user, now, password=True)
            sessions.end(conn, now, user=id)

        self.auth._change(work)

    def generation(self, device: str) -> int:
        """The latest start of this console that the server has heard of."""
        with self.database.read() as conn:
            found = conn.execute(select(devices.c.generation).where(devices.c.id == device)).scalar_one_or_none()
        return found or 0

    def revoked(self, device: str) -> bool:
        """Whether this console is let in no more."""
        with self.database.read() as conn:
            return bool(conn.execute(select(devices.c.revoked).where(devices.c.id == device)).scalar_one_or_none())

    def outcome(self, id: ActionId) -> str:
        """What became of this action here, whether its console has heard it or not; empty: it was not judged."""
        with self.database.read() as conn:
            return next((stored.outcome for stored in results.known(conn, [id]).values()), "")

    def keeps_out(self, identity: Identity) -> bool:
        """Whether this console is let in no more, as itself or as a new one with its key."""
        with self.database.read() as conn:
            found = conn.execute(select(devices.c.id, devices.c.revoked, devices.c.key)).all()
        if any(row.id == identity.device for row in found):
            return any(row.id == identity.device and row.revoked for row in found)
        key = identity.public_key
        return key is not None and any(row.revoked and row.key == decoded(key) for row in found)

    # -- inside -----------------------------------------------------------------------

    @contextmanager
    def _door(self) -> Iterator[None]:
        """What the HTTP layer makes of what goes wrong inside."""
        if not self.up:
            raise Gone("not running")
        try:
            yield
        except EpochChanged as other:
            raise ProblemAnswer(problem("epoch-changed", epoch=other.epoch)) from other
        except (Unavailable, StoreError) as later:
            raise ServerBusy(1.0) from later
        except TooManyTries as many:
            raise ServerBusy(float(many.params["seconds"]), limited=True) from many
        except AuthFault as no:
            raise ProblemAnswer(replace(problem(no.code), params=no.params)) from no

    async def _turned(self, asked: Any) -> Any:
        """*asked* of the writer, whose turn comes when the disk is free."""
        loop = asyncio.get_running_loop()
        task = loop.create_task(asked)
        self._asking[task] = None
        if self._turning is None:
            self._turning = loop.call_later(self._chance.uniform(0.001, 0.01), self._turn)
        try:
            return await task
        except asyncio.CancelledError:
            if self._asking.pop(task, None) is None:
                raise Gone("killed") from None
            raise
        finally:
            self._asking.pop(task, None)

    def _turn(self) -> None:
        self._turning = None
        self.writer.turn()

    def _who(self, bearer: str) -> Principal:
        """Who asks to read: a console's own credential may only send."""
        principal = self.auth.authenticate(bearer)
        if principal.sends:
            raise NotAllowed
        return principal
