"""Holds what the window shows and passes on what a person asks. No Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mmc_console.desktop.shell.contract import Condition, ConditionCode, Program, State, View


class Presenter:
    """The only copy of the shell's State."""

    def __init__(self, view: View, program: Program) -> None:
        self._view, self._program = view, program
        self._state = State()

    @property
    def state(self) -> State:
        """What is shown now."""
        return self._state

    # ------------------------------------------------------------------ what the program tells
    def show(self, **changes: Any) -> None:
        """Replace fields of the State; nothing is painted when nothing changed."""
        fresh = replace(self._state, **changes)
        if fresh != self._state:
            self._state = fresh
            self._view.render(fresh)

    def show_again(self) -> None:
        """Paint once more: the language changed."""
        self._view.render_again()

    def show_condition(self, condition: Condition) -> None:
        """A lasting condition began, or its value changed."""
        others = tuple(c for c in self._state.conditions if c.code != condition.code)
        self.show(conditions=(*others, condition))

    def end_condition(self, code: ConditionCode) -> None:
        """A lasting condition has ended."""
        self.show(conditions=tuple(c for c in self._state.conditions if c.code != code))

    # ------------------------------------------------------------------ what a person asks
    def switch_language(self) -> None:
        self._program.switch_language()

    def lock(self) -> None:
        self._program.lock()

    def switch_user(self) -> None:
        self._program.switch_user()

    def sign_out(self) -> None:
        self._program.sign_out()

    def search(self, text: str) -> None:
        self._program.search(self._state.page, text)

    def open_pending(self) -> None:
        self._view.open_drawer("pending")

    def open_alerts(self) -> None:
        self._view.open_drawer("alerts")

    def go_to(self, page: str) -> None:
        """Show *page* if this person has it."""
        if page in self._state.pages and page != self._state.page:
            self.show(page=page)
            self._program.page_shown(page)

    def choose_place(self, key: str) -> None:
        self._program.choose_place(key)

    def refresh(self) -> None:
        self._program.refresh()

    def undo(self) -> None:
        if self._state.undo:
            self._program.undo()

    def banner_pressed(self) -> None:
        """The banner's one action: offline opens the pending list, who can restore is led there, the rest is the
        program's."""
        banner = self._state.banner
        if banner is None:
            return
        if self._state.leads_to_backups:
            self.go_to("backups")
        elif banner.code in ("stranded", "maintenance", "offline", "alone", "not-taking"):
            self._view.open_drawer("pending")
        else:
            self._program.condition_pressed(banner.code)

    def open_settings(self) -> None:
        self._program.open_settings()

    def open_board(self) -> None:
        self._program.open_board()

    def open_devices(self) -> None:
        self._program.open_devices()

    def close(self) -> None:
        self._program.close()
