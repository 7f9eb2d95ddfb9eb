"""Backups over HTTP and by the clock: taken, proven, caught up, tested each day, and never a word of their secrets."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mmc_console.domain.ids import mint_action_id
from mmc_console.server.backups.check import check
from mmc_console.server.backups.keys import key_from
from mmc_console.server.backups.settings import BackupSettings
from mmc_console.server.store.metadata import metadata
from tests.guards import ExpectedLogs
from tests.server.auth_app import Server, server_in
from tests.server.auth_http import Caller
from tests.server.s3_server import nobody_at, place_at, s3_server

PATH = "/api/v1/admin/backups"
assert "backup_runs" in metadata.tables


def run(story: Callable[[Server, Caller], Awaitable[None]], place: Path) -> None:
    async def whole() -> None:
        async with server_in(place) as server:
            await story(server, await server.caller().sign_in())

    asyncio.run(whole())


def change(server: Server, **fields: object) -> None:
    server.office.preferences.change(BackupSettings, fields, "")


async def later(server: Server, admin: Caller, **span: float) -> None:
    """Time passes; the administrator signs in again."""
    server.clock.pass_by(**span)
    await admin.sign_in()


def is_shipping(server: Server) -> bool:
    return server.office.backups.stream.running


async def state(admin: Caller) -> dict[str, Any]:
    found: dict[str, Any] = (await admin.ask("GET", PATH)).json()
    return found


def test_a_backup_is_taken_listed_checked_copied_downloaded_and_deleted(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("backup: copy failed: backup-folder-gone")
    (tmp_path / "stick").mkdir()

    async def story(server: Server, admin: Caller) -> None:
        assert (await state(admin))["backups"] == []
        taken = await admin.ask("POST", PATH)
        assert taken.status_code == 201, taken.text
        first = taken.json()
        assert (first["kind"], first["places"], first["refused"]) == ("manual", ["folder"], "")
        assert first["verified_at"] is not None
        assert first["seq"] == server.writer.health.seq
        await later(server, admin, hours=1)
        second = (await admin.ask("POST", PATH)).json()
        listed = await state(admin)
        assert [each["id"] for each in listed["backups"]] == [second["id"], first["id"]]
        assert listed["safe_seq"] == second["seq"]
        assert [(each["deed"], each["outcome"]) for each in listed["runs"]] == [("take", "done")] * 2

        content = (await admin.ask("GET", f"{PATH}/{first['id']}")).content
        assert (len(content), hashlib.sha256(content).hexdigest()) == (first["size"], first["sha256"])
        await later(server, admin, hours=1)
        checked = await admin.ask("POST", f"{PATH}/{first['id']}/verify")
        assert checked.status_code == 200, checked.text
        assert datetime.fromisoformat(checked.json()["verified_at"]) >= server.clock.now()

        copied = await admin.ask("POST", f"{PATH}/{first['id']}/copy", json={"folder": str(tmp_path / "stick")})
        assert copied.status_code == 200, copied.text
        assert [path.read_bytes() for path in (tmp_path / "stick").glob("*.backup")] == [content]
        nowhere = await admin.ask("POST", f"{PATH}/{first['id']}/copy", json={"folder": str(tmp_path / "nowhere")})
        assert (nowhere.status_code, nowhere.json()["code"]) == (422, "backup-folder-gone")

        assert (await admin.ask("DELETE", f"{PATH}/{first['id']}")).status_code == 204
        last = await admin.ask("DELETE", f"{PATH}/{second['id']}")
        assert (last.status_code, last.json()["code"]) == (409, "backup-last-good")
        for method, path in (("GET", ""), ("POST", "/verify"), ("DELETE", "")):
            gone = await admin.ask(method, f"{PATH}/{first['id']}{path}")
            assert (gone.status_code, gone.json()["code"]) == (404, "not-found")
        assert [each["id"] for each in (await state(admin))["backups"]] == [second["id"]]

    run(story, tmp_path / "centre")


def test_a_backup_that_was_damaged_in_its_store_is_refused_and_no_longer_counts(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("backup: verify failed: backup-changed")

    async def story(server: Server, admin: Caller) -> None:
        taken = (await admin.ask("POST", PATH)).json()
        path = next((tmp_path / "backups").glob("*.backup"))
        content = bytearray(path.read_bytes())
        content[-100] ^= 1
        path.write_bytes(content)
        refused = await admin.ask("POST", f"{PATH}/{taken['id']}/verify")
        assert (refused.status_code, refused.json()["code"]) == (422, "backup-changed")
        listed = await state(admin)
        assert (listed["backups"][0]["refused"], listed["backups"][0]["verified_at"]) == ("backup-changed", None)
        assert listed["safe_seq"] == 0

    run(story, tmp_path)


def test_one_at_a_time_and_what_is_called_off_leaves_nothing(tmp_path: Path) -> None:
    async def story(server: Server, admin: Caller) -> None:
        assert (await admin.ask("DELETE", f"{PATH}/working")).status_code == 404
        begun = await admin.ask("POST", f"{PATH}?wait=0")
        assert (begun.status_code, begun.json()["deed"]) == (202, "take")
        busy = await admin.ask("POST", PATH)
        assert (busy.status_code, busy.json()["code"]) == (409, "backup-busy")
        assert (await state(admin))["working"]["backup"] == begun.json()["backup"]
        assert (await admin.ask("DELETE", f"{PATH}/working")).status_code == 204
        await asyncio.gather(*server.office.backups.under_way)
        listed = await state(admin)
        assert (listed["backups"], listed["runs"][0]["outcome"]) == ([], "cancelled")
        assert not list((tmp_path / "backups").glob("**/*.backup*"))
        assert (await admin.ask("POST", PATH)).status_code == 201

    run(story, tmp_path)


def test_the_recovery_key_is_handed_out_once_and_is_in_no_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def story(server: Server, admin: Caller) -> None:
        assert (await state(admin))["key"]["printed"] is False
        given = await admin.ask("POST", f"{PATH}/key")
        key = key_from(given.json()["text"])
        assert (key.id, key.secret.hex()) == (
            (await state(admin))["key"]["id"],
            (tmp_path / "keys" / "backup-1.key").read_text().strip(),
        )
        again = await admin.ask("POST", f"{PATH}/key")
        assert (again.status_code, again.json()["code"]) == (410, "gone")
        assert (await state(admin))["key"]["printed"] is True
        assert given.json()["text"] not in caplog.text
        assert key.secret.hex() not in caplog.text

    run(story, tmp_path)


def test_a_stores_secret_is_sealed_and_never_given_back(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("backups: store s3: backup-store-unreachable")
    secret = {"access": "planted-access-0001", "secret": "planted-secret-0002"}

    async def story(server: Server, admin: Caller) -> None:
        assert (await admin.ask("PUT", f"{PATH}/store-secret", json=secret)).status_code == 204
        answer = await admin.ask("GET", PATH)
        assert answer.json()["secret"] is True
        assert "planted" not in answer.text
        with server.database.read() as conn:
            sealed = conn.exec_driver_sql("SELECT sealed FROM backup_secrets").scalar_one()
        assert b"planted" not in sealed
        change(server, bucket="centre-backups", endpoint=nobody_at())
        assert {place.secret for place in server.office.backups.places()} == {"", "planted-secret-0002"}
        assert "planted" not in repr(server.office.backups.places())
        await admin.ask("PUT", f"{PATH}/store-secret", json={"access": "", "secret": ""})
        assert (await state(admin))["secret"] is False

    run(story, tmp_path)


def test_backups_come_by_the_clock_and_what_was_missed_is_caught_up(tmp_path: Path) -> None:
    async def story(server: Server, admin: Caller) -> None:
        backups = server.office.backups

        async def taken(deed: str = "take") -> int:
            await backups.round()
            return [each["deed"] for each in (await state(admin))["runs"]].count(deed)

        assert await taken() == 1
        assert await taken("test") == 1  # and the first one is proven on its first day
        await later(server, admin, hours=5, minutes=59)
        assert await taken() == 1
        await later(server, admin, minutes=2)
        assert await taken() == 2
        await later(server, admin, days=2)  # this PC was off
        assert await taken() == 3
        assert await taken("test") == 2
        last = (await state(admin))["last_test"]
        assert (last["outcome"], last["backup"]) == ("done", (await state(admin))["backups"][0]["id"])
        assert (await state(admin))["backups"][0]["tested_at"] is not None
        assert await taken("test") == 2
        change(server, every_hours=1)
        await later(server, admin, hours=1, minutes=1)
        assert await taken() == 4

    run(story, tmp_path)


def test_a_failed_one_is_named_visible_and_tried_again_soon(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("backup: take failed: backup-folder-gone folder")
    expected_logs.expect("backups: store folder: backup-folder-gone")

    async def story(server: Server, admin: Caller) -> None:
        backups = server.office.backups
        change(server, folder=str(tmp_path / "other-disk"))
        await backups.round()
        listed = await state(admin)
        assert [(each["outcome"], each["detail"], each["place"]) for each in listed["runs"]] == [
            ("failed", "backup-folder-gone", "folder")
        ]
        assert (check(backups).status, check(backups).detail) == ("degraded", "backup-folder-gone")
        assert datetime.fromisoformat(listed["next_at"]) == server.clock.now() + timedelta(minutes=5)
        (tmp_path / "other-disk").mkdir()
        await backups.round()
        assert len((await state(admin))["runs"]) == 1
        await later(server, admin, minutes=5)
        await backups.round()
        assert (await state(admin))["runs"][0]["outcome"] == "done"
        await backups.look(anew=True)
        assert check(backups).detail == "ok"
        assert list((tmp_path / "other-disk").glob("*.backup"))

    run(story, tmp_path / "centre")


def test_backups_on_the_disk_of_the_database_alone_are_no_protection(tmp_path: Path) -> None:
    elsewhere = Path("/dev/shm") if Path("/dev/shm").is_dir() else None

    async def story(server: Server, admin: Caller) -> None:
        backups = server.office.backups
        change(server, ship=False)
        await backups.round()
        assert check(backups).detail == "ok"  # a new centre is being set up
        await later(server, admin, hours=1, minutes=1)
        assert (check(backups).status, check(backups).detail) == ("degraded", "backup-same-disk")
        assert [place["near"] for place in (await state(admin))["places"]] == [True]
        (tmp_path / "beside").mkdir()
        change(server, second=str(tmp_path / "beside"))
        await backups.look(anew=True)
        assert check(backups).detail == "backup-same-disk", "another folder of the same disk is lost with it"
        if elsewhere is not None and elsewhere.stat().st_dev != tmp_path.stat().st_dev:
            with tempfile.TemporaryDirectory(dir=elsewhere) as stick:
                change(server, second=stick)
                await backups.look(anew=True)
                assert check(backups).detail == "ok"

    run(story, tmp_path / "centre")


def test_the_health_check_says_late_untested_and_a_store_that_is_gone(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("backups: store second: backup-folder-gone")

    async def story(server: Server, admin: Caller) -> None:
        backups = server.office.backups
        change(server, ship=False)
        assert check(backups).detail == "ok"  # it has just begun
        await later(server, admin, hours=2)
        assert check(backups).detail == "backup-none"
        await backups.round()
        assert check(backups).detail == "ok"
        await later(server, admin, hours=7, minutes=1)
        assert check(backups).detail == "backup-late"
        change(server, every_hours=24)
        assert check(backups).detail == "backup-same-disk"
        change(server, second=str(tmp_path / "stick"))
        await backups.look(anew=True)
        assert check(backups).detail == "backup-folder-gone"
        change(server, second="")
        await backups.look(anew=True)
        for _ in range(2):
            await later(server, admin, hours=17)
            await admin.ask("POST", PATH)
        assert check(backups).detail == "restore-test-late"
        await backups.round()
        assert check(backups).detail == "backup-same-disk"

    run(story, tmp_path / "centre")


def test_a_place_that_was_just_named_is_not_left_empty_until_the_next_one_is_due(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()

    async def story(server: Server, admin: Caller) -> None:
        backups = server.office.backups
        await backups.round()
        first = [kept.id for kept in backups.ours()]
        await backups.round()
        change(server, keep_days=31)
        await backups.round()
        assert [kept.id for kept in backups.ours()] == first, "nothing new to put anywhere"
        change(server, second=str(tmp_path / "stick"))
        await backups.round()
        assert {kept.places for kept in backups.ours()} == {("folder", "second"), ("folder",)}
        await backups.round()
        assert len(backups.ours()) == 2

    run(story, tmp_path / "centre")


def test_every_store_gets_it_and_one_that_fails_is_named(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()

    async def story(server: Server, admin: Caller) -> None:
        with s3_server() as url:
            place = place_at(url)
            await admin.ask("PUT", f"{PATH}/store-secret", json={"access": "a", "secret": "b"})
            change(server, second=str(tmp_path / "stick"), endpoint=url, bucket=place.bucket, region=place.region)
            taken = (await admin.ask("POST", PATH)).json()
            assert taken["places"] == ["folder", "second", "s3"]
            assert {row["name"]: row["detail"] for row in (await state(admin))["places"]} == dict.fromkeys(
                ("folder", "second", "s3"), "ok"
            )
            (tmp_path / "centre" / "backups").rename(tmp_path / "lost")
            content = (await admin.ask("GET", f"{PATH}/{taken['id']}")).content
            assert hashlib.sha256(content).hexdigest() == taken["sha256"]
            await admin.ask("DELETE", f"{PATH}/{taken['id']}")

    run(story, tmp_path / "centre")


def test_what_lies_beside_the_database_only_is_not_safe_where_backups_go_elsewhere_too(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("backups: store second: backup-folder-gone")
    stick = tmp_path / "stick"
    stick.mkdir()

    async def story(server: Server, admin: Caller) -> None:
        change(server, second=str(stick))
        first = (await admin.ask("POST", PATH)).json()
        assert (await state(admin))["safe_seq"] == first["seq"]
        stick.rename(tmp_path / "away")
        await registered(server, admin)
        second = (await admin.ask("POST", PATH)).json()
        assert (second["places"], second["seq"] > first["seq"]) == (["folder"], True)
        assert (await state(admin))["safe_seq"] == first["seq"], "consoles keep the rest"
        change(server, second="")
        assert (await state(admin))["safe_seq"] == second["seq"], "there is no other place"

    run(story, tmp_path)


async def registered(server: Server, admin: Caller) -> None:
    now = server.clock.now()
    action = {
        "id": mint_action_id(now, bytes(10)), "at": now.isoformat(), "type": "issue_ticket", "clinic": "lab",
        "patient": {"number": "100001", "gender": "male"},
    }  # fmt: skip
    answer = await admin.ask("POST", "/api/v1/actions", json={"actions": [action]})
    assert answer.json()["results"][0]["outcome"] == "applied", answer.text


def test_only_administrators_have_anything_to_do_with_it(tmp_path: Path) -> None:
    async def story(server: Server, admin: Caller) -> None:
        supervisor = await server.person("salma", "supervisor")
        for method, path in (("GET", ""), ("POST", ""), ("POST", "/key"), ("GET", "/" + "0" * 32)):
            assert (await supervisor.ask(method, PATH + path)).status_code == 403

    run(story, tmp_path)
