"""The pages people work on, each built when somebody first needs it: a page costs time and memory ever after."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QWidget

from mmc_console.desktop.admin.pages import BUILD
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.printing import Printer
from mmc_console.desktop.shell.contract import PlaceChoice
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.desktop.tickets.taking_back import TakeBack
from mmc_console.desktop.tickets.words import TicketWords
from mmc_console.domain.ids import VisitId

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.desktop.admin.page_screen import AnyPage
    from mmc_console.desktop.clinic.my_day.screen import MyDayScreen
    from mmc_console.desktop.clinic.screen import ClinicScreen
    from mmc_console.desktop.reception.screen import ReceptionScreen
    from mmc_console.desktop.reception.today.screen import TodayScreen

Services = dict[str, Callable[[], Awaitable[None]]]


class Page(Protocol):
    """What every page's screen offers the console."""

    name: str
    actions: ActionList

    def services(self) -> Services: ...
    def search(self, text: str) -> None: ...
    def entered(self) -> None: ...
    def forget(self) -> None: ...
    async def leave(self) -> None: ...


class Program(Protocol):
    """What the pages need of the program around them."""

    def toast(self, toast: Toast) -> None: ...
    def add_page(
        self, name: str, view: QWidget, actions: ActionList, panes: Sequence[QWidget], services: Services
    ) -> None: ...
    def this_pc(self) -> Mapping[str, Callable[[], None]]: ...


class Pages:
    """Builds them and knows them by name."""

    def __init__(
        self, gateway: Gateway, look: Look, words: TicketWords, rules: RuleWords, language: Callable[[], str],
        undo: Callable[[], None], take_back: TakeBack, start: Callable[[str, Coroutine[Any, Any, None]], bool],
        program: Program, go_to: Callable[[str], None], clear_search: Callable[[], object], printer: Printer,
    ) -> None:  # fmt: skip
        """*undo*: the last action, whichever it is; *take_back*: this one; *clear_search* empties the top bar's."""
        self._gateway, self._look, self._words, self._rules, self._language = gateway, look, words, rules, language
        self._undo, self._take_back = undo, take_back
        self._start, self._program, self._go_to = start, program, go_to
        self._clear_search, self._printer = clear_search, printer
        self.reception: ReceptionScreen | None = None
        self.today: TodayScreen | None = None
        self.clinic: ClinicScreen | None = None
        self.my_day: MyDayScreen | None = None
        self._admin: dict[str, AnyPage] = {}

    def build(self, names: tuple[str, ...]) -> None:
        """Those of *names* that are not there yet; of the administration's only one that is asked for by itself."""
        for name in names:
            if self.called(name) is not None:
                continue
            if name in BUILD:
                if len(names) == 1:
                    self._administration(name)
                continue
            {
                "reception": self._reception, "today": self._today, "clinic": self._clinic, "my_day": self._my_day,
            }[name]()  # fmt: skip

    def called(self, name: str) -> Page | None:
        """The page *name*, if it was ever needed."""
        pages: dict[str, Page | None] = {
            "reception": self.reception, "today": self.today, "clinic": self.clinic, "my_day": self.my_day,
            **self._admin,
        }  # fmt: skip
        return pages.get(name)

    def place(self, page: str) -> tuple[str, tuple[PlaceChoice, ...]]:
        """Where this console works on *page*, and where else it may, in words; nothing where that is no question."""
        if page not in ("clinic", "my_day") or self.clinic is None:
            return "", ()
        return self.clinic.place, tuple(PlaceChoice(key, text) for key, text in self.clinic.places)

    def forget_person(self) -> None:
        """Nothing stays of what anybody searched for, has chosen, looks at, or typed in the administration."""
        for name in ("reception", "today", "clinic", "my_day", *self._admin):
            page = self.called(name)
            if page is not None:
                page.search("")
                page.forget()

    async def leave(self) -> None:
        """Give back what the pages hold."""
        for name in ("clinic", "reception", "today", "my_day", *self._admin):
            page = self.called(name)
            if page is not None:
                await page.leave()

    def _administration(self, name: str) -> None:
        from mmc_console.desktop.admin.gate import Gate
        from mmc_console.desktop.admin.parts import AdminParts

        parts = AdminParts(
            self._gateway, self._look, self._rules, self._language, self._program.toast, self._start, self._go_to,
            self._printer, self._program.this_pc(),
        )  # fmt: skip
        self._admin[name] = page = BUILD[name](parts)
        gate = Gate(parts, page)
        services = {**page.services(), f"{name}.gate": gate.follow}
        self._program.add_page(page.name, gate, page.actions, (*page.panes, gate.front), services)

    def _reception(self) -> None:
        from mmc_console.desktop.reception.screen import ReceptionScreen

        self.reception = page = ReceptionScreen(
            self._gateway, self._look, self._words, self._language, self._program.toast, self._take_back, self._start,
            self._printer,
        )  # fmt: skip
        self._program.add_page(page.name, page.view, page.actions, page.view.panes, page.services())

    def _today(self) -> None:
        from mmc_console.desktop.reception.today.screen import TodayScreen

        self.today = page = TodayScreen(
            self._gateway, self._look, self._words, self._language, self._program.toast, self._take_back, self._start,
            self._printer, self._to_form,
        )  # fmt: skip
        self._program.add_page(page.name, page.view, page.actions, page.view.panes, page.services())

    def _clinic(self) -> None:
        from mmc_console.desktop.clinic.screen import ClinicScreen

        self.clinic = page = ClinicScreen(
            self._gateway, self._look, self._words, self._language, self._program.toast, self._take_back,
            self._clear_search, self._start,
        )  # fmt: skip
        self._program.add_page(page.name, page.view, page.actions, page.view.panes, page.services())

    def _my_day(self) -> None:
        from mmc_console.desktop.clinic.my_day.screen import MyDayScreen

        self.my_day = page = MyDayScreen(
            self._gateway, self._look, self._words, self._language, self._rules.undo_of, self._undo
        )
        self._program.add_page(page.name, page.view, page.actions, page.view.panes, page.services())

    def _to_form(self, visit: VisitId | None) -> None:
        """From today's list to the new ticket."""
        self._go_to("reception")
        if self.reception is not None and visit is not None:
            self.reception.presenter.take_up(visit)
