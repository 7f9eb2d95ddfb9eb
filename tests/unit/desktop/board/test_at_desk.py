"""What a board that a desk opened says of the line."""

from __future__ import annotations

import pytest

from mmc_console.client.shown import Connection
from mmc_console.desktop.board.at_desk import standing_of
from tests.unit.desktop.board.calls import at


def line(kind: str, *, maintenance: bool = False) -> Connection:
    now = at(0)
    return Connection(kind, now, now, "https://server", maintenance=maintenance)  # type: ignore[arg-type]  # one of the four kinds


@pytest.mark.parametrize(
    ("kind", "maintenance", "standing"),
    [("online", False, "live"), ("slow", False, "live"), ("offline", False, "lost"), ("offline", True, "busy")],
)
def test_the_waiting_room_is_told_of_maintenance_and_not_of_an_outage_then(
    kind: str, maintenance: bool, standing: str
) -> None:
    assert standing_of(line(kind, maintenance=maintenance), followed=True) == standing


@pytest.mark.parametrize("kind", ["online", "slow"])
def test_a_server_that_tells_this_console_nothing_is_not_live(kind: str) -> None:
    assert standing_of(line(kind), followed=False) == "lost"
    assert standing_of(line("offline", maintenance=True), followed=False) == "busy"
