"""The administration's way to the server: asked once, saved whole or not at all, said to be offline when it is."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from msgspec import Struct

from mmc_console.client.api import Api
from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import BadAnswer, NotSignedIn, ProblemAnswer, Unreachable
from mmc_console.client.server_port import Question
from mmc_console.client.testing import LocalGateway
from mmc_console.wire.answers import SignedIn
from mmc_console.wire.json import encode
from mmc_console.wire.problems import problem
from tests.unit.client.stage import played


class Tea(Struct):
    """An answer."""

    cups: int


def api(answer: httpx.Response | Exception, seen: list[httpx.Request]) -> Api:
    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Api(httpx.AsyncClient(base_url="https://clinic.local", transport=httpx.MockTransport(handle)))


@played
async def test_a_question_has_its_query_its_body_and_its_bearer() -> None:
    seen: list[httpx.Request] = []
    asked = Question("PUT", "/admin/tea", b'{"cups":2}', {"at": "noon"})
    assert await api(httpx.Response(200, content=b"{}"), seen).ask("b", asked) == b"{}"
    (request,) = seen
    assert (request.method, str(request.url)) == ("PUT", "https://clinic.local/api/v1/admin/tea?at=noon")
    assert (request.content, request.headers["Authorization"]) == (b'{"cups":2}', "Bearer b")


@played
async def test_a_file_is_saved_whole_or_not_at_all(tmp_path: Path) -> None:
    heard: list[int] = []
    target = tmp_path / "tea.txt"
    await api(httpx.Response(200, content=b"earl grey"), []).fetch("b", Question("GET", "/x"), target, heard.append)
    assert (target.read_bytes(), heard[-1]) == (b"earl grey", 9)
    answer = httpx.Response(404, content=encode(problem("not-found")))
    with pytest.raises(ProblemAnswer):
        await api(answer, []).fetch("b", Question("GET", "/x"), tmp_path / "none", heard.append)
    with pytest.raises(Unreachable):
        await api(httpx.ReadError("cut"), []).fetch("b", Question("GET", "/x"), tmp_path / "none", heard.append)
    assert list(tmp_path.iterdir()) == [target]


@played
async def test_the_door_asks_in_the_name_of_whoever_is_signed_in() -> None:
    gateway = await LocalGateway.with_center(roles=("admin",))
    gateway.server.administration["GET", "/admin/tea"] = lambda question: Tea(int(question.query["cups"]))
    assert await gateway.admin.get("/admin/tea", Tea, cups=3, sugar=None) == Tea(3)
    gateway.server.administration["GET", "/admin/tea"] = lambda question: b"no tea"
    with pytest.raises(BadAnswer):
        await gateway.admin.get("/admin/tea", Tea)
    with pytest.raises(ProblemAnswer):
        await gateway.admin.tell("POST", "/admin/coffee")
    gateway.server.away = True
    with pytest.raises(Unreachable):
        await gateway.admin.get("/admin/tea", Tea)
    assert gateway.admin.offline
    await gateway.sign_out()
    with pytest.raises(NotSignedIn):
        await gateway.admin.get("/admin/tea", Tea)
    await gateway.close()


@played
async def test_what_one_administrator_asked_for_is_done_in_nobody_elses_name(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(roles=("admin",), profile=tmp_path)
    huda = desk.server.add_user("huda", ("admin",), ())
    await desk.lock()
    await desk.sign_in("huda", PASSWORD)
    await desk.lock()
    noora = await desk.sign_in("noora", PASSWORD)
    asked: list[Question] = []
    desk.server.administration["POST", "/admin/coffee"] = asked.append
    exchange, told = desk.server.refresh, asyncio.Event()

    async def slow(token: str, generation: int | None = None) -> SignedIn:
        await told.wait()
        return await exchange(token, generation)

    session = desk.parts.session
    session.doubt(await session.bearer())
    desk.server.refresh = slow  # type: ignore[method-assign]  # until it is told
    brewing = asyncio.ensure_future(desk.admin.tell("POST", "/admin/coffee"))
    await desk.clock.settle()
    await desk.lock()
    await desk.unlock(huda.id, PASSWORD)
    told.set()
    with pytest.raises(NotSignedIn):
        await brewing
    assert asked == [], f"it was {noora.name}'s wish, and {huda.id} works here now"
    await desk.close()
