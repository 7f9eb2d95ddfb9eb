"""C9: somebody else answers in the server's name. Every program that would speak to it refuses and says why, and not
a byte of a password, a token or a code has been sent."""

from __future__ import annotations

import asyncio
import socket
import ssl
from argparse import Namespace
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from mmc_console.client.api import Api, open_api
from mmc_console.client.board import pair
from mmc_console.client.errors import BadAnswer, CertificateChanged, WireFault
from mmc_console.client.staying_out import failure_of
from mmc_console.doctor import this_pc
from mmc_console.replay import main as replay
from mmc_console.replay.centre_port import Unreachable
from mmc_console.wire.answers import ActionsRequest, DeviceHello, LoginRequest, PasswordRequest
from tests.server.false_server import Authority, Listener, Papers, listening, tls

SECRETS = ("river-47-password", "bearer-token-0123456789", "refresh-token-0123456789", "31415926", "admin-of-mmc")
PASSWORD, BEARER, REFRESH, CODE, USER = SECRETS
HELLO = DeviceHello("console-false-1", "desk")


async def _stream(api: Api) -> object:
    async with api.stream(BEARER, None) as body:
        return [piece async for piece in body]


async def _board(api: Api) -> object:
    async with api.board_stream(BEARER) as body:
        return [piece async for piece in body]


ASKED: dict[str, Callable[[Api], Awaitable[object]]] = {
    "sign-in": lambda api: api.login(LoginRequest(USER, PASSWORD, HELLO)),
    "refresh": lambda api: api.refresh(REFRESH),
    "password": lambda api: api.change_password(BEARER, PasswordRequest(PASSWORD, PASSWORD)),
    "actions": lambda api: api.act(BEARER, ActionsRequest(())),
    "snapshot": lambda api: api.snapshot(BEARER),
    "stream": _stream,
    "a board is paired": lambda api: pair(api, CODE, "hall"),
    "a board's stream": _board,
    "health": lambda api: api.health(),
}
"""All that consoles, kiosks and boards send secrets with."""


class Network:
    """A centre's own authority, somebody else's, and the papers each has made."""

    def __init__(self, place: Path) -> None:
        self.ours, self.theirs = Authority(place / "ours", "Centre"), Authority(place / "theirs", "Somebody")
        self.trusted = self.ours.certificate

    def false(self, kind: str) -> AbstractContextManager[Listener]:
        """One who answers falsely."""
        papers: Papers = {
            "self-signed": lambda: self.theirs.issue("localhost"),
            "expired": lambda: self.ours.issue("localhost", lives=timedelta(days=-1)),
            "another name": lambda: self.ours.issue("other.example"),
            "old TLS": lambda: self.ours.issue("localhost"),
            "no TLS": lambda: self.ours.issue("localhost"),
        }[kind]()
        return listening(None if kind == "no TLS" else tls(papers, old=kind == "old TLS"))


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    """Certificates take a moment to make."""
    return Network(tmp_path_factory.mktemp("network"))


KINDS = ("self-signed", "expired", "another name", "old TLS", "no TLS")


def fault_of(url: str, certificate: Path | None, ask: Callable[[Api], Awaitable[object]]) -> WireFault:
    async def story() -> WireFault:
        api = await open_api(url, certificate=certificate)
        try:
            await ask(api)
        except WireFault as fault:
            return fault
        finally:
            await api.close()
        raise AssertionError("it was believed")

    return asyncio.run(story())


def unheard(listener: Listener) -> None:
    """Nothing of ours is among what was heard, and TLS was never agreed upon."""
    assert listener.read == b""
    for secret in (*SECRETS, HELLO.id):
        assert secret.encode() not in listener.heard
    assert b"Authorization" not in listener.heard
    assert b"/api/" not in listener.heard


@pytest.mark.parametrize("kind", KINDS)
def test_a_false_server_is_named_and_told_nothing(network: Network, kind: str) -> None:
    with network.false(kind) as listener:
        for what, ask in ASKED.items():
            fault = fault_of(listener.url, network.trusted, ask)
            assert isinstance(fault, CertificateChanged), (what, fault)
            assert failure_of(fault).code == "certificate-changed", what
    assert listener.connections >= len(ASKED)
    assert listener.heard, "it was there, and was spoken to"
    unheard(listener)


def test_the_listener_would_have_heard_it(network: Network) -> None:
    """The measure itself: with papers of the centre's own it reads the password."""
    with listening(tls(network.ours.issue("localhost"))) as listener:
        assert isinstance(fault_of(listener.url, network.trusted, ASKED["sign-in"]), BadAnswer)
        assert isinstance(fault_of(listener.url, network.trusted, ASKED["snapshot"]), BadAnswer)
    assert PASSWORD.encode() in listener.read
    assert BEARER.encode() in listener.read


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_nobody_becomes_trusted_by_the_environment(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    place = tmp_path / f"{network.theirs.hashed}.0"
    place.write_bytes(network.theirs.certificate.read_bytes())
    monkeypatch.setenv(variable, str(place if variable == "SSL_CERT_FILE" else tmp_path))
    with (
        network.false("self-signed") as others,
        socket.create_connection(("127.0.0.1", others.port), timeout=10) as line,
        ssl.create_default_context().wrap_socket(line, server_hostname="localhost") as inside,
    ):
        assert inside.version() is not None, "other programs do believe it"
    with network.false("self-signed") as listener:
        for certificate in (None, network.trusted):
            assert isinstance(fault_of(listener.url, certificate, ASKED["sign-in"]), CertificateChanged)
    unheard(listener)


def test_no_proxy_of_the_environment_is_spoken_to(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(None) as proxy, listening(tls(network.ours.issue("localhost"))) as real:
        for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", "")
        assert isinstance(fault_of(real.url, network.trusted, ASKED["sign-in"]), BadAnswer)
    assert PASSWORD.encode() in real.read, "the server itself was spoken to"
    assert (proxy.connections, bytes(proxy.heard)) == (0, b"")


@pytest.mark.parametrize("address", ["http://192.0.2.7:8765", "http://centre.example", "http://admin:x@127.0.0.1:1"])
def test_nothing_is_said_in_the_open(address: str) -> None:
    with pytest.raises(ValueError, match=r"http-not-here|address"):
        asyncio.run(open_api(address))
    assert [found.detail for found in this_pc.server(address, None, expected=True)] == ["server-not-running"]
    with pytest.raises(Unreachable, match="no address to trust"):
        asyncio.run(replay._open(Namespace(server=address, username=USER), PASSWORD))


@pytest.mark.parametrize("kind", KINDS)
def test_the_commands_refuse_it_too(network: Network, kind: str) -> None:
    """`doctor`, which is told what to trust, and `replay`, which trusts what this PC does."""
    with network.false(kind) as listener:
        found = this_pc.server(listener.url, network.trusted, expected=True)
        assert [(one.status, one.detail) for one in found] == [("unhealthy", "certificate-other")]

        async def sign_in() -> None:
            centre = await replay._open(Namespace(server=listener.url, username=USER), PASSWORD)
            try:
                await centre.open(["A"])
            finally:
                await centre.close()

        with pytest.raises(Unreachable, match="not one this PC trusts"):
            asyncio.run(sign_in())
    unheard(listener)
