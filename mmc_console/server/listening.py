"""The socket, the one-server-per-folder lock and uvicorn: how the application is reached, and how that ends."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import uvicorn

from mmc_console.server.settings import Settings

_GRACE: Final = 5
_GIVE_UP_MILLIS: Final = 20_000
"""A peer that takes nothing for so long is gone: the system closes its connection."""


ADDRESS: Final = "server.address"


class CannotListen(Exception):
    """The address cannot be listened on; the text says why and what to do."""


class AlreadyRunning(Exception):
    """Another server works in this folder."""


def bind(settings: Settings) -> socket.socket:
    """The listening socket; CannotListen when the port is taken or the address is not this machine's."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _GIVE_UP_MILLIS)
        found.bind((settings.host, settings.port))
        found.listen(1024)
    except PermissionError:
        found.close()
        raise CannotListen(
            f"port {settings.port}: this user may not listen on it; choose one above 1023 with --port"
        ) from None
    except OSError as fault:
        found.close()
        if fault.errno in _IN_USE:
            raise CannotListen(
                f"port {settings.port} of {settings.host} is in use by another program, perhaps by a server that runs "
                "already; stop that, or choose another port with --port (0 takes a free one)"
            ) from None
        raise CannotListen(f"cannot listen on {settings.host}: {fault.strerror}; check --host") from None
    found.setblocking(False)
    return found


_IN_USE: Final = frozenset({98, 48, 10048})
"""EADDRINUSE on Linux, macOS and Windows."""


def url_of(settings: Settings, listening: socket.socket) -> str:
    """Where the server answers."""
    host, port = listening.getsockname()[:2]
    return f"{settings.scheme}://{f'[{host}]' if ':' in host else host}:{port}"


def note_address(folder: Path, url: str) -> None:
    """Write down where the server of *folder* answers, for whoever looks after it on this PC."""
    url = url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:")  # where all hear, this PC does
    with contextlib.suppress(OSError):  # a full disk is told of elsewhere
        (folder / ADDRESS).write_text(f"{url}\n", encoding="ascii")


def noted_address(folder: Path) -> str | None:
    """Where the last server of *folder* answered; None when nothing is written there."""
    try:
        return (folder / ADDRESS).read_text(encoding="ascii").strip() or None
    except (OSError, ValueError):
        return None


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold this folder; AlreadyRunning when another server does. The system lets go of it when a process dies."""
    with (folder / "server.lock").open("a+b") as file:
        try:
            _lock(file.fileno())
        except OSError:
            raise AlreadyRunning from None
        yield


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Listener(uvicorn.Server):
    """uvicorn without its own signals: it says when it answers, and stops when it is told."""

    def __init__(self, app: Any, settings: Settings) -> None:
        config = uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,  # an address a client may write is no address
            timeout_keep_alive=60,
            timeout_graceful_shutdown=_GRACE,
            ssl_certfile=settings.cert,
            ssl_keyfile=settings.key,
        )
        config.load()
        if config.ssl is not None:
            config.ssl.minimum_version = ssl.TLSVersion.TLSv1_2
        super().__init__(config)
        self.answers = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the composition root's."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self.answers.set()

    def stop(self) -> None:
        """Finish the requests that are being answered, then end."""
        self.should_exit = True
