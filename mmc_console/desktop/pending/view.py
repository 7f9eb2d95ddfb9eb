"""The drawer's content: filters, one line per action, and below it what can be done about the selected one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import GUARD_SECONDS
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.card import Card, InfoBox
from mmc_console.desktop.kit.dialogs import ask
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import BadgeCell, Column, NumberCell, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.kit.toggles import ToggleRow
from mmc_console.desktop.pending.contract import FILTERS, Choice, Deed, Intents, Item, Offer, State
from mmc_console.desktop.pending.decision_dialog import DecisionDialog
from mmc_console.desktop.pending.words import PendingWords
from mmc_console.desktop.tickets.chooser import Chooser
from mmc_console.desktop.tickets.facts import Message, Option
from mmc_console.desktop.tickets.words import TicketWords
from mmc_console.domain.ids import ActionId

_KEYS: dict[Choice, str] = {"delete": "Del"}
_ICONS: dict[Choice, str] = {"clinic": "transfer", "again": "refresh", "delete": "trash"}


class PendingView(QWidget):
    """Widgets of the drawer. Paints State; decides nothing."""

    def __init__(
        self, look: Look, words: PendingWords, tickets: TicketWords, language: Callable[[], str],
        toast: Callable[[Toast], None], now: Callable[[], float],
    ) -> None:  # fmt: skip
        """*now* is a monotonic clock in seconds."""
        super().__init__()
        self.setObjectName("pending")
        self._look, self._words, self._tickets, self._language, self._toast = look, words, tickets, language, toast
        self._intents: Intents | None = None
        self._chosen: ActionId | None = None
        """What the person has selected."""
        self._state = State()
        self._painting = False
        self._now, self._moved = now, now() - GUARD_SECONDS
        """When another action came under the person's hand by itself: the one before was decided."""
        self._offered: object = None
        self._of: ActionId | None = None
        """Of which action these are offered."""
        self._kept: dict[ActionId, tuple[Item, Row]] = {}
        self._kept_in = "", ""
        self._build()
        self._chooser = Chooser(look, self, lambda: self.tr("Close"))

    def _build(self) -> None:
        look = self._look
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.filters = ToggleRow(
            look, tuple((f, partial(self._words.filter, f)) for f in FILTERS), name="pending_filters"
        )
        self.synced = Label("", "caption", "text2", name="pending_synced")
        top = QHBoxLayout()
        top.addWidget(self.filters, 1)
        top.addWidget(self.synced)
        column.addLayout(top)
        columns = (
            Column("", 36), Column(lambda: self.tr("State"), 132), Column(lambda: self.tr("Action")),
            Column(lambda: self.tr("Time"), 112), Column(lambda: self.tr("User"), 140),
        )  # fmt: skip
        self.table = TicketTable(look, columns, self.title, name="pending_rows")
        self.table.installEventFilter(self)
        self.setFocusProxy(self.table)
        column.addWidget(self.table, 1)
        self.fold = Button(look, "", icon="chevron-right", kind="link", name="pending_fold")
        self.card = Card(name="pending_choices")
        self.explained = Label("", wrap=True, name="pending_explained")
        self.off = Label("", "caption", "text2", wrap=True, name="pending_off")
        self._choices = QHBoxLayout()
        self._choices.setSpacing(8)
        self.card.body.addWidget(self.explained)
        self.card.body.addWidget(self.off)
        self.card.body.addLayout(self._choices)
        column.addWidget(self.card)
        self.promise = Label(self._promise, "caption", wrap=True, name="pending_kept")
        column.addWidget(InfoBox(self.promise, IconLabel(look, "info-circle", "info")))
        self.retry = Button(look, lambda: self.tr("Try all again now"), icon="refresh", name="pending_retry")
        self.export = Button(look, lambda: self.tr("Export for support…"), icon="copy", name="pending_export")
        foot = QHBoxLayout()
        foot.addWidget(self.retry)
        foot.addWidget(self.export)
        foot.addStretch(1)
        foot.addWidget(self.fold)
        column.addLayout(foot)

    def title(self) -> str:
        """What the drawer is called."""
        return self.tr("Pending actions")

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self._intents = intents
        self.filters.chosen.connect(lambda key: intents.filter(next(f for f in FILTERS if f == key)))
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _: intents.details())
        self.fold.clicked.connect(intents.fold)
        self.retry.clicked.connect(intents.retry)
        self.export.clicked.connect(intents.export)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._intents is not None:
            self._intents.come_in()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # else the window is only minimised
            self.put_away()
        if self._intents is not None:
            self._intents.go_away()

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # QWidget.render paints into a device
        """Paint *state*."""
        before, here = self._state.selected, self._chosen
        if before is not None and state.selected not in (before, here):
            self._moved = self._now()
        self._state = state
        self._painting = True
        try:
            rows = self._rows(state)
            self.table.show_rows(rows, lambda: self._empty(state))
            self.table.select(state.selected or "")
        finally:
            self._painting = False
        self.filters.show_choice(state.filter, {str(name): count for name, count in state.counts.items()})
        self.synced.say(bidi.fill(self.tr("Last sync {time}"), time=state.synced) if state.synced else "")
        self.fold.setVisible(state.done_count > 0)
        self.fold.say(
            bidi.fill(self.tr("Sent or decided in this session ({n})"), n=state.done_count),
            "chevron-down" if state.unfolded else "chevron-right",  # turned with the language like every arrow
        )
        self.promise.refresh()
        self._show_choices(state)

    def say(self, message: Message, *, fault: bool = False) -> None:
        """A toast, in the language of the moment it is read."""
        stays = message.code == "renumbered"
        self._toast(Toast(lambda: self._words.message(message), kind="error" if fault else "ok", stays=stays))

    async def confirm_delete(self, deed: Deed) -> bool:
        """Asks with the safe answer focused."""
        return await ask(
            self._look, self.window(),
            lambda: self._words.delete_question(deed), lambda: self.tr("Delete"), lambda: self.tr("Cancel"),
        )  # fmt: skip

    async def choose_clinic(self, options: tuple[Option, ...], label: str) -> str | None:
        """In the small panel."""
        return await self._chooser.ask(self._tickets, self._language, "transfer", options, label)

    async def decide(self, state: State) -> Choice | None:
        """The two boxes."""
        item = state.item
        if item is None:
            return None
        dialog = DecisionDialog(self._look, self.window(), self._words, state, item)
        return dialog.choice if await dialog.answer() else None

    async def choose_folder(self) -> Path | None:
        """The system's own window, opened and awaited."""
        dialog = QFileDialog(self.window(), self.tr("Folder for the support file"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        dialog.finished.connect(lambda result: None if done.done() else done.set_result(result))
        dialog.open()
        try:
            chosen = dialog.selectedFiles() if await done else []
        finally:
            dialog.close()
            dialog.deleteLater()
        return Path(chosen[0]) if chosen else None

    def put_away(self) -> None:
        """Close the question that is open, as if it were turned away."""
        self._chooser.forget_return()
        self._chooser.shut()

    # ------------------------------------------------------------------ rows
    def _rows(self, state: State) -> list[Row]:
        """The rows of *state*; those that say what they said are kept, for hundreds are worded anew in no time."""
        words = self._language(), self._words.filter("waiting")  # while it is switched, these come before the other
        kept = self._kept if self._kept_in == words else {}
        rows = []
        self._kept, self._kept_in = {}, words
        for item in (*state.items, *state.done):
            before = kept.get(item.id)
            row = before[1] if before is not None and before[0] == item else self._row(item)
            if item.problem is None and item.waits_for is None:  # else it has names of the centre in it
                self._kept[item.id] = item, row
            rows.append(row)
        return rows

    def _row(self, item: Item) -> Row:
        progress, line, time = self._words.progress(item), self._words.line(item), self._words.when(item.deed)
        done = item.decided or item.state == "sent"
        ink = "danger" if item.state in ("failed", "conflict") and not done else "text2"
        badge = "" if item.state == "sent" or done else item.state
        return Row(
            item.id,
            (BadgeCell(badge, progress), TextCell(progress, ink), TextCell(line, "text2" if done else "text"),
             NumberCell(time, "text2"), TextCell(item.who, "text2")),
            f"{progress}, {line}, {time}, {item.who}",
        )  # fmt: skip

    def _empty(self, state: State) -> str:
        if state.filter != "all" and state.counts.get("all", 0):
            return self.tr("Nothing of this kind. Choose All to see the others.")
        return self.tr("Nothing is waiting to be sent.")

    def _promise(self) -> str:
        if self._state.kept:
            return self.tr(
                "Order is kept per ticket: an action waits for the one before it. Stored safely on this PC. "
                "Closing the program does not lose them."
            )
        return self.tr("This PC has no keyring: closing the program loses them. Keep it open until they are sent.")

    # ------------------------------------------------------------------ choices
    def _show_choices(self, state: State) -> None:
        item = state.item
        explained = self._words.explained(state)
        self.explained.say(explained)
        offs = [self._words.message(offer.off) for offer in state.offers if offer.off is not None]
        self.off.setVisible(bool(offs) and offs[0] != explained)  # the same is not said twice
        if offs:
            self.off.say(offs[0])
        offered = (item, state.offers, state.server, self._language())
        if offered == self._offered:
            return
        at = self._choice_at_hand() if self._of == state.selected else ""  # of another action it would be read first
        self._offered, self._of = offered, state.selected
        if self.card.isAncestorOf(self.window().focusWidget()):
            self.table.setFocus()
        while (old := self._choices.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        before: QWidget = self.table  # Tab leads from the row to what can be done about it
        if item is not None:
            for offer in state.offers:
                button = self._button(offer, item, state)
                self._choices.addWidget(button)
                QWidget.setTabOrder(before, button)
                before = button
        self._choices.addStretch(1)
        if item is not None and item.problem is not None and state.offers:
            self._choices.addWidget(
                Button(
                    self._look, lambda: self.tr("Details"), key="Enter", kind="quiet", name="pending_details",
                    pressed=self._details,
                )
            )  # fmt: skip
        self._take_keyboard(at)

    def _choice_at_hand(self) -> str:
        """The name of the button below the list that has the keyboard; empty where none has."""
        focus = self.window().focusWidget()
        return focus.objectName() if self.card.isAncestorOf(focus) else ""

    def _take_keyboard(self, name: str) -> None:
        """News of the person have made these buttons anew: the keyboard stays on the same choice, if it is on."""
        places = (self._choices.itemAt(n) for n in range(self._choices.count()))
        for button in (place.widget() for place in places if place is not None):
            if button is not None and button.objectName() == name and button.isEnabled():
                button.show()
                button.setFocus()

    def _button(self, offer: Offer, item: Item, state: State) -> Button:
        choice, server = offer.choice, state.server
        button = Button(
            self._look, lambda: self._words.choice(choice, item, server), icon=_ICONS.get(choice, ""),
            key="Ctrl+Enter" if offer.recommended else _KEYS.get(choice, ""),
            kind="primary" if offer.recommended else "normal", name=f"pending_{choice}",
            pressed=partial(self._take, choice),
        )  # fmt: skip
        off = offer.off
        button.switch(off is None, (lambda: self._words.message(off)) if off is not None else "")
        return button

    def _take(self, choice: Choice) -> None:
        if self._intents is not None and self._is_wish():
            self._intents.take(choice)

    def _is_wish(self) -> bool:
        """Not the second half of a double press, which would decide about an action nobody has read."""
        return self._now() - self._moved >= GUARD_SECONDS

    def _details(self) -> None:
        if self._intents is not None:
            self._intents.details()

    def _picked(self, key: str) -> None:
        if not self._painting and self._intents is not None:
            self._chosen = ActionId(key) if key else None
            self._intents.select(self._chosen)

    # ------------------------------------------------------------------ keys and language
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter and Delete in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._intents is not None:
            if self._takes_recommended(event):
                return True
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if event.key() == Qt.Key.Key_Delete and held == Qt.KeyboardModifier.NoModifier:
                if not event.isAutoRepeat():
                    self._take("delete")
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter stands on a button: it works on that button, too, and wherever else the keyboard is in here."""
        if not self._takes_recommended(event):
            super().keyPressEvent(event)

    def _takes_recommended(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self._intents is None or not enter or held != Qt.KeyboardModifier.ControlModifier:
            return False
        if not event.isAutoRepeat() and self._is_wish():
            self._intents.take_recommended()
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and getattr(self, "_intents", None) is not None:
            self.render(self._state)
