"""A stream that is refused: the refusal is read, but nobody waits for the rest of it for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import repeat

import httpx
import pytest

from mmc_console.client import live
from mmc_console.client.api import Api
from mmc_console.client.errors import BadAnswer, ProblemAnswer, ServerBusy, Unreachable
from mmc_console.client.handclock import settle
from mmc_console.wire.json import encode
from mmc_console.wire.problems import problem
from tests.unit.client.stage import played

STREAMS = ["stream", "board_stream"]


class Body(httpx.AsyncByteStream):
    """What comes of an answer after its head: *chunks*, then silence, a broken line, or the end."""

    def __init__(self, *chunks: bytes, then: str = "end") -> None:
        self._chunks, self._then = chunks, then
        self.read, self.closed = 0, False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            self.read += len(chunk)
            yield chunk
        if self._then == "silence":
            await asyncio.Event().wait()
        if self._then == "break":
            raise httpx.ReadError("reset by peer")

    async def aclose(self) -> None:
        self.closed = True


async def open_refused(status: int, body: Body, which: str = "stream", **headers: str) -> None:
    """Open a stream that is answered so."""

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, headers=headers, stream=body)

    client = Api(httpx.AsyncClient(base_url="https://clinic.local", transport=httpx.MockTransport(answer)))
    try:
        async with client.stream("t", None) if which == "stream" else client.board_stream("t"):
            raise AssertionError("it is refused")
    finally:
        await client.close()


@pytest.mark.parametrize("which", STREAMS)
@pytest.mark.parametrize("came", [(), (b"<html>",)])
@played
async def test_a_refusal_cut_after_its_head_is_no_answer(
    came: tuple[bytes, ...], which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "OPENING", 0.05)
    body = Body(*came, then="silence")
    with pytest.raises(Unreachable):
        await asyncio.wait_for(open_refused(503, body, which), 5)
    assert body.closed


@pytest.mark.parametrize("which", STREAMS)
@played
async def test_a_line_that_breaks_in_a_refusal_is_a_broken_line(which: str) -> None:
    with pytest.raises(Unreachable):
        await open_refused(503, Body(b"{", then="break"), which)


@pytest.mark.parametrize("which", STREAMS)
@played
async def test_of_a_refusal_without_end_only_the_beginning_is_read(which: str) -> None:
    body = Body(*repeat(b"x" * 10_000, 1_000))
    with pytest.raises(BadAnswer):
        await open_refused(502, body, which)
    await settle()  # httpx's generators, dropped half read with the fault, end on the loop
    assert body.read <= live.REFUSAL_AT_MOST + 10_000
    assert body.closed


@played
async def test_a_refusal_that_comes_whole_says_why_and_when() -> None:
    told = encode(problem("gone"))
    with pytest.raises(ProblemAnswer) as why:
        await open_refused(410, Body(told[:5], told[5:]))
    assert why.value.code == "gone"
    with pytest.raises(ServerBusy) as busy:
        await open_refused(503, Body(b"<html>"), **{"Retry-After": "12"})
    assert busy.value.retry_after == 12
