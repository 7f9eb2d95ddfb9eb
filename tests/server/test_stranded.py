"""The database is destroyed under a running server: it says so, lets an administrator in, and is restored by him."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.server.auth_parts import GOOD
from tests.server.live_parts import PATIENCE, Program, registration, sign_in
from tests.server.restore_parts import Admin, Copies, Restorable, copied


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Restorable]:
    """A server that is gone after the test."""
    (tmp_path / "data").mkdir()
    found = Restorable(tmp_path / "data", tmp_path / "copies")
    yield found
    found.kill()


def until(seen: Callable[[], bool]) -> float:
    """Wait for it; seconds."""
    began = time.monotonic()
    while not seen():
        assert time.monotonic() - began < PATIENCE, "it never came"
    return time.monotonic() - began


def gone(database: Path) -> None:
    database.unlink()


def overwritten(database: Path) -> None:
    with database.open("r+b") as file:
        file.write(bytes(8192))
    database.with_name("center.db-wal").unlink(missing_ok=True)


@pytest.mark.parametrize("destroy", [gone, overwritten])
def test_a_destroyed_database_is_noticed_and_restored_by_the_same_routes(
    tmp_path: Path, program: Restorable, destroy: Callable[[Path], None]
) -> None:
    copies = Copies(tmp_path / "copies")
    with Admin(program.start()) as admin:
        admin.act(*(registration(f"10000{n}") for n in range(3)))
        until((program.place / "administrators.sealed").exists)
        assert GOOD.encode() not in (program.place / "administrators.sealed").read_bytes()
    assert program.stop() == (0, "")
    backup = copied(program.place, copies)
    with Admin(program.start()) as admin:
        until((program.place / "administrators.sealed").exists)
        destroy(program.place / "center.db")

        def health() -> httpx.Response:
            return admin.client.get("/api/v1/health")

        until(lambda: "database-" in health().text and health().json()["checks"].keys() == {"database"})
        answer = health()
        assert answer.status_code == 503
        assert answer.json()["checks"]["database"]["status"] == "unhealthy"
        refused = admin.client.post("/api/v1/actions", json={"actions": [registration("300001")]})
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert admin.client.get("/api/v1/health/live").status_code == 200
        with httpx.Client(base_url=program.url, trust_env=False) as stranger:
            assert stranger.get("/api/v1/admin/restore").status_code == 401
            for wrong in (
                {"password": "guessed-it-right-1"},
                {"username": "nobody"},
                {"device": {"id": "x" * 8, "name": "x"}},
            ):
                assert stranger.post("/api/v1/auth/login", json=sign_in() | wrong).status_code == 401
        told = admin.restore(backup, dry_run=True).json()["changes"]  # still the token of before
        assert (told["readable"], told["seq"]) == (False, 7)
        with Admin(program.url) as emergency:  # and one who comes only now
            assert emergency.restore(backup, center="other").json()["code"] == "invalid"
            assert emergency.restore(backup, password="not-it").json()["code"] == "invalid"
            done = emergency.restore(backup)
        assert done.status_code == 200, done.text
        assert all(check["ok"] for check in done.json()["report"]["checks"])
    with Admin(program.url) as admin:
        assert admin.snapshot()["seq"] == 7
        acts, fault = admin.audit()
        assert (fault, "audit-continued" in acts, "restore" in acts) == (None, True, True)
        assert admin.act(registration("300001"))["results"][0]["outcome"] == "applied"
        assert admin.client.get("/api/v1/health").json()["checks"]["database"]["status"] == "healthy"
    assert program.stop()[0] == 0


def test_a_database_that_comes_back_by_itself_is_served_again(program: Restorable) -> None:
    with Admin(program.start()) as admin:
        admin.act(registration("100001"))
        database = program.place / "center.db"
        aside = database.with_name("aside.db")
        database.rename(aside)
        until(lambda: admin.client.get("/api/v1/snapshot").status_code == 503)
        aside.rename(database)
        until(lambda: admin.client.get("/api/v1/snapshot").status_code == 200)
        assert admin.snapshot()["seq"] == 3
    assert program.stop()[0] == 0


def test_without_a_database_it_is_still_said_what_one_can_go_back_to(tmp_path: Path) -> None:
    """By the stores, in which the wizard finds what it restores: real backups, and what was shipped after them."""
    (tmp_path / "data").mkdir()
    program = Program(tmp_path / "data")
    choices = "/api/v1/admin/restore/backups"
    try:
        with Admin(program.start()) as admin:
            admin.act(registration("100001"))
            taken = admin.client.post("/api/v1/admin/backups", params={"wait": 60})
            assert taken.status_code == 201, taken.text
            before = admin.client.get(choices).json()
            until((program.place / "administrators.sealed").exists)
            gone(program.place / "center.db")
            until(lambda: admin.client.get("/api/v1/health").json().get("checks", {}).keys() == {"database"})
            assert admin.client.get("/api/v1/admin/backups").status_code == 503
            found = admin.client.get(choices)
            assert found.status_code == 200, found.text
            told = found.json()
            assert [row["id"] for row in told["backups"]] == [row["id"] for row in before["backups"]]
            newest = next(row for row in told["backups"] if row["id"] == taken.json()["id"])
            assert (newest["present"], newest["verified_at"] is not None) == (True, True)
            assert told["reaches"] >= newest["at"]
            done = admin.restore(newest["id"])
            assert done.status_code == 200, done.text
        with httpx.Client(base_url=program.url, trust_env=False) as stranger:
            assert stranger.get(choices).status_code == 401
    finally:
        program.kill()
