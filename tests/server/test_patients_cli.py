"""`mmc-console patients erase` beside a running server: the same rules, and the server goes on with the same log."""

from __future__ import annotations

import secrets
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from mmc_console.domain.ids import mint_action_id
from tests.server.auth_parts import GOOD
from tests.server.auth_program import PATIENCE, serving


def erase(place: Path, number: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mmc_console", "patients", "erase", "--reason", "asked", "--data", str(place)]
    return subprocess.run(
        command, input=f"{number}\n", capture_output=True, text=True, timeout=PATIENCE, check=False
    )  # fmt: skip


def test_one_person_is_erased_beside_a_running_server(tmp_path: Path) -> None:
    with serving(tmp_path) as url, httpx.Client(base_url=f"{url}/api/v1", trust_env=False) as client:
        asked = {"username": "admin", "password": GOOD, "device": {"id": "console-0001", "name": "x"}}
        client.headers["Authorization"] = f"Bearer {client.post('/auth/login', json=asked).json()['access_token']}"

        def act(**fields: Any) -> dict[str, Any]:
            now = datetime.now(UTC)
            action = {"id": mint_action_id(now, secrets.token_bytes(10)), "at": now.isoformat(), **fields}
            result: dict[str, Any] = client.post("/actions", json={"actions": [action]}).json()["results"][0]
            assert result["outcome"] == "applied", result
            return result

        person = {"number": "1001", "name": "Salem", "gender": "male"}
        first = act(type="issue_ticket", clinic="lab", patient=person)
        refused = erase(tmp_path, "1001")
        assert (refused.returncode, refused.stdout) == (3, "")
        assert "(001)" in refused.stderr
        act(type="cancel", visit=first["visit"], reason="left")
        assert (erase(tmp_path, "1002").returncode, erase(tmp_path, "1001").stdout) == (
            2, "erased; 1 visits stay, nameless\n",
        )  # fmt: skip
        assert client.get("/patients", params={"q": "1001"}).json()["cards"] == []
        again = act(type="issue_ticket", clinic="lab", patient=person)
        epoch = client.get("/snapshot").json()["epoch"]
        kinds = [e["type"] for e in client.get("/events", params={"after": f"{epoch}:0"}).json()["events"]]
        assert kinds[-3:-1] == ["patient_corrected", "visit_registered"]
        assert again["number"] == "002"
