"""The server port's twin: decides by the real rules in memory, and keeps the interface's promises.

Results by id, positions, epochs, a log that streams. It can be told to lose a request or an answer, to be away, to be
slow, or to refuse. Tests and the sample of screens use it; the program never does.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from contextlib import aclosing, asynccontextmanager
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Raw
from msgspec.structs import replace

from mmc_console.client.behaving_office import BehavingOffice
from mmc_console.client.behaving_people import correct, meant, person_of
from mmc_console.client.clock import Clock
from mmc_console.client.condense import snapshot_of
from mmc_console.client.errors import ProblemAnswer, Unreachable, WireFault
from mmc_console.domain import exit_pin
from mmc_console.domain.actions import AnyAction, CorrectPatient, Override, PublishCenter
from mmc_console.domain.centre import Center
from mmc_console.domain.decide import Context, Performed, perform
from mmc_console.domain.ids import (
    ActionId,
    ClinicCode,
    DeskLetter,
    Epoch,
    PatientId,
    UserId,
    mint_action_id,
)
from mmc_console.domain.newest import moved, newest
from mmc_console.domain.numbers import desk_letters
from mmc_console.domain.patients import Card, clean_number
from mmc_console.domain.permissions import SYSTEM_ACTOR, Actor, Role
from mmc_console.domain.refusals import Conflict, Unable
from mmc_console.domain.state import State, take_back
from mmc_console.wire.answers import (
    ActionsAnswer,
    ActionsRequest,
    DeviceInfo,
    DeviceLogin,
    EventsAnswer,
    Heartbeat,
    LoginRequest,
    PasswordRequest,
    PinsAnswer,
    Result,
    SenderSignedIn,
    SignedIn,
    Snapshot,
    UserInfo,
)
from mmc_console.wire.devices import decoded, proof
from mmc_console.wire.json import encode, event_of
from mmc_console.wire.problems import problem, problem_of

PASSWORD = "correct horse"  # noqa: S105  # opens nothing: this server exists in tests only
PIN_KEY = b"behaving" * 4
CONTENT_FREE = {"by": None, "seen": None, "n": None, "rev": None, "replaces": None, "was": None}


class BehavingServer(BehavingOffice):
    """One centre. Its faults are attributes: set them, and the next call meets them."""

    address = "memory:"

    def __init__(self, center: Center, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.state, self.epoch = State(), Epoch(str(uuid.uuid4()))
        self.log: list[bytes] = []
        self.results: dict[ActionId, tuple[AnyAction, Result]] = {}
        self.cards_held: dict[PatientId, Card] = {}
        self.aliases: dict[PatientId, PatientId] = {}
        self.users: dict[str, UserInfo] = {}
        self.letters: dict[str, DeskLetter] = {}
        self.received: list[AnyAction] = []  # every one that arrived, in order, also repeated ones
        self.away: bool | WireFault = False  # or what it says instead of an answer
        self.lose_requests = self.lose_answers = 0
        self.slow: asyncio.Event | None = None
        """While set to an event that has not happened: actions are decided, their answer waits for it."""
        self.mute = False  # streams are open and say nothing, as behind some proxies
        self.refuse: Callable[[ActionsRequest], WireFault | None] = lambda request: None
        self.safe_seq = 0
        self._bearers: dict[str, tuple[str, DeskLetter]] = {}
        self.device_keys: dict[str, str] = {}
        self._senders: dict[str, DeskLetter] = {}
        self._used: dict[tuple[DeskLetter, int], ActionId] = {}
        self._news: set[asyncio.Event] = set()
        done = perform(
            self.state, PublishCenter(id=self._mint(), at=self.now(), center=center), Context(self.now(), SYSTEM_ACTOR)
        )
        self._write(done)

    def now(self) -> datetime:
        """The server's time."""
        return self._clock.now()

    def add_user(self, username: str, roles: Iterable[Role], clinics: Iterable[str] = (), name: str = "") -> UserInfo:
        """Somebody who may sign in with `PASSWORD`."""
        info = UserInfo(
            id=UserId(str(uuid.uuid5(uuid.NAMESPACE_OID, username))), username=username, name=name or username.title(),
            roles=tuple(roles), clinics=tuple(ClinicCode(c) for c in clinics),
        )  # fmt: skip
        self.users[username] = info
        return info

    def remove_user(self, username: str) -> None:
        """This person may sign in no more, and every session of theirs has ended."""
        del self.users[username]
        self._bearers = {bearer: who for bearer, who in self._bearers.items() if who[0] != username}
        self._tell()

    def do(self, kind: type[AnyAction], user: str, desk: str = "Y", **fields: Any) -> Result:
        """Somebody at another desk does something; it takes effect now."""
        info = self.users[user]
        action = kind(id=self._mint(), at=self.now(), by=info.id, **fields)
        return self._decide(action, self._actor(info, DeskLetter(desk)))

    def restart_history(self) -> None:
        """History changes under the consoles: another epoch."""
        self.epoch = Epoch(str(uuid.uuid4()))
        self._tell()

    # -- the port -----------------------------------------------------------------

    async def login(self, request: LoginRequest) -> SignedIn:
        """A session for a known user with the right password."""
        self._arrive()
        info = self.users.get(request.username)
        if info is None or request.password != PASSWORD:
            raise ProblemAnswer(problem("not-authenticated"))
        if self.device_keys.get(request.device.id, request.device.key) != request.device.key:
            raise ProblemAnswer(problem("not-allowed", reason="device-key"))
        letter = self.letters.setdefault(request.device.id, desk_letters(len(self.letters)))
        if request.device.key is not None:
            self.device_keys.setdefault(request.device.id, request.device.key)
        return self._signed_in(info, request.device.id, letter)

    async def prove(self, request: DeviceLogin) -> SenderSignedIn:
        """This console's own credential, if it holds the key it was enrolled with."""
        self._arrive()
        key = self.device_keys.get(request.device)
        if key is None:
            raise ProblemAnswer(problem("not-authenticated"))
        Ed25519PublicKey.from_public_bytes(decoded(key)).verify(decoded(request.signature), proof(request))
        bearer = str(uuid.uuid4())
        self._senders[bearer] = self.letters[request.device]
        return SenderSignedIn(bearer, 900, self.now())

    async def refresh(self, token: str, generation: int | None = None) -> SignedIn:
        """The same session, later."""
        self._arrive()
        username, _, device = token.partition("@")
        if username not in self.users or device not in self.letters:
            raise ProblemAnswer(problem("not-authenticated"))
        return self._signed_in(self.users[username], device, self.letters[device])

    async def logout(self, bearer: str) -> None:
        """End the session."""
        self._arrive()
        self._bearers.pop(bearer, None)

    async def change_password(self, bearer: str, request: PasswordRequest) -> None:
        """Accepted if the current one is right, and forgotten."""
        self._arrive()
        if request.current != PASSWORD:
            raise ProblemAnswer(problem("not-authenticated"))

    async def act(self, bearer: str, request: ActionsRequest) -> ActionsAnswer:
        """Decide each action by the rules, in order."""
        self._arrive()
        if self.lose_requests:
            self.lose_requests -= 1
            raise Unreachable("request lost")
        fault = self.refuse(request)
        if fault is not None:
            raise fault
        sender = self._senders.get(bearer)
        actor = self._who(bearer) if sender is None else None
        if request.epoch not in (None, self.epoch):
            raise ProblemAnswer(problem("epoch-changed", epoch=self.epoch))
        told: list[Result] = []
        for place, action in enumerate(request.actions):
            done = [id in self.results and self.results[id][1].outcome == "applied" for id in request.built_on(place)]
            who = actor or self._author(action, sender)
            told.append(self._decide(action, who) if all(done) else Result(id=action.id, outcome="wait"))
        answer = ActionsAnswer(
            epoch=self.epoch, seq=self.state.seq, now=self.now(), safe_seq=self.safe_seq, results=tuple(told)
        )
        if self.slow is not None:
            await self.slow.wait()
        if self.lose_answers:
            self.lose_answers -= 1
            raise Unreachable("answer lost")
        if self.away:
            raise Unreachable("went away")
        return answer

    async def snapshot(self, bearer: str) -> Snapshot:
        """Everything."""
        self._arrive()
        self._who(bearer)
        day = self.state.calendar.day(self.now())
        found = snapshot_of(self.state, self.epoch, self.now(), day)
        here = {visit.patient for visit in found.visits}
        return replace(found, now=self.now(), cards=tuple(self.cards_held[id] for id in self.cards_held if id in here))

    async def events(self, bearer: str, after: str, limit: int) -> EventsAnswer:
        """The log after a position."""
        self._arrive()
        self._who(bearer)
        epoch, _, seq = after.rpartition(":")
        if epoch != self.epoch:
            raise ProblemAnswer(problem("epoch-changed", epoch=self.epoch))
        rows = self.log[int(seq) : int(seq) + limit]
        return EventsAnswer(epoch=self.epoch, seq=len(self.log), events=tuple(Raw(raw) for raw in rows))

    async def cards(self, bearer: str, ids: tuple[PatientId, ...]) -> tuple[Card, ...]:
        """Cards of these people."""
        self._arrive()
        self._who(bearer)
        return tuple(self.cards_held[id] for id in ids if id in self.cards_held)

    async def search(self, bearer: str, text: str) -> tuple[Card, ...]:
        """People of this number."""
        self._arrive()
        self._who(bearer)
        return tuple(card for card in self.cards_held.values() if card.number == clean_number(text))

    async def pins(self, bearer: str) -> PinsAnswer:
        """The exit PINs of the day, of this user's clinics."""
        self._arrive()
        actor, day = self._who(bearer), self.state.calendar.day(self.now())
        found = exit_pin.pins(PIN_KEY, day, self.state.center) if self.state.center.rules.exit_pin else {}
        return PinsAnswer(day=day, pins={c: p for c, p in found.items() if actor.supervises or c in actor.clinics})

    async def health(self) -> datetime:
        """The server's time."""
        self._arrive()
        return self.now()

    @asynccontextmanager
    async def stream(self, bearer: str, position: str | None) -> AsyncIterator[AsyncIterator[bytes]]:
        """The log from a position on, as Server-Sent Events."""
        self._arrive()
        self._who(bearer)
        news = asyncio.Event()
        self._news.add(news)
        try:
            async with aclosing(self._frames(news, self.epoch, position)) as frames:
                yield frames
        finally:
            self._news.discard(news)

    async def close(self) -> None:
        """Nothing to let go."""

    # -- inside -------------------------------------------------------------------

    async def _frames(self, news: asyncio.Event, epoch: Epoch, position: str | None) -> AsyncGenerator[bytes, None]:
        known, _, seq = (position or "").rpartition(":")
        at = int(seq) if known == epoch else len(self.log)
        if not self.mute:
            yield b"event: heartbeat\ndata: " + encode(Heartbeat(self.now())) + b"\n\n"
        if position is not None and known != epoch:
            yield b"event: reset\ndata: {}\n\n"
        while True:
            if self.away:
                raise Unreachable("the stream broke")
            if self.epoch != epoch:
                yield b"event: reset\ndata: {}\n\n"
                return
            for raw in () if self.mute else self.log[at:]:
                at += 1
                yield f"id: {epoch}:{at}\nevent: queue_update\ndata: ".encode() + raw + b"\n\n"
            news.clear()
            await news.wait()

    def go_away(self) -> None:
        """The cable is pulled."""
        self.away = True
        self._tell()

    def come_back(self) -> None:
        """The cable is in again."""
        self.away = False

    def _arrive(self) -> None:
        if self.away:
            raise self.away if isinstance(self.away, WireFault) else Unreachable("away")

    def _who(self, bearer: str) -> Actor:
        if bearer not in self._bearers:
            raise ProblemAnswer(problem("not-authenticated"))
        username, desk = self._bearers[bearer]
        return self._actor(self.users[username], desk)

    def _author(self, action: AnyAction, desk: DeskLetter | None) -> Actor:
        """Whoever did it at the console that sends it."""
        info = next((info for info in self.users.values() if info.id == action.by), None)
        assert info is not None, "an action without a known author"
        assert desk is not None
        return self._actor(info, desk)

    def _actor(self, info: UserInfo, desk: DeskLetter) -> Actor:
        return Actor(info.id, frozenset(info.roles), frozenset(info.clinics), desk)

    def _signed_in(self, info: UserInfo, device: str, letter: DeskLetter) -> SignedIn:
        bearer = str(uuid.uuid4())
        self._bearers[bearer] = info.username, letter
        return SignedIn(
            access_token=bearer, refresh_token=f"{info.username}@{device}", expires_in=900, user=info,
            device=DeviceInfo(device, letter), center=self.state.center.center.code, now=self.now(),
        )  # fmt: skip

    def _decide(self, action: AnyAction, actor: Actor) -> Result:
        self.received.append(action)
        known = self.results.get(action.id)
        grown = False
        if known is not None:
            before, result = known
            grown = getattr(action, "number", None) is not None and getattr(before, "number", None) is None
            same = replace(action, **CONTENT_FREE, **({"number": None} if grown else {}))
            if same != replace(before, **CONTENT_FREE):
                return Result(id=action.id, outcome="refused", problem=problem("id-reused"))
            if not grown or result.outcome != "applied":
                return replace(result, outcome="repeated") if result.outcome == "applied" else result
        elif self._is_forked(action, actor.desk):
            return Result(id=action.id, outcome="refused", problem=problem("desk-forked"))
        result = self._carry_out(action, actor, grown)
        self.results[action.id] = action, replace(result, outcome="applied") if grown else result
        return result

    def _is_forked(self, action: AnyAction, desk: DeskLetter | None) -> bool:
        """Another action of this desk has carried this `n` before."""
        if action.n is None or desk is None:
            return False
        return self._used.setdefault((desk, action.n), action.id) != action.id

    def _carry_out(self, action: AnyAction, actor: Actor, grown: bool) -> Result:
        if action.by is not None and action.by != actor.user:
            return Result(id=action.id, outcome="refused", problem=problem("not-allowed"))
        at = min(self.state.after_its_desk(actor.desk, action.at, self.now()), self.now())
        original, asked = self.results.get(action.conflict) if isinstance(action, Override) else None, action
        if isinstance(action, CorrectPatient):
            action = replace(action, patient_id=meant(self.cards_held, self.aliases, action.patient_id))
        epoch, _, seq = (action.seen or "").rpartition(":")
        seen = int(seq) if epoch == self.epoch else None
        unseen = [event_of(body) for body in self.log[seen:]] if seen is not None else []
        context = Context(
            at=self.state.calendar.stamp(at), made=self.state.calendar.stamp(min(action.at, at)),
            actor=actor, seen=seen,
            patient=person_of(self.cards_held, self.aliases, original[0] if original else action),
            original=original[0] if original else None, newer=newest(self.state, action, at, actor.desk, unseen),
            moved=moved(self.state, action, actor.desk, lambda _: unseen),
        )  # fmt: skip
        try:
            done = perform(self.state, action, context)
            if isinstance(asked, CorrectPatient):
                self._correct(asked, done)
        except Unable as why:
            told = problem_of(why)
            name = next((info.name for info in self.users.values() if info.id == told.params.get("by")), None)
            if name is not None:
                told = replace(told, params={**told.params, "by_name": name})
            return Result(id=action.id, outcome="conflict" if isinstance(why, Conflict) else "refused", problem=told)
        return Result(
            id=action.id, outcome="repeated" if grown else "applied", events=self._write(done), visit=done.visit,
            ticket=done.ticket, label=done.label, number=done.number,
        )  # fmt: skip

    def _correct(self, action: CorrectPatient, done: Performed) -> None:
        try:
            correct(self.cards_held, self.aliases, action)
        except Unable:
            take_back(self.state, done.inverse)
            raise

    def _write(self, done: Performed) -> tuple[Raw, ...]:
        rows = [encode(event) for event in done.events]
        self.log.extend(rows)
        self._tell()
        return tuple(Raw(row) for row in rows)

    def _tell(self) -> None:
        for news in self._news:
            news.set()

    def _mint(self) -> ActionId:
        return mint_action_id(self.now(), uuid.uuid4().bytes[:10])
