"""F2 at a real console, and the paper that comes of it: read back as a scanner and a phone would."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmc_console import assets
from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.console import PATIENCE, Console
from tests.e2e.pages import Reception
from tests.paper_parts import picture_of_pdf, read_back

ADDRESS = "https://turn.example.test"


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


def test_f2_and_a_ticket_lies_in_the_folder(centre: Centre, tmp_path: Path) -> None:
    folder = tmp_path / "tickets"
    settings = {"printer": {"kind": "pdf", "target": str(folder), "width": 80}}
    console = Console(tmp_path, "reception", centre.url, settings=settings)
    try:
        console.sign_in("noora", PASSWORD)
        number = Reception(console).register("٢٨٤٥١٠٠١", "سالم محمد الكواري")
        end = time.monotonic() + PATIENCE
        while not (files := list(folder.glob("*.pdf"))) and time.monotonic() < end:
            console.texts()  # lets it work; answers when it has
        found = read_back(picture_of_pdf(files[0]))
        assert re.fullmatch(rf"MMC1-\d{{4}}-{number}-[A-Z]", found["Code 128"])
        assert re.fullmatch(rf"{ADDRESS}/t/[A-Za-z0-9_-]{{22}}", found["QR Code"])
    finally:
        console.close()
