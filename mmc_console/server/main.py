"""The server's composition root: the folder, the port, the database, and the services on it (`services.py`).

What the first answer does not need is imported after it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Final

from mmc_console import assets
from mmc_console.domain.centre import Center, parse_center
from mmc_console.domain.centre_check import check
from mmc_console.server.auth.faults import WeakPassword
from mmc_console.server.clock import Clock, SystemClock
from mmc_console.server.keys import Keys, KeysFault, keys_folder, open_keys
from mmc_console.server.listening import AlreadyRunning, CannotListen, Listener, bind, only_one, url_of
from mmc_console.server.logs import start_logs, stop_logs
from mmc_console.server.memory import keep_small, settle
from mmc_console.server.services import services_on
from mmc_console.server.settings import BadSettings, Settings, settings_from
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import StoreError
from mmc_console.server.store.migrate import migrate

STOPPED: Final = 0
WRONG_SETTINGS: Final = 2
PORT_TAKEN: Final = 3
NO_DATABASE: Final = 4


class BadCenter(Exception):
    """The centre file has faults; the text names every one."""


def serve(args: Namespace) -> int:
    """Run the server until it is told to stop; the exit code. `ready URL` on standard output when it answers."""
    try:
        settings = settings_from(args, os.environ)
        center = read_center(settings.center) if settings.center else None
        settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with only_one(settings.folder), bind(settings) as listening:
            return _run(settings, center, listening)
    except (BadSettings, BadCenter) as fault:
        return _fail(WRONG_SETTINGS, str(fault))
    except CannotListen as fault:
        return _fail(PORT_TAKEN, str(fault))
    except AlreadyRunning:
        return _fail(PORT_TAKEN, f"a server works in {args.data} already; stop it first, or give another --data")
    except (KeysFault, StoreError) as fault:
        return _fail(NO_DATABASE, str(fault))
    except WeakPassword as fault:
        return _fail(WRONG_SETTINGS, f"MMC_ADMIN_PASSWORD is too weak: {fault.reason}")


def _fail(code: int, text: str) -> int:
    sys.stderr.write(f"mmc-console serve: {text}\n")
    return code


def read_center(path: Path) -> Center:
    """The centre in this file; BadCenter names every fault of it."""
    import msgspec

    try:
        center = parse_center(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise BadCenter(f"{path.name}: {fault}") from None
    faults = check(center)
    if faults:
        raise BadCenter(f"{path.name} cannot be loaded:\n" + "\n".join(f"  {fault}" for fault in faults))
    return center


def _run(settings: Settings, center: Center | None, listening: socket.socket) -> int:
    keep_small()
    handler = start_logs(settings.folder / "logs")
    try:
        keys = open_keys(keys_folder(settings.folder, settings.environ), database_exists=settings.database.exists())
        database = Database(settings.database, keys.database)
        database.open()
        try:
            clock = SystemClock()
            migrate(database, clock.now())
            with asyncio.Runner(loop_factory=_loop_factory()) as runner:
                runner.run(_serve(settings, center, listening, keys, database, clock))
        finally:
            database.close()
    finally:
        stop_logs(handler)
    return STOPPED


async def _serve(
    settings: Settings, center: Center | None, listening: socket.socket, keys: Keys, database: Database, clock: Clock
) -> None:
    def first() -> Center:
        return center or read_center(assets.path("resources", "center.json"))

    async with services_on(
        database, keys, clock, settings.folder, first, public_url=settings.public_url, certificate=settings.cert
    ) as services:  # fmt: skip
        password = services.auth.ensure_first_admin(settings.admin_password)
        loop = asyncio.get_running_loop()
        listener = Listener(services.app, settings)
        stopping = asyncio.Event()
        _on_signals(stopping.set)
        running = loop.create_task(listener.serve(sockets=[listening]), name="http")
        answers = loop.create_task(listener.answers.wait(), name="answers")
        await asyncio.wait({running, answers}, return_when=asyncio.FIRST_COMPLETED)
        answers.cancel()
        if listener.answers.is_set():
            _say(settings, listening, password)
            settle()
            services.plugins.start()
            services.office.start()
            stop = loop.create_task(stopping.wait(), name="stop")
            await asyncio.wait({running, stop}, return_when=asyncio.FIRST_COMPLETED)
            stop.cancel()
        await services.let_go()
        listener.stop()
        await running


def _say(settings: Settings, listening: socket.socket, password: str | None) -> None:
    if password is not None:
        sys.stdout.write(f"admin password (shown once, to be changed at the first sign-in): {password}\n")
    sys.stdout.write(f"ready {url_of(settings, listening)}\n")
    with contextlib.suppress(BrokenPipeError):  # whoever started us may have stopped listening
        sys.stdout.flush()


def _on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
