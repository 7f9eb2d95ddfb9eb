"""Receipt printers on real lines: what comes out, and each way in which nothing does."""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from mmc_console.client.errors import StoreFull
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.paper import links, outputs
from mmc_console.desktop.paper.choice import PrinterChoice, Width
from mmc_console.desktop.paper.tray import Tray
from mmc_console.desktop.printing import NoPrinterSet, Paper, PrinterCode, PrintingFailed
from tests.paper_parts import Manner, NetworkPrinter, PortPrinter, picture_of_pdf, read_back
from tests.unit.desktop.paper.sheets import ADDRESS, paper

BOTH = {"QR Code": ADDRESS, "Code 128": "MMC1-1123-017-K"}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same waits, shorter: nothing here is slow by itself."""
    monkeypatch.setattr(links, "STUCK", 0.6)
    monkeypatch.setattr(outputs, "ANSWER", 0.5)
    monkeypatch.setattr(outputs, "SURE", 1.0)
    monkeypatch.setattr(outputs, "PRINTED", 1.0)


@pytest.fixture
def printers() -> Iterator[Callable[[Manner], NetworkPrinter]]:
    """Network printers, switched off after the test."""
    with ExitStack() as closing:

        def make(manner: Manner) -> NetworkPrinter:
            printer = NetworkPrinter(manner)
            closing.callback(printer.close)
            return printer

        yield make


class Desk:
    """A tray, and what it told."""

    def __init__(self, folder: Path, choice: PrinterChoice) -> None:
        self.remembered: list[PrinterChoice] = []
        self.tray = Tray(choice, folder, lambda: ("ar", "en"), self.remembered.append)
        self.left = 0
        """How often something was about to leave."""
        self.states: list[PrinterCode] = []
        self.tray.on_change(lambda: self.states.append(self.tray.state.code))

    async def print(self, paper: Paper) -> PrintingFailed | None:
        """The failure, if there was one."""

        async def leaving() -> None:
            self.left += 1

        try:
            await self.tray.print_ticket(lambda: paper, leaving)
        except PrintingFailed as failure:
            return failure
        return None


def play(folder: Path, choice: PrinterChoice, scene: Callable[[Desk], Awaitable[None]]) -> None:
    async def whole() -> None:
        desk = Desk(folder, choice)
        try:
            await scene(desk)
        finally:
            await desk.tray.close()

    asyncio.run(whole())


def network(printer: NetworkPrinter, width: Width = 80, *, tells: bool = False) -> PrinterChoice:
    return PrinterChoice("network", printer.address, width, tells=tells)


@pytest.mark.parametrize("width", [80, 58])
@pytest.mark.parametrize("manner", ["good", "mute", "paper-low"])
def test_what_comes_out_is_read_back(
    look: Look, words_folder: Path, printers: Callable[[Manner], NetworkPrinter], manner: Manner, width: Width
) -> None:
    printer = printers(manner)

    async def scene(desk: Desk) -> None:
        assert await desk.print(paper()) is None
        assert desk.left == 1

    play(words_folder, network(printer, width), scene)
    assert printer.cut == 1
    assert read_back(printer.papers[0]) == BOTH


def test_a_printer_that_cannot_say_that_it_is_done_is_asked_only_once(
    look: Look, words_folder: Path, printers: Callable[[Manner], NetworkPrinter]
) -> None:
    printer = printers("unsure")

    async def scene(desk: Desk) -> None:
        assert await desk.print(paper()) is None
        began = time.monotonic()
        assert await desk.print(paper()) is None
        assert time.monotonic() - began < 1.0  # without the wait of the first

    play(words_folder, network(printer), scene)
    assert printer.cut == 2


def test_what_cannot_be_recorded_is_not_printed_and_lets_the_line_go(
    look: Look, words_folder: Path, printers: Callable[[Manner], NetworkPrinter]
) -> None:
    printer = printers("good")

    async def scene(desk: Desk) -> None:
        async def full() -> None:
            raise StoreFull("no space left")

        with pytest.raises(StoreFull):
            await desk.tray.print_ticket(paper, full)
        assert await desk.print(paper()) is None  # the printer takes one line at a time

    play(words_folder, network(printer), scene)
    assert printer.cut == 1


@pytest.mark.skipif(sys.platform == "win32", reason="its ports are no files")
def test_a_printer_at_a_port_prints_the_same(look: Look, words_folder: Path) -> None:
    printer = PortPrinter()

    async def scene(desk: Desk) -> None:
        assert await desk.print(paper()) is None

    try:
        play(words_folder, PrinterChoice("device", printer.path, 58), scene)
    finally:
        printer.close()
    assert read_back(printer.papers[0]) == BOTH


@pytest.mark.parametrize(
    ("manner", "code"),
    [("no-paper", "no-paper"), ("cover-open", "cover-open"), ("error", "printer-error"), ("paused", "paused")],
)
def test_what_a_printer_says_of_itself_keeps_the_paper_in(
    look: Look, words_folder: Path, printers: Callable[[Manner], NetworkPrinter], manner: Manner, code: str
) -> None:
    printer = printers(manner)

    async def scene(desk: Desk) -> None:
        failure = await desk.print(paper())
        assert failure is not None
        assert (failure.code, failure.perhaps) == (code, False)
        assert desk.left == 0  # nothing left: the next paper is the first
        assert desk.tray.state.code == code
        printer.manner = "good"
        assert await desk.print(paper()) is None
        assert desk.tray.state.code == "ready"

    play(words_folder, network(printer), scene)
    assert printer.cut == 1


def test_a_printer_that_refuses_is_not_reachable(look: Look, words_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    async def scene(desk: Desk) -> None:
        failure = await desk.print(paper())
        assert failure is not None
        assert (failure.code, failure.perhaps, desk.left) == ("unreachable", False, 0)

    play(words_folder, PrinterChoice("network", f"127.0.0.1:{port}"), scene)


def test_a_printer_known_to_answer_that_is_silent_gets_nothing(
    look: Look, words_folder: Path, printers: Callable[[Manner], NetworkPrinter]
) -> None:
    printer = printers("mute")

    async def scene(desk: Desk) -> None:
        failure = await desk.print(paper())
        assert failure is not None
        assert (failure.code, failure.perhaps, desk.left) == ("silent", False, 0)

    play(words_folder, network(printer, tells=True), scene)
    assert printer.papers == []


@pytest.mark.parametrize(("manner", "code"), [("stuck", "silent"), ("cuts", "cut-off"), ("runs-out", "no-paper")])
def test_a_ticket_that_broke_off_may_be_on_paper(
    look: Look, words_folder: Path, printers: Callable[[Manner], NetworkPrinter], manner: Manner, code: str
) -> None:
    printer = printers(manner)

    async def scene(desk: Desk) -> None:
        failure = await desk.print(paper())
        assert failure is not None
        assert (failure.code, failure.perhaps, desk.left) == (code, True, 1)

    play(words_folder, network(printer, tells=True), scene)
    assert printer.papers == []


def test_it_is_learnt_and_remembered_that_a_printer_answers(
    look: Look, words_folder: Path, printers: Callable[[Manner], NetworkPrinter]
) -> None:
    printer = printers("good")

    async def scene(desk: Desk) -> None:
        assert (await desk.tray.ask()).code == "ready"
        await asyncio.sleep(0)  # one turn of the loop, for what the thread has told
        assert desk.tray.choice.tells
        assert desk.remembered == [desk.tray.choice]

    play(words_folder, network(printer), scene)


def test_papers_come_out_one_after_the_other(
    look: Look, words_folder: Path, printers: Callable[[Manner], NetworkPrinter]
) -> None:
    printer = printers("good")

    async def scene(desk: Desk) -> None:
        codes = [f"MMC1-1123-{n:03d}-K" for n in range(1, 6)]
        await asyncio.gather(*(desk.print(paper(code=code)) for code in codes))
        assert [read_back(image)["Code 128"] for image in printer.papers] == codes

    play(words_folder, network(printer), scene)


def test_a_desk_without_a_printer_says_so(look: Look, words_folder: Path) -> None:
    async def scene(desk: Desk) -> None:
        with pytest.raises(NoPrinterSet):
            await desk.print(paper())
        assert (await desk.tray.ask()).code == "none"

    play(words_folder, PrinterChoice(), scene)


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (PrinterChoice("device", "/dev/no-such-printer"), "no-device"),
        (PrinterChoice("network", "no such host"), "unreachable"),
        (PrinterChoice("system", "no such printer"), "missing"),
        (PrinterChoice("pdf", "/proc/no/such/folder"), "folder"),
    ],
)
def test_what_is_not_there_has_a_name(look: Look, words_folder: Path, choice: PrinterChoice, code: str) -> None:
    async def scene(desk: Desk) -> None:
        failure = await desk.print(paper())
        assert failure is not None
        assert (failure.code, failure.perhaps, desk.left) == (code, False, 0)
        assert desk.states == [code]

    play(words_folder, choice, scene)


def test_two_papers_in_a_folder_are_two_files(look: Look, words_folder: Path, tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        assert await desk.print(paper()) is None
        assert await desk.print(paper(again=True)) is None

    play(words_folder, PrinterChoice("pdf", str(tmp_path / "tickets")), scene)
    files = sorted((tmp_path / "tickets").iterdir())
    assert [file.name for file in files] == ["MMC1-1123-017-K-2.pdf", "MMC1-1123-017-K.pdf"]
    assert all(read_back(picture_of_pdf(file)) == BOTH for file in files)


def test_a_thread_that_never_comes_back_is_given_up(
    look: Look, words_folder: Path, printers: Callable[[Manner], NetworkPrinter], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A driver may hang for good: the next paper goes out all the same."""
    import threading

    from mmc_console.desktop.paper import tray as trays

    monkeypatch.setattr(trays, "AT_MOST", 0.5)
    printer, gone = printers("good"), threading.Event()

    class Hung:
        def ask(self) -> PrinterCode:
            gone.wait()
            return "ready"

    async def scene(desk: Desk) -> None:
        good, desk.tray._output = desk.tray._output, Hung()  # type: ignore[assignment]  # only asked
        assert (await desk.tray.ask()).code == "silent"
        desk.tray._output = good
        monkeypatch.setattr(trays, "AT_MOST", 10.0)
        assert await desk.print(paper()) is None
        gone.set()

    play(words_folder, network(printer), scene)
    assert len(printer.papers) == 1
