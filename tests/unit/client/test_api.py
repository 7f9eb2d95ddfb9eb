"""The HTTP side: which addresses are trusted, and every way to fail under its own name."""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from mmc_console.client import live
from mmc_console.client.address import checked_address
from mmc_console.client.api import Api, _trust, open_api
from mmc_console.client.errors import (
    BadAnswer,
    CertificateChanged,
    NeverLeft,
    ProblemAnswer,
    ServerBusy,
    UnderMaintenance,
    Unreachable,
    WireFault,
)
from mmc_console.client.live import fault_of
from mmc_console.client.server_port import Question
from mmc_console.domain.ids import Epoch, PatientId
from mmc_console.wire.answers import ActionsAnswer, ActionsRequest, CardsAnswer
from mmc_console.wire.json import encode
from mmc_console.wire.problems import problem
from tests.unit.client.stage import played

Answer = Callable[[httpx.Request], httpx.Response]


def api(answer: Answer) -> Api:
    return Api(httpx.AsyncClient(base_url="https://clinic.local", transport=httpx.MockTransport(answer)))


def raising(fault: Exception) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        raise fault

    return answer


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("clinic.local", "https://clinic.local"), ("https://clinic.local:8765/", "https://clinic.local:8765"),
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765"), ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:8765", "http://[::1]:8765"),
    ],
)  # fmt: skip
def test_addresses_as_people_write_them(text: str, address: str) -> None:
    assert checked_address(text) == address


@pytest.mark.parametrize(
    "text",
    ["http://clinic.local", "http://10.0.0.1", "ftp://clinic.local", "https://", "https://a:b@clinic.local", "https://x/?a=1",
     "http://127.0.0.1.evil.example"],
)  # fmt: skip
def test_addresses_nobody_should_trust(text: str) -> None:
    with pytest.raises(ValueError, match=r"address|http-not-here"):
        checked_address(text)


@pytest.mark.parametrize(
    ("typed", "url"),
    [("127.0.0.1:8765", "http://127.0.0.1:8765"), ("localhost:8765", "http://localhost:8765"),
     ("https://localhost:8765", "https://localhost:8765"), ("clinic-srv.local:8765", "https://clinic-srv.local:8765")],
)  # fmt: skip
def test_an_address_is_typed_as_people_say_it(typed: str, url: str) -> None:
    assert checked_address(typed) == url


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        (httpx.ConnectError("refused"), NeverLeft), (httpx.ConnectTimeout("late"), NeverLeft),
        (httpx.ReadTimeout("late"), Unreachable), (httpx.WriteError("cut"), Unreachable),
        (httpx.RemoteProtocolError("cut"), Unreachable), (httpx.ReadError("cut"), Unreachable),
        (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed"), CertificateChanged),
    ],
)  # fmt: skip
@played
async def test_a_broken_line_is_unreachable_and_a_false_certificate_is_named(
    fault: Exception, named: type[WireFault]
) -> None:
    client = api(raising(fault))
    with pytest.raises(named) as caught:
        await client.act("t", ActionsRequest(actions=()))
    assert type(caught.value) is named, "what may have left is never said not to have"
    await client.close()


@pytest.mark.parametrize(
    ("status", "headers", "body", "named"),
    [
        (429, {"Retry-After": "12"}, b"", ServerBusy), (503, {}, encode(problem("unavailable")), ServerBusy),
        (503, {}, encode(problem("unavailable", reason="maintenance")), UnderMaintenance),
        (503, {"Retry-After": "2"}, encode(problem("maintenance")), UnderMaintenance),
        (409, {}, encode(problem("epoch-changed")), ProblemAnswer), (502, {}, b"<html>", BadAnswer),
        (200, {}, b"<html>welcome to the hotel</html>", BadAnswer), (200, {}, b"{}", BadAnswer),
        (302, {"Location": "https://evil.example"}, b"", BadAnswer),
    ],
)  # fmt: skip
@played
async def test_every_answer_that_is_none_has_its_name(
    status: int, headers: dict[str, str], body: bytes, named: type[WireFault]
) -> None:
    client = api(lambda request: httpx.Response(status, headers=headers, content=body))
    with pytest.raises(named) as fault:
        await client.act("t", ActionsRequest(actions=()))
    if status == 429:
        assert isinstance(fault.value, ServerBusy)
        assert (fault.value.retry_after, fault.value.limited) == (12, True)
    await client.close()


@played
async def test_a_server_whose_health_says_maintenance_is_not_there_for_work() -> None:
    said = (
        b'{"status":"maintenance","timestamp":"2026-11-23T07:00:00Z","version":"1","checks":{"restore":{"status":'
        b'"maintenance","detail":"carrying","since":"2026-11-23T07:00:00Z"}}}'
    )
    client = api(lambda request: httpx.Response(503, content=said))
    with pytest.raises(UnderMaintenance) as told:
        await client.health()
    assert told.value.stage == "carrying"
    await client.close()


@played
async def test_a_server_that_is_being_restored_is_there_and_does_no_work() -> None:
    told = {"status": "maintenance", "timestamp": "2026-11-23T07:00:00+03:00", "version": "1", "checks": {}}
    client = api(lambda request: httpx.Response(503, content=encode(told)))
    with pytest.raises(UnderMaintenance):
        await client.health()
    await client.close()


