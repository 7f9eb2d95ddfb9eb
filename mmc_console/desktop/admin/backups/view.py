"""The page of the backups: the sentence on top, the table with what can be done, the schedule. Paints State."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from mmc_console.desktop.admin.backups.contract import Check, Intents, Kept, RecoveryKey, SchedulePart, State
from mmc_console.desktop.admin.backups.dialogs import FolderDialog, KeyDialog, SecretDialog
from mmc_console.desktop.admin.backups.safety_box import SafetyBox
from mmc_console.desktop.admin.backups.schedule_card import ScheduleCard
from mmc_console.desktop.admin.backups.words import BackupWords, stamp
from mmc_console.desktop.admin.page_view import PageView
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.buttons import ActionButton
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.dialogs import ask
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.rows import Cell, Column, NumberCell, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import Text
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.listing import pop_row_menu

MARKS: Final[dict[Check, tuple[str, str]]] = {
    "verified": ("✓", "ok"), "unchecked": ("!", "warn"), "failed": ("✕", "danger"),
}  # fmt: skip
"""Beside the word, never instead of it; what is not checked is no tick."""
MENU: Final = ("backups_verify", "backups_copy", "backups_save", "backups_restore", "backups_delete")


class BackupsView(PageView[State, Intents]):
    """Widgets of the page, and its list of actions."""

    def __init__(self, parts: AdminParts, actions: ActionList, words: BackupWords) -> None:
        super().__init__("backups", parts, actions, State())
        self._words = words
        self._painting = False
        self._build()

    # ------------------------------------------------------------------ build
    def _build(self) -> None:
        look = self._look
        head = self._head(lambda: self.tr("Backups and restore"))
        head.addStretch(1)
        head.addWidget(ActionButton(look, self._actions, "backups_take", kind="primary"))
        head.addWidget(ActionButton(look, self._actions, "backups_restore", kind="danger"))
        self.safety = SafetyBox(look, self._words, self.sign_in_again)
        self.card = self._table_card()
        self.schedule = ScheduleCard(look, self._actions, self._words)
        self.schedule.setMinimumWidth(370)
        self.schedule.setMaximumWidth(430)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(self.card, 3)
        columns.addWidget(self.schedule, 2)
        page = self._column()
        page.addLayout(head)
        page.addWidget(self._trouble_box)
        page.addWidget(self.safety)
        page.addLayout(columns, 1)

    def _table_card(self) -> Card:
        look = self._look
        card = Card(lambda: self.tr("Backups"), name="backups_card")
        columns = (
            Column(lambda: self.tr("Time"), 150, firm=True), Column(lambda: self.tr("Kind"), 120, spare=1),
            Column(lambda: self.tr("Size"), 90), Column(lambda: self.tr("Check"), 120),
            Column(lambda: self.tr("Place")),
        )  # fmt: skip
        self.table = TicketTable(look, columns, lambda: self.tr("Backups"), name="backups_rows")
        card.body.addWidget(self.table, 1)
        card.setFocusProxy(self.table)
        self._problem = Label("", "caption", "danger", wrap=True, name="backups_row_problem")
        card.body.addWidget(self._problem)
        self._work = QWidget()
        row = QHBoxLayout(self._work)
        row.setContentsMargins(0, 0, 0, 0)
        self._doing = Label("", "body", name="backups_work")
        self._bar = QProgressBar()
        self._bar.setObjectName("backups_progress")
        self._bar.setFixedHeight(10)
        self._bar.setTextVisible(False)
        row.addWidget(self._doing)
        row.addWidget(self._bar, 1)
        row.addWidget(ActionButton(look, self._actions, "backups_cancel"))
        card.body.addWidget(self._work)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for id in ("backups_verify", "backups_copy", "backups_save"):
            foot.addWidget(ActionButton(look, self._actions, id))
        foot.addStretch(1)
        foot.addWidget(ActionButton(look, self._actions, "backups_delete", kind="danger"))
        card.body.addLayout(foot)
        return card

    def bind(self, intents: Intents) -> None:
        self.table.picked.connect(self._picked)
        self.table.menu_wanted.connect(self._menu)
        self.safety.why.clicked.connect(intents.explain)
        self.safety.again.clicked.connect(intents.refresh)
        self.schedule.bind(intents)
        super().bind(intents)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.card, self.schedule.parts["every_hours"])

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
        self.safety.show_state(state)
        self.schedule.show_state(state)
        self._painting = True
        try:
            self.table.show_rows([self._row(kept) for kept in state.shown], lambda: self._empty(self._state))
            self.table.select(state.selected)
        finally:
            self._painting = False
        self._show_work(state)
        chosen = state.chosen
        problem = chosen.problem if chosen is not None else ""
        self._problem.say(lambda: self._words.message(Message(problem)) if problem else "")
        self._problem.setVisible(bool(problem))
        if state.offline is None and (state.phase == "failed" or state.refused):
            self._trouble_box.show_trouble(self._page_words.age(state))  # why, with its button, says the line on top
        else:
            self._show_trouble()

    def _show_work(self, state: State) -> None:
        work = state.work
        self._work.setVisible(bool(work.doing))
        self._doing.say(lambda: self._words.work(self._state.work))
        percent = work.percent
        self._bar.setRange(0, 0 if percent is None else 100)
        if percent is not None:
            self._bar.setValue(percent)
        self._bar.setAccessibleName(bidi.strip(self._words.work(work)))

    def focus(self, part: SchedulePart) -> None:
        """Put the cursor there."""
        self.schedule.parts[part].edit.setFocus()
        self.schedule.parts[part].edit.selectAll()

    def message(self, message: Message) -> str:
        return self._words.message(message)

    async def confirm_delete(self, kept: Kept) -> bool:
        """Asks with the safe answer focused."""
        return await ask(
            self._look, self.window(),
            lambda: bidi.fill(self.tr("Delete the backup of {time}?"), time=stamp(kept.at)),
            lambda: self.tr("Delete the backup"), lambda: self.tr("Keep it"),
            detail=lambda: bidi.fill(
                self.tr("It goes from every place ({where}), for good. The centre itself is not touched."),
                where=self._words.places(kept),
            ),
        )  # fmt: skip

    async def ask_folder(self, present: str) -> str | None:
        """A folder of the server, typed: this PC cannot see its disks."""
        dialog = FolderDialog(self._look, self.window(), self._words, present)
        return dialog.folder if await dialog.answer() else None

    async def ask_secret(self) -> tuple[str, str] | None:
        """Typed, sent, and never shown again."""
        dialog = SecretDialog(self._look, self.window())
        return dialog.typed if await dialog.answer() else None

    async def confirm_key(self) -> bool:
        """It is told once: is somebody at the printer?"""
        return await ask(
            self._look, self.window(), lambda: self.tr("Show the recovery key now?"),
            lambda: self.tr("Show the key"), lambda: self.tr("Not now"),
            detail=lambda: self.tr(
                "It opens every backup where nothing else of the centre is left. The server tells it once only. Have a "
                "printer ready, or paper and pen, and nobody else at the screen."
            ),
            danger=False,
        )  # fmt: skip

    async def show_key(self, key: RecoveryKey) -> bool:
        """Until it is on paper."""
        return await KeyDialog(self._look, self.window(), self._words, self._language, key, self.say).answer()

    # ------------------------------------------------------------------ rows
    def _row(self, kept: Kept) -> Row:
        mark, ink = MARKS[kept.check]
        cells: tuple[Cell, ...] = (
            NumberCell(stamp(kept.at)), TextCell(self._words.kind(kept.kind), "text2"),
            TextCell(self._words.size(kept.size)), TextCell(f"{mark} {self._words.check(kept.check)}", ink),
            TextCell(self._words.places(kept), "text2"),
        )  # fmt: skip
        return Row(kept.id, cells, self._words.row(kept))

    def _empty(self, state: State) -> str:
        if state.kept and state.query:
            return bidi.fill(self.tr("No result for “{q}”. Clear the search to see all backups."), q=state.query)
        if state.phase == "ready":
            return self.tr("No backups yet. Make the first one now.")
        return self.tr("Loading the backups…") if state.phase == "slow" else ""

    def _picked(self, key: str) -> None:
        if not self._painting and self._intents is not None:
            self._intents.select(key)

    def _menu(self, _: str, place: QPoint) -> None:
        pop_row_menu(self.table, self._look, self._actions, MENU, place)

    # ------------------------------------------------------------------ actions and language
    def show_actions(self) -> None:
        """Everything that can be done now, with the reason where it cannot."""
        intents, state = self._intents, self._state
        if intents is None or self.isHidden():
            return
        away = self._why_not(state)
        busy = away or (self.tr("Not while the centre's data cannot be read.") if state.destroyed else "")
        one = busy or ("" if state.chosen is not None else self.tr("Select a backup first."))
        last = state.chosen is not None and state.chosen.last_good
        kept = one or (self.tr("This is the last good backup and stays.") if last else "")
        none = (
            ""
            if state.unlisted
            else away or ("" if state.last_good else self.tr("There is no good backup to restore."))
        )
        calling = not state.work.may_cancel or state.work.cancelling

        def action(id: str, text: Text, run: Callable[[], None], icon: str, off: str, key: str = "") -> Action:
            return Action(id, text, run, icon, key, enabled=not off, reason=off, bar=False)

        self._actions.show((
            action("backups_take", lambda: self.tr("Back up now"), intents.take, "database-export", busy),
            action("backups_restore", lambda: self.tr("Restore…"), intents.restore, "restore", none),
            action("backups_verify", lambda: self.tr("Verify"), intents.verify, "shield-check", one),
            action("backups_copy", lambda: self.tr("Copy to a folder…"), intents.copy, "copy", one),
            action("backups_save", lambda: self.tr("Save as a file…"), intents.save, "database-export", one),
            action("backups_delete", lambda: self.tr("Delete…"), intents.delete, "trash", kept, "Del"),
            action("backups_cancel", lambda: self.tr("Call off"), intents.cancel, "x",
                   self.tr("This cannot be called off now.") if calling else ""),
            action("backups_print_key", lambda: self.tr("Print the recovery key…"), intents.print_key, "printer", busy),
            action("backups_enter_store", lambda: self.tr("Way into an S3 store…"), intents.enter_store, "lock", busy),
        ))  # fmt: skip

    def _why_not(self, state: State) -> str:
        if state.offline is not None:
            return self._words.message(state.offline)
        if state.phase != "ready":
            return self.tr("The server has not answered yet.")
        return self.tr("Something is being done already.") if state.work.doing else ""
