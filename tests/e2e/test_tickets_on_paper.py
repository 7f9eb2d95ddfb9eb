"""F2 at a real console, and the paper that comes of it: read back as a scanner and a phone would."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from mmc_console import assets
from mmc_console.desktop.paper.outputs import rows_of
from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.console import PATIENCE, Console
from tests.e2e.pages import Reception
from tests.paper_parts import NetworkPrinter, picture_of_pdf, read_back

ADDRESS = "https://turn.example.test"
SALEM = "سالم محمد الكواري"


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    """A centre whose patients can reach their page."""
    file = tmp_path / "center.json"
    told = json.loads(assets.path("resources", "center.json").read_text(encoding="utf-8"))
    told["center"]["public_url"] = ADDRESS
    file.write_text(json.dumps(told), encoding="utf-8")
    centre = Centre(tmp_path, options=("--center", str(file)))
    centre.start()
    centre.add_user("noora", "reception")
    try:
        yield centre
    finally:
        complaints = centre.stop()
    assert complaints == ""


@pytest.fixture
def printer() -> Iterator[NetworkPrinter]:
    """A receipt printer in the network, switched on."""
    printer = NetworkPrinter()
    yield printer
    printer.close()


def open_console(closing: ExitStack, place: Path, centre: Centre, printer: dict[str, Any]) -> Console:
    console = Console(place, "reception", centre.url, settings={"printer": printer})
    closing.callback(console.close)
    console.sign_in("noora", PASSWORD)
    return console


def until(console: Console, true: Callable[[], bool]) -> None:
    """Wait for something the console does by itself."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, console.texts()
        console.texts()  # answers when the console has come to it


def says_copy(image: QImage) -> bool:
    """Whether a black band runs across the top."""
    return max(sum(b.bit_count() for b in row) for row in rows_of(image)[:40]) > image.width() * 0.7


def test_f2_and_a_ticket_lies_in_the_folder(centre: Centre, tmp_path: Path) -> None:
    folder = tmp_path / "tickets"
    with ExitStack() as closing:
        console = open_console(closing, tmp_path, centre, {"kind": "pdf", "target": str(folder), "width": 80})
        number = Reception(console).register("٢٨٤٥١٠٠١", SALEM)
        until(console, lambda: any(folder.glob("*.pdf")))
        found = read_back(picture_of_pdf(next(folder.glob("*.pdf"))))
        assert re.fullmatch(rf"MMC1-\d{{4}}-{number}-[A-Z]", found["Code 128"])
        assert re.fullmatch(rf"{ADDRESS}/t/[A-Za-z0-9_-]{{22}}", found["QR Code"])


def test_a_morning_at_a_receipt_printer(centre: Centre, tmp_path: Path, printer: NetworkPrinter) -> None:
    """A paper, a copy, the roll at its end, and the paper that is made up for."""
    with ExitStack() as closing:
        console = open_console(
            closing, tmp_path, centre, {"kind": "network", "target": printer.address, "width": 58}
        )  # fmt: skip
        reception = Reception(console)
        console.watch("issued_state", "banner")
        number = reception.register("28451001", SALEM)
        first = printer.paper(0)
        assert first.width() == 384
        assert f"-{number}-" in read_back(first)["Code 128"]
        assert not says_copy(first)
        console.painted("issued_state", lambda said: said == "Printed")
        since = reception.press("Ctrl+P")
        copy = printer.paper(1)
        assert read_back(copy) == read_back(first)
        assert says_copy(copy)
        console.painted("issued_state", lambda said: said == "Printed", since=since)
        printer.manner = "no-paper"
        reception.register("28451002", "راشد حمد")
        failed = console.painted("issued_state", lambda said: said == "Not printed: No paper.")
        console.painted("banner", lambda said: "Put in a new roll" in said)
        assert len(printer.papers) == 2
        printer.manner = "good"
        console.click("print_last")
        made_up = printer.paper(2)
        assert not says_copy(made_up)  # nothing of it was ever on paper
        assert read_back(made_up)["QR Code"] != read_back(first)["QR Code"]
        console.painted("issued_state", lambda said: said == "Printed", since=failed.at)
        assert console.read("banner")["banner"] is None


def test_a_scanner_needs_no_field(centre: Centre, tmp_path: Path, printer: NetworkPrinter) -> None:
    """A paper read anywhere finds its patient; an ID card begins the form; what means nobody says so."""
    with ExitStack() as closing:
        console = open_console(closing, tmp_path, centre, {"kind": "network", "target": printer.address})
        reception = Reception(console)
        number = reception.register("28451001", SALEM)
        code = read_back(printer.paper(0))["Code 128"]
        console.click("toggle_held")
        reception.press("F3")
        since = time.monotonic_ns()
        console.scan(code)
        reception.row(lambda row: row[0] == f"L-{number}", since=since)
        assert console.read("search", "number_edit") == {"search": "", "number_edit": ""}
        assert f"L-{number} waits: Laboratory. People before: 0." in console.texts()
        console.scan("28451099")
        assert console.read("search", "number_edit") == {"search": "", "number_edit": "28451099"}
        console.scan(f"{code[:-1]}{'A' if code[-1] != 'A' else 'C'}")
        assert any("not a ticket of this system" in text for text in console.texts())
        console.click("lock")
        until(console, lambda: console.read("lock_title")["lock_title"] is not None)
        console.scan(code)  # no badge: it opens nothing
        assert console.read("search")["search"] is None
