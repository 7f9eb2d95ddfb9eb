"""A console's own credential: it sends what people did there, in their names, and can do nothing else."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mmc_console.domain.actions import RegisterVisit
from mmc_console.domain.ids import ExamCode, mint_action_id
from mmc_console.domain.patients import PatientEntry
from mmc_console.server import restoring
from mmc_console.server.audit.chain import read
from mmc_console.server.auth.senders import Lost
from mmc_console.server.http import guards
from tests.server.auth_app import server_in
from tests.server.auth_parts import GOOD
from tests.server.sender_parts import DEVICE, Desk, code, story


def test_what_each_did_is_taken_in_their_own_name(tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        noora, saad = await desk.enrol("noora"), await desk.enrol("saad")
        desk.server.clock.pass_by(seconds=60)
        assert await desk.prove() == 200
        for by in (noora, saad):
            result = await desk.send(by)
            assert result["outcome"] == "applied"
            assert result["events"][0]["actor"] == by

    story(tmp_path, tell)


def test_nobodys_strangers_and_early_work_is_refused(tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        noora = await desk.enrol("noora")
        elsewhere = desk.server.auth.add_user("huda", GOOD, ["reception"])
        assert await desk.prove() == 200
        assert code(await desk.send(None)) == "not-allowed"
        assert code(await desk.send(elsewhere.id)) == "not-allowed"
        assert code(await desk.send(noora, ago=3600)) == "not-allowed", "before anybody had signed in here"

    story(tmp_path, tell)


def test_whoever_signed_in_while_the_servers_clock_stood_ahead_is_no_stranger_when_it_is_set(tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        desk.server.clock.pass_by(seconds=3600)
        noora = await desk.enrol("noora")
        desk.server.clock.pass_by(seconds=-3600)
        assert await desk.prove() == 200
        assert (await desk.send(noora))["outcome"] == "applied"

    story(tmp_path, tell)


def test_work_done_before_a_change_of_rights_goes_to_a_person(tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        noora = await desk.enrol("noora")
        desk.server.clock.pass_by(seconds=600)
        desk.server.auth.change_user("noora", roles=["supervisor"])
        desk.server.clock.pass_by(seconds=600)
        assert await desk.prove() == 200
        assert code(await desk.send(noora, ago=900)) == "rights-changed"
        assert (await desk.send(noora))["outcome"] == "applied", "done with the rights of now"
        desk.server.auth.change_user("noora", enabled=False)
        desk.server.clock.pass_by(seconds=1)
        assert code(await desk.send(noora, ago=600)) == "rights-changed"
        assert code(await desk.send(noora)) == "not-allowed"

    story(tmp_path, tell)


def test_so_does_what_its_author_sends_themselves(tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        noora = await desk.enrol("noora")
        desk.server.clock.pass_by(seconds=300)
        desk.token = desk.own
        assert (await desk.send(noora, ago=100))["outcome"] == "applied"
        desk.server.auth.change_user("noora", roles=["clinician"], clinics=["lab"])
        desk.server.clock.pass_by(seconds=300)
        assert code(await desk.send(noora, ago=400)) == "rights-changed", "an administrator decides"
        assert code(await desk.send(noora)) == "not-allowed", "done with the rights of now"

    story(tmp_path, tell)


@pytest.mark.parametrize("themselves", [False, True])
def test_whose_rights_were_changed_while_the_clock_stood_ahead_goes_on_working(
    tmp_path: Path, themselves: bool
) -> None:
    """Set back since: until it was as late again, all they did had been done before the change."""

    async def tell(desk: Desk) -> None:
        noora = await desk.enrol("noora")
        desk.server.clock.pass_by(seconds=60)
        desk.server.clock.pass_by(hours=2)
        desk.server.auth.change_user("noora", roles=["supervisor"])
        desk.server.clock.pass_by(hours=-2, seconds=60)
        desk.token = desk.own
        if not themselves:
            assert await desk.prove() == 200
        assert (await desk.send(noora))["outcome"] == "applied"

    story(tmp_path, tell)


def test_a_number_given_meanwhile_is_taken_though_rights_have_changed_since(tmp_path: Path) -> None:
    """What it belongs to has taken effect, only the answer was lost: the paper with the desk's own number is out."""

    async def tell(desk: Desk) -> None:
        noora, saad = await desk.enrol("noora"), await desk.enrol("saad")
        desk.server.clock.pass_by(seconds=600)
        assert await desk.prove() == 200
        at = desk.server.clock.now()
        action = {
            "id": mint_action_id(at, bytes(10)), "at": at.isoformat(), "type": "register_visit", "by": noora,
            "exam_type": "recruitment", "patient": {"number": "271200001", "gender": "male"},
        }  # fmt: skip
        [first] = await desk.actions(action)
        assert (first["outcome"], first["number"]) == ("applied", "001")
        desk.server.clock.pass_by(seconds=60)
        desk.server.auth.change_user("noora", enabled=False)
        desk.server.clock.pass_by(seconds=60)
        [other] = await desk.actions(action | {"by": saad, "number": "A01"})
        assert code(other) == "not-allowed", "it is not his"
        [again] = await desk.actions(action | {"number": "A01"})
        assert (again["outcome"], again["number"]) == ("repeated", "A01")
        [second] = await desk.actions(action | {"number": "A02"})
        assert code(second) == "id-reused"

    story(tmp_path, tell)


