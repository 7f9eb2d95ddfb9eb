"""The server as a real program: how it starts, what it refuses to start with, how it ends."""

from __future__ import annotations

import json
import os
import socket
import ssl
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import msgspec
import pytest

from mmc_console import assets
from tests.server.live_parts import PATIENCE, Program, registration, sign_in


def refused(place: Path, *words: str, **environ: str) -> tuple[int, str]:
    """The exit code and the message of a server that does not start."""
    found = subprocess.run(
        [sys.executable, "-m", "mmc_console", "serve", "--data", str(place), *words],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        env=os.environ | environ,
    )
    assert found.stdout == ""
    assert "Traceback" not in found.stderr
    return found.returncode, found.stderr


@contextmanager
def signed_in(url: str) -> Iterator[httpx.Client]:
    """A console signed in as `admin`."""
    with httpx.Client(base_url=url, trust_env=False, timeout=PATIENCE) as client:
        token = client.post("/api/v1/auth/login", json=sign_in()).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """A server that is gone after the test, however that ends."""
    found = Program(tmp_path)
    yield found
    found.kill()


def test_a_stream_over_a_real_socket_shows_others_and_ends_with_the_server(tmp_path: Path, program: Program) -> None:
    url = program.start()
    lines: list[str] = []
    open_ = threading.Event()
    shown = threading.Event()

    def follow() -> None:
        with signed_in(url) as client, client.stream("GET", "/api/v1/events/stream?clinic=lab") as stream:
            for line in stream.iter_lines():
                lines.append(line)
                open_.set()
                if line.startswith("data: ") and "L-001" in line:
                    shown.set()

    reader = threading.Thread(target=follow)
    reader.start()
    try:
        assert open_.wait(PATIENCE)
        with signed_in(url) as client:
            answer = client.post("/api/v1/actions", json={"actions": [registration("1234567")]}).json()
        assert shown.wait(PATIENCE)
    finally:
        code, complaints = program.stop()
        reader.join(PATIENCE)
    assert (code, complaints) == (0, "")
    assert ": closing" in lines
    epoch, seq = answer["epoch"], answer["seq"]
    at = lines.index(f"id: {epoch}:{seq}")
    assert lines[at + 1] == "event: queue_update"
    event = json.loads(lines[at + 2].removeprefix("data: "))
    assert (event["type"], event["seq"], event["prev"]) == ("ticket_issued", seq, 1)
    wal = tmp_path / "center.db-wal"
    assert not wal.exists() or wal.stat().st_size == 0
    log = "".join(file.read_text() for file in (tmp_path / "logs").glob("server-*.log"))
    assert "1234567" not in log
    assert all("text" in json.loads(line) for line in log.splitlines())


def test_a_restart_knows_what_was_done(program: Program) -> None:
    sent = registration("1234567")
    for outcome in ("applied", "repeated"):
        url = program.start()
        with signed_in(url) as client:
            answer = client.post("/api/v1/actions", json={"actions": [sent]}).json()
        assert (answer["results"][0]["outcome"], answer["seq"]) == (outcome, 3)
        assert program.stop() == (0, "")


def test_a_port_in_use_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, message = refused(tmp_path, "--port", str(port))
    assert code == 3
    assert f"port {port}" in message
    assert "--port" in message


def test_a_second_server_on_one_folder_is_refused(tmp_path: Path, program: Program) -> None:
    program.start()
    try:
        code, message = refused(tmp_path, "--port", "0")
    finally:
        program.stop()
    assert code == 3
    assert "already" in message


def test_other_pcs_are_served_with_tls_only(tmp_path: Path) -> None:
    code, message = refused(tmp_path, "--host", "0.0.0.0", "--port", "0")  # noqa: S104 - that it is refused
    assert code == 2
    assert "--cert" in message
    code, message = refused(tmp_path, "--cert", str(tmp_path / "missing.pem"))
    assert code == 2
    assert "--key" in message


