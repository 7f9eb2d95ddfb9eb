"""`mmc-console restore`: with the server stopped, the database gone, on a new machine, and killed at every stage."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from mmc_console.server.backups.keys import backup_keys, recovery_text
from mmc_console.server.backups.stores import FolderStore
from mmc_console.server.backups.taking import Source, take
from mmc_console.server.clock import SystemClock
from mmc_console.server.keys import load_key
from mmc_console.server.listening import only_one
from mmc_console.server.log import events
from mmc_console.server.log.events import Head
from mmc_console.server.restore import journal
from mmc_console.server.store.engine import Database
from tests.guards import ExpectedLogs
from tests.server.auth_program import serving, users_add
from tests.server.live_parts import PATIENCE, Program, registration
from tests.server.restore_parts import Admin
from tests.server.sender_parts import Desk

FLUSHES = 4
"""So often something reaches the disk after the switch was decided."""


@dataclass(frozen=True)
class Made:
    """A stopped centre: three people in its backup, two more since; where its log stood both times."""

    place: Path
    paper: str
    then: int
    now: Head


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    place = tmp_path_factory.mktemp("centre") / "data"
    place.mkdir()
    program = Program(place)
    try:
        with Admin(program.start()) as admin:
            then = admin.act(*(registration(f"10000{n}") for n in range(3)))["seq"]
            keys = place / "keys"
            source = Source(place / "center.db", load_key(keys / "database.key"), keys, place / "scratch")
            store = FolderStore("folder", place / "backups", made=True)
            take(source, [store], "manual", SystemClock(), lambda *_: None)
            admin.act(registration("200001"), registration("200002"))
        assert program.stop() == (0, "")
    finally:
        program.kill()
    return Made(place, recovery_text(backup_keys(place / "keys").newest), then, head_of(place))


@pytest.fixture
def place(made: Made, tmp_path: Path) -> Path:
    """A copy of that centre."""
    shutil.copytree(made.place, tmp_path / "data")
    return tmp_path / "data"


def head_of(place: Path) -> Head:
    """Where the log of this centre stands; the database is whole."""
    database = Database(place / "center.db", load_key(place / "keys" / "database.key"))
    database.open()
    try:
        assert database.faults() == []
        with database.read() as conn:
            found = events.head(conn)
    finally:
        database.close()
    assert found is not None
    return found


def restore(place: Path, *words: str, typed: str = "", kill_at: str = "") -> tuple[int, str, str]:
    """Run it; exit code, what it said, what it complained of."""
    module: Sequence[str] = ("tests.server.restore_program",) if kill_at else ("mmc_console",)
    done = subprocess.run(
        [sys.executable, "-m", *module, "restore", "--data", str(place), *words],
        input=typed, capture_output=True, text=True, timeout=PATIENCE, check=False,
        env=os.environ | {"MMC_TEST_KILL_AT": kill_at},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def test_the_code_of_the_centre_is_asked_for_and_nothing_happens_without_it(made: Made, place: Path) -> None:
    code, said, complaint = restore(place, typed="yes\n")
    assert (code, "nothing was changed" in complaint) == (2, True)
    assert "tickets" in said
    assert head_of(place) == made.now
    assert restore(place, "--dry-run")[0] == 0
    assert head_of(place) == made.now
    assert not (place / "restore.json").exists()
    code, said, _ = restore(place, typed="MMC\n")
    assert code == 0, said
    found = head_of(place)
    assert (found.seq, found.epoch != made.now.epoch) == (made.then, True)


def test_onto_a_new_machine_with_nothing_but_the_backups_and_the_paper(made: Made, tmp_path: Path) -> None:
    new, paper = tmp_path / "new", tmp_path / "paper.txt"
    paper.write_text(made.paper.lower().replace("-", " "))
    backups = ("--from", str(made.place / "backups"))
    assert restore(new, *backups, "--yes", "mmc")[0] == 2  # no key: nothing can be read
    code, said, complaint = restore(new, *backups, "--recovery-key", str(paper), "--yes", "mmc")
    assert (code, complaint) == (0, ""), said
    assert head_of(new).seq == made.then
    program = Program(new)
    try:
        with Admin(program.start()) as admin:  # the people and their passwords have come along
            assert admin.act(registration("300001"))["results"][0]["outcome"] == "applied"
        assert program.stop() == (0, "")
    finally:
        program.kill()
    assert made.paper not in said
    wrong = made.paper[:6] + ("A" if made.paper[6] != "A" else "B") + made.paper[7:]
    code, _, complaint = restore(
        tmp_path / "other", *backups, "--recovery-key", "-", "--yes", "mmc", typed=f"{wrong}\n"
    )
    assert (code, "group 2" in complaint) == (2, True)


def test_on_a_new_machine_whoever_came_to_a_console_since_the_backup_has_not_worked_in_vain(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()

    async def signs_in(url: str, username: str, desk: Desk | None = None) -> tuple[Desk, str]:
        """At the console; who it is."""
        async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
            server: Any = SimpleNamespace(client=client, clock=SystemClock())
            desk = desk or Desk(server)
            desk.server = server
            return desk, await desk.enrol(username)

    async def sends(url: str, desk: Desk, by: str, ago: float) -> dict[str, Any]:
        """The console by itself, nobody being signed in."""
        async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
            desk.server.client = client
            assert await desk.prove() == 200
            return await desk.send(by, ago=ago)

    with serving(old) as url:
        assert users_add(old, "noora", "--role", "reception").returncode == 0
        desk, _ = asyncio.run(signs_in(url, "admin"))
        keys = old / "keys"
        source = Source(old / "center.db", load_key(keys / "database.key"), keys, old / "scratch")
        take(source, [FolderStore("folder", old / "backups", made=True)], "manual", SystemClock(), lambda *_: None)
        desk, noora = asyncio.run(signs_in(url, "noora", desk))
    alone = time.monotonic()  # the machine is gone; she goes on without it
    paper = tmp_path / "paper.txt"
    paper.write_text(recovery_text(backup_keys(keys).newest))
    backups = ("--from", str(old / "backups"), "--recovery-key", str(paper))
    assert restore(new, *backups, "--yes", "mmc")[0] == 0
    with serving(new) as url:
        for ago in (time.monotonic() - alone, 0):
            done = asyncio.run(sends(url, desk, noora, ago))
            assert (done["outcome"], done.get("problem")) == ("applied", None)
            assert done["events"][0]["actor"] == noora


def test_a_database_that_is_gone_or_damaged_is_put_back_and_the_broken_files_are_kept(made: Made, place: Path) -> None:
    (place / "center.db").write_bytes(os.urandom(50_000))
    code, said, _ = restore(place, "--yes", "mmc", "--reason", "broken")
    assert code == 0, said
    assert head_of(place).seq == made.then
    kept = list((place / "replaced").iterdir())
    assert (kept[0] / "center.db").stat().st_size == 50_000
    (place / "center.db").unlink()
    code, said, _ = restore(place, "--from", str(next((place / "backups").glob("*.backup"))), "--yes", "mmc")
    assert code == 0, said
    assert head_of(place).seq == made.then


def test_a_running_server_is_left_alone(place: Path) -> None:
    with only_one(place):
        code, _, complaint = restore(place, "--yes", "mmc")
    assert (code, "stop it first" in complaint) == (3, True)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("--to", "9999"), "position-unknown"),
        (("--backup", "0" * 32), "backup-unknown"),
        (("--from", "/nowhere"), "no such folder"),
        (("--from", "s3://bucket/prefix"), "AWS_ACCESS_KEY_ID"),
    ],
)
def test_what_cannot_be_is_named(made: Made, place: Path, words: tuple[str, ...], text: str) -> None:
    code, _, complaint = restore(place, *words, "--yes", "mmc")
    assert code in (2, 4)
    assert text in complaint
    assert head_of(place) == made.now


@pytest.mark.parametrize(
    "kill_at", ["opening", "carrying", "verifying", "switching", *(f"flush {n}" for n in range(1, FLUSHES + 1))]
)
def test_killed_at_any_stage_the_old_database_is_there_or_the_new_one(
    made: Made, place: Path, kill_at: str, expected_logs: ExpectedLogs
) -> None:
    code, said, complaint = restore(place, "--yes", "mmc", kill_at=kill_at)
    assert code == -9, (said, complaint)
    if journal.under_way(place) is not None:
        expected_logs.expect("mmc_console.server.restore.journal: restore .* was interrupted")
    outcome = journal.settle(place)
    found = head_of(place)
    if kill_at in ("opening", "carrying", "verifying"):
        assert (outcome in ("taken-back", ""), found) == (True, made.now)
    else:
        assert outcome in ("finished", "")
        assert (found.seq, found.epoch != made.now.epoch) == (made.then, True)
    assert journal.under_way(place) is None
    assert journal.settle(place) == ""
    assert not (place / "restore").exists()
