"""Tells a program of the hospital's own, over HTTP, what happens: each event and notice as one signed POST.

The request follows the Standard Webhooks specification, so that a library in most languages checks it: `webhook-id` is
the same when the same thing comes again, `webhook-timestamp` is when it was sent, `webhook-signature` is `v1,` and the
base64 HMAC-SHA256 of `id.timestamp.body`. 2xx is taken; 429 and 5xx come again, not before `Retry-After`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import http.client
import ipaddress
import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import SplitResult, urlsplit

import msgspec

from mmc_console.plugins.api import About, AlertNews, Centre, Event, Later, Notice, Refuse, Setting, Skip, hook

about = About(
    version="1.0",
    summary={
        "ar": "يرسل كل حدث وإشعار إلى برنامج آخر عبر HTTP، موقّعًا",
        "en": "Sends each event and notice to another program over HTTP, signed",
    },
    permissions=("events", "notices", "alerts", "contact", "name"),
    settings=(
        Setting(name="url", about="where to: https://…, or http:// on this machine", required=True),
        Setting(
            name="secret", about="shared with the receiver: whsec_ and base64, 24 bytes at least", required=True,
            secret=True,
        ),
        Setting(name="only", about="kinds of events, notices and alerts, by commas; empty: all of them"),
    ),
)  # fmt: skip

SECONDS: Final = 5.0
SECRET_BYTES: Final = 24
_PATIENT: Final = frozenset({408, 425, 429})
_encode: Final = msgspec.json.Encoder().encode


class Target:
    """Where to, and signed with what."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.url = url_of(settings["url"])
        self.secret = secret_of(settings["secret"])
        self.only = frozenset(word.strip() for word in settings.get("only", "").split(",") if word.strip())

    def send(self, kind: str, key: str, body: bytes) -> None:
        """POST *body*; Later, Refuse or Skip when it was not taken."""
        if self.only and kind not in self.only:
            raise Skip("not-chosen")
        url, now = self.url, int(_now().timestamp())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"MMC-Console-Webhook/{about.version}",
            "webhook-id": key,
            "webhook-timestamp": str(now),
            "webhook-signature": signature(self.secret, key, now, body),
            "Idempotency-Key": key,
        }
        try:
            connection = _connect(url)
            try:
                path = (url.path or "/") + (f"?{url.query}" if url.query else "")
                connection.request("POST", path, body, headers)
                answer = connection.getresponse()
                answer.read(65_536)
            finally:
                connection.close()
        except (OSError, http.client.HTTPException) as fault:
            raise Later("tls-refused" if isinstance(fault, ssl.SSLError) else "no-answer") from None
        _judge(answer.status, answer.getheader("Retry-After"))


_target: Target | None = None


@hook
def begin(settings: dict[str, str], centre: Centre) -> None:
    """Check what was set; ValueError names nothing of it."""
    global _target  # noqa: PLW0603 - a plugin is a module, and this is its state
    _target = Target(settings)


@hook
def any_event(event: Event, key: str) -> None:
    """Send the event as it stands in the log."""
    assert _target is not None
    _target.send(event.type, key, _encode({"type": event.type, "id": key, "data": event}))


@hook
def any_notice(notice: Notice) -> None:
    """Send the notice with its words; phone and name only as far as they were granted."""
    assert _target is not None
    body = _encode({"type": f"notice.{notice.kind}", "id": notice.id, "data": notice})
    _target.send(f"notice.{notice.kind}", notice.id, body)


@hook
def alert(alert: AlertNews) -> None:
    """Send the news of an alert."""
    assert _target is not None
    body = _encode({"type": f"alert.{alert.state}", "id": alert.key, "data": alert})
    _target.send(f"alert.{alert.state}", alert.key, body)


def signature(secret: bytes, key: str, timestamp: int, body: bytes) -> str:
    """The `webhook-signature` of a request."""
    mac = hmac.new(secret, b"%s.%d.%s" % (key.encode(), timestamp, body), hashlib.sha256)
    return f"v1,{base64.b64encode(mac.digest()).decode()}"


def url_of(text: str) -> SplitResult:
    """The address; Refuse when it is none, or would carry people's data in clear over a network."""
    url = urlsplit(text)
    if url.scheme not in ("http", "https") or not url.hostname or url.username is not None:
        raise Refuse("bad-url")
    if url.scheme == "http" and not _on_this_machine(url.hostname):
        raise Refuse("url-needs-https")
    return url


def secret_of(text: str) -> bytes:
    """The secret's bytes; Refuse when it is too short to protect anything."""
    try:
        secret = base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        raise Refuse("bad-secret") from None
    if len(secret) < SECRET_BYTES:
        raise Refuse("short-secret")
    return secret


def retry_seconds(text: str | None) -> float:
    """What `Retry-After` asks for, in seconds or as a date; 0 for nothing that can be read."""
    if text is None:
        return 0.0
    if text.strip().isascii() and text.strip().isdigit():
        return float(text[:9])
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    at = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return max(0.0, (at - _now()).total_seconds())


def _now() -> datetime:
    # house(clock): what is signed and what the other side asks for is the world's time, not the centre's
    return datetime.now(UTC)


def _judge(status: int, retry_after: str | None) -> None:
    if 200 <= status < 300:
        return
    if status in _PATIENT or status >= 500:
        raise Later(f"http-{status}", after=retry_seconds(retry_after))
    raise Refuse(f"http-{status}")


def _connect(url: SplitResult) -> http.client.HTTPConnection:
    assert url.hostname is not None
    if url.scheme == "http":
        return http.client.HTTPConnection(url.hostname, url.port, timeout=SECONDS)
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return http.client.HTTPSConnection(url.hostname, url.port, timeout=SECONDS, context=context)


def _on_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