def test_the_public_address_becomes_the_centres_and_stays(program: Program) -> None:
    with signed_in(program.start("--public-url", "https://mmc.example/")) as client:
        assert client.get("/api/v1/snapshot").json()["center"]["center"]["public_url"] == "https://mmc.example"
    assert program.stop() == (0, "")
    with signed_in(program.start()) as client:
        snapshot = client.get("/api/v1/snapshot").json()
        assert snapshot["center"]["center"]["public_url"] == "https://mmc.example"
    assert program.stop() == (0, "")
    with signed_in(program.start("--public-url", "https://mmc.example")) as client:
        assert client.get("/api/v1/snapshot").json()["seq"] == snapshot["seq"], "what stands is not published again"


@pytest.mark.parametrize(
    "url",
    ["http://mmc.example", "mmc.example", "https://mmc.example/?a=1", "https://mmc.example/q", "https://", "ftp://x"],
)
def test_an_address_phones_cannot_use_is_refused(tmp_path: Path, url: str) -> None:
    code, text = refused(tmp_path, "--public-url", url)
    assert code == 2
    assert "https://" in text


def test_every_fault_of_a_centre_file_is_named(tmp_path: Path) -> None:
    center = msgspec.json.decode(assets.path("resources", "center.json").read_bytes())
    center["clinics"][1]["letter"] = center["clinics"][0]["letter"]
    center["exam_types"][0]["pathways"]["men"][1] = []
    center["exam_types"][0]["pathways"]["men"][0] = ["no-such-clinic"]
    file = tmp_path / "center.json"
    file.write_bytes(msgspec.json.encode(center))
    code, message = refused(tmp_path / "data", "--center", str(file))
    assert code == 2
    assert len([line for line in message.splitlines() if line.startswith("  ")]) >= 3
    assert "no-such-clinic" in message
    assert not (tmp_path / "data" / "center.db").exists()
    file.write_text("{")
    code, message = refused(tmp_path / "data", "--center", str(file))
    assert (code, "center.json" in message) == (2, True)


def test_a_database_of_other_keys_is_named_and_left_alone(tmp_path: Path) -> None:
    one, two = Program(tmp_path / "one"), Program(tmp_path / "two")
    for program in (one, two):
        program.start()
        program.stop()
    before = (tmp_path / "one" / "center.db").read_bytes()
    code, message = refused(tmp_path / "one", "--port", "0", MMC_KEYS=str(tmp_path / "two" / "keys"))
    assert code == 4
    assert "database-wrong-key" in message
    assert (tmp_path / "one" / "center.db").read_bytes() == before


def test_a_generated_first_password_is_shown_once_and_must_be_changed(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "mmc_console", "serve", "--data", str(tmp_path), "--port", "0"]
    for first in (True, False):
        process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line.startswith("admin password") == first
            if first:
                password = line.rsplit(": ", 1)[1].strip()
                url = process.stdout.readline().split()[1]
                answer = httpx.post(
                    url + "/api/v1/auth/login",
                    json=sign_in() | {"password": password},
                    trust_env=False,
                    timeout=PATIENCE,
                )
                assert answer.json()["user"]["must_change_password"] is True
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)
        assert process.returncode == 0


def certificate(place: Path) -> tuple[Path, Path]:
    """A certificate for this PC, signed by itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, secret = place / "cert.pem", place / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return cert, secret


def test_tls_12_is_the_least(tmp_path: Path, program: Program) -> None:
    cert, secret = certificate(tmp_path)
    url = program.start("--cert", str(cert), "--key", str(secret))
    try:
        assert url.startswith("https://127.0.0.1:")
        port = int(url.rsplit(":", 1)[1])
        trusted = ssl.create_default_context(cafile=str(cert))
        live = httpx.get(f"https://localhost:{port}/api/v1/health/live", verify=trusted, trust_env=False)
        assert live.status_code == 200
        old = ssl.create_default_context(cafile=str(cert))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # that it is old is the point
            old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"https://localhost:{port}/api/v1/health/live", verify=old, trust_env=False)
    finally:
        code, _ = program.stop()
    assert code == 0
