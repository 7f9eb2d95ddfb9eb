"""The line on top: whether the data is safe, what it rests on, and why a backup is late."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from mmc_console.desktop.admin.again_dialog import AgainWords, again_button
from mmc_console.desktop.admin.backups.contract import Level, State
from mmc_console.desktop.admin.backups.words import BackupWords
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look

_LOOKS: Final[dict[Level, tuple[str, str]]] = {
    "unknown": ("info-circle", "info"), "safe": ("shield-check", "ok"), "late": ("alert-triangle", "warn"),
    "unsafe": ("alert-octagon", "danger"),
}  # fmt: skip


class SafetyBox(QFrame):
    """Icon, sentence and colour say the same."""

    def __init__(self, look: Look, words: BackupWords, sign_in: Callable[[], None]) -> None:
        super().__init__()
        self._words = words
        self.setObjectName("backups_safety")
        self._icon = IconLabel(look, "info-circle", "info", 20)
        self.sentence = Label("", "bodyStrong", name="backups_sentence", wrap=True)
        self.proofs = Label("", "caption", "text2", name="backups_proofs", wrap=True)
        self.reasons = Label("", "body", name="backups_reasons", wrap=True)
        self.why = Button(look, "", kind="link", name="backups_why")
        self.sign_in = again_button(look, AgainWords(self), "backups", sign_in)
        self.again = Button(look, lambda: self.tr("Try again"), icon="refresh", name="backups_again")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for label in (self.sentence, self.reasons, self.proofs):
            texts.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addLayout(texts, 1)
        row.addWidget(self.why)
        row.addWidget(self.sign_in)
        row.addWidget(self.again)

    def show_state(self, state: State) -> None:
        """Say how things stand."""
        icon, tint = _LOOKS["unsafe" if state.phase == "failed" else state.level]
        self._icon.show_icon(icon, tint)
        if self.property("tint") != tint:
            self.setProperty("tint", tint)
            self.style().unpolish(self)
            self.style().polish(self)
        self.sentence.say(lambda: self._words.sentence(state))
        proofs = self._words.proofs(state)
        self.proofs.say(lambda: self._words.proofs(state))
        self.proofs.setVisible(bool(proofs))
        open = state.why and state.level in ("late", "unsafe") and bool(state.reasons)
        self.reasons.say((lambda: self._words.reasons(state)) if open else "")
        self.reasons.setVisible(open)
        late = state.overdue
        self.why.say(lambda: self.tr("Close") if open else self.tr("Why late?") if late else self.tr("What is wrong?"))
        self.why.setVisible(state.level == "late" and bool(state.reasons))
        self.sign_in.setVisible(state.refused)
        self.again.setVisible(state.phase == "failed")
