"""Backups of a real server: shipped behind the work, also through `kill -9`, and from the command line beside it."""

from __future__ import annotations

import secrets
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

import httpx
import psutil
import pytest

from mmc_console.server.backups.catalogue import in_store, joined, name_of
from mmc_console.server.backups.chains import points_in, way_to
from mmc_console.server.backups.keys import backup_keys
from mmc_console.server.backups.stores import FolderStore
from mmc_console.server.backups.unpack import unpack
from mmc_console.server.keys import open_keys
from mmc_console.server.store.engine import connect
from tests.server.auth_parts import GOOD
from tests.server.live_parts import PATIENCE, Program, registration, sign_in

PATH = "/api/v1/admin/backups"


def command(place: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mmc_console", *words, "--data", str(place)],
        input=typed, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip


class Desk:
    """One console of a running server."""

    def __init__(self, program: Program) -> None:
        self.client = httpx.Client(base_url=program.url, trust_env=False, timeout=30)
        token = self.client.post("/api/v1/auth/login", json=sign_in()).json()["access_token"]
        self.client.headers["Authorization"] = f"Bearer {token}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def register(self, count: int) -> int:
        """So many people, each acknowledged; where the log stands."""
        seq = 0
        for _ in range(count):
            number = str(10_000_000 + secrets.randbelow(80_000_000))
            answer = self.client.post("/api/v1/actions", json={"actions": [registration(number)]})
            assert answer.json()["results"][0]["outcome"] == "applied", answer.text
            seq = answer.json()["seq"]
        return seq

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(PATH).json()
        return found

    def shipped(self, seq: int) -> dict[str, Any]:
        """Wait until the log is shipped up to *seq*."""
        limit = time.monotonic() + PATIENCE
        while True:
            shipping: dict[str, Any] = self.state()["shipping"]
            if shipping["seq"] >= seq:
                return shipping
            assert time.monotonic() < limit, f"not shipped: {shipping}"
            threading.Event().wait(0.05)  # a console has a pace, and this one asks of another process


def restored(place: Path) -> tuple[list[Any], list[Any]]:
    """The log as the stores have it, and as the living database has it, up to the same event."""
    keys = open_keys(place / "keys", database_exists=True)
    store, backups = FolderStore("folder", place / "backups"), backup_keys(keys.folder)
    kept = joined([("folder", in_store(store, backups))])
    way = way_to(kept, points_in(store), kept[0].note.header.epoch)
    assert way is not None
    path, key = place / f"again-{secrets.token_hex(4)}.db", secrets.token_bytes(32)
    with ExitStack() as stack:
        base = stack.enter_context(store.open(name_of(way.base.note.header)))
        unpack(path, key, backups, base, [stack.enter_context(store.open(each.name)) for each in way.segments])
    logs = []
    for file, its_key in ((path, key), (place / "center.db", keys.database)):
        connection = connect(file, its_key, readers=True)
        rows = connection.execute("SELECT seq, body FROM events WHERE seq <= ? ORDER BY seq", (way.seq,)).fetchall()
        logs.append(rows)
        connection.close()
    return logs[0], logs[1]


def through_kills(place: Path, kills: int) -> None:
    program = Program(place)
    program.start()
    with Desk(program) as desk:
        known = registration("77001122334")
        known["patient"]["name"] = "Planted Person"
        assert desk.client.post("/api/v1/actions", json={"actions": [known]}).status_code == 200
        assert desk.client.post(PATH).status_code == 201
    for turn in range(kills):
        with Desk(program) as desk:
            seq = desk.register(5)
            shipping = desk.shipped(seq)
            assert (shipping["state"], shipping["detail"]) == ("on", "")
            desk.register(turn % 4)
        process = program._process
        assert process is not None
        children = psutil.Process(process.pid).children(recursive=True)
        assert any("backups.work" in " ".join(child.cmdline()) for child in children)
        program.kill()
        _, left = psutil.wait_procs(children, timeout=PATIENCE)
        assert left == []
        there, living = restored(place)
        assert there == living
        assert len(there) >= seq
        program.start()
    with Desk(program) as desk:
        seq = desk.register(3)
        desk.shipped(seq)
    assert program.stop() == (0, "")
    there, living = restored(place)
    assert there == living
    assert len(there) == seq
    files = [path for folder in ("backups", "backup-work", "logs") for path in (place / folder).rglob("*")]
    told = b"".join(path.read_bytes() for path in files if path.is_file())
    assert b"Planted" not in told
    assert b"77001122334" not in told


def test_what_was_shipped_is_the_log_through_kills(tmp_path: Path) -> None:
    through_kills(tmp_path, 1)


@pytest.mark.faults
def test_what_was_shipped_is_the_log_through_many_kills(tmp_path: Path) -> None:
    through_kills(tmp_path, 20)


def test_the_command_line_beside_a_running_server(tmp_path: Path) -> None:
    place, stick = tmp_path / "centre", tmp_path / "stick"
    stick.mkdir()
    program = Program(place)
    program.start()
    desk = Desk(program)
    try:
        seq = desk.register(4)
        taken = command(place, "backup", "--to", str(stick))
        assert (taken.returncode, taken.stderr) == (0, ""), taken.stderr
        assert "taken and verified" in taken.stdout
        file = next(stick.glob("*.backup"))
        kept = command(place, "backup")
        assert kept.returncode == 0, kept.stderr
        assert kept.stdout.split()[1] in {each["id"] for each in fresh(desk)["backups"]}
        assert command(place, "verify", kept.stdout.split()[1]).returncode == 0

        printed = command(place, "backup-key")
        recovery = printed.stdout.split("\n\n")[1].strip()
        assert command(place, "backup-key").returncode == 2
        alone = subprocess.run(
            [sys.executable, "-m", "mmc_console", "verify", str(file), "--recovery-key"],
            input=recovery + "\n", capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert (alone.returncode, alone.stderr) == (0, "")
        assert f"whole: {seq} events" in alone.stdout

        content = bytearray(file.read_bytes())
        content[-200] ^= 1
        (stick / "bad.backup").write_bytes(content)
        refused = command(place, "verify", str(stick / "bad.backup"))
        assert (refused.returncode, "backup-changed" in refused.stderr) == (5, True)
        nowhere = command(place, "backup", "--to", str(tmp_path / "nowhere"))
        assert (nowhere.returncode, "backup-folder-gone" in nowhere.stderr) == (6, True)
        assert desk.register(1) > seq
    finally:
        desk.client.close()
        assert program.stop() == (0, "")
    assert not list(place.glob("backup-scratch-*"))
    keys = open_keys(place / "keys", database_exists=True)
    connection = connect(place / "center.db", keys.database, readers=True)
    acts = [row[0] for row in connection.execute("SELECT act FROM audit WHERE act LIKE 'backup-%' ORDER BY 1")]
    connection.close()
    assert acts == ["backup-key-printed", *["backup-taken"] * 3]  # two commands, and what was asked over HTTP
    log = "".join(path.read_text() for path in (place / "logs").iterdir())
    assert recovery not in log
    assert GOOD not in log


def fresh(desk: Desk) -> dict[str, Any]:
    """What is in the stores once they were looked at again."""
    assert desk.client.post(f"{PATH}").status_code == 201
    return desk.state()