def test_a_new_password_changes_no_rights(tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        noora = await desk.enrol("noora")
        desk.server.clock.pass_by(seconds=600)
        caller = await desk.server.caller().sign_in("noora", device="console-of-noora")
        body = {"current": GOOD, "new": "another long secret"}
        assert (await caller.ask("POST", "/api/v1/auth/password", json=body)).status_code == 204
        assert await desk.prove() == 200
        assert (await desk.send(noora, ago=300))["outcome"] == "applied"

    story(tmp_path, tell)


def test_what_was_done_before_a_forgotten_password_was_made_anew_is_taken(tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        noora = await desk.enrol("noora")
        desk.server.clock.pass_by(seconds=600)
        desk.server.auth.accounts.reset_password(noora)
        desk.server.clock.pass_by(seconds=60)
        assert await desk.prove() == 200
        assert (await desk.send(noora, ago=300))["outcome"] == "applied"
        assert code(await desk.send(noora)) == "not-allowed", "nobody has chosen the new one yet"

    story(tmp_path, tell)


def test_whoever_chooses_a_new_password_at_a_desk_works_on_there(tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        device = {"id": DEVICE, "name": "Reception 1", "key": desk.public}
        body = {"username": "noora", "password": GOOD, "device": device}
        noora = (await desk.server.client.post("/api/v1/auth/login", json=body)).json()
        desk.server.clock.pass_by(seconds=600)
        new = {"current": GOOD, "new": "another long secret"}
        headers = {"Authorization": f"Bearer {noora['access_token']}"}
        assert (await desk.server.client.post("/api/v1/auth/password", json=new, headers=headers)).status_code == 204
        desk.server.clock.pass_by(seconds=10)
        assert await desk.prove() == 200
        assert (await desk.send(noora["user"]["id"]))["outcome"] == "applied"

    story(tmp_path, tell)


@pytest.mark.parametrize(
    "how", ["never enrolled", "other key", "late", "early", "nonce twice", "short nonce", "revoked"]
)
def test_no_proof_no_credential(tmp_path: Path, how: str) -> None:
    async def tell(desk: Desk) -> None:
        if how == "never enrolled":
            assert await desk.prove() == 401
            return
        await desk.enrol("noora")
        if how == "other key":
            assert await desk.prove(key=Ed25519PrivateKey.generate()) == 401
        elif how in ("late", "early"):
            assert await desk.prove(late=301 if how == "late" else -301) == 401
        elif how == "nonce twice":
            nonce = f"{await desk.start()}.{'n' * 32}"
            assert await desk.prove(nonce=nonce) == 200
            assert await desk.prove(nonce=nonce) == 401
        elif how == "short nonce":
            assert await desk.prove(nonce="short") == 401
        else:
            assert await desk.prove() == 200
            desk.server.auth.revoke_device(DEVICE)
            answer = await desk.server.client.post("/api/v1/actions", json={"actions": []}, headers=desk.headers)
            assert answer.status_code == 401
            assert await desk.prove() == 401

    story(tmp_path, tell)


def test_a_proof_from_before_the_servers_start_is_worth_nothing(tmp_path: Path) -> None:
    """Within the minutes a proof is good for, whoever listened could send it again to a server that forgot it."""

    async def run() -> None:
        async with server_in(tmp_path) as server:
            server.auth.add_user("noora", GOOD, ["reception"])
            desk = Desk(server)
            await desk.enrol("noora")
            nonce = f"{await desk.start()}.{'n' * 32}"
            assert await desk.prove(nonce=nonce) == 200
        async with server_in(tmp_path) as again:
            desk.server = again
            assert await desk.prove(nonce=nonce) == 401
            assert await desk.prove() == 200

    asyncio.run(run())


def test_a_consoles_first_word_to_a_server_that_has_started_is_no_refusal_in_the_audit(tmp_path: Path) -> None:
    """Each start would leave a red entry by nobody for every console, and a true one would drown in them."""

    async def tell(desk: Desk) -> None:
        await desk.enrol("noora")
        started = await desk.start()  # somebody who proves nothing
        assert await desk.prove(nonce="n" * 32) == 401
        assert await desk.prove(nonce=f"{started}.{'n' * 32}", key=Ed25519PrivateKey.generate()) == 401
        assert await desk.prove(nonce=f"{started}.{'n' * 32}") == 200
        assert await desk.prove(nonce=f"{started}.{'n' * 32}") == 401  # heard by somebody, and sent again
        await desk.server.office.audit.kept()
        with desk.server.database.read() as conn:
            entries = [read(row.body) for row in conn.exec_driver_sql("SELECT body FROM audit ORDER BY seq")]
        told = Counter[str]()  # alike ones are one entry, unless the first was written already
        for each in entries:
            if each.act == "console-credential":
                told[each.device] += int(each.detail.get("times", 1))
        assert told == {"nobody": 1, DEVICE: 2}

    story(tmp_path, tell)


def test_a_start_without_the_key_takes_nobodys_letter(tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        await desk.enrol("noora")
        body = {"username": "saad", "password": GOOD, "device": {"id": DEVICE, "name": "x"}}
        answer = await desk.server.client.post("/api/v1/auth/login", json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
        assert await desk.prove() == 200

    story(tmp_path, tell)


def test_it_may_send_and_do_nothing_else(tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        await desk.enrol("noora")
        assert await desk.prove() == 200
        for (method, path), allowed in guards.ROUTES.items():
            if allowed == guards.PUBLIC or (method, path) in guards.SENDERS_MAY | guards.BY_COOKIE:
                continue
            place = path.replace("{clinic}", "lab").replace("{id}", "00000000-0000-0000-0000-000000000000")
            answer = await desk.server.client.request(method, place, headers=desk.headers, json={})
            assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed"), path

    story(tmp_path, tell)


def test_another_key_for_a_known_console_is_refused(tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        await desk.enrol("noora")
        other = Desk(desk.server)
        device = {"id": DEVICE, "name": "x", "key": other.public}
        body = {"username": "saad", "password": GOOD, "device": device}
        assert (await desk.server.client.post("/api/v1/auth/login", json=body)).status_code == 403

    story(tmp_path, tell)


def test_a_console_enrolled_anew_with_its_old_key_still_speaks_for_who_was_there(tmp_path: Path) -> None:
    """And for the papers that came out under the letter it had then."""

    async def tell(desk: Desk) -> None:
        noora = await desk.enrol("noora")
        desk.server.clock.pass_by(seconds=3600)
        device = {"id": "console-0008", "name": "Reception 1", "key": desk.public}
        body = {"username": "saad", "password": GOOD, "device": device}
        assert (await desk.server.client.post("/api/v1/auth/login", json=body)).status_code == 200
        desk.device = "console-0008"
        assert await desk.prove() == 200
        assert (await desk.send(noora, ago=1800))["outcome"] == "applied"
        before, now = (console.desk for console in desk.server.auth.consoles())
        for paper in (f"{before}01", f"{now}01"):
            assert (await desk.send(noora, ago=1800, paper=paper))["number"] == paper
        for paper in (f"{before}01", "W01"):
            assert code(await desk.send(noora, ago=1800, paper=paper)) == "number-not-yours"

    story(tmp_path, tell)


def test_a_new_password_ends_what_was_entered_with_the_old_one(tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        noora = await desk.enrol("noora")
        desk.server.clock.pass_by(seconds=600)
        caller = await desk.server.caller().sign_in("noora", device="console-of-noora")
        body = {"current": GOOD, "new": "another long secret"}
        assert (await caller.ask("POST", "/api/v1/auth/password", json=body)).status_code == 204
        desk.server.clock.pass_by(seconds=600)
        assert await desk.prove() == 200
        assert code(await desk.send(noora)) == "not-allowed", "nobody has shown the new one there"

    story(tmp_path, tell)


def test_what_a_lost_history_had_taken_needs_no_sign_in_that_was_lost_with_it(tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        await desk.enrol("saad")
        noora = desk.server.auth.add_user("huda", GOOD, ["reception"]).id  # never signed in here, as far as is known
        at = desk.server.clock.now() - timedelta(hours=1)
        action = RegisterVisit(
            id=mint_action_id(at, b"0123456789"), at=at, by=noora, exam_type=ExamCode("recruitment"),
            patient=PatientEntry(number="271200001", gender="male"), was="other:7",
        )  # fmt: skip
        sender = desk.server.auth.authenticate(desk.token) if await desk.prove() == 200 else None
        assert sender is not None
        [back] = desk.server.auth.authors(sender, [action], lambda _: Lost(0, effect=True))
        assert back.roles == {"reception"}
        [stranger] = desk.server.auth.authors(sender, [action], lambda _: None)
        assert stranger.roles == set()

    story(tmp_path, tell)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_no_zone_can_say_is_malformed(tmp_path: Path, at: str) -> None:
    async def tell(desk: Desk) -> None:
        noora = await desk.enrol("noora")
        assert await desk.prove() == 200
        action = {
            "id": mint_action_id(desk.server.clock.now(), b"0123456789"), "at": at, "type": "open_clinic",
            "clinic": "lab", "by": noora,
        }  # fmt: skip
        answer = await desk.server.client.post("/api/v1/actions", json={"actions": [action]}, headers=desk.headers)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")

    story(tmp_path, tell)


def test_a_restore_of_long_ago_lets_no_console_speak_for_whom_it_never_saw(tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        server = desk.server
        boss = server.auth.add_user("boss", GOOD, ["supervisor"])
        await desk.enrol("noora")
        desk.server.clock.pass_by(seconds=60)
        before, lost = server.writer.epoch, server.clock.now()
        await server.writer.stop()
        server.database.transact(lambda conn: restoring.begin_again(conn, server.clock.now()))
        server.writer.load()
        server.writer.start()

        async def close(at: datetime, was: str) -> dict[str, Any]:
            desk.no += 1
            action = {
                "id": mint_action_id(at, desk.no.to_bytes(10, "big")), "at": at.isoformat(), "type": "close_clinic",
                "clinic": "lab", "reason": "emergency", "by": boss.id, "was": was,
            }  # fmt: skip
            body = {"actions": [action]}
            answer = await server.client.post("/api/v1/actions", json=body, headers=desk.headers)
            found: dict[str, Any] = answer.json()["results"][0]
            return found

        assert await desk.prove() == 200
        came = await close(lost, f"{before}:2")
        assert came["outcome"] == "applied", "the sign-in may be lost with what was done"
        server.clock.pass_by(seconds=3 * 86_400)
        assert await desk.prove() == 200
        for was in (f"{before}:3", "of-nobody:1"):
            assert code(await close(server.clock.now(), was)) == "not-allowed"

    story(tmp_path, tell)
