"""The worst morning: the database is destroyed under a running server, and who runs the centre is told in a minute."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from mmc_console.server.keys import load_key
from mmc_console.server.restore import known_admins
from tests.server.live_parts import PATIENCE, Program, registration, sign_in
from tests.server.plugin_parts import gateway, until

ALERT_WITHIN = 60.0


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """A server that is gone after the test, however that ends."""
    found = Program(tmp_path)
    yield found
    found.kill()


def test_a_destroyed_database_is_told_of_within_a_minute_though_nothing_can_be_written(
    tmp_path: Path, program: Program
) -> None:
    url = program.start()
    with gateway() as receiver, httpx.Client(base_url=url, trust_env=False, timeout=PATIENCE) as client:
        token = client.post("/api/v1/auth/login", json=sign_in()).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        address = receiver.url.replace("http://", "json://") + "?+Idempotency-Key={key}"
        on = {"on": True, "settings": {"urls": address, "language": "en"}}
        assert client.post("/api/v1/admin/plugins/alarms", json=on).status_code == 200
        until(lambda: client.get("/api/v1/admin/plugins/alarms").json()["state"] == "working")
        for i in range(20):
            client.post("/api/v1/actions", json={"actions": [registration(f"28412{i:06}")]})
        began = time.monotonic()
        size = (tmp_path / "center.db").stat().st_size
        for name in ("center.db", "center.db-wal"):
            with (tmp_path / name).open("r+b") as file:
                file.write(b"\xa5" * max(size, (tmp_path / name).stat().st_size))

        def told() -> bool:
            return any(request.json["title"].startswith("The database") for request in list(receiver.requests))

        i = 0
        while not told():  # under load, as it would be
            assert time.monotonic() - began < ALERT_WITHIN
            client.post("/api/v1/actions", json={"actions": [registration(f"28413{i:06}")]})
            i += 1
            receiver.arrived.acquire(timeout=0.2)
        log = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "logs").glob("server-*.log"))
        assert '"code":"alert-raised"' in log


def test_a_start_that_finds_no_database_tells_of_it_the_same_way(tmp_path: Path, program: Program) -> None:
    with gateway() as receiver:
        with httpx.Client(base_url=program.start(), trust_env=False, timeout=PATIENCE) as client:
            token = client.post("/api/v1/auth/login", json=sign_in()).json()["access_token"]
            client.headers["Authorization"] = f"Bearer {token}"
            address = receiver.url.replace("http://", "json://") + "?+Idempotency-Key={key}"
            on = {"on": True, "settings": {"urls": address, "language": "en"}}
            assert client.post("/api/v1/admin/plugins/alarms", json=on).status_code == 200
            key = load_key(tmp_path / "keys" / "database.key")

            def kept() -> bool:
                known = known_admins.read(tmp_path, key)
                return known is not None and [each.name for each in known.tellers] == ["alarms"]

            until(kept)
        assert receiver.url.encode() not in (tmp_path / known_admins.FILE).read_bytes()
        assert program.stop() == (0, "")
        receiver.requests.clear()
        (tmp_path / "center.db").unlink()
        program.start()
        until(lambda: any(request.json["title"].startswith("The database") for request in list(receiver.requests)))
        assert program.stop()[0] == 0
        assert not (tmp_path / "alarm").exists(), "nothing of it is left"
        assert not (tmp_path / "center.db").exists()
