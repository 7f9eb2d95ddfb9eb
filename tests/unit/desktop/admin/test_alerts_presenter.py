"""What the page of alerts asks and does, without a window: a behaving server's administration answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import ProblemAnswer, Unreachable
from mmc_console.client.server_port import Question
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.alerts.contract import State, Tab
from mmc_console.desktop.admin.alerts.presenter import Presenter, plain
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.permissions import Role
from mmc_console.wire.alerts import Alert, AlertsAnswer, FollowUp, Incident, IncidentsAnswer
from mmc_console.wire.logs import FoundLine, LogsAnswer
from mmc_console.wire.problems import problem
from tests.unit.desktop.desk_parts import Known

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
ALERT = Alert(id="a1", kind="disk", severity="warning", detail="disk-low", began=NOW, last=NOW)
INCIDENT = Incident(
    id=3, title="Disk", severity="warning", state="open", began=NOW, follow_ups=(FollowUp(id=9, text="a second disk"),)
)


def line(n: int, **more: Any) -> FoundLine:
    at = (NOW + timedelta(seconds=n)).strftime("%Y-%m-%dT%H:%M:%S.000000Z")
    return FoundLine(id=f"f:{n}", at=at, level="info", source="server.writer", text=f"line {n}", **more)


@dataclass
class Screen(Known):
    """A view that remembers, and types what it was told to."""

    typed: list[str | None] = field(default_factory=list)
    file: Path | None = None
    states: list[State] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    copied: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)

    def render(self, state: State) -> None:
        self.states.append(state)

    def say(self, message: Message, *, fault: bool = False) -> None:
        self.said.append(f"{'!' if fault else ''}{message.code}")

    async def ask_text(self, question: str, given: str = "") -> str | None:
        self.asked.append((question, given))
        return self.typed.pop(0)

    async def choose_file(self, name: str) -> Path | None:
        return self.file / name if self.file else None

    def copy(self, text: str) -> None:
        self.copied = text

    def show_line(self, line: FoundLine) -> None:
        self.copied = f"shown {line.id}"


@dataclass
class Stage:
    """The page with its gateway."""

    gateway: LocalGateway
    view: Screen
    page: Presenter
    jobs: list[Coroutine[Any, Any, None]]

    @property
    def sent(self) -> list[tuple[str, str]]:
        return [(q.method, q.path) for q in self.gateway.server.asked if q.method != "GET"]

    def body(self) -> Any:
        last = [q.body for q in self.gateway.server.asked if q.body][-1]
        assert last is not None
        return msgspec.json.decode(last)

    async def work(self) -> None:
        while self.jobs:
            await self.jobs.pop(0)


@asynccontextmanager
async def stage(*roles: Role) -> AsyncIterator[Stage]:
    gateway = await LocalGateway.with_center(roles=roles)
    answers: dict[tuple[str, str], Callable[[Question], Any]] = {
        ("GET", "/admin/alerts"): lambda _: AlertsAnswer(now=NOW, open=(ALERT,), closed=(), unseen=1),
        ("POST", "/admin/alerts/a1/acknowledge"): lambda _: ALERT,
        ("POST", "/admin/alerts/a1/snooze"): lambda _: ALERT,
        ("GET", "/admin/incidents"): lambda _: IncidentsAnswer((INCIDENT,)),
        ("POST", "/admin/incidents"): lambda _: INCIDENT,
        ("GET", "/admin/incidents/3"): lambda _: INCIDENT,
        ("PATCH", "/admin/incidents/3"): lambda _: msgspec.structs.replace(INCIDENT, state="mitigated"),
        ("POST", "/admin/incidents/3/notes"): lambda _: INCIDENT,
        ("POST", "/admin/incidents/3/follow-ups"): lambda _: INCIDENT,
        ("PATCH", "/admin/incidents/3/follow-ups/9"): lambda _: INCIDENT,
        ("GET", "/admin/incidents/3/export"): lambda _: b"# Disk\n",
        ("GET", "/admin/logs/export"): lambda _: b"{}\n",
    }
    gateway.server.administration.update(answers)
    jobs: list[Coroutine[Any, Any, None]] = []

    def start(_: str, work: Coroutine[Any, Any, None]) -> bool:
        jobs.append(work)
        return True

    view = Screen()
    try:
        yield Stage(gateway, view, Presenter(gateway, view, start, lambda: "en"), jobs)
    finally:
        for job in jobs:
            job.close()
        await gateway.close()


def test_an_alert_is_taken_put_off_and_becomes_an_incident() -> None:
    async def story() -> None:
        async with stage("admin") as at:
            await at.page.look()
            assert (at.page.state.open, at.page.state.full) == ((ALERT,), True)
            at.page.acknowledge()
            await at.work()
            assert at.sent == [], "nothing is selected"
            at.page.select_alert("a1")
            at.view.typed = [None, "moving backups", "Disk is full"]
            at.page.acknowledge()
            await at.work()
            assert at.sent == [], "they turned away"
            at.page.acknowledge()
            await at.work()
            assert (at.sent[-1][1], at.body()) == ("/admin/alerts/a1/acknowledge", {"note": "moving backups"})
            at.page.snooze(60)
            await at.work()
            assert at.body() == {"minutes": 60}
            at.page.make_incident()
            await at.work()
            assert at.view.asked[-1] == ("incident", "The server's disk is running out of room.")
            assert (at.body()["title"], at.body()["alert"]) == ("Disk is full", "a1")
            assert (at.page.state.tab, at.page.state.incident) == ("incidents", INCIDENT)
            assert at.view.said == ["acknowledged", "snoozed"]

    asyncio.run(story())


def test_an_incident_is_written_on_and_saved(tmp_path: Path) -> None:
    async def story() -> None:
        async with stage("admin") as at:
            at.page.show_tab("incidents")
            await at.page.look()
            assert at.page.state.incident == INCIDENT
            at.view.typed = ["a note", "the cause", "another disk", ""]
            for deed in (at.page.add_note, at.page.write_cause, at.page.add_follow_up, at.page.add_note):
                deed()
                await at.work()
            at.page.toggle_follow_up()
            at.page.select_follow_up("9")
            at.page.toggle_follow_up()
            await at.work()
            assert at.body() == {"done": True}
            at.page.move_incident("mitigated")
            await at.work()
            assert at.page.state.incident is not None
            assert at.page.state.incident.state == "mitigated"
            assert [path.rpartition("/")[2] for _, path in at.sent] == ["notes", "3", "follow-ups", "9", "3"]
            at.page.export("md")
            await at.work()
            assert list(tmp_path.iterdir()) == [], "no folder was chosen"
            at.view.file = tmp_path
            at.page.export("md")
            await at.work()
            assert (tmp_path / "incident-3.md").read_bytes() == b"# Disk\n"
            at.view.file = tmp_path / "nowhere"
            at.page.export("html")
            await at.work()
            assert at.view.said[-2:] == ["file-saved", "!file-not-written"]

    asyncio.run(story())


def test_what_does_not_work_is_said_and_the_last_answer_stays() -> None:
    async def story() -> None:
        async with stage("admin") as at:
            await at.page.look()
            at.page.select_alert("a1")

            def over(_: Question) -> Any:
                raise ProblemAnswer(problem("alert-over"))

            at.gateway.server.administration[("POST", "/admin/alerts/a1/snooze")] = over
            at.page.snooze(60)
            await at.work()
            assert at.view.said == ["!alert-over"]
            at.gateway.server.administration[("GET", "/admin/alerts")] = lambda _: Unreachable("gone")
            await at.page.look()
            state = at.page.state
            assert (state.open, state.fault) == ((ALERT,), Message("unreachable"))
            await at.gateway.go_offline()
            await at.page.look()
            assert at.page.state.offline
            at.page.acknowledge()
            at.page.make_incident()
            assert at.jobs == [], "buttons are off"

    asyncio.run(story())


def test_supervisors_have_the_alerts_only() -> None:
    async def story() -> None:
        async with stage("supervisor") as at:
            await at.page.look()
            assert (at.page.state.full, at.page.state.open) == (False, (ALERT,))
            at.page.make_incident()
            assert at.jobs == []

    asyncio.run(story())


@pytest.mark.parametrize("tab", ["incidents", "logs"])
def test_a_supervisor_after_an_administrator_sees_the_alerts_and_nothing_that_was_open(tab: Tab) -> None:
    async def story() -> None:
        async with stage("admin") as at:
            at.page.show_tab(tab)
            await at.page.look()
            at.page.go_away()
            at.gateway.server.add_user("huda", ("supervisor",), ())
            await at.gateway.sign_out()
            await at.gateway.sign_in("huda", PASSWORD)
            at.page.come_in()
            assert (at.page.state.full, at.page.state.tab, at.page.state.incident) == (False, "alerts", None)
            await at.page.look()
            assert at.page.state.open == (ALERT,)

    asyncio.run(story())


class LogOf:
    """The log of a behaving server: pages, and a stream that gives what is put and then stays open."""

    def __init__(self, at: Stage, pages: list[LogsAnswer]) -> None:
        self.pages, self.asked = pages, list[dict[str, str]]()
        self.coming: asyncio.Queue[LogsAnswer] = asyncio.Queue()
        at.gateway.server.administration[("GET", "/admin/logs")] = self.page
        at.gateway.server.listen = self.listen  # type: ignore[method-assign]  # its own ends at once

    def page(self, question: Question) -> LogsAnswer:
        self.asked.append(dict(question.query or {}))
        return self.pages.pop(0)

    @asynccontextmanager
    async def listen(self, bearer: str, question: Question) -> AsyncIterator[AsyncIterator[bytes]]:
        async def body() -> AsyncIterator[bytes]:
            while True:
                page = await self.coming.get()
                yield b"event: lines\ndata: " + msgspec.json.encode(page) + b"\n\n"

        yield body()


def found(*lines: FoundLine, older: str = "") -> LogsAnswer:
    return LogsAnswer(lines=lines, older=older, newer="f:99", searched_to=lines[-1].at if lines else line(0).at)


async def seen(true: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0)


def test_the_log_is_searched_on_followed_stopped_and_gone_on_with() -> None:
    async def story() -> None:
        async with stage("admin") as at:
            log = LogOf(at, [found(older="f:50"), found(line(2), line(1), older="f:1"), found(line(0))])
            async with asyncio.TaskGroup() as group:
                running = group.create_task(at.page.reading.run())
                at.page.show_tab("logs")
                at.page.come_in()
                await seen(lambda: at.page.state.logs.ready)
                logs = at.page.state.logs
                assert [each.text for each in logs.lines] == ["line 2", "line 1"], "an empty search goes on by itself"
                assert (log.asked[0]["level"], log.asked[1]["cursor"]) == ("info", "f:50")
                at.page.read_older()
                await at.work()
                assert [each.text for each in at.page.state.logs.lines][-1] == "line 0"
                await log.coming.put(LogsAnswer(lines=(line(3), line(4)), older="", newer="f:4", searched_to=""))
                await seen(lambda: len(at.page.state.logs.lines) == 5)
                assert at.page.state.logs.lines[0].text == "line 4"
                at.page.toggle_following()
                await log.coming.put(LogsAnswer(lines=(line(5),), older="", newer="f:5", searched_to=""))
                await seen(lambda: at.page.state.logs.held == 1)
                assert len(at.page.state.logs.lines) == 5
                at.page.toggle_following()
                assert at.page.state.logs.lines[0].text == "line 5"
                log.pages.append(found(line(7, request="r-7", actions=("x",))))
                at.page.choose_least("error")
                await seen(lambda: [each.text for each in at.page.state.logs.lines] == ["line 7"])
                assert log.asked[-1]["level"] == "error"
                at.page.select_line("f:7")
                at.page.copy_line()
                assert at.view.copied == plain(line(7, request="r-7", actions=("x",)))
                at.page.open_line()
                assert at.view.copied == "shown f:7"
                log.pages.append(found(line(7)))
                at.page.related()
                await seen(lambda: at.page.state.logs.filter.text == "r-7" and not log.pages)
                at.page.go_away()
                running.cancel()

    asyncio.run(story())
