"""What a replay makes of a server that is slow, away, replaced, or not ours."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from mmc_console.client.api import Api
from mmc_console.domain.actions import TakeRoom
from mmc_console.domain.ids import ClinicCode, DeskLetter, Epoch, UserId, mint_action_id
from mmc_console.replay.centre_port import Unreachable
from mmc_console.replay.server_centre import TRIES, ServerCentre
from mmc_console.wire.answers import ActionsAnswer, DeviceInfo, Result, SignedIn, Snapshot, UserInfo
from mmc_console.wire.json import encode
from mmc_console.wire.problems import problem
from tests.unit.replay.days import reference

NOW = datetime(2026, 3, 3, 4, 20, tzinfo=UTC)


class SkippingClock:
    """Sleeping moves it on at once."""

    def __init__(self) -> None:
        self.at = NOW
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)


class Wire:
    """A server that signs everybody in, and answers actions as it is told, one after the other."""

    def __init__(self, *actions: Callable[[], httpx.Response], must_change: bool = False) -> None:
        self.left = list(actions)
        self.asked: list[str] = []
        self.bodies: list[bytes] = []
        self.epoch = Epoch("first")
        self._must_change = must_change

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/v1")
        self.asked.append(path)
        if path in ("/auth/login", "/auth/refresh"):
            return httpx.Response(200, content=encode(self._signed_in()))
        if path == "/auth/logout":
            return httpx.Response(204)
        if path == "/snapshot":
            return httpx.Response(200, content=encode(self._snapshot()))
        self.bodies.append(request.content)
        return self.left.pop(0)()

    def _signed_in(self) -> SignedIn:
        user = UserInfo(
            id=UserId("u"), username="admin", name="Admin", roles=("admin",), clinics=(),
            must_change_password=self._must_change,
        )  # fmt: skip
        return SignedIn(
            access_token="access", refresh_token="refresh", expires_in=900, user=user,
            device=DeviceInfo("d", DeskLetter("A")), center="mmc", now=NOW,
        )  # fmt: skip

    def _snapshot(self) -> Snapshot:
        center = reference()
        return Snapshot(
            epoch=self.epoch, seq=1, now=NOW, day=NOW.date(), center=center, clinics=center.clinics,
            exam_types=center.exam_types,
        )  # fmt: skip


ACTION = TakeRoom(id=mint_action_id(NOW, bytes(10)), at=NOW, clinic=ClinicCode("lab"), room=1)


def done() -> httpx.Response:
    """The action took effect."""
    result = Result(id=ACTION.id, outcome="applied")
    answer = ActionsAnswer(epoch=Epoch("first"), seq=2, now=NOW, safe_seq=0, results=(result,))
    return httpx.Response(200, content=encode(answer))


def busy() -> httpx.Response:
    """Later, please."""
    return httpx.Response(503, headers={"Retry-After": "2"}, content=encode(problem("unavailable")))


def broken() -> httpx.Response:
    """The line breaks before the answer has come."""
    raise httpx.ReadError("gone")


def refused(code: str) -> Callable[[], httpx.Response]:
    """The whole request is refused."""
    found = problem(code)
    return lambda: httpx.Response(found.status, content=encode(found))


def run(wire: Wire, clock: SkippingClock, story: Callable[[ServerCentre], Coroutine[Any, Any, None]]) -> None:
    """Open the centre at *wire* for one desk, live *story*, close it."""

    async def go() -> None:
        client = httpx.AsyncClient(transport=httpx.MockTransport(wire), base_url="http://centre.test")
        centre = ServerCentre(Api(client), clock, "admin", "password")
        try:
            await centre.open(("reception",))
            await story(centre)
        finally:
            await centre.close()

    asyncio.run(go())


def test_a_busy_server_and_a_broken_line_are_asked_again_with_the_same_bytes() -> None:
    wire, clock = Wire(busy, broken, done), SkippingClock()

    async def story(centre: ServerCentre) -> None:
        (result,) = await centre.send("reception", [ACTION])
        assert result.outcome == "applied"

    run(wire, clock, story)
    assert clock.slept == [2.0, 0.5]
    assert len(set(wire.bodies)) == 1
    assert wire.asked[-1] == "/auth/logout"


def test_a_session_is_renewed_before_it_ends() -> None:
    wire, clock = Wire(done, done), SkippingClock()

    async def story(centre: ServerCentre) -> None:
        await centre.send("reception", [ACTION])
        clock.at += timedelta(minutes=14, seconds=30)
        await centre.send("reception", [ACTION])

    run(wire, clock, story)
    assert wire.asked.count("/auth/refresh") == 1


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([busy] * TRIES, "is too busy"),
        ([broken] * TRIES, "does not answer"),
        ([refused("epoch-changed")], "refuses: epoch-changed"),
        ([refused("not-authenticated")], "user name or the password"),
        ([refused("password-change-needed")], "choose a password"),
        ([lambda: httpx.Response(200, content=b"<html>")], "not this product's server"),
    ],
)
def test_what_ends_a_replay_is_said_in_words(answers: list[Callable[[], httpx.Response]], said: str) -> None:
    async def story(centre: ServerCentre) -> None:
        with pytest.raises(Unreachable, match=said):
            await centre.send("reception", [ACTION])

    run(Wire(*answers), SkippingClock(), story)


def test_another_history_ends_it_too() -> None:
    wire = Wire()

    async def story(centre: ServerCentre) -> None:
        wire.epoch = Epoch("second")
        with pytest.raises(Unreachable, match="history has changed"):
            await centre.look()

    run(wire, SkippingClock(), story)


def test_a_password_that_must_be_changed_is_named() -> None:
    async def story(centre: ServerCentre) -> None:
        raise AssertionError("it must not get here")

    with pytest.raises(Unreachable, match="choose a password"):
        run(Wire(must_change=True), SkippingClock(), story)
