"""Turns what the rules and the log carry into words: actions by name, and a refusal's parameters made readable.

Names of users are told only where the server sends them; an id nobody can read is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QObject

from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.moments import clock_time
from mmc_console.desktop.kit.problems import Problems
from mmc_console.desktop.kit.states import STATE_ICONS, StateWords
from mmc_console.desktop.tickets.taking_back import FINISH_CALL_NEXT
from mmc_console.domain.centre import Center
from mmc_console.domain.ids import ClinicCode, ExamCode
from mmc_console.domain.service_day import calendar_of

Params = Mapping[str, str | int]


class RuleWords(QObject):
    """Sentences for codes and actions, in the present language, with the centre's own names."""

    def __init__(self, center: Callable[[], Center | None], language: Callable[[], str]) -> None:
        super().__init__()
        self._center, self._language = center, language
        self._problems, self._states = Problems(), StateWords()
        self._actions: dict[str, str] = {}
        self._actions_in = ""
        """In which language these are, told by the first of them."""

    def problem(self, code: str, params: Params) -> str:
        """What *code* means for the person in front of the screen."""
        known = "number-taken" if code == "bad-number" and params.get("reason") == "taken" else code
        return self._problems.text(known, self._readable(params))

    def action(self, kind: str) -> str:
        """What an action is called. A list says it for hundreds of rows: all are asked for once a language."""
        if self._actions_in != (first := self.tr("Registration")):
            self._actions, self._actions_in = self._named(), first
        return self._actions.get(kind, kind)

    def _named(self) -> dict[str, str]:
        return {
            "register_visit": self.tr("Registration"), "issue_ticket": self.tr("Ticket"),
            "call_next": self.tr("Call"), "call_ticket": self.tr("Call by hand"), "recall": self.tr("Recall"),
            "start": self.tr("Arrival"), "finish": self.tr("Finish"), "refer": self.tr("Referral"),
            "no_show": self.tr("No-show"), "requeue": self.tr("Return to queue"), "hold": self.tr("Hold"),
            "resume": self.tr("Resume"), "transfer": self.tr("Transfer"), "admit": self.tr("Admission"),
            "set_priority": self.tr("Priority"), "add_stop": self.tr("Clinic added"),
            "skip_stop": self.tr("Clinic skipped"), "change_exam": self.tr("Change of exam"),
            "correct_patient": self.tr("Correction"), "cancel": self.tr("Cancellation"), "undo": self.tr("Undo"),
            "override": self.tr("Own version"), "open_clinic": self.tr("Clinic opened"),
            "pause_clinic": self.tr("Clinic paused"), "close_clinic": self.tr("Clinic closed"),
            "take_room": self.tr("Room taken"), "leave_room": self.tr("Room left"),
            FINISH_CALL_NEXT: self.tr("Finish and call next"),
        }  # fmt: skip

    def action_on(self, kind: str, label: str) -> str:
        """An action and the ticket it is about."""
        if label and kind == FINISH_CALL_NEXT:
            return fill(self.tr("Finish {ticket} and call next"), ticket=label)
        return fill("{action} {ticket}", action=self.action(kind), ticket=label) if label else self.action(kind)

    def undo_of(self, kind: str, label: str) -> str:
        """What Ctrl+Z would take back."""
        return fill(self.tr("Undo: {part}"), part=self.action_on(kind, label))

    def undone(self, kind: str, label: str) -> str:
        """What was taken back."""
        return fill(self.tr("Undone: {part}"), part=self.action_on(kind, label))

    def filled(self, sentence: str, params: Params) -> str:
        """A *sentence* of a screen's own, with such parameters made readable."""
        values = {name: word for name, word in self._readable(params).items() if "{" + name + "}" in sentence}
        return fill(sentence, **values)

    def _readable(self, params: Params) -> dict[str, str | int]:
        return {name: self._word(name, value, params) for name, value in params.items()}

    def _word(self, name: str, value: str | int, params: Params) -> str | int:
        center, language = self._center(), self._language()
        text = str(value)
        if name == "clinic" and center is not None:
            clinic = center.clinic(ClinicCode(text))
            return clinic.name.get(language, text) if clinic else text
        if name == "exam" and center is not None:
            exam = center.exam(ExamCode(text))
            return exam.name.get(language, text) if exam else text
        if name == "state":
            return self._states.state(text) if text in STATE_ICONS else text
        if name == "action":
            return self.action(text)
        if name == "by":
            return str(params.get("by_name", ""))
        if name in ("at", "until"):
            try:
                zone = calendar_of(center.center).zone if center is not None else None
                return clock_time(datetime.fromisoformat(text), zone)
            except ValueError:
                return text
        return value
