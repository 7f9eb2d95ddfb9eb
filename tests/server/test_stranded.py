"""The database is destroyed under a running server: it says so, lets an administrator in, and is restored by him."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from mmc_console.client.errors import ServerBusy
from mmc_console.client.live import fault_of
from mmc_console.server.restore.watch import FAILING, Watch
from mmc_console.server.store.migrate import migrate
from tests.server.auth_parts import GOOD, HandClock, opened, site
from tests.server.live_parts import registration, sign_in, until
from tests.server.restore_parts import Admin, Copies, Restorable, copied


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Restorable]:
    """A server that is gone after the test."""
    (tmp_path / "data").mkdir()
    found = Restorable(tmp_path / "data", tmp_path / "copies")
    yield found
    found.kill()


def gone(database: Path) -> None:
    database.unlink()


def all_gone(database: Path) -> None:
    """With who may restore it."""
    gone(database)
    database.with_name("administrators.sealed").unlink()


def emptied(database: Path) -> None:
    database.write_bytes(b"")


def overwritten(database: Path) -> None:
    with database.open("r+b") as file:
        file.write(bytes(8192))
    database.with_name("center.db-wal").unlink(missing_ok=True)


@pytest.mark.parametrize("destroy", [all_gone, overwritten])
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

        until(lambda: health().json().get("checks", {}).keys() == {"database"})  # between the two a refusal answers
        answer = health()
        assert answer.status_code == 503
        assert answer.json()["checks"]["database"]["status"] == "unhealthy"
        view = admin.client.get("/api/v1/admin/health").json()
        assert [(check["name"], check["status"]) for check in view["checks"]] == [("database", "unhealthy")]
        refused = admin.client.post("/api/v1/actions", json={"actions": [registration("300001")]})
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        busy = fault_of(admin.client.post("/api/v1/auth/refresh", json={"refresh_token": "of before"}))
        assert isinstance(busy, ServerBusy)
        assert busy.stranded, "a console tells it from a server that is busy"
        assert admin.client.get("/api/v1/health/live").status_code == 200
        with httpx.Client(base_url=program.url, trust_env=False) as stranger:
            assert stranger.get("/api/v1/admin/restore").status_code == 401
            for wrong in (
                {"password": "guessed-it-right-1"},
                {"username": "nobody"},
                {"device": {"id": "x" * 8, "name": "x"}},
            ):
                refusal = stranger.post("/api/v1/auth/login", json=sign_in() | wrong)
                assert (refusal.status_code, refusal.json()["params"]["reason"][:9]) == (401, "database-")
        told = admin.restore(backup, dry_run=True).json()["changes"]  # still the token of before
        assert (told["readable"], told["seq"]) == (False, 7)
        with Admin(program.url) as emergency:  # and one who comes only now
            assert emergency.restore(backup, center="other").json()["code"] == "invalid"
            assert emergency.restore(backup, password="not-it").json()["code"] == "invalid"
            done = emergency.restore(backup)
        assert done.status_code == 200, done.text
        report = done.json()["report"]
        assert report["down_seconds"] > report["seconds"], "nobody worked since it was found destroyed"
        assert all(check["ok"] for check in done.json()["report"]["checks"])
    with Admin(program.url) as admin:
        assert admin.snapshot()["seq"] == 7
        acts, fault = admin.audit()
        assert (fault, "audit-continued" in acts, "restore" in acts) == (None, True, True)
        assert admin.act(registration("300001"))["results"][0]["outcome"] == "applied"
        assert admin.client.get("/api/v1/health").json()["checks"]["database"]["status"] == "healthy"
        closed = admin.client.get("/api/v1/admin/alerts").json()["closed"]
        raised = next(each for each in closed if each["kind"] == "database")
        assert [step["what"] for step in raised["history"]] == ["raised", "resolved"]
        incident = admin.client.get("/api/v1/admin/incidents").json()["incidents"][0]
        told = admin.client.get(f"/api/v1/admin/incidents/{incident['id']}").text
        assert raised["id"][:8] in told
        until((program.place / "backup-work" / "shipping.state").exists)
    assert program.stop()[0] == 0
    log = "".join(path.read_text(encoding="utf-8") for path in (program.place / "logs").glob("server-*.log"))
    for why in ("the password of user ", "no administrator of this name", "console xxxxxxxx is not known"):
        assert log.count(f"a sign-in without a database was refused: {why}") == 1, why
    assert "guessed" not in log
    assert "nobody" not in log
    assert "shipping-other-database" not in log, "the new history is not measured by the chain of the old one"


@pytest.mark.faults
def test_a_restore_that_cannot_be_put_in_place_without_a_database_either_is_finished_by_the_next_start(
    tmp_path: Path, program: Restorable
) -> None:
    copies = Copies(tmp_path / "copies")
    with Admin(program.start()) as admin:
        admin.act(registration("100001"))
    assert program.stop() == (0, "")
    backup = copied(program.place, copies)
    failing = Restorable(program.place, copies.folder, "fail flush 2 on")
    try:
        with Admin(failing.start()) as admin:
            until((program.place / "administrators.sealed").exists)
            overwritten(program.place / "center.db")
            until(lambda: admin.client.get("/api/v1/health").json().get("checks", {}).keys() == {"database"})
            with pytest.raises(httpx.HTTPError):
                admin.restore(backup).raise_for_status()
        assert failing.wait() == 4
    finally:
        failing.kill()
    with Admin(program.start()) as admin:
        assert admin.snapshot()["seq"] == 3
        until(lambda: not list((program.place / "restores").glob("*.untold")))
        assert admin.client.get("/api/v1/admin/restore").json()["last"] is not None
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


@pytest.mark.parametrize("destroy", [gone, emptied])
def test_a_start_makes_no_empty_centre_where_one_was_lost(program: Restorable, destroy: Callable[[Path], None]) -> None:
    with Admin(program.start()) as admin:
        admin.act(registration("100001"))
        until((program.place / "administrators.sealed").exists)
    assert program.stop() == (0, "")
    database = program.place / "center.db"
    destroy(database)
    program.start()
    with httpx.Client(base_url=program.url, trust_env=False) as anybody:  # it answers, and does nothing but restore
        assert anybody.get("/api/v1/health").json()["status"] == "unhealthy"
        assert anybody.get("/api/v1/snapshot").status_code in (401, 503)
    assert program.stop()[0] == 0
    assert not database.exists() or database.stat().st_size <= 4096, "no page of anything is in it"


@pytest.mark.skipif(sys.platform == "win32", reason="there a process has no such limit")
def test_a_server_out_of_file_handles_does_not_call_its_database_destroyed(tmp_path: Path) -> None:
    import resource

    with opened(tmp_path, tables=False) as (database, keys):
        migrate(database, HandClock().now())
        watch = Watch(database, keys, tmp_path, site, lambda: "", tuple)
        assert watch.look() == ""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
        try:
            looks = {watch.look() for _ in range(2 * FAILING)}
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert looks == {""}
        assert watch.look() == ""
