"""A reception desk for tests, and a printer whose papers can be read."""

from __future__ import annotations

from collections.abc import Callable

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.printing import Leaving, NoPrinterSet, Paper, PrintingFailed, WithoutPrinter, nothing
from mmc_console.desktop.reception.contract import State
from mmc_console.desktop.reception.presenter import Presenter
from tests.unit.desktop.desk_parts import Jobs, ToldView


class PaperTray:
    """A printer whose papers can be read."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.papers: list[Paper] = []
        self.fault = fault

    async def print_ticket(self, paper: Callable[[], Paper], leaving: Leaving = nothing) -> None:
        drawn = paper()
        if isinstance(self.fault, NoPrinterSet) or (isinstance(self.fault, PrintingFailed) and not self.fault.perhaps):
            raise self.fault
        await leaving()
        if self.fault is not None:
            raise self.fault
        self.papers.append(drawn)


class Reception:
    """One reception desk."""

    def __init__(self, gateway: LocalGateway, printer: PaperTray | WithoutPrinter) -> None:
        self.gateway, self.view, self.jobs = gateway, ToldView[State](), Jobs()
        self.page = Presenter(gateway, self.view, self.jobs.start, printer)
        self.page.refresh()

    @classmethod
    async def open(cls, printer: PaperTray | WithoutPrinter | None = None) -> Reception:
        gateway = await LocalGateway.with_center(roles=("reception", "supervisor"))
        return cls(gateway, printer or WithoutPrinter())

    def now(self) -> State:
        """What the page shows at this moment."""
        return self.page.state

    async def settle(self) -> None:
        """Every intent is done, the server has answered, and the page is repainted."""
        self.jobs.drop("find-person")
        await self.jobs.run()
        await self.gateway.settle()
        self.page.refresh()
        self.jobs.drop("find-person")
        await self.jobs.run()
        self.page.refresh()

    async def issue(self, number: str, name: str = "محمد المري") -> None:
        self.page.edit("number", number)
        self.page.edit("name", name)
        self.page.issue()
        await self.settle()

    async def close(self) -> None:
        self.jobs.close()
        await self.gateway.close()
