"""When the console locks, and what opens it: by key, after nobody has touched it for a while, when a session has ended.

Locking covers the window, closes what lies over it and keeps everything else going. Where nobody could come back in
(a sample day), it says so instead of locking.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.opening import pages_of
from mmc_console.desktop.reception.aside import KEEP_SECONDS
from mmc_console.desktop.shell.contract import Condition
from mmc_console.desktop.tickets.facts import Message

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.client.shown import User
    from mmc_console.desktop.app import App
    from mmc_console.desktop.lock.screen import LockScreen
    from mmc_console.desktop.reception.contract import Form

COVER: Final = "lock"
MINUTES: Final = "lock_minutes"
CHOICES: Final = (2, 5, 10, 15)
WARN_SECONDS: Final = 30
_TOUCHES: Final = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TabletPress,
})  # fmt: skip


def idle_minutes(roles: frozenset[str]) -> int:
    """Minutes until a console nobody touches locks itself, where this PC has no setting of its own."""
    return 10 if roles == {"clinician"} else 5


def passed() -> float:
    """Seconds that never go back, those while the PC slept counted: Linux stops its usual clock meanwhile."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else time.monotonic()


class Idle(QObject):
    """How long nobody has touched any window of the program, awake or asleep."""

    def __init__(self, app: QApplication, now: Callable[[], float]) -> None:
        super().__init__()
        self._now = now
        self._touched = now()
        app.installEventFilter(self)

    @property
    def seconds(self) -> float:
        """Since the last key, pointer or touch."""
        return self._now() - self._touched

    def touch(self) -> None:
        """Somebody is here."""
        self._touched = self._now()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        return False


class NothingAbove(QObject):
    """No question opens over the lock: one that was on its way when the lock came down is turned away unseen."""

    def __init__(self, app: QApplication, locked: Callable[[], bool]) -> None:
        super().__init__()
        self._locked = locked
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QDialog) and self._locked():
            watched.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)  # asked before the window itself is shown
            QTimer.singleShot(0, watched, watched.reject)
        return False


