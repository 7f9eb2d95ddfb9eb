"""Plugins over HTTP and by command: an administrator's business, secrets never shown, faults by name."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.server.auth_app import server_in
from tests.server.auth_program import serving
from tests.server.plugin_parts import EVENTS_AND_NOTICES, gateway

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PATH = "/api/v1/admin/plugins"


def _run(place: Path, *words: str, line: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mmc_console", "plugins", *words, "--data", str(place)],
        input=line + "\n", capture_output=True, text=True, timeout=60, check=False, env=dict(os.environ),
    )  # fmt: skip


def test_an_administrator_sees_sets_and_switches(tmp_path: Path) -> None:
    async def story() -> None:
        with gateway() as target:
            async with server_in(tmp_path) as server:
                admin = await server.caller().sign_in()

                async def change(name: str, **fields: Any) -> tuple[int, Any]:
                    answer = await admin.ask("POST", f"{PATH}/{name}", json=fields)
                    assert SECRET not in answer.text
                    return answer.status_code, answer.json()

                listed = (await admin.ask("GET", PATH)).json()["plugins"]
                assert [(p["name"], p["on"], p["about"]) for p in listed] == [
                    ("alarms", False, None), ("messages", False, None), ("webhook", False, None),
                ]  # fmt: skip
                described = (await admin.ask("GET", f"{PATH}/webhook")).json()["about"]
                assert described["permissions"] == ["events", "notices", "alerts", "contact", "name"]
                assert [s["name"] for s in described["settings"]] == ["url", "secret", "only"]
                for name, fields, status, code in (
                    ("webhook", {"on": True}, 422, "plugin-setting-missing"),
                    ("webhook", {"settings": {"colour": "x"}}, 422, "plugin-unknown-setting"),
                    ("webhook", {"grants": ["everything"]}, 422, "plugin-not-declared"),
                    ("webhook", {"onn": True}, 422, "invalid"),
                    ("webhook", {"on": "yes"}, 422, "invalid"),
                    ("nothing", {"on": True}, 404, "not-found"),
                ):
                    found, problem = await change(name, **fields)
                    assert (found, problem["code"]) == (status, code)
                for name in ("%FF", "%00", "..%2F..%2Fetc", "%ED%A0%80", "x" * 300, "a%0Ab", "Webhook", "%D9%A1"):
                    for method, body in (("GET", None), ("POST", {"on": True})):
                        answer = await admin.ask(method, f"{PATH}/{name}", json=body)
                        assert (answer.status_code, answer.json()["code"]) == (404, "not-found"), name
                status, view = await change("webhook", settings={"url": target.url, "secret": SECRET}, on=True)
                assert (status, view["on"], view["settings"]["secret"]) == (200, True, "•••")
                status, view = await change("webhook", grants=["name"])
                assert (status, view["grants"]) == (200, ["name"])
                status, view = await change("webhook", on=False)
                assert (status, view["on"], view["grants"], view["state"]) == (200, False, ["name"], "off")
                raw = (tmp_path / "center.db").read_bytes()
                assert SECRET.encode() not in raw
                assert SECRET[6:].encode() not in raw

    asyncio.run(story())


def test_the_command_works_beside_a_running_server(tmp_path: Path) -> None:
    nothing = _run(tmp_path, "list")
    assert (nothing.returncode, nothing.stdout) == (4, "")
    assert "there is no centre here" in nothing.stderr
    with serving(tmp_path):
        (tmp_path / "plugins").mkdir()
        loud = f"{EVENTS_AND_NOTICES}@hook\ndef near_turn(notice):\n    print('it works', notice.phone)\n"
        (tmp_path / "plugins" / "loud.py").write_text(loud, encoding="utf-8")
        listed = _run(tmp_path, "list").stdout.splitlines()
        assert [line.split()[:2] for line in listed] == [
            ["off", "alarms"], ["off", "loud"], ["off", "messages"], ["off", "webhook"],
        ]  # fmt: skip
        tried = _run(tmp_path, "try", "loud")
        assert "it works +97400000000" in tried.stderr
        assert tried.stdout == "near_turn: done\n"
        refused = _run(tmp_path, "on", "webhook")
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "it needs the setting url first" in refused.stderr
        assert _run(tmp_path, "set", "webhook", "secret", line=SECRET).returncode == 0
        shown = _run(tmp_path, "show", "webhook").stdout
        assert "secret = •••" in shown
        assert SECRET not in shown
        assert "granted: contact" in _run(tmp_path, "on", "loud", "--grant", "contact").stdout
        assert "granted: contact name" in _run(tmp_path, "grant", "loud", "name").stdout
        assert "granted: name" in _run(tmp_path, "revoke", "loud", "contact").stdout
        assert _run(tmp_path, "off", "loud").stdout.startswith("off")
        unknown = _run(tmp_path, "on", "nothing")
        assert "there is no plugin named nothing" in unknown.stderr
        assert _run(tmp_path, "grant", "loud", "everything").returncode == 2
