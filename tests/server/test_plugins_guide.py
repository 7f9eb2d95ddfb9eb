"""docs/plugins.md as a stranger follows it: the plugin saved, the commands typed, on a real server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from mmc_console.plugins.builtin.webhook import secret_of, signature
from tests.house.tree import ROOT
from tests.server.auth_program import serving
from tests.server.live_parts import action, registration, sign_in
from tests.server.plugin_parts import until

GUIDE = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def test_the_first_plugin_works_as_the_page_says(tmp_path: Path) -> None:
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "lobby.py").write_text(_blocks("python")[0], encoding="utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with serving(tmp_path) as url:
        said = []
        for line in _blocks("sh")[0].splitlines():
            done = subprocess.run(
                ["sh", "-c", line.replace("DIR", f"'{tmp_path}'")],
                capture_output=True, text=True, timeout=60, check=False, env=os.environ | {"PATH": path},
            )  # fmt: skip
            assert done.returncode == 0, (line, done.stderr)
            said.append(done)
        assert said[1].stderr.startswith("written: L-017: Number 017: your turn is near.")
        assert said[1].stdout == "near_turn: done\n"
        assert "on   lobby  (folder)  Writes the numbers called to a file" in said[3].stdout
        with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
            token = client.post("/api/v1/auth/login", json=sign_in()).json()["access_token"]
            client.headers["Authorization"] = f"Bearer {token}"

            def lobby() -> dict[str, Any]:
                found: dict[str, Any] = client.get("/api/v1/admin/plugins/lobby").json()
                return found

            until(lambda: lobby()["state"] == "working")
            for one in (registration("1001"), action("call_next", clinic="lab", room=1)):
                answer = client.post("/api/v1/actions", json={"actions": [one]}).json()
                assert answer["results"][0]["outcome"] == "applied"
            until(lambda: lobby()["counts"]["sent"] == 2)
        lines = (tmp_path / "plugin-work" / "lobby" / "lobby.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("L-017")
    assert lines[1] == "L-001: Number 001: your turn is near. Please stay close to Mezzanine."
    assert re.fullmatch(r"\d\d:\d\d L-001 room 1", lines[2])


def test_the_receiver_on_the_page_takes_what_we_sign_and_nothing_else() -> None:
    page: dict[str, Any] = {}
    exec(_blocks("python")[1], page)  # noqa: S102 - the page's own code is what is tested
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"type": "ticket_called"}'
    signed = signature(secret_of(secret), "key-1", 1_790_000_000, body)
    headers = {"webhook-id": "key-1", "webhook-timestamp": "1790000000", "webhook-signature": signed}
    assert page["is_ours"](secret, headers, body)
    assert not page["is_ours"](secret, headers, body + b" ")
    assert not page["is_ours"](secret, headers | {"webhook-timestamp": "1790000001"}, body)
    assert not page["is_ours"](secret, headers | {"webhook-id": "key-2"}, body)


def test_the_page_names_every_command_and_number_as_they_are() -> None:
    from mmc_console.domain import notices
    from mmc_console.plugins import host
    from mmc_console.server.plugins import parts, process

    assert process.CALL_SECONDS == host.CPU_A_CALL == 10
    assert host.MEMORY_AT_MOST == 512 * 1024 * 1024
    assert parts.FAULTS_AT_MOST == 5
    minutes = {kind: int(lives.total_seconds() / 60) for kind, lives in notices._LIVES.items()}
    assert minutes == {
        "your_turn": 5, "called_again": 5, "near_turn": 10, "next_in_line": 10, "moved_on": 30, "clinic_paused": 30,
        "visit_complete": 60,
    }  # fmt: skip
    for said in ("five times at most", "ten seconds", "512 MB", "`your_turn` and `called_again` 5 minutes"):
        assert said in GUIDE
