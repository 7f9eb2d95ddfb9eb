"""Figures of a real server process over a real socket: its start, its stream's delay, its scrape."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from mmc_console.domain.ids import mint_action_id
from tests.server.auth_parts import GOOD
from tests.server.auth_program import serving


def test_whoever_goes_away_in_the_middle_of_asking_is_no_fault_of_the_servers(tmp_path: Path) -> None:
    """Phones on a bad line made the alert that the server fails, and so could anybody at the door."""
    with serving(tmp_path) as url, httpx.Client(base_url=url, timeout=30) as client:
        asked = {"username": "admin", "password": GOOD, "device": {"id": "console-0001", "name": "one"}}
        token = client.post("/api/v1/auth/login", json=asked).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        paths = ("/api/v1/actions", "/api/v1/auth/login", f"/t/{'a' * 22}/rating", "/api/v1/queue/enter")
        for path in paths:
            head = (
                f"POST {path} HTTP/1.1\r\nHost: centre\r\nAuthorization: Bearer {token}\r\nContent-Length: 99\r\n\r\n"
            )
            with socket.create_connection((client.base_url.host, client.base_url.port)) as cut:
                cut.sendall(head.encode() + b'{"half": ')
                cut.shutdown(socket.SHUT_WR)
                cut.recv(1_000)  # until the server has seen it
        traffic = client.get("/api/v1/metrics").json()["traffic"]
        assert (traffic["errors"], traffic["requests"] >= 1 + len(paths)) == (0, True)


def test_a_server_measures_its_start_and_how_late_its_stream_is(tmp_path: Path) -> None:
    with serving(tmp_path) as url, httpx.Client(base_url=url, timeout=30) as client:
        asked = {"username": "admin", "password": GOOD, "device": {"id": "console-0001", "name": "one"}}
        token = client.post("/api/v1/auth/login", json=asked).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        with client.stream("GET", "/api/v1/events/stream") as stream:
            lines = stream.iter_lines()
            assert next(line for line in lines if line.startswith("event: ")) == "event: heartbeat"
            now = datetime.now(UTC)
            action = {
                "id": mint_action_id(now, bytes(10)), "at": now.isoformat(), "type": "issue_ticket", "clinic": "lab",
                "patient": {"number": "1001", "gender": "male"},
            }  # fmt: skip
            with httpx.Client(base_url=url, headers=client.headers, timeout=30) as other:
                assert other.post("/api/v1/actions", json={"actions": [action]}).status_code == 200
                assert next(line for line in lines if line.startswith("event: queue")) == "event: queue_update"
                report = other.get("/api/v1/metrics").json()
                scraped = other.get("/metrics").text
        assert report["total"]["total"] == 1
        stream_delay = report["traffic"]["stream"]
        assert stream_delay["n"] >= 1
        assert 0 < stream_delay["p50"] < 10
        assert report["live"]["consoles"] == 1
        start = next(kpi for kpi in report["kpis"] if kpi["name"] == "start-time")
        assert (start["n"], start["value"] > 0.1) == (1, True)
        families = {family.name: family for family in text_string_to_metric_families(scraped)}
        assert families["mmc_start_seconds"].samples[0].value == start["value"]
        assert families["process_start_time_seconds"].samples[0].value < datetime.now(UTC).timestamp()
