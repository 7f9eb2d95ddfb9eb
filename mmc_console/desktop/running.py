"""Qt's application and asyncio's loop as one: the same for a console, a kiosk and a board."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from typing import Any

os.environ.setdefault("QT_API", "pyside6")

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from mmc_console.desktop.failures import Failures
from mmc_console.desktop.garbage import Searching

Program = Callable[[QApplication, Failures], Coroutine[Any, Any, int]]


def application(name: str) -> QApplication:
    """The one application; closing its last window does not end it."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([name])
    app.setApplicationName(name)
    app.setDesktopFileName(name)
    app.setQuitOnLastWindowClosed(False)
    return app


def run_to_its_end(name: str, program: Program) -> int:
    """Run *program* on one loop; what fails in it is reported. Returns its exit code."""
    app = application(name)
    failures = Failures()
    failures.install()
    searching = Searching()
    try:
        with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
            failures.install_loop(runner.get_loop())
            return runner.run(program(app, failures))
    finally:
        searching.stop()
        failures.remove()
