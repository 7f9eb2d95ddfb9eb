"""How each ticket state, priority, connection form and row badge looks and reads: icon, colours, word.

Takes the states by the names the rules use (`in_service`, `held`…); an unknown one is a KeyError, not a guess.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject

STATE_TOKENS: Final = {
    "waiting": "waiting",
    "called": "called",
    "in_service": "inRoom",
    "held": "onHold",
    "no_show": "noShow",
    "done": "done",
    "transferred": "transferred",
}
"""Rule's name → name in the design. `cancelled` and `unfinished` have no hue."""

STATE_ICONS: Final = {
    "waiting": "hourglass",
    "called": "speakerphone",
    "in_service": "stethoscope",
    "held": "player-pause",
    "no_show": "user-x",
    "done": "circle-check",
    "transferred": "transfer",
    "cancelled": "x",
    "unfinished": "circle-dashed",
}

CONNECTION_ICONS: Final = {
    "online": "cloud-check",
    "slow": "cloud-exclamation",
    "offline": "cloud-off",
    "maintenance": "restore",
    "stranded": "server",
    "pending": "cloud-up",
    "sending": "rotate-2",
    "failed": "alert-octagon",
    "conflict": "git-merge",
}
"""Also the badges at the end of a row that the server has not confirmed."""


class StateWords(QObject):
    """The words of states, priorities and sending."""

    def state(self, name: str) -> str:
        """A ticket state as on its pill."""
        return {
            "waiting": self.tr("Waiting"),
            "called": self.tr("Called"),
            "in_service": self.tr("In room"),
            "held": self.tr("On hold"),
            "no_show": self.tr("No-show"),
            "done": self.tr("Done"),
            "transferred": self.tr("Transferred"),
            "cancelled": self.tr("Cancelled"),
            "unfinished": self.tr("Not finished"),
        }[name]

    def priority(self, name: str) -> str:
        """A ticket's priority."""
        return {
            "normal": self.tr("Normal"),
            "priority": self.tr("Priority"),
            "urgent": self.tr("Urgent"),
        }[name]

    def connection(self, name: str) -> str:
        """The connection's form as on its pill."""
        return {
            "online": self.tr("Online"),
            "slow": self.tr("Slow connection"),
            "offline": self.tr("Offline"),
            "maintenance": self.tr("Maintenance"),
            "stranded": self.tr("Data unreadable"),
        }[name]

    def sending(self, name: str) -> str:
        """How far an action has come on its way to the server."""
        return {
            "pending": self.tr("Waiting to send"),
            "sending": self.tr("Sending"),
            "sent": self.tr("Sent"),
            "failed": self.tr("Not sent"),
            "conflict": self.tr("Conflict"),
        }[name]

    def role(self, name: str) -> str:
        """What a user is here."""
        return {
            "reception": self.tr("Reception"),
            "clinician": self.tr("Clinician"),
            "supervisor": self.tr("Supervisor"),
            "admin": self.tr("Administrator"),
        }[name]
