"""An open page stays live: what changes for its visit is sent, and nothing of what happens to others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mmc_console.server.pages import live as live_module
from mmc_console.server.pages.live import AT_MOST
from tests.server.auth_app import Server, server_in
from tests.server.auth_http import Caller
from tests.server.page_parts import Phone, act, action, register
from tests.unit.client.stage import played

PATIENCE = 20


class OpenPage:
    """One stream, straight from the application: what it has been sent."""

    def __init__(self, server: Server, token: str) -> None:
        self._server, self._path = server, f"/t/{token}/stream"
        self._frames: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self._gone = asyncio.Event()
        self._asked = False
        self.seen: list[str] = []
        self.last: Any = None
        self.task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        scope: Any = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": self._path, "raw_path": self._path.encode(), "query_string": b"", "root_path": "", "headers": [],
            "client": ("192.0.2.7", 40_000), "server": ("centre.test", 80), "state": {},
        }  # fmt: skip
        await self._server.app(scope, self._receive, self._send)  # type: ignore[arg-type]  # plain functions

    async def _receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        for frame in message.get("body", b"").split(b"\n\n"):
            if frame:
                kind, _, data = frame.partition(b"\n")
                name = kind.decode().removeprefix("event: ")
                self._frames.put_nowait((name, msgspec.json.decode(data.removeprefix(b"data: "))))

    async def next(self, kind: str = "state") -> Any:
        """The next event of this kind."""
        while True:
            name, content = await asyncio.wait_for(self._frames.get(), PATIENCE)
            self.seen.append(name)
            if name == "state":
                self.last = content
            if name == kind:
                return content

    def hang_up(self) -> None:
        self._gone.set()


@asynccontextmanager
async def page(server: Server, token: str) -> AsyncIterator[OpenPage]:
    found = OpenPage(server, token)
    try:
        yield found
    finally:
        found.hang_up()
        await asyncio.wait_for(found.task, PATIENCE)


@played
async def test_a_page_hears_what_happens_to_its_visit(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        huda = await server.person("huda", "supervisor")
        _, first = await register(server, huda, "1111111")
        token, _ = await register(server, huda, "2222222")
        async with page(server, token) as mine:
            assert (await mine.next())["ahead"] == 1
            await act(huda, action(server, "call_next", clinic="lab", room=1))
            assert (await mine.next())["ahead"] == 0
            await act(huda, action(server, "call_next", clinic="lab", room=2))
            called = await mine.next()
            assert (called["state"], called["room"]) == ("called", "2")
            server.clock.pass_by(seconds=20)
            await act(huda, action(server, "no_show", ticket=first["ticket"]))
            await act(huda, action(server, "call_next", clinic="lab", room=2, finish_current=True))
            while called["label"] != "X-002":
                called = await mine.next()
            assert called["stops_done"] == 1


@played
async def test_another_clinics_events_send_nothing(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        huda = await server.person("huda", "supervisor")
        token, _ = await register(server, huda, "1111111")
        async with page(server, token) as mine:
            await mine.next()
            for n in range(5):
                person = {"number": f"333333{n}", "gender": "male"}
                await act(huda, action(server, "issue_ticket", clinic="dental", patient=person))
            await act(huda, action(server, "pause_clinic", clinic="lab", reason="break"))
            paused = await mine.next()
            assert "clinic_paused" in [n["kind"] for n in paused["notices"]]
            assert mine.seen == ["state", "state"], "one for the beginning, one for the own clinic"


@played
async def test_an_undo_and_a_late_finish_elsewhere_are_heard(tmp_path: Path) -> None:
    """Neither is about the clinic the person waits in: the page went on showing the stops of before."""
    async with server_in(tmp_path) as server:
        huda = await server.person("huda", "supervisor")
        token, result = await register(server, huda, "1111111")
        async with page(server, token) as mine:
            stops = (await mine.next())["stops"]
            added = action(server, "add_stop", visit=result["visit"], clinic="ecg", reason="doctor-asked")
            await act(huda, added)
            assert (await mine.next())["stops"] == stops + 1
            await act(huda, action(server, "undo", action=added["id"]))
            assert (await mine.next())["stops"] == stops
            await act(huda, action(server, "admit", visit=result["visit"], clinic="xray"))
            while (mine.last["clinic"], mine.last["stops_done"]) != ("xray", 0):
                await mine.next()
            await act(huda, action(server, "finish", ticket=result["ticket"]))
            while mine.last["stops_done"] != 1:
                await mine.next()


@played
async def test_what_concerns_the_visit_alone_is_heard(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        huda = await server.person("huda", "supervisor")
        token, result = await register(server, huda, "1111111")
        async with page(server, token) as mine:
            stops = (await mine.next())["stops"]
            await act(
                huda, action(server, "skip_stop", visit=result["visit"], clinic="dental", reason="results-in-hand")
            )
            changed = await mine.next()
            assert (changed["stops_done"], changed["stops"]) == (1, stops)
            await act(huda, action(server, "cancel", visit=result["visit"], reason="left"))
            assert (await mine.next())["state"] == "cancelled"


@played
async def test_an_undo_brings_a_finished_page_back(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        huda = await server.person("huda", "supervisor")
        token = "f" * 22
        person = {"number": "1111111", "gender": "male"}
        (result,) = await act(huda, action(server, "issue_ticket", clinic="lab", patient=person, page_token=token))
        await act(huda, action(server, "call_next", clinic="lab", room=1))
        (done,) = await act(huda, action(server, "finish", ticket=result["ticket"]))
        async with page(server, token) as mine:
            assert (await mine.next())["rating"] == "open"
            await Phone(server.client, token).post("/rating", stars=5)
            assert (await mine.next())["rating"] == "given"
            await act(huda, action(server, "undo", action=done["id"]))
            back = await mine.next()
            assert (back["state"], back["label"]) == ("called", "L-001")


@played
async def test_the_end_of_the_day_ends_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "HEARTBEAT", 0.05)
    async with server_in(tmp_path) as server:
        huda = await server.person("huda", "supervisor")
        token, _ = await register(server, huda)
        async with page(server, token) as mine:
            await mine.next()
            assert (await mine.next("heartbeat"))["now"] == "2026-11-23T07:15:00+03:00"
            server.clock.pass_by(hours=22)
            await mine.next("gone")
            await asyncio.wait_for(mine.task, PATIENCE)


@played
async def test_a_phone_that_leaves_is_forgotten_and_one_visit_holds_few_streams(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        huda: Caller = await server.person("huda", "supervisor")
        token, _ = await register(server, huda)
        every: list[OpenPage] = []
        for _ in range(AT_MOST + 1):  # one after the other: which was first is what counts
            every.append(OpenPage(server, token))
            await every[-1].next()
        await every[0].next("full")
        await asyncio.wait_for(every[0].task, PATIENCE)
        assert server.live.count == AT_MOST
        for one in every[1:]:
            one.hang_up()
            await asyncio.wait_for(one.task, PATIENCE)
        assert server.live.count == 0


@played
async def test_after_a_storm_every_page_shows_what_the_server_says(tmp_path: Path) -> None:
    async with server_in(tmp_path) as server:
        huda = await server.person("huda", "supervisor")
        tokens = [(await register(server, huda, f"55500{n:02d}"))[0] for n in range(12)]
        pages = [OpenPage(server, token) for token in tokens]
        for one in pages:
            await one.next()

        async def storm(n: int) -> None:
            for clinic in ("lab", "xray", "vitals") * 3:
                asked = action(server, "call_next", clinic=clinic, room=n % 2 + 1, finish_current=True)
                await huda.ask("POST", "/api/v1/actions", json={"actions": [asked]})

        await asyncio.gather(*map(storm, range(4)))
        for token, one in zip(tokens, pages, strict=True):
            now = await Phone(server.client, token).state()
            shown = one.last
            while shown != now:
                shown = await one.next()
            assert shown["state"] != "waiting" or shown["ahead"] is not None
        assert len({one.last["stops_done"] for one in pages}) > 1, "they stand at different places now"
        for one in pages:
            one.hang_up()
            await asyncio.wait_for(one.task, PATIENCE)
