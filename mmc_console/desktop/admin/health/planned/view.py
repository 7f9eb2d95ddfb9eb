"""The box of planned maintenance: what is named and not over yet, and the form for one more."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mmc_console.desktop.admin.health.planned.contract import PARTS, Intents, Part, State
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.card import InfoBox
from mmc_console.desktop.kit.dialogs import Dialog, ask
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Column, NumberCell, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.wire.health import Maintenance

WIDE, TABLE = 860, 190
SHOWN = "2026-12-31 22:00"
"""How a moment is written."""


class PlannedDialog(Dialog):
    """Widgets of the box."""

    def __init__(self, look: Look, parent: QWidget, rules: RuleWords) -> None:
        super().__init__(
            look, parent, lambda: self.tr("Planned maintenance"), lambda: self.tr("Close"), lambda: self.tr("Close"),
            name="planned",
        )  # fmt: skip
        self.setMinimumWidth(WIDE)
        self.cancel.hide()
        self._look, self._rules, self._state = look, rules, State()
        self._intents: Intents | None = None
        self._painting = False
        self.body.addWidget(Label(
            lambda: self.tr("A time in which the server stands still is no outage when it was named here beforehand. "
                            "Consoles are told half an hour before."),
            "body", "text2", wrap=True,
        ))  # fmt: skip
        self._trouble = Label("", wrap=True, name="planned_trouble")
        self._trouble_box = InfoBox(self._trouble, IconLabel(look, "alert-triangle", "warn", 20), "warn")
        self.body.addWidget(self._trouble_box)
        self.table = TicketTable(look, (
            Column(lambda: self.tr("From"), 144), Column(lambda: self.tr("To"), 144),
            Column(lambda: self.tr("Reason")), Column(lambda: self.tr("Named by"), 150),
            Column(lambda: self.tr("State"), 90),
        ), lambda: self.tr("Planned maintenance"), name="planned_table")  # fmt: skip
        self.table.setMinimumHeight(TABLE)
        self.table.picked.connect(self._picked)
        self.body.addWidget(self.table, 1)
        self.call_off = Button(look, self._call_off_words, icon="x", kind="danger", name="planned_call_off")
        self.body.addWidget(self.call_off, 0, Qt.AlignmentFlag.AlignLeading)
        self.fields: dict[Part, Field] = {
            "begins": Field(look, lambda: bidi.fill(self.tr("From, as {time}"), time=SHOWN), numeric=True,
                            name="planned_begins"),
            "ends": Field(look, lambda: bidi.fill(self.tr("To, as {time}"), time=SHOWN), numeric=True,
                          name="planned_ends"),
            "reason": Field(look, lambda: self.tr("Reason, such as a new disk"), name="planned_reason"),
        }  # fmt: skip
        self.plan = Button(look, lambda: self.tr("Plan it"), icon="plus", name="planned_plan")
        form = QHBoxLayout()
        form.setSpacing(8)
        for part in PARTS:
            form.addWidget(self.fields[part], 2 if part == "reason" else 1, Qt.AlignmentFlag.AlignTop)
            if part != "reason":
                self.fields[part].edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.body.addLayout(form)
        self.body.addWidget(self.plan, 0, Qt.AlignmentFlag.AlignLeading)
        self._said = Label("", "caption", "text2", wrap=True, name="planned_told")
        self.body.addWidget(self._said)

    def bind(self, intents: Intents) -> None:
        """Tell *intents* everything a person does here."""
        self._intents = intents
        for part, field in self.fields.items():
            field.on_edited(partial(intents.edit, part))
            field.entered.connect(intents.plan)
        self.plan.clicked.connect(intents.plan)
        self.call_off.clicked.connect(intents.call_off)
        self.fields["reason"].edit.setFocus()

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # QWidget.render paints into a device
        """Paint *state*."""
        self._state = state
        for part, field in self.fields.items():
            field.set_text(state.typed.get(part, ""))
            fault = state.wrong.get(part, "")
            field.show_error(partial(self._fault, fault) if fault else "")
        self._painting = True
        try:
            empty = self.tr("Nothing is planned.") if state.known else ""
            self.table.show_rows([self._row(each) for each in state.planned], empty)
            self.table.select(str(state.chosen))
        finally:
            self._painting = False
        self._trouble_box.setVisible(state.trouble is not None)
        self._trouble.say(partial(self._problem, state.trouble))
        self._said.setVisible(state.told is not None)
        self._said.say(partial(self._told, state.told))
        self.call_off.refresh()
        self.call_off.switch(state.selected is not None and not state.busy, self._why_not)
        self.plan.switch(state.known and not state.busy, self._why_not)

    async def sure(self, one: Maintenance, *, begun: bool) -> bool:
        """Ask, with the safe verb focused."""
        return await ask(
            self._look, self, lambda: self.tr("End it now?") if begun else self.tr("Call it off?"),
            self._call_off_verb, lambda: self.tr("Keep it"), danger=False,
            detail=lambda: bidi.fill(self.tr("{reason}: from {from} to {until}."), **{
                "reason": one.reason, "from": _moment(one.begins), "until": _moment(one.ends),
            }),
        )  # fmt: skip

    # ------------------------------------------------------------------ words
    def _call_off_verb(self) -> str:
        one = self._state.selected
        return self.tr("End it") if one is not None and self._state.begun(one) else self.tr("Call it off")

    def _call_off_words(self) -> str:
        one = self._state.selected
        return self.tr("End it now…") if one is not None and self._state.begun(one) else self.tr("Call it off…")

    def _why_not(self) -> str:
        if self._state.busy:
            return self.tr("One moment, please.")
        return self.tr("Nothing is planned.") if self._state.known else self.tr("The server has not answered yet.")

    def _fault(self, fault: str) -> str:
        return {
            "moment": bidi.fill(self.tr("Write a day and a time as {time}."), time=SHOWN),
            "ends-backwards": self.tr("The end comes after the beginning."),
            "ends-over": self.tr("This is over: only what is to come can be planned."),
            "ends-too-long": self.tr("At most 31 days."),
            "reason-missing": self.tr("Say why."), "reason-long": self.tr("At most 200 characters."),
        }.get(fault, self.tr("The server did not take this."))  # fmt: skip

    def _problem(self, message: Message | None) -> str:
        return self._rules.problem(message.code, message.params) if message is not None else ""

    def _told(self, message: Message | None) -> str:
        if message is None:
            return ""
        return {
            "planned": self.tr("It is planned."), "ended": self.tr("It has ended."),
            "called-off": self.tr("It is called off."),
        }[message.code]  # fmt: skip

    def _row(self, one: Maintenance) -> Row:
        begun = self._state.begun(one)
        begins, ends = _moment(one.begins), _moment(one.ends)
        by = self._state.names.get(one.by, "–")
        state = self.tr("Now") if begun else self.tr("To come")
        cells = (
            NumberCell(begins), NumberCell(ends), TextCell(one.reason), TextCell(by, "text2"),
            TextCell(state, "warn" if begun else "text2"),
        )  # fmt: skip
        return Row(str(one.id), cells, f"{begins}, {ends}, {one.reason}, {by}, {state}")

    def _picked(self, key: str) -> None:
        if not self._painting and key and self._intents is not None:
            self._intents.select(int(key))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and getattr(self, "_intents", None) is not None:
            self.render(self._state)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
