"""In whose name the outbox may be sent: everybody's, by this console's own credential, else that of who sits here.

A console with a key of its own proves itself to the server and sends what anybody did at it, also while nobody is
signed in. Without one (nothing here keeps keys), only the person signed in now is spoken for.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from mmc_console.client.clock import Clock
from mmc_console.client.connectivity import Connectivity
from mmc_console.client.errors import NotSignedIn, ProblemAnswer
from mmc_console.client.identity import Identity
from mmc_console.client.server_port import Server
from mmc_console.client.session import EARLY, Session
from mmc_console.domain.ids import UserId
from mmc_console.wire.answers import SenderSignedIn

AGAIN = 300.0
"""Seconds until a server that did not believe this console is asked once more."""

START_AT_MOST = 24
NOT_BELIEVED = frozenset({401, 403, 404})
"""What a server says that does not know this console, or not any more."""

CLOCK_SET = timedelta(seconds=10)
"""A measured clock that differs by more was set meanwhile; the server believes a proof within minutes."""


class Credential(NamedTuple):
    """A token that is valid now, and whose rows it may carry; None: anybody's."""

    bearer: str
    speaks_for: UserId | None


class Sender:
    """Credentials for sending; the person's, or this console's own."""

    def __init__(
        self, server: Server, session: Session, identity: Identity, clock: Clock, connectivity: Connectivity
    ) -> None:
        self._server, self._session, self._identity = server, session, identity
        self._clock, self._connectivity = clock, connectivity
        self._access: str | None = None
        self._until = 0.0
        self._device = ""
        """Which console that token speaks for."""
        self._start = ""
        """What the server, since it started, wants every proof to begin with."""
        self._refused: tuple[int, float] | None = None
        """After which sign-in, and when, the server did not believe this console: the next sign-in enrols it anew."""

    @property
    def speaks_for(self) -> UserId | None:
        """Whose rows may leave now; None: anybody's. NotSignedIn: nobody's."""
        if self._own:
            return None
        user = self._session.user
        if user is None or self._session.ended:
            raise NotSignedIn
        return user.id

    async def bearer(self) -> str:
        """What a request is signed with that goes in nobody's name. NotSignedIn; WireFault when it cannot be had."""
        return (await self.credential()).bearer

    async def credential(self) -> Credential:
        """What rows are sent with, and whose: while it was asked for somebody else may have signed in. As `bearer`."""
        if not self._own:
            return await self._of_person()
        device = self._identity.device
        if self._access is not None and self._device == device and self._clock.monotonic() < self._until:
            return Credential(self._access, None)
        began, enrolled = self._clock.monotonic(), self._session.sign_ins
        try:
            answer = await self._prove_in_time()
        except ProblemAnswer as fault:
            if fault.problem.status not in NOT_BELIEVED:
                raise
            # revoked, put back to before we were enrolled, or our clock was wrong
            self._refused = enrolled, self._clock.monotonic()
            return await self._of_person()
        self._connectivity.heard(answer.now, self._clock.monotonic() - began)
        self._access, self._device = answer.access_token, device
        self._until = self._clock.monotonic() + max(answer.expires_in - EARLY, EARLY / 2)
        if device != self._identity.device:
            return await self.credential()  # it has become another console meanwhile
        return Credential(self._access, None)

    async def _of_person(self) -> Credential:
        bearer, user = await self._session.bearer(), self._session.user
        if user is None:
            raise NotSignedIn
        return Credential(bearer, user.id)

    async def _prove_in_time(self) -> SenderSignedIn:
        """A proof carries the time: where this PC's clock was set since, it is measured anew, and tried again.

        Else what others did here would wait until this console is asked again, or somebody signs in.
        """
        before = self._connectivity.clock_off
        try:
            return await self._prove()
        except ProblemAnswer:
            if not await self._connectivity.probe() or abs(self._connectivity.clock_off - before) < CLOCK_SET:
                raise
        return await self._prove()

    async def _prove(self) -> SenderSignedIn:
        answer, self._start = await proven(self._server, self._identity, self._connectivity.now, self._start)
        return answer

    async def is_known_at(self, address: str) -> bool:
        """Whether the server at *address* has enrolled this console: then it is this one's. WireFault: no answer."""
        from mmc_console.client.api import open_api

        server = await open_api(address)
        try:
            await proven(server, self._identity, self._connectivity.now)
        except ProblemAnswer as fault:
            if fault.problem.status not in NOT_BELIEVED:
                raise
            return False
        finally:
            await server.close()
        return True

    def doubt(self, bearer: str) -> None:
        """The server refused *bearer*: the next one is asked for anew."""
        if self._access == bearer:
            self._access = None
        self._session.doubt(bearer)

    @property
    def again_in(self) -> float | None:
        """Seconds until this console may speak for itself again; None: never without somebody's sign-in."""
        if not self.enrolled or self._refused is None:
            return None
        return max(self._refused[1] + AGAIN - self._clock.monotonic(), 0.0)

    @property
    def enrolled(self) -> bool:
        """Whether a server has taken this console's key."""
        return self._identity.key is not None and self._session.desk is not None

    @property
    def _own(self) -> bool:
        refused = self._refused
        again = refused is None or refused[0] != self._session.sign_ins or self.again_in == 0.0
        return self.enrolled and again


async def proven(
    server: Server, identity: Identity, now: Callable[[], datetime], start: str = ""
) -> tuple[SenderSignedIn, str]:
    """The answer to a proof that begins with *start*, and with what *server* wants one to begin, which it says once."""
    try:
        return await server.prove(identity.prove(now(), start)), start
    except ProblemAnswer as fault:
        told = fault.problem.params.get("start")
        if not isinstance(told, str) or len(told) > START_AT_MOST or told == start:
            raise
    return await server.prove(identity.prove(now(), told)), told
