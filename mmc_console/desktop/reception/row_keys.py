"""The keys of a selected row, alike on every page of the reception: one action for each verb, off with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from mmc_console.desktop.kit.actions import Action
from mmc_console.desktop.tickets.gates import HIDDEN, Gate, Verb
from mmc_console.desktop.tickets.words import TicketWords

_KEYS: dict[Verb, tuple[str, str, str, bool]] = {
    "transfer": ("F4", "Alt+6", "transfer", True),
    "recall": ("F7", "Alt+2", "volume", True),
    "start": ("F9", "Alt+3", "user-check", True),
    "no_show": ("F11", "Alt+5", "user-x", True),
    "hold": ("Shift+F9", "Alt+7", "player-pause", False),
    "reprint": ("Ctrl+P", "Shift+F2", "printer", True),
    "requeue": ("", "", "restore", False),
    "set_priority": ("", "", "star", False),
    "correct_patient": ("", "", "pencil", False),
    "change_exam": ("", "", "route", False),
    "add_stop": ("", "", "plus", False),
    "skip_stop": ("", "", "arrow-right", False),
    "cancel": ("", "", "x", False),
    "details": ("", "", "id", False),
}

REPRINT_ROW = "reprint_row"


class RowKeys(QObject):
    """Makes the actions, with their words."""

    def __init__(self, tickets: TicketWords) -> None:
        super().__init__()
        self._tickets = tickets

    def actions(self, gates: Mapping[Verb, Gate], act: Callable[[Verb], None]) -> list[Action]:
        """One for each verb; *act* is told which was pressed."""
        return [self._action(verb, gates, act) for verb in _KEYS]

    def reprint_row(self, gates: Mapping[Verb, Gate], run: Callable[[], None]) -> Action:
        """In a row's menu it means that row; the key, whoever's paper has just failed."""
        gate = gates.get("reprint", HIDDEN)
        return Action(
            REPRINT_ROW, lambda: self._word("reprint"), run, "printer", enabled=gate.on,
            reason=lambda: self._tickets.reason(gate.code, gate.params), bar=False, sheet=False,
        )  # fmt: skip

    def _action(self, verb: Verb, gates: Mapping[Verb, Gate], act: Callable[[Verb], None]) -> Action:
        key, twin, icon, bar = _KEYS[verb]
        does: Verb = "resume" if verb == "hold" and gates.get("resume", HIDDEN).on else verb
        gate = gates.get(does, HIDDEN)
        return Action(
            verb, lambda: self._word(does), lambda: act(does), icon, key, twin, gate.on,
            lambda: self._tickets.reason(gate.code, gate.params), bar,
        )  # fmt: skip

    def _word(self, verb: Verb) -> str:
        return {
            "transfer": self.tr("Transfer…"), "recall": self.tr("Recall"), "start": self.tr("Arrived"),
            "no_show": self.tr("No-show"), "hold": self.tr("Hold"), "resume": self.tr("Resume"),
            "reprint": self.tr("Reprint"), "requeue": self.tr("Return to queue"),
            "set_priority": self.tr("Change priority…"), "correct_patient": self.tr("Correct the details…"),
            "change_exam": self.tr("Change the exam…"), "add_stop": self.tr("Add a clinic…"),
            "skip_stop": self.tr("Leave out a clinic…"), "cancel": self.tr("Cancel ticket…"),
            "details": self.tr("Details"),
        }[verb]  # fmt: skip
