"""The webhook: signed as Standard Webhooks are, asked again only when that may help, in clear never over a network."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from mmc_console.domain import actions as a
from mmc_console.plugins.api import Refuse
from mmc_console.plugins.builtin.webhook import retry_seconds, secret_of, signature, url_of
from mmc_console.wire.json import encode
from tests.server.plugin_parts import gateway, in_time, plugged
from tests.server.test_serve import certificate
from tests.server.writer_parts import LAB

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_the_signature_is_the_one_of_the_specification_s_own_example() -> None:
    found = signature(secret_of(SECRET), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://example.org/", "bad-url"), ("https:///x", "bad-url"), ("x", "bad-url"),
        ("https://user:pass@example.org/", "bad-url"), ("http://example.org/", "url-needs-https"),
        ("http://192.0.2.7/", "url-needs-https"), ("http://localhost.example.org/", "url-needs-https"),
    ],
)  # fmt: skip
def test_an_address_that_would_leak_is_refused(url: str, code: str) -> None:
    with pytest.raises(Refuse) as refused:
        url_of(url)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "code"), [("short", "bad-secret"), ("whsec_QUJD", "short-secret"), ("", "short-secret")]
)
def test_a_secret_that_protects_nothing_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refuse) as refused:
        secret_of(text)
    assert refused.value.code == code


def test_retry_after_is_read_in_both_forms_and_nonsense_is_nothing() -> None:
    assert retry_seconds("120") == 120
    in_an_hour = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    assert 3590 < retry_seconds(in_an_hour) <= 3600
    assert retry_seconds(format_datetime(datetime.now(UTC) - timedelta(days=1), usegmt=True)) == 0
    for nonsense in (None, "", "soon", "-5", "1e9", "٣", "Mon, 99 Nov 2026 99:00:00 GMT"):
        assert retry_seconds(nonsense) == 0


def test_events_and_notices_arrive_signed_and_in_order_though_the_receiver_has_bad_minutes(tmp_path: Path) -> None:
    async def story() -> None:
        with gateway() as target:
            target.answers = [(503, {}), (429, {"Retry-After": "0"}), (500, {}), (200, {}), (410, {})]
            async with plugged(tmp_path, first_retry=0.01) as at:
                desk = at.place.desk()
                settings = {"url": target.url, "secret": SECRET, "only": "visit_registered,ticket_issued,ticket_called"}
                await at.change("webhook", on=True, settings=settings)
                await desk.act(desk.registration("1001"))
                await desk.act(desk.new(a.CallNext, clinic=LAB, room=1))
                await desk.act(desk.registration("1002"))
                view = await at.counted("webhook", sent=4, refused=1, retried=3)
                assert view.settings == {"url": target.url, "secret": "•••", "only": settings["only"]}
                assert view.last_error == "http-410"
                assert view.counts["skipped"] >= 4, "notices were not chosen"
                kinds = [r.json["type"] for r in target.requests]
                assert kinds[:4] == ["visit_registered"] * 4, "the first is held up, and with it the later ones"
                assert kinds[4:] == ["ticket_issued", "ticket_called", "visit_registered", "ticket_issued"]
                keys = target.keys()
                assert len(set(keys[:4])) == 1
                assert len(set(keys)) == 5
                epoch = at.place.writer.epoch
                assert keys[0] == f"{epoch}:2"
                for request in target.requests:
                    at_second = int(request.headers["webhook-timestamp"])
                    signed = signature(secret_of(SECRET), request.headers["webhook-id"], at_second, request.body)
                    assert request.headers["webhook-signature"] == signed
                    assert request.json["data"]["type"] == request.json["type"]
                    assert encode(request.json["data"]["action"])

    asyncio.run(story())


def test_only_a_certificate_that_is_trusted_is_sent_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cert, key = certificate(tmp_path)
    settings = {"secret": SECRET, "only": "notice.near_turn"}

    async def story(*, trusted: bool) -> None:
        with gateway(cert, key) as target:
            async with plugged(tmp_path / str(trusted), first_retry=0.2) as at:
                desk = at.place.desk()
                await at.change("webhook", on=True, settings=settings | {"url": target.url})
                await desk.act(desk.registration("1001"))
                if trusted:
                    await at.counted("webhook", sent=1)
                    assert [r.json["type"] for r in target.requests] == ["notice.near_turn"]
                else:
                    assert (await at.counted("webhook", retried=1)).last_error == "tls-refused"
                    assert target.requests == []

    for trusted in (False, True):
        (tmp_path / str(trusted)).mkdir()
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        asyncio.run(story(trusted=trusted))


def test_retry_after_is_obeyed(tmp_path: Path) -> None:
    async def story() -> None:
        with gateway() as target:
            target.answers = [(429, {"Retry-After": "2"})]
            async with plugged(tmp_path, first_retry=0.01) as at:
                desk = at.place.desk()
                await at.change(
                    "webhook", on=True, settings={"url": target.url, "secret": SECRET, "only": "notice.near_turn"}
                )
                await desk.act(desk.registration("1001"))
                await in_time(lambda: len(target.requests) == 1)
                began = asyncio.get_running_loop().time()
                await at.counted("webhook", sent=1)
                assert asyncio.get_running_loop().time() - began > 1.5
                assert len(target.requests) == 2
                told = target.requests[1].json
                assert (told["type"], told["data"]["text"][:8]) == ("notice.near_turn", "رقم 001:")
                assert "phone" not in told["data"]

    asyncio.run(story())
