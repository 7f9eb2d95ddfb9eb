"""Joins the shell's window and presenter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication

from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.shell.contract import Geometry, Program
from mmc_console.desktop.shell.presenter import Presenter
from mmc_console.desktop.shell.window import Window


@dataclass(frozen=True, slots=True)
class Shell:
    """The window and who tells it what to show."""

    window: Window
    presenter: Presenter


def build(
    app: QApplication,
    look: Look,
    languages: Languages,
    geometry: Geometry,
    program: Program,
    now: Callable[[], float],
) -> Shell:
    """A window that is not shown yet; add pages and covers to it, then `presenter.show(...)`."""
    window = Window(app, look, lambda: languages.next, geometry, now)
    presenter = Presenter(window, program)
    window.bind(presenter)
    return Shell(window, presenter)
