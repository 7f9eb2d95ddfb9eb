"""A server that is killed while it exchanges its keys, again and again: everybody stays readable and found."""

from __future__ import annotations

import secrets
import time
from pathlib import Path

import httpx
import pytest

from mmc_console.cli import main
from mmc_console.domain.ids import ActionId
from mmc_console.domain.patients import PatientEntry
from mmc_console.server.clock import SystemClock
from mmc_console.server.command import centre_in
from mmc_console.server.people import Arrivals, People
from mmc_console.server.rotation import rows
from mmc_console.server.rotation.rotation import states
from tests.e2e.centre import PASSWORD, Centre

pytestmark = pytest.mark.faults
PEOPLE = 6_000
KILLS = 12


def fill(centre: Centre) -> None:
    with centre_in(centre.folder, {}) as (database, keys):
        people = People(keys, SystemClock())
        with database.write() as conn:
            arrivals = Arrivals(people, conn)
            asked = [
                (ActionId(f"00000000-0000-7000-8000-{n:012d}"), entry(n), None) for n in range(PEOPLE)
            ]  # fmt: skip
            arrivals.look_up(asked)
            for each in asked:
                arrivals.keep(arrivals.find(*each))
            arrivals.store()


def entry(n: int) -> PatientEntry:
    return PatientEntry(number=f"10{n:08d}", gender="female", name=f"نورة {n}", phone=f"050{n:07d}")


def found(url: str, bearer: str, n: int) -> str:
    answer = httpx.get(
        f"{url}/api/v1/patients", params={"q": f"10{n:08d}"}, headers={"Authorization": f"Bearer {bearer}"},
        trust_env=False, timeout=20,
    )  # fmt: skip
    cards = answer.json()["cards"]
    assert len(cards) == 1, answer.text
    return str(cards[0]["name"])


def signed_in(url: str) -> str:
    body = {"username": "admin", "password": PASSWORD, "device": {"id": "console-1", "name": "x"}}
    answer = httpx.post(f"{url}/api/v1/auth/login", json=body, trust_env=False, timeout=20)
    return str(answer.json()["access_token"])


@pytest.mark.parametrize("kind", ["field", "index"])
def test_killed_again_and_again_it_ends_and_nobody_is_lost(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    centre = Centre(tmp_path)
    centre.start()
    centre.stop()
    fill(centre)
    assert main(["keys", "rotate", "token", "--data", str(centre.folder)]) == 0  # both at once
    chance = secrets.SystemRandom()
    centre.start()
    assert main(["keys", "rotate", kind, "--data", str(centre.folder)]) == 0
    for _ in range(KILLS):
        bearer = signed_in(centre.url)
        until = time.monotonic() + chance.uniform(0, 0.6)
        while time.monotonic() < until:
            n = chance.randrange(PEOPLE)
            assert found(centre.url, bearer, n) == f"نورة {n}"
        centre.kill()
        centre.start()
    bearer = signed_in(centre.url)
    end = time.monotonic() + 120
    while True:
        n = chance.randrange(PEOPLE)
        assert found(centre.url, bearer, n) == f"نورة {n}"
        with centre_in(centre.folder, {}) as (database, keys), database.read() as conn:
            done = all(s.state == "done" for s in states(conn) if s.kind == kind)
            if done:
                assert rows.left(conn, keys) == 0
                people = People(keys, SystemClock())
                keys.search_only_newest()
                for each in range(PEOPLE):
                    card = people.by_number(conn, f"10{each:08d}")
                    assert card is not None
                    assert card.name == f"نورة {each}"
                break
        assert time.monotonic() < end
    assert centre.stop() == ""
    assert main(["audit", "verify", "--data", str(centre.folder)]) == 0
    assert "intact" in capsys.readouterr().out
