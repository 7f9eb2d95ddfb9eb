"""What is asked of the server when somebody comes in or goes: one question each, and what it says of the line."""

from __future__ import annotations

import uuid

from mmc_console.client.clock import Clock
from mmc_console.client.connectivity import Connectivity
from mmc_console.client.errors import ProblemAnswer, ServerBusy, WireFault
from mmc_console.client.identity import Identity
from mmc_console.client.server_port import Server
from mmc_console.wire.answers import DeviceHello, LoginRequest, SignedIn, UserInfo
from mmc_console.wire.problems import problem

LATER = 5.0
"""Seconds until somebody is asked about again whom a server without a database does not know."""


class Door:
    """The server's, for one console."""

    def __init__(
        self, server: Server, identity: Identity, clock: Clock, connectivity: Connectivity, device_name: str
    ) -> None:
        self._server, self._identity, self._clock = server, identity, clock
        self._connectivity, self._device_name = connectivity, device_name

    async def come_in(self, username: str, password: str) -> SignedIn:
        """The server's answer to a whole sign-in. WireFault.

        Where this console is a copy, or its keyring has lost the key it was enrolled with, the answer is to another
        one, which it is from then on; without an answer it stays what it was.
        """
        if not self._identity.copied:
            try:
                answer = await self.prove(username, password)
                if not answer.device.copied:
                    return answer
            except ProblemAnswer as fault:
                if fault.problem.params.get("reason") != "device-key":
                    raise
        return await self._ask(username, password, str(uuid.uuid4()), generation=1)

    async def let_in(self, user: UserInfo, password: str, busy: ServerBusy | None = None) -> SignedIn:
        """A session for *user*, whose *password* was right here. Where there is no database only an administrator is
        asked about: any other try would be a miss there. *busy*: what was answered before, if it says so."""
        busy = busy or (ServerBusy(LATER, stranded=True) if self._connectivity.stranded else None)
        if busy is None:
            return await self.come_in(user.username, password)
        if "admin" not in user.roles:
            raise busy
        return await self.prove(user.username, password)

    async def prove(self, username: str, password: str) -> SignedIn:
        """The same, as the console it is. WireFault."""
        return await self._ask(username, password, self._identity.device, self._identity.generation)

    async def go_on(self, user: UserInfo, token: str, password: str | None) -> tuple[SignedIn, str | None]:
        """The answer to *token*; to the *password* of *user*, and that, where the database is destroyed with all."""
        began = self._clock.monotonic()
        try:
            answer = await self._server.refresh(token, self._identity.generation)
        except ServerBusy as busy:
            if not busy.stranded or password is None:
                raise
            return await self.let_in(user, password, busy), password
        self._connectivity.heard(answer.now, self._clock.monotonic() - began)
        if answer.device.id != self._identity.device:  # of the console it was a copy of
            await self.go_out(answer.access_token)
            raise ProblemAnswer(problem("not-authenticated"))
        return answer, None  # the server has not looked at it

    async def _ask(self, username: str, password: str, device: str, generation: int) -> SignedIn:
        hello = DeviceHello(device, self._device_name, generation, self._identity.public_key)
        began = self._clock.monotonic()
        try:
            answer = await self._server.login(LoginRequest(username, password, hello))
        except WireFault as fault:
            self._connectivity.failed(fault)
            raise
        self._connectivity.heard(answer.now, self._clock.monotonic() - began, works=False)
        return answer

    async def go_out(self, access: str) -> None:
        """End that session there; where the server cannot be reached its token dies by itself."""
        try:
            await self._server.logout(access)
        except WireFault as fault:
            self._connectivity.failed(fault)
