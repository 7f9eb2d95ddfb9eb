"""A restore of a real server: what is told before, what is there after, and `kill -9` of it while it is carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.server.live_parts import action, registration, until
from tests.server.restore_parts import Admin, Copies, Restorable, copied


@dataclass
class Day:
    """A server with three people in its backup and two more since; `last`: what it answered last."""

    program: Restorable
    copies: Copies
    backup: str
    last: Any

    @property
    def place(self) -> Path:
        return self.program.place


Begin = Callable[..., Day]


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Begin]:
    """Makes one; all servers are gone afterwards, however that goes."""
    programs: list[Restorable] = []

    def begin(kill_at: str = "") -> Day:
        top = tmp_path_factory.mktemp("centre")
        (top / "data").mkdir()
        copies = Copies(top / "copies")
        first = Restorable(top / "data", copies.folder)
        programs.append(first)
        with Admin(first.start()) as admin:
            admin.act(*(registration(f"10000{n}") for n in range(3)))
        assert first.stop() == (0, "")
        backup = copied(first.place, copies)
        program = Restorable(first.place, copies.folder, kill_at)
        programs.append(program)
        with Admin(program.start()) as admin:
            last = admin.act(registration("200001"), registration("200002"), action("call_next", clinic="lab", room=1))
        return Day(program, copies, backup, last)

    yield begin
    for program in programs:
        program.kill()


@pytest.fixture(scope="module")
def day(days: Begin) -> Day:
    """One that no test changes."""
    return days()


def test_a_dry_run_counts_what_would_change_and_changes_nothing(day: Day) -> None:
    with Admin(day.program.url) as admin:
        before = admin.snapshot()
        answer = admin.restore(day.backup, dry_run=True, reason="", password="", center="")
        assert answer.status_code == 200, answer.text
        assert answer.json()["report"] is None
        told = answer.json()["changes"]
        assert (told["seq"], told["now_seq"], told["shared"]) == (7, day.last["seq"], 7)
        assert told["tickets"] == {"now": 5, "then": 3}
        assert told["visits"] == {"now": 5, "then": 3}
        assert told["users"] == {"now": 1, "then": 1}
        assert [each for each in told["clinics"] if each["clinic"] == "lab"] == [
            {"clinic": "lab", "tickets": {"now": 5, "then": 3}, "visits": {"now": 5, "then": 3}}
        ]
        assert (told["later"], told["from_desks"], told["consoles"]) == (3, 3, 1)
        assert admin.snapshot() | {"now": 0} == before | {"now": 0}
        assert not (day.place / "restore").exists()


@pytest.mark.parametrize(
    ("wrong", "code", "fields"),
    [
        ({"password": "not-it"}, "invalid", ["$.password"]),
        ({"center": "other"}, "invalid", ["$.center"]),
        ({"reason": " "}, "invalid", ["$.reason"]),
        ({"to": 0}, "invalid", ["$.to"]),
        ({"to": "2026-11-28T10:00:00"}, "invalid", ["$.to"]),
        ({"backup": "nothing"}, "not-found", []),
        ({"backup": "../copies/1"}, "not-found", []),
    ],
)
def test_what_was_typed_wrong_is_named_and_nothing_happens(
    day: Day, wrong: dict[str, Any], code: str, fields: list[str]
) -> None:
    with Admin(day.program.url) as admin:
        answer = admin.restore(
            **{"backup": day.backup, **wrong} if "backup_id" not in wrong else {"backup": wrong["backup_id"]}
        )
        assert answer.json()["code"] == code
        assert [error["field"] for error in answer.json().get("errors", [])] == fields
        assert admin.snapshot()["epoch"] == day.last["epoch"]


def test_a_restore_answers_when_the_server_works_again(days: Begin) -> None:
    day = days()
    with Admin(day.program.url) as admin:
        start = admin.start_seconds()
        answer = admin.restore(day.backup)
        assert answer.status_code == 200, answer.text
        assert start == admin.start_seconds(), "how long the process took to start is no less known"
        report = answer.json()["report"]
        assert all(check["ok"] for check in report["checks"]), report
        assert {check["name"] for check in report["checks"]} >= {"pages", "log", "head", "tickets", "serving"}
        after = admin.snapshot()  # the same token: access lives on
        assert (after["epoch"], after["seq"]) == (report["epoch"], 7)
        assert after["epoch"] != day.last["epoch"]
        assert report["safety"] == "2"
        assert (day.place / "replaced" / report["kept"] / "center.db").is_file()
        number = admin.act(registration("300001"))["results"][0]["number"]
        assert int(number) > int(day.last["results"][1]["number"]) + 19
        state = admin.client.get("/api/v1/admin/restore").json()
        assert (state["last"]["report"]["id"], state["stage"]) == (report["id"], "")
        acts, fault = admin.audit()
        assert fault is None
        assert acts.count("sign-in") == 3  # also those the backup knows nothing of
        assert "restore" in acts
        logs = "".join(path.read_text("utf-8") for path in (day.place / "logs").iterdir() if path.is_file())
        assert '"restore-done"' in logs, "what the alert of a restore goes by"
        # and back again on purpose: what came later is listed, by ids and labels
        again = admin.restore("2", bring_back=False)
        assert again.status_code == 200, again.text
        assert again.json()["report"]["later"] == "later-actions.csv"
        kept = day.place / "replaced" / again.json()["report"]["kept"]
        listed = (kept / "later-actions.csv").read_text(encoding="utf-8-sig")
        assert "visit_registered" in listed
        assert "300001" not in listed
    assert day.program.stop() == (0, "")


def killed(day: Day, admin: Admin) -> None:
    """Restore until the server is killed."""
    with pytest.raises(httpx.HTTPError):
        admin.restore(day.backup)
    assert day.program.wait() == -9


def served_after_a_kill(days: Begin, kill_at: str, *, switched: bool) -> None:
    """Killed there, the next start has the old database, or the new one."""
    day = days(kill_at)
    with Admin(day.program.url) as admin:
        killed(day, admin)
    again = Restorable(day.place, day.copies.folder)
    try:
        with Admin(again.start()) as admin:
            found = admin.snapshot()
            seq = 7 if switched else day.last["seq"]
            assert (found["seq"], found["epoch"] != day.last["epoch"]) == (seq, switched)
            assert not (day.place / "restore.json").exists()
            assert not (day.place / "restore").exists()
            assert admin.act(registration("300001"))["results"][0]["outcome"] == "applied"
            until(lambda: not list((day.place / "restores").glob("*.untold")))
            last = admin.client.get("/api/v1/admin/restore").json()["last"]
            assert (last is not None) == switched, "the report of what a kill cut off is kept by the next start"
            assert [title for title, _ in admin.incidents()] == ["استعادة المركز: drill"] * switched
            acts, fault = admin.audit()
            assert (fault, acts.count("restore")) == (None, int(switched))
        assert again.stop()[0] == 0
    finally:
        again.kill()


@pytest.mark.parametrize(("kill_at", "switched"), [("verifying", False), ("flush 2", True)])
def test_a_server_killed_during_a_restore_has_the_old_database_or_the_new_one(
    days: Begin, kill_at: str, switched: bool
) -> None:
    served_after_a_kill(days, kill_at, switched=switched)


@pytest.mark.faults
@pytest.mark.parametrize(
    ("kill_at", "switched"),
    [("opening", False), ("safety", False), ("maintenance", False), ("carrying", False), ("switching", True),
     ("flush 1", True), ("flush 3", True), ("flush 4", True), ("starting", True)],
)  # fmt: skip
def test_a_server_killed_at_any_stage(days: Begin, kill_at: str, switched: bool) -> None:
    served_after_a_kill(days, kill_at, switched=switched)


@pytest.mark.parametrize(
    ("stop_at", "done"),
    [pytest.param("opening", False, marks=pytest.mark.faults), pytest.param("safety", False, marks=pytest.mark.faults),
     pytest.param("maintenance", True, marks=pytest.mark.faults), ("carrying", True),
     pytest.param("starting", True, marks=pytest.mark.faults)],
)  # fmt: skip
def test_a_server_told_to_stop_during_a_restore_carries_out_what_it_has_begun_and_says_so(
    days: Begin, stop_at: str, done: bool
) -> None:
    day = days(f"stop {stop_at}")
    with Admin(day.program.url) as admin:
        answer, told = admin.restore(day.backup), ""
        if done:
            assert answer.status_code == 200, answer.text
            told = answer.json()["report"]["id"]
            assert all(check["ok"] for check in answer.json()["report"]["checks"])
        else:
            assert answer.status_code == 503, answer.text
            assert (answer.json()["code"], answer.json()["params"]["reason"]) == ("unavailable", "closing")
    assert day.program.wait() == 0
    again = Restorable(day.place, day.copies.folder)
    try:
        with Admin(again.start()) as admin:
            assert admin.snapshot()["seq"] == (7 if done else day.last["seq"])
            until(lambda: not list((day.place / "restores").glob("*.untold")))
            last = admin.client.get("/api/v1/admin/restore").json()["last"]
            assert (last["report"]["id"] if last is not None else "") == told
            assert [title for title, _ in admin.incidents()] == ["استعادة المركز: drill"] * done
        assert again.stop() == (0, "")
    finally:
        again.kill()


@pytest.mark.parametrize(
    "flush", [pytest.param(1, marks=pytest.mark.faults), 2, pytest.param(3, marks=pytest.mark.faults)]
)  # fmt: skip
def test_a_fault_after_the_switch_was_decided_never_lets_another_database_be_made(days: Begin, flush: int) -> None:
    day = days(f"fail flush {flush}")
    with Admin(day.program.url) as admin:
        done = admin.restore(day.backup)
        assert done.status_code == 200, done.text
        found = admin.snapshot()
        assert (found["seq"], found["epoch"]) == (7, done.json()["report"]["epoch"])
    assert day.program.stop()[0] == 0


def test_a_switch_that_cannot_be_finished_ends_the_server_and_the_next_start_finishes_it(days: Begin) -> None:
    day = days("fail flush 2 on")
    with Admin(day.program.url) as admin, pytest.raises(httpx.HTTPError):
        admin.restore(day.backup).raise_for_status()
    assert day.program.wait() == 4
    (kept,) = (day.place / "replaced").iterdir()
    size = (kept / "center.db").stat().st_size
    again = Restorable(day.place, day.copies.folder)
    try:
        with Admin(again.start()) as admin:
            assert admin.snapshot()["seq"] == 7
            until(lambda: not list((day.place / "restores").glob("*.untold")))
            last = admin.client.get("/api/v1/admin/restore").json()["last"]
            assert (last is not None, len(admin.incidents())) == (True, 1), "and tells of it as of any other"
        assert (kept / "center.db").stat().st_size == size
        assert again.stop()[0] == 0
    finally:
        again.kill()
