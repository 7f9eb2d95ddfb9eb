"""The worst morning, timed: the database is destroyed under load, restored to the last second shipped, and all go on.

Real servers, real backups and what is shipped behind them, real consoles. Each drill prints how long every step took
and what was lost.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import httpx
import pytest

from mmc_console.domain import events as e
from mmc_console.server.keys import open_keys
from mmc_console.server.restore import known_admins
from tests.e2e.centre import PASSWORD, PATIENCE, Centre
from tests.faults.conftest import Tell
from tests.faults.desks import Console, consoles, counted, equal
from tests.faults.hall import hall
from tests.faults.test_restore import work

ALERT: Final = 60.0
"""Seconds in which a destroyed database must be told."""
EQUAL: Final = 15.0
"""Seconds after the restore in which all consoles and the board must show what the log says."""


class Chief:
    """The administrator who puts things right, at a console of his own."""

    def __init__(self, url: str) -> None:
        self._client = httpx.AsyncClient(base_url=url, trust_env=False, timeout=PATIENCE)

    async def __aenter__(self) -> Self:
        await self.sign_in()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def sign_in(self) -> None:
        """With or without a database."""
        asked = {"username": "admin", "password": PASSWORD, "device": {"id": "the-chief-1", "name": "chief"}}
        answer = await self._client.post("/api/v1/auth/login", json=asked)
        assert answer.status_code == 200, answer.text
        self._client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    async def back_up(self) -> str:
        """Take one now; its id."""
        answer = await self._client.post("/api/v1/admin/backups?wait=60")
        assert answer.status_code == 201, answer.text
        found: str = answer.json()["id"]
        return found

    async def hang_up(self, name: str) -> str:
        """A board's one-time code."""
        answer = await self._client.post("/api/v1/admin/boards", json={"name": name})
        assert answer.status_code in (200, 201), answer.text
        found: str = answer.json()["code"]
        return found

    async def shipped_to(self, backup: str) -> int:
        """How far the log was shipped after this backup."""
        answer = await self._client.get(
            "/api/v1/admin/backups/points",
        )
        assert answer.status_code == 200, answer.text
        return max((point["seq"] for point in answer.json()["points"] if point["base"] == backup), default=0)

    async def health(self) -> dict[str, Any]:
        """As anybody may ask."""
        found: dict[str, Any] = (await self._client.get("/api/v1/health")).json()
        return found

    async def until_destroyed(self, load: asyncio.Future[None]) -> None:
        """Ask for the health, ten times a second, until it says that there is no database."""
        async with asyncio.timeout(PATIENCE):
            while (await self.health()).get("checks", {}).keys() != {"database"}:
                await asyncio.wait({load}, timeout=0.1)

    async def restore(self, backup: str, **more: Any) -> dict[str, Any]:
        """The wizard's last step."""
        asked = {
            "backup_id": backup, "to": datetime.now(UTC).isoformat(), "reason": "drill", "password": PASSWORD,
            "center": "mmc", **more,
        }  # fmt: skip
        answer = await self._client.post("/api/v1/admin/restore", json=asked)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


def gone(database: Path) -> None:
    """Deleted, with what lies beside it."""
    for path in (database, database.with_name("center.db-wal"), database.with_name("center.db-shm")):
        path.unlink(missing_ok=True)


def overwritten(database: Path) -> None:
    """Something else is in it, and in what lies beside it."""
    for path in (database, database.with_name("center.db-wal")):
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))


def emptied(database: Path) -> None:
    """Nothing is in it any more."""
    os.truncate(database, 0)
    os.truncate(database.with_name("center.db-wal"), 0)


WAYS: Final = (gone, overwritten, emptied)


