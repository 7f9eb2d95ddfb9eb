"""The audit page's widgets: filters, entries with the chosen one in full, the chain's sentence; beside them the keys.

Paints State; decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from mmc_console.desktop.admin.audit.contract import Filter, Intents, State
from mmc_console.desktop.admin.audit.dialogs import CopiesDialog, PasswordDialog
from mmc_console.desktop.admin.audit.entry_view import EntryCard
from mmc_console.desktop.admin.audit.keys_view import KeysTab
from mmc_console.desktop.admin.audit.words import AuditWords, stamp
from mmc_console.desktop.admin.page_view import PageView
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.buttons import ActionButton
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.rows import Column, NumberCell, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import Text
from mmc_console.desktop.kit.toggles import Choice, ToggleRow
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.audit import AuditRow
from mmc_console.wire.keys import KeyCopy, KeyRow

FIELDS: Final[tuple[Filter, ...]] = ("from", "until", "about")


class AuditView(PageView[State, Intents]):
    """Widgets of the page, and its list of actions."""

    def __init__(self, parts: AdminParts, actions: ActionList) -> None:
        super().__init__("audit", parts, actions, State())
        self._words = AuditWords(parts.words)
        self._painting = False
        self._build()

    # ------------------------------------------------------------------ build
    def _build(self) -> None:
        look = self._look
        self.tabs = ToggleRow(
            look, (("records", lambda: self.tr("Records")), ("keys", lambda: self.tr("Keys"))), name="audit_tabs"
        )
        head = self._head(lambda: self.tr("Audit"))
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(ActionButton(look, self._actions, "audit_check"))
        head.addWidget(ActionButton(look, self._actions, "audit_export"))
        chain = QHBoxLayout()
        chain.setSpacing(12)
        self._chain = Label("", "body", name="audit_chain", wrap=True)
        self._bar = QProgressBar()
        self._bar.setObjectName("audit_progress")
        self._bar.setFixedHeight(10)
        self._bar.setFixedWidth(260)
        self._bar.setTextVisible(False)
        chain.addWidget(self._chain, 1)
        chain.addWidget(self._bar)
        self.keys = KeysTab(look, self._actions, self._words)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._records())
        self.stack.addWidget(self.keys)
        page = self._column()
        page.addLayout(head)
        page.addWidget(self._trouble_box)
        page.addLayout(chain)
        page.addWidget(self.stack, 1)

    def _records(self) -> QWidget:
        look, box = self._look, QWidget()
        self.fields: dict[Filter, Field] = {
            "from": Field(look, lambda: self.tr("From"), placeholder="2026-11-23", name="audit_from"),
            "until": Field(look, lambda: self.tr("To"), placeholder="2026-11-23", name="audit_until"),
            "about": Field(look, lambda: self.tr("About (id)"), name="audit_about"),
        }
        for part in FIELDS:
            self.fields[part].edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.user = Choice(look, lambda: self.tr("User"), name="audit_user")
        self.act = Choice(look, lambda: self.tr("Act"), name="audit_act")
        filters = QGridLayout()
        filters.setHorizontalSpacing(8)
        for place, widget in enumerate((
            self.fields["from"], self.fields["until"], self._named(lambda: self.tr("User"), self.user),
            self._named(lambda: self.tr("Act"), self.act), self.fields["about"],
        )):  # fmt: skip
            filters.addWidget(widget, 0, place, Qt.AlignmentFlag.AlignTop)
            filters.setColumnStretch(place, (2, 2, 3, 4, 3)[place])
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(ActionButton(look, self._actions, "audit_apply", kind="primary"))
        buttons.addWidget(ActionButton(look, self._actions, "audit_clear"))
        filters.addLayout(buttons, 0, 5, Qt.AlignmentFlag.AlignBottom)
        self.card = Card(lambda: self._words.title(self._state.count), name="audit_card")
        columns = (
            Column(lambda: self.tr("Time"), 185, firm=True), Column(lambda: self.tr("User"), 130),
            Column(lambda: self.tr("Act"), 0), Column(lambda: self.tr("About"), 130, spare=1),
            Column(lambda: self.tr("PC"), 70, spare=2),
        )  # fmt: skip
        self.table = TicketTable(look, columns, lambda: self.tr("Records"), name="audit_rows")
        self.card.body.addWidget(self.table, 1)
        self.card.setFocusProxy(self.table)
        self.card.body.addWidget(ActionButton(look, self._actions, "audit_more"), 0, Qt.AlignmentFlag.AlignLeading)
        self.entry = EntryCard(look, self._actions, self._words)
        self.entry.setMaximumWidth(380)
        columns_box = QHBoxLayout()
        columns_box.setSpacing(12)
        columns_box.addWidget(self.card, 2)
        columns_box.addWidget(self.entry, 1)
        outer = QVBoxLayout(box)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        outer.addLayout(filters)
        outer.addLayout(columns_box, 1)
        return box

    def _named(self, text: Text, widget: QWidget) -> QWidget:
        box = QWidget()
        lines = QVBoxLayout(box)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        lines.addWidget(Label(text, "caption", "text2"))
        lines.addWidget(widget)
        return box

    def bind(self, intents: Intents) -> None:
        self.tabs.chosen.connect(intents.choose_tab)
        for part, field in self.fields.items():
            field.on_edited(partial(intents.edit, part))
            field.entered.connect(intents.apply)
        self.user.picked.connect(partial(intents.edit, "user"))
        self.act.picked.connect(partial(intents.edit, "act"))
        self.table.picked.connect(self._picked)
        self.keys.bind(intents)
        super().bind(intents)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.card, self.keys.card)

    @property
    def front(self) -> QWidget:
        return self.table

    def showEvent(self, event: QShowEvent) -> None:
        self.show_actions()
        super().showEvent(event)

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # as PageView
        """Paint *state*; selection and scroll stay."""
        self._state = state
        self.show_actions()
        self.tabs.show_choice(state.tab)
        self.stack.setCurrentIndex(0 if state.tab == "records" else 1)
        self._show_chain(state)
        self._show_filters(state)
        self.card.say(lambda: self._words.title(self._state.count))
        self._painting = True
        try:
            self.table.show_rows([self._row(row) for row in state.shown], lambda: self._empty(self._state))
            self.table.select(str(state.selected) if state.selected else "")
        finally:
            self._painting = False
        self.entry.show_row(state.chosen)
        self.keys.show_state(state)
        self._show_trouble()

    def _show_chain(self, state: State) -> None:
        check = state.check
        self._chain.say(lambda: self._words.chain(self._state.check))
        self._chain.set_ink("danger" if check.fault else "ok" if check.at and not check.running else "text2")
        self._bar.setVisible(check.running)
        self._bar.setRange(0, max(1, check.total))
        self._bar.setValue(check.done)
        self._bar.setAccessibleName(bidi.strip(self._words.chain(check)))

    def _show_filters(self, state: State) -> None:
        for part, field in self.fields.items():
            field.set_text(state.filters.get(part, ""))
            fault = state.faults.get(part)
            field.show_error(partial(self.message, fault) if fault is not None else "")
        everybody = ("", lambda: self.tr("Everybody"))
        self.user.show_choices((everybody, *state.people), state.filters.get("user", ""))
        named = sorted(((act, self._words.acts.act(act)) for act in state.acts), key=lambda pair: pair[1])
        self.act.show_choices((("", lambda: self.tr("Every act")), *named), state.filters.get("act", ""))

    def message(self, message: Message) -> str:
        return self._words.message(message) or super().message(message)

    def copy(self, row: AuditRow) -> None:
        """The entry as text."""
        QGuiApplication.clipboard().setText(bidi.strip(self._words.plain(row)))

    async def ask_rotation(self, key: KeyRow) -> str | None:
        """What will happen, and the password."""
        return await self._password(
            lambda: bidi.fill(self.tr("Exchange this key: {part}?"), part=self._words.key(key.kind)),
            lambda: self.tr(
                "A new key is used from now on. People work on meanwhile. Its recovery copy is then shown once."
            ),
            lambda: self.tr("Exchange the key"),
        )

    async def ask_copies(self) -> str | None:
        """They are shown once: is somebody at the printer?"""
        return await self._password(
            lambda: self.tr("Show the recovery copies now?"),
            lambda: self.tr(
                "Each is shown once only. Have a printer ready, and nobody else at the screen. It is recorded."
            ),
            lambda: self.tr("Show the copies"),
        )

    async def _password(self, title: Text, told: Text, confirm: Text) -> str | None:
        dialog = PasswordDialog(self._look, self.window(), title, told, confirm)
        return dialog.password if await dialog.answer() else None

    async def show_copies(self, copies: tuple[KeyCopy, ...]) -> bool:
        """Until they are on paper."""

        def printed(done: bool) -> None:
            self.say(Message("copies-printed" if done else "copies-not-printed"), fault=not done)

        return await CopiesDialog(self._look, self.window(), self._words, copies, printed).answer()

    # ------------------------------------------------------------------ rows
    def _row(self, row: AuditRow) -> Row:
        words = self._words
        refused = "refused" in row.detail
        cells = (
            NumberCell(stamp(row.at)), TextCell(words.user(row)),
            TextCell(words.act(row), "danger" if refused else "text"), NumberCell(words.about(row), "text2"),
            NumberCell(words.console(row), "text2"),
        )  # fmt: skip
        return Row(str(row.seq), cells, words.spoken(row))

    def _empty(self, state: State) -> str:
        if state.as_of is None:
            return self.message(state.trouble) if state.trouble is not None else self.tr("Loading the records…")
        if state.rows and state.query:
            return bidi.fill(self.tr("No result for “{q}”. Clear the search to see all records."), q=state.query)
        return self.tr("No records match. Clear the filters to see all.")

    def _picked(self, key: str) -> None:
        if not self._painting and self._intents is not None:
            self._intents.select(key)

    # ------------------------------------------------------------------ actions and language
    def show_actions(self) -> None:
        """Everything that can be done now, with the reason where it cannot."""
        intents, state = self._intents, self._state
        if intents is None or self.isHidden():
            return
        busy = self._why_not(state)
        records = state.tab == "records"
        chosen = "" if state.chosen is not None and records else self.tr("Select a record first.")
        running = busy or (self.tr("The chain is being checked.") if state.check.running else "")
        saving = busy or (self.tr("The file is being saved.") if state.exporting else "")
        more = busy or ("" if state.next is not None else self.tr("These are all."))
        clear = busy or ("" if any(state.filters.values()) else self.tr("No filter is set."))

        def action(id: str, text: Text, run: Callable[[], None], icon: str, off: str, key: str = "") -> Action:
            return Action(id, text, run, icon, key, enabled=not off, reason=off, bar=False)

        self._actions.show((
            action("audit_apply", lambda: self.tr("Apply"), intents.apply, "filter", busy),
            action("audit_clear", lambda: self.tr("Clear"), intents.clear, "x", clear),
            action("audit_more", lambda: self.tr("Older records"), intents.more, "history", more),
            action("audit_check", lambda: self.tr("Check the chain"), intents.check, "shield-check", running),
            action("audit_export", lambda: self.tr("Export signed CSV…"), intents.export, "database-export", saving),
            action("audit_copy", lambda: self.tr("Copy"), intents.copy, "copy", chosen),
            action("keys_rotate", lambda: self.tr("Exchange for a new key…"), intents.rotate, "rotate-2",
                   busy or self._why_not_rotate(state)),
            action("keys_copies", lambda: self.tr("Show the recovery copies…"), intents.show_copies, "printer",
                   busy or self._why_no_copies(state)),
        ))  # fmt: skip

    def _why_not(self, state: State) -> str:
        if state.offline is not None:
            return self.message(state.offline)
        return "" if state.as_of is not None else self.tr("The server has not answered yet.")

    def _why_not_rotate(self, state: State) -> str:
        key = state.chosen_key
        if key is None or state.tab != "keys":
            return self.tr("Select a key first.")
        if not key.turns:
            return self.tr("This key is not exchanged while people work.")
        return self.tr("This key is being exchanged already.") if key.state != "done" else ""

    def _why_no_copies(self, state: State) -> str:
        if state.tab != "keys" or not state.keys:
            return self.tr("Open the list of the keys first.")
        return "" if state.unprinted else self.tr("Every recovery copy was shown before.")

    def menu_place(self) -> QPoint:
        """Where a menu of the selected row would stand."""
        return self.table.menu_place()
