"""A restore of a real server: what is told before, what is there after, and `kill -9` at every stage of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.live_parts import action, registration
from tests.server.restore_parts import Admin, Copies, Restorable, copied

STAGES = ("opening", "safety", "maintenance", "carrying", "verifying", "switching", "starting")
FLUSHES = tuple(f"flush {n}" for n in (1, 2, 3, 4, 5))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    found = tmp_path / "data"
    found.mkdir()
    return found


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    return Copies(tmp_path / "copies")


@pytest.fixture
def programs() -> Iterator[list[Restorable]]:
    """Servers that are gone after the test, however that ends."""
    found: list[Restorable] = []
    yield found
    for each in found:
        each.kill()


def a_day(place: Path, copies: Copies, programs: list[Restorable], kill_at: str = "") -> tuple[Restorable, str, Any]:
    """A server with three people in its backup and two more since; the program, the backup, what it answered last."""
    first = Restorable(place, copies.folder)
    programs.append(first)
    with Admin(first.start()) as admin:
        admin.act(*(registration(f"10000{n}") for n in range(3)))
    assert first.stop() == (0, "")
    backup = copied(place, copies)
    program = Restorable(place, copies.folder, kill_at)
    programs.append(program)
    with Admin(program.start()) as admin:
        last = admin.act(registration("200001"), registration("200002"), action("call_next", clinic="lab", room=1))
    return program, backup, last


def test_a_dry_run_counts_what_would_change_and_changes_nothing(
    place: Path, copies: Copies, programs: list[Restorable]
) -> None:
    program, backup, last = a_day(place, copies, programs)
    with Admin(program.url) as admin:
        before = admin.snapshot()
        answer = admin.restore(backup, dry_run=True, reason="", password="", center="")
        assert answer.status_code == 200, answer.text
        told = answer.json()["changes"]
        assert (told["seq"], told["now_seq"], told["shared"]) == (7, last["seq"], 7)
        assert told["tickets"] == {"now": 5, "then": 3}
        assert told["visits"] == {"now": 5, "then": 3}
        assert told["users"] == {"now": 1, "then": 1}
        assert [c for c in told["clinics"] if c["clinic"] == "lab"] == [
            {"clinic": "lab", "tickets": {"now": 5, "then": 3}, "visits": {"now": 5, "then": 3}}
        ]
        assert (told["later"], told["from_desks"], told["consoles"]) == (3, 3, 1)
        assert admin.snapshot() | {"now": 0} == before | {"now": 0}
        assert list((place / "restore").iterdir()) == []
    assert program.stop() == (0, "")


def test_a_restore_answers_when_the_server_works_again(place: Path, copies: Copies, programs: list[Restorable]) -> None:
    program, backup, last = a_day(place, copies, programs)
    with Admin(program.url) as admin:
        answer = admin.restore(backup)
        assert answer.status_code == 200, answer.text
        report = answer.json()["report"]
        assert all(check["ok"] for check in report["checks"]), report
        assert {check["name"] for check in report["checks"]} >= {"pages", "log", "head", "tickets", "serving"}
        after = admin.snapshot()  # the same token: access lives on
        assert (after["epoch"], after["seq"]) == (report["epoch"], 7)
        assert after["epoch"] != last["epoch"]
        assert report["safety"] == "2"
        assert (place / "replaced" / report["kept"] / "center.db").is_file()
        number = admin.act(registration("300001"))["results"][0]["number"]
        assert int(number) > int(last["results"][1]["number"]) + 19
        state = admin.client.get("/api/v1/admin/restore").json()
        assert state["last"]["report"]["id"] == report["id"]
        assert state["stage"] == ""
        again = admin.restore("2", bring_back=False)
        assert again.status_code == 200, again.text
        assert again.json()["report"]["later"] == "later-actions.csv"
        kept = place / "replaced" / again.json()["report"]["kept"]
        listed = (kept / "later-actions.csv").read_text(encoding="utf-8-sig")
        assert "visit_registered" in listed
        assert "300001" not in listed
    assert program.stop() == (0, "")


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"password": "not-it"}, "invalid", "$.password"),
        ({"center": "other"}, "invalid", "$.center"),
        ({"reason": " "}, "invalid", "$.reason"),
        ({"to": 0}, "invalid", "$.to"),
        ({"to": "2026-11-28T10:00:00"}, "invalid", "$.to"),
        ({"backup_id": "nothing"}, "not-found", ""),
    ],
)
def test_what_was_typed_wrong_is_named_and_nothing_happens(  # one server for all would hide which
    place: Path, copies: Copies, programs: list[Restorable], wrong: dict[str, Any], code: str, field: str
) -> None:
    program = Restorable(place, copies.folder)
    programs.append(program)
    with Admin(program.start()) as admin:
        before = admin.snapshot()["epoch"]
        answer = admin.restore("1", **wrong) if "backup_id" not in wrong else admin.restore(wrong["backup_id"])
        assert answer.json()["code"] == code
        assert [error["field"] for error in answer.json().get("errors", [])] == ([field] if field else [])
        assert admin.snapshot()["epoch"] == before
    assert program.stop() == (0, "")


@pytest.mark.parametrize("kill_at", STAGES + FLUSHES)
def test_killed_at_any_stage_the_old_database_is_there_or_the_new_one(
    place: Path, copies: Copies, programs: list[Restorable], kill_at: str
) -> None:
    program, backup, last = a_day(place, copies, programs, kill_at)
    with Admin(program.url) as admin:
        old = admin.snapshot()
        try:
            admin.restore(backup)
        except Exception as fault:  # noqa: BLE001 - the connection breaks one way or another
            assert "Protocol" in type(fault).__name__ or "Read" in type(fault).__name__, fault
        else:
            raise AssertionError("it was to be killed")
    assert program.wait() == -9
    again = Restorable(place, copies.folder)
    programs.append(again)
    with Admin(again.start()) as admin:
        found = admin.snapshot()
        switched = kill_at in FLUSHES or STAGES.index(kill_at) >= STAGES.index("switching")
        if switched:
            assert (found["seq"], found["epoch"] != old["epoch"]) == (7, True)
            assert len(list((place / "replaced").iterdir())) == 1
        else:
            assert (found["seq"], found["epoch"]) == (old["seq"], old["epoch"])
        assert not (place / "restore.json").exists()
        assert list((place / "restore").iterdir()) == []
        assert admin.act(registration("300001"))["results"][0]["outcome"] == "applied"
    assert again.stop()[0] == 0
