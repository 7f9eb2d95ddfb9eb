"""The bar that is always there: place, search, connection, pending, alerts, language, user, lock, time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMenu, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.counts import Counts
from mmc_console.desktop.kit.field import LineEdit
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.moments import as_of, clock_time
from mmc_console.desktop.kit.pill import Pill
from mmc_console.desktop.kit.states import StateWords
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.shell.connection_menu import ConnectionMenu
from mmc_console.desktop.shell.contract import Intents, State
from mmc_console.desktop.shell.words import PAGE_ICONS, ShellWords

TABS_UP_TO = 2
"""More pages than this stand in the side list."""


class LanguageChoice(Protocol):
    """What the language button says."""

    @property
    def short(self) -> str: ...
    @property
    def name(self) -> str: ...


class TopBar(QFrame):
    """Paints the State; every press becomes an intent."""

    into_results = Signal()
    """The keyboard wants to leave the search for what it has found."""

    def __init__(self, look: Look, language: Callable[[], LanguageChoice], parent: QWidget | None = None) -> None:
        """*language* tells the one the button leads to."""
        super().__init__(parent)
        self._look, self._language = look, language
        self._words, self._counts, self._states = ShellWords(), Counts(), StateWords()
        self._intents: Intents | None = None
        self._state = State()
        self._fitted: object = None
        self.setObjectName("top_bar")
        self.setProperty("part", "bar")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 0)
        self._row.setSpacing(10)
        self._row.addWidget(IconLabel(look, "building-hospital", "primary", 24))
        self._build_start()
        self._tabs = QHBoxLayout()
        self._tabs.setSpacing(4)
        self._row.addLayout(self._tabs)
        self._tab_group = QButtonGroup(self)
        self._tab_names: tuple[str, ...] = ()
        self._row.addStretch(1)
        self._build_end()

    def _build_start(self) -> None:
        look = self._look
        self.place = Button(look, "", tail="chevron-down", name="place", pressed=self._choose_place, shrinks=True)
        self.place.setMaximumWidth(230)
        self._row.addWidget(self.place)
        self.search = LineEdit(look, lambda: self.tr("Search name, ticket or ID, or scan"))
        self.search.setObjectName("search")
        self.search.setMinimumWidth(140)
        self.search.setMaximumWidth(380)
        self.search.textEdited.connect(self._search)
        self.search.returnPressed.connect(self.into_results)
        self.search.installEventFilter(self)
        self._row.addWidget(self.search, 100)
        self._cap = Label("F3", "caption", name="search_key")
        self._cap.setProperty("part", "keycap")
        self._row.addWidget(self._cap, 0, Qt.AlignmentFlag.AlignVCenter)

    def _build_end(self) -> None:
        look = self._look
        self.connection = Pill(look, clickable=True, name="connection")
        self.connection.clicked.connect(self._connection_menu)
        self.pending = Pill(look, clickable=True, name="pending")
        self.pending.clicked.connect(lambda: self._ask("open_pending"))
        self.bell = Button(
            look, lambda: self.tr("Alerts"), icon="bell", key="Ctrl+F8", kind="iconQuiet", name="bell",
            pressed=lambda: self._ask("open_alerts"),
        )  # fmt: skip
        self.alerts = Label("", "captionStrong", "danger", name="alerts_count")
        self.language = Button(look, "", name="language", pressed=lambda: self._ask("switch_language"))
        self.user = Button(look, "", icon="user", kind="quiet", name="user", pressed=self._user_menu, shrinks=True)
        self.user.setMaximumWidth(230)
        self.lock = Button(
            look, lambda: self.tr("Lock"), icon="lock", key="Ctrl+F12", kind="icon", name="lock",
            pressed=lambda: self._ask("lock"),
        )  # fmt: skip
        self.clock = Label("", "number", name="clock")
        for widget in (
            self.connection, self.pending, self.bell, self.alerts, self.language, self.user, self.lock, self.clock,
        ):  # fmt: skip
            self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def bind(self, intents: Intents) -> None:
        """Ask *intents* from now on."""
        self._intents = intents

    # ------------------------------------------------------------------ show
    def render(self, state: State) -> None:  # type: ignore[override]  # QWidget's own paints to a device
        """Show *state*."""
        self._state = state
        self.setFixedHeight(self._look.size("topBar"))
        self.place.say(state.place)
        self.place.setVisible(bool(state.place))
        self.place.set_tail("chevron-down" if state.places else "")  # where there is none to choose it is only told
        self.place.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not state.places)
        self.place.setFocusPolicy(Qt.FocusPolicy.TabFocus if state.places else Qt.FocusPolicy.NoFocus)
        self._render_sending(state)
        self.alerts.say(str(state.alerts) if state.alerts else "")
        self.alerts.setVisible(bool(state.alerts))
        self.bell.setAccessibleDescription(self._counts.alerts(state.alerts))
        self._render_language()
        self._render_user()
        self.lock.setVisible(bool(state.user))
        time = clock_time(state.now) if state.now else ""
        self.clock.say(bidi.ltr(time) + (" !" if state.clock_off else "") if time else "")
        off = self.tr("The clock of this PC is wrong") if state.clock_off else ""
        self.clock.setToolTip(off)
        self.clock.setAccessibleDescription(off)
        self._render_tabs(state)

    def _render_user(self) -> None:
        """Name and role, or only the icon in narrow windows."""
        state = self._state
        user = f"{bidi.iso(state.user)} · {self._states.role(state.role)}" if state.role else bidi.iso(state.user)
        self.user.say(user)
        self.user.setVisible(bool(state.user))

    def _fit(self) -> None:
        """Words leave, the least needed first, before anything is cut off. Nothing when all is as it was."""
        tabs = [tab for tab in self._tab_group.buttons() if isinstance(tab, Button)]
        fitted = (
            self.isVisible(), self.width(), self._look.compact, self.user.text(), self.user.isHidden(),
            self.place.text(), self.place.isHidden(), self.pending.text, self.connection.text, self.alerts.text(),
            self.clock.text(), self.lock.isHidden(), self.language.text(),
            tuple(tab.text() for tab in tabs), self.font().key(),
        )  # fmt: skip
        if fitted == self._fitted:
            return
        self._fitted = fitted
        leaving: list[Button | Pill] = [self.user, *tabs, self.pending, self.connection]
        for widget in leaving:
            widget.set_wordless(False)
        self._cap.show()
        if self._row.minimumSize().width() > self.width():
            self._cap.hide()
        for widget in leaving:
            if self._row.minimumSize().width() <= self.width():
                break
            widget.set_wordless(True)

    def _render_sending(self, state: State) -> None:
        word = self._states.connection(state.connection)
        spoken = word
        if state.since:
            spoken = bidi.fill(self.tr("{state} since {time}"), state=word, time=as_of(state.since, state.now))
        self.connection.show_connection(state.connection, word, spoken)
        counted = self._counts.pending(state.pending)
        if state.worst in ("failed", "conflict"):
            self.pending.show_connection(state.sends, counted, f"{counted}, {self._states.sending(state.worst)}")
        elif state.pending:
            self.pending.show_connection("pending", counted)
        else:
            self.pending.show_plain("cloud-up", counted)

    def _render_language(self) -> None:
        choice = self._language()
        self.language.say(choice.short)
        self.language.setAccessibleName(choice.name)
        self.language.setToolTip(f"{choice.name} (Ctrl+F11)")
        self.language.setFixedWidth(48)

    def _render_tabs(self, state: State) -> None:
        names = state.pages if 1 < len(state.pages) <= TABS_UP_TO else ()
        if names != self._tab_names:
            self._tab_names = names
            for old in self._tab_group.buttons():
                self._tab_group.removeButton(old)
                self._tabs.removeWidget(old)
                old.hide()
                old.deleteLater()
            for number, name in enumerate(names, 1):
                tab = self._tab(name, number)
                self._tab_group.addButton(tab)
                self._tabs.addWidget(tab)
        for button in self._tab_group.buttons():
            button.setChecked(button.objectName() == f"tab_{state.page}")
        self._fit()

    def _tab(self, name: str, number: int) -> Button:
        tab = Button(
            self._look, lambda: self._words.page(name), icon=PAGE_ICONS[name], kind="nav", name=f"tab_{name}",
            key=f"Ctrl+{number}", capped=False,
            pressed=lambda: self._go_to(name),
        )  # fmt: skip
        tab.setCheckable(True)
        return tab

    # ------------------------------------------------------------------ ask
    def _ask(self, intent: str) -> None:
        if self._intents is not None:
            getattr(self._intents, intent)()

    def _go_to(self, page: str) -> None:
        if self._intents is not None:
            self._intents.go_to(page)

    def _search(self, text: str) -> None:
        if self._intents is not None:
            self._intents.search(text)

    def clear_search(self) -> bool:
        """Empty the search; False when it was empty."""
        if not self.search.text():
            return False
        self.search.setText("")
        self._search("")
        return True

    def _choose_place(self) -> None:
        if self._intents is None or not self._state.places:  # also the only one: whose room it is can be asked again
            return
        menu = QMenu(self)
        for choice in self._state.places:
            action = menu.addAction(choice.text)
            action.triggered.connect(lambda _=False, key=choice.key: self._intents_choose(key))
        self._pop(menu, self.place)

    def _intents_choose(self, key: str) -> None:
        if self._intents is not None:
            self._intents.choose_place(key)

    def _connection_menu(self) -> None:
        again, pending = self.tr("Try again now"), self.tr("Show pending")
        choices = (
            ("refresh", f"{again}\tF5", lambda: self._ask("refresh")),
            ("cloud-up", f"{pending}\tCtrl+F9", lambda: self._ask("open_pending")),
        )
        lines = self._words.connection(self._state, self.connection.accessibleName())
        self._pop(ConnectionMenu(self._look, lines, choices, self), self.connection)

    def _user_menu(self) -> None:
        menu = QMenu(self)
        for text, intent, icon in (
            (self.tr("Switch user"), "switch_user", "users"),
            (self.tr("Open or close the waiting board"), "open_board", "device-tv"),
            (self.tr("My settings"), "open_settings", "settings"),
            (self.tr("Printing and scanner"), "open_devices", "printer"),
            (self.tr("Sign out"), "sign_out", "logout"),
        ):
            action = menu.addAction(self._look.icon(icon), text)
            action.triggered.connect(lambda _=False, intent=intent: self._ask(intent))
        self._pop(menu, self.user)

    def _pop(self, menu: QMenu, under: QWidget) -> None:
        menu.setObjectName("menu")
        menu.aboutToHide.connect(menu.deleteLater)
        corner = under.rect().bottomRight() if bidi.is_rtl(self) else under.rect().bottomLeft()
        menu.popup(bidi.begun_at(under.mapToGlobal(corner), menu))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leads from the search to what it has found, as Enter does."""
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if watched is self.search and pressed == Qt.Key.Key_Down:
            self.into_results.emit()
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "clock"):
            self._fitted = None
            self.render(self._state)
