"""All a screen ever holds of the client: the projection, who works here, how the server is reached, and `submit`.

A person's action is one flushed row before anything of it is shown; the row is sent, and answered, behind the screen.
There is no second way while online. It draws nothing and translates nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from mmc_console import __version__
from mmc_console.client.admin import AdminDoor
from mmc_console.client.cards import Start
from mmc_console.client.choices import calls_alone, not_alone, obstacle, revision
from mmc_console.client.clock import Clock
from mmc_console.client.compose import Parts, compose
from mmc_console.client.deciding import Decisions
from mmc_console.client.errors import NotSignedIn, Unreachable
from mmc_console.client.housekeeping import Housekeeping
from mmc_console.client.keys import KeyStore
from mmc_console.client.papers import Papers
from mmc_console.client.row import Row
from mmc_console.client.shown import Badge, Change, Connection, Familiar, Pending, Receipt, User
from mmc_console.client.support import support_file
from mmc_console.client.unnamed import Unnamed
from mmc_console.domain.actions import Action, AnyAction, Cancel, LeaveRoom, TakeRoom, TicketAction, Undo
from mmc_console.domain.decide import Performed
from mmc_console.domain.ids import ActionId, ClinicCode, DeskLetter, PatientId, UserId, mint_action_id
from mmc_console.domain.patients import Card
from mmc_console.domain.refusals import Conflict, Refused
from mmc_console.domain.state import State
from mmc_console.wire.versions import older

A = TypeVar("A", bound=Action)
Service = Callable[[], Awaitable[None]]


class Gateway:
    """What a screen reads and asks for. Everything here is of one profile and one server."""

    def __init__(self, parts: Parts) -> None:
        self.settings = parts.settings
        self._server, self._store, self._changes = parts.server, parts.store, parts.changes
        self._desk, self._cards, self._session = parts.desk, parts.cards, parts.session
        self._connectivity, self._follow, self._live = parts.connectivity, parts.follow, parts.live
        self._sync, self._identity, self._start = parts.sync, parts.identity, parts.start
        self._exit_pins, self.own, self.sender = parts.exit_pins, parts.own, parts.sender
        self.housekeeping = Housekeeping(parts.clock, parts.connectivity, parts.desk, parts.sync)
        self.admin = AdminDoor(parts.server, parts.session, parts.connectivity)
        self.papers = Papers(parts.desk)
        self.unnamed = Unnamed(parts.desk, parts.session, parts.connectivity)
        self.decisions = Decisions(parts.desk, parts.session, self.new, self.now, parts.sync.wake)

    # -- what there is to see -----------------------------------------------------

    @property
    def state(self) -> State:
        """The projection: the confirmed log with this console's own work laid over it. Never to be changed."""
        return self._desk.replica.state

    @property
    def ready(self) -> bool:
        """Whether a centre is known, from the local store or the first snapshot."""
        return self._desk.replica.ready

    @property
    def durable(self) -> bool:
        """Whether what is recorded here survives a power cut: there is a keyring for the store's key."""
        return self._store.durable

    @property
    def store_failing(self) -> bool:
        """Whether the last that was to be written on this PC was not: its disk is full, say."""
        return self._store.failing

    @property
    def keys_out_of_reach(self) -> bool:
        """Whether the keyring is locked, or silent, since this start. Work goes on."""
        return self._identity.unkept

    @property
    def user(self) -> User | None:
        """Who is signed in."""
        return self._session.user

    @property
    def session_ended(self) -> bool:
        """Whether the server asks this person to sign in again. Work goes on being recorded."""
        return self._session.ended

    @property
    def desk(self) -> DeskLetter | None:
        """This console's letter, once the server has given one."""
        return self._session.desk

    @property
    def connection(self) -> Connection:
        """How the server is reached."""
        return self._connectivity.shown

    @property
    def pending(self) -> Pending:
        """What is waiting, refused, in conflict, and lately sent."""
        return self._desk.pending

    @property
    def stopped(self) -> str:
        """Why the server takes nothing from this console, as a problem's code; empty while it does."""
        return self._sync.stopped

    @property
    def too_old(self) -> bool:
        """Whether the server asks for a newer console than this one."""
        return older(__version__, self._follow.min_client or "0")

    @property
    def needed(self) -> str:
        """The oldest console the server takes work from; empty while it has not said."""
        return self._follow.min_client

    @property
    def clock_doubt(self) -> bool:
        """Whether this PC's clock contradicts the server's last known word: say so before anybody is registered."""
        return self._connectivity.doubtful

    def now(self) -> datetime:
        """The corrected present moment, with the centre's offset once the centre is known."""
        now = self._connectivity.now()
        return self.state.calendar.stamp(now) if self.ready else now

    def today(self) -> date:
        """The service day of now. KeyError before a centre is known."""
        return self.state.calendar.day(self._connectivity.now())

    def changes(self) -> AsyncGenerator[Change, None]:
        """What has changed, coalesced; first everything. One iterator for each caller."""
        return self._changes.listen()

    def may(self, action_type: str, clinic: ClinicCode) -> bool:
        """Whether this user's rights allow it there."""
        return self.user is not None and self._session.actor.may_in(action_type, clinic)

    def pending_of(self, visit_or_ticket_id: str) -> Badge:
        """The badge of a row: what waits or failed about this visit or ticket."""
        return self._desk.badge(visit_or_ticket_id)

    def card(self, patient: PatientId) -> Card | None:
        """This person, if known here; else asked of the server: `Change.CARDS` tells when it has come."""
        return self._cards.get(patient) if self.user is not None else None

    def person_by_number(self, number: str) -> Card | None:
        """The person of this number, if known here."""
        return self._cards.by_number(number) if self.user is not None else None

    async def find_person(self, number: str) -> Card | None:
        """The person of this number, here or, while it can be reached, on the server."""
        return await self._cards.find(number)

    def exit_pin(self, clinic: ClinicCode) -> str:
        """What patients of this clinic type today to leave it; empty where there is none, or it is not known here."""
        return self._exit_pins.of(clinic, self.today(), self.state.center)

    # -- what a person does -------------------------------------------------------

    def new(self, kind: type[A], **fields: Any) -> A:
        """An action of this user, now: with its id, time, position seen and confirmed revision. NotSignedIn."""
        actor, now = self._session.actor, self._connectivity.now()
        named = fields.get("ticket") if issubclass(kind, (TicketAction, Cancel)) else None
        if named is not None and "rev" not in fields and self.state.ticket(named) is not None:
            fields["rev"] = revision(self._desk.replica, named)
        id = mint_action_id(now, secrets.token_bytes(10))
        return kind(id=id, at=self.now(), by=actor.user, seen=self._follow.position, **fields)

    async def submit(self, action: AnyAction) -> Receipt:
        """Record *action*: flushed to disk, then shown. StoreFull, StoreLost: nothing was recorded.

        OffWhileOffline: it needs the server and the server is away.
        """
        return await self._desk.submit(action)

    def preview(self, action: AnyAction) -> Performed | Refused | Conflict:
        """What the rules say of *action* now; nothing is recorded."""
        told = self._desk.preview(action)
        assert isinstance(told, (Performed, Refused, Conflict))
        return told

    def obstacle(self, action: AnyAction) -> str:
        """Why *action* cannot be done while the server is away: a code, empty while it can be done.

        no-keyring, no-desk, copied-profile, several-rooms, not-holder.
        """
        if not self._connectivity.offline or not self.ready:
            return ""
        return obstacle(action, self._desk.replica, self.desk, durable=self.durable, copied=self._identity.copied)

    def calls_alone(self, clinic: ClinicCode, room: int) -> bool:
        """Whether this console calls next in its clinic's one *room* while the server is away: it took it before."""
        return calls_alone(self._desk.replica, clinic, room, self.desk, self.today())

    @property
    def off_alone(self) -> str:
        """Why nobody is registered or called here now: a code while the server is away and this console may not alone.

        no-keyring, no-desk, copied-profile; empty while it can be done.
        """
        if not self._connectivity.offline or self.user is None:
            return ""
        return not_alone(self.desk, durable=self.durable, copied=self._identity.copied)

    async def withdraw(self, id: ActionId) -> bool:
        """Take back an action that certainly never left, and that nothing later stands on; False when it may have."""
        return await self._desk.withdraw(id)

    def support_file(self) -> bytes:
        """What support is sent about all that waits or has failed; nothing of any person is in it."""
        outbox, replica = self._desk.outbox, self._desk.replica
        return support_file(
            outbox.open, outbox.held_back(), self.connection, now=self.now(), desk=self.desk, epoch=replica.epoch,
            seq=replica.seq, stopped=self.stopped,
        )  # fmt: skip

    async def mark_shown(self, id: ActionId) -> None:
        """Something of this action was printed or announced: it is no longer withdrawn, only undone."""
        await self._desk.outbox.show(id)

    def undoable(self) -> tuple[AnyAction, str] | None:
        """This user's last action if it can still be undone, and its label."""
        row = self._last_done()
        return (row.action, row.label) if row is not None and self.not_undone(row.id) is None else None

    def not_undone(self, id: ActionId) -> Refused | Conflict | None:
        """Why this action is not taken back by this user now; None when it can be."""
        if self.unnamed.may_go(id):
            return None  # the rules know it when the server does
        would = self.preview(self.new(Undo, action=id))
        return None if isinstance(would, Performed) else would

    async def undo(self) -> AnyAction | None:
        """Take this user's last action back and return it; None when there is nothing to undo."""
        if (found := self.undoable()) is None:
            return None
        await self.take_back(found[0].id)
        return found[0]

    async def take_back(self, id: ActionId) -> None:
        """Withdraw this action if it can be, else send an `undo` behind it. StoreFault, OffWhileOffline."""
        if not await self.withdraw(id):
            await self.submit(self.new(Undo, action=id))

    def _last_done(self) -> Row | None:
        user = self.user
        if user is None or not self.ready:
            return None
        outbox, undone = self._desk.outbox, set[ActionId]()
        for row in reversed(list(outbox)):
            if row.author != user.id or row.state in ("refused", "conflict") or outbox.leaves(row):
                continue
            if isinstance(row.action, Undo):
                undone.add(row.action.action)
            elif row.id not in undone and not isinstance(row.action, (TakeRoom, LeaveRoom)):
                return row
        return None

    # -- signing in and keeping up ------------------------------------------------

    @property
    def locked(self) -> bool:
        """Whether this console is locked: work goes on behind, nobody may look."""
        return self._session.locked

    @property
    def proved_lately(self) -> bool:
        """Whether this user has typed the whole password here within 12 hours."""
        return self._session.proved_lately

    @property
    def people(self) -> tuple[Familiar, ...]:
        """Who has lately worked at this console, the last one first, and what would let them in now."""
        return tuple(
            Familiar(
                known.user.id, known.user.username, known.user.name, frozenset(known.user.roles),
                has_pin=bool(known.pin), takes_pin=self._session.takes_pin(known), until=known.password_until(),
                must_change_password=known.user.must_change_password,
            )
            for known in self._session.people
        )  # fmt: skip

    async def sign_in(self, username: str, password: str) -> User:
        """A session with the server; while it is away, for whom it vouched lately. SignInFailed says why not."""
        return await self._came_in(lambda: self._session.sign_in(username, password), whole=True)

    async def unlock(self, id: UserId, secret: str) -> User:
        """Come in by PIN or password as somebody who worked here lately. SignInFailed says why not."""
        return await self._came_in(lambda: self._session.unlock(id, secret))

    async def _came_in(self, way: Callable[[], Awaitable[User]], *, whole: bool = False) -> User:
        """*whole*: the server has just been heard, so what it says of the day is waited for; else it comes later."""
        had = None if self._session.ended else self._session.user  # of an ended session nothing goes on by itself
        user = await way()
        if self._session.user is None:
            return user  # somebody has left this console meanwhile
        await self._cards.keep_for(self._session.actor, self.state.visits.values())
        if user != had:
            self._desk.retype()
            if whole and not self._connectivity.offline:
                await self._follow.renew_quietly()
            elif not whole:
                self._start("renew", self._follow.renew_quietly())
            self._cards.ask_again()
            self._live.again()
        self._sync.wake()
        return user

    async def vouch(self, username: str, password: str) -> User:
        """Whose name and password these are; nobody comes in by it. SignInFailed says why not."""
        return await self._session.vouch(username, password)

    async def lock(self) -> None:
        """Cover everything until somebody proves who they are; sending and news go on."""
        await self._session.lock()

    async def set_pin(self, pin: str, password: str) -> None:
        """A PIN for this user at this console, who shows their *password*. SignInFailed says why not."""
        await self._session.set_pin(pin, password)

    async def leave(self) -> None:
        """Somebody else may come in; this user's session stands for later."""
        await self._session.leave()
        self._left()

    async def sign_out(self) -> None:
        """End the session. Recorded work stays, in its author's name."""
        await self._session.sign_out()
        self._left()

    def _left(self) -> None:
        self._desk.retype()
        self._live.again()

    async def change_password(self, current: str, new: str) -> None:
        """Set this user's password; ProblemAnswer or Unreachable say why not. SignInFailed: it is set all the same."""
        if self.user is None:
            raise NotSignedIn
        await self._came_in(lambda: self._session.change_password(current, new), whole=True)

    async def refresh(self) -> None:
        """Ask the server for whatever is new (F5); for nobody, whether it is there. WireFault when it is not."""
        self._sync.now()  # first: what waits is tried also where nothing is heard of what is new
        works = self.user is not None and not self.session_ended
        if works:
            await self._follow.catch_up()
        if not await self._connectivity.probe() and not works:  # whoever asks wants to know at once that it is back
            raise Unreachable("no sign of life")
        self._cards.ask_again()
        self._sync.wake()

    # -- running ------------------------------------------------------------------

    def services(self) -> dict[str, Service]:
        """What must run, supervised, until `close`."""
        return {
            "sync": self._sync.run,
            "live": self._live.run,
            "news": self._follow.run,
            "poll": self._follow.poll,
            "connectivity": self._connectivity.run,
            "session": self._session.run,
            "retention": self.housekeeping.run,
            "health": self.own.run,
        }

    async def close(self) -> None:
        """Let everything go; what was recorded is on the disk. Services are stopped before."""
        self._desk.close()
        await self.own.end()
        try:
            await self._session.keeping.settle()
            await self._follow.condense()
        finally:
            await self._store.close()
            await self._server.close()


async def open_gateway(
    profile: Path, server: str, clock: Clock, keys: KeyStore, tasks_start: Start, *, certificate: Path | None = None
) -> Gateway:
    """The gateway of *profile* (held by `Profiles.open`) for the server at *server*.

    Everything the local store holds is there when this returns; the network is not asked. StoreFault: the file
    cannot be used. ValueError: not an address this console may trust.
    """
    from mmc_console.client.api import open_api  # httpx: 0.2 s that nothing before the first window needs

    return Gateway(await compose(profile, await open_api(server, certificate=certificate), clock, keys, tasks_start))
