"""The drawer without a window, at one of two consoles of a behaving server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.pending.contract import Choice, Deed, State
from mmc_console.desktop.pending.presenter import Presenter
from mmc_console.desktop.tickets.facts import Message, Option
from mmc_console.domain.ids import TicketId
from tests.two_desks import at_eyes, two_desks
from tests.unit.desktop.desk_parts import Jobs, play


class Drawer:
    """A view that remembers, and answers with what the test has laid ready."""

    def __init__(self, gateway: LocalGateway) -> None:
        self.gateway, self.jobs = gateway, Jobs()
        self.messages: list[Message] = []
        self.deleting, self.clinic, self.choice, self.folder = True, "", list[Choice](), list[Path]()
        self.asked: list[Deed] = []
        self.options: tuple[Option, ...] = ()
        self.decided: list[State] = []
        self.presenter = Presenter(gateway, self, self.jobs.start)
        self.presenter.come_in()

    @property
    def state(self) -> State:
        return self.presenter.state

    @property
    def offered(self) -> list[str]:
        """The choices that are on, the recommended one marked."""
        return [o.choice + ("!" if o.recommended else "") for o in self.state.offers if o.off is None]

    @property
    def states(self) -> list[str]:
        return [item.state for item in self.state.items]

    def render(self, state: State) -> None:
        """The state is asked for."""

    def say(self, message: Message, *, fault: bool = False) -> None:
        self.messages.append(message)

    @property
    def said(self) -> list[str]:
        """The codes of all that was said."""
        return [message.code for message in self.messages]

    async def confirm_delete(self, deed: Deed) -> bool:
        self.asked.append(deed)
        return self.deleting

    async def choose_clinic(self, options: tuple[Option, ...], label: str) -> str | None:
        self.options = options
        return self.clinic or None

    async def decide(self, state: State) -> Choice | None:
        self.decided.append(state)
        return self.choice.pop() if self.choice else None

    async def choose_folder(self) -> Path | None:
        return self.folder.pop() if self.folder else None

    async def do(self, intent: Callable[..., None], *given: object) -> None:
        """Press something; the server, if it is there, has answered."""
        intent(*given)
        await self.jobs.run()
        if self.gateway.connection.kind != "offline":
            await self.gateway.settle()
        self.presenter.refresh()


Scene = Callable[[LocalGateway, LocalGateway, TicketId], Awaitable[None]]


def told(folder: Path, scene: Scene, roles: tuple[str, ...] = ("reception", "supervisor")) -> None:
    async def whole() -> None:
        one, two = await two_desks(folder, roles=roles)  # type: ignore[arg-type]  # roles are literals
        await scene(one, two, await at_eyes(one))
        await one.close()
        await two.close()

    play(whole)
