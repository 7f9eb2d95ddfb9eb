"""Alerts and incidents over HTTP, from what the rules find to the document for those who were not there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mmc_console.server.alerts.rates import GroupCounters, Lately
from mmc_console.server.alerts.rules import Look, Rates
from mmc_console.server.alerts.settings import AlertSettings
from mmc_console.server.figures.traffic import STATUS, Traffic
from mmc_console.server.store.errors import DiskFault
from mmc_console.wire.alerts import Alert, ChangeIncident
from tests.guards import ExpectedLogs
from tests.server.auth_app import Server, server_in
from tests.server.auth_http import Caller
from tests.server.auth_parts import OTHER
from tests.server.test_logs_http import action
from tests.server.test_security import log_in

ALERTS, INCIDENTS = "/api/v1/admin/alerts", "/api/v1/admin/incidents"
RAISED = "mmc_console.server.alerts.book: alert"


class Checks:
    """Health checks that say what a test wants."""

    def __init__(self, server: Server) -> None:
        self.server, self.said = server, dict[str, tuple[str, str]]()
        server.office.alerts.watch(self.looks)

    async def looks(self) -> Sequence[Look]:
        return [Look(name, status, detail) for name, (status, detail) in self.said.items()]

    async def round(self, **said: tuple[str, str]) -> None:
        self.said = said
        await self.server.office.alerts.look()


async def read(who: Caller) -> dict[str, Any]:
    answer = await who.ask("GET", ALERTS)
    assert answer.status_code == 200
    return dict(answer.json())


def test_an_alert_is_seen_taken_put_off_and_over_and_supervisors_see_what_concerns_them(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(RAISED)

    async def story() -> None:
        async with server_in(tmp_path) as server:
            checks = Checks(server)
            admin, boss = await server.caller().sign_in(), await server.person("boss", "supervisor")
            assert (await read(admin))["open"] == []
            await checks.round(disk=("degraded", "disk-low"), keys=("degraded", "keys-changed"))
            there = await read(admin)
            assert [(alert["kind"], alert["severity"]) for alert in there["open"]] == [
                ("disk", "warning"), ("keys", "warning"),
            ]  # fmt: skip
            assert there["unseen"] == 2
            assert [alert["kind"] for alert in (await read(boss))["open"]] == ["disk"]
            disk, keys = (alert["id"] for alert in there["open"])
            taken = await boss.ask("POST", f"{ALERTS}/{disk}/acknowledge", json={"note": "moving backups"})
            assert (taken.json()["owner"], taken.json()["note"]) == ("boss", "moving backups")
            for path in (f"{ALERTS}/{keys}/acknowledge", f"{ALERTS}/nowhere/acknowledge"):
                assert (await boss.ask("POST", path, json={})).status_code == 404
            assert (await admin.ask("POST", f"{ALERTS}/{keys}/snooze", json={"minutes": 60})).status_code == 200
            assert (await read(admin))["unseen"] == 0
            server.clock.pass_by(minutes=61)
            await admin.sign_in()
            assert (await read(admin))["unseen"] == 1
            await checks.round()
            server.clock.pass_by(minutes=3)
            await checks.round()
            there = await read(admin)
            assert (there["open"], len(there["closed"]), there["kept"]) == ([], 2, True)
            assert [step["what"] for step in there["closed"][0]["history"]][-1] == "resolved"
            over = await admin.ask("POST", f"{ALERTS}/{disk}/acknowledge", json={})
            assert (over.status_code, over.json()["code"]) == (409, "alert-over")
            older = await admin.ask("GET", ALERTS, params={"before": server.clock.now().isoformat()})
            assert older.json()["closed"] == []
            older = await admin.ask("GET", ALERTS, params={"before": "2030-01-01T00:00:00Z"})
            assert len(older.json()["closed"]) == 2
            assert (await admin.ask("GET", ALERTS, params={"before": "soon"})).status_code == 422
        async with server_in(tmp_path) as server:  # another start has them still
            admin = await server.caller().sign_in()
            assert len((await read(admin))["closed"]) == 2

    asyncio.run(story())


def test_while_the_database_takes_nothing_alerts_live_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(RAISED)
    expected_logs.expect("alerts cannot be written down: disk-failed")
    expected_logs.expect("the audit cannot be written: disk-failed")

    async def story() -> None:
        async with server_in(tmp_path) as server:
            checks, admin = Checks(server), await server.caller().sign_in()

            def broken(_: object) -> object:
                raise DiskFault

            with monkeypatch.context() as lost:
                lost.setattr(server.database, "transact", broken)
                for _ in range(3):
                    await checks.round(database=("unhealthy", "disk-failed"))
                there = await read(admin)
                assert ([alert["severity"] for alert in there["open"]], there["kept"]) == (["severe"], False)
                id = there["open"][0]["id"]
                refused = await admin.ask("POST", f"{ALERTS}/{id}/acknowledge", json={})
                assert refused.status_code == 503, "what cannot be audited is not done"
            await checks.round(database=("unhealthy", "disk-failed"))
            assert (await admin.ask("POST", f"{ALERTS}/{id}/acknowledge", json={})).status_code == 200
            assert (await read(admin))["kept"] is True
        async with server_in(tmp_path) as server:
            (alert,) = (await read(await server.caller().sign_in()))["open"]
            assert (alert["id"], alert["owner"]) == (id, "Admin")

    asyncio.run(story())


def test_guesses_and_a_restore_are_found_in_the_log(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect(RAISED)

    async def story() -> None:
        async with server_in(tmp_path) as server:
            checks, admin = Checks(server), await server.person("other", "admin")
            server.office.alerts.start()
            try:
                await asyncio.to_thread(server.office.preferences.change, AlertSettings, {"guesses": 12}, by="")
                for i in range(12):
                    device = {"id": f"console-{i:04}", "name": "x"}
                    body = {"username": "admin", "password": OTHER, "device": device}
                    await server.client.post("/api/v1/auth/login", json=body)
                logging.getLogger("mmc_console.server.restoring").info("done", extra={"code": "restore-done"})
                await checks.round()
                there = await read(admin)
                assert {alert["kind"]: alert["severity"] for alert in there["open"]} == {
                    "guessing": "warning", "restored": "info",
                }  # fmt: skip
                server.clock.pass_by(minutes=16)
                await checks.round()
                server.clock.pass_by(minutes=3)
                await checks.round()
                await admin.sign_in("other")
                assert [alert["kind"] for alert in (await read(admin))["open"]] == ["restored"]
            finally:
                server.office.alerts.stop()

    logging.getLogger().setLevel(logging.INFO)
    asyncio.run(story())


class Counted:
    """Counters that only grow."""

    def __init__(self, requests: int, failed: int) -> None:
        self.requests, self.failed = requests, failed

    def since(self, before: Counted) -> Rates:
        return Rates(self.requests - before.requests, self.failed - before.failed, 10)


def test_a_rate_is_that_of_the_last_five_minutes(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect(RAISED)

    async def story() -> None:
        async with server_in(tmp_path) as server:
            standing = Counted(0, 0)
            checks = Checks(server)
            server.office.alerts.measure(Lately(lambda: standing))
            open: tuple[Alert, ...] = ()
            for minute in range(20):
                standing = Counted(minute * 100, 3 * max(0, minute - 10))
                await checks.round()
                server.clock.pass_by(minutes=1)
                open = server.office.alerts.book.open()
                assert bool(open) == (minute >= 14), minute  # 12 in 500 is the first above 2 %
            assert open[0].figures == {"percent": 3.0, "limit": 2.0}

    asyncio.run(story())


def test_an_alert_that_strikes_again_after_the_repair_opens_another_incident(tmp_path: Path) -> None:
    """A database that is destroyed twice in a quarter of an hour raises one alert; each restore is an incident."""

    async def story() -> None:
        async with server_in(tmp_path) as server:
            incidents, first = server.office.incidents, server.clock.now()
            one = incidents.open("restore: first", "severe", alert="a1", began=first)
            assert incidents.open("told again", "severe", alert="a1", began=first) == one
            server.clock.at += timedelta(minutes=2)
            assert incidents.open("while it lasts", "severe", alert="a1", began=server.clock.now()) == one
            incidents.change(one, ChangeIncident(state="mitigated"))
            assert incidents.open("of before the repair", "severe", alert="a1", began=first) == one
            server.clock.at += timedelta(minutes=2)
            other = incidents.open("restore: second", "severe", alert="a1", began=server.clock.now())
            assert [row.title for row in incidents.listing()] == ["restore: second", "restore: first"]
            assert other != one

    asyncio.run(story())


def test_an_incident_from_its_alert_to_its_document(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect(RAISED)

    async def story() -> None:
        async with server_in(tmp_path) as server:
            server.clock.at = _real_now()
            checks, admin = Checks(server), await server.caller().sign_in()
            await checks.round(disk=("degraded", "disk-low"))
            (alert,) = (await read(admin))["open"]
            made = await admin.ask(
                "POST", INCIDENTS, json={"title": "Disk <full>", "severity": "severe", "alert": alert["id"]}
            )
            assert made.status_code == 200, made.text
            id = made.json()["id"]
            again = await admin.ask("POST", INCIDENTS, json={"title": "twice", "alert": alert["id"]})
            assert again.json()["id"] == id, "one alert opens one incident"
            sent = action(server, 1, type="recall", ticket="00000000-0000-0000-0000-000000000000")
            await admin.ask("POST", "/api/v1/actions", json={"actions": [sent]})
            await admin.ask("POST", f"{INCIDENTS}/{id}/notes", json={"text": "moved old backups\nto the second disk"})
            server.clock.at = _real_now() + timedelta(seconds=90)
            for fields in ({"state": "mitigated"}, {"cause": "Backups were never moved | by anybody"}):
                assert (await admin.ask("PATCH", f"{INCIDENTS}/{id}", json=fields)).status_code == 200
            for text in ("a second disk", "an alert earlier"):
                await admin.ask("POST", f"{INCIDENTS}/{id}/follow-ups", json={"text": text, "who": "Huda"})
            one = (await admin.ask("GET", f"{INCIDENTS}/{id}")).json()
            n = one["follow_ups"][0]["id"]
            one = (await admin.ask("PATCH", f"{INCIDENTS}/{id}/follow-ups/{n}", json={"done": True})).json()
            assert (one["state"], one["open_follow_ups"], one["began"][-6:]) == ("mitigated", 1, "+03:00")
            assert 89 < one["repair_seconds"] < 150
            texts = [entry["text"] for entry in one["entries"]]
            assert any("alert" in text and "raised: disk, disk-low" in text for text in texts)
            assert any("signed in" in text for text in texts), "sign-ins belong to the time line"
            assert not any("recall" in text or "actions taken" in text for text in texts)
            assert texts == [e["text"] for e in (await admin.ask("GET", f"{INCIDENTS}/{id}")).json()["entries"]]
            begin = server.clock.now() - timedelta(hours=1)
            repair = server.office.incidents.time_to_repair(begin, server.clock.now() + timedelta(seconds=1))
            assert repair is not None
            assert repair == pytest.approx(one["repair_seconds"])
            assert server.office.incidents.time_to_repair(begin, begin) is None
            for kind, language in (("md", "en"), ("md", "ar"), ("html", "ar"), ("html", "en"), ("json", "ar")):
                query = {"format": kind, "language": language}
                paper = await admin.ask("GET", f"{INCIDENTS}/{id}/export", params=query)
                assert paper.status_code == 200
                assert f'incident-{id}.{kind}"' in paper.headers["content-disposition"]
                if kind == "html":
                    assert "<full>" not in paper.text
                    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in paper.text
                if kind == "md":
                    assert "# Disk \\<full\\>" in paper.text
                    assert "- [x] a second disk" in paper.text
                    assert "moved old backups to the second disk" in paper.text
            for path, query, status in ((f"{id}/export", {"format": "exe"}, 422), ("999", {}, 404), ("x", {}, 404)):
                assert (await admin.ask("GET", f"{INCIDENTS}/{path}", params=query)).status_code == status
            listed = (await admin.ask("GET", INCIDENTS)).json()["incidents"]
            assert [(row["title"], row["state"], row["open_follow_ups"]) for row in listed] == [
                ("Disk <full>", "mitigated", 1)
            ]
            closed = await admin.ask("PATCH", f"{INCIDENTS}/{id}", json={"state": "closed"})
            assert closed.json()["repair_seconds"] == one["repair_seconds"]
            reopened = await admin.ask("PATCH", f"{INCIDENTS}/{id}", json={"state": "open"})
            assert "repair_seconds" not in reopened.json()
            for body in (
                {"title": ""},
                {"title": "x" * 201},
                {"title": "x", "severity": "loud"},
                {"title": "x", "x": 1},
            ):
                assert (await admin.ask("POST", INCIDENTS, json=body)).status_code == 422
            assert (await admin.ask("POST", INCIDENTS, json={"title": "x", "alert": "gone"})).status_code == 404

    with log_in(tmp_path / "logs"):
        asyncio.run(story())


def _real_now() -> Any:
    """Lines of the log carry the machine's time, whatever a test's clock says."""
    from mmc_console.server.clock import SystemClock

    return SystemClock().now()


def test_the_time_to_repair_reaches_the_table_of_targets(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            made = await admin.ask("POST", INCIDENTS, json={"title": "Power cut"})
            server.clock.pass_by(minutes=4)
            await admin.ask("PATCH", f"{INCIDENTS}/{made.json()['id']}", json={"state": "mitigated"})
            server.clock.pass_by(seconds=30)
            kpis = {each["name"]: each for each in (await admin.ask("GET", "/api/v1/metrics")).json()["kpis"]}
            assert (kpis["time-to-repair"]["value"], kpis["time-to-repair"]["n"]) == (240, 1)

    asyncio.run(story())


def test_the_groups_of_requests_are_taken_together() -> None:
    traffic = Traffic()
    before = GroupCounters(traffic.groups)
    for i in range(100):
        failed = 500 if i < 5 else 200
        traffic.note({"path_template": "/api/v1/actions", STATUS: failed}, 0.3 if i < 20 else 0.01)  # type: ignore[arg-type]  # what it reads of a request
        traffic.note({"path_template": "/t/{token}", STATUS: 404}, 0.01)  # type: ignore[arg-type]  # so it reads of this one
    found = GroupCounters(traffic.groups).since(before)
    assert (found.requests, found.failed) == (200, 5)
    assert 300 <= found.p95_ms < 330
    assert GroupCounters(traffic.groups).since(GroupCounters(traffic.groups)).requests == 0
