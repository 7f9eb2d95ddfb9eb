"""A real server as a replay's centre: one session per desk, through the same client as every console.

It retries what the server asks to send again later, under the same ids, and gives up with words a person understands.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar
from uuid import NAMESPACE_URL, uuid5

from mmc_console.client.api import Api
from mmc_console.client.clock import Clock
from mmc_console.client.errors import (
    BadAnswer,
    CertificateChanged,
    ClientError,
    ProblemAnswer,
    ServerBusy,
)
from mmc_console.client.errors import Unreachable as NoAnswer
from mmc_console.domain.actions import AnyAction
from mmc_console.domain.ids import Epoch
from mmc_console.domain.rebuild import state_from
from mmc_console.domain.state import State
from mmc_console.replay.centre_port import Opened, Unreachable
from mmc_console.wire.answers import ActionsRequest, DeviceHello, LoginRequest, Result, SignedIn

T = TypeVar("T")

TRIES: Final = 5
WAIT_AT_MOST: Final = 30.0
RENEW_BEFORE: Final = timedelta(seconds=60)
_NAMES: Final = uuid5(NAMESPACE_URL, "urn:mmc:replay")


class _Session:
    """One desk's sign-in."""

    def __init__(self, signed_in: SignedIn, now: datetime) -> None:
        self.access, self.refresh = signed_in.access_token, signed_in.refresh_token
        self.until = now + timedelta(seconds=signed_in.expires_in)


class ServerCentre:
    """`centre_port.Centre` over HTTP. The desks share one connection and one person, each with its own letter."""

    def __init__(self, api: Api, clock: Clock, username: str, password: str) -> None:
        self._api, self._clock = api, clock
        self._username, self._password = username, password
        self._sessions: dict[str, _Session] = {}
        self._epoch: Epoch | None = None

    async def open(self, desks: Sequence[str]) -> Opened:
        """Sign every desk in, and take the snapshot."""
        offset = timedelta()
        for desk in desks:
            hello = DeviceHello(id=str(uuid5(_NAMES, desk)), name=f"Replay: {desk}"[:80])
            request = LoginRequest(self._username, self._password, hello)
            signed_in = await self._patiently(lambda request=request: self._api.login(request))  # type: ignore[misc]  # the default binds it now
            if signed_in.user.must_change_password:
                raise Unreachable(f"{self._username} must first sign in at a console and choose a password")
            now = self._clock.now()
            offset = signed_in.now - now
            self._sessions[desk] = _Session(signed_in, now)
        return Opened(await self.look(), offset)

    async def send(self, desk: str, actions: Sequence[AnyAction]) -> tuple[Result, ...]:
        """One request; sent again under the same ids while the server is busy or does not answer."""
        request = ActionsRequest(actions=tuple(actions), epoch=self._epoch)
        bearer = await self._bearer(desk)
        return (await self._patiently(lambda: self._api.act(bearer, request))).results

    async def look(self) -> State:
        """The state of a fresh snapshot."""
        bearer = await self._bearer(next(iter(self._sessions)))
        s = await self._patiently(lambda: self._api.snapshot(bearer))
        if self._epoch not in (None, s.epoch):
            raise Unreachable("the server's history has changed meanwhile: it was restored, or replaced")
        self._epoch = s.epoch
        return state_from(s.center, s.visits, s.tickets, s.clinic_days, s.rooms, s.names, s.traces, s.seq, s.now)

    async def close(self) -> None:
        """Sign every desk out, as far as the server still listens, and close the connection."""
        try:
            for session in self._sessions.values():
                await self._api.logout(session.access)
        except ClientError:
            pass  # the sessions end by themselves; what went wrong before is what matters
        finally:
            await self._api.close()

    async def _bearer(self, desk: str) -> str:
        session = self._sessions[desk]
        if self._clock.now() > session.until - RENEW_BEFORE:
            signed_in = await self._patiently(lambda: self._api.refresh(session.refresh))
            session = self._sessions[desk] = _Session(signed_in, self._clock.now())
        return session.access

    async def _patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        for left in reversed(range(TRIES)):
            try:
                return await ask()
            except (ServerBusy, NoAnswer) as fault:
                if not left:
                    raise Unreachable(_words(fault, self._api.address)) from fault
                wait = fault.retry_after if isinstance(fault, ServerBusy) else 0.5
                await self._clock.sleep(min(wait, WAIT_AT_MOST))
            except ClientError as fault:
                raise Unreachable(_words(fault, self._api.address)) from fault
        raise AssertionError("the last try returns or raises")


def _words(fault: ClientError, address: str) -> str:
    match fault:
        case ServerBusy():
            return f"{address} is too busy"
        case NoAnswer():
            return f"{address} does not answer"
        case CertificateChanged():
            return f"the certificate of {address} is not one this PC trusts"
        case BadAnswer():
            return f"what answers at {address} is not this product's server"
        case ProblemAnswer(code="not-authenticated"):
            return "the user name or the password is not right"
        case ProblemAnswer(code="password-change-needed"):
            return "this person must first sign in at a console and choose a password"
        case ProblemAnswer():
            return f"{address} refuses: {fault.code}"
        case _:
            return str(fault)
