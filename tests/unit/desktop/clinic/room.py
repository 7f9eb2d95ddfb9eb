"""One room's console for the tests of the clinic page: the real presenter on a gateway in this process."""

from __future__ import annotations

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.clinic.contract import State
from mmc_console.desktop.clinic.picture import PLACE
from mmc_console.desktop.clinic.presenter import Presenter
from mmc_console.domain.actions import IssueTicket
from mmc_console.domain.centre import Words
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.patients import PatientEntry
from tests.unit.desktop.desk_parts import Jobs, ToldView


class RoomView(ToldView[State]):
    """Closes the clinic when asked, unless the test says otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.closes = True
        self.confirmed: list[tuple[int, str]] = []
        """People waiting, and where they were to go, each time it was asked."""

    async def confirm_closing(self, clinic: Words, waiting: int, to: Words | None) -> bool:
        self.confirmed.append((waiting, to["en"] if to is not None else ""))
        return self.closes

    def searched(self) -> None:
        """There is no search line here."""


class Room:
    """One room's console."""

    def __init__(self, gateway: LocalGateway, clinic: str) -> None:
        self.gateway, self.view, self.jobs = gateway, RoomView(), Jobs()
        gateway.settings.set(PLACE, f"{clinic}/1")
        self.page = Presenter(gateway, self.view, self.jobs.start)

    @classmethod
    async def open(cls, clinic: str = "lab", **given: object) -> Room:
        gateway = await LocalGateway.with_center(roles=("supervisor",), **given)  # type: ignore[arg-type]  # a word of the literal, checked by its test
        room = cls(gateway, clinic)
        room.page.refresh()
        room.page.come_in()
        await room.settle()
        return room

    def now(self) -> State:
        """What the page shows at this moment."""
        return self.page.state

    async def settle(self) -> None:
        """Every intent is done, the server has answered, and the page is repainted."""
        await self.jobs.run()
        await self.gateway.settle()
        self.page.refresh()

    async def press(self, verb: str) -> None:
        self.page.act(verb)  # type: ignore[arg-type]  # a word of the literal, checked by its test
        await self.settle()

    async def close(self) -> None:
        self.jobs.close()
        await self.gateway.close()


async def fill(room: Room, people: int, clinic: str = "lab") -> None:
    """*people* wait at the first clinic of the recruitment pathway, or as walk-ins at *clinic*."""
    for n in range(people):
        entry = PatientEntry(number=f"70{n:02d}", name=f"Person {n}", gender="male")
        if clinic == "lab":
            await room.gateway.register(entry.number, entry.name)
        else:
            await room.gateway.act(IssueTicket, patient=entry, clinic=ClinicCode(clinic))
    await room.settle()
