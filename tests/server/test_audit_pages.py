"""Reading the audit, checking it, taking it along: over HTTP by an administrator, and beside a command that writes."""

from __future__ import annotations

import asyncio
import csv
import io
from argparse import Namespace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from mmc_console.server import users_cli
from mmc_console.server.audit.chain import Entry
from mmc_console.server.audit.rows import HEAD_FILE, append, append_after_loss, carry_over, keep_head, kept_head
from mmc_console.server.audit.sheet import is_whole
from mmc_console.server.audit.verify import Walk
from mmc_console.server.health.health import Verdict
from mmc_console.server.keys import open_keys
from tests.guards import ExpectedLogs
from tests.server.auth_app import Server, server_in
from tests.server.auth_http import Caller
from tests.server.auth_parts import opened

PATH = "/api/v1/admin/audit"


async def checked(server: Server, admin: Caller) -> dict[str, Any]:
    """What a check of now finds."""
    assert (await admin.ask("POST", f"{PATH}/verify")).status_code == 200
    async with asyncio.timeout(20):
        while True:
            found = (await admin.ask("GET", f"{PATH}/verify")).json()
            if not found.get("running"):
                return dict(found)
            await asyncio.to_thread(int)  # an answer in this process gives up the loop to nobody


def verdict_of(server: Server) -> Verdict:
    """What the check of the chain says now."""
    found = server.office.checks["audit"]()
    assert isinstance(found, Verdict)
    return found


def test_entries_are_found_by_every_filter_and_paged_newest_first(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            id = admin.answer["user"]["id"]
            acts = ("visit-read", "cards-read")
            many = [Entry(0, 1_800_000_000_000 + n * 1000, acts[n % 2], f"u{n % 3}", "d", f"v{n}") for n in range(30)]
            await server.office.audit.kept()
            with server.database.write() as conn:
                append(conn, server.keys.audit, many)

            async def found(**query: Any) -> list[dict[str, Any]]:
                answer = await admin.ask("GET", PATH, params=query)
                assert answer.status_code == 200, answer.text
                return list(answer.json()["entries"])

            assert [e["about"] for e in await found(user="u1")] == [f"v{n}" for n in range(28, 0, -3)]
            assert {e["act"] for e in await found(act="visit-read")} == {"visit-read"}
            assert [e["about"] for e in await found(about="v7")] == ["v7"]
            assert len(await found(device="d")) == 30
            span = {"from": "2027-01-15T08:00:05+00:00", "until": "2027-01-15T11:00:08+03:00"}
            assert [e["about"] for e in await found(**span)] == ["v7", "v6", "v5"]
            whole = await admin.ask("GET", PATH, params={"limit": 10})
            page, seen = whole.json(), []
            assert page["count"] >= 31
            assert "user-changed" in page["acts"]
            while True:
                seen += [e["seq"] for e in page["entries"]]
                if page["next"] is None:
                    break
                page = (await admin.ask("GET", PATH, params={"limit": 10, "before": page["next"]})).json()
            assert seen == list(range(seen[0], 0, -1)), "every entry once, without a gap"
            own = (await found(act="sign-in", user=id))[0]
            assert (own["name"], own["desk"]) == ("Admin", "A")
            for bad in ({"from": "yesterday"}, {"until": "2027-01-15T08:00:05"}, {"limit": "0"}, {"about": "x" * 81}):
                answer = await admin.ask("GET", PATH, params=bad)
                assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), bad

    asyncio.run(story())


