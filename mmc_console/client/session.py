"""Who is signed in, and the tokens that say so to the server.

Refresh tokens and verifiers are kept in the encrypted store only; a store in memory keeps them as long as the program
runs. Whoever the server let in here lately may come in without it (`known`). It knows nothing of queues.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from mmc_console.client import known as rules
from mmc_console.client.clock import Clock
from mmc_console.client.connectivity import Connectivity
from mmc_console.client.errors import (
    NotSignedIn,
    ProblemAnswer,
    SignInFailed,
    StoreFault,
    Unreachable,
    WireFault,
)
from mmc_console.client.identity import Identity
from mmc_console.client.known import Kept, Known
from mmc_console.client.server_port import Server
from mmc_console.client.shown import User
from mmc_console.client.sign_in_faults import failure_of, says_no
from mmc_console.client.store import Store, tables
from mmc_console.domain.folding import fold
from mmc_console.domain.ids import DeskLetter, UserId
from mmc_console.domain.permissions import Actor
from mmc_console.wire.answers import DeviceHello, LoginRequest, PasswordRequest, SignedIn
from mmc_console.wire.json import encode

log = logging.getLogger(__name__)

FACT = "session"
EARLY = 60.0
"""Seconds before its end at which an access token is exchanged."""


class Session:
    """The sessions of one console's people with one server; one of them works here at a time."""

    def __init__(
        self, server: Server, store: Store, identity: Identity, clock: Clock, connectivity: Connectivity,
        device_name: str, kept: Kept, on_change: Callable[[], None],
    ) -> None:  # fmt: skip
        self._server, self._store, self._identity, self._clock = server, store, identity, clock
        self._connectivity, self._device_name, self._kept, self._on_change = connectivity, device_name, kept, on_change
        self._access: str | None = None
        self._until = 0.0
        self._password: str | None = None
        """Of somebody who came in without the server and has no session there: it makes one when it is back."""
        self._here = False
        self._changing = asyncio.Lock()
        self.sign_ins = 0
        """How often the server has taken a password here, in this run."""
        self.ended = False
        """The server no longer accepts this session: the person must sign in again."""

    @property
    def user(self) -> User | None:
        """Who is signed in, also while the console is locked."""
        known = self._kept.person(self._kept.current)
        if known is None or (known.refresh_token is None and not self._here):
            return None
        return _shown(known)

    @property
    def locked(self) -> bool:
        """Whether somebody works here, and has locked the console."""
        return self._kept.locked and self.user is not None

    @property
    def proved_lately(self) -> bool:
        """Whether who works here has typed the whole password within the hours a PIN is good for."""
        known, now = self._kept.person(self._kept.current), self._connectivity.now()
        return known is not None and known.typed is not None and now < known.typed + rules.PIN_GOOD_FOR

    @property
    def people(self) -> tuple[Known, ...]:
        """Who has lately worked here, the last one first."""
        return self._kept.people

    @property
    def last_user(self) -> UserId | None:
        """Who was here last, signed in or not."""
        return self._kept.people[0].user.id if self._kept.people else None

    @property
    def desk(self) -> DeskLetter | None:
        """The letter the server gave this console, for ever."""
        return self._kept.desk

    @property
    def actor(self) -> Actor:
        """Who acts, with which rights. NotSignedIn."""
        user = self.user
        if user is None:
            raise NotSignedIn
        return Actor(user.id, user.roles, user.clinics, self.desk)

    # -- coming in --------------------------------------------------------------------

    async def sign_in(self, username: str, password: str) -> User:
        """A new session; while the server is away, what it vouched for lately. SignInFailed says why not."""
        async with self._changing:
            try:
                answer = await self._login(username, password)
            except Unreachable as fault:
                known = self._by_name(username)
                if known is None:
                    raise failure_of(fault) from fault
                if not known.password or not await self._proved(known, password):
                    raise SignInFailed("offline-user") from fault
            except WireFault as fault:
                if says_no(fault):
                    await self._take_word_back(self._by_name(username), password)
                raise failure_of(fault) from fault
            else:
                await self._take(answer, password, opens=True)
        user = self.user
        assert user is not None
        return user

    async def unlock(self, id: UserId, secret: str) -> User:
        """Come in as somebody who worked here lately, by PIN or password, whether the server is there or not.

        What is wrong here is asked of the server, if it may be a newer password. SignInFailed says why not.
        """
        known, now = self._kept.person(id), self._connectivity.now()
        if known is None:
            raise SignInFailed("offline-user")
        self._check_clock()
        pin = rules.as_pin(secret) if known.pin else None
        if pin is not None:
            await self._open_by_pin(known, pin, now)
        elif known.takes_password(now) and await asyncio.to_thread(rules.proves, known.password, secret):
            async with self._changing:
                known = self._kept.person(id) or known  # a token may have been exchanged meanwhile
                await self._enter(rules.entered(known, now, typed=True), secret)
        else:
            return await self.sign_in(known.user.username, secret)
        user = self.user
        assert user is not None
        return user

    async def lock(self) -> None:
        """Nobody may look until somebody has proved who they are; a restart changes nothing of it."""
        if self.user is not None:
            await self._keep(replace(self._kept, locked=True))

    async def set_pin(self, pin: str) -> None:
        """A PIN of six digits for this person at this console. SignInFailed: `pin-form`, `pin-easy`."""
        found, known = rules.as_pin(pin), self._kept.person(self._kept.current)
        if found is None:
            raise SignInFailed("pin-form")
        if rules.easy_pin(found):
            raise SignInFailed("pin-easy")
        if known is None:
            raise NotSignedIn
        kept = await asyncio.to_thread(rules.verifier, found)
        async with self._changing:
            known = self._kept.person(known.user.id) or known
            await self._keep(self._kept.with_person(replace(known, pin=kept, pin_misses=0)))

    async def vouch(self, username: str, password: str) -> User:
        """Whose name and password these are, without letting them in. SignInFailed says why not."""
        async with self._changing:
            known = self._by_name(username)
            try:
                answer = await self._logged_in(username, password)
            except Unreachable as fault:
                if known is None or not await self._right_here(known, password):
                    raise (failure_of(fault) if known is None else SignInFailed("offline-user")) from fault
                return _shown(known)
            except WireFault as fault:
                raise failure_of(fault) from fault
            try:
                await self._server.logout(answer.access_token)
            except WireFault as fault:
                self._connectivity.failed(fault)  # nobody keeps its token: the session dies by itself
        return _shown(Known(answer.user))

    # -- going on ---------------------------------------------------------------------

    async def bearer(self) -> str:
        """A token that is valid now. NotSignedIn when there is no session; WireFault when it cannot be had."""
        async with self._changing:
            if self._access is not None and self._clock.monotonic() < self._until:
                return self._access
            known = self._kept.person(self._kept.current)
            if known is None or self.ended or (known.refresh_token is None and self._password is None):
                raise NotSignedIn
            began = self._clock.monotonic()
            try:
                if known.refresh_token is not None:
                    answer = await self._server.refresh(known.refresh_token, self._identity.generation)
                    self._connectivity.heard(answer.now, self._clock.monotonic() - began)
                else:
                    answer = await self._login(known.user.username, self._password or "")
            except ProblemAnswer as fault:
                if fault.problem.status in (401, 403):
                    await self._end(known)
                    raise NotSignedIn from fault
                raise
            if answer.device.copied:
                await self._identity.fence()
            await self._take(answer, self._password)
            assert self._access is not None
            return self._access

    def doubt(self, bearer: str) -> None:
        """The server refused *bearer*: the next one is asked for anew."""
        if self._access == bearer:
            self._access = None

    async def leave(self) -> None:
        """Somebody else may work here; this person's session stands, and a PIN brings them back."""
        async with self._changing:
            self._forget_access()
            await self._keep(replace(self._kept, current=None, locked=False))

    async def sign_out(self) -> None:
        """Forget the session here, and end it there if the server can be reached."""
        async with self._changing:
            access = self._access
            self._forget_access()
            known, kept = self._kept.person(self._kept.current), replace(self._kept, current=None, locked=False)
            if known is not None:
                kept = kept.with_person(replace(known, refresh_token=None, pin=""))
            await self._keep(kept)
        if access is not None:
            try:
                await self._server.logout(access)
            except WireFault as fault:
                self._connectivity.failed(fault)  # signed out here all the same; the token dies by itself

    async def change_password(self, current: str, new: str) -> None:
        """Set a new password; ProblemAnswer says why not."""
        await self._server.change_password(await self.bearer(), PasswordRequest(current, new))

    async def run(self) -> None:
        """Exchange the access token before it ends; until cancelled."""
        while True:
            await self._clock.sleep(max(self._until - self._clock.monotonic(), EARLY / 2))
            if self.user is not None and not self.ended:
                try:
                    await self.bearer()
                except WireFault as fault:
                    self._connectivity.failed(fault)
                except NotSignedIn:
                    continue

    # -- inside -----------------------------------------------------------------------

    async def _login(self, username: str, password: str) -> SignedIn:
        """The server's answer to a whole sign-in. A console that is a copy becomes another one by it."""
        identity = self._identity
        if identity.copied:
            await identity.renew()
        answer = await self._logged_in(username, password)
        if answer.device.copied:
            await identity.renew()
            answer = await self._logged_in(username, password)
        return answer

    async def _logged_in(self, username: str, password: str) -> SignedIn:
        identity = self._identity
        hello = DeviceHello(identity.device, self._device_name, identity.generation, identity.public_key)
        began = self._clock.monotonic()
        try:
            answer = await self._server.login(LoginRequest(username, password, hello))
        except WireFault as fault:
            self._connectivity.failed(fault)
            raise
        self._connectivity.heard(answer.now, self._clock.monotonic() - began)
        return answer

    def _by_name(self, username: str) -> Known | None:
        """Somebody known here, by the name they sign in with, in any spelling of its letters."""
        return next((known for known in self._kept.people if fold(known.user.username) == fold(username)), None)

    async def _proved(self, known: Known, password: str) -> bool:
        """Let *known* in without the server if *password* is right. SignInFailed while it may not be looked at."""
        if not await self._right_here(known, password):
            return False
        await self._enter(rules.entered(known, self._connectivity.now(), typed=True), password)
        return True

    async def _right_here(self, known: Known, password: str) -> bool:
        """Whether *password* is right, as the server last vouched here; False when it may no longer say so."""
        now = self._connectivity.now()
        self._check_clock()
        if known.must_pause(now):
            assert known.missed is not None
            left = known.missed + rules.PASSWORD_PAUSE - now
            raise SignInFailed("account-locked", retry_after=math.ceil(left.total_seconds()))
        if not known.takes_password(now):
            return False
        if not await asyncio.to_thread(rules.proves, known.password, password):
            await self._keep(self._kept.with_person(rules.missed_password(known, now)))
            raise SignInFailed("bad-credentials")
        return True

    def _check_clock(self) -> None:
        """A clock set back would keep an old password good."""
        if self._connectivity.doubtful:
            raise SignInFailed("clock-wrong")

    async def _open_by_pin(self, known: Known, pin: str, now: datetime) -> None:
        if not known.takes_pin(now):
            raise SignInFailed("pin-over")
        right = await asyncio.to_thread(rules.proves, known.pin, pin)
        async with self._changing:
            known = self._kept.person(known.user.id) or known
            if not right:
                missed = rules.missed_pin(known)
                await self._keep(self._kept.with_person(missed))
                left = rules.PIN_TRIES - missed.pin_misses
                raise SignInFailed("pin-wrong", n=left) if left > 0 else SignInFailed("pin-over")
            await self._enter(rules.entered(known, now, typed=False), None)

    async def _enter(self, known: Known, password: str | None) -> None:
        """*known* works here now. Their session is asked of the server when it is needed."""
        if known.user.id != self._kept.current:
            self._forget_access()
        self._here, self.ended = True, False
        self._password = password if known.refresh_token is None else None
        await self._keep(replace(self._kept.with_first(known), current=known.user.id, locked=False))

    async def _take(self, answer: SignedIn, password: str | None, *, opens: bool = False) -> None:
        """The server's word: this person may work here, with the *password* it accepted. *opens*: was just typed."""
        now = self._connectivity.now()
        known = self._kept.person(answer.user.id) or Known(answer.user)
        known = replace(known, user=answer.user, refresh_token=answer.refresh_token, vouched=now)
        if password is not None:
            self.sign_ins += 1
            verifier = await asyncio.to_thread(rules.verifier, password)
            known = replace(known, password=verifier)
        if opens:
            known = rules.entered(known, now, typed=True)
        locked = self._kept.locked and not opens
        self._access = answer.access_token
        self._until = self._clock.monotonic() + max(answer.expires_in - EARLY, EARLY / 2)
        self.ended, self._password = False, None
        fresh = tuple(p for p in self._kept.people if p.vouched is not None and now - p.vouched < rules.KEPT)
        await self._keep(Kept(fresh, answer.user.id, locked, answer.device.desk, answer.center).with_first(known))

    async def _take_word_back(self, known: Known | None, password: str) -> None:
        """The server refuses a password that was right here: it opens this console no more."""
        if known is not None and known.password and await asyncio.to_thread(rules.proves, known.password, password):
            await self._keep(self._kept.with_person(replace(known, password="", pin="", refresh_token=None)))

    async def _end(self, known: Known) -> None:
        self._forget_access()
        self._here = self.ended = True
        await self._keep(self._kept.with_person(replace(known, password="", pin="", refresh_token=None)))
        self._on_change()

    def _forget_access(self) -> None:
        self._access, self._password, self._until, self._here = None, None, 0.0, False

    async def _keep(self, kept: Kept) -> None:
        """From now on it is so; on a disk that takes nothing, until this program ends: nobody is locked out by it."""
        before, self._kept = self._kept, kept
        body = encode(kept)
        try:
            await self._store.run(lambda connection: tables.write_fact(connection, FACT, body))
        except StoreFault as fault:
            log.warning("who works here could not be stored: %s", fault.code)
        if before.shown != kept.shown:
            self._on_change()


def _shown(known: Known) -> User:
    info = known.user
    return User(
        info.id, info.username, info.name, frozenset(info.roles), frozenset(info.clinics), info.must_change_password
    )