@pytest.mark.parametrize(("reason", "stranded"), [("database-gone", True), ("database-damaged", True), ("busy", False)])
def test_a_destroyed_database_is_told_from_a_server_that_is_busy(reason: str, stranded: bool) -> None:
    fault = fault_of(httpx.Response(503, content=encode(problem("unavailable", reason=reason))))
    assert isinstance(fault, ServerBusy)
    assert (fault.stranded, fault.refused) == (stranded, False)
    refused = fault_of(httpx.Response(401, content=encode(problem("not-authenticated", reason=reason))))
    assert (isinstance(refused, ServerBusy) and refused.refused) is stranded, "no word on anybody's password"


@pytest.mark.parametrize("detail", ["database-gone", "database-damaged"])
@played
async def test_a_server_that_has_lost_its_database_says_so_when_it_is_asked_how_it_is(detail: str) -> None:
    found = {"status": "unhealthy", "detail": detail, "since": "2026-11-23T07:00:00Z"}
    told = {"status": "unhealthy", "timestamp": "2026-11-23T07:00:00Z", "version": "1", "checks": {"database": found}}
    client = api(lambda request: httpx.Response(503, content=encode(told)))
    with pytest.raises(ServerBusy) as busy:
        await client.health()
    assert busy.value.stranded
    assert (await client.report()).status == "unhealthy", "and doctor reads all of it"
    await client.close()


@pytest.mark.parametrize(("text", "seconds"), [("-5", 0), ("9e9", 300), ("soon", 1), ("nan", 1), ("2.5", 2.5)])
@played
async def test_retry_after_is_believed_within_reason(text: str, seconds: float) -> None:
    client = api(lambda request: httpx.Response(503, headers={"Retry-After": text}))
    with pytest.raises(ServerBusy) as busy:
        await client.snapshot("t")
    assert busy.value.retry_after == seconds
    await client.close()


@played
async def test_a_short_read_is_asked_again_and_an_action_never() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        if len(asked) % 2:
            raise httpx.ReadError("cut")
        return httpx.Response(200, content=encode(CardsAnswer(())))

    client = api(answer)
    assert await client.search("t", "1001") == ()
    assert asked == ["/api/v1/patients"] * 2
    with pytest.raises(Unreachable):
        await client.act("t", ActionsRequest(actions=()))
    assert asked[2:] == ["/api/v1/actions"]
    await client.close()


@played
async def test_what_is_sent_is_what_the_interface_says() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if request.url.path.endswith("cards"):
            return httpx.Response(200, content=encode(CardsAnswer(())))
        now = datetime(2026, 11, 23, tzinfo=UTC)
        return httpx.Response(
            200, content=encode(ActionsAnswer(epoch=Epoch("e"), seq=1, now=now, safe_seq=0, results=()))
        )

    client = api(answer)
    await client.act("token", ActionsRequest(actions=(), epoch=Epoch("e")))
    await client.cards("token", (PatientId("p"),))
    assert [(r.method, r.url.path, r.headers["Authorization"]) for r in seen] == [
        ("POST", "/api/v1/actions", "Bearer token"), ("POST", "/api/v1/patients/cards", "Bearer token"),
    ]  # fmt: skip
    assert seen[0].content == b'{"actions":[],"epoch":"e"}'
    await client.close()


@played
async def test_another_stream_that_falls_silent_is_dead_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SILENCE", 0.2)
    silent = asyncio.Event()

    async def beat_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n: here\n\n")
        await silent.wait()
        writer.close()

    async with await asyncio.start_server(beat_once, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        client = await open_api(f"http://127.0.0.1:{port}")
        async with client.listen("t", Question("GET", "/admin/logs/stream")) as body:
            assert await anext(body) == b": here\n\n"
            with pytest.raises(Unreachable):
                await anext(body)
        await client.close()
        silent.set()


SERVERS, MAIL = "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.4"


def self_signed(folder: Path) -> Path:
    """A certificate authority nobody should trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "False Authority")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "false.pem"
    path.write_bytes(certificate.public_bytes(Encoding.PEM))
    return path


@played
async def test_trust_is_not_moved_by_an_environment_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    false = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(false))
    names = [str(c["subject"]) for c in _trust(None).get_ca_certs()]
    assert not [name for name in names if "False Authority" in name]
    assert [c for c in _trust(false).get_ca_certs() if "False Authority" in str(c["subject"])], "told so by a person"


def test_of_windows_only_what_it_trusts_for_servers_is_trusted_and_a_broken_one_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    good = ssl.PEM_cert_to_DER_cert(self_signed(tmp_path).read_text())
    stores = {
        "ROOT": [(b"broken", "x509_asn", True), (good, "x509_asn", {SERVERS})],
        "CA": [(good, "x509_asn", set()), (good, "x509_asn", {MAIL}), (good, "pkcs_7_asn", True)],
    }
    monkeypatch.setattr(ssl, "enum_certificates", lambda name: stores.get(name, []), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    trusted = [str(c["subject"]) for c in _trust(None).get_ca_certs()]
    del stores["ROOT"]
    untrusted = _trust(None).get_ca_certs()
    monkeypatch.undo()
    assert len(trusted) == 1
    assert "False Authority" in trusted[0]
    assert untrusted == []


@played
async def test_no_environment_variable_leads_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSLKEYLOGFILE"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    client = await open_api("https://clinic.local")
    inner = client._client
    assert not inner.trust_env
    assert all(transport is None for transport in inner._mounts.values())
    context = inner._transport._pool._ssl_context  # type: ignore[attr-defined]  # deep inside httpx, nowhere else told
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    await client.close()
