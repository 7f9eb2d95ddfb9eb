"""The server over HTTP: one shared client, errors with our names. One of two modules that know httpx.

It retries nothing that changes anything (the outbox does), and never shows a server's text to anybody.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import os
import secrets
import ssl
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx
import msgspec
import stamina

from mmc_console import __version__
from mmc_console.client import live
from mmc_console.client.address import checked_address
from mmc_console.client.errors import DESTROYED, BadAnswer, ServerBusy, UnderMaintenance, Unreachable
from mmc_console.client.overtaking import SUSPECT, Overtaking
from mmc_console.client.saving import saved
from mmc_console.client.server_port import Question
from mmc_console.domain.ids import PatientId
from mmc_console.domain.patients import Card
from mmc_console.wire.answers import (
    ActionsAnswer,
    ActionsRequest,
    CardsAnswer,
    CardsRequest,
    DeviceLogin,
    EventsAnswer,
    LoginRequest,
    PasswordRequest,
    PinsAnswer,
    RefreshRequest,
    SenderSignedIn,
    SignedIn,
    Snapshot,
)
from mmc_console.wire.boards import Paired, PairRequest
from mmc_console.wire.health import DeviceStatus, Report
from mmc_console.wire.json import Malformed, decode, encode

T = TypeVar("T")
log = logging.getLogger(__name__)
_START = secrets.token_hex(5)
_COUNT = itertools.count(1)
ROOT = "/api/v1"
PROBE_AGAIN = 2.0
TIMEOUT = httpx.Timeout(10.0, connect=3.0)


class HealthFinding(msgspec.Struct):
    """One check's."""

    detail: str = ""


class HealthAnswer(msgspec.Struct):
    """The part of the health answer a console needs."""

    timestamp: datetime
    status: str = ""
    checks: dict[str, HealthFinding] = {}