class Locking:
    """One console's lock."""

    def __init__(self, console: App, app: QApplication, now: Callable[[], float] = passed) -> None:
        self._console, self._now = console, now
        self._idle = Idle(app, now)
        self._above = NothingAbove(app, self.is_down)
        self.screen: LockScreen | None = None
        """Once it was needed."""
        self._worked: str = ""
        """Who has worked on these pages last; in front of the lock, who works behind it."""
        self._half_typed: dict[str, tuple[float, Form]] = {}

    def touch(self) -> None:
        """Somebody is here, whatever they do."""
        self._idle.touch()

    def is_down(self) -> bool:
        """Whether the cover lies over everything: nobody can be asked anything."""
        return self._console.shell.presenter.state.cover == COVER

    # ------------------------------------------------------------------ to lock
    def lock(self) -> None:
        """Cover everything until somebody proves who they are."""
        self._start(switching=False)

    def switch_user(self) -> None:
        """The same, for somebody else: who works here now may come back by PIN."""
        self._start(switching=True)

    def _start(self, *, switching: bool) -> None:
        gateway = self._console.gateway
        if gateway is None or gateway.user is None:
            return
        if not self._opens_again(gateway):
            self._console.toast(Toast(self._console.said.lock_opens_for_nobody, kind="info"))
            return
        self.show(switching=switching)
        self._console.tasks.start("lock", gateway.lock())

    def _opens_again(self, gateway: Gateway) -> bool:
        user = gateway.user
        mine = next((p for p in gateway.people if user is not None and p.id == user.id), None)
        if self._console.is_sample or mine is None or mine.until is None:
            return False
        line = gateway.connection
        asked = line.kind != "offline" or (line.stranded and "admin" in mine.roles)
        return mine.until > gateway.now() or asked

    # ------------------------------------------------------------------ the cover
    def show(self, *, switching: bool = False, problem: Message | None = None) -> None:
        """Bring the cover down, and close whatever lies above the window."""
        console, gateway = self._console, self._console.gateway
        assert gateway is not None
        if self.screen is None:
            from mmc_console.desktop.lock.screen import LockScreen

            self.screen = LockScreen(
                gateway, console.look, console.words.problem, lambda: console.languages.current.code,
                lambda: console.languages.next.short, console.tasks.start, self,
                place=lambda: console.shell.presenter.state.place, number=console.number_here,
            )  # fmt: skip
            console.shell.window.add_cover(COVER, self.screen.view)
            console.keep_running(self.screen.services())
        for box in console.shell.window.findChildren(QDialog):
            box.reject()  # it may name somebody
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._worked = gateway.user.id if gateway.user is not None else self._worked
        console.shell.presenter.end_condition("lock-soon")
        console.shell.presenter.show(cover=COVER)
        self.screen.presenter.begin(switching=switching, problem=problem)

    def say(self, problem: Message) -> None:
        """Tell whoever stands in front of the cover, on it."""
        if self.screen is not None:
            self.screen.presenter.tell(problem)

    def say_again(self) -> None:
        """The language has changed."""
        if self.screen is not None:
            self.screen.presenter.refresh()

    # ------------------------------------------------------------------ what the cover asks
    def unlocked(self, user: User, password: str) -> None:
        """*user* works here from now on: on the page that was left, or, somebody else, on their own."""
        console = self._console
        same = user.id == self._worked
        if not same:
            self.comes_in(user)
        if user.must_change_password:
            console.show_sign_in()
            assert console.sign_in is not None
            console.sign_in.presenter.first_password(user, password)
        elif same and console.shell.presenter.state.pages == pages_of(user.roles):
            console.shell.presenter.show(cover="")
        else:
            console.signed_in()
        self._look_for_end()

    def comes_in(self, user: User) -> None:
        """*user* works here from now on, whichever way they came in: of whoever did so last nothing stays."""
        if self._worked not in ("", user.id):
            self._put_away()
            self._console.forget_person()
        self._worked = user.id

    def _put_away(self) -> None:
        """What was half typed is kept for whoever typed it; the next person starts with an empty form."""
        reception = self._console.reception
        if reception is not None and not reception.presenter.state.form.blank:
            self._half_typed[self._worked] = (self._now(), reception.presenter.state.form)
            reception.presenter.empty()

    def bring_back(self, user: User) -> None:
        """*user* works here again, whichever way they came in: what they had half typed is offered back."""
        self._drop_old()
        _, form = self._half_typed.pop(user.id, (0.0, None))
        reception = self._console.reception
        if form is not None and reception is not None:
            reception.presenter.bring_back(form)

    def _drop_old(self) -> None:
        """A patient's name that somebody left half typed does not stay for the day."""
        now = self._now()
        self._half_typed = {id: kept for id, kept in self._half_typed.items() if now - kept[0] < KEEP_SECONDS}

    def switch_language(self) -> None:
        """The other language, live."""
        self._console.switch_language()

    # ------------------------------------------------------------------ by itself
    async def watch(self) -> None:
        """Lock a console that nobody touches; half a minute before, say so."""
        while True:
            await asyncio.sleep(1)
            self.look()

    def look(self) -> None:
        """What `watch` does each second."""
        self._drop_old()
        gateway, shell = self._console.gateway, self._console.shell.presenter
        if gateway is not None and shell.state.cover == "sign_in":
            self._look_at_first_password(gateway)
        if gateway is None or shell.state.cover or gateway.user is None or not self._opens_again(gateway):
            shell.end_condition("lock-soon")
            return
        left = self._seconds_left(gateway.user)
        if left <= 0:
            self.lock()
        elif left <= WARN_SECONDS:
            shell.show_condition(Condition("lock-soon"))
        else:
            shell.end_condition("lock-soon")

    def _seconds_left(self, user: User | None) -> float:
        minutes = idle_minutes(user.roles if user is not None else frozenset())
        return self._console.settings.get(MINUTES, minutes) * 60 - self._idle.seconds

    def _look_at_first_password(self, gateway: Gateway) -> None:
        """Whoever walks away instead of choosing an own password leaves that to nobody else: they are signed out."""
        page = self._console.sign_in.presenter if self._console.sign_in is not None else None
        if page is None or page.state.step != "new_password" or page.state.busy:
            return
        if self._seconds_left(gateway.user) <= 0:
            page.again(problem=Message("first-password-left"))
            self._console.tasks.start("first-password-left", self._let_go(gateway, gateway.user))

    async def _let_go(self, gateway: Gateway, user: User | None) -> None:
        """*user* has left; what they had half typed before the lock came down is kept for them."""
        if user is not None and user.id == self._worked:
            self._put_away()
        self._console.forget_person()
        if user is not None and gateway.user == user:
            await self._console.leave_pages()
            if gateway.user == user:  # else somebody has come in while the disk took its time
                await gateway.sign_out()

    async def follow(self) -> None:
        """A session that has ended covers the console: the next sign-in goes on where it was."""
        gateway = self._console.gateway
        assert gateway is not None
        async for _ in gateway.changes():
            self._look_for_end()

    def _look_for_end(self) -> None:
        gateway = self._console.gateway
        if gateway is not None and gateway.session_ended and not self._console.shell.presenter.state.cover:
            self.show(problem=Message("session-ended"))
