"""Somebody on the network who answers in the server's name, and keeps every byte that is sent to them."""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
PATIENCE = 10


class Papers(NamedTuple):
    """A certificate and its key, as files."""

    certificate: Path
    key: Path


class Authority:
    """Signs certificates. Whoever trusts its own trusts them."""

    def __init__(self, place: Path, name: str) -> None:
        place.mkdir(exist_ok=True)
        self._place, self._name = place, name
        self._key = ec.generate_private_key(ec.SECP256R1())
        made = self._begun(name, self._key, timedelta(days=1))
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        self.certificate = place / f"{name}.pem"
        self.certificate.write_bytes(made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    @property
    def hashed(self) -> str:
        """What OpenSSL looks for in a folder of certificates: the name's hash, as `openssl rehash` works it out."""
        name = self._name.lower().encode()
        entry = b"\x06\x03\x55\x04\x03\x0c" + bytes([len(name)]) + name
        whole = bytes([0x31, len(entry) + 2, 0x30, len(entry)]) + entry
        digest = hashlib.sha1(whole).digest()  # noqa: S324 - a file's name
        return digest[:4][::-1].hex()

    def issue(self, host: str, *, lives: timedelta = timedelta(days=1)) -> Papers:
        """For *host*; with a *lives* that is over already, expired."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = self._begun(host, key, lives)
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        papers = Papers(self._place / f"{host}{lives.days}.pem", self._place / f"{host}{lives.days}.key")
        papers.certificate.write_bytes(made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        papers.key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return papers

    def _begun(self, name: str, key: ec.EllipticCurvePrivateKey, lives: timedelta) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(_named(name))
            .issuer_name(_named(self._name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=10))
            .not_valid_after(now + lives)
        )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


@dataclass
class Listener:
    """What has been heard: every byte as it came, and what was inside of those that could be read."""

    port: int = 0
    connections: int = 0
    heard: bytearray = field(default_factory=bytearray)
    read: bytearray = field(default_factory=bytearray)

    @property
    def url(self) -> str:
        """Where it claims to be the server."""
        return f"https://localhost:{self.port}"


def tls(papers: Papers, *, old: bool = False) -> ssl.SSLContext:
    """How a listener speaks. *old*: TLS 1.0 and 1.1 only."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if old:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # that it is old is the point
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    context.load_cert_chain(papers.certificate, papers.key)
    return context


@contextmanager
def listening(context: ssl.SSLContext | None) -> Iterator[Listener]:
    """A listener on this PC; with no *context* one that speaks no TLS at all."""
    told, ended = Listener(), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as door:
        told.port = door.getsockname()[1]
        door.settimeout(0.1)

        def serve() -> None:
            while not ended.is_set():
                try:
                    line, _ = door.accept()
                except TimeoutError:
                    continue
                told.connections += 1
                with line:
                    line.settimeout(PATIENCE)
                    _talk(line, context, told)

        thread = threading.Thread(target=serve, name="false server")
        thread.start()
        try:
            yield told
        finally:
            ended.set()
            thread.join(PATIENCE)
            assert not thread.is_alive()


def _is_whole(read: bytearray) -> bool:
    """Whether the last request came with all of its body."""
    head, end, body = read[read.rindex(b" HTTP/1.1\r\n") :].partition(b"\r\n\r\n")
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    return bool(end) and len(body) >= int(length or 0)


def _talk(line: socket.socket, context: ssl.SSLContext | None, told: Listener) -> None:
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    inside = context.wrap_bio(incoming, outgoing, server_side=True) if context is not None else None
    shaken = False
    try:
        while raw := line.recv(65_536):
            told.heard += raw
            if inside is None:
                line.sendall(ANSWER)
                return
            incoming.write(raw)
            try:
                if not shaken:
                    inside.do_handshake()
                    shaken = True
                while True:
                    told.read += inside.read(65_536)
                    if _is_whole(told.read):
                        inside.write(ANSWER)
                        break
            except ssl.SSLWantReadError:
                pass
            finally:
                if outgoing.pending:
                    line.sendall(outgoing.read())
    except (OSError, ssl.SSLError):
        return  # whoever came has gone
