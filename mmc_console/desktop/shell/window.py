"""The console's one window. Paints State around the pages it is given; holds no decision and no page's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QByteArray, QEvent, Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.announcer import Announcer
from mmc_console.desktop.kit.banner import Banner
from mmc_console.desktop.kit.focus_ring import FocusRing
from mmc_console.desktop.kit.keys import KeyFilter
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.moments import as_of, clock_time
from mmc_console.desktop.kit.overlay import Drawer, Overlay, topmost
from mmc_console.desktop.kit.palette import Palette, ShortcutSheet
from mmc_console.desktop.kit.states import StateWords
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import Text, is_look_change, say
from mmc_console.desktop.kit.toasts import Toast, Toasts
from mmc_console.desktop.shell.contract import Geometry, Intents, State
from mmc_console.desktop.shell.key_bar import KeyBar
from mmc_console.desktop.shell.side_list import SideList
from mmc_console.desktop.shell.standing import Standing
from mmc_console.desktop.shell.told import ToldList
from mmc_console.desktop.shell.top_bar import TABS_UP_TO, LanguageChoice, TopBar
from mmc_console.desktop.shell.words import ShellWords

SMALLEST = (1024, 600)
COMPACT_BELOW = (1260, 660)
OVER_COVERS = ("language", "close_layer")
"""What works while something covers the window."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's widget, its actions, and the panes F6 walks through."""

    widget: QWidget
    actions: ActionList
    panes: tuple[QWidget, ...] = ()


