"""The alerts: one line each, and beside them what happened, what it means, what to do, and what was done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mmc_console.desktop.admin.alerts.contract import State
from mmc_console.desktop.admin.alerts.words import AlertWords, moment
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.buttons import ActionButton
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Cell, Column, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.tickets.listing import pop_row_menu
from mmc_console.wire.alert_words import say
from mmc_console.wire.alerts import Alert

INKS = {"info": "info", "warning": "warn", "severe": "danger"}
MARKS = {"info": "•", "warning": "!", "severe": "!!"}
MENU = ("acknowledge", "snooze_hour", "snooze_day", "speak", "incident")


class AlertsPanel(QWidget):
    """The tab of the alerts. Paints State; decides nothing."""

    picked = Signal(str)

    def __init__(self, look: Look, actions: ActionList, words: AlertWords, language: Callable[[], str]) -> None:
        super().__init__()
        self._look, self._actions, self._words, self._language = look, actions, words, language
        self._painting = False
        self.table = TicketTable(
            look,
            (
                Column(lambda: self.tr("Level"), 96), Column(lambda: self.tr("Since"), 170, firm=True),
                Column(lambda: self.tr("What happened")), Column(lambda: self.tr("State"), 92),
                Column(lambda: self.tr("Owner"), 110),
            ),
            lambda: self.tr("Alerts"), name="alert_rows",
        )  # fmt: skip
        self.table.picked.connect(self._picked)
        self.table.menu_wanted.connect(self._menu)
        self.table.opened.connect(lambda _: self._actions.press("acknowledge"))
        self.card = Card(lambda: self.tr("Alerts"), name="alerts_card")
        self.card.setFocusProxy(self.table)
        self.card.body.addWidget(self.table, 1)
        self.side = Card(name="alert_side")
        self.side.setFixedWidth(400)
        self._what = Label("", "bodyStrong", wrap=True, name="alert_what")
        self._effect = Label("", wrap=True, name="alert_effect")
        self._advice = Label("", wrap=True, name="alert_advice")
        self._history = Label("", "caption", "text2", wrap=True, name="alert_history")
        captions: tuple[tuple[Callable[[], str], Label], ...] = (
            (lambda: self.tr("Effect on the work"), self._effect), (lambda: self.tr("What to do"), self._advice),
            (lambda: self.tr("What was done"), self._history),
        )  # fmt: skip
        told = QWidget()
        texts = QVBoxLayout(told)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(6)
        texts.addWidget(self._what)
        for caption, label in captions:
            texts.addWidget(Label(caption, "captionStrong", "text2"))
            texts.addWidget(label)
        texts.addStretch(1)
        room = QScrollArea()
        room.setWidgetResizable(True)
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the rows have the keyboard; what is told is read with them
        room.setWidget(told)
        self.side.body.addWidget(room, 1)
        buttons = QVBoxLayout()
        buttons.setSpacing(6)
        for pair in (("acknowledge", "incident"), ("snooze_hour", "snooze_day")):
            row = QHBoxLayout()
            for id in pair:
                row.addWidget(ActionButton(look, actions, id, kind="primary" if id == "acknowledge" else "normal"), 1)
            buttons.addLayout(row)
        buttons.addWidget(ActionButton(look, actions, "speak"))
        self.side.body.addLayout(buttons)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.card, 1)
        box.addWidget(self.side)
        self.setFocusProxy(self.table)

    def show_state(self, state: State) -> None:
        """Paint *state*; selection and scroll stay."""
        rows = [self._row(alert, state) for alert in (*state.open, *state.closed)]
        self._painting = True
        try:
            empty = self.tr("No open alerts.") if state.as_of is not None else self.tr("Loading the alerts…")
            self.table.show_rows(rows, empty)
            self.table.select(state.alert)
        finally:
            self._painting = False
        chosen = state.chosen
        self.side.setVisible(chosen is not None)
        if chosen is not None and state.now is not None:
            said, now = say(chosen, self._language()), state.now
            self._what.say(said.title)
            self._effect.say(said.effect)
            self._advice.say(said.advice)
            lines = [f"{moment(step.at, now)}  {self._words.step(step)}" for step in chosen.history[-8:]]
            if chosen.detail:
                lines.append(self._words.detail(chosen.detail, self._language()))
            self._history.say("\n".join(lines))

    def _row(self, alert: Alert, state: State) -> Row:
        now, words = state.now, self._words
        assert now is not None, "alerts come with a time"
        over = alert.ended is not None
        said, stands = say(alert, self._language()), words.state(alert.state(now))
        level = words.severity(alert.severity)
        ink = "text2" if over else INKS[alert.severity]
        cells: tuple[Cell, ...] = (
            TextCell(f"{MARKS[alert.severity]} {level}", ink), TextCell(words.since(alert, now), "text2"),
            TextCell(said.title, "text2" if over else "text"), TextCell(stands, "text2"),
            TextCell(bidi.iso(alert.owner) if alert.owner else "–", "text2"),
        )  # fmt: skip
        spoken = ", ".join((level, said.title, words.since(alert, now), stands, alert.owner))
        return Row(alert.id, cells, spoken)

    def _picked(self, key: str) -> None:
        if not self._painting:
            self.picked.emit(key)

    def _menu(self, _: str, place: QPoint) -> None:
        pop_row_menu(self.table, self._look, self._actions, MENU, place)
