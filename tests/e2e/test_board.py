"""A board on a real server: paired by a code, shows and says what is called, and comes back by itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmc_console.domain.actions import CallNext, Recall, Start
from mmc_console.domain.ids import ClinicCode, TicketId
from tests.e2e.board import Board, code_for
from tests.e2e.centre import Centre, Colleague

LAB = ClinicCode("lab")


@pytest.fixture
def board(centre: Centre, tmp_path: Path) -> Iterator[Board]:
    """A speaking board of the laboratory, paired."""
    code = code_for(centre.folder, "hall", "--clinic", "lab", "--voice")
    board = Board(tmp_path, "board", centre.url, code)
    try:
        board.wait(lambda t: t.get("connected") is True)
        yield board
    finally:
        complaints = board.close()
    assert complaints == ""


def call(someone: Colleague, room: int = 1) -> tuple[str, str]:
    """Ticket and label of the next person in the laboratory."""
    result = someone.act(someone.new(CallNext, clinic=LAB, room=room))[0]
    assert result.outcome == "applied", result
    assert result.ticket is not None
    assert result.label is not None
    return result.ticket, result.label


def test_a_call_is_shown_and_said_and_leaves_when_the_person_is_inside(centre: Centre, board: Board) -> None:
    with centre.colleague() as someone:
        someone.register(5)
        pressed = time.monotonic_ns()
        ticket, label = call(someone)
        first = board.shows(label, since=pressed)
        assert first["hero"] == label == "L-001"
        assert first["size"] == [1920, 1080], "it fills the second screen"
        said = board.wait(lambda t: t.get("said") == label)
        assert said["languages"] == ["ar", "en"]
        heard = board.wait(lambda t: "heard" in t)
        assert heard["seconds"] > 4
        again = time.monotonic_ns()
        someone.act(someone.new(Recall, ticket=TicketId(ticket)))
        board.wait(lambda t: t.get("said") == label, since=again)
        inside = time.monotonic_ns()
        someone.act(someone.new(Start, ticket=TicketId(ticket)))
        _, second = call(someone, room=2)
        board.wait(lambda t: t.get("hero") == second, since=inside)


def test_it_comes_back_by_itself_after_the_server_was_killed(centre: Centre, board: Board) -> None:
    with centre.colleague() as someone:
        someone.register(3)
        _, first = call(someone)
        board.shows(first)
    centre.kill()
    down = time.monotonic_ns()
    board.wait(lambda t: t.get("connected") is False, since=down)
    last = board.told[-1]
    assert first in (last.get("hero"), *last.get("rows", ())), "what was called stays to be read"
    centre.start()
    up = time.monotonic_ns()
    back = board.wait(lambda t: t.get("connected") is True, since=up)
    assert (back["at"] - up) / 1e9 < 15
    with centre.colleague() as someone:
        _, second = call(someone, room=2)
        board.shows(second, since=up)
    stopped = time.monotonic_ns()
    assert centre.stop() == "", "a server ends in order while boards hang on it"
    assert (time.monotonic_ns() - stopped) / 1e9 < 10
    board.wait(lambda t: t.get("connected") is False, since=stopped)


def test_a_removed_board_shows_nothing_more(centre: Centre, board: Board, tmp_path: Path) -> None:
    from mmc_console.cli import main

    with centre.colleague() as someone:
        someone.register(2)
        _, label = call(someone)
        board.shows(label)
        now = time.monotonic_ns()
        assert main(["boards", "remove", "hall", "--data", str(centre.folder)]) == 0
        board.wait(lambda t: t.get("layout") == "back", since=now)
