"""A patient's own page over HTTP: what it shows of one visit, and that nobody else learns anything."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from mmc_console.domain.centre import Words
from mmc_console.server.pages.pages import WRONG
from tests.server.auth_app import Server, raw_call, server_in
from tests.server.auth_http import Caller
from tests.server.page_parts import Phone, act, action, fresh_token, register

Story = Callable[[Server, Caller], Coroutine[Any, Any, None]]


def told(place: Path, story: Story) -> None:
    """Run *story* with a supervisor signed in."""

    async def run() -> None:
        async with server_in(place) as server:
            await story(server, await server.person("huda", "supervisor"))

    asyncio.run(run())


def test_a_page_shows_number_place_and_the_people_before(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        await register(server, huda, "1111111")
        token, result = await register(server, huda, "2222222")
        page = await Phone(server.client, token).state()
        assert (page["number"], page["label"], page["clinic"], page["floor"]) == ("002", "L-002", "lab", "M")
        assert (page["state"], page["ahead"], page["day"]) == ("waiting", 1, "2026-11-23")
        assert 0 <= page["expected_wait"]["p50"] <= page["expected_wait"]["p90"]
        assert [(s["clinic"], s["floor"]) for s in page["next"][:3]] == [("xray", "M"), ("vitals", "2"), ("eyes", "2")]
        assert {s["stage"] for s in page["next"][2:]} == {3}
        assert (page["stops_done"], page["stops"]) == (0, 10)
        assert page["names"]["lab"] == {"ar": "المختبر", "en": "Laboratory"}
        assert page["floors"]["M"]["en"] == "Mezzanine"
        assert page["ends"] == "2026-11-24T05:00:00+03:00"
        assert [n["kind"] for n in page["notices"]] == ["next_in_line"]
        raw = (await Phone(server.client, token).get()).text
        for secret in ("سالم", "2222222", result["visit"], result["ticket"], "male"):
            assert secret not in raw, "no name, no person's number, no ids"

    told(tmp_path, story)


def test_a_page_follows_its_visit_to_the_end(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        token, result = await register(server, huda)
        phone, ticket = Phone(server.client, token), result["ticket"]
        await act(huda, action(server, "call_next", clinic="lab", room=2))
        page = await phone.state()
        assert (page["state"], page["room"], page["ahead"]) == ("called", "2", 0)
        assert [n["kind"] for n in page["notices"]] == ["your_turn"]
        await act(huda, action(server, "recall", ticket=ticket))
        assert [n["kind"] for n in (await phone.state())["notices"]] == ["called_again"]
        await act(huda, action(server, "start", ticket=ticket))
        assert (await phone.state())["state"] == "in_service"
        await act(huda, action(server, "finish", ticket=ticket))
        page = await phone.state()
        assert (page["label"], page["stops_done"]) == ("X-001", 1)
        assert [n["kind"] for n in page["notices"]] == ["next_in_line", "moved_on"]
        while page["state"] != "complete":
            clinic = next(c.code for c in server.center.clinics if c.letter == page["label"].split("-")[0])
            server.clock.pass_by(minutes=1)
            await act(huda, action(server, "call_next", clinic=clinic, room=1))
            await act(huda, action(server, "call_next", clinic=clinic, room=1, finish_current=True))
            page = await phone.state()
        assert (page["label"], page["clinic"], page["next"], page["stops_done"]) == (None, None, [], 10)
        (notice,) = page["notices"]
        assert (notice["kind"], notice["text"]["en"]) == (
            "visit_complete", "Go to the medical committee reception on the first floor",
        )  # fmt: skip

    told(tmp_path, story)


def test_a_paused_clinic_and_a_word_before_a_stage_are_told(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        token, _ = await register(server, huda)
        until = server.clock.now().isoformat()
        await act(huda, action(server, "pause_clinic", clinic="lab", reason="prayer", until=until))
        page = await Phone(server.client, token).state()
        notice = next(n for n in page["notices"] if n["kind"] == "clinic_paused")
        assert (notice["reason"], notice["until"]) == ("prayer", "2026-11-23T07:15:00+03:00")
        assert page["expected_wait"] is None, "nobody can say"
        women = {"number": "7654321", "gender": "female"}
        other = fresh_token()
        await act(huda, action(server, "issue_ticket", clinic="women_eyes", patient=women, page_token=other))
        page = await Phone(server.client, other).state()
        kinds = {n["kind"]: n for n in page["notices"]}
        assert kinds["before_stage"]["text"]["en"].startswith("Register at the main reception")

    told(tmp_path, story)


def test_neutral_names_are_shown_where_they_are_set(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        neutral: Words = {"ar": "عيادة 7", "en": "Clinic 7"}
        clinics = tuple(replace(c, public_name=neutral if c.code == "lab" else None) for c in server.center.clinics)
        await server.writer.publish(replace(server.center, clinics=clinics))
        token, _ = await register(server, huda)
        page = await Phone(server.client, token).state()
        assert page["names"][page["clinic"]] == neutral
        assert "lab" not in (page["clinic"], *page["names"])  # a code tells as much as a name
        assert all(stop["clinic"] in page["names"] for stop in page["next"])

    told(tmp_path, story)


def test_a_second_papers_token_leads_to_the_standing_visit(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        first, result = await register(server, huda)
        second, again = await register(server, huda)
        assert first != second
        assert again["visit"] == result["visit"]
        assert await Phone(server.client, second).state() == await Phone(server.client, first).state()

    told(tmp_path, story)


def test_the_token_of_a_conflict_works_once_it_is_carried_out(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        token = fresh_token()
        await act(huda, action(server, "close_clinic", clinic="lab", reason="maintenance"))
        person = {"number": "1234567", "gender": "male"}
        asked = action(server, "register_visit", patient=person, exam_type="recruitment", next="lab", page_token=token)
        answer = await huda.ask("POST", "/api/v1/actions", json={"actions": [asked]})
        assert answer.json()["results"][0]["outcome"] == "conflict"
        assert (await Phone(server.client, token).get()).status_code == 404
        await act(huda, action(server, "open_clinic", clinic="lab"))
        await act(huda, action(server, "override", conflict=asked["id"]))
        assert (await Phone(server.client, token).state())["number"] == "001"

    told(tmp_path, story)


def test_a_token_is_kept_as_a_hash_and_never_sent_out(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        token, result = await register(server, huda)
        for path in ("/api/v1/snapshot", "/api/v1/events", "/api/v1/queues", f"/api/v1/visits/{result['visit']}"):
            assert token not in (await huda.ask("GET", path)).text
        with server.database.read() as conn:
            tables = [row[0] for row in conn.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))]
            assert "page_tokens" in tables
            for table in tables:
                for row in conn.execute(text(f'SELECT * FROM "{table}"')):  # noqa: S608 - the names are the schema's own
                    assert token not in repr(tuple(row)), table
                    assert token.encode() not in b"".join(v for v in row if isinstance(v, bytes)), table

    told(tmp_path, story)


def strangers(other: str) -> list[str]:
    """Tokens that are nobody's today: guessed, cut, longer, of another form, somebody's with one letter changed."""
    changed = ("A" if other[0] != "A" else "B") + other[1:]
    return [fresh_token(), other[:-1], other + "A", changed, "state", "x" * 500, "%2e%2e", "0"]


def test_wrong_old_and_guessed_tokens_are_answered_alike(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        old, _ = await register(server, huda, "1111111")
        server.clock.pass_by(days=1)
        await huda.sign_in("huda", device="console-of-huda")
        mine, _ = await register(server, huda, "2222222")
        answers = []
        for wrong in [old, *strangers(mine)]:
            phone = Phone(server.client, wrong)
            found = await phone.get()
            answers.append((found.status_code, found.content, sorted(h for h in found.headers if h != "x-request-id")))
        assert answers[0][0] == 404
        assert all(answer == answers[0] for answer in answers)
        stream, _, problem = await raw_call(server.app, "GET", f"/t/{old}/stream")
        assert (stream, problem["code"]) == (404, "not-found")
        for what, body in (("/exit", {"pin": "11"}), ("/rating", {"stars": 5})):
            assert (await Phone(server.client, old).post(what, **body)).status_code == 404
        page = await Phone(server.client, old).get("")
        assert page.status_code == 404
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert 'data-unknown=""' in page.text, "a friendly page that waits for its number"
        assert "2222222" not in page.text
        assert (await Phone(server.client, mine).state())["number"] == "001"

    told(tmp_path, story)


def test_what_a_wrong_token_costs_is_what_a_right_ones_day_costs(tmp_path: Path) -> None:
    """One hash, one row looked for, one look at the state, whatever the token: told by what the services were asked."""

    async def story(server: Server, huda: Caller) -> None:
        old, _ = await register(server, huda, "1111111")
        server.clock.pass_by(days=1)
        await huda.sign_in("huda", device="console-of-huda")
        asked: list[str] = []
        read, ask = server.database.read, server.writer.ask

        def counted_read() -> Any:
            asked.append("row")
            return read()

        async def counted_ask(look: Any) -> Any:
            asked.append("state")
            return await ask(look)

        server.database.read = counted_read  # type: ignore[method-assign]  # counts, and passes on
        server.writer.ask = counted_ask  # type: ignore[method-assign]  # counts, and passes on
        costs = []
        for token in (old, fresh_token(), "x" * 400):
            asked.clear()
            assert (await Phone(server.client, token).get()).status_code == 404
            costs.append(tuple(asked))
        assert costs == [("row", "state")] * 3

    told(tmp_path, story)


def test_guessing_is_stopped_and_stops_nobody_with_a_right_token(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        token, _ = await register(server, huda)
        right = Phone(server.client, token)
        for _ in range(WRONG[0]):
            assert (await Phone(server.client, fresh_token()).get()).status_code == 404
            assert (await right.get()).status_code == 200, "right ones are not counted"
        limited = await Phone(server.client, fresh_token()).get()
        assert (limited.status_code, limited.json()["code"]) == (429, "too-many-requests")
        assert limited.headers["retry-after"] == "900"
        page = await Phone(server.client, fresh_token()).get("")
        assert (page.status_code, page.headers["retry-after"]) == (429, "900")
        assert 'data-unknown=""' in page.text
        assert (await right.state())["number"] == "001", "a hospital's phones share one address"
        assert (await right.get("")).status_code == 200
        assert (await huda.ask("GET", "/api/v1/queues")).status_code == 200, "and the staff are nobody's business"
        server.clock.pass_by(minutes=15)
        assert (await Phone(server.client, fresh_token()).get()).status_code == 404

    told(tmp_path, story)


@pytest.mark.parametrize("bad", ["", "short", "a" * 65, "a" * 21 + "=", "é" * 22, "a b" * 8])
def test_a_token_that_could_be_guessed_is_refused_by_name(tmp_path: Path, bad: str) -> None:
    async def story(server: Server, huda: Caller) -> None:
        asked = action(server, "issue_ticket", clinic="lab", patient={"number": "11", "gender": "male"}, page_token=bad)
        answer = await huda.ask("POST", "/api/v1/actions", json={"actions": [asked]})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "$.actions[0].page_token")

    told(tmp_path, story)


def test_one_rating_a_visit_after_the_last_stop_and_nameless(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        token = fresh_token()
        person = {"number": "1234567", "gender": "male"}
        (result,) = await act(huda, action(server, "issue_ticket", clinic="lab", patient=person, page_token=token))
        phone = Phone(server.client, token)
        early = await phone.post("/rating", stars=5)
        assert (early.status_code, early.json()["params"]) == (409, {"reason": "not-complete"})
        await act(huda, action(server, "call_next", clinic="lab", room=1))
        await act(huda, action(server, "finish", ticket=result["ticket"]))
        assert (await phone.state())["rating"] == "open"
        for wrong in (0, 6, -1, "5", 4.5, None):
            answer = await phone.post("/rating", stars=wrong)
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "$.stars")
        given = await phone.post("/rating", stars=4)
        assert (given.status_code, given.json()["rating"]) == (200, "given")
        again = await phone.post("/rating", stars=1)
        assert (again.status_code, again.json()["params"]) == (409, {"reason": "rated"})
        assert (await phone.state())["rating"] == "given"
        with server.database.read() as conn:
            assert [tuple(r) for r in conn.execute(text("SELECT * FROM ratings"))] == [("2026-11-23", 4, 1)]
        figures = (await huda.ask("GET", "/api/v1/metrics")).json()["satisfaction"]
        assert figures == {"answers": 1, "mean": 4.0, "counts": [0, 0, 0, 1, 0]}

    told(tmp_path, story)


def test_what_was_rated_stays_rated_over_a_restart(tmp_path: Path) -> None:
    token = fresh_token()

    async def rate(server: Server, huda: Caller) -> None:
        person = {"number": "1234567", "gender": "male"}
        (result,) = await act(huda, action(server, "issue_ticket", clinic="lab", patient=person, page_token=token))
        await act(huda, action(server, "call_next", clinic="lab", room=1))
        await act(huda, action(server, "finish", ticket=result["ticket"]))
        assert (await Phone(server.client, token).post("/rating", stars=5)).status_code == 200

    async def look_again() -> None:
        async with server_in(tmp_path) as server:
            await raw_call(server.app, "GET", f"/t/{token}/stream")
            phone = Phone(server.client, token)
            assert (await phone.state())["rating"] == "given"
            assert (await phone.post("/rating", stars=1)).status_code == 409

    told(tmp_path, rate)
    asyncio.run(look_again())


def test_the_files_of_the_page_are_small_strict_and_kept(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        token, _ = await register(server, huda)
        client = server.client
        page = await client.get(f"/t/{token}", headers={"Accept-Encoding": "identity"})
        assert page.headers["cache-control"] == "no-cache"
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        worker = await client.get("/t/worker.js", headers={"Accept-Encoding": "identity"})
        assert worker.headers["content-type"].startswith("text/javascript")
        manifest = await client.get(f"/t/{token}/manifest.webmanifest")
        named = set(re.findall(r"/t/files/[\w.-]+", page.text + worker.text + manifest.text))
        assert len(named) == 7
        total = len(page.content) + len(worker.content) + len(manifest.content)
        for place in named:
            found = await client.get(place, headers={"Accept-Encoding": "identity"})
            assert found.status_code == 200, place
            assert found.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert found.headers["vary"] == "Accept-Encoding"
            total += len(found.content)
        assert total <= 50_000, f"{total} bytes without packing"
        outside = re.findall(r"https?://", page.text + worker.text)
        assert outside == [], "nobody else is asked for anything"
        packed = await client.get("/t/worker.js", headers={"Accept-Encoding": "gzip"})
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.content == worker.content
        assert (await client.get("/t/files/page.js")).status_code == 404

    told(tmp_path, story)


def test_a_manifest_is_about_its_own_page_in_the_phones_language(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        token = fresh_token()
        arabic = await server.client.get(f"/t/{token}/manifest.webmanifest?lang=ar")
        english = await server.client.get(f"/t/{token}/manifest.webmanifest?lang=en")
        assert arabic.headers["content-type"] == "application/manifest+json"
        assert (arabic.json()["dir"], english.json()["dir"]) == ("rtl", "ltr")
        assert english.json()["start_url"] == english.json()["id"] == f"/t/{token}"
        assert {icon["sizes"] for icon in english.json()["icons"]} == {"192x192", "512x512"}
        assert (await server.client.get("/t/nobody/manifest.webmanifest")).status_code == 404

    told(tmp_path, story)
