"""A gateway for presenters' tests: the real projection, outbox and sync over a behaving server, all in this process.

Nothing runs by itself: `settle` lets the server answer and the news come in. The program itself never uses it.
"""

from __future__ import annotations

from collections.abc import Coroutine, Iterable
from pathlib import Path
from typing import Any

from mmc_console.assets import path
from mmc_console.client.behaving import PASSWORD, BehavingServer
from mmc_console.client.compose import Parts, compose
from mmc_console.client.gateway import Gateway
from mmc_console.client.handclock import HandClock
from mmc_console.client.keys import KeyStore, MemoryKeys
from mmc_console.client.shown import Receipt
from mmc_console.domain.actions import AnyAction, RegisterVisit
from mmc_console.domain.centre import Center, Gender, parse_center
from mmc_console.domain.ids import ExamCode, visit_of
from mmc_console.domain.patients import PatientEntry
from mmc_console.domain.permissions import Role
from mmc_console.domain.visits import Visit


def reference_center() -> Center:
    """The centre the product ships."""
    return parse_center(path("resources", "center.json").read_bytes())


class LocalGateway(Gateway):
    """A signed-in gateway whose server, clock and background work are in the test's hands."""

    def __init__(
        self, parts: Parts, server: BehavingServer, clock: HandClock, started: list[Coroutine[Any, Any, None]]
    ) -> None:
        super().__init__(parts)
        self.parts, self.server, self.clock, self._started = parts, server, clock, started

    @classmethod
    async def with_center(
        cls, center: Center | None = None, *, roles: Iterable[Role] = ("reception", "supervisor"),
        clinics: Iterable[str] = (), username: str = "noora", server: BehavingServer | None = None,
        clock: HandClock | None = None, profile: Path | None = None, keys: KeyStore | None = None,
        signed_in: bool = True,
    ) -> LocalGateway:  # fmt: skip
        """A console of its own server (or one more of *server*), signed in and caught up.

        With a *profile* folder the store is a real encrypted file, so that offline numbers and calls are on;
        without, it is in memory and they are off, as on a PC without a keyring.
        """
        clock = clock or HandClock()
        server = server or BehavingServer(center or reference_center(), clock)
        if username not in server.users:
            server.add_user(username, roles, clinics)
        started: list[Coroutine[Any, Any, None]] = []

        def start(_: str, work: Coroutine[Any, Any, None]) -> bool:
            started.append(work)
            return True

        parts = await compose(profile, server, clock, keys or MemoryKeys(lasting=profile is not None), start)
        clock.stores.append(parts.store)
        gateway = cls(parts, server, clock, started)
        if signed_in and gateway.user is None:
            await gateway.sign_in(username, PASSWORD)
        await gateway.settle()
        return gateway

    async def settle(self) -> None:
        """Everything recorded is sent and answered, all news are in; offline, all that can happen has."""
        for _ in range(1000):
            wait = await self.parts.sync.step()
            if wait is None or wait > 0:
                break
        if self.user is not None and not self.session_ended and not self.server.away:
            await self.parts.follow.catch_up()
        while self._started:
            await self._started.pop(0)
        await self.clock.settle()

    async def go_offline(self) -> None:
        """The cable is pulled, and this console has noticed."""
        self.server.go_away()
        await self.parts.connectivity.probe()

    async def go_online(self) -> None:
        """The cable is in again; what waited is sent."""
        self.server.come_back()
        await self.parts.connectivity.probe()
        await self.settle()

    async def register(
        self, number: str, name: str = "", *, exam: str = "recruitment", gender: Gender = "male", settled: bool = True
    ) -> Visit:
        """A patient at the door, registered as reception does; the visit as the projection has it."""
        receipt = await self.submit(self.registration(number, name, exam=exam, gender=gender))
        if settled:
            await self.settle()
        visit = self.state.visit(visit_of(receipt.id))
        assert visit is not None, receipt.fault
        return visit

    def registration(
        self, number: str, name: str = "", *, exam: str = "recruitment", gender: Gender = "male"
    ) -> RegisterVisit:
        """The action `register` submits."""
        patient = PatientEntry(number=number, name=name, gender=gender)
        return self.new(RegisterVisit, patient=patient, exam_type=ExamCode(exam))

    async def act(self, kind: type[AnyAction], **fields: Any) -> Receipt:
        """Submit one action of this user."""
        return await self.submit(self.new(kind, **fields))

    async def close(self) -> None:
        """Also drops background work that never ran."""
        for work in self._started:
            work.close()
        await super().close()
        self.clock.stores.remove(self.parts.store)
