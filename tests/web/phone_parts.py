"""A real server, somebody who works there, and visits with pages to open in a real browser."""

from __future__ import annotations

import json
import secrets
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from mmc_console import assets
from tests.server.live_parts import Program, action, sign_in


@dataclass
class Visit:
    """One person's page."""

    token: str
    ticket: str
    path: str = field(init=False)

    def __post_init__(self) -> None:
        self.path = f"/t/{self.token}"


class Centre:
    """A running server and its administrator."""

    def __init__(self, place: Path, *options: str, trust: ssl.SSLContext | None = None) -> None:
        self._program, self._options, self._trust = Program(place / "centre"), options, trust
        self.start()

    def start(self) -> None:
        """Start it, at the address it had before if it had one."""
        port = httpx.URL(self._program.url).port if self._program.url else 0
        self.url = self._program.start(*self._options, "--port", str(port or 0))
        self._client = httpx.Client(base_url=self.url, verify=self._trust or ssl.create_default_context())
        token = self._client.post("/api/v1/auth/login", json=sign_in()).json()["access_token"]
        self._client.headers["Authorization"] = f"Bearer {token}"

    def kill(self) -> None:
        """The server is gone from one moment to the next."""
        self._client.close()
        self._program.kill()

    def stop(self) -> None:
        """The end of it; nothing it complained of."""
        self._client.close()
        code, complaints = self._program.stop()
        assert (code, complaints) == (0, "")

    def act(self, type: str, **fields: Any) -> dict[str, Any]:
        """One action, applied."""
        answer = self._client.post("/api/v1/actions", json={"actions": [action(type, **fields)]}).json()
        result: dict[str, Any] = answer["results"][0]
        assert result["outcome"] == "applied", result
        return result

    def get(self, path: str) -> Any:
        """What the server says to the administrator."""
        return self._client.get(path).json()

    def visit(self, number: str, token: str = "", **more: Any) -> Visit:
        """A man on the recruitment pathway."""
        token = token or secrets.token_urlsafe(16)
        person = {"number": number, "gender": "male", "name": "سالم عبدالله"}
        fields = {"exam_type": "recruitment", **more}
        result = self.act("register_visit", patient=person, page_token=token, **fields)
        return Visit(token, result["ticket"])

    def walk_in(self, number: str, clinic: str) -> Visit:
        """Somebody for one clinic."""
        token = secrets.token_urlsafe(16)
        person = {"number": number, "gender": "male"}
        result = self.act("issue_ticket", clinic=clinic, patient=person, page_token=token)
        return Visit(token, result["ticket"])


@contextmanager
def centre(place: Path, *options: str, trust: ssl.SSLContext | None = None) -> Iterator[Centre]:
    """A centre for one test."""
    found = Centre(place, *options, trust=trust)
    try:
        yield found
    finally:
        found.stop()


def with_exit_pins(place: Path) -> Path:
    """The reference centre, where patients leave by PIN."""
    whole = json.loads(assets.path("resources", "center.json").read_text(encoding="utf-8"))
    whole["rules"]["exit_pin"] = True
    file = place / "center.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    return file


def certificate(place: Path, *addresses: str) -> tuple[Path, Path, str]:
    """A certificate for this machine (and *addresses*) with its key, and what a browser is told to know it by."""
    import base64
    import hashlib
    import ipaddress
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    places = [x509.IPAddress(ipaddress.ip_address(each)) for each in ("127.0.0.1", *addresses)]
    names = [x509.DNSName("localhost"), *places]
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = place / "cert.pem", place / "key.pem"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return cert_file, key_file, base64.b64encode(hashlib.sha256(public).digest()).decode()
