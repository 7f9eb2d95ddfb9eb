"""The questions of the page that need more than two buttons: a folder of the server, a file of this PC, the key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mmc_console.desktop.admin.backups.contract import RecoveryKey
from mmc_console.desktop.admin.backups.key_paper import KeyPaper, choose_and_print, lines_of
from mmc_console.desktop.admin.backups.schedule import is_absolute
from mmc_console.desktop.admin.backups.words import BackupWords
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.dialogs import Dialog, OnceDialog
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.tickets.facts import Message


class Say(Protocol):
    """A toast."""

    def __call__(self, message: Message, *, fault: bool = False) -> None: ...


class FolderDialog(Dialog):
    """Which folder of the server a backup is copied to."""

    def __init__(self, look: Look, parent: QWidget, words: BackupWords, present: str) -> None:
        super().__init__(
            look, parent, lambda: self.tr("Copy the backup to a folder of the server"), lambda: self.tr("Copy"),
            lambda: self.tr("Cancel"), name="backup_folder",
        )  # fmt: skip
        self._words = words
        self.body.addWidget(
            Label(
                lambda: self.tr("The folder as the server's PC names it, such as a disk that was just plugged "
                                "in there. "
                                "The copy is checked after it is written."),
                "body", "text2", wrap=True,
            )
        )  # fmt: skip
        self.field = Field(look, lambda: self.tr("Folder on the server"), placeholder="D:/mmc-backup", name="copy_to")
        self.field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.field.set_text(present)
        self.body.addWidget(self.field)
        self.field.edit.setFocus()

    @property
    def folder(self) -> str:
        """What is typed."""
        return self.field.text.strip()

    def accept(self) -> None:
        """Close, unless what stands there is no folder."""
        if is_absolute(self.folder):
            super().accept()
        else:
            self.field.show_error(lambda: self._words.message(Message("folder-wanted")))
            self.field.edit.setFocus()


class SecretDialog(Dialog):
    """How the S3-compatible store is entered. What stands there now is never told, so the fields begin empty."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(
            look, parent, lambda: self.tr("Way into an S3-compatible store"), lambda: self.tr("Keep"),
            lambda: self.tr("Cancel"), name="backup_secret",
        )  # fmt: skip
        self.body.addWidget(
            Label(
                lambda: self.tr("Its address and bucket are in the settings. The key is kept encrypted on the server "
                                "and never shown again. Both fields empty: it is forgotten."),
                "body", "text2", wrap=True,
            )
        )  # fmt: skip
        self.access = Field(look, lambda: self.tr("Access key id"), name="store_access")
        self.secret = Field(look, lambda: self.tr("Secret access key"), secret=True, name="store_secret")
        for field in (self.access, self.secret):
            field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            self.body.addWidget(field)
        self.access.edit.setFocus()

    @property
    def typed(self) -> tuple[str, str]:
        """Both, as they were typed."""
        return self.access.text.strip(), self.secret.text.strip()

    def accept(self) -> None:
        """Close, unless one of them is missing."""
        access, secret = self.typed
        if bool(access) == bool(secret):
            super().accept()
            return
        empty = self.secret if access else self.access
        empty.show_error(lambda: self.tr("Both, or neither."))
        empty.edit.setFocus()


class KeyDialog(OnceDialog):
    """The recovery key, until it is on paper; it is in no file, no clipboard and no log."""

    def __init__(
        self, look: Look, parent: QWidget, words: BackupWords, language: Callable[[], str], key: RecoveryKey, say: Say
    ) -> None:  # fmt: skip
        super().__init__(
            look, parent, lambda: self.tr("Recovery key of the backups"), lambda: self.tr("It is on paper: close"),
            name="recovery_key",
        )  # fmt: skip
        self.setMinimumWidth(640)
        self._words, self._language, self._key, self._say = words, language, key, say
        self.print_it = Button(look, lambda: self.tr("Print…"), icon="printer", name="print_key", pressed=self._print)
        self.body.addWidget(
            Label(
                lambda: self.tr(
                    "This is shown once. Whoever has it and a backup can read the centre's data: put the paper "
                    "into a safe "
                    "place, away from the server. With it and the recovery plan the centre comes back on a new PC."
                ),
                "body", "text2", wrap=True,
            )
        )  # fmt: skip
        self.groups = Label("\n".join(lines_of(key.text)), "number", name="recovery_text")
        self.groups.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.groups.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(self.groups)
        self.body.addWidget(
            Label(lambda: bidi.fill(self.tr("Key {id}"), id=key.id), "caption", "text2", name="recovery_id")
        )
        self.body.addWidget(self.print_it, 0, Qt.AlignmentFlag.AlignLeading)
        self.print_it.setFocus()

    def _print(self) -> None:
        paper = KeyPaper(self._key, self._language(), rtl=bidi.is_rtl(self))
        choose_and_print(self, paper, self._printed)

    def _printed(self, done: bool) -> None:
        self._say(Message("key-printed" if done else "key-not-printed"), fault=not done)
