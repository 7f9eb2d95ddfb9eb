"""Questions are opened and awaited: the rest of the program goes on meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.dialogs import ask
from mmc_console.desktop.kit.look import Look
from tests.desktop_parts import click, press

Run = Callable[[Coroutine[Any, Any, Any]], Any]
CODE = Path(__file__).parents[4] / "mmc_console" / "desktop"


def answered(look: Look, qt_run: Run, act: Callable[[QDialog], None]) -> bool:
    """What `ask` answers when a person does *act* with the open dialog."""

    async def main() -> bool:
        parent = QWidget()
        parent.show()
        ticks: list[int] = []

        def do() -> None:
            if len(ticks) < 3:  # other tasks go on while the question is open
                QTimer.singleShot(0, do)
                return
            dialog = parent.findChild(QDialog, "ask")
            assert isinstance(dialog, QDialog)
            focus = dialog.focusWidget()
            assert focus is not None
            assert focus.objectName() == "cancel", "the safe button has the keyboard"
            ring = dialog.findChild(QWidget, "focus_ring")
            assert ring is not None
            assert ring.isVisible()
            assert ring.geometry().contains(focus.geometry()), "and shows it"
            act(dialog)

        async def ticking() -> None:
            while True:
                ticks.append(1)
                await asyncio.sleep(0)

        async with asyncio.TaskGroup() as group:
            ticker = group.create_task(ticking())
            QTimer.singleShot(0, do)
            question = "إغلاق لهذا اليوم: العيون؟"
            answer = await ask(look, parent, question, "إغلاق العيادة", "إلغاء", detail="42 مراجعًا")
            ticker.cancel()
        parent.close()
        parent.deleteLater()
        return answer

    return bool(qt_run(main()))


def _button(dialog: QDialog, name: str) -> Button:
    found = dialog.findChild(Button, name)
    assert isinstance(found, Button)
    return found


@pytest.mark.parametrize(
    ("act", "answer"),
    [
        (lambda dialog: click(_button(dialog, "confirm")), True),
        (lambda dialog: click(_button(dialog, "cancel")), False),
        (lambda dialog: press(dialog, Qt.Key.Key_Escape), False),
        (lambda dialog: press(dialog, Qt.Key.Key_Return, ctrl=True), True),
        (lambda dialog: press(_button(dialog, "cancel"), Qt.Key.Key_Return), False),
    ],
    ids=["verb", "cancel", "Esc", "Ctrl+Enter", "Enter on the safe button"],
)
def test_a_question_is_answered(
    look: Look, qt_run: Run, qapp: QApplication, act: Callable[[QDialog], None], answer: bool
) -> None:
    assert answered(look, qt_run, act) is answer


def test_no_code_executes_a_dialog() -> None:
    for file in CODE.rglob("*.py"):
        assert ".exec(" not in file.read_text(encoding="utf-8"), file