def _trust(extra: Path | None) -> ssl.SSLContext:
    """The system's trust, plus one certificate this console was told to trust; of Windows', what it trusts for servers.

    The places are named here, because OpenSSL's own defaults can be moved by environment variables.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if sys.platform == "win32":
        for store in ("CA", "ROOT"):
            for certificate, encoding, trusted in ssl.enum_certificates(store):
                if encoding == "x509_asn" and (trusted is True or ssl.Purpose.SERVER_AUTH.oid in (trusted or ())):
                    with contextlib.suppress(ssl.SSLError):  # others put theirs there as well: one that is broken
                        context.load_verify_locations(cadata=certificate)
    else:
        system = ssl.get_default_verify_paths()
        for file in filter(os.path.isfile, (system.openssl_cafile,)):
            context.load_verify_locations(cafile=file)
        for folder in filter(os.path.isdir, (system.openssl_capath,)):
            context.load_verify_locations(capath=folder)
    if extra is not None:
        context.load_verify_locations(cafile=str(extra))
    return context


async def open_api(address: str, *, certificate: Path | None = None) -> Api:
    """A client for the server at *address*; opens no connection yet. ValueError: not an address to trust."""
    base = checked_address(address)
    if base.startswith("http:"):  # this very PC: no certificate is ever asked for, and none would be trusted
        trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        trust = await asyncio.to_thread(_trust, certificate)  # 100 ms and more of reading certificates

    def client(kept: int) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=base, verify=trust, trust_env=False, timeout=TIMEOUT, follow_redirects=False,
            headers={"User-Agent": f"mmc-console/{__version__}", "Accept": "application/json"},
            limits=httpx.Limits(max_connections=16, max_keepalive_connections=kept, keepalive_expiry=SUSPECT),
        )  # fmt: skip

    return Api(client(4), client(0))


class Api:
    """`server_port.Server` over httpx; owns both clients. *fresh* opens a connection for each question.

    Whether the server is there is always asked on a fresh one, and after trouble everything else is: one kept open may
    have died in silence.
    """

    def __init__(self, client: httpx.AsyncClient, fresh: httpx.AsyncClient | None = None) -> None:
        self._client, self._fresh = client, fresh or client
        self._under_way = Overtaking()
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs every address, and a search is in the address
        stamina.instrumentation.set_on_retry_hooks([])  # else each is logged, by whatever logger is installed

    @property
    def address(self) -> str:
        """The server's base URL."""
        return str(self._client.base_url).rstrip("/")

    async def login(self, request: LoginRequest) -> SignedIn:
        """A new session."""
        return await self._ask("POST", "/auth/login", SignedIn, body=request)

    async def prove(self, request: DeviceLogin) -> SenderSignedIn:
        """This console's own credential."""
        return await self._ask("POST", "/auth/device", SenderSignedIn, body=request)

    async def refresh(self, token: str, generation: int | None = None) -> SignedIn:
        """The same session, later."""
        return await self._ask("POST", "/auth/refresh", SignedIn, body=RefreshRequest(token, generation))

    async def logout(self, bearer: str) -> None:
        """End the session."""
        await self._send("POST", "/auth/logout", bearer)

    async def change_password(self, bearer: str, request: PasswordRequest) -> None:
        """Set the user's password."""
        await self._send("POST", "/auth/password", bearer, body=request)

    async def act(self, bearer: str, request: ActionsRequest) -> ActionsAnswer:
        """Send actions; asked once."""
        answer = await self._send("POST", "/actions", bearer, body=request)
        found = _decoded(answer, ActionsAnswer)
        ids = [result.id for result in found.results]
        log.info("actions sent", extra={"request": answer.headers["X-Request-Id"], "actions": ids})
        return found

    async def snapshot(self, bearer: str) -> Snapshot:
        """Everything a console needs."""
        return await self._read("/snapshot", Snapshot, bearer)

    async def events(self, bearer: str, after: str, limit: int) -> EventsAnswer:
        """The log after a position."""
        return await self._read("/events", EventsAnswer, bearer, params={"after": after, "limit": str(limit)})

    async def cards(self, bearer: str, ids: tuple[PatientId, ...]) -> tuple[Card, ...]:
        """Cards of these people, as far as this user may see them."""
        return (await self._ask("POST", "/patients/cards", CardsAnswer, bearer, body=CardsRequest(ids))).cards

    async def search(self, bearer: str, text: str) -> tuple[Card, ...]:
        """People by number or name."""
        return (await self._read("/patients", CardsAnswer, bearer, params={"q": text})).cards

    async def pins(self, bearer: str) -> PinsAnswer:
        """The exit PINs of the day that this user may see."""
        return await self._read("/pins", PinsAnswer, bearer)

    async def health(self) -> datetime:
        """The server's time. A server that calls itself unhealthy is still there; one that is restored, or has lost its
        database, does no work."""
        found = _decoded(await self._health(), HealthAnswer)
        if found.checks.get("database", HealthFinding()).detail in DESTROYED:
            raise ServerBusy(PROBE_AGAIN, stranded=True)
        return found.timestamp

    async def report(self) -> Report:
        """How the server says it is, check by check."""
        return _decoded(await self._health(), Report)

    async def _health(self) -> httpx.Response:
        answer = await self._request("GET", "/health", None, None, None, fresh=True)
        if answer.status_code not in (200, 503):
            raise BadAnswer(f"health {answer.status_code}")
        found = _decoded(answer, HealthAnswer)
        if found.status == "maintenance":
            raise UnderMaintenance(PROBE_AGAIN, found.checks.get("restore", HealthFinding()).detail)
        return answer

    def stream(self, bearer: str, position: str | None) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """The live stream's bytes."""
        return live.opened(self._fresh, self._under_way, f"{ROOT}/events/stream", bearer, position)

    async def pair(self, request: PairRequest) -> Paired:
        """A board's credential for a one-time code."""
        return await self._ask("POST", "/auth/pair", Paired, body=request)

    async def tell_status(self, bearer: str, status: DeviceStatus) -> None:
        """How this board is."""
        await self._send("POST", "/devices/me/status", bearer, body=status)

    def board_stream(self, bearer: str) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """The bytes of a board's stream, which begins with the whole picture."""
        return live.opened(self._fresh, self._under_way, f"{ROOT}/board/stream", bearer, None)

    async def ask(self, bearer: str, question: Question) -> bytes:
        """One question of the administration; asked once."""
        answer = await self._request(
            question.method, question.path, bearer, question.body, question.query, patience=question.patience
        )
        if answer.is_success:
            return answer.content
        raise live.fault_of(answer)

    async def fetch(self, bearer: str, question: Question, target: Path, heard: Callable[[int], None]) -> None:
        """A file, straight to the disk."""
        headers = {"Authorization": f"Bearer {bearer}", "Accept": "*/*"}
        with live.named():
            async with self._fresh.stream(
                question.method, ROOT + question.path, params=question.query, headers=headers
            ) as answer:
                if not answer.is_success:
                    await answer.aread()
                    raise live.fault_of(answer)
                await saved(answer.aiter_bytes(), target, heard)

    def listen(self, bearer: str, question: Question) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """The bytes of a stream of the administration."""
        path = str(httpx.URL(ROOT + question.path, params=question.query))
        return live.opened(self._fresh, self._under_way, path, bearer, None, live.SILENCE)

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()
        await self._fresh.aclose()

    async def _read(self, path: str, kind: type[T], bearer: str, *, params: dict[str, str] | None = None) -> T:
        """A short read that changes nothing: asked again at once when the line broke."""
        async for attempt in stamina.retry_context(
            on=Unreachable, attempts=2, timeout=5.0, wait_initial=0.05, wait_jitter=0.05
        ):
            with attempt:
                return await self._ask("GET", path, kind, bearer, params=params)
        raise AssertionError("the last attempt returns or raises")

    async def _ask(
        self, method: str, path: str, kind: type[T], bearer: str | None = None, *,
        body: Any = None, params: dict[str, str] | None = None,
    ) -> T:  # fmt: skip
        return _decoded(await self._send(method, path, bearer, body=body, params=params), kind)

    async def _send(
        self, method: str, path: str, bearer: str | None = None, *,
        body: Any = None, params: dict[str, str] | None = None,
    ) -> httpx.Response:  # fmt: skip
        answer = await self._request(method, path, bearer, body, params)
        if answer.is_success:
            return answer
        raise live.fault_of(answer)

    async def _request(
        self, method: str, path: str, bearer: str | None, body: Any, params: dict[str, str] | None, *,
        fresh: bool = False, patience: float | None = None,
    ) -> httpx.Response:  # fmt: skip
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        headers["X-Request-Id"] = id = _request_id()
        content = None
        if body is not None:
            content = body if isinstance(body, bytes) else encode(body)
            headers["Content-Type"] = "application/json"
        client = self._fresh if fresh or self._under_way.suspected else self._client
        try:
            async with self._under_way.question(lasting=patience is not None) as heard:
                with live.named():
                    async with client.stream(
                        method, ROOT + path, content=content, params=params, headers=headers,
                        timeout=TIMEOUT if patience is None else httpx.Timeout(patience, connect=3.0),
                    ) as answer:  # fmt: skip
                        heard()
                        came = bytearray()
                        async for chunk in answer.aiter_bytes():
                            heard()
                            came += chunk
        except Unreachable:
            self._under_way.suspect()
            raise
        if answer.status_code >= 400:
            log.info("%s %s was answered %d", method, path.partition("?")[0], answer.status_code, extra={"request": id})
        kept = {"Retry-After": answer.headers["Retry-After"]} if "Retry-After" in answer.headers else None
        return httpx.Response(answer.status_code, headers={**(kept or {}), "X-Request-Id": id}, content=bytes(came))


def _request_id() -> str:
    """In the lines of this console and of the server: one finds the other."""
    return f"{_START}-{next(_COUNT):x}"


def _decoded(answer: httpx.Response, kind: type[T]) -> T:
    try:
        return decode(answer.content, kind)
    except Malformed as fault:
        raise BadAnswer(f"{kind.__name__}: {fault}") from fault
