"""A console's own log: written aside, bounded while the server is away, handed in once, and nobody's name in it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmc_console.client.errors import ProblemAnswer, ServerBusy, Unreachable
from mmc_console.client.logs import AT_ONCE, BEFORE, FILE, FILE_BYTES, WAITING_AT_MOST, ConsoleLog, HandingIn
from mmc_console.wire.logs import DeviceLogs, read_line
from mmc_console.wire.problems import problem

log = logging.getLogger("mmc_console.client.sync")


class Door:
    """A server that can be away, or in a bad mood."""

    def __init__(self) -> None:
        self.offline = False
        self.fault: Exception | None = None
        self.got: list[DeviceLogs] = []

    async def tell(self, method: str, path: str, body: DeviceLogs, /) -> None:
        assert (method, path) == ("POST", "/devices/me/logs")
        if self.fault is not None:
            raise self.fault
        self.got.append(body)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[ConsoleLog]:
    """A running log, on a logger of its own: the guards listen to the root."""
    found = ConsoleLog(tmp_path / "logs")
    log.addHandler(found)
    before, log.propagate = log.level, False
    log.setLevel(logging.INFO)
    found._thread.start()
    try:
        yield found
    finally:
        log.removeHandler(found)
        log.propagate = True
        log.setLevel(before)
        found.stop()


def texts(folder: Path) -> list[str]:
    lines: list[str] = []
    for name in (BEFORE, FILE):
        if (folder / name).exists():
            lines += (folder / name).read_text(encoding="utf-8").splitlines()
    return [read_line(line).text for line in lines]


def test_everything_is_written_and_only_what_went_wrong_is_handed_in_once(kept: ConsoleLog, tmp_path: Path) -> None:
    async def story() -> None:
        door = Door()
        sending = HandingIn(kept, door)
        log.info("actions sent", extra={"request": "r-1", "actions": ["a-1"]})
        log.warning("refused: %s", "28463517902", extra={"request": "r-2"})
        try:
            raise ValueError("فاطمة 28463517902")
        except ValueError:
            log.exception("failure ABC123 in sync")
        door.offline = True
        await sending.look()
        assert door.got == []
        door.offline, door.fault = False, Unreachable("away")
        await sending.look()
        door.fault = None
        await sending.look()
        await sending.look()
        (told,) = door.got
        assert [(line.level, line.request) for line in told.lines] == [("warning", "r-2"), ("error", "")]
        assert told.lines[1].trace[0] == "ValueError"
        assert "فاطمة" not in str(told)

    asyncio.run(story())
    kept.stop()
    assert texts(tmp_path / "logs") == ["actions sent", "refused: 28463517902", "failure ABC123 in sync"]


def test_while_the_server_is_away_no_more_is_kept_than_has_room(kept: ConsoleLog) -> None:
    async def story() -> None:
        door = Door()
        sending = HandingIn(kept, door)
        for i in range(WAITING_AT_MOST + 30):
            log.warning("line %d", i)
        while len(door.got) < WAITING_AT_MOST // AT_ONCE:
            await sending.look()
        assert door.got[0].lost == 30
        assert next(line.text for told in door.got for line in told.lines) == "line 30"
        assert sum(told.lost for told in door.got) == 30
        assert sum(len(told.lines) for told in door.got) == WAITING_AT_MOST

    asyncio.run(story())


def test_what_the_server_will_never_take_is_not_sent_for_ever(kept: ConsoleLog) -> None:
    async def story() -> None:
        door = Door()
        sending = HandingIn(kept, door, every=1.0)
        log.warning("one")
        for _ in range(3):
            door.fault = ServerBusy(1.0, limited=True)
            await sending.look()
        assert (len(kept.waiting(9)[0]), sending._pause) == (1, 8.0)
        door.fault = ServerBusy(45.0, limited=True)
        await sending.look()
        assert (len(kept.waiting(9)[0]), sending._pause) == (1, 45.0)
        door.fault = ServerBusy(2.0)
        await sending.look()
        assert sending._pause == 45.0, "it has no time just now, whoever asks"
        door.fault = ProblemAnswer(problem("not-authenticated"))
        await sending.look()
        assert (len(kept.waiting(9)[0]), sending._pause) == (1, 90.0)
        door.fault = ProblemAnswer(problem("invalid"))
        await sending.look()
        assert (kept.waiting(9)[0], sending._pause) == ((), 1.0)

    asyncio.run(story())


def test_the_file_is_turned_over_once(kept: ConsoleLog, tmp_path: Path) -> None:
    for _ in range(FILE_BYTES // 1_900 + 700):
        log.info("x" * 1_900)
    kept.stop()
    folder = tmp_path / "logs"
    assert sorted(path.name for path in folder.iterdir()) == [BEFORE, FILE]
    assert all(path.stat().st_size < FILE_BYTES + 4_000 for path in folder.iterdir())
