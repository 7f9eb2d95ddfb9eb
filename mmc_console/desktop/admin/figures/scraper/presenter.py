"""Has the server make and take back the token of a monitoring program. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mmc_console.desktop.admin.box_presenter import BoxPresenter
from mmc_console.desktop.admin.figures.scraper.contract import HOLE, State, View, state_of
from mmc_console.desktop.admin.page_presenter import Start
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.figures import ScrapeToken

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

PATH: Final = "/admin/metrics/token"


class Presenter(BoxPresenter[State]):
    """The only holder of the box's State."""

    def __init__(self, gateway: Gateway, view: View, start: Start) -> None:
        super().__init__(gateway, start, State())
        self._view, self._token = view, HOLE

    def paint(self) -> None:
        self._view.render(self._state, self._token)

    def come_in(self) -> None:
        self._start("scraper", self._working(self._read))

    def make(self) -> None:
        if self._state.known and not self._state.busy:
            self._start("scraper", self._make())

    def revoke(self) -> None:
        if self._state.there and not self._state.busy:
            self._start("scraper", self._revoke())

    def copied(self, what: str) -> None:
        self._show(told=Message(f"copied-{what}"))

    # ------------------------------------------------------------------ inside
    async def _read(self) -> None:
        self._take(await self._gateway.admin.get(PATH, ScrapeToken))

    async def _make(self) -> None:
        if not self._state.there or await self._view.sure("renew"):
            await self._working(self._made)

    async def _made(self) -> None:
        self._take(await self._gateway.admin.send("POST", PATH, None, ScrapeToken))

    async def _revoke(self) -> None:
        if await self._view.sure("revoke"):
            await self._working(self._revoked)

    async def _revoked(self) -> None:
        await self._gateway.admin.tell("DELETE", PATH)
        await self._read()

    def _take(self, found: ScrapeToken) -> None:
        self._token = found.token or HOLE
        self._state = state_of(found)
