"""What is asked of the server when somebody comes in or goes: one question each, and what it says of the line."""

from __future__ import annotations

from mmc_console.client.clock import Clock
from mmc_console.client.connectivity import Connectivity
from mmc_console.client.errors import ProblemAnswer, ServerBusy, WireFault
from mmc_console.client.identity import Identity
from mmc_console.client.server_port import Server
from mmc_console.wire.answers import DeviceHello, LoginRequest, SignedIn, UserInfo

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
        """The server's answer to a whole sign-in. A console that is a copy becomes another one by it. WireFault."""
        identity = self._identity
        if identity.copied:
            await identity.renew()
        try:
            answer = await self.prove(username, password)
            if not answer.device.copied:
                return answer
        except ProblemAnswer as fault:
            if fault.problem.params.get("reason") != "device-key":
                raise  # else our key is not the one this console was enrolled with: the keyring has lost it
        await identity.renew()
        return await self.prove(username, password)

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
        identity = self._identity
        hello = DeviceHello(identity.device, self._device_name, identity.generation, identity.public_key)
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
