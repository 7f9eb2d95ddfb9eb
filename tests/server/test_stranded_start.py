"""A start that finds the database destroyed makes no new centre: it lets an administrator in, who restores it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from mmc_console.server.keys import load_key
from mmc_console.server.restore import known_admins
from mmc_console.server.restore.known_admins import Known
from mmc_console.server.store.engine import Database
from tests.server.live_parts import Program, registration, until
from tests.server.restore_parts import Admin
from tests.server.test_stranded import gone, overwritten


def emptied(database: Path) -> None:
    database.write_bytes(b"")


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    found = Program(tmp_path / "data")
    found.place.mkdir()
    yield found
    found.kill()


def kept(program: Program) -> Known:
    """What the administrators' file says by now."""
    known = known_admins.read(program.place, load_key(program.place / "keys" / "database.key"))
    return known or Known("", (), {})


def lived_in(program: Program) -> tuple[str, int]:
    """A centre with one verified backup, stopped; the backup's id, and where the log stood in it."""
    with Admin(program.start()) as admin:
        seq = admin.act(*(registration(f"10000{n}") for n in range(3)))["seq"]
        row = admin.client.post("/api/v1/admin/backups?wait=60").json()
        until(lambda: "console-live-1" in kept(program).desks)
    assert program.stop() == (0, "")
    return row["id"], seq


def listed(admin: Admin) -> dict[str, Any]:
    found: dict[str, Any] = admin.client.get("/api/v1/admin/backups").json()
    return found


@pytest.mark.parametrize(("destroy", "fault"), [
    (gone, "database-gone"),
    pytest.param(emptied, "database-damaged", marks=pytest.mark.faults),
    pytest.param(overwritten, "database-damaged", marks=pytest.mark.faults),
])  # fmt: skip
def test_a_start_on_a_destroyed_database_restores_and_begins_no_new_centre(
    program: Program, destroy: Callable[[Path], None], fault: str
) -> None:
    backup, seq = lived_in(program)
    destroy(program.place / "center.db")
    with httpx.Client(base_url=program.start(), trust_env=False) as anybody:
        health = anybody.get("/api/v1/health")
        assert (health.status_code, health.json()["status"]) == (503, "unhealthy")
        assert health.json()["checks"]["database"]["detail"] == fault
        assert anybody.get("/api/v1/admin/backups").status_code == 401
    with Admin(program.url) as admin:
        found = listed(admin)
        [row] = found["backups"]
        assert (row["id"], row["seq"], row["present"], row["refused"]) == (backup, seq, True, "")
        assert row["verified_at"] is not None
        assert [(place["name"], place["detail"]) for place in found["places"]] == [("folder", "ok")]
        assert admin.client.get("/api/v1/admin/backups/points").status_code == 200
        assert admin.client.post("/api/v1/admin/backups").status_code == 405, "nothing can be taken of nothing"
        done = admin.restore(backup)
        assert done.status_code == 200, done.text
        assert all(check["ok"] for check in done.json()["report"]["checks"])
        assert admin.snapshot()["seq"] == seq, "who has restored goes on with the session that began without a database"
    with Admin(program.url) as admin:
        assert admin.snapshot()["seq"] == seq
        assert admin.act(registration("300001"))["results"][0]["outcome"] == "applied"
        [(title, notes)] = admin.incidents()
        assert title == "استعادة المركز: drill"
        told = " ".join(notes)
        report = done.json()["report"]
        closed = admin.client.get("/api/v1/admin/alerts").json()["closed"]
        raised = next(each for each in closed if each["kind"] == "database")
        assert [step["what"] for step in raised["history"]] == ["raised", "resolved"]
        for part in (
            fault,
            raised["id"][:8],
            "admin",
            backup,
            f"{seq} ",
            report["id"],
            "التذاكر 3",
            "تعذّرت قراءة قاعدة البيانات",
        ):
            assert part in told, (part, told)
    code, complaints = program.stop()
    assert code == 0
    assert complaints.startswith(f"mmc-console serve: {fault}: the server answers, and does nothing but restore")


def test_backups_on_another_disk_are_found_without_the_database_that_knew_of_it(
    program: Program, tmp_path: Path
) -> None:
    other = tmp_path / "other disk"
    other.mkdir()
    sealed = program.place / known_admins.FILE
    with Admin(program.start()) as admin:
        answer = admin.client.patch("/api/v1/admin/settings/backups", json={"fields": {"folder": str(other)}})
        assert answer.status_code == 200, answer.text
        assert admin.client.post("/api/v1/admin/backups?wait=60").status_code == 201
        until(lambda: [place.folder for place in kept(program).places] == [str(other)])
        until(lambda: "console-live-1" in kept(program).desks)
    assert program.stop() == (0, "")
    assert str(other).encode() not in sealed.read_bytes()
    gone(program.place / "center.db")
    with Admin(program.start()) as admin:
        assert len(listed(admin)["backups"]) == 1
    program.stop()


def test_a_folder_no_centre_was_in_is_a_new_centre(program: Program) -> None:
    """Also where the very first start was cut between the keys and the database's first tables."""
    with Admin(program.start()) as admin:
        seq = admin.snapshot()["seq"]
    program.kill()
    gone(program.place / "center.db")
    (program.place / known_admins.FILE).unlink(missing_ok=True)
    database = Database(program.place / "center.db", load_key(program.place / "keys" / "database.key"))
    database.open()
    database.close()
    with Admin(program.start()) as admin:
        assert admin.snapshot()["seq"] == seq
    assert program.stop() == (0, "")


@pytest.mark.faults
def test_keys_of_another_centre_are_told_from_a_damaged_database(program: Program) -> None:
    lived_in(program)
    key = program.place / "keys" / "database.key"
    key.write_text("ab" * 32 + "\n")
    with pytest.raises(AssertionError, match="database-wrong-key"):
        program.start()
