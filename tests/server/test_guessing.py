"""C4 over real sockets: what can be guessed is guessed as fast as it goes; the allowance is all that is heard.

Every source is an address of this PC: 127.0.0.2, .3 and so on are others than 127.0.0.1 to the server.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.server.auth_parts import GOOD
from tests.server.live_parts import PATIENCE, Program, registration, sign_in
from tests.server.page_parts import fresh_token
from tests.server.restore_parts import Admin, Restorable

ACCOUNT, ADDRESS = 10, 100
LOGIN = "/api/v1/auth/login"


def source(url: str, no: int) -> httpx.Client:
    """Another machine, as far as its address says."""
    transport = httpx.HTTPTransport(local_address=f"127.0.0.{no}")
    return httpx.Client(base_url=url, transport=transport, timeout=PATIENCE)


def guess(client: httpx.Client, username: str = "admin", device: str = "console-evil-1", **more: Any) -> httpx.Response:
    asked = {"username": username, "password": f"guess-{time.monotonic_ns()}", "device": {"id": device, "name": "x"}}
    headers = {"X-Forwarded-For": f"192.0.2.{time.monotonic_ns() % 250}", "Forwarded": "for=192.0.2.9"}
    return client.post(LOGIN, json=asked | more, headers=headers)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """A server that is gone after the test."""
    found = Program(tmp_path)
    yield found
    found.kill()


@pytest.fixture
def admin(program: Program) -> Iterator[Admin]:
    """Its administrator, at a console that is enrolled by this."""
    with Admin(program.start()) as found:
        yield found


def refused_as_guessed(answers: list[httpx.Response]) -> int:
    """How many were listened to; the others say when to come again, and how long that is."""
    for answer in answers:
        assert answer.status_code in (401, 404, 422, 429), answer.text
        if answer.status_code == 429:
            assert answer.json()["code"] == "too-many-requests"
            assert int(answer.headers["Retry-After"]) > 0
    return sum(answer.status_code != 429 for answer in answers)


def test_an_account_and_an_address_have_an_allowance_and_the_owner_comes_in_all_the_same(
    program: Program, admin: Admin
) -> None:
    with source(program.url, 1) as one, source(program.url, 3) as two:  # the first is the owner's own
        answers = [guess(client, device=f"console-evil-{n}") for n in range(15) for client in (one, two)]
        assert refused_as_guessed(answers) == ACCOUNT, "however many addresses and consoles there are"
        right = one.post(LOGIN, json=sign_in("console-evil-1"))
        assert right.status_code == 429, "not even the right password is looked at there"
        assert admin.client.post(LOGIN, json=sign_in()).status_code == 200
        listened = refused_as_guessed([guess(one, f"person-{n}") for n in range(ADDRESS + 20)])
        mine = sum(answer.status_code == 401 for answer in answers[::2])
        assert listened + mine == ADDRESS, "of one address, whatever it says in its headers"
        assert admin.client.post(LOGIN, json=sign_in()).status_code == 200
        assert guess(two, "person-0").status_code == 401, "another address has its own"
        guessed = [guess(one, device="console-live-1") for _ in range(ACCOUNT + 5)]
        assert refused_as_guessed(guessed) == ACCOUNT, "at the owner's console itself there are ten as well"


def test_an_unknown_name_costs_the_server_as_much_as_a_known_one(program: Program, admin: Admin) -> None:
    process = psutil.Process(program.process_id)

    def cost(client: httpx.Client, username: str) -> float:
        before = process.cpu_times()
        assert guess(client, username).status_code == 401
        after = process.cpu_times()
        return after.user + after.system - before.user - before.system

    known, unknown = [], []
    with source(program.url, 4) as client:
        for n in range(ACCOUNT - 1):  # in turn: whatever else the machine does meets both
            known.append(cost(client, "admin"))
            unknown.append(cost(client, f"nobody-{n}"))
    ratio = sum(unknown) / sum(known)
    assert statistics.mean(known) >= 0.01, "the password was hashed"
    assert 0.5 < ratio < 2, (known, unknown)


def test_a_boards_code_is_guessed_ten_times_by_either_way(program: Program, admin: Admin) -> None:
    code = admin.client.post("/api/v1/admin/boards", json={"name": "hall"}).json()["code"]
    hello = {"device": {"id": "board-evil-1", "name": "x"}}
    with source(program.url, 5) as client:
        answers = [
            client.post(path, json={"code": f"{n:08}"} | more)
            for n in range(10)
            for path, more in (("/api/v1/auth/pair", hello), ("/board/pair", {}))
        ]
        assert refused_as_guessed(answers) == ACCOUNT
        assert client.post("/api/v1/auth/pair", json={"code": code} | hello).status_code == 429
    with source(program.url, 6) as other:
        assert other.post("/api/v1/auth/pair", json={"code": code} | hello).status_code == 200


def test_a_persons_own_password_is_guessed_ten_times_by_whoever_holds_the_session(admin: Admin) -> None:
    """The change of the password, and every act that asks for it again, count together."""
    ask = admin.client.post
    answers = []
    for n in range(5):
        answers += [
            ask("/api/v1/auth/password", json={"current": f"wrong-{n}", "new": "quiet-harbour-93-stone"}),
            ask("/api/v1/admin/restore", json={"backup_id": "1", "reason": "r", "password": "wrong", "center": "MMC"}),
            ask("/api/v1/admin/keys/index/rotate", json={"password": f"wrong-{n}"}),
            ask("/api/v1/admin/keys/recovery", json={"password": f"wrong-{n}", "kind": "backup"}),
        ]
    listened = [answer for answer in answers if "not the current password" in answer.text]
    assert len(listened) == ACCOUNT, Counter(answer.text for answer in answers)
    assert refused_as_guessed(answers) == len(answers) - sum(answer.status_code == 429 for answer in answers)
    late = ask("/api/v1/auth/password", json={"current": GOOD, "new": "quiet-harbour-93-stone"})
    assert late.status_code == 429


def test_a_patients_page_and_its_exit_are_guessed_in_vain(program: Program, admin: Admin) -> None:
    token = fresh_token()
    admin.act(registration("1234567") | {"page_token": token})
    with source(program.url, 7) as client:
        answers = [client.get(f"/t/{fresh_token()}{what}") for _ in range(60) for what in ("/state", "/stream")]
        assert refused_as_guessed(answers) <= 100
        assert answers[-1].status_code == 429
        assert client.get(f"/t/{token}/state").status_code == 200, "whoever has one is not shut out by others' guesses"


def test_a_monitoring_token_is_tried_no_faster_than_strangers_may_ask(program: Program, admin: Admin) -> None:
    assert admin.client.post("/api/v1/admin/metrics/token").status_code in (200, 201)
    slow = {"fields": {"address_burst": 10, "address_per_second": 5}}
    assert admin.client.patch("/api/v1/admin/settings/limits", json=slow).status_code == 200
    with source(program.url, 8) as client:
        began = time.monotonic()
        answers = [client.get("/metrics", headers={"Authorization": f"Bearer mmcs.{n:043}"}) for n in range(60)]
        counts = Counter(answer.status_code for answer in answers)
        assert counts.keys() == {401, 429}
        assert counts[401] <= 10 + 5 * (time.monotonic() - began) + 1


def test_with_the_database_destroyed_the_emergency_sign_in_has_the_same_allowance(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    program = Restorable(tmp_path / "data", tmp_path / "copies")
    try:
        program.start()
        with Admin(program.url) as admin:
            enrolled = time.time()
            admin.act(registration("1000001"))
            wait_for(program.place / "administrators.sealed", enrolled)
            (program.place / "center.db").unlink()
            began = time.monotonic()
            while "database-" not in admin.client.get("/api/v1/health").text:
                assert time.monotonic() - began < PATIENCE
            with source(program.url, 9) as one, source(program.url, 10) as two:
                answers = [guess(client, device=f"console-evil-{n}") for n in range(10) for client in (one, two)]
                assert refused_as_guessed(answers) == ACCOUNT
                right = [one.post(LOGIN, json=sign_in("console-evil-9")) for _ in range(3)]
                assert {answer.status_code for answer in right} == {429}
            with Admin(program.url) as emergency:  # at a console that is known
                asked = {"backup_id": "1", "reason": "drill", "center": "MMC"}
                tries = [
                    emergency.client.post("/api/v1/admin/restore", json=asked | {"password": f"wrong-{n}"})
                    for n in range(ACCOUNT + 5)
                ]
                assert refused_as_guessed(tries) == ACCOUNT
    finally:
        program.kill()


def wait_for(file: Path, written_after: float) -> None:
    began = time.monotonic()
    while not file.exists() or file.stat().st_mtime < written_after:
        assert time.monotonic() - began < PATIENCE
