"""Choosing and trying the printer: what is typed wrong is said, what is right is tried before it is kept. No Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from mmc_console.client.files import Settings
from mmc_console.desktop.devices.contract import Fault, Read, State
from mmc_console.desktop.devices.presenter import Presenter
from mmc_console.desktop.paper.choice import PrinterChoice, keep, kept
from mmc_console.desktop.printing import NoPrinterSet, Paper, PrinterState, PrintingFailed
from tests.unit.desktop.desk_parts import Jobs
from tests.unit.desktop.paper.sheets import PAPER


class Desk:
    """A printer that does what the test says, and remembers what it was asked."""

    def __init__(self, choice: PrinterChoice | None = None, fault: Exception | None = None) -> None:
        self.choice = choice or PrinterChoice()
        self.state = PrinterState("ready" if self.choice.set_up else "none")
        self.fault, self.tested = fault, list[tuple[PrinterChoice, Paper]]()
        self.watchers: list[Callable[[], None]] = []

    def on_change(self, watcher: Callable[[], None]) -> Callable[[], None]:
        self.watchers.append(watcher)
        return lambda: self.watchers.remove(watcher)

    def choose(self, choice: PrinterChoice) -> None:
        self.choice = choice

    async def systems(self) -> tuple[str, ...]:
        return ("EPSON TM-T20", "Office")

    async def test(self, choice: PrinterChoice, paper: Paper) -> None:
        self.tested.append((choice, paper))
        if self.fault is not None:
            raise self.fault


class Dialog:
    """The presenter with a view that remembers."""

    def __init__(self, desk: Desk, *, may_change: bool = True) -> None:
        self.desk, self.jobs, self.shown = desk, Jobs(), list[State]()
        self.page = Presenter(desk, self, self.jobs.start, lambda: PAPER, may_change=may_change)

    def render(self, state: State) -> None:
        self.shown.append(state)

    def run(self) -> None:
        asyncio.run(self.jobs.run())


@pytest.mark.parametrize(
    ("kind", "target", "fault"),
    [
        ("network", "192.168.1.50", ""), ("network", "printer.local:9101", ""), ("network", "[fe80::1]:9100", ""),
        ("network", "fe80::1", ""), ("network", "", "address"), ("network", "192.168.1.50:", "address"),
        ("network", "192.168.1.50:99999", "address"), ("network", "http://printer", "address"),
        ("network", "two words", "address"), ("device", "/dev/usb/lp0", ""), ("device", "", "device"),
        ("device", "/dev", "device"), ("device", "lp0", "device"), ("system", "", "not-chosen"),
        ("system", "Office", ""), ("pdf", "tickets", "folder"), ("pdf", "", "folder"), ("pdf", "/srv/tickets", ""),
        ("none", "", ""),
    ],
)  # fmt: skip
def test_what_is_no_printer_is_said_before_anything_is_kept(kind: str, target: str, fault: Fault) -> None:
    dialog = Dialog(Desk())
    dialog.page.choose_kind(kind)
    dialog.page.edit_target(f" {target} ")
    assert dialog.page.check() == (fault == "")
    assert dialog.page.state.fault == fault
    dialog.page.edit_target("x")
    assert dialog.page.state.fault == ""  # it is being mended


def test_a_test_goes_to_what_is_being_chosen_and_the_desk_keeps_its_own() -> None:
    dialog = Dialog(Desk(PrinterChoice("pdf", "/srv/tickets")))
    dialog.page.choose_kind("network")
    dialog.page.edit_target("192.168.1.50")
    dialog.page.choose_width("58")
    dialog.page.print_test()
    dialog.page.print_test()  # the second press while it prints
    dialog.run()
    assert [state.test for state in dialog.shown[-2:]] == ["running", "printed"]
    assert dialog.desk.tested == [(PrinterChoice("network", "192.168.1.50", 58), PAPER)]
    assert dialog.desk.choice.kind == "pdf"
    dialog.page.keep()
    assert dialog.desk.choice == PrinterChoice("network", "192.168.1.50", 58)


@pytest.mark.parametrize(
    ("fault", "code"), [(PrintingFailed("x", "cover-open"), "cover-open"), (NoPrinterSet(), "none")]
)
def test_a_test_that_fails_says_why(fault: Exception, code: str) -> None:
    dialog = Dialog(Desk(fault=fault))
    dialog.page.choose_kind("network")
    dialog.page.edit_target("192.168.1.50")
    dialog.page.print_test()
    dialog.run()
    assert (dialog.page.state.test, dialog.page.state.trouble) == ("failed", code)


def test_who_may_not_change_the_printer_may_test_it() -> None:
    dialog = Dialog(Desk(PrinterChoice("network", "192.168.1.50")), may_change=False)
    dialog.page.choose_width("58")
    dialog.page.print_test()
    dialog.run()
    dialog.page.keep()
    assert len(dialog.desk.tested) == 1
    assert dialog.desk.choice == PrinterChoice("network", "192.168.1.50")


def test_another_printer_is_not_known_to_answer() -> None:
    dialog = Dialog(Desk(PrinterChoice("network", "192.168.1.50", tells=True)))
    dialog.page.choose_width("58")
    assert dialog.page.state.choice.tells
    dialog.page.edit_target("192.168.1.51")
    assert not dialog.page.state.choice.tells


def test_the_systems_printers_are_asked_for_and_the_state_is_followed_until_it_closes() -> None:
    dialog = Dialog(Desk(PrinterChoice("system", "Office")))
    asyncio.run(dialog.page.look())
    assert dialog.page.state.systems == ("EPSON TM-T20", "Office")
    dialog.desk.state = PrinterState("no-paper", "Office")
    dialog.desk.watchers[0]()
    assert dialog.page.state.printer.code == "no-paper"
    dialog.page.close()
    assert dialog.desk.watchers == []


@pytest.mark.parametrize(
    ("text", "ticket"), [("MMC1-1123-017-K", True), ("mmc1-1123-017-k", True), ("4006381333931", False)]
)
def test_the_scanner_test_says_whether_it_was_a_ticket(text: str, ticket: bool) -> None:
    dialog = Dialog(Desk())
    dialog.page.scanned(Read(text, 8, True, "Enter", ticket=False))
    assert dialog.page.state.read == Read(text, 8, True, "Enter", ticket)


def test_a_choice_is_kept_and_whatever_else_stands_in_the_file_is_no_printer(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    choice = PrinterChoice("device", "/dev/ttyUSB0", 58, 19200, named=True, tells=True)
    keep(settings, choice)
    assert kept(Settings(tmp_path / "settings.json")) == choice
    for broken in ({}, {"kind": "laser", "target": "x"}, {"kind": "network", "target": 7}, {"kind": ["pdf"]}):
        settings.set("printer", broken)  # type: ignore[arg-type]  # a file says what it likes
        assert kept(settings) == PrinterChoice()
    settings.set("printer", {"kind": "pdf", "target": "/srv", "width": "wide", "baud": 1, "named": "yes"})
    assert kept(settings) == PrinterChoice("pdf", "/srv")


def test_what_a_test_has_shown_is_said_of_the_printer_it_was_for_alone() -> None:
    dialog = Dialog(Desk())
    dialog.page.choose_kind("network")
    dialog.page.edit_target("192.168.1.50")
    dialog.page.print_test()
    dialog.page.edit_target("192.168.1.51")  # while the first one prints
    dialog.run()
    assert dialog.shown[-1].test == "", "nobody has tried this one"
    dialog.page.print_test()
    dialog.run()
    assert [state.test for state in dialog.shown[-2:]] == ["running", "printed"]
    assert [choice.target for choice, _ in dialog.desk.tested] == ["192.168.1.50", "192.168.1.51"]
