"""The centre's draft, its publications and its history over HTTP: checked, shown, published, and nothing lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from mmc_console import assets
from mmc_console.domain.ids import mint_action_id
from tests.guards import ExpectedLogs
from tests.server.auth_app import Server, server_in
from tests.server.auth_http import Caller

CENTRE = "/api/v1/admin/centre"
FILE: dict[str, Any] = msgspec.json.decode(assets.path("resources", "center.json").read_bytes())


class Desk:
    """An administrator at a server, and a reception that sends people to clinics."""

    def __init__(self, server: Server, admin: Caller) -> None:
        self.server, self.admin, self.no = server, admin, 0

    async def ask(self, method: str, path: str = "", json: Any = None, by: Caller | None = None) -> httpx.Response:
        return await (by or self.admin).ask(method, CENTRE + path, **({} if json is None else {"json": json}))

    async def standing(self) -> dict[str, Any]:
        answer = await self.ask("GET")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def draft(self, change: Callable[[dict[str, Any]], None], revision: int | None = None) -> dict[str, Any]:
        """Save what holds with a change; the draft."""
        now = await self.standing()
        change(now["center"])
        if revision is None:
            revision = now["draft"]["revision"] if now["draft"] else 0
        body = {"revision": revision, "base": now["seq"], "center": now["center"]}
        answer = await self.ask("PUT", "/draft", body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def publish(self, **more: Any) -> httpx.Response:
        now = await self.standing()
        return await self.ask("POST", "/publish", {"revision": now["draft"]["revision"], "seq": now["seq"], **more})

    async def until(self, **span: float) -> None:
        """Time goes by, and the administrator signs in again."""
        self.server.clock.pass_by(**span)
        await self.admin.sign_in()

    async def act(self, **fields: Any) -> dict[str, Any]:
        self.no += 1
        now = self.server.clock.now()
        action = {"id": mint_action_id(now, self.no.to_bytes(10, "big")), "at": now.isoformat(), **fields}
        answer = await self.admin.ask("POST", "/api/v1/actions", json={"actions": [action]})
        result: dict[str, Any] = answer.json()["results"][0]
        assert result["outcome"] == "applied", result
        return result


def told(place: Path, story: Callable[[Desk], Awaitable[None]]) -> None:
    async def run() -> None:
        async with server_in(place) as server:
            await story(Desk(server, await server.caller().sign_in()))

    asyncio.run(run())


def rename(center: dict[str, Any]) -> None:
    center["clinics"][0]["name"] = {"ar": "مختبر الدم", "en": "Blood laboratory"}


def without(code: str) -> Callable[[dict[str, Any]], None]:
    def change(center: dict[str, Any]) -> None:
        center["clinics"] = [c for c in center["clinics"] if c["code"] != code]
        for exam in center["exam_types"]:
            for who in ("men", "women"):
                stages = [[s for s in stage if s != code] for stage in exam["pathways"][who]]
                exam["pathways"][who] = [stage for stage in stages if stage]

    return change


def test_a_draft_is_published_as_an_event_by_whoever_published_it(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        before = await desk.standing()
        draft = await desk.draft(rename)
        assert (draft["faults"], draft["by"]["name"]) == ([], "Admin")
        answer = await desk.publish()
        assert answer.status_code == 200, answer.text
        after = await desk.standing()
        assert after["seq"] == answer.json()["seq"] == before["seq"] + 1
        assert after["draft"] is None
        assert after["center"]["clinics"][0]["name"]["en"] == "Blood laboratory"
        assert desk.server.writer.center.clinics[0].name["en"] == "Blood laboratory"
        assert after["by"]["name"] == "Admin"
        history = (await desk.ask("GET", "/history")).json()
        assert [(v["seq"], v["changes"]) for v in history["versions"]] == [(after["seq"], 2), (before["seq"], 0)]

    told(tmp_path, story)


def test_a_draft_keeps_its_faults_and_cannot_be_published_with_them(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        def spoil(center: dict[str, Any]) -> None:
            center["clinics"][0]["letter"] = "O"
            center["center"]["opens_at"] = "soon"

        draft = await desk.draft(spoil)
        found = [(f["code"], f["place"]) for f in draft["faults"]]
        assert found == [("bad-time", "center.opens_at"), ("lookalike-letter", "clinics.lab")]
        refused = await desk.publish()
        assert (refused.status_code, refused.json()["code"], refused.json()["params"]) == (
            422, "draft-has-faults", {"n": 2},
        )  # fmt: skip
        assert (await desk.standing())["draft"]["center"]["center"]["opens_at"] == "soon"

    told(tmp_path, story)


def test_what_another_saves_while_a_draft_is_published_stays_the_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(desk: Desk) -> None:
        huda = await desk.server.person("huda", "admin")
        mine, now = await desk.draft(rename), await desk.standing()
        hers: list[httpx.Response] = []
        submit = desk.server.writer.submit

        async def meanwhile(*asked: Any) -> Any:
            done = await submit(*asked)
            body = {"revision": mine["revision"], "base": now["seq"], "center": now["center"]}
            hers.append(await desk.ask("PUT", "/draft", body, by=huda))
            return done

        monkeypatch.setattr(desk.server.writer, "submit", meanwhile)
        assert (await desk.publish()).status_code == 200
        assert hers[0].status_code == 200
        standing = (await desk.standing())["draft"]
        assert standing is not None
        assert standing["revision"] == hers[0].json()["revision"]

    told(tmp_path, story)


def test_two_administrators_at_once_overwrite_nothing(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        huda = await desk.server.person("huda", "admin")
        mine = await desk.draft(rename)
        now = await desk.standing()
        body = {"revision": mine["revision"], "base": now["seq"], "center": now["center"]}
        hers = await desk.ask("PUT", "/draft", body, by=huda)
        assert hers.status_code == 200
        late = await desk.ask("PUT", "/draft", body)
        assert (late.status_code, late.json()["code"]) == (409, "draft-changed")
        assert late.json()["params"]["by"] == "huda"
        assert late.json()["params"]["revision"] == hers.json()["revision"]
        assert (await desk.ask("DELETE", f"/draft?revision={mine['revision']}")).status_code == 409
        assert (await desk.ask("POST", "/publish", {"revision": mine["revision"], "seq": now["seq"]})).json()[
            "code"
        ] == "draft-changed"
        # what she has overwritten is still there, and can be taken up
        saved = (await desk.ask("GET", "/history")).json()["drafts"]
        assert [s["by"]["name"] for s in saved] == ["huda", "Admin"]
        again = await desk.ask("POST", "/draft", {"revision": hers.json()["revision"], "saved": mine["revision"]})
        assert again.json()["center"]["clinics"][0]["name"]["en"] == "Blood laboratory"

    told(tmp_path, story)


def test_what_a_publication_changes_and_means_is_told_before(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        await desk.act(type="issue_ticket", clinic="lab", patient={"number": "1001", "gender": "male"})
        now = await desk.standing()
        rename(now["center"])
        without("lab")(now["center"])
        answer = (await desk.ask("POST", "/check", {"center": now["center"]})).json()
        assert answer["seq"] == now["seq"]
        assert {"kind": "removed", "place": "clinics.lab"} in [
            {k: d[k] for k in ("kind", "place")} for d in answer["differences"]
        ]
        assert {"code": "clinic-has-tickets", "clinic": "lab", "n": 1} in answer["effects"]
        assert answer["effects"][0]["code"] == "clinic-has-tickets"

    told(tmp_path, story)


def test_a_clinic_people_wait_in_is_not_taken_away_today_but_with_the_next_day(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        first = await desk.act(type="issue_ticket", clinic="lab", patient={"number": "1001", "gender": "male"})
        await desk.draft(without("lab"))
        refused = await desk.publish()
        assert (refused.status_code, refused.json()["code"]) == (422, "clinic-has-tickets")
        assert refused.json()["params"] == {"clinic": "lab", "n": 1}
        later = await desk.publish(when="next-day")
        assert later.status_code == 200, later.text
        due = later.json()["publication"]["due"]
        assert due.startswith("2026-11-24T05:00:00+03:00")
        await desk.until(hours=24)
        await publications(desk)
        after = await desk.standing()
        assert [p["state"] for p in after["publications"]] == ["published"]
        assert "lab" not in [c["code"] for c in after["center"]["clinics"]]
        assert after["by"]["name"] == "Admin"
        assert first["label"] == "L-001"

    told(tmp_path, story)


async def publications(desk: Desk) -> None:
    """One round, as the server does it."""
    await desk.server.office.rounds.once("publications")


def test_one_that_waits_is_published_once_after_a_restart(tmp_path: Path) -> None:
    async def before() -> None:
        async with server_in(tmp_path) as server:
            desk = Desk(server, await server.caller().sign_in())
            await desk.draft(rename)
            at = server.clock.now() + timedelta(hours=3)
            assert (await desk.publish(when="at", at=at.isoformat())).status_code == 200
            await publications(desk)
            assert [p["state"] for p in (await desk.standing())["publications"]] == ["waiting"]

    async def after() -> None:
        async with server_in(tmp_path) as server:
            server.clock.pass_by(hours=4)
            desk = Desk(server, await server.caller().sign_in())
            await publications(desk)
            await publications(desk)
            now = await desk.standing()
            assert [p["state"] for p in now["publications"]] == ["published"]
            assert now["center"]["clinics"][0]["name"]["en"] == "Blood laboratory"
            assert len((await desk.ask("GET", "/history")).json()["versions"]) == 2

    asyncio.run(before())
    asyncio.run(after())


def test_one_that_is_cut_off_before_its_last_word_takes_effect_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(desk: Desk) -> None:
        from mmc_console.server.centre.publishing import Publishing

        await desk.draft(rename)
        await desk.publish(when="at", at=(desk.server.clock.now() + timedelta(hours=1)).isoformat())
        await desk.until(hours=2)
        with monkeypatch.context() as cut:
            cut.setattr(Publishing, "_end", _cut)
            with pytest.raises(ConnectionError):
                await publications(desk)
        assert [p["state"] for p in (await desk.standing())["publications"]] == ["waiting"]
        await publications(desk)
        assert [p["state"] for p in (await desk.standing())["publications"]] == ["published"]
        assert len((await desk.ask("GET", "/history")).json()["versions"]) == 2

    told(tmp_path, story)


def _cut(*_: object) -> bool:
    raise ConnectionError("the server ended here")


def test_one_that_waits_can_be_cancelled_and_is_a_draft_again(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        await desk.draft(rename)
        waiting = (await desk.publish(when="next-day")).json()["publication"]
        assert (await desk.standing())["draft"] is None
        await desk.draft(lambda center: None)
        other = await desk.publish()
        assert (other.status_code, other.json()["code"]) == (409, "publication-waiting")
        for status in (204, 404):
            assert (await desk.ask("DELETE", f"/publications/{waiting['id']}")).status_code == status
        now = await desk.standing()
        assert [(p["state"], p["ended_by"]["name"]) for p in now["publications"]] == [("cancelled", "Admin")]
        # a draft was begun meanwhile: it stands, and the cancelled one lies beside it
        assert now["draft"]["center"]["clinics"][0]["name"]["en"] != "Blood laboratory"
        newest = (await desk.ask("GET", "/history")).json()["drafts"][0]
        taken = await desk.ask(
            "POST", "/draft", {"revision": now["draft"]["revision"], "saved": newest["revision"]}
        )  # fmt: skip
        assert taken.json()["center"]["clinics"][0]["name"]["en"] == "Blood laboratory"
        await desk.until(hours=48)
        await publications(desk)
        assert (await desk.standing())["seq"] == now["seq"]

    told(tmp_path, story)


def test_one_that_is_refused_at_its_moment_says_so_and_is_a_draft_again(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("mmc_console.server.health.health: health: publications is degraded")

    async def story(desk: Desk) -> None:
        await desk.draft(without("lab"))
        await desk.publish(when="at", at=(desk.server.clock.now() + timedelta(hours=1)).isoformat())
        await desk.act(type="issue_ticket", clinic="lab", patient={"number": "1001", "gender": "male"})
        await desk.until(hours=1)
        await publications(desk)
        now = await desk.standing()
        assert [(p["state"], p["code"], p["params"]) for p in now["publications"]] == [
            ("refused", "clinic-has-tickets", {"clinic": "lab", "n": 1})
        ]
        assert now["draft"] is not None
        assert (await desk.admin.ask("GET", "/api/v1/health")).json()["checks"]["publications"]["detail"] == (
            "publication-refused"
        )

    told(tmp_path, story)


@pytest.mark.parametrize("at", [None, "2026-11-22T08:00:00Z", "2029-01-01T08:00:00Z", "2026-11-23T04:15:10Z"])
def test_a_moment_that_is_none_is_refused(tmp_path: Path, at: str | None) -> None:
    async def story(desk: Desk) -> None:
        await desk.draft(rename)
        refused = await desk.publish(when="at", **({} if at is None else {"at": at}))
        assert (refused.status_code, refused.json()["code"]) == (422, "bad-moment")
        assert (await desk.standing())["draft"] is not None

    told(tmp_path, story)


def test_an_older_version_becomes_a_draft_again(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        first = (await desk.standing())["seq"]
        await desk.draft(rename)
        await desk.publish()
        taken = await desk.ask("POST", "/draft", {"revision": 0, "seq": first})
        assert taken.status_code == 200, taken.text
        assert taken.json()["center"] == (await desk.ask("GET", f"/file?seq={first}")).json()
        assert (await desk.ask("POST", "/draft", {"revision": taken.json()["revision"], "seq": 999})).status_code == 404
        for name in ("revision", "seq", "saved"):  # no database counts as far
            assert (await desk.ask("POST", "/draft", {"revision": 0, name: 2**64})).json()["code"] == "invalid"
        await desk.publish()
        assert (await desk.standing())["center"]["clinics"][0]["name"]["en"] != "Blood laboratory"

    told(tmp_path, story)


def test_a_file_goes_out_and_comes_in_as_a_draft_with_its_faults(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        out = await desk.ask("GET", "/file")
        assert "center.json" in out.headers["content-disposition"]
        file = out.json()
        file["clinics"][1]["letter"] = file["clinics"][0]["letter"]
        taken = await desk.ask("POST", "/file?revision=0", file)
        assert [f["code"] for f in taken.json()["faults"]] == ["doubled-letter"]
        file["clinics"][0]["rooms"] = "three"
        bad = await desk.ask("POST", f"/file?revision={taken.json()['revision']}", file)
        assert (bad.status_code, bad.json()["code"]) == (422, "invalid")
        assert bad.json()["errors"][0]["field"] == "$.clinics[0].rooms"
        assert (await desk.standing())["draft"]["revision"] == taken.json()["revision"]

    told(tmp_path, story)


def test_a_version_published_meanwhile_must_be_looked_at_first(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        draft, now = await desk.draft(rename), await desk.standing()
        await desk.server.writer.publish(desk.server.center)
        refused = await desk.ask("POST", "/publish", {"revision": draft["revision"], "seq": now["seq"]})
        assert (refused.status_code, refused.json()["code"]) == (409, "centre-changed")
        assert (await desk.publish()).status_code == 200

    told(tmp_path, story)
