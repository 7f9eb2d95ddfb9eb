"""Plugins that raise, hang, compute, eat memory, die and ask for what is not theirs, all at once on a real server:
calling goes on, other plugins are told, and each is named with what is wrong with it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
import psutil

from tests.server.live_parts import PATIENCE, Program, action, sign_in
from tests.server.plugin_parts import EVENTS_AND_NOTICES, NOTE, until
from tests.server.test_plugins_killed import plugins, registration

HARMFUL = {
    "raises": "raise ValueError('+97455512345')",
    "hangs": "import time; time.sleep(3600)",
    "computes": "while True: pass",
    "eats": "x = []\n    while True: x.append('x' * 10_000_000)",
    "dies": "import os; os._exit(1)",
    "asks": "KEPT[-1].contact(notice.visit)",
    "floods": "print('x' * 50_000_000)",
}
BEGIN = "KEPT = []\n@hook\ndef begin(centre):\n    KEPT.append(centre)\n"
CALLS = 40


def _write(folder: Path) -> None:
    folder.mkdir()
    for name, body in HARMFUL.items():
        code = f"{EVENTS_AND_NOTICES}{BEGIN}@hook\ndef any_notice(notice):\n    {body}\n"
        (folder / f"{name}.py").write_text(code, encoding="utf-8")
    good = f"{EVENTS_AND_NOTICES}{NOTE}@hook\ndef ticket_called(event):\n    note(event.label)\n"
    (folder / "good.py").write_text(good, encoding="utf-8")


def _calls(client: httpx.Client, first: int) -> list[float]:
    """Register and call people; how long each call took."""
    took = []
    for n in range(CALLS):
        work = [registration(first + n)], [action("call_next", clinic="lab", room=1, finish_current=True)]
        for actions in work:
            began = time.perf_counter()
            results = client.post("/api/v1/actions", json={"actions": actions}).json()["results"]
            took.append(time.perf_counter() - began)
            assert results[0]["outcome"] == "applied", results
    return sorted(took)


def test_calling_goes_on_whatever_plugins_do(tmp_path: Path) -> None:
    _write(tmp_path / "plugins")
    program = Program(tmp_path)
    program.start()
    try:
        with httpx.Client(base_url=program.url, trust_env=False, timeout=PATIENCE) as client:
            token = client.post("/api/v1/auth/login", json=sign_in()).json()["access_token"]
            client.headers["Authorization"] = f"Bearer {token}"
            without = _calls(client, 1000)
            for name in ("good", *HARMFUL):
                plugins(tmp_path, "on", name)

            def view(name: str) -> dict[str, Any]:
                found: dict[str, Any] = client.get(f"/api/v1/admin/plugins/{name}").json()
                return found

            for name in HARMFUL:
                until(lambda name=name: view(name)["state"] != "off")  # type: ignore[misc]  # bound at once
            until(lambda: view("good")["state"] == "working")
            with_them = _calls(client, 2000)
            assert with_them[-1] < 5.0, "no call may wait for a plugin: the one that hangs has ten seconds"
            assert len(with_them) == len(without)
            called = until(lambda: (v := view("good"))["counts"]["sent"] >= CALLS and v)
            assert called["last_error"] == ""
            expected = {
                "raises": "ValueError raises.py:9", "dies": "ended", "asks": "NotGranted", "eats": "MemoryError",
                "hangs": "hung", "computes": ("hung", "ended"),
            }  # fmt: skip
            for name, error in expected.items():
                starts = (error,) if isinstance(error, str) else error
                until(lambda n=name, s=starts: view(n)["last_error"].startswith(s))  # type: ignore[misc]  # bound at once
            health = client.get("/api/v1/health")
            assert health.status_code == 200
            assert health.json()["checks"]["plugins"]["status"] == "degraded"
            assert {c["status"] for n, c in health.json()["checks"].items() if n not in ("plugins", "disk")} == {
                "healthy"
            }
            for name in ("good", *HARMFUL):
                plugins(tmp_path, "off", name)
            until(lambda: all(v["state"] == "off" for v in client.get("/api/v1/admin/plugins").json()["plugins"]))
            assert client.get("/api/v1/health").json()["checks"]["plugins"]["detail"] in ("ok", "plugin-failing")
        assert program.memory < 200e6
        code, complaints = program.stop()
        assert (code, complaints) == (0, "")
    finally:
        program.kill()
    log = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "logs").glob("server-*.log"))
    assert "55512345" not in log, "what a plugin raises may hold a phone"
    assert log.count("plugin raises fails") == 1, "said once when it breaks"
    left = [p for p in psutil.process_iter(["cmdline"]) if str(tmp_path) in " ".join(p.info["cmdline"] or [])]
    assert left == []
