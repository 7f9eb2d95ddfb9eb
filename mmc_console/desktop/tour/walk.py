"""Walks through every page of the console on a real server with a sample day, and pictures each.

`python -m mmc_console.desktop.tour --out docs/pictures`. Needs no display. It presses what a person presses, through
the presenters' intents, and never paints anything that the console would not.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from mmc_console.desktop.app import App
from mmc_console.desktop.first_run.contract import Person
from mmc_console.desktop.kit.look import ThemeChoice
from mmc_console.desktop.pending.screen import PendingScreen
from mmc_console.domain.actions import CloseClinic, Hold, Resume, Transfer
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.tickets import desk_mark

SIZE = (1366, 688)
PASSWORD = "correct horse battery"  # noqa: S105 - of a centre that is thrown away when the tour ends
LOOKS: tuple[tuple[str, ThemeChoice], ...] = (("ar", "light"), ("ar", "dark"), ("en", "dark"), ("en", "light"))
PATIENCE = 60.0


class Tour:
    """One console, walked through once; each stop is pictured in every language and theme."""

    def __init__(self, app: App, out: Path) -> None:
        self._app, self._out = app, out
        self.pictures: list[Path] = []

    async def picture(self, name: str, over: Callable[[], object] | None = None) -> None:
        """The window in both languages and both themes; *over* opens a menu, list or dialog upon it each time."""
        here = (self._app.languages.current.code, self._app.look.theme)
        # there and back: each change of the look costs a restyling of every widget
        for language, theme in LOOKS if here == LOOKS[0] else reversed(LOOKS):
            if self._app.languages.current.code != language:
                self._app.languages.switch(language)
            self._app.look.set_theme(theme)
            self._app.shell.window.resize(*SIZE)
            await asyncio.sleep(0.05)
            if over is not None:
                over()
                await asyncio.sleep(0.1)
            self._app.locking.touch()
            path = self._out / f"{name}_{language}_{theme}.png"
            self._photograph().save(str(path))
            self.pictures.append(path)
            above = _above()
            if above is not None:
                above.close()
                await asyncio.sleep(0.05)

    def _photograph(self) -> QPixmap:
        """The window, and upon it whatever menu, list or dialog is open."""
        window = self._app.shell.window
        picture = window.grab()
        above = _above()
        if above is not None:
            painter = QPainter(picture)
            painter.drawPixmap(above.mapToGlobal(QPoint(0, 0)) - window.mapToGlobal(QPoint(0, 0)), above.grab())
            painter.end()
        return picture

    async def until(self, true: Callable[[], object], what: str) -> None:
        """Wait for something the program does by itself."""
        self._app.locking.touch()  # a slow machine takes longer than it takes to lock
        end = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > end:
                raise TimeoutError(what)
            await asyncio.sleep(0.05)

    # ------------------------------------------------------------------ the stops
    async def first_run(self) -> None:
        """Every step of a new centre."""
        screen = self._app.first_run
        assert screen is not None
        wizard = screen.presenter
        await self.picture("first_run_1_language")
        wizard.go_on()
        wizard.choose_way("new")
        await self.picture("first_run_2_how")
        wizard.choose_way("join")
        wizard.go_on()
        wizard.edit_address("http://clinic-srv.local:8765")
        wizard.test()
        await self.until(lambda: wizard.state.errors, "the address is refused")
        await self.picture("first_run_3_join")
        wizard.back()
        wizard.choose_way("new")
        wizard.go_on()
        wizard.go_on("short", "")
        await self.picture("first_run_4_centre")
        wizard.go_on(PASSWORD, PASSWORD)
        await self.until(lambda: wizard.state.step == "users" or wizard.state.problem, "the server is ready")
        wizard.add_person("reception", Person("noora", "نورة السالم"), PASSWORD)
        await self.until(lambda: not wizard.state.busy, "a user is added")
        await self.picture("first_run_5_users")
        wizard.go_on()
        await self.picture("first_run_6_done")

    async def passphrase(self) -> None:
        """Where this PC has no keyring: the passphrase is chosen."""
        screen = self._app.keys.screen
        if screen is not None:
            await self.until(lambda: self._app.shell.presenter.state.cover == "passphrase", "the question")
            screen.presenter.confirm("short", "")
            await self.picture("passphrase")
            screen.presenter.confirm(PASSWORD, PASSWORD)

    async def sign_in(self) -> None:
        """The sign-in, a refusal, then in."""
        sign_in = self._app.sign_in
        assert sign_in is not None
        await self.until(lambda: sign_in.presenter.state.server_state == "online", "the server answers")
        await self.picture("sign_in")
        sign_in.presenter.sign_in("admin", "wrong password")
        await self.until(lambda: sign_in.presenter.state.problem, "the password is refused")
        await self.picture("sign_in_refused")
        sign_in.presenter.sign_in("admin", PASSWORD)
        await self.until(lambda: self._app.reception and self._app.reception.presenter.state.rows, "the queue is there")

    async def reception(self) -> None:
        """Reception: the day, an error, an answer, a number, details, offline."""
        self._app.shell.presenter.go_to("reception")  # an administrator's home is another page
        screen = self._app.reception
        assert screen is not None
        page = screen.presenter
        await self.until(lambda: all(row.name for row in page.state.rows), "the names are there")
        await self.picture("reception")
        page.edit("number", "٢٨٤٦٣٥١٢٣٤٥")
        await self.picture("reception_answer")
        page.issue()
        await self.picture("reception_error")
        page.edit("name", "محمد عبدالله المري")
        page.issue()
        await asyncio.sleep(0.1)
        page.issue()
        await self.until(lambda: page.state.issued is not None and page.state.issued.numbered, "the number is there")
        await self.picture("reception_issued")
        page.edit("number", "28463512345")
        await self.picture("reception_known")
        page.clear()
        page.search("لا أحد بهذا الاسم")
        await self.picture("reception_nothing_found")
        page.search("")
        await self.picture("reception_exams", screen.view.form.purpose.showPopup)
        called = next((r for r in page.state.rows if r.state == "called"), page.state.rows[0])
        page.select(called.ticket)
        page.act("details")
        await self.picture("reception_details")
        screen.view.details.shut()
        await self.picture("reception_correct", lambda: page.act("correct_patient"))
        page.act("transfer")
        await self.picture("reception_transfer")
        self._app.shell.window.close_layer()

    async def today(self) -> None:
        """Today: every ticket, the late-comers, a search without a result, the earlier visits."""
        self._app.shell.presenter.go_to("today")
        screen = self._app.pages.today if self._app.pages is not None else None
        assert screen is not None
        page = screen.presenter
        await self.until(lambda: page.state.rows and all(row.name for row in page.state.rows), "the names are there")
        page.select(page.state.rows[3].ticket)
        await self.picture("today")
        table = screen.view.table
        await self.picture("today_menu", lambda: table.menu_wanted.emit(page.state.selected, table.menu_place()))
        await self.picture("today_clinics", screen.view.clinic.showPopup)
        page.filter("no_show")
        if page.state.rows:
            page.select(page.state.rows[0].ticket)
        await self.picture("today_no_show")
        page.filter("unfinished")
        await self.picture("today_unfinished")
        page.filter("all")
        page.search("لا أحد بهذا الاسم")
        await self.picture("today_nothing_found")
        page.search("")

    async def my_day(self) -> None:
        """My day: the own list, details of one."""
        self._app.shell.presenter.go_to("my_day")
        screen = self._app.pages.my_day if self._app.pages is not None else None
        assert screen is not None
        page = screen.presenter
        page.look_at("clinic")
        await self.until(lambda: page.state.rows and all(row.name for row in page.state.rows), "the names are there")
        page.select(page.state.rows[0].ticket)
        await self.picture("my_day")
        page.open_details()
        await self.picture("my_day_details")
        screen.view.details.shut()
        page.filter("transferred")
        await self.picture("my_day_transferred")
        page.filter("all")

    async def shell(self) -> None:
        """What lies over every page."""
        window = self._app.shell.window
        window.open_shortcuts()
        await self.picture("keys_f1")
        window.close_layer()
        window.open_palette()
        await self.picture("palette")
        window.close_layer()

    async def lock(self) -> None:
        """Locked, for whoever locked it, and for somebody else; then unlocked."""
        app, gateway = self._app, self._app.gateway
        assert gateway is not None
        assert gateway.user is not None
        app.wishes.lock()
        await self.until(lambda: gateway.locked, "it is locked")
        screen = app.locking.screen
        assert screen is not None
        await self.picture("lock")
        screen.presenter.unlock("", "wrong password")
        await self.until(lambda: screen.presenter.state.problem, "a wrong password is refused")
        await self.picture("lock_refused")
        screen.presenter.choose("")
        await self.picture("lock_somebody_else")
        screen.presenter.choose(gateway.user.id)
        screen.presenter.unlock("", PASSWORD)
        await self.until(lambda: not gateway.locked, "it is unlocked")

    async def clinic(self) -> None:
        """Clinic: a free room, called, in the room, paused."""
        self._app.shell.presenter.go_to("clinic")
        screen = self._app.clinic
        assert screen is not None
        page = screen.presenter
        busy = max(page.state.places, key=lambda p: (p.rooms == 1, self._waiting(p.clinic)))
        page.move_to(busy.key)
        await self.until(lambda: page.state.place and page.state.place.key == busy.key, "the room is taken")
        await asyncio.sleep(0.3)
        if page.state.phase == "called":
            page.act("start")
            await self.until(lambda: page.state.phase == "in_service", "the person has come in")
        if page.state.phase == "in_service":
            page.act("finish")
            await self.until(lambda: page.state.phase == "empty", "the room is free")
        await self.picture("clinic_free")
        page.act("call_next")
        await self.until(lambda: page.state.phase == "called", "somebody is called")
        await self.picture("clinic_called")
        page.act("start")
        await self.until(lambda: page.state.phase == "in_service", "the person has come in")
        await self.picture("clinic_in_room")
        page.act("transfer")
        await self.picture("clinic_transfer")
        self._app.shell.window.close_layer()
        await self.picture("user_menu", self._app.shell.window.top_bar.user.click)
        state = page.state
        assert state.place is not None
        name, waiting = state.place.name, state.waiting

        async def close() -> None:
            await screen.view.confirm_closing(name, waiting, None)

        await self.picture("clinic_close", lambda: self._app.tasks.start("close", close()))

    async def offline(self) -> None:
        """The server is gone: work goes on, and says so."""
        server, gateway = self._app.server, self._app.gateway
        assert server is not None
        assert gateway is not None
        await server.stop()
        await self.until(lambda: gateway.connection.kind == "offline", "the console has noticed")
        clinic, reception = self._app.clinic, self._app.reception
        assert clinic is not None
        assert reception is not None
        self._app.shell.presenter.go_to("clinic")
        clinic.presenter.act("finish")
        await asyncio.sleep(0.3)
        await self.picture("clinic_offline")
        self._app.shell.presenter.go_to("reception")
        await self.picture("reception_offline")
        self._app.shell.window.open_drawer("pending")
        await self.picture("pending")
        screen = self._app.pending
        assert screen is not None
        screen.presenter.select(screen.presenter.state.items[1].id)
        await self.picture("pending_not_sent")
        screen.presenter.select(screen.presenter.state.items[0].id)
        await self.picture("pending_conflict", screen.presenter.details)
        await self.picture("pending_delete", lambda: self._ask_to_delete(screen))
        self._app.shell.window.close_layer()

    def _ask_to_delete(self, screen: PendingScreen) -> None:
        screen.presenter.select(screen.presenter.state.items[1].id)
        screen.presenter.take("delete")

    async def decisions(self) -> None:
        """What the server did not take: this console acts as one that has not heard of the others' work."""
        gateway = self._app.gateway
        assert gateway is not None
        open = [t for t in gateway.state.day_tickets(gateway.today()) if t.state in ("called", "waiting")]
        own = desk_mark(gateway.desk)
        theirs = next(t for t in open if t.state == "called" and own not in dict(t.marks))
        sent = next(t for t in open if t.state == "waiting" and t.clinic != "ecg")
        await gateway.submit(gateway.new(CloseClinic, clinic=ClinicCode("ecg")))
        await gateway.submit(gateway.new(Hold, ticket=theirs.id, rev=0))
        await gateway.submit(gateway.new(Transfer, ticket=sent.id, clinic=ClinicCode("ecg")))
        await gateway.submit(gateway.new(Resume, ticket=theirs.id))
        await self.until(lambda: gateway.pending.conflicts and gateway.pending.refused, "both were not taken")

    def _waiting(self, clinic: str) -> int:
        gateway = self._app.gateway
        assert gateway is not None, "the console was closed"
        return sum(1 for t in gateway.state.day_tickets(gateway.today()) if t.clinic == clinic and t.state == "waiting")


def _above() -> QWidget | None:
    """The menu, list or dialog that is open over the window."""
    return QApplication.activePopupWidget() or QApplication.activeModalWidget()
