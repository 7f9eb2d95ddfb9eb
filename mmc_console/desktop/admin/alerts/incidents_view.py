"""The incidents: a list, and beside it the chosen one with its time line, cause and follow-ups."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.admin.alerts.contract import State
from mmc_console.desktop.admin.alerts.words import AlertWords, moment
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.buttons import ActionButton
from mmc_console.desktop.kit.card import Card
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Cell, Column, NumberCell, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.wire.alerts import Entry, FollowUp, Incident, IncidentRow

_LOUD = {"warning": "warn", "error": "danger", "critical": "danger"}


class IncidentsPanel(QWidget):
    """The tab of the incidents. Paints State; decides nothing."""

    picked = Signal(str)
    follow_up_picked = Signal(str)

    def __init__(self, look: Look, actions: ActionList, words: AlertWords) -> None:
        super().__init__()
        self._words = words
        self._painting = False
        self.table = TicketTable(
            look, (Column(lambda: self.tr("Began"), 110), Column(lambda: self.tr("Incident")),
                   Column(lambda: self.tr("State"), 100)),
            lambda: self.tr("Incidents"), name="incident_rows",
        )  # fmt: skip
        self.table.picked.connect(self._picked)
        self.card = Card(lambda: self.tr("Incidents"), name="incidents_card")
        self.card.setFocusProxy(self.table)
        self.card.setFixedWidth(400)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(ActionButton(look, actions, "incident", kind="normal"))
        self.side = Card(name="incident_side")
        self._facts = Label("", "caption", "text2", name="incident_facts")
        self._cause = Label("", wrap=True, name="incident_cause")
        self.line = TicketTable(
            look, (Column(lambda: self.tr("Time"), 96), Column(lambda: self.tr("What happened"))),
            lambda: self.tr("Time line"), row_size="rowCompact", name="incident_line",
        )  # fmt: skip
        self.later = TicketTable(
            look, (Column("", 40), Column(lambda: self.tr("Follow-ups"))),
            lambda: self.tr("Follow-ups"), row_size="rowCompact", name="incident_follow_ups",
        )  # fmt: skip
        self.later.setFixedHeight(100)
        self.later.picked.connect(self._follow_up_picked)
        self.later.opened.connect(lambda _: actions.press("follow_up_done"))
        self.side.body.setSpacing(6)
        self.side.beside_title(self._facts)
        self.side.body.addLayout(_row(look, actions, ("mitigated", "close_incident", "reopen", "note", "cause")))
        self.side.body.addWidget(self._cause)
        self.side.body.addWidget(self.line, 1)
        self.side.body.addWidget(self.later)
        self.side.body.addLayout(_row(look, actions, ("follow_up", "follow_up_done", "export_html", "export_md")))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.card)
        box.addWidget(self.side, 1)
        self._none = QVBoxLayout()
        box.addLayout(self._none)
        self.setFocusProxy(self.table)

    def show_state(self, state: State) -> None:
        """Paint *state*; selection and scroll stay."""
        if state.now is None:
            return
        rows = [self._row(each, state) for each in state.incidents or ()]
        incident = state.incident
        self._painting = True
        try:
            empty = (
                self.tr("No incident was opened yet. Open one from an alert, or here.")
                if state.incidents is not None else self.tr("Loading the incidents…")
            )  # fmt: skip
            self.table.show_rows(rows, empty)
            self.table.select(str(incident.id) if incident is not None else "")
            self.side.setVisible(incident is not None)
            if incident is not None:
                self._show_one(incident, state)
        finally:
            self._painting = False

    def _show_one(self, incident: Incident, state: State) -> None:
        assert state.now is not None
        now, words = state.now, self._words
        self.side.say(bidi.iso(incident.title))
        facts = [
            bidi.fill(self.tr("Severity: {what}"), what=words.severity(incident.severity)),
            bidi.fill(self.tr("Began: {time}"), time=moment(incident.began, now, plain=True)),
        ]
        if incident.repair_seconds is not None:
            minutes = round(incident.repair_seconds / 60)
            facts.append(bidi.fill(self.tr("Time to repair: {what}"), what=words.counts.minutes_short(minutes)))
        if incident.owner:
            facts.append(bidi.fill(self.tr("Opened by {user}"), user=incident.owner))
        if incident.more:
            facts.append(self.tr("The log has more lines than are shown here."))
        self._facts.say("   ".join(facts))
        cause = bidi.iso(incident.cause) if incident.cause else self.tr("not known yet")
        self._cause.say(bidi.fill(self.tr("Root cause: {part}"), part=cause))
        entries = [self._entry(i, each, state) for i, each in enumerate(incident.entries)]
        self.line.show_rows(entries, self.tr("The log says nothing of this time."))
        later = [self._later(each) for each in incident.follow_ups]
        self.later.show_rows(later, self.tr("No follow-up yet."))
        self.later.select(state.follow_up)

    def _row(self, row: IncidentRow, state: State) -> Row:
        assert state.now is not None
        stands, began = self._words.incident_state(row.state), moment(row.began, state.now)
        ink = "text" if row.state != "closed" else "text2"
        cells: tuple[Cell, ...] = (
            NumberCell(began, "text2"),
            TextCell(bidi.iso(row.title), ink),
            TextCell(stands, "text2"),
        )
        return Row(str(row.id), cells, f"{began}, {row.title}, {stands}")

    def _entry(self, i: int, entry: Entry, state: State) -> Row:
        assert state.now is not None
        at = entry.at.astimezone(state.now.tzinfo)
        when = f"{at:%H:%M:%S}" if at.date() == state.now.date() else f"{at:%m-%d %H:%M}"
        text = self._words.entry(entry)
        ink = "text" if entry.sort == "note" else _LOUD.get(entry.level, "text2")
        return Row(str(i), (NumberCell(when, "text2"), TextCell(text, ink)), f"{when}, {bidi.strip(text)}")

    def _later(self, each: FollowUp) -> Row:
        done = self.tr("done") if each.done_at is not None else self.tr("open")
        mark = TextCell("✓" if each.done_at is not None else "○", "ok" if each.done_at is not None else "text2")
        text = bidi.iso(each.text) + (f" ({bidi.iso(each.who)})" if each.who else "")
        return Row(str(each.id), (mark, TextCell(text)), f"{each.text}, {done}")

    def _picked(self, key: str) -> None:
        if not self._painting:
            self.picked.emit(key)

    def _follow_up_picked(self, key: str) -> None:
        if not self._painting:
            self.follow_up_picked.emit(key)


def _row(look: Look, actions: ActionList, ids: tuple[str, ...]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    for id in ids:
        row.addWidget(ActionButton(look, actions, id, kind="normal"))
    row.addStretch(1)
    return row