def test_the_file_says_the_same_runs_no_formula_and_shows_a_change(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            with server.database.write() as conn:
                append(
                    conn,
                    server.keys.audit,
                    [Entry(0, n, "cards-read", about="=1+1" if n == 7 else "x") for n in range(1_200)],
                )
            answer = await admin.ask("GET", f"{PATH}/export", params={"act": "cards-read"})
            assert answer.status_code == 200
            assert answer.headers["content-type"] == "text/csv; charset=utf-8"
            rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
            assert len(rows) == 1_200 + 1
            assert rows[7]["about"] == "'=1+1"
            assert rows[-1]["seq"] == "#seal"
            assert is_whole(server.keys.audit, answer.content)
            assert not is_whole(server.keys.audit, answer.content.replace(b"'=1+1", b"'=1+2"))
            assert not is_whole(bytes(32), answer.content)
            assert not is_whole(server.keys.audit, b"")
            await server.office.audit.kept()
            told = (await admin.ask("GET", PATH, params={"act": "audit-exported"})).json()["entries"]
            assert told[0]["detail"] == {"act": "cards-read"}

    asyncio.run(story())


def test_a_check_tells_and_health_says_so(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            assert not (await admin.ask("GET", f"{PATH}/verify")).json().get("running")
            found = await checked(server, admin)
            assert found.get("fault") is None
            assert found["at"]
            assert found["done"] >= 2
            check = partial(verdict_of, server)
            assert check().status == "healthy"
            await server.office.audit.kept()
            with server.database.write() as conn:
                conn.exec_driver_sql("UPDATE audit SET body = replace(body, 'sign-in', 'sign-on') WHERE seq = 1")
            assert check().status == "healthy", "the head is as it was: only a check can tell"
            expected_logs.expect("the audit is not as it was written: edited at entry 1")
            found = await checked(server, admin)
            assert found["fault"] == {"kind": "edited", "seq": 1, "last": 0}
            assert (check().status, check().detail) == ("unhealthy", "audit-tampered")
            await server.office.audit.kept()
        async with server_in(tmp_path) as server:
            assert verdict_of(server).detail == "audit-tampered", "a restart does not forget it"

    asyncio.run(story())


def test_a_cut_end_or_an_older_database_is_seen_at_once(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            await server.caller().sign_in()
            with server.database.write() as conn:
                conn.exec_driver_sql("DELETE FROM audit")
                conn.exec_driver_sql("DELETE FROM audit_head")
            check = partial(verdict_of, server)
            assert (check().status, check().detail) == ("unhealthy", "audit-cut")
            kept, entry = kept_head(server.keys.folder), Entry(0, 1, "restore", about="backup-17")
            with server.database.write() as conn:
                now = append_after_loss(conn, server.keys.audit, kept, entry)
            keep_head(server.keys.folder, now)
            assert check().detail == "ok", "said and sealed by whoever has the key"
            (tmp_path / "keys" / HEAD_FILE).unlink()
            assert (check().status, check().detail) == ("degraded", "audit-head-missing")

    asyncio.run(story())


def test_a_command_beside_the_server_goes_on_with_the_same_chain(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            huda = await server.person("huda", "reception")
            more = {"data": tmp_path, "role": ["supervisor"], "clinic": None, "enabled": None}
            for _ in range(3):
                assert await asyncio.to_thread(users_cli.change, Namespace(name="huda", **more)) == 0
                await server.caller().sign_in()
            (entry, *_) = (await admin.ask("GET", PATH, params={"act": "user-changed"})).json()["entries"]
            assert entry["about"] == huda.answer["user"]["id"]
            assert entry["about_name"] == "huda"
            assert "user" not in entry, "the machine's user is no user of the centre"
            assert entry["detail"]["command"]
            assert (await checked(server, admin)).get("fault") is None

    asyncio.run(story())
    assert "changed" in capsys.readouterr().out


def test_a_restored_database_goes_on_with_the_audit_of_the_one_it_replaces(tmp_path: Path) -> None:
    keys = open_keys(tmp_path / "keys", database_exists=False)
    with opened(tmp_path / "old") as (old, _), opened(tmp_path / "new") as (new, _):
        for database, n in ((old, 12_000), (new, 40)):
            with database.write() as conn:
                keep_head(keys.folder, append(conn, keys.audit, [Entry(0, i, "cards-read") for i in range(n)]))
        with old.read() as source, new.write() as target:
            assert carry_over(source, target) == 12_000
            head = append(target, keys.audit, [Entry(0, 1, "restored")])
        keep_head(keys.folder, head)
        with new.read() as conn:
            assert Walk(keys.audit, head).run(conn) is None
        assert head.seq == 12_001
