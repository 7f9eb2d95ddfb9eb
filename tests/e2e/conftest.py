"""One centre and three consoles for the tests of a file: reception, and two rooms of one clinic."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.console import Console
from tests.e2e.pages import Reception, Room

TEN = ("lab", "xray", "vitals", "eyes", "internal", "surgery", "ent", "bones", "psychiatry", "dental")


@dataclass(frozen=True)
class Day:
    """A centre at work."""

    centre: Centre
    reception: Reception
    rooms: tuple[Room, Room]


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    """A running server with a receptionist and a clinician of ten clinics; stopped in order, without a complaint."""
    centre = Centre(tmp_path)
    centre.start()
    try:
        centre.add_user("noora", "reception")
        centre.add_user("ali", "clinician", *TEN)
        yield centre
    finally:
        complaints = centre.stop()
    assert complaints == ""


@pytest.fixture
def day(centre: Centre, tmp_path: Path) -> Iterator[Day]:
    """Three consoles signed in, the two rooms in the laboratory."""
    with ExitStack() as closing:

        def console(name: str, user: str, place: str) -> Console:
            settings = {"clinic.place": place} if place else {}
            opened = Console(tmp_path, name, centre.url, settings=settings)
            closing.callback(opened.close)
            opened.sign_in(user, PASSWORD)
            return opened

        with ThreadPoolExecutor() as together:  # as in the morning, everybody at once
            places = ("", "lab/1", "lab/2")
            desk, *rooms = together.map(console, ("reception", "room1", "room2"), ("noora", "ali", "ali"), places)
        yield Day(centre, Reception(desk), (Room(rooms[0]), Room(rooms[1])))
