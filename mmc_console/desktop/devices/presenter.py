"""Turns what a person chooses into a printer, and tries it before it is kept. No Qt."""

from __future__ import annotations

import sys
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path, PureWindowsPath
from typing import Any, get_args

from mmc_console.desktop.devices.contract import Desk, Fault, Read, State, View
from mmc_console.desktop.paper.choice import Kind, PrinterChoice
from mmc_console.desktop.paper.links import place_of
from mmc_console.desktop.printing import NoPrinterSet, Paper, PrintingFailed
from mmc_console.domain.paper_code import PREFIX

Start = Callable[[str, Coroutine[Any, Any, None]], bool]


class Presenter:
    """The only holder of the dialog's State."""

    def __init__(self, desk: Desk, view: View, start: Start, sample: Callable[[], Paper], *, may_change: bool) -> None:
        """*sample* is what a test prints."""
        self._desk, self._view, self._start, self._sample = desk, view, start, sample
        self._state = State(choice=desk.choice, printer=desk.state, may_change=may_change)
        self._open = True
        self._forget = desk.on_change(self._printer_changed)
        self._view.render(self._state)

    @property
    def state(self) -> State:
        """What the dialog shows."""
        return self._state

    def close(self) -> None:
        """The dialog goes away."""
        self._forget()
        self._open = False

    async def look(self) -> None:
        """Ask the system for its printers."""
        self._show(systems=await self._desk.systems())

    # ------------------------------------------------------------------ intents
    def choose_kind(self, kind: str) -> None:
        found: Kind = next((k for k in get_args(Kind) if k == kind), "none")
        if found != self._state.choice.kind:
            kept = self._desk.choice
            self._choose(kind=found, target=kept.target if kept.kind == found else "")

    def edit_target(self, text: str) -> None:
        self._choose(target=text.strip())

    def choose_width(self, width: str) -> None:
        self._choose(width=58 if width == "58" else 80)

    def choose_baud(self, baud: str) -> None:
        self._choose(baud=int(baud))

    def choose_named(self, named: str) -> None:
        self._choose(named=named == "named")

    def print_test(self) -> None:
        if self._state.test != "running" and self.check():
            self._show(test="running")
            self._start("print-test", self._test(self._state.choice))

    def check(self) -> bool:
        """Whether the choice can be kept; else the dialog says what is wrong with it."""
        fault = _fault(self._state.choice)
        self._show(fault=fault)
        return not fault

    def keep(self) -> None:
        """From now on this is the desk's printer."""
        if self._state.may_change and self._state.choice != self._desk.choice:
            self._desk.choose(self._state.choice)

    def scanned(self, read: Read) -> None:
        """A scanner has typed something."""
        self._show(read=replace(read, ticket=read.text.upper().startswith(f"{PREFIX}-")))

    # ------------------------------------------------------------------ inside
    async def _test(self, choice: PrinterChoice) -> None:
        found: dict[str, Any] = {"test": "printed"}
        try:
            await self._desk.test(choice, self._sample())
        except NoPrinterSet:
            found = {"test": "failed", "trouble": "none"}
        except PrintingFailed as failure:
            found = {"test": "failed", "trouble": failure.code}
        if choice == self._state.choice:  # another one is being chosen by now: nothing is known of that
            self._show(**found)

    def _choose(self, **changes: Any) -> None:
        choice = replace(self._state.choice, **changes)
        if {"kind", "target"} & changes.keys():
            choice = replace(choice, tells=False)  # nothing is known of another printer
        self._show(choice=choice, fault="", test="")

    def _printer_changed(self) -> None:
        self._show(printer=self._desk.state)

    def _show(self, **changes: Any) -> None:
        if not self._open:
            return  # what was asked of a printer may be answered long after the dialog
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._view.render(state)


def _fault(choice: PrinterChoice) -> Fault:
    if choice.kind == "network":
        try:
            place_of(choice.target)
        except ValueError:
            return "address"
    if choice.kind == "device" and not _is_device(choice.target):
        return "device"
    if choice.kind == "system" and not choice.target:
        return "not-chosen"
    if choice.kind == "pdf" and not (choice.target and Path(choice.target).is_absolute()):
        return "folder"
    return ""


def _is_device(target: str) -> bool:
    """`/dev/usb/lp0` here, `COM3` or `LPT1` on Windows."""
    if sys.platform == "win32":
        return bool(target) and PureWindowsPath(target).name == target.removeprefix("\\\\.\\")
    return target.startswith("/") and not Path(target).is_dir()
