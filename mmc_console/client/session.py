"""Who is signed in, and the tokens that say so to the server.

The refresh token is kept in the encrypted store only; a store in memory keeps it as long as the program runs.
It knows nothing of queues.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from mmc_console.client.clock import Clock
from mmc_console.client.connectivity import Connectivity
from mmc_console.client.errors import (
    BadAnswer,
    CertificateChanged,
    NotSignedIn,
    ProblemAnswer,
    ServerBusy,
    SignInFailed,
    Unreachable,
    WireFault,
)
from mmc_console.client.identity import Identity
from mmc_console.client.server_port import Server
from mmc_console.client.shown import User
from mmc_console.client.store import Store, tables
from mmc_console.domain.ids import DeskLetter, UserId
from mmc_console.domain.permissions import Actor
from mmc_console.wire.answers import DeviceHello, LoginRequest, PasswordRequest, SignedIn, UserInfo
from mmc_console.wire.json import decode, encode

FACT = "session"
EARLY = 60.0
"""Seconds before its end at which an access token is exchanged."""
CODES = {"not-authenticated": "bad-credentials"}


class Kept(Struct, frozen=True, omit_defaults=True):
    """What the store holds of a session. `refresh_token` is None once signed out: the desk's letter stays."""

    user: UserInfo | None = None
    refresh_token: str | None = None
    desk: DeskLetter | None = None
    center: str = ""
    at: datetime | None = None


class Session:
    """One person's session with one server."""

    def __init__(
        self, server: Server, store: Store, identity: Identity, clock: Clock, connectivity: Connectivity,
        device_name: str, kept: Kept, on_change: Callable[[], None],
    ) -> None:  # fmt: skip
        self._server, self._store, self._identity, self._clock = server, store, identity, clock
        self._connectivity, self._device_name, self._kept, self._on_change = connectivity, device_name, kept, on_change
        self._access: str | None = None
        self._until = 0.0
        self._changing = asyncio.Lock()
        self.ended = False
        """The server no longer accepts this session: the person must sign in again."""

    @property
    def user(self) -> User | None:
        """Who is signed in."""
        info = self._kept.user
        if info is None or self._kept.refresh_token is None:
            return None
        return User(
            info.id, info.username, info.name, frozenset(info.roles), frozenset(info.clinics), info.must_change_password
        )

    @property
    def last_user(self) -> UserId | None:
        """Who was here last, signed in or not."""
        return self._kept.user.id if self._kept.user is not None else None

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

    async def sign_in(self, username: str, password: str) -> User:
        """A new session; SignInFailed says why not."""
        began = self._clock.monotonic()
        async with self._changing:
            try:
                if self._identity.copied:
                    await self._identity.renew()
                answer = await self._server.login(LoginRequest(username, password, self._hello))
                if answer.device.copied:
                    await self._identity.renew()
                    answer = await self._server.login(LoginRequest(username, password, self._hello))
            except WireFault as fault:
                self._connectivity.failed(fault)
                raise _failure(fault) from fault
            self._connectivity.heard(answer.now, self._clock.monotonic() - began)
            await self._take(answer)
        user = self.user
        assert user is not None
        return user

    @property
    def _hello(self) -> DeviceHello:
        return DeviceHello(self._identity.device, self._device_name, self._identity.generation)

    async def bearer(self) -> str:
        """A token that is valid now. NotSignedIn when there is no session; WireFault when it cannot be had."""
        async with self._changing:
            if self._access is not None and self._clock.monotonic() < self._until:
                return self._access
            token = self._kept.refresh_token
            if token is None or self.ended:
                raise NotSignedIn
            began = self._clock.monotonic()
            try:
                answer = await self._server.refresh(token, self._identity.generation)
            except ProblemAnswer as fault:
                if fault.problem.status in (401, 403):
                    await self._end()
                    raise NotSignedIn from fault
                raise
            self._connectivity.heard(answer.now, self._clock.monotonic() - began)
            if answer.device.copied:
                await self._identity.fence()
            await self._take(answer)
            assert self._access is not None
            return self._access

    def doubt(self, bearer: str) -> None:
        """The server refused *bearer*: the next one is asked for anew."""
        if self._access == bearer:
            self._access = None

    async def sign_out(self) -> None:
        """Forget the session here, and end it there if the server can be reached."""
        async with self._changing:
            access, self._access, self._until = self._access, None, 0.0
            await self._keep(Kept(user=self._kept.user, desk=self._kept.desk, center=self._kept.center))
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
            if self._kept.refresh_token is not None and not self.ended:
                try:
                    await self.bearer()
                except WireFault as fault:
                    self._connectivity.failed(fault)
                except NotSignedIn:
                    continue

    async def _take(self, answer: SignedIn) -> None:
        self._access = answer.access_token
        self._until = self._clock.monotonic() + max(answer.expires_in - EARLY, EARLY / 2)
        self.ended = False
        await self._keep(
            Kept(answer.user, answer.refresh_token, answer.device.desk, answer.center, self._connectivity.now())
        )

    async def _end(self) -> None:
        self._access, self.ended = None, True
        self._on_change()

    async def _keep(self, kept: Kept) -> None:
        before, self._kept = self._kept, kept
        body = encode(kept)
        await self._store.run(lambda connection: tables.write_fact(connection, FACT, body))
        if (before.user, before.desk, before.refresh_token is None) != (
            kept.user, kept.desk, kept.refresh_token is None
        ):  # fmt: skip
            self._on_change()


def kept_of(body: bytes | None) -> Kept:
    """The session as the store holds it."""
    return decode(body, Kept) if body else Kept()


def _failure(fault: WireFault) -> SignInFailed:
    if isinstance(fault, ProblemAnswer):
        code = CODES.get(fault.code, fault.code)
        return SignInFailed(code, **fault.problem.params)
    if isinstance(fault, ServerBusy):
        code = "account-locked" if fault.limited else "busy"
        return SignInFailed(code, retry_after=math.ceil(fault.retry_after))
    if isinstance(fault, CertificateChanged):
        return SignInFailed("certificate-changed")
    if isinstance(fault, BadAnswer):
        return SignInFailed("wrong-server")
    assert isinstance(fault, Unreachable)
    return SignInFailed("unreachable")
