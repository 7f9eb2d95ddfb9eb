"""A kiosk for presenters' tests: the real gateway, a printer and a window that remember, a clock turned by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mmc_console.client.behaving import BehavingServer
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kiosk.contract import State
from mmc_console.desktop.kiosk.presenter import Presenter
from mmc_console.desktop.printing import Leaving, Paper, nothing
from mmc_console.domain.centre import Center
from mmc_console.domain.ids import ExamCode
from tests.desktop_parts import HandClock
from tests.unit.desktop.desk_parts import Jobs

EXAM = ExamCode("recruitment")


class Tray:
    """A printer that prints, or says why not."""

    def __init__(self) -> None:
        self.papers: list[Paper] = []
        self.fault: Exception | None = None

    async def print_ticket(self, paper: Callable[[], Paper], leaving: Leaving = nothing) -> None:
        if self.fault is not None:
            raise self.fault
        await leaving()
        self.papers.append(paper())


class View:
    """Remembers what it was shown."""

    def __init__(self) -> None:
        self.shown: list[State] = []
        self.forgotten = 0

    def render(self, state: State) -> None:
        self.shown.append(state)

    def forget(self) -> None:
        self.forgotten += 1


class Program:
    """The program around the kiosk."""

    def __init__(self, gateway: LocalGateway | None = None) -> None:
        self.gateway, self.language, self.closed, self.dropped = gateway, "ar", False, 0
        self.joined_to: list[object] = []
        self.fault: Exception | None = None
        """Why no store opens here."""

    async def join(self, server: str) -> LocalGateway:
        if self.fault is not None:
            raise self.fault
        if self.gateway is None:
            raise ValueError(server)
        return self.gateway

    async def drop(self, gateway: object) -> None:
        self.dropped += 1

    def joined(self, gateway: object) -> None:
        self.joined_to.append(gateway)

    def other_language(self) -> None:
        self.language = "en" if self.language == "ar" else "ar"

    def own_language(self) -> None:
        self.language = "ar"

    def close(self) -> None:
        self.closed = True


class Kiosk:
    """One kiosk and what stands around it."""

    def __init__(self, gateway: LocalGateway, server: str = "") -> None:
        self.gateway, self.view, self.tray, self.program = gateway, View(), Tray(), Program(gateway)
        self.jobs, self.clock = Jobs(), HandClock()
        self.page = Presenter(self.view, self.tray, self.jobs.start, self.program, self.clock, server=server)

    @classmethod
    async def open(
        cls, profile: Path | None = None, *, center: Center | None = None, server: BehavingServer | None = None
    ) -> Kiosk:
        gateway = await LocalGateway.with_center(
            center, roles=("kiosk",), username="kiosk-1", profile=profile, server=server
        )
        kiosk = cls(gateway)
        kiosk.page.opened(gateway)
        return kiosk

    def now(self) -> State:
        """What is shown."""
        return self.page.state

    async def settle(self) -> None:
        """What was asked for has happened."""
        await self.jobs.run()
        await self.gateway.settle()
        self.page.refresh()
        await self.jobs.run()

    def type(self, number: str) -> None:
        for character in number:
            self.page.digit(character)

    async def register(self, number: str = "70012345", exam: ExamCode = EXAM) -> State:
        self.page.begin()
        self.type(number)
        self.page.go_on()
        self.page.choose_gender("male")
        self.page.choose_exam(exam)
        await self.settle()
        return self.now()

    async def close(self) -> None:
        self.jobs.close()
        await self.gateway.close()
