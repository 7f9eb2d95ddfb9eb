"""Keys that were exchanged after a backup was taken: restored patients are readable and found, before and after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.auth_parts import GOOD
from tests.server.live_parts import Program, action, until
from tests.server.restore_parts import Admin

NUMBER = "28451001"


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    found = Program(tmp_path / "data")
    found.place.mkdir()
    yield found
    found.kill()


def arrival(number: str, name: str) -> dict[str, Any]:
    """The registration of a man with a name."""
    return action("register_visit", patient={"number": number, "gender": "male", "name": name}, exam_type="recruitment")


def found(admin: Admin, text: str) -> list[tuple[str, str]]:
    """Who is found: number and name."""
    cards = admin.client.get("/api/v1/patients", params={"q": text}).json()["cards"]
    return [(card["number"], card["name"]) for card in cards]


def exchanged(admin: Admin) -> dict[str, tuple[int, str]]:
    """How each exchange stands: the newest key, and its state."""
    rows = admin.client.get("/api/v1/admin/keys").json()["keys"]
    return {row["kind"]: (row["id"], row.get("state", "done")) for row in rows}


def test_patients_of_a_backup_older_than_the_keys_are_readable_and_found(program: Program) -> None:
    with Admin(program.start()) as admin:
        assert admin.act(arrival(NUMBER, "سالم العلي"))["results"][0]["outcome"] == "applied"
        backup = admin.client.post("/api/v1/admin/backups?wait=60").json()["id"]
        for kind in ("field", "index"):
            answer = admin.client.post(f"/api/v1/admin/keys/{kind}/rotate", json={"password": GOOD})
            assert answer.status_code == 200, answer.text
        until(lambda: all(exchanged(admin)[kind] == (2, "done") for kind in ("field", "index")))
        admin.act(arrival("28451002", "ناصر"))
        assert found(admin, NUMBER) == [(NUMBER, "سالم العلي")]
        done = admin.restore(backup)
        assert done.status_code == 200, done.text
    with Admin(program.url) as admin:
        assert found(admin, NUMBER) == [(NUMBER, "سالم العلي")], "before the exchange has followed"
        assert found(admin, "28451002") == [], "it came after the backup"
        until(lambda: all(exchanged(admin)[kind] == (2, "done") for kind in ("field", "index")))
        assert found(admin, NUMBER) == [(NUMBER, "سالم العلي")], "and after it"
        assert admin.act(arrival(NUMBER, "سالم العلي"))["results"][0]["outcome"] == "applied"
        assert found(admin, NUMBER) == [(NUMBER, "سالم العلي")], "who comes again is the same person"
    assert program.stop() == (0, "")
    with Admin(program.start()) as admin:
        assert found(admin, NUMBER) == [(NUMBER, "سالم العلي")], "and by a server that knows the newest key only"
    assert program.stop() == (0, "")
