"""One visit at the reading end: who, which exam, where in the pathway, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.buttons import ActionButton
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.moments import clock_time
from mmc_console.desktop.kit.overlay import Drawer
from mmc_console.desktop.kit.pill import Pill
from mmc_console.desktop.kit.states import StateWords
from mmc_console.desktop.tickets.details import Details
from mmc_console.desktop.tickets.facts import word_in

_STOP_LOOKS = {
    "done": ("check", "okTint", "ok"), "here": ("stethoscope", "infoTint", "info"),
    "todo": ("circle-dashed", "surface2", "text2"), "skipped": ("x", "surface2", "text3"),
    "left": ("arrow-back-up", "warnTint", "warn"),
}  # fmt: skip


class DetailsDrawer(Drawer):
    """Filled anew each time it is opened."""

    def __init__(
        self, look: Look, over: QWidget, actions: ActionList, language: Callable[[], str], buttons: Iterable[str]
    ) -> None:
        """*buttons*: the page's actions offered below."""
        super().__init__(look, over, "", lambda: self.tr("Close"), name="details")
        self._language, self._states = language, StateWords()
        self._details: Details | None = None
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._content)
        self.body.addStretch(1)
        line = QHBoxLayout()
        for id in buttons:
            line.addWidget(ActionButton(look, actions, id))
        line.addStretch(1)
        self.body.addLayout(line)

    def show_visit(self, details: Details) -> None:
        """Show *details* and open."""
        self._details = details
        self.title.say(bidi.ltr(details.label))
        self._fill(details)
        self.open()

    def follow(self, details: Details | None) -> None:
        """The same visit as it is now; nothing open any more, or another one's keys below it: close."""
        if self.isHidden():
            return
        if details is None or self._details is None or details.ticket != self._details.ticket:
            self.shut()
        elif details != self._details:
            self._details = details
            self._fill(details)

    def say_again(self) -> None:
        """The same visit in the new language."""
        if self._details is not None:
            self._fill(self._details)

    def _fill(self, details: Details) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        language = self._language()
        state = Pill(self._look)
        state.show_state(details.state, self._states.state(details.state))
        self._column.addWidget(_line([state, Label(bidi.iso(word_in(details.clinic, language)), "bodyStrong")]))
        facts = [
            (self.tr("Examinee"), bidi.iso(details.name)),
            (self.tr("ID or service number"), bidi.ltr(details.number)),
            (self.tr("Exam"), bidi.iso(word_in(details.exam, language)) if details.exam else ""),
            (self.tr("Registered at"), bidi.ltr(clock_time(details.registered))),
            (
                self.tr("Other numbers of this visit"),
                bidi.listed(map(bidi.ltr, details.aliases)) if details.aliases else "",
            ),
        ]
        for caption, value in facts:
            if value:
                self._column.addWidget(Label(caption, "caption", "text2"))
                self._column.addWidget(Label(value, "body"))
        pills = []
        for stop in details.pathway:
            pill = Pill(self._look)
            pill.show_plain(_STOP_LOOKS[stop.state][0], word_in(stop.name, language), *_STOP_LOOKS[stop.state][1:])
            pills.append(pill)
        for start in range(0, len(pills), 5):
            self._column.addWidget(_line(list(pills[start : start + 5])))


def _line(widgets: list[QWidget]) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 2, 0, 2)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return box
