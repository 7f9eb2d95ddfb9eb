"""The server's composition root: the folder, the port, the database, and the services on it (`services.py`).

What the first answer does not need is imported after it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
from argparse import Namespace
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from mmc_console import assets
from mmc_console.domain.centre import Center, parse_center
from mmc_console.domain.centre_check import check
from mmc_console.server.auth.faults import WeakPassword
from mmc_console.server.backups.places import places_of
from mmc_console.server.backups.settings import BackupSettings
from mmc_console.server.clock import Clock, SystemClock
from mmc_console.server.figures.start import Started
from mmc_console.server.front import Front
from mmc_console.server.http import backups_kept, streams
from mmc_console.server.http.maintenance import Maintenance
from mmc_console.server.http.stranded import Stranded
from mmc_console.server.keys import Keys, KeysFault, keys_folder, open_keys
from mmc_console.server.listening import AlreadyRunning, CannotListen, Listener, bind, note_address, only_one, url_of
from mmc_console.server.log.events import millis
from mmc_console.server.logs import start_logs, stop_logs
from mmc_console.server.memory import keep_small, settle
from mmc_console.server.restore import journal, known_admins, starting, telling
from mmc_console.server.restore.alarm import Alarm
from mmc_console.server.restore.kept import KeptBackups
from mmc_console.server.restore.known_admins import Emergency, Known, LetIn
from mmc_console.server.restore.service import Restoring
from mmc_console.server.restore.watch import DAMAGED, Watch
from mmc_console.server.restore.work import let_go, present_database
from mmc_console.server.services import services_on
from mmc_console.server.settings import BadSettings, Settings, settings_from
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import StoreError
from mmc_console.server.store.migrate import migrate

log = logging.getLogger(__name__)

STOPPED: Final = 0
WRONG_SETTINGS: Final = 2
PORT_TAKEN: Final = 3
NO_DATABASE: Final = 4
LOOK_AGAIN: Final = 5.0
"""Seconds between two looks whether a database that was destroyed is there again."""
NEWS_SECONDS: Final = 8.0
"""So long those who run the centre are told that it is destroyed, before the plugins that tell them are ended."""


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
    except (KeysFault, StoreError, journal.Unfinished) as fault:
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
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_serve(settings, center, listening))
    finally:
        stop_logs(handler)
    return STOPPED


async def _serve(settings: Settings, center: Center | None, listening: socket.socket) -> None:
    """Everything on the database there is; again on the other one after a restore, with the listener still open."""
    clock, stopping = SystemClock(), asyncio.Event()
    journal.settle(settings.folder)
    keys = open_keys(keys_folder(settings.folder, settings.environ), database_exists=_was_here(settings))
    restoring = Restoring(settings.folder, keys.folder, keys.database, clock)

    def stop() -> None:
        restoring.ending()
        stopping.set()

    _on_signals(stop)
    front = Front(Maintenance(clock, lambda: restoring.stage))
    house = House(settings, center, listening, clock, stopping, restoring, front, Listener(front, settings))
    try:
        while not stopping.is_set() and not house.ended:
            await asyncio.to_thread(journal.put_in_place, settings.folder)
            keys = open_keys(keys.folder, database_exists=_was_here(settings))
            lost = await house.work(keys)
            if lost:
                await house.wait_for_a_restore(keys, lost)
    finally:
        await house.close()


def _was_here(settings: Settings) -> bool:
    return settings.database.exists() or starting.lived(settings.folder)


@dataclass
class House:
    """What stays while services come and go: the listener, what it passes requests to, and the restore."""

    settings: Settings
    center: Center | None
    listening: socket.socket
    clock: Clock
    stopping: asyncio.Event
    restoring: Restoring
    front: Front
    listener: Listener
    running: asyncio.Task[None] | None = None
    let_in: list[LetIn] = field(default_factory=list)
    """Who came in while there was no database."""
    known: Known | None = None
    """Who may come in then, as the last database told that was served here; None before the first look."""
    started: Started | None = None
    """How long the start of this process took, once it answered."""
    left: list[Database] = field(default_factory=list)
    """Those that were let go of: what a request that was under way then has still written opens them once more."""

    @property
    def ended(self) -> bool:
        """Whether the listener is no more."""
        return self.running is not None and self.running.done()

    async def work(self, keys: Keys) -> str:
        """Serve until it is to stop, until a restore was carried out, or until the database is destroyed: then how."""
        settings, restoring = self.settings, self.restoring
        database = Database(settings.database, keys.database)
        lost = await asyncio.to_thread(starting.open_present, database, settings.folder, keys.database)
        if lost:
            return lost
        serving = False
        try:
            await asyncio.to_thread(migrate, database, self.clock.now())
            if self.let_in:
                await asyncio.to_thread(known_admins.take_in, database, self.let_in, millis(self.clock.now()))
                self.let_in.clear()

            def first() -> Center:
                return self.center or read_center(assets.path("resources", "center.json"))

            async with services_on(
                database, keys, self.clock, settings.folder, first, public_url=settings.public_url,
                certificate=settings.cert, restoring=restoring,
            ) as services:  # fmt: skip
                password = services.auth.ensure_first_admin(settings.admin_password)
                self.front.pass_to(services.front)
                serving = True
                first_start = self.running is None
                await self._listen(password)
                if first_start:
                    services.figures.meters.started.answers()
                    self.started = services.figures.meters.started
                elif self.started is not None:  # a restore starts no process: how long that took is known
                    services.figures.meters.started = self.started
                services.plugins.start()
                if await asyncio.to_thread(telling.untold, settings.folder):  # what was shipped is of another history
                    await services.office.backups.begin_anew()
                services.office.start()
                raised = restoring.alert
                restored = await restoring.started(
                    database, services.office.incidents, lambda: services.writer.center.center
                )  # fmt: skip
                if raised is not None:  # the database that was destroyed did not take it
                    await services.office.alerts.take_over(raised, over=restored)
                if restored:
                    log.info(
                        "a restore was carried out", extra={"code": "restore-done"}
                    )  # rules and time lines look for it
                    services.office.rounds.hurry("backups")  # the new history has none yet
                watch = Watch(
                    database, keys, settings.folder, lambda: services.writer.center.center,
                    lambda: services.writer.health.fault, services.office.backups.places,
                )  # fmt: skip
                lost = await self._until_something(watch)
                self.known = watch.known or self.known
                if restoring.wanted.is_set():
                    restoring.closing()
                    self.front.close()
                elif lost:
                    log.error("the database is destroyed: %s", lost)
                    self.front.close(lost)
                    restoring.lost = lost, self.clock.now()
                    restoring.alert = services.office.alerts.database_lost(lost)
                    await asyncio.to_thread(services.plugins.hand_over_news, NEWS_SECONDS)
                await services.let_go(streams.MAINTENANCE if restoring.wanted.is_set() else "closing")
                if self.stopping.is_set() and not restoring.wanted.is_set():
                    await self.close()  # else once it is carried out, and whoever waits for it can be answered
            if restoring.wanted.is_set():
                await restoring.carry_out(database)
        except Exception as fault:
            if not lost and not serving and not restoring.stage[0]:  # what is read only now may be what is destroyed
                destroyed = await asyncio.to_thread(starting.is_destroyed, fault, settings.folder, keys.database)
                lost = DAMAGED if destroyed else ""
            if not lost:
                raise
            log.exception("not everything could be begun or ended in order on a destroyed database")
        finally:
            for each in (*self.left, database):
                await asyncio.to_thread(let_go, each)
            self.left = [database]
        return lost

    async def wait_for_a_restore(self, keys: Keys, lost: str) -> None:
        """There is no database: answer that, let an administrator restore, and see whether it comes back by itself."""
        if self.restoring.lost is None:
            self.restoring.lost = lost, self.clock.now()
        alarm: Alarm | None = None
        stranded = self._stranded(keys, lost)
        self.front.pass_to(stranded)
        if self.running is None:
            log.error("the database was found destroyed: %s", lost)
            starting.say_destroyed(lost)
            await self._listen(None)
            alarm = await asyncio.to_thread(self._raise_alarm, keys, lost)
        try:
            await self._until_there_is_one(keys, stranded)
        finally:
            if alarm is not None:
                await asyncio.to_thread(alarm.stop)

    async def _until_there_is_one(self, keys: Keys, stranded: Stranded) -> None:
        while not self.stopping.is_set():
            self.front.pass_to(stranded)
            await self._first_of(self.restoring.wanted.wait(), asyncio.sleep(LOOK_AGAIN))
            if self.ended:
                return
            if self.restoring.wanted.is_set():
                self.restoring.closing()
                self.front.close()
                await self.restoring.carry_out(None)
                if self.restoring.done:
                    return
                self.restoring.given_up()
            elif not self.restoring.stage[0] and await asyncio.to_thread(self._is_back, keys):
                return

    def _raise_alarm(self, keys: Keys, lost: str) -> Alarm:
        """As a running server does: those who run the centre are told at once, and the list has it afterwards."""
        known = known_admins.read(self.settings.folder, keys.database)
        center = self.center or read_center(assets.path("resources", "center.json"))
        if known is not None and known.zone:
            center = replace(center, center=replace(center.center, timezone=known.zone))
        alarm = Alarm(self.settings.folder, keys, self.clock, center)
        self.restoring.alert = alarm.raise_(lost, known.tellers if known is not None else ())
        return alarm

    def _stranded(self, keys: Keys, lost: str) -> Stranded:
        folder = self.settings.folder
        known = self.known or known_admins.read(folder, keys.database)
        emergency = Emergency(known, keys, self.clock, self.let_in)
        if not emergency.anybody:
            log.error("nobody can sign in to restore: which administrators and consoles there were is not known")
        places = emergency.places or places_of(BackupSettings(), folder, None)
        kept = KeptBackups(places, keys.folder, emergency.center, self.clock)
        self.restoring.offer_kept(kept.source)
        return Stranded(self.restoring, emergency, self.clock, lost, self.clock.now(), backups_kept.routes(kept, lost))

    def _is_back(self, keys: Keys) -> bool:
        database = present_database(self.settings.folder, keys.database)
        if database is None:
            return False
        try:
            return not database.faults()
        finally:
            let_go(database)

    async def _listen(self, password: str | None) -> None:
        """The first time: listen, and say so."""
        if self.running is not None:
            return
        listener = self.listener
        self.running = asyncio.get_running_loop().create_task(listener.serve(sockets=[self.listening]), name="http")
        await self._first_of(listener.answers.wait())
        if listener.answers.is_set():
            note_address(self.settings.folder, url_of(self.settings, self.listening))
            _say(self.settings, self.listening, password)
            settle()

    async def _until_something(self, watch: Watch) -> str:
        watching = asyncio.ensure_future(watch.run())
        try:
            await self._first_of(self.restoring.wanted.wait(), asyncio.wait({watching}))
            return watching.result() if watching.done() else ""
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def _first_of(self, *others: Coroutine[Any, Any, Any]) -> None:
        """Until the listener has ended, the server is to stop, or one of *others* has come."""
        assert self.running is not None
        waiting = [asyncio.ensure_future(each) for each in (self.stopping.wait(), *others)]
        await asyncio.wait({self.running, *waiting}, return_when=asyncio.FIRST_COMPLETED)
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    async def close(self) -> None:
        """Answer what is being answered, then listen no more."""
        self.restoring.end()
        self.listener.stop()
        if self.running is not None:
            await self.running


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
