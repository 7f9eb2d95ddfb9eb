"""A file of this PC, asked for in the system's own window: opened and awaited, never executed."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


async def choose_target(parent: QWidget, title: str, name: str, *, kinds: str = "") -> Path | None:
    """Where a file is to be written, *name* being offered with its ending; None when the person turns away.

    *kinds*: which files are shown, as Qt writes it.
    """
    dialog = QFileDialog(parent, title, "", _readable(kinds))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.selectFile(name)
    return await _chosen(dialog)


async def choose_source(parent: QWidget, title: str, *, kinds: str = "") -> Path | None:
    """Which file is to be read; None when the person turns away."""
    dialog = QFileDialog(parent, title, "", _readable(kinds))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return await _chosen(dialog)


def _readable(kinds: str) -> str:
    """Patterns from left to right also behind Arabic words; Qt cuts them out of the brackets, where no mark may be."""
    return kinds.replace(" (", " \N{LEFT-TO-RIGHT MARK}(")


async def _chosen(dialog: QFileDialog) -> Path | None:
    done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    dialog.finished.connect(lambda result: None if done.done() else done.set_result(result))
    dialog.open()
    try:
        chosen = dialog.selectedFiles() if await done else []
    finally:
        dialog.close()
        dialog.deleteLater()
    return Path(chosen[0]) if chosen else None
