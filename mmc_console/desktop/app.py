"""The console's composition root: read it from top to bottom and you know how everything is joined.

Builds every part by hand and passes it in. What each part does is its own; here is only who meets whom, and when.
The first window is painted before anything that can wait is imported or opened.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QWidget

from mmc_console import assets
from mmc_console.client.errors import KeyringLocked
from mmc_console.client.files import Settings
from mmc_console.desktop.app_words import AppWords
from mmc_console.desktop.at_printer import Printing
from mmc_console.desktop.at_scanner import Scanner
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.first_start import FirstStart
from mmc_console.desktop.key_finding import KeyFinding
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.bidi import iso
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.late_client import import_client, opened
from mmc_console.desktop.locking import Locking
from mmc_console.desktop.opening import Start, on_signals, pages_of, theme_of
from mmc_console.desktop.own_server import OwnServer
from mmc_console.desktop.runtime import Service, Services, Tasks
from mmc_console.desktop.shell import screen as shell_screen
from mmc_console.desktop.sign_in.screen import SignInScreen
from mmc_console.desktop.stores import forget_left, own_store
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.desktop.tickets.words import TicketWords
from mmc_console.desktop.wishes import Wishes
from mmc_console.domain.centre import Center

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.desktop.bell import Bell
    from mmc_console.desktop.clinic.screen import ClinicScreen
    from mmc_console.desktop.first_run.screen import FirstRunScreen
    from mmc_console.desktop.pages import Page, Pages
    from mmc_console.desktop.pages import Services as PageServices
    from mmc_console.desktop.pending.screen import PendingScreen
    from mmc_console.desktop.reception.screen import ReceptionScreen
    from mmc_console.desktop.server_process import ServerProcess
    from mmc_console.desktop.setup import Setup
    from mmc_console.desktop.surroundings import Surroundings

GRACE = 5.0


class App:
    """One console, from its first paint to its last. It is the `Program` of the two covers."""

    def __init__(self, app: QApplication, start: Start, failures: Failures) -> None:
        self._app, self.start, self.failures = app, start, failures
        self._early = Settings(start.settings)
        self.closing = asyncio.Event()
        self.tasks = Tasks(failures.report)
        self._services: Services | None = None
        self.look = Look(app)
        self.look.set_theme(theme_of(self.settings.get("theme", "system")))
        self.languages = Languages(app, self.look, assets.path("translations"))
        self.languages.switch(self._first_language())
        self.languages.on_change(self._language_changed)
        self.wishes = Wishes(self)
        self.first_start, self.own_server = FirstStart(self), OwnServer(self)
        self.locking = Locking(self, app)
        self.printing = Printing(self)
        self.keys = KeyFinding(self)
        self.words = RuleWords(self._center, self._language)
        self.said = AppWords()
        self.ticket_words = TicketWords(self.words.problem)
        self.shell = shell_screen.build(app, self.look, self.languages, self.wishes, self.wishes, time.monotonic)
        self.languages.on_change(self.shell.presenter.show_again)
        self.scanner = Scanner(self, app)
        failures.show_with(lambda code: self.toast(Toast(partial(self.words.problem, code, {}), kind="error")))
        self.gateway: Gateway | None = None
        self._opened: asyncio.Future[Gateway] = asyncio.get_running_loop().create_future()
        self.server: ServerProcess | None = None
        self.setup: Setup | None = None
        self.first_run: FirstRunScreen | None = None
        self.sign_in: SignInScreen | None = None
        self._surroundings: Surroundings | None = None
        self._bell: Bell | None = None
        self.pending: PendingScreen | None = None
        self.pages: Pages | None = None
        self.is_sample = self._apart = False
        self._reopen: Callable[[], Coroutine[Any, Any, None]] | None = None
        """How to open the store that could not be opened, once somebody presses again."""
        self.following: Start | None = None
        """How to open again once this console has stopped: with another server."""

    # ------------------------------------------------------------------ its life
    async def run(self) -> int:
        """Show the window, work until somebody closes it, and stop everything in order."""
        on_signals(self.closing.set)
        async with asyncio.TaskGroup() as group:
            self._services = Services(group, self.failures.report)
            self._services.start({"lock.watch": self.locking.watch})
            if self.start.handed is not None:
                self.setup = self.start.handed.setup
                self.shell.window.show()
                self.first_start.go_on(self.start.handed.result)
            elif self.knows_server():
                self.show_sign_in()
                self.shell.window.show()
                self.tasks.start("open", self._open())
            else:
                self.first_start.show()
                self.shell.window.show()
            await self.closing.wait()
            await self._stop()
        return 0

    async def _stop(self) -> None:
        """Intents, then services, then the store, then the server, then the windows."""
        self.keys.cancel()
        if self.wishes.board is not None:
            await self.wishes.board.close()
        await self.leave_pages()
        self.forget_person()  # a question that is still open would be waited for
        await self.tasks.close(GRACE)
        assert self._services is not None
        await self._services.stop()
        await self.printing.close()
        if self.gateway is not None:
            await self.gateway.close()
            self.gateway = None
        if self.server is not None:
            await self.server.stop()
        if self.setup is not None:
            await self.setup.cancel()
        while self.shell.window.toasts.close_top():
            pass
        self.shell.window.may_close = True
        self.shell.window.close()
        self.languages.leave()

    # ------------------------------------------------------------------ opening
    def knows_server(self) -> bool:
        return bool(self.start.server or self.settings.get("server", "") or self.settings.get("centre", ""))

    async def _open(self) -> None:
        """The server beside it, the store from this PC's disk; then whoever is still signed in."""
        address, folder = self.start.server or self.settings.get("server", ""), self.settings.get("centre", "")
        if folder and not self.start.server:
            address = self.own_server.begin(Path(folder))
        await self.open_store(own_store(self.start, self.settings), address)
        self.tasks.start("forget-left", forget_left(self.start, self.settings))

    async def open_store(self, profile: Path, address: str) -> None:
        """The store in *profile*, then the pages of whoever is signed in there; else the sign-in says why not."""

        def refused(why: Message) -> None:
            self._reopen = partial(self.open_store, profile, address)
            if self.sign_in is not None:
                self.sign_in.presenter.again(problem=why)

        gateway = await opened(self._open_gateway(profile, address), refused)
        if gateway is None:
            return
        if gateway.locked or (gateway.user is not None and not gateway.proved_lately):
            self.locking.show()
        elif gateway.user is not None and not gateway.user.must_change_password:
            self.signed_in()

    async def _open_gateway(self, profile: Path, address: str) -> Gateway:
        from mmc_console.client.clock import SystemClock

        client = await asyncio.to_thread(import_client)  # half a second that the first paint does not wait for
        self._apart = profile != self.start.profile
        keys = await self.keys.find()
        while self.gateway is None:
            try:
                self.gateway = await client.open_gateway(profile, address, SystemClock(), keys, self.tasks.start)
            except KeyringLocked:
                keys = await self.keys.find_again()
        self.keep_running(self.gateway.services())
        if not self._opened.done():
            self._opened.set_result(self.gateway)
        return self.gateway

    async def _gateway_opened(self) -> Gateway:
        if (reopen := self._reopen) is not None:
            self._reopen = None
            self.tasks.start("open", reopen())
        return await asyncio.shield(self._opened)

    # ------------------------------------------------------------------ covers
    def show_sign_in(self) -> None:
        if self.sign_in is None:
            self.sign_in = SignInScreen(
                self._gateway_opened, self.look, self.words.problem, self._language,
                lambda: self.languages.next.short, self.tasks.start, self,
                server=self.start.server or self.settings.get("server", ""),
                embedded=bool(self.settings.get("centre", "")) and not self.start.server, set_aside=self.keys.set_aside,
            )  # fmt: skip
            self.shell.window.add_cover("sign_in", self.sign_in.view)
            self.keep_running(self.sign_in.services())
        self.shell.presenter.show(cover="sign_in")
        self.sign_in.view.focus("password" if self.sign_in.presenter.state.username else "username")

    def choose_server(self) -> None:
        """From the sign-in: another server."""
        self.first_start.choose_server()

    def start_server(self) -> None:
        """From the sign-in: what is a child of this console is to be tried now."""
        self.own_server.hurry()

    def keep_running(self, services: Mapping[str, Service]) -> None:
        """Run these, supervised, as long as the program does."""
        assert self._services is not None
        self._services.start(services)

    async def stop_running(self, names: Iterable[str]) -> None:
        """End these."""
        assert self._services is not None
        await self._services.stop(names)

    # ------------------------------------------------------------------ pages
    def signed_in(self) -> None:
        """Somebody is signed in: their pages, their home first."""
        gateway = self.gateway
        assert gateway is not None
        user = gateway.user
        assert user is not None
        self.locking.comes_in(user)
        pages = pages_of(user.roles)
        self._build_pages(gateway, pages)
        home = self.start.page if self.start.page in pages else pages[0] if pages else ""
        self.shell.presenter.show(cover="", pages=pages, page=home)
        if self.is_sample:
            from mmc_console.desktop.shell.contract import Condition

            self.shell.presenter.show_condition(Condition("sample"))
        if self._surroundings is not None:
            self._surroundings.refresh()
        self.wishes.page_shown(home)
        self.locking.bring_back(user)

    def _build_pages(self, gateway: Gateway, names: tuple[str, ...]) -> None:
        if self.pages is None:
            from mmc_console.desktop.pages import Pages

            self.pages = Pages(
                gateway, self.look, self.ticket_words, self.words, self._language, self.wishes.undo,
                self.wishes.take_back, self.tasks.start, self, self.shell.presenter.go_to,
                self.shell.window.top_bar.clear_search, self.printing.open(),
            )  # fmt: skip
        self.pages.build(names)
        if self._surroundings is None:
            self._surround(gateway)

    def add_page(
        self, name: str, view: QWidget, actions: ActionList, panes: Sequence[QWidget], services: PageServices
    ) -> None:
        """A page was built: the window shows it, and its services run."""
        self.shell.window.add_page(name, view, actions, panes)
        self.keep_running(services)

    def _surround(self, gateway: Gateway) -> None:
        from mmc_console.client.logs import HandingIn, console_log
        from mmc_console.desktop.ahead import Ahead
        from mmc_console.desktop.bell import Bell, Ringing
        from mmc_console.desktop.pending.screen import PendingScreen
        from mmc_console.desktop.surroundings import Surroundings

        self.pending = PendingScreen(
            gateway, self.look, self.ticket_words, self.words, self._language, self.toast, self.tasks.start
        )
        self.shell.window.add_drawer("pending", self.pending.view.title, self.pending.view)
        self.keep_running(self.pending.services())
        self._surroundings = Surroundings(
            gateway, self.shell.presenter, self.words, self.toast, self.said.connection_back, passing=self.is_sample
        )
        kept = console_log()
        if kept is not None:
            self.keep_running({"logs": HandingIn(kept, gateway.admin).run})
        self._bell = Bell(gateway, Ringing(self.shell, self._language), self.toast, self._language)
        self.keep_running({
            "surroundings.follow": self._surroundings.follow, "surroundings.tick": self._surroundings.tick,
            "bell": self._bell.watch, "ahead": Ahead(gateway, self.shell.presenter).watch,
            "place": self._follow_place, "lock.end": self.locking.follow,
        })  # fmt: skip

    async def _follow_place(self) -> None:
        """The top bar says where this console works."""
        assert self.gateway is not None
        async for _ in self.gateway.changes():
            self.show_place()

    def show_place(self) -> None:
        center = self._center()
        name = iso(center.center.name.get(self._language(), "")) if center is not None else ""
        place, choices = self.pages.place(self.shell.presenter.state.page) if self.pages is not None else ("", ())
        self.shell.presenter.show(place=place or name, places=choices)

    def number_here(self) -> str:
        """The label that is called or inside where this console works; empty where there is none."""
        current = self.clinic.presenter.state.current if self.clinic is not None else None
        return current.label if current is not None else ""

    def forget_person(self) -> None:
        """Somebody else works here now: nothing said to or searched by the one before is shown."""
        self.shell.window.forget_person()
        if self.pages is not None:
            self.pages.forget_person()
        if self.pending is not None:
            self.pending.view.put_away()
        if self._bell is not None:
            self._bell.forget()

    async def leave_pages(self) -> None:
        if self.pages is not None and self.gateway is not None and self.gateway.user is not None:
            await self.pages.leave()

    # ------------------------------------------------------------------ what others ask of it
    def switch_language(self) -> None:
        """The other language, live."""
        self.wishes.switch_language()

    def close(self) -> None:
        """The one way out."""
        self.wishes.close()

    def this_pc(self) -> Mapping[str, Callable[[], None]]:
        """What opens this PC's own settings."""
        wishes = self.wishes
        return {
            "language": wishes.switch_language, "mine": wishes.open_settings, "devices": wishes.open_devices,
            "board": wishes.open_board,
        }  # fmt: skip

    # ------------------------------------------------------------------ small things
    @property
    def settings(self) -> Settings:
        """What this PC remembers. The gateway's once it is open, so that two do not write one file."""
        gateway = getattr(self, "gateway", None)
        own = gateway is not None and not self.is_sample and not self._apart
        return gateway.settings if gateway is not None and own else self._early

    def toast(self, toast: Toast) -> None:
        """A short answer above the key bar."""
        self.shell.window.toast(toast)

    @property
    def reception(self) -> ReceptionScreen | None:
        return self.pages.reception if self.pages is not None else None

    @property
    def clinic(self) -> ClinicScreen | None:
        return self.pages.clinic if self.pages is not None else None

    def page_called(self, name: str) -> Page | None:
        return self.pages.called(name) if self.pages is not None else None

    def _language(self) -> str:
        return self.languages.current.code

    def _first_language(self) -> str:
        wanted = self.start.language or self.settings.get("language", "ar")
        known = [language.code for language in self.languages.available]
        return wanted if wanted in known else known[0]

    def _language_changed(self) -> None:
        if self._surroundings is not None:
            self._surroundings.refresh()
            self.show_place()
        if self._bell is not None:
            self._bell.say_again()
        self.locking.say_again()

    def _center(self) -> Center | None:
        return self.gateway.state.center if self.gateway is not None and self.gateway.ready else None
