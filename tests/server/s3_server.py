"""A real S3-compatible server in a process of its own, on a free port of this machine."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from mmc_console.server.backups.stores import Place

BUCKET = "centre-backups"


@contextmanager
def s3_server() -> Iterator[str]:
    """Its address, with an empty bucket."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = f"from moto.server import main; main(['-H', '127.0.0.1', '-p', '{port}'])"
    process = subprocess.Popen([sys.executable, "-c", started], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if b"Running on" in line:
                break
        else:
            raise AssertionError("the S3-compatible server did not start")
        url = f"http://127.0.0.1:{port}"
        make_bucket(url)
        yield url
    finally:
        process.terminate()
        process.communicate()


def make_bucket(url: str, name: str = BUCKET) -> None:
    """An empty bucket there."""
    asked = urllib.request.Request(f"{url}/{name}", method="PUT", data=b"")  # noqa: S310 - our own server
    with urllib.request.urlopen(asked, timeout=10):  # noqa: S310 - our own server
        pass


def place_at(url: str, prefix: str = "", bucket: str = BUCKET) -> Place:
    """How the stores reach it."""
    return Place("s3", endpoint=url, bucket=bucket, region="us-east-1", prefix=prefix, access="a", secret="b")


def nobody_at() -> str:
    """An address where nothing answers: no system gives this port to whoever asks for a free one."""
    return "http://127.0.0.1:1"