async def drill(
    place: Path, centre: Centre, tell: Tell, *, destroy: Callable[[Path], None], kill_after: float | None
) -> None:
    """One of them. *kill_after*: so many seconds after it was asked for, the server is killed in the restore."""
    dice = random.Random(os.urandom(4))
    async with (
        consoles(place, [centre.url] * 3) as desks,
        Chief(centre.url) as chief,
        hall(centre.url, await chief.hang_up("hall")) as board,
    ):
        await work(desks, 1, dice, 10_000)
        backup = await chief.back_up()
        await _known_without_a_database(centre.folder, "the-chief-1")
        enough = asyncio.Event()
        load = asyncio.ensure_future(_keep_working(desks, dice, enough))
        deciding = [asyncio.ensure_future(_decide(desk)) for desk in desks]
        async with asyncio.timeout(PATIENCE):  # under way, and some of it shipped
            while await chief.shipped_to(backup) == 0:
                await asyncio.wait({load}, timeout=0.1)
        await asyncio.wait({load}, timeout=dice.uniform(0.1, 1.0))
        began = time.monotonic()
        destroy(centre.folder / "center.db")
        await chief.until_destroyed(load)
        noticed = time.monotonic() - began
        await chief.sign_in()
        told = (await chief.restore(backup, dry_run=True))["changes"]
        by = "the wizard"
        if kill_after is None:
            report = (await chief.restore(backup))["report"]
            assert all(check["ok"] for check in report["checks"]), report
        else:
            by = await _killed_and_restored(centre, chief, backup, kill_after)
        restored = time.monotonic() - began
        enough.set()
        await load
        for task in deciding:
            task.cancel()
        await asyncio.gather(*deciding, return_exceptions=True)
        after = await equal(desks, centre.url, decide=True)
        async with asyncio.timeout(PATIENCE):
            await board.until_right()
        took = time.monotonic() - began - restored
        count = counted(desks, after)
        numbers = [event.number for event in after.events if isinstance(event, e.VisitRegistered)]
        tell(
            f"drill, {destroy.__name__}: noticed {noticed:.1f} s, restored by {by} to position {told['seq']} after "
            f"{restored:.1f} s, all consoles and the board equal {took:.1f} s later; {count}"
        )
        assert noticed <= ALERT
        assert took <= EQUAL
        assert (count.lost, count.doubled) == (0, 0)
        assert len(numbers) == len(set(numbers))


async def _known_without_a_database(folder: Path, console: str) -> None:
    """Who may restore is written down once a second: a console that came in the second before is not known yet."""
    key = open_keys(folder / "keys", database_exists=True).database
    async with asyncio.timeout(PATIENCE):
        while (known := known_admins.read(folder, key)) is None or console not in known.desks:  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(0.05)  # house(sleeping): a real server's own look


async def _keep_working(desks: Sequence[Console], dice: random.Random, enough: asyncio.Event) -> None:
    """Nobody at these consoles knows what is going on."""
    turn = 0
    while not enough.is_set():
        await work(desks, 1, dice, 50_000 + turn)
        turn += 1


async def _decide(desk: Console) -> None:
    """Somebody sits there, and keeps what stands wherever what comes back fits no more: it would hold up the others."""
    async for _ in desk.changes():
        for row in desk.pending.rows:
            if row.state in ("refused", "conflict") and not row.decided:
                await desk.decisions.keep(row.id)


async def _killed_and_restored(centre: Centre, chief: Chief, backup: str, kill_after: float) -> str:
    """The server is killed while it restores. The next start has the new database, or lets him restore once more."""
    asking = asyncio.ensure_future(chief.restore(backup))
    await asyncio.wait({asking}, timeout=kill_after)
    done = asking.done()
    await asyncio.to_thread(centre.kill)
    await asyncio.gather(asking, return_exceptions=True)
    await asyncio.to_thread(centre.start)
    if (await chief.health()).get("checks", {}).keys() != {"database"}:
        return "the wizard, then killed" if done else "the next start"
    await chief.sign_in()  # the old database is still there, and is none: the server does nothing but restore
    report = (await chief.restore(backup))["report"]
    assert all(check["ok"] for check in report["checks"]), report
    return "the wizard, after the next start"


@pytest.fixture
def worst(tmp_path: Path) -> Any:
    """A centre whose server may complain at its end: it has lost its database."""
    centre = Centre(tmp_path)
    centre.start()
    yield centre
    centre.stop()


def test_the_worst_morning(worst: Centre, tmp_path: Path, tell: Tell) -> None:
    asyncio.run(drill(tmp_path, worst, tell, destroy=gone, kill_after=None))


@pytest.mark.faults
@pytest.mark.parametrize("turn", range(20))
def test_the_worst_morning_with_a_fault_at_every_step(worst: Centre, tmp_path: Path, tell: Tell, turn: int) -> None:
    kill_after = None if turn % 4 == 0 else random.Random(turn).uniform(0.0, 1.0)
    asyncio.run(
        drill(tmp_path, worst, tell, destroy=WAYS[turn % len(WAYS)], kill_after=kill_after)
    )  # fmt: skip
