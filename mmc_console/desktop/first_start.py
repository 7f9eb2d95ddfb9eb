"""The first start: the wizard over the window, and what follows from what a person chose there.

Another server than before opens the console anew: nothing kept for one is shown or sent to another.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mmc_console.client.errors import WireFault
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.opening import Handed
from mmc_console.desktop.stores import join, move, store_of

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.desktop.app import App
    from mmc_console.desktop.first_run.contract import Result


class FirstStart:
    """The wizard's `Program`, for one console."""

    def __init__(self, console: App) -> None:
        self._console = console
        self._followed: Gateway | None = None

    def show(self) -> None:
        """Bring the wizard over the window."""
        from mmc_console.desktop.first_run.screen import FirstRunScreen
        from mmc_console.desktop.setup import Setup

        console = self._console
        if console.first_run is None:
            console.setup = Setup(console.own_server.make, lambda: console.server)
            console.first_run = FirstRunScreen(
                console.setup, console.look, console.languages, console.words.problem, console.tasks.start, self,
                folder=console.start.default_folder, may_leave=console.knows_server(),
            )  # fmt: skip
            console.shell.window.add_cover("first_run", console.first_run.view)
        else:  # it has been left, or what it was for is done
            console.first_run.presenter.begin(may_leave=console.knows_server())
        if console.gateway is not self._followed and (gateway := console.gateway) is not None:
            self._followed = gateway
            console.keep_running({"first_run.follow": lambda: self._follow(gateway)})
        console.first_run.presenter.look_again()
        console.shell.presenter.show(cover="first_run")

    def choose_language(self, code: str) -> None:
        """This language from now on."""
        self._console.wishes.choose_language(code)

    def unsent(self) -> int:
        """How many actions wait for the server of until now."""
        gateway = self._console.gateway
        return gateway.pending.count if gateway is not None else 0

    async def _follow(self, gateway: Gateway) -> None:
        async for _ in gateway.changes():
            if self._console.first_run is not None:
                self._console.first_run.presenter.look_again()

    def set_up(self, result: Result) -> None:
        """The wizard is over: go on with what was chosen; with another server than before, from the start."""
        console = self._console
        if console.gateway is None and not console.knows_server():
            self.go_on(result)
        elif console.gateway is not None and result.server == console.gateway.connection.server:
            console.show_sign_in()
        else:
            console.tasks.start("another-server", self._another(result))

    async def _another(self, result: Result) -> None:
        """Another address is that of another centre, or this one's new one: then unsent work goes there."""
        console, gateway = self._console, self._console.gateway
        if gateway is not None and result.way == "join" and self._may_have_moved(gateway):
            from mmc_console.desktop.kit.dialogs import ask_which

            said, address = console.said, result.server
            same = await ask_which(
                console.look, console.shell.window, said.same_centre_question, said.same_centre, said.another_centre,
                said.neither, detail=lambda: said.same_centre_means(address),
            )  # fmt: skip
            if same is None:
                return
            if same:
                await self._move(gateway, address)
                return
        if self.unsent():
            console.toast(Toast(console.said.server_needs_sending, kind="error"))
            return
        assert console.setup is not None
        handed, console.setup = Handed(console.setup, result), None
        self._open_anew(handed)

    def _may_have_moved(self, gateway: Gateway) -> bool:
        """Not where the server is part of this program, or of a day that is thrown away; nor could it know us."""
        return gateway.sender.enrolled and self._console.server is None and not self._console.is_sample

    async def _move(self, gateway: Gateway, address: str) -> None:
        console = self._console
        try:
            known = await gateway.sender.is_known_at(address)
        except WireFault:
            console.toast(Toast(lambda: console.said.no_answer_at(address), kind="error"))
            return
        if not known:
            console.toast(Toast(lambda: console.said.not_known_at(address), kind="error"))
            return
        move(console.settings, gateway.connection.server, address)
        self._open_anew(None)

    def _open_anew(self, handed: Handed | None) -> None:
        console = self._console
        keys = None if console.is_sample else console.keys.found
        console.following = replace(console.start, server="", page="", handed=handed, keys=keys)
        console.closing.set()

    def go_on(self, result: Result) -> None:
        """Do what was chosen."""
        self._console.tasks.start("set-up", self._set_up(result))

    async def _set_up(self, result: Result) -> None:
        console = self._console
        assert console.setup is not None
        console.is_sample = result.way == "sample"
        name = "" if console.is_sample else join(console.settings, result)
        if result.way == "new" and result.folder is not None:
            console.server, console.setup.server = console.setup.server, None
            assert console.server is not None
            console.settings.set("centre_port", console.server.port)
        profile = store_of(console.start.profile, name)
        if console.is_sample and console.setup.sample_folder is not None:
            profile = console.setup.sample_folder / "profile"
        running = console.server or console.setup.server
        if running is not None:
            console.own_server.keep(running)
        console.show_sign_in()
        await console.open_store(profile, result.server)
        if console.is_sample and console.gateway is not None:
            from mmc_console.desktop.setup import ADMIN

            await console.gateway.sign_in(ADMIN, console.setup.sample_password)
            console.signed_in()

    def leave_set_up(self) -> None:
        """The person turned away from the wizard."""
        if self._console.knows_server():
            self._console.show_sign_in()
        else:
            self._console.close()

    def choose_server(self) -> None:
        """From the sign-in: name another server, or another address of this one. Else what waits must be sent first."""
        gateway = self._console.gateway
        if gateway is not None and self.unsent() and not self._may_have_moved(gateway):
            self._console.toast(Toast(self._console.said.server_needs_sending, kind="error"))
        else:
            self.show()
