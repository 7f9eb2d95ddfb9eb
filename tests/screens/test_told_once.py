"""What the server tells once, and the lock: nothing of it stands over the cover."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.desktop.admin.audit.dialogs import CopiesDialog
from mmc_console.desktop.admin.audit.words import AuditWords
from mmc_console.desktop.admin.backups.contract import RecoveryKey
from mmc_console.desktop.admin.backups.dialogs import KeyDialog
from mmc_console.desktop.admin.backups.words import BackupWords
from mmc_console.desktop.admin.users.dialogs import PasswordDialog
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.locking import NothingAbove
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.wire.keys import KeyCopy
from tests.screens.users_page import SECRET, somebody
from tests.unit.desktop.admin.office import KEY
from tests.unit.desktop.admin.test_audit_reading import AT

Make = Callable[[Look, QWidget], QDialog]


def _copies(look: Look, over: QWidget) -> QDialog:
    words = AuditWords(RuleWords(lambda: None, lambda: "en"))
    return CopiesDialog(look, over, words, (KeyCopy("field", 1, KEY),), lambda _: None)


def _key(look: Look, over: QWidget) -> QDialog:
    words = BackupWords(RuleWords(lambda: None, lambda: "en"))
    key = RecoveryKey("0a1b2c3d4e5f6071", KEY, {"en": "Centre"}, AT)
    return KeyDialog(look, over, words, lambda: "en", key, lambda *_, **__: None)


def _password(look: Look, over: QWidget) -> QDialog:
    return PasswordDialog(look, over, somebody(2, "noora", "Noora"), SECRET, lambda _: None)


@pytest.mark.parametrize("make", [_copies, _key, _password])
def test_the_lock_closes_what_is_told_once_and_lets_none_of_it_open(
    qapp: QApplication, qtbot: QtBot, look: Look, languages: Languages, make: Make
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = make(look, window)
    dialog.open()
    qapp.sendEvent(dialog, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier))
    assert dialog.isVisible(), "no key turns it away"
    cross = QCloseEvent()
    assert not cross.spontaneous()
    dialog.reject()  # as the lock does with whatever lies above the window
    assert not dialog.isVisible()
    locked = NothingAbove(qapp, lambda: True)
    late = make(look, window)
    late.open()
    qtbot.waitUntil(lambda: not late.isVisible())
    qapp.removeEventFilter(locked)
    assert QApplication.activeModalWidget() is None, "and nothing unseen keeps the cover from being used"
