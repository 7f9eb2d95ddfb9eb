"""The patients' pages: from an action to 300 open phones, and to the picture of one in a real browser.

Run by `python -m bench.page_bench`. It starts a real server on a scratch folder and stops it again. The phones are
streams as a browser opens them, read by this process on the same cores as the server.
"""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
import time
from pathlib import Path
from typing import Final

import msgspec

from bench.server_bench import Connection, Server, action, connect, percentile
from bench.table import Row, show
from tests.web.chromium import NAMES, Chromium

PHONES: Final = 300
CLINICS: Final = ("lab", "xray", "vitals", "eyes", "internal", "surgery", "ent", "bones", "psychiatry", "dental")
CALLS: Final = 120
APART: Final = 0.1
SETTLE: Final = 2.0
_STATE: Final = b"event: state\n"


class Phones:
    """Open streams, and when each was last sent its page."""

    def __init__(self) -> None:
        self.took: list[float] = []
        self.began = 0.0
        self.frames = 0
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self, port: int, tokens: list[str]) -> None:
        """One stream a token; returns once each has its first page."""
        ready = [asyncio.Event() for _ in tokens]
        for token, event in zip(tokens, ready, strict=True):
            self._tasks.append(asyncio.create_task(self._read(port, token, event)))
        await asyncio.gather(*(event.wait() for event in ready))
        self.frames = 0

    async def close(self) -> None:
        """Hang all up."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _read(self, port: int, token: str, ready: asyncio.Event) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        writer.write(f"GET /t/{token}/stream HTTP/1.1\r\nHost: bench\r\n\r\n".encode())
        try:
            while True:
                piece = await reader.readuntil(b"\n\n")
                if _STATE in piece:
                    self.frames += 1
                    if ready.is_set():
                        self.took.append(time.perf_counter() - self.began)
                    ready.set()
        finally:
            writer.close()


async def register(port: int, bearer: str, clinics: tuple[str, ...]) -> list[str]:
    """Three hundred walk-ins, shared by these clinics; their tokens."""
    tokens = [secrets.token_urlsafe(16) for _ in range(PHONES)]
    actions = [
        action(
            "issue_ticket",
            clinic=clinics[n % len(clinics)],
            page_token=token,
            patient={"number": str(5_000_000 + n), "gender": "male"},
        )
        for n, token in enumerate(tokens)
    ]
    connection = await connect(port, bearer)
    status, body = await connection.ask("POST", "/api/v1/actions", msgspec.json.encode({"actions": actions}))
    assert status == 200, body
    connection.close()
    return tokens


async def _call(connection: Connection, clinic: str) -> None:
    call = action("call_next", clinic=clinic, room=1, finish_current=True)
    status, body = await connection.ask("POST", "/api/v1/actions", msgspec.json.encode({"actions": [call]}))
    assert status == 200, body


async def _streams(name: str, clinics: tuple[str, ...]) -> list[Row]:
    """Calls one after the other, and what reaches the phones of the clinic."""
    with tempfile.TemporaryDirectory() as scratch:
        server = Server(Path(scratch) / "centre")
        phones = Phones()
        try:
            bearer = await server.token()
            tokens = await register(server.port, bearer, clinics)
            began = time.perf_counter()
            await phones.open(server.port, tokens)
            opened = time.perf_counter() - began
            connection = await connect(server.port, bearer)
            await asyncio.sleep(SETTLE)
            (_, before), phones.frames = server.figures(), 0
            for n in range(CALLS):
                phones.began = time.perf_counter()
                await _call(connection, clinics[n % len(clinics)])
                await asyncio.sleep(max(0.0, APART - (time.perf_counter() - phones.began)))
            await asyncio.sleep(SETTLE)
            memory, after = server.figures()
            connection.close()
        finally:
            await phones.close()
            server.stop()
    took = phones.took
    return [
        (
            f"{PHONES} phones, {name}: call to each phone concerned, p50 / p95",
            f"{percentile(took, 0.5):.0f} / {percentile(took, 0.95):.0f} ms",
            "p95 ≤ 100 ms",
        ),
        ("   pages sent a call", f"{phones.frames / CALLS:.0f}", ""),
        ("   server CPU a call", f"{(after - before) / CALLS * 1000:.1f} ms", ""),
        ("   all open at once", f"{opened:.1f} s, server {memory:.0f} MB", ""),
    ]


_WATCH: Final = """
(() => { window.painted = []; const look = () => { const turn = document.querySelector('#turn');
const now = turn ? turn.className + document.querySelector('#visit-number').innerText : '';
if (now !== window.before) { window.before = now; const at = Date.now();
requestAnimationFrame(() => setTimeout(() => window.painted.push([now, Date.now()]), 0)); } };
new MutationObserver(look).observe(document.body, {childList: true, subtree: true}); look(); })()
"""


async def _paint() -> list[Row]:
    """From a call to the paint of the page that shows it, in a real browser."""
    if not any(map(shutil.which, NAMES)):
        return [("call to phone page painted, no browser on this machine", "not measured", "")]
    took: list[float] = []
    with tempfile.TemporaryDirectory() as scratch:
        server = Server(Path(scratch) / "centre")
        browser = await asyncio.to_thread(Chromium, Path(scratch) / "browser")
        try:
            bearer = await server.token()
            connection = await connect(server.port, bearer)
            tab = browser.tab()
            for n in range(40):
                token = secrets.token_urlsafe(16)
                person = {"number": str(6_000_000 + n), "gender": "male"}
                asked = [action("issue_ticket", clinic="dental", patient=person, page_token=token)]
                status, body = await connection.ask("POST", "/api/v1/actions", msgspec.json.encode({"actions": asked}))
                assert status == 200, body
                tab.go(f"http://127.0.0.1:{server.port}/t/{token}")
                tab.until("document.querySelector('#turn.waiting')")
                tab.run(_WATCH)
                began = time.time()  # the browser's clock is the same machine's
                await _call(connection, "dental")
                found = "window.painted.find((p) => p[0].startsWith('called'))"
                shown = tab.until(f"{found} ? {found}[1] : null")
                took.append(shown / 1000 - began)
            connection.close()
        finally:
            browser.close()
            server.stop()
    return [
        (
            "call to one phone's page painted (Chromium), p50 / p95",
            f"{percentile(took, 0.5):.0f} / {percentile(took, 0.95):.0f} ms",
            "p95 ≤ 100 ms",
        )
    ]


async def measured() -> list[Row]:
    """Every figure of the pages."""
    return [
        *await _streams("ten clinics", CLINICS),
        *await _streams("all in one queue", ("lab",)),
        *await _paint(),
    ]


if __name__ == "__main__":
    show(asyncio.run(measured()))
