"""The presenter of the page of clinics at a real server: checked with each key, kept, published, and never lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from mmc_console.desktop.admin.clinics.contract import Moment, State, Tab
from mmc_console.desktop.admin.clinics.presenter import Presenter
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.centre import CheckAnswer
from tests.server.admin_door import Gateway, Jobs
from tests.server.auth_app import Server, server_in
from tests.unit.desktop.desk_parts import Known


class View(Known):
    """Answers questions with what the test has laid ready."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.moments: list[Moment | None] = []
        self.reviewed: list[tuple[CheckAnswer, str]] = []
        self.whose: list[Literal["mine", "theirs"] | None] = []
        self.settled: list[str] = []
        self.codes: list[str | None] = []
        self.file = Path()
        self.meanwhile: Callable[[], Awaitable[None]] | None = None
        """What happens while somebody reads what is to be published."""

    def render(self, state: State) -> None:
        self.state = state

    def say(self, message: Message, *, fault: bool = False) -> None:
        self.said.append(message.code)

    async def review(self, check: CheckAnswer, next_day: datetime, problem: str) -> Moment | None:
        self.reviewed.append((check, problem))
        if self.meanwhile is not None:
            await self.meanwhile()
        return self.moments.pop(0)

    async def settle(self, by: str, at: str) -> Literal["mine", "theirs"] | None:
        self.settled.append(by)
        return self.whose.pop(0)

    async def ask_code(self, what: Tab, taken: tuple[str, ...]) -> str | None:
        return self.codes.pop(0)

    async def choose_centre(self, *, save: bool) -> Path | None:
        return self.file


class Page:
    """An administrator at the page."""

    def __init__(self, server: Server, gateway: Gateway) -> None:
        self.server, self.gateway, self.view, self.jobs = server, gateway, View(), Jobs()
        made: Any = gateway
        self.presenter = Presenter(made, self.view, self.jobs.start)

    @property
    def state(self) -> State:
        return self.presenter.state

    async def do(self, *steps: Callable[[Presenter], None]) -> None:
        for step in steps:
            step(self.presenter)
        await self.jobs.run(self.presenter)

    def wrong(self) -> dict[str, str]:
        """The faults by the line that shows them."""
        return {line.place: fault.code for line in self.state.form for fault in line.faults}

    def english(self, code: str) -> str:
        return next(each.names["en"] for each in self.state.listed if each.code == code)


async def page_at(server: Server, name: str = "admin") -> Page:
    caller = await server.caller().sign_in() if name == "admin" else await server.person(name, "admin")
    page = Page(server, Gateway(server, caller))
    await page.do(lambda p: p.come_in())
    return page


def opened(place: Path, story: Callable[[Page], Awaitable[None]]) -> None:
    async def run() -> None:
        async with server_in(place) as server:
            await story(await page_at(server))

    asyncio.run(run())


