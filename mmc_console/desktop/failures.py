"""Every failure nobody expected ends here, whichever way it comes: five hooks, one reporter.

Writes one log line with a short code and shows the code. Never raises, never shows a stack trace to a person.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any, Final

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger(__name__)

_QT_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_HARMLESS_QT: Final = ("This plugin does not support propagateSizeHints",)


def code_of(failure: BaseException) -> str:
    """Six characters that are the same each time the same line of the program fails the same way."""
    frames = traceback.extract_tb(failure.__traceback__)
    where = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].name}" if frames else ""
    digest = hashlib.sha256(f"{type(failure).__name__}:{where}".encode()).hexdigest()
    return digest[:6].upper()


class Failures:
    """The reporter. `report` has the shape that `runtime.Tasks` wants."""

    def __init__(self, show: Callable[[str], None] | None = None) -> None:
        self._show = show
        self._showing = False
        self._before: tuple[Any, Any, Any, Any] | None = None

    def show_with(self, show: Callable[[str], None]) -> None:
        """From now on codes are shown by *show*: the window exists."""
        self._show = show

    def report(self, name: str, failure: BaseException) -> None:
        """Log *failure* of *name* with its code and show the code."""
        for each in _leaves(failure):
            code = code_of(each)
            log.error("failure %s in %s", code, name, exc_info=each)
            self._show_code(code)

    def _show_code(self, code: str) -> None:
        if self._show is None or self._showing:
            return
        self._showing = True
        try:
            self._show(code)
        except Exception:  # the last line of defence: showing failed, the log has both
            log.exception("could not show the code %s", code)
        finally:
            self._showing = False

    # ------------------------------------------------------------------ the hooks
    def install(self) -> None:
        """Take over `sys.excepthook`, `threading.excepthook`, `sys.unraisablehook` and Qt's messages."""
        qt = qInstallMessageHandler(self._qt_message)
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook, qt)
        sys.excepthook = self._uncaught
        threading.excepthook = self._in_thread
        sys.unraisablehook = self._unraisable

    def install_loop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take over what *loop* would print: failures of tasks nobody awaited."""
        loop.set_exception_handler(self._in_loop)

    def remove(self) -> None:
        """Give the hooks back to whom they belonged."""
        if self._before is not None:
            sys.excepthook, threading.excepthook, sys.unraisablehook, qt = self._before
            qInstallMessageHandler(qt)
            self._before = None

    def _uncaught(self, kind: type[BaseException], failure: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, failure, trace)
        else:
            self.report("slot", failure)

    def _in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self.report(f"thread {args.thread.name if args.thread else '?'}", args.exc_value)

    def _unraisable(self, args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            self.report(f"cleanup: {args.err_msg or 'object'}", args.exc_value)

    def _in_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        failure = context.get("exception")
        if isinstance(failure, BaseException):
            self.report(str(context.get("message", "loop")), failure)
        else:
            log.error("loop: %s", context.get("message"))

    def _qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if not any(text in message for text in _HARMLESS_QT):
            log.log(_QT_LEVELS[kind], "Qt: %s", message)


def _leaves(failure: BaseException) -> list[BaseException]:
    """The failures inside groups, flat."""
    if isinstance(failure, BaseExceptionGroup):
        return [leaf for each in failure.exceptions for leaf in _leaves(each)]
    return [failure]
