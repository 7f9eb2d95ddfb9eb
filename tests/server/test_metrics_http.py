"""Figures over HTTP: the day, days before, the server's own work, targets, and what a monitoring program reads."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from prometheus_client import Metric
from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client.parser import text_string_to_metric_families

from mmc_console.domain.ids import mint_action_id
from mmc_console.server.figures.settings import FigureSettings
from mmc_console.server.figures.traffic import GROUPS
from mmc_console.wire.alerts import ChangeIncident
from mmc_console.wire.figures import StationFigures
from tests.server.auth_app import Server, raw_call, server_in


def parsed(text: str) -> list[Metric]:
    return list(text_string_to_metric_families(text))


def parsed_openly(text: str) -> list[Metric]:
    return list(openmetrics.text_string_to_metric_families(text))  # type: ignore[no-untyped-call]  # theirs has no types


async def act(server: Server, who: Any, n: int, **fields: Any) -> dict[str, Any]:
    now = server.clock.now()
    action = {"id": mint_action_id(now, n.to_bytes(10, "big")), "at": now.isoformat(), **fields}
    answer = await who.ask("POST", "/api/v1/actions", json={"actions": [action]})
    result: dict[str, Any] = answer.json()["results"][0]
    assert result["outcome"] == "applied", result
    return result


async def some_work(server: Server, admin: Any) -> None:
    """Four wait for the laboratory: two are served, one does not come, one waits on."""
    for who in range(4):
        await act(
            server, admin, who, type="issue_ticket", clinic="lab", patient={"number": f"10{who}", "gender": "male"}
        )
    for n, wait in enumerate((60, 30)):
        server.clock.pass_by(seconds=wait)
        called = await act(server, admin, 10 + 3 * n, type="call_next", clinic="lab", room=1)
        await act(server, admin, 11 + 3 * n, type="start", ticket=called["ticket"])
        server.clock.pass_by(seconds=120)
        await act(server, admin, 12 + 3 * n, type="finish", ticket=called["ticket"])
    called = await act(server, admin, 20, type="call_next", clinic="lab", room=1)
    server.clock.pass_by(seconds=60)
    await act(server, admin, 21, type="no_show", ticket=called["ticket"])


def kpi(report: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in report["kpis"] if each["name"] == name)
    return found


def test_a_day_in_figures(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            await some_work(server, admin)
            report = (await admin.ask("GET", "/api/v1/metrics")).json()
            lab = next(c for c in report["clinics"] if c["clinic"] == "lab")
            assert (report["day"], len(report["clinics"])) == ("2026-11-23", len(server.center.clinics))
            assert lab == {
                "clinic": "lab", "total": 4, "waiting": 1, "called": 0, "in_service": 0, "held": 0, "served": 2,
                "no_shows": 1, "cancelled": 0, "transferred": 0, "unfinished": 0,
                "wait": {"mean": 200.0, "p50": 210.0, "p90": 330.0, "n": 3},
                "service": {"mean": 120.0, "p50": 120.0, "p90": 120.0, "n": 2},
                "throughput": 26.67, "longest": {"label": "L-004", "seconds": 390.0},
            }  # fmt: skip
            assert [h["hour"] for h in report["hours"]] == [7]
            assert report["hours"][0]["line"] == 1
            one = (await admin.ask("GET", "/api/v1/metrics", params={"clinic": "eyes"})).json()
            assert (one["total"]["total"], [c["clinic"] for c in one["clinics"]]) == (0, ["eyes"])
            assert one["hours"] == []

    asyncio.run(story())


def test_what_was_not_measured_has_no_value_and_is_not_met(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            report = (await admin.ask("GET", "/api/v1/metrics")).json()
            for name in ("uptime", "time-to-repair", "throughput", "satisfaction", "wait-median", "start-time"):
                found = kpi(report, name)
                assert (found["value"], found["met"], found["n"]) == (None, None, 0), name
            assert kpi(report, "error-rate")["value"] == 0  # the sign-in was a request
            before = (
                await admin.ask("GET", "/api/v1/metrics", params={"from": "2026-11-20", "to": "2026-11-21"})
            ).json()
            assert [each["name"] for each in before["kpis"] if each["value"] is not None] == []
            assert (before["days"], before["traffic"]["points"], before["live"]) == ([], [], None)

    asyncio.run(story())


def test_targets_are_settings_and_judge_at_once(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            await some_work(server, admin)
            found = kpi((await admin.ask("GET", "/api/v1/metrics")).json(), "wait-median")
            assert (found["value"], found["target"], found["met"], found["n"]) == (210, 900, True, 3)
            server.office.preferences.change(FigureSettings, {"wait_minutes": 3}, by="somebody")
            found = kpi((await admin.ask("GET", "/api/v1/metrics")).json(), "wait-median")
            assert (found["target"], found["met"]) == (180, False)
            server.figures.dashboard.sources.uptime = lambda first, end: (99.9, 1_440)
            server.figures.dashboard.sources.repair = lambda first, end: None
            server.figures.meters.started.took = 9.0
            report = (await admin.ask("GET", "/api/v1/metrics")).json()
            assert (kpi(report, "uptime")["met"], kpi(report, "uptime")["n"]) == (True, 1_440)
            assert kpi(report, "time-to-repair")["value"] is None
            assert (kpi(report, "start-time")["value"], kpi(report, "start-time")["met"]) == (9.0, False)

    asyncio.run(story())


def test_uptime_and_repair_come_from_health_and_incidents_and_alerts_hear_of_the_rates(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            incidents, now = server.office.incidents, server.clock.now
            first, second = incidents.open("database", began=now()), incidents.open("disk", began=now())
            await server.watch.look()
            server.clock.pass_by(minutes=1)
            await server.watch.look()
            server.clock.pass_by(minutes=1)
            incidents.change(first, ChangeIncident(state="mitigated"))
            server.clock.pass_by(minutes=2)
            incidents.change(second, ChangeIncident(state="mitigated"))
            server.clock.pass_by(seconds=1)
            before = server.office.alerts._measure(now())
            assert before is not None
            admin = await server.caller().sign_in()
            report = (await admin.ask("GET", "/api/v1/metrics")).json()
            assert (kpi(report, "time-to-repair")["value"], kpi(report, "time-to-repair")["n"]) == (180, 2)
            assert kpi(report, "uptime")["value"] is not None
            assert [(each["name"], each["pending"]) for each in report["live"]["stations"]] == [("console-0001", 0)]
            rates = server.office.alerts._measure(now())
            assert rates is not None
            assert (rates.requests, rates.failed) == (2, 0)
            assert rates.p95_ms > 0

    asyncio.run(story())


def test_the_servers_own_work_is_counted_by_group_and_sampled(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            await some_work(server, admin)
            assert (await server.caller().ask("GET", "/api/v1/queues")).status_code == 401
            assert (await admin.ask("GET", "/nowhere/at/all")).status_code == 404
            live = (await admin.ask("GET", "/api/v1/metrics")).json()["live"]
            groups = {each["group"]: each for each in live["groups"]}
            assert (groups["actions"]["requests"], groups["actions"]["delay"]["n"]) == (12, 12)
            assert (groups["reading"]["requests"], groups["reading"]["refused"]) == (1, 1)
            assert groups["other"]["refused"] == 1
            assert 0 < groups["actions"]["delay"]["p50"] <= groups["actions"]["delay"]["p99"]
            assert live["waiting_before"] is None
            await server.figures.meters.minute()
            server.clock.pass_by(minutes=70)
            await admin.sign_in()
            report = (await admin.ask("GET", "/api/v1/metrics")).json()
            assert len(report["traffic"]["points"]) == 2
            first = report["traffic"]["points"][0]
            assert (first["requests"], first["errors"], first["delay"]["n"]) == (16, 0, 16)
            cards = {each["name"]: each for each in report["traffic"]["caches"]}
            assert cards["rights"]["hits"] > 0
            assert report["traffic"]["requests"] == sum(p["requests"] for p in report["traffic"]["points"])

    asyncio.run(story())


def test_who_waited_at_the_last_full_hour(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            await some_work(server, admin)
            server.clock.at = server.clock.at.replace(hour=5, minute=0, second=20)
            await server.figures.meters.minute()
            server.clock.pass_by(minutes=10)
            await admin.sign_in()
            live = (await admin.ask("GET", "/api/v1/metrics")).json()["live"]
            assert (live["waiting_before"], live["hour"]) == (1, "2026-11-23T08:00:00+03:00")
            one = (await admin.ask("GET", "/api/v1/metrics", params={"clinic": "eyes"})).json()["live"]
            assert one["waiting_before"] == 0

    asyncio.run(story())


def test_bad_questions_are_named(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            for asked, field in (
                ({"from": "2026-11-23T"}, "$.from"), ({"to": "tomorrow"}, "$.to"), ({"to": "2026-11-24"}, "$.to"),
                ({"from": "2026-11-23", "to": "2026-11-01"}, "$.from"), ({"from": "2020-01-01"}, "$.from"),
                ({"from": "20261101"}, "$.from"), ({"clinic": "nowhere"}, "$.clinic"),
            ):  # fmt: skip
                answer = await admin.ask("GET", "/api/v1/metrics", params=asked)
                assert answer.status_code == 422, asked
                assert answer.json()["errors"][0]["field"] == field

    asyncio.run(story())


def test_a_monitoring_program_reads_with_a_token_of_its_own_and_nothing_else(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            place = "/api/v1/admin/metrics/token"
            here = {"scheme": "http", "target": "centre.test"}
            assert (await admin.ask("GET", place)).json() == here
            made = (await admin.ask("POST", place)).json()
            token = made["token"]
            kept = (await admin.ask("GET", place)).json()
            assert kept == {"made_at": made["made_at"], **here}
            asks = {"Authorization": f"Bearer {token}"}
            assert (await raw_call(server.app, "GET", "/metrics", headers=asks))[0] == 200
            used = (await admin.ask("GET", place)).json()["used_at"]
            assert used == made["made_at"], "the clock stands still here"
            for path in ("/api/v1/metrics", "/api/v1/queues", place):
                assert (await raw_call(server.app, "GET", path, headers=asks))[0] == 403, path
            await asyncio.to_thread(server.figures.scraping.load)  # a new start
            assert (await raw_call(server.app, "GET", "/metrics", headers=asks))[0] == 200
            for wrong in (token[:-1], token + "x", "mmcs.", "mmcs." + "x" * 5_000, token.upper()):
                found = await raw_call(server.app, "GET", "/metrics", headers={"Authorization": f"Bearer {wrong}"})
                assert found[0] == 401, wrong[:20]
            with server.database.read() as conn:
                stored = conn.exec_driver_sql("SELECT hash FROM figure_scrapers").scalar_one()
            assert token.encode() not in stored
            again = (await admin.ask("POST", place)).json()["token"]
            assert (await raw_call(server.app, "GET", "/metrics", headers=asks))[0] == 401
            assert (await admin.ask("DELETE", place)).status_code == 204
            gone = await raw_call(server.app, "GET", "/metrics", headers={"Authorization": f"Bearer {again}"})
            assert gone[0] == 401
            assert (await raw_call(server.app, "GET", "/metrics"))[0] == 401

    asyncio.run(story())


def test_what_is_scraped_is_accepted_by_prometheus_own_parsers(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            await some_work(server, admin)
            server.figures.meters.stations = lambda: [StationFigures("K", 3, 12.5, server.clock.now())]
            server.figures.meters.started.took = 1.25
            plain = await admin.ask("GET", "/metrics")
            assert plain.headers["content-type"].startswith("text/plain; version=")
            families = {family.name: family for family in parsed(plain.text)}
            asked = {"Accept": "application/openmetrics-text; version=1.0.0"}
            opened = await admin.ask("GET", "/metrics", headers=asked)
            assert opened.headers["content-type"].startswith("application/openmetrics-text")
            names = {family.name.removesuffix("_info") for family in families.values()}
            assert names == {family.name for family in parsed_openly(opened.text)}
            assert all(family.documentation for family in families.values())

            def value(family: str, **labels: str) -> float:
                samples = [
                    s for s in families[family].samples if s.labels == labels and not s.name.endswith("_created")
                ]
                assert len(samples) == 1, (family, labels, samples)
                return samples[0].value

            assert value("mmc_tickets", clinic="lab", state="done") == 2
            assert value("mmc_wait_median_seconds", clinic="lab") == 210
            assert value("mmc_http_requests", group="actions", status="2xx") == 12
            assert value("mmc_stations_pending_actions") == 3
            assert value("mmc_start_seconds") == 1.25
            took = families["mmc_http_request_duration_seconds"]
            buckets = [s for s in took.samples if s.labels.get("group") == "actions" and s.name.endswith("_bucket")]
            assert [s.value for s in buckets] == sorted(s.value for s in buckets)
            assert (buckets[-1].labels["le"], buckets[-1].value) == ("+Inf", 12)

    asyncio.run(story())


def test_the_number_of_series_does_not_grow_with_what_is_asked(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            await admin.ask("GET", "/metrics")
            before = (await admin.ask("GET", "/metrics")).text.count("\n")
            for n in range(50):
                await admin.ask("GET", f"/nowhere/{n}")
                await admin.ask("GET", f"/t/{n}/state")
                await admin.ask("GET", f"/api/v1/visits/{n}")
            assert (await admin.ask("GET", "/metrics")).text.count("\n") == before
            assert set(server.figures.meters.traffic.groups) == set(GROUPS)

    asyncio.run(story())


def test_supervisors_see_figures_and_only_administrators_scrape(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            one = await server.person("sam", "supervisor")
            assert (await one.ask("GET", "/api/v1/metrics")).status_code == 200
            assert (await one.ask("GET", "/metrics")).status_code == 403
            assert (await one.ask("POST", "/api/v1/admin/metrics/token")).status_code == 403

    asyncio.run(story())
