"""What a person asks of the window around the pages: language, lock, sign-out, search, undo, settings, the way out.

It is the shell's `Program` and keeps the window's place; everything it needs done is done by the console's parts.
"""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING

from mmc_console.client.errors import NotSignedIn, ProblemAnswer, WireFault
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.locking import CHOICES, MINUTES, idle_minutes
from mmc_console.desktop.opening import WORK, only_admin
from mmc_console.desktop.shell.contract import Condition, ConditionCode
from mmc_console.desktop.tickets.facts import Message

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.client.sealed import SealedKeys
    from mmc_console.desktop.app import App
    from mmc_console.desktop.board.at_desk import BoardAtDesk
    from mmc_console.domain.actions import AnyAction
    from mmc_console.domain.ids import ActionId, UserId


class Wishes:
    """One console's answers to its window."""

    def __init__(self, console: App) -> None:
        self._console = console
        self.board: BoardAtDesk | None = None
        self._taking_back: set[ActionId] = set()
        """What is being taken back: a second press means nothing more."""

    def switch_language(self) -> None:
        """The other language, live."""
        self.choose_language(self._console.languages.next.code)

    def choose_language(self, code: str) -> None:
        """This language from now on."""
        self._console.languages.switch(code)
        self._console.settings.set("language", code)

    def lock(self) -> None:
        """Cover everything until somebody proves who they are."""
        self._console.locking.lock()

    def switch_user(self) -> None:
        """Somebody else works here now; the place stays."""
        self._console.locking.switch_user()

    def sign_out(self) -> None:
        """The work here is over."""
        self._console.tasks.start("sign-out", self._sign_out())

    async def _leaves_unsent(self, *, durable: bool) -> bool:
        from mmc_console.desktop.kit.dialogs import ask

        said, window = self._console.said, self._console.shell.window
        return await ask(
            self._console.look, window, lambda: said.sign_out_question(durable=durable), said.sign_out, said.cancel,
            danger=not durable,
        )  # fmt: skip

    async def _sign_out(self) -> None:
        gateway = self._console.gateway
        if gateway is None:
            return
        leaving = _who(gateway)
        if gateway.pending.count and not await self._leaves_unsent(durable=gateway.durable):
            return
        if _who(gateway) != leaving:  # the question is older than whoever works here now
            return
        if self._console.reception is not None:
            self._console.reception.presenter.empty()
        self._console.forget_person()
        self._console.show_sign_in()  # before the disk is waited for: nobody reads on, or works on in their name
        page = self._console.sign_in.presenter if self._console.sign_in is not None else None
        if page is not None:
            page.hold()  # nor comes in before they are out
        try:
            await self._console.leave_pages()
        finally:
            if page is not None:
                page.again()
            if _who(gateway) == leaving:  # never whoever has come in while the disk took its time
                await gateway.sign_out()  # who leaves does not wait for the server, and has left by now

    def search(self, page: str, text: str) -> None:
        """The top bar's search goes to the page shown."""
        found = self._console.page_called(page)
        if found is not None:
            found.search(text)

    def choose_place(self, key: str) -> None:
        """Work in another room."""
        if self._console.clinic is not None:
            self._console.clinic.choose_place(key)

    def refresh(self) -> None:
        """F5."""
        self._console.tasks.start("refresh", self._refresh())

    async def _refresh(self) -> None:
        gateway, code = self._console.gateway, ""
        if gateway is None:
            return
        try:
            await gateway.refresh()
        except (WireFault, ProblemAnswer):
            code = "unreachable"
        except NotSignedIn:
            code = "not-authenticated"
        code = code or ("not-authenticated" if gateway.session_ended else "")
        if code:
            self._console.toast(Toast(lambda: self._console.words.problem(code, {}), kind="error"))

    def undo(self) -> None:
        """Take the last action of this user back."""
        gateway = self._console.gateway
        found = gateway.undoable() if gateway is not None else None
        if found is None:
            self._console.toast(Toast(lambda: self._console.words.problem("nothing-to-undo", {}), kind="info"))
        else:
            self.take_back(*found)

    def take_back(self, action: AnyAction, label: str) -> None:
        """Take this action back, which may not be the last any more; *label*: what a person knows it by."""
        if action.id not in self._taking_back:
            self._taking_back.add(action.id)
            self._console.tasks.start("undo", self._take_back(action, label))

    async def _take_back(self, action: AnyAction, label: str) -> None:
        from mmc_console.desktop.tickets.taking_back import known_as, take_back

        gateway, words, said = self._console.gateway, self._console.words, self._console.said
        try:
            if gateway is None:
                return
            out, known = gateway.papers.is_out_of(action), known_as(gateway, action, label)
            problem = await take_back(gateway, action)
            if problem is not None:
                self._console.toast(Toast(lambda: words.problem(problem.code, problem.params), kind="info"))
            else:
                heard = action.type in ("call_next", "call_ticket", "recall")
                left = said.collect_paper if out else said.call_was_heard if heard else str
                self._console.toast(Toast(lambda: f"{words.undone(*known)}{left()}", undone=action.id))
        finally:
            self._taking_back.discard(action.id)

    def page_shown(self, page: str) -> None:
        """A page came to the front, and is built if nobody ever asked for it."""
        if self._console.pages is not None and page:
            self._console.pages.build((page,))
        self._say_role(page)
        found = self._console.page_called(page)
        self._console.show_place()
        if found is not None:
            found.search(self._console.shell.window.top_bar.search.text())  # what the bar shows is searched for here
            found.entered()

    def _say_role(self, page: str) -> None:
        """An administrator at somebody else's work is told so: what is done here is done as a supervisor."""
        gateway, shell = self._console.gateway, self._console.shell.presenter
        user = gateway.user if gateway is not None else None
        if user is not None and only_admin(user.roles) and page in WORK:
            shell.show_condition(Condition("as-supervisor"))
        else:
            shell.end_condition("as-supervisor")

    def condition_pressed(self, code: ConditionCode) -> None:
        """The banner's button."""
        if code == "sample":
            self.close()
        elif code == "lock-soon":
            self._console.locking.look()  # the press itself has been a touch
        elif code == "printer":
            self._console.tasks.start("ask-printer", self._console.printing.ask())
        else:
            self.refresh()

    def open_devices(self) -> None:
        """This desk's printer and scanner."""
        self._console.tasks.start("devices", self._console.printing.choose())

    def open_settings(self) -> None:
        """The person's own settings at this PC."""
        self._console.tasks.start("settings", self._choose_settings())

    async def _choose_settings(self) -> None:
        from mmc_console.desktop.settings_dialog import Settings, choose_settings

        console, gateway = self._console, self._console.gateway
        if gateway is None or gateway.user is None:
            return
        from mmc_console.client.errors import SignInFailed
        from mmc_console.client.sealed import SealedKeys

        keys = console.keys.found
        roles, mine = gateway.user.roles, next((p for p in gateway.people if p.id == gateway.user.id), None)
        now = Settings(console.look.choice, console.settings.get(MINUTES, idle_minutes(roles)))
        problem = ""
        while True:
            chosen = await choose_settings(
                console.look, console.shell.window, now, CHOICES, has_pin=mine is not None and mine.has_pin,
                has_passphrase=isinstance(keys, SealedKeys), problem=problem,
            )  # fmt: skip
            if chosen is None:
                return
            console.look.set_theme(chosen.theme)
            console.settings.set("theme", chosen.theme)
            if chosen.lock_minutes != now.lock_minutes:  # else what is usual for a role would bind everybody at this PC
                console.settings.set(MINUTES, chosen.lock_minutes)
            if not chosen.pin:
                break
            try:
                await gateway.set_pin(chosen.pin, chosen.password)
            except SignInFailed as failure:
                now, problem = replace(chosen, password="", passphrase=False), console.said.pin_refused(failure)
            except NotSignedIn:
                return  # they have left while it was looked at
            else:
                console.toast(Toast(console.said.pin_set, kind="info"))
                break
        if chosen.passphrase and isinstance(keys, SealedKeys):
            await self._change_passphrase(keys)

    async def _change_passphrase(self, keys: SealedKeys) -> None:
        from mmc_console.client.clock import SystemClock
        from mmc_console.desktop.passphrase.dialog import change_passphrase
        from mmc_console.desktop.passphrase.words import PassphraseWords

        console = self._console
        words = PassphraseWords(console.words.problem)
        if await change_passphrase(console.look, console.shell.window, words, keys, SystemClock()):
            console.toast(Toast(console.said.passphrase_changed, kind="info"))

    def open_board(self) -> None:
        """A second window for the waiting room, or its end."""
        self._console.tasks.start("board", self._open_board())

    async def _open_board(self) -> None:
        from mmc_console.desktop.board.at_desk import BoardAtDesk

        console = self._console
        if console.gateway is None:
            return
        if self.board is None:
            self.board = BoardAtDesk(
                console.gateway, console.look, console.settings, lambda: console.languages.current.code,
                console.keep_running, console.stop_running, console.tasks.start,
            )  # fmt: skip
        await self.board.press(console.shell.window)

    def close(self) -> None:
        """The one way out; asks only where work would be lost for good."""
        gateway = self._console.gateway
        if gateway is None or not gateway.pending.count or gateway.durable:
            self._console.closing.set()
        elif self._console.locking.is_down():  # anybody could answer there, and lose another's work
            self._console.locking.say(Message("unlock-to-close"))
        else:
            self._console.tasks.start("close", self._close_anyway())

    async def _close_anyway(self) -> None:
        from mmc_console.desktop.kit.dialogs import ask

        words = self._console.said
        window = self._console.shell.window
        if await ask(self._console.look, window, words.close_question, words.close_anyway, words.cancel):
            self._console.closing.set()

    def load(self) -> bytes:
        """The window's geometry."""
        return base64.b64decode(self._console.settings.get("geometry", ""))

    def save(self, geometry: bytes) -> None:
        """Keep the window's geometry."""
        if not getattr(self._console, "is_sample", False):
            self._console.settings.set("geometry", base64.b64encode(geometry).decode())


def _who(gateway: Gateway) -> UserId | None:
    """Whose session it is now."""
    return gateway.user.id if gateway.user is not None else None
