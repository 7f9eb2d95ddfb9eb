"""One administrator at the restore wizard: the presenter over a real gateway, and a view that remembers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.backups.asking import Asking
from mmc_console.desktop.admin.restore.asking import Restores
from mmc_console.desktop.admin.restore.contract import State
from mmc_console.desktop.admin.restore.presenter import Presenter
from mmc_console.wire.restore import RestoreRequest
from tests.unit.desktop.admin.office import PASSWORD, Office
from tests.unit.desktop.desk_parts import Jobs, ToldView, play


class Page(ToldView[State]):
    """Keeps what it was told; the password line is its own."""

    def __init__(self) -> None:
        super().__init__()
        self.forgotten = 0
        self.file: Path | None = None

    def forget_password(self) -> None:
        self.forgotten += 1

    async def choose_file(self, name: str) -> Path | None:
        return self.file

    def report_text(self, state: State) -> str:
        return f"report of {state.report.id}" if state.report is not None else ""


class Desk:
    """One administrator at the wizard."""

    def __init__(self, gateway: LocalGateway) -> None:
        self.gateway, self.office, self.view, self.jobs = gateway, Office(gateway), Page(), Jobs()
        self.left = 0
        self.wizard = Presenter(
            gateway, Asking(gateway), Restores(gateway.admin), self.view, self.jobs.start, self._leave
        )  # fmt: skip

    def _leave(self) -> None:
        self.left += 1

    @property
    def state(self) -> State:
        return self.wizard.state

    async def on(self, password: str = "") -> State:
        """The next step, and all that follows."""
        self.wizard.go_on(password)
        await self.jobs.run()
        return self.wizard.state

    async def to_confirm(self) -> None:
        """Up to the three lines, all typed."""
        await self.on()
        await self.on()
        await self.on()
        self.wizard.edit_center(" MMC ")
        self.wizard.edit_reason("the disk broke")
        self.wizard.edit_password(PASSWORD)

    @property
    def asked(self) -> list[RestoreRequest]:
        """The requests of restores, in order."""
        return [body for _, path, body in self.office.told if path == "restore"]


def at_the_wizard(scene: Callable[[Desk], Awaitable[None]], backup: str = "") -> None:
    """Play *scene* as an administrator who has just opened the wizard."""

    async def whole() -> None:
        gateway = await LocalGateway.with_center(roles=("admin",))
        desk = Desk(gateway)
        desk.wizard.begin(backup)
        await desk.jobs.run()
        try:
            await scene(desk)
        finally:
            desk.jobs.close()
            await gateway.close()

    play(whole)
