"""A real server, real messages through apprise, a gateway in between: each notice reaches it once, whatever is killed.

The gateway keeps idempotency keys, as those of SMS services do: what comes twice under one key is one message. How
often that happens is counted and printed, not hidden.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from mmc_console.server.command import centre_in
from tests.server.live_parts import Program, action, sign_in
from tests.server.plugin_parts import Gateway, gateway, until


def plugins(place: Path, *words: str, line: str = "") -> str:
    """`mmc-console plugins WORDS`; what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "mmc_console", "plugins", *words, "--data", str(place)],
        input=line + "\n", capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def registration(number: int) -> dict[str, Any]:
    person = {"number": str(number), "gender": "male", "phone": f"+9745{number:07}", "language": "ar"}
    return action("register_visit", patient=person, exam_type="recruitment")


class Desk:
    """A console that registers and calls, on whatever server there is now."""

    def __init__(self, program: Program) -> None:
        self._client = httpx.Client(base_url=program.url, trust_env=False, timeout=30)
        token = self._client.post("/api/v1/auth/login", json=sign_in()).json()["access_token"]
        self._client.headers["Authorization"] = f"Bearer {token}"

    def act(self, *actions: dict[str, Any]) -> None:
        answer = self._client.post("/api/v1/actions", json={"actions": actions})
        assert {r["outcome"] for r in answer.json()["results"]} == {"applied"}, answer.text

    def plugin(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self._client.get(f"/api/v1/admin/plugins/{name}").json()
        return found

    def close(self) -> None:
        self._client.close()


def _messages(place: Path, to: Gateway) -> None:
    """Text messages switched on, granted the phone, sent to this gateway."""
    port = urlsplit(to.url).port
    plugins(place, "set", "messages", "url", line=f"json://127.0.0.1:{port}/{{phone}}?+Idempotency-Key={{id}}")
    plugins(place, "set", "messages", "kinds", line="near_turn,your_turn")
    plugins(place, "on", "messages", "--grant", "contact")


def _expected(place: Path) -> int:
    """Notices of the kinds that are sent."""
    with centre_in(place, {}) as (database, _), database.read() as conn:
        kinds = "SELECT count(*) FROM notices WHERE kind IN ('near_turn', 'your_turn')"
        found: int = conn.exec_driver_sql(kinds).scalar_one()
        return found


def _cycle(program: Program, sms: Gateway, number: int, *, in_doubt: bool) -> None:
    """A few people come, one is called, and the server dies: *in_doubt* with a message on its way, else at once."""
    desk, so_far = Desk(program), _expected(program.place)
    try:
        until(lambda: desk.plugin("messages")["state"] == "working")
        until(lambda: len(sms.taken) >= so_far)  # one that waits for minutes would rightly not be sent any more
        before = len(sms.requests)
        if in_doubt:
            sms.holding.set()  # it takes the message in, and the server dies before the answer
        desk.act(*(registration(number + n) for n in range(3)))
        desk.act(action("call_next", clinic="lab", room=1, finish_current=True))
        if in_doubt:
            until(lambda: len(sms.requests) > before)
        program.kill()
    finally:
        desk.close()
        sms.holding.clear()


@pytest.mark.parametrize("kills", [10, pytest.param(50, marks=pytest.mark.faults)])
def test_each_notice_is_sent_exactly_once_whatever_is_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kills: int
) -> None:
    program = Program(tmp_path)
    with gateway() as sms:
        try:
            program.start()
            _messages(tmp_path, sms)
            for cycle in range(kills):
                _cycle(program, sms, 1000 + 10 * cycle, in_doubt=cycle % 2 == 0)
                program.start()
            desk, expected = Desk(program), _expected(tmp_path)
            until(lambda: len(sms.taken) >= expected)
            view = until(lambda: (v := desk.plugin("messages"))["counts"]["waiting"] == 0 and v)
            desk.close()
            assert program.stop() == (0, "")
        finally:
            program.kill()
    keys = sms.keys()
    again = len(keys) - len(set(keys))
    told = f"{kills} kills: {expected} notices, {len(keys)} requests, {again} of them again under the same key"
    with capsys.disabled():
        sys.stdout.write(f"\n{told}\n")
    assert len(set(keys)) == expected
    assert sms.taken == set(keys)
    assert kills // 2 <= again <= kills, "at most what was under way when the server died"
    assert view["counts"]["failed"] == view["counts"]["expired"] == 0
    first = sms.requests[0]
    assert first.path.startswith(("/%2B9745", "/+9745"))
    assert first.json["message"].startswith("رقم 001:")
