"""The questions of the page: what a publication changes and when it is to be, whose draft goes on, a new code."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtWidgets import QWidget

from mmc_console.desktop.admin.clinics.contract import Moment, State, Tab
from mmc_console.desktop.admin.clinics.words import ClinicsWords
from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.dialogs import Dialog
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.rows import Column, Row, TextCell
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.toggles import ToggleRow
from mmc_console.domain.centre_diff import Difference
from mmc_console.wire.centre import CheckAnswer, When

_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_WHEN: Final[tuple[When, ...]] = ("now", "next-day", "at")
_HEIGHT: Final = 220


class ReviewDialog(Dialog):
    """The differences, what they mean for who is here, and the moment."""

    def __init__(
        self, look: Look, parent: QWidget, words: ClinicsWords, language: Callable[[], str], state: State,
        check: CheckAnswer, next_day: datetime, problem: str,
    ) -> None:  # fmt: skip
        super().__init__(
            look, parent, lambda: self.tr("Publish the draft"), lambda: self.tr("Publish"),
            lambda: self.tr("Go on writing"), name="publish",
        )  # fmt: skip
        self.setMinimumWidth(860)
        self._words, self._language, self._state, self._check = words, language, state, check
        self._refusing = tuple(effect for effect in check.effects if effect.refuses)
        table = TicketTable(
            look,
            (Column(lambda: self.tr("What")), Column(lambda: self.tr("Now")), Column(lambda: self.tr("Then"))),
            lambda: self.tr("What changes"), name="publish_differences",
        )  # fmt: skip
        table.setFixedHeight(_HEIGHT)
        table.show_rows([self._row(n, each) for n, each in enumerate(check.differences)])
        self.body.addWidget(table)
        for n, effect in enumerate(check.effects):
            ink = "danger" if effect.refuses else "text"
            text = words.effect(effect, state)
            self.body.addWidget(Label(text, "body", ink, wrap=True, name=f"effect_{n}"))
        if not check.effects:
            self.body.addWidget(Label(lambda: self.tr("Nobody who is here now is touched by it."), "body", "text2"))
        self.when = ToggleRow(
            look,
            (
                ("now", lambda: self.tr("Now")),
                ("next-day", lambda: fill(self.tr("With the next day: {time}"), time=words.moment(next_day))),
                ("at", lambda: self.tr("At a moment")),
            ),
            name="publish_when",
        )  # fmt: skip
        self.at = Field(look, lambda: self.tr("Day and time, as 2026-12-31 06:00"), name="publish_at")
        self.at.edit.setMaximumWidth(260)
        self.body.addWidget(self.when)
        self.body.addWidget(self.at)
        self.at.set_text(words.moment(next_day))
        if problem:
            self.at.show_error(lambda: self.tr("Write a moment to come as 2026-12-31 06:00."))
        self.when.chosen.connect(lambda _: self._switch())
        self.when.show_choice("at" if problem else "next-day" if self._refusing else "now")
        self._switch()

    @property
    def moment(self) -> Moment:
        """What was chosen."""
        when: When = next((when for when in _WHEN if when == self.when.choice), "now")
        return Moment(when, self.at.text)

    def _switch(self) -> None:
        self.at.setVisible(self.when.choice == "at")
        barred = bool(self._refusing) and self.when.choice == "now"
        self.confirm.switch(not barred, lambda: self._words.effect(self._refusing[0], self._state))

    def _row(self, n: int, each: Difference) -> Row:
        language, answer = self._language(), self._state.answer
        what = self._words.lines.place(each.place, answer, language)
        old, new = (self._words.lines.value(raw, language, answer) for raw in (each.old, each.new))
        if each.kind == "moved":
            old, new = "", self.tr("in another order")
        cells = (TextCell(what), TextCell(old or "–", "text2"), TextCell(new or self.tr("removed")))
        return Row(str(n), cells, f"{what}: {old} {new}")


class SettleDialog(Dialog):
    """Somebody else has saved meanwhile; both versions are kept whichever goes on."""

    def __init__(self, look: Look, parent: QWidget, by: str, at: str) -> None:
        super().__init__(
            look, parent, lambda: self._headline(by, at), lambda: self.tr("Go on"), lambda: self.tr("Decide later"),
            name="settle",
        )  # fmt: skip
        self.whose = ToggleRow(
            look,
            (("mine", lambda: self.tr("My version goes on")), ("theirs", lambda: self.tr("The other version goes on"))),
            name="settle_whose",
        )  # fmt: skip
        self.whose.show_choice("mine")
        self.body.addWidget(self.whose)
        self.body.addWidget(
            Label(
                lambda: self.tr("The other one is not lost: it can be taken up again under Publications."),
                "caption",
                "text2",
                wrap=True,
            )
        )

    def _headline(self, by: str, at: str) -> str:
        if not by:
            return self.tr("Somebody has dropped or published the draft meanwhile.")
        try:
            time = datetime.fromisoformat(at).strftime("%H:%M")
        except ValueError:
            time = "…"
        return fill(self.tr("{by} has saved the draft at {time}, while you were writing."), by=by, time=time)


class CodeDialog(Dialog):
    """The code of something new: it stays, so it is asked for before anything else."""

    def __init__(self, look: Look, parent: QWidget, what: Tab, taken: tuple[str, ...]) -> None:
        titles = {
            "clinics": lambda: self.tr("A new clinic"), "exams": lambda: self.tr("A new exam type"),
        }  # fmt: skip
        super().__init__(
            look, parent, titles.get(what, lambda: self.tr("A new floor")), lambda: self.tr("Add"),
            lambda: self.tr("Cancel"), name="new_code",
        )  # fmt: skip
        self._taken, self._floor = taken, what == "centre"
        self.code = Field(look, lambda: self.tr("Code, such as eyes_2; it never changes"), name="code")
        self.code.entered.connect(self.accept)
        self.body.addWidget(self.code)
        self.code.edit.setFocus()

    def accept(self) -> None:
        """Close, unless it is none."""
        text = self.code.text.strip() if self._floor else self.code.text.strip().lower()
        if text in self._taken:
            self.code.show_error(lambda: self.tr("This code is there already."))
        elif not _CODE.fullmatch(text.lower()):
            self.code.show_error(lambda: self.tr("Small letters a to z, digits, - and _ only."))
        else:
            super().accept()

    @property
    def chosen(self) -> str:
        """The code."""
        return self.code.text.strip() if self._floor else self.code.text.strip().lower()