def test_every_key_is_checked_and_each_fault_stands_at_its_line(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        await page.do(
            lambda p: p.select("eyes"), lambda p: p.edit("clinics.eyes.letter", "O"),
            lambda p: p.edit("clinics.eyes.name.en", " "), lambda p: p.edit("clinics.eyes.service_seconds", "soon"),
        )  # fmt: skip
        assert page.wrong() == {
            "clinics.eyes.letter": "lookalike-letter", "clinics.eyes.name": "name-missing",
            "clinics.eyes.service_seconds": "not-a-number",
        }  # fmt: skip
        assert {f.code for f in page.state.faults} == {"lookalike-letter", "name-missing", "not-a-number"}
        assert next(e for e in page.state.listed if e.code == "eyes").faulty
        await page.do(lambda p: p.publish())
        assert (page.view.said, page.view.reviewed) == (["draft-has-faults"], [])
        await page.do(
            lambda p: p.edit("clinics.eyes.letter", "L"), lambda p: p.edit("clinics.eyes.name.en", "Eyes"),
            lambda p: p.edit("clinics.eyes.service_seconds", "300"), lambda p: p.add("clinics.eyes.rooms"),
            lambda p: p.edit("clinics.eyes.rooms.1.no", "1"),
        )  # fmt: skip
        assert page.wrong() == {"clinics.eyes.letter": "doubled-letter", "clinics.eyes.rooms": "doubled-room"}
        await page.do(lambda p: p.open("centre"), lambda p: p.edit("center.opens_at", "25:00"))
        assert page.wrong() == {"center.opens_at": "bad-time"}
        await page.do(lambda p: p.open("exams"), lambda p: p.add("exam_types.recruitment.pathways.men"))
        assert page.wrong() == {"exam_types.recruitment.pathways.men.4": "empty-stage"}

    opened(tmp_path, story)


def test_a_draft_is_kept_reviewed_and_published(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        await page.do(lambda p: p.edit("clinics.lab.name.en", "Blood"))
        assert page.state.dirty
        await page.do(lambda p: p.save())
        assert (page.state.dirty, page.view.said) == (False, ["draft-kept"])
        other = await page_at(page.server, "huda")
        assert other.english("lab") == "Blood"
        page.view.moments = [Moment("at", "tomorrow"), Moment("now")]
        await page.do(lambda p: p.publish())
        assert [problem for _, problem in page.view.reviewed] == ["", "bad-moment"]
        assert {d.place for d in page.view.reviewed[0][0].differences} == {"clinics.lab.name.en"}
        assert page.view.said[-1] == "centre-published"
        assert page.server.writer.center.clinics[0].name["en"] == "Blood"
        assert not page.state.has_draft
        await page.do(lambda p: p.publish())
        assert page.view.said[-1] == "nothing-to-publish"

    opened(tmp_path, story)


def test_a_moment_is_of_the_centres_own_time_and_can_be_taken_back(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        await page.do(lambda p: p.edit("clinics.lab.name.en", "Blood"))
        page.view.moments = [Moment("at", "2026-11-24 06:30")]
        await page.do(lambda p: p.publish())
        assert page.state.answer is not None
        (waiting,) = page.state.answer.publications
        assert waiting.due.isoformat() == "2026-11-24T06:30:00+03:00"
        assert page.view.said[-1] == "publication-set"
        await page.do(lambda p: p.cancel_publication(waiting.id))
        assert (page.english("lab"), page.state.has_draft) == ("Blood", True)
        await page.do(lambda p: p.drop())
        assert (page.english("lab"), page.state.has_draft) == ("Laboratory", False)
        await page.do(lambda p: p.open("history"))
        assert page.state.history is not None
        saved = page.state.history.drafts[0].revision
        await page.do(lambda p: p.take_up("saved", saved))
        assert (page.english("lab"), page.state.tab) == ("Blood", "clinics")

    opened(tmp_path, story)


def test_two_at_once_lose_nothing_whoever_goes_on(tmp_path: Path) -> None:
    async def story(mine: Page) -> None:
        hers = await page_at(mine.server, "huda")
        await hers.do(lambda p: p.edit("clinics.lab.name.en", "Hers"), lambda p: p.save())
        await mine.do(lambda p: p.edit("clinics.lab.name.en", "Mine"))
        mine.view.whose = [None, "theirs"]
        await mine.do(lambda p: p.save())
        assert (mine.view.settled, mine.english("lab"), mine.state.dirty) == (["huda"], "Mine", True)
        await mine.do(lambda p: p.save())
        assert (mine.english("lab"), mine.state.dirty) == ("Hers", False)
        await mine.do(lambda p: p.open("history"))
        assert mine.state.history is not None
        kept = mine.state.history.drafts[1].revision  # mine, right before hers was taken up again
        await mine.do(lambda p: p.take_up("saved", kept))
        assert mine.english("lab") == "Mine"
        hers.view.whose = ["mine"]
        await hers.do(lambda p: p.edit("clinics.lab.name.en", "Hers again"), lambda p: p.save())
        await hers.do(lambda p: p.come_in())
        assert hers.english("lab") == "Hers again"

    opened(tmp_path, story)


def test_what_was_reviewed_is_published_and_never_what_a_colleague_saved_meanwhile(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        other = await page_at(page.server, "huda")
        await page.do(lambda p: p.edit("clinics.lab.name.en", "Blood"))

        async def meanwhile() -> None:
            await other.do(lambda p: p.refresh())
            await other.do(lambda p: p.edit("clinics.lab.name.en", "Nobody has read this"), lambda p: p.save())
            await page.presenter.look()  # the line was away, and is back

        page.view.meanwhile, page.view.moments = meanwhile, [Moment("now")]
        await page.do(lambda p: p.publish())
        assert page.server.writer.center.clinics[0].name["en"] != "Nobody has read this"
        assert page.view.said[-1] == "draft-changed"

    opened(tmp_path, story)


def test_what_is_typed_survives_a_server_that_is_away(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        await page.do(lambda p: p.edit("clinics.lab.name.en", "Blood"))
        page.gateway.admin.offline = True
        await page.do(lambda p: p.save())
        assert (page.view.said, page.state.offline is not None, page.english("lab")) == (["unreachable"], True, "Blood")
        page.gateway.admin.offline = False
        await page.do(lambda p: p.come_in())
        assert (page.english("lab"), page.state.dirty) == ("Blood", True)
        await page.do(lambda p: p.save())
        assert not page.state.dirty

    opened(tmp_path, story)


def test_a_clinic_comes_and_goes_with_its_place_on_every_pathway(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        page.view.codes = ["skin_2"]
        await page.do(lambda p: p.new())
        assert page.state.selected == "skin_2"
        assert {f.code for f in page.state.faults} == {"name-missing", "bad-letter"}
        await page.do(lambda p: p.remove("clinics.skin_2"), lambda p: p.remove("clinics.lab"))
        assert page.state.faults == ()
        await page.do(lambda p: p.open("exams"), lambda p: p.select("recruitment"))
        assert all("lab" not in line.values for line in page.state.form)

    opened(tmp_path, story)


def test_a_file_comes_in_as_a_draft_with_its_faults_and_goes_out_as_it_holds(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        page.view.file = tmp_path / "center.json"
        await page.do(lambda p: p.give_file())
        assert page.view.said == ["file-saved"]
        text = page.view.file.read_text(encoding="utf-8")
        page.view.file.write_text(text.replace('"letter":"L"', '"letter":"O"'), encoding="utf-8")
        await page.do(lambda p: p.take_file())
        assert (page.view.said[-1], [f.code for f in page.state.faults]) == ("file-taken", ["lookalike-letter"])
        for broken in ("{", '{"center": 1}', ""):
            page.view.file.write_text(broken, encoding="utf-8")
            await page.do(lambda p: p.take_file())
            assert page.view.said[-1] == "no-centre-file"
        assert page.state.faults

    opened(tmp_path, story)


def test_a_file_does_not_throw_away_what_was_typed_before_it(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        page.view.file = tmp_path / "center.json"
        await page.do(lambda p: p.give_file())
        await page.do(lambda p: p.edit("clinics.lab.name.en", "Blood"))
        page.gateway.admin.offline = True
        await page.do(lambda p: p.take_file())
        assert page.english("lab") == "Blood", "it cannot be kept now, so it stays"
        page.gateway.admin.offline = False
        await page.do(lambda p: p.take_file())
        assert (page.english("lab"), page.view.said[-1]) == ("Laboratory", "file-taken")
        await page.do(lambda p: p.open("history"))
        assert page.state.history is not None
        [kept] = page.state.history.drafts
        await page.do(lambda p: p.take_up("saved", kept.revision))
        assert page.english("lab") == "Blood"

    opened(tmp_path, story)


def test_a_clinic_people_wait_in_is_told_before_it_is_taken_away(tmp_path: Path) -> None:
    async def story(page: Page) -> None:
        from tests.server.test_settings_page import come

        await come(page.server)
        await page.do(lambda p: p.remove("clinics.lab"))
        page.view.moments = [Moment("now"), Moment("next-day")]
        await page.do(lambda p: p.publish())
        assert page.view.reviewed[0][0].effects[0].code == "clinic-has-tickets"
        assert page.view.said[-1] == "clinic-has-tickets"
        await page.do(lambda p: p.publish())
        assert page.view.said[-1] == "publication-set"
        page.server.clock.pass_by(seconds=timedelta(hours=25).total_seconds())
        await page.server.office.rounds.once("publications")
        assert all(clinic.code != "lab" for clinic in page.server.writer.center.clinics)

    opened(tmp_path, story)