class Window(QMainWindow):
    """The shell's view."""

    def __init__(
        self,
        app: QApplication,
        look: Look,
        language: Callable[[], LanguageChoice],
        geometry: Geometry,
        now: Callable[[], float],
    ) -> None:
        """*language* tells the one the button leads to; *now* is a monotonic clock in seconds."""
        super().__init__()
        self._look, self._geometry, self._now = look, geometry, now
        self._words = ShellWords()
        self._intents: Intents | None = None
        self._standing: Standing | None = None
        self._state = State()
        self._painted: object = None
        self._pages: dict[str, Page] = {}
        self._covers: dict[str, tuple[QWidget, ActionList]] = {}
        self._drawers: dict[str, Drawer] = {}
        self._contents: dict[str, QWidget] = {}
        self.may_close = False
        """Set by the way out once everything has stopped; until then closing only asks."""
        self.actions_everywhere, self.actions_over_covers = ActionList(now), ActionList(now)
        self._esc = ActionList(now)
        """Before the page's: a layer over it is closed first."""
        self.setObjectName("window")
        self.setMinimumSize(*SMALLEST)
        self._build(language)
        self.announcer = Announcer(self, now)
        self.palette_sheet = Palette(look, self._root, self._lists)
        self.shortcuts = ShortcutSheet(look, self._root, self._lists)
        self._ring = FocusRing(look, self)
        for toasts in (self.toasts, self._cover_toasts):
            self._ring.stay_under(toasts)
        self._keys = KeyFilter(self, self._lists, self._refused)
        app.focusChanged.connect(self._keys.follow)
        saved = geometry.load()
        if not (saved and self.restoreGeometry(QByteArray(saved))):
            self.resize(1366, 688)
        self.render(self._state)

    def _build(self, language: Callable[[], LanguageChoice]) -> None:
        self._root = QStackedWidget()
        self._root.setObjectName("root")
        self.setCentralWidget(self._root)
        self._work = QWidget()
        column = QVBoxLayout(self._work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top_bar = TopBar(self._look, language)
        self.banner = Banner(self._look)
        self.banner.pressed.connect(self._banner_pressed)
        self.top_bar.into_results.connect(self.into_results)
        self.key_bar = KeyBar(self._look, self._open_shortcuts)
        self._area = QWidget()
        middle = QHBoxLayout(self._area)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self.side_list = SideList(self._look, self._go_to)
        self._stack = QStackedWidget()
        middle.addWidget(self.side_list)
        middle.addWidget(self._stack, 1)
        for widget, stretch in (
            (self.top_bar, 0), (_line(), 0), (self.banner, 0), (self._area, 1), (_line(), 0), (self.key_bar, 0),
        ):  # fmt: skip
            column.addWidget(widget, stretch)
        self._root.addWidget(self._work)
        self.toasts = Toasts(self._look, self._area, lambda: self.tr("Undo"), self._announce)
        self._cover_toasts = Toasts(self._look, self._root, lambda: self.tr("Undo"), self._announce)
        self._told = ToldList(self._look)
        self.add_drawer("alerts", lambda: self.tr("Alerts"), self._told)

    # ------------------------------------------------------------------ what the composition root adds
    def bind(self, intents: Intents) -> None:
        """Ask *intents* from now on."""
        self._intents = intents
        self._standing = Standing(self, intents)
        self.top_bar.bind(intents)
        self.render_again()

    def add_page(self, name: str, widget: QWidget, actions: ActionList, panes: Sequence[QWidget] = ()) -> None:
        """A page the State may name; its actions feed key bar, keys, palette and key sheet."""
        self._pages[name] = Page(widget, actions, tuple(panes))
        self._stack.addWidget(widget)
        if name == self._state.page:  # it was asked for before it was there
            self._stack.setCurrentWidget(widget)
        actions.watch(self._actions_changed)

    def add_cover(self, name: str, widget: QWidget, actions: ActionList | None = None) -> None:
        """Something the State may put over the whole window: sign-in, lock, first run."""
        self._covers[name] = (widget, actions or ActionList(self._now))
        self._root.addWidget(widget)

    def add_drawer(self, name: str, title: Text, content: QWidget) -> Drawer:
        """A drawer that `open_drawer` may open, with the keyboard in *content*."""
        drawer = Drawer(self._look, self._area, title, lambda: self.tr("Close"), name=f"drawer_{name}")
        drawer.body.addWidget(content, 1)
        self._drawers[name], self._contents[name] = drawer, content
        return drawer

    # ------------------------------------------------------------------ show
    def render(self, state: State) -> None:  # type: ignore[override]  # QWidget's own paints to a device
        """Show *state*; nothing is touched when only seconds went by."""
        painted = _readable(state)
        if painted == self._painted:
            self._state = state
            return
        self._painted = painted
        self._render(state)

    def render_again(self) -> None:
        """Say everything once more: language, side or sizes changed."""
        self._painted = None
        self.render(self._state)

    def _render(self, state: State) -> None:
        if state.page != self._state.page or state.cover != self._state.cover:
            for layer in self._layers():
                layer.forget_return()
                layer.shut()
        if state.user and self._state.user and state.connection != self._state.connection:
            self.announcer.assertive(StateWords().connection(state.connection))
        if self._state.cover and not state.cover:
            _empty(self._cover_toasts)  # what was said there was said to whoever stood before it
        self._state = state
        self.toasts.follow_undo(state.undoes)
        self.setWindowTitle(self._words.title(state.place))
        self.top_bar.render(state)
        self.banner.show_text(self._words.banner(state))
        listed = state.pages if len(state.pages) > TABS_UP_TO else ()
        self.side_list.show_pages(listed, state.page, self.width())
        if state.page in self._pages:
            self._stack.setCurrentWidget(self._pages[state.page].widget)
        self._root.setCurrentWidget(self._covers[state.cover][0] if state.cover in self._covers else self._work)
        if self._standing is not None:
            everywhere = self._standing.actions(state)
            self.actions_everywhere.show(everywhere)
            self.actions_over_covers.show(a for a in everywhere if a.id in OVER_COVERS)
            self._esc.show(a for a in everywhere if a.id == "close_layer")
        self.key_bar.refresh()
        self._actions_changed()
        age = as_of(state.data_from, state.now) if state.aged and state.data_from else ""
        self.key_bar.show_note(bidi.fill(self.tr("Shown as of {time}"), time=age) if age else "")

    def toast(self, toast: Toast) -> None:
        """Show a short answer above the key bar."""
        if self._state.cover == "lock":
            self._told.add(toast, self._state.now)  # it is said to whoever locked it, and nobody else may undo it
        else:
            (self._cover_toasts if self._state.cover else self.toasts).show_toast(toast)

    def forget_person(self) -> None:
        """Somebody else works here now: searches, what was said, and open layers go with the one before."""
        self.top_bar.clear_search()
        for toasts in (self.toasts, self._cover_toasts):
            _empty(toasts)
        self._told.forget()
        for layer in self._layers():
            layer.forget_return()
            layer.shut()

    def show_alerts(self, alerts: list[tuple[str, str, str, str]]) -> None:
        """In the bell's drawer, above what was said: each with its id, time, words and ink."""
        self._told.show_alerts(alerts)

    def on_alert_opened(self, call: Callable[[str], None]) -> None:
        """Enter on an alert in the drawer: shut it and tell *call* which."""

        def opened(id: str) -> None:
            self._drawers["alerts"].shut()
            call(id)

        self._told.alert_opened.connect(opened)

    def open_drawer(self, name: str) -> None:
        """Open the drawer *name*, or close it when it is open."""
        drawer = self._drawers.get(name)
        if drawer is None:
            return
        if drawer.isVisible():
            drawer.shut()
        else:
            drawer.open(self._contents[name])

    def _announce(self, toast: Toast) -> None:
        self._told.add(toast, self._state.now)
        if toast.kind == "error":
            self.announcer.assertive(say(toast.text))
        else:
            self.announcer.polite(say(toast.text))

    def _actions_changed(self) -> None:
        page = self._pages.get(self._state.page)
        self.key_bar.show_actions((page.actions, self.actions_everywhere) if page else (self.actions_everywhere,))

    # ------------------------------------------------------------------ keys
    def _lists(self) -> tuple[ActionList, ...]:
        """Whose keys work now: a cover's alone, else the page's before the shell's."""
        if self._state.cover:
            cover = self._covers.get(self._state.cover)
            return (cover[1], self.actions_over_covers) if cover else (self.actions_over_covers,)
        page = self._page_shown()
        return (self._esc, page.actions, self.actions_everywhere) if page else (self.actions_everywhere,)

    def _page_shown(self) -> Page | None:
        return None if self._state.cover else self._pages.get(self._state.page)

    def _refused(self, action: Action) -> None:
        """A key of something that is off: say why, once, without a sound."""
        reason = say(action.reason)
        if reason:
            self.toast(Toast(reason, kind="info"))

    def _layers(self) -> list[Overlay]:
        """Everything open above the page, the topmost first."""
        every: list[Overlay] = [self.palette_sheet, self.shortcuts, *self._drawers.values()] if self._built() else []
        return [layer for layer in every if layer.isVisible()]

    def _built(self) -> bool:
        return hasattr(self, "shortcuts")

    def close_layer(self) -> None:
        """Esc: the top layer; else what the page means by it; else the newest toast, else the search."""
        page, layer = self._page_shown(), topmost(self)
        own = next((a for a in page.actions.all() if "Esc" in a.keys), None) if page is not None else None
        if layer is not None:
            layer.shut()
        elif page is not None and own is not None:
            if own.enabled:
                page.actions.press(own.id)
            else:
                self._refused(own)
        elif not (self._cover_toasts if self._state.cover else self.toasts).close_top():
            self.top_bar.clear_search()

    def find_here(self) -> None:
        """Put the keyboard into the search."""
        self.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top_bar.search.selectAll()

    def next_pane(self, step: int) -> None:
        """Move the keyboard to the next pane of the page, or the previous."""
        page = self._pages.get(self._state.page)
        panes = [pane for pane in page.panes if pane.isVisible()] if page else []
        drawers = [drawer for drawer in self._drawers.values() if drawer.isVisible()]
        under = any(drawer.width() >= self._area.width() for drawer in drawers)  # nothing is seen of the page then
        panes = [*([] if under else panes), *drawers]
        if not panes:
            return
        focus = QApplication.focusWidget()
        inside = [i for i, p in enumerate(panes) if focus is not None and (p is focus or p.isAncestorOf(focus))]
        begin = inside[0] + step if inside else 0
        for i in range(len(panes)):  # past those where nothing takes the keyboard now
            if _focus_first(panes[(begin + i * step) % len(panes)]):
                return

    def into_results(self) -> None:
        """Move the keyboard from the search to the first row of what it has found."""
        page = self._pages.get(self._state.page)
        for place in (*page.panes, page.widget) if page else ():
            table = place.findChild(TicketTable)
            if table is not None and table.isVisible() and table.model().rowCount():
                table.setFocus(Qt.FocusReason.TabFocusReason)
                if not table.selected:
                    table.setCurrentIndex(table.model().index(0, 0))
                return

    def open_palette(self) -> None:
        """Open the command palette."""
        self.palette_sheet.start()

    def _open_shortcuts(self) -> None:
        self.shortcuts.start()

    def open_shortcuts(self) -> None:
        """Open the key sheet, or close it when it is open."""
        if self.shortcuts.isVisible():
            self.shortcuts.shut()
        else:
            self.shortcuts.start()

    def _go_to(self, page: str) -> None:
        if self._intents is not None:
            self._intents.go_to(page)

    def _banner_pressed(self) -> None:
        if self._intents is not None:
            self._intents.banner_pressed()

    # ------------------------------------------------------------------ the window itself
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._look.set_compact(self.width() < COMPACT_BELOW[0] or self.height() < COMPACT_BELOW[1])
        if self._built():
            self.render_again()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remembers the place and asks; the way out closes for good."""
        self._geometry.save(bytes(self.saveGeometry().data()))
        event.setAccepted(self.may_close)
        if not self.may_close and self._intents is not None:
            self._intents.close()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and self._built():
            self.render_again()


def _readable(state: State) -> object:
    """What of *state* somebody can see: the clock has no seconds, and fresh data has no age."""
    now = clock_time(state.now) if state.now else ""
    age = as_of(state.data_from, state.now) if state.aged and state.data_from else ""
    return now, age, replace(state, now=None, data_from=None)


def _empty(toasts: Toasts) -> None:
    while toasts.close_top():
        pass


def _line() -> QFrame:
    """A hair line between two regions."""
    line = QFrame()
    line.setProperty("part", "line")
    line.setFixedHeight(1)
    return line


def _focus_first(pane: QWidget) -> bool:
    """Focus *pane*, or the first thing inside it that takes the keyboard; whether there is one."""
    proxy = pane.focusProxy()
    if (proxy or pane).isEnabled() and (proxy is not None or pane.focusPolicy() & Qt.FocusPolicy.TabFocus):
        pane.setFocus(Qt.FocusReason.TabFocusReason)
        return True
    for child in pane.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible() and child.isEnabled():
            child.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False
