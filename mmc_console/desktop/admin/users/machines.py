"""Consoles, boards and plugins of the centre: named, let in no more, paired, switched. No Qt."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from mmc_console.desktop.admin.page_presenter import PagePresenter, Start
from mmc_console.desktop.admin.users.contract import State, Tab, View
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.admin import Console, ConsolesAnswer, RenameRequest
from mmc_console.wire.boards import BoardCode, BoardRow, BoardsAnswer, BoardSettings
from mmc_console.wire.plugins import PluginChange, PluginsAnswer, PluginView

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

DEVICES, BOARDS, PLUGINS = "/admin/devices", "/admin/boards", "/admin/plugins"


class Machines(PagePresenter[State, View]):
    """The part of the presenter about what is no person."""

    def __init__(self, gateway: Gateway, view: View, start: Start) -> None:
        super().__init__(gateway, view, start, State())

    def knows(self, tab: Tab) -> bool:
        """Whether the server has told of *tab*."""
        return tab in self._state.known

    # ------------------------------------------------------------------ intents
    def rename_console(self) -> None:
        console = self._state.console
        if console is not None and self._state.usable:
            self._start("users-act", self._rename(console))

    def revoke_console(self) -> None:
        console = self._state.console
        if console is not None and not console.revoked and self._state.usable:
            self._start("users-act", self._revoke(console))

    def new_board(self) -> None:
        if self._state.usable:
            self._start("users-act", self._make_board(None))

    def new_code(self) -> None:
        board = self._state.board
        if board is not None and self._state.usable:
            self._start("users-act", self._pair_anew(board))

    def remove_board(self) -> None:
        board = self._state.board
        if board is not None and self._state.usable:
            self._start("users-act", self._remove_board(board))

    def switch_plugin(self) -> None:
        plugin = self._state.plugin
        if plugin is not None and self._state.usable:
            self._start("users-act", self._working(lambda: self._switch(plugin)))

    # ------------------------------------------------------------------ inside
    async def _load_machines(self, tab: Tab) -> None:
        door = self._gateway.admin
        if tab == "consoles":
            self._show(consoles=(await door.get(DEVICES, ConsolesAnswer)).devices)
        elif tab == "boards":
            self._show(boards=(await door.get(BOARDS, BoardsAnswer)).boards)
        else:
            self._show(plugins=(await door.get(PLUGINS, PluginsAnswer)).plugins)

    async def _rename(self, console: Console) -> None:
        name = await self._view.ask_name(console)
        if name is not None:
            await self._working(lambda: self._named(console, name))

    async def _named(self, console: Console, name: str) -> None:
        await self._gateway.admin.tell("PATCH", f"{DEVICES}/{console.id}", RenameRequest(name=name))
        self._view.say(Message("console-named"))
        await self._load_machines("consoles")

    async def _revoke(self, console: Console) -> None:
        about = f"{console.desk} · {console.name}"
        if await self._view.confirm("revoke", about, own=console.desk == self._state.desk):
            await self._working(lambda: self._revoked(console))

    async def _revoked(self, console: Console) -> None:
        await self._gateway.admin.tell("POST", f"{DEVICES}/{console.id}/revoke")
        self._view.say(Message("console-revoked", {"desk": console.desk}))
        await self._load_machines("consoles")

    async def _pair_anew(self, board: BoardRow) -> None:
        """As it is now: what a colleague has chosen for it since this list came is not undone."""
        if await self._done(lambda: self._load_machines("boards"), busy=True):
            fresh = next((each for each in self._state.boards if each.id == board.id), None)
            if fresh is not None:
                await self._make_board(fresh.settings)

    async def _make_board(self, present: BoardSettings | None) -> None:
        asked = await self._view.ask_board(present)
        if asked is None:
            return
        made, asker = list[BoardCode](), self._asker

        async def make() -> None:
            made.append(await self._gateway.admin.send("POST", BOARDS, asked, BoardCode))
            await self._load_machines("boards")

        await self._working(make)
        if made:
            found = next((board for board in self._state.boards if board.settings.name == made[0].board.name), None)
            self._choose("boards", found.id if found is not None else "")
            if self._looks(asker):  # another code is soon made
                await self._view.show_code(made[0], self._gateway.now())

    async def _remove_board(self, board: BoardRow) -> None:
        if await self._view.confirm("remove-board", board.settings.name, own=False):
            await self._working(lambda: self._removed(board))

    async def _removed(self, board: BoardRow) -> None:
        await self._gateway.admin.tell("DELETE", f"{BOARDS}/{board.id}")
        self._view.say(Message("board-removed", {"name": board.settings.name}))
        await self._load_machines("boards")

    async def _switch(self, plugin: PluginView) -> None:
        change = PluginChange(on=not plugin.on)
        now = await self._gateway.admin.send("POST", f"{PLUGINS}/{plugin.name}", change, PluginView)
        self._view.say(Message("plugin-on" if now.on else "plugin-off", {"name": now.name}))
        await self._load_machines("plugins")

    async def _working(self, work: Callable[[], Awaitable[None]]) -> None:
        await self._done(work, busy=True)

    def _choose(self, tab: Tab, key: str) -> None:
        self._show(chosen={**self._state.chosen, tab: key})
