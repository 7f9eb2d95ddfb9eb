"""The server's restore: asked for by an administrator, carried out while nothing else works on the database.

It outlives the services that are taken apart and put together again around it. The composition root waits for `wanted`,
lets go of everything, calls `carry_out`, and starts again on what is there then.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from mmc_console.domain.centre import Site
from mmc_console.server.auth import Principal
from mmc_console.server.clock import Clock
from mmc_console.server.incidents import Incidents
from mmc_console.server.restore import making, reports, telling
from mmc_console.server.restore.faults import RestoreFault
from mmc_console.server.restore.source import Safety, Source
from mmc_console.server.restore.work import Restore, let_go
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import StoreError
from mmc_console.server.writer import Unavailable
from mmc_console.wire.alerts import Alert
from mmc_console.wire.restore import Changes, RestoreAnswer, RestoreRequest, RestoreState

T = TypeVar("T")
log = logging.getLogger(__name__)


class Restoring:
    """One server's restore: never two at once."""

    def __init__(self, folder: Path, keys: Path, database_key: bytes, clock: Clock) -> None:
        self._folder, self._keys, self._database_key, self._clock = folder, keys, database_key, clock
        self._source: Source | None = None
        self._safety: Safety | None = None
        self._stage, self._since = "", clock.now()
        self._problem = ""
        self._work: Restore | None = None
        self._asked: RestoreRequest | None = None
        self._by: Principal | None = None
        self._answer: asyncio.Future[RestoreAnswer] | None = None
        self._came: RestoreAnswer | RestoreFault | None = None
        self._decided = False
        """It has failed when nothing could hold it up any more: it is finished before a database is opened again."""
        self._closed_at = clock.now()
        self.lost: tuple[str, datetime] | None = None
        """How the database was destroyed, and when that was found; None while there is one."""
        self.alert: Alert | None = None
        """The one that was raised then: it outlives the services in here, as no database could take it."""
        self._ending = False
        """The server is told to stop: what is under way is carried out, nothing else is begun."""
        self.wanted = asyncio.Event()
        """Set when everything is to be let go of."""

    @property
    def state(self) -> RestoreState:
        """The one that is under way, and the last one that has ended."""
        since = self._since if self._stage else None
        return RestoreState(
            stage=self._stage, since=since, last=reports.last(self._folder), problem=self._problem
        )  # fmt: skip

    @property
    def stage(self) -> tuple[str, datetime]:
        """How far it is, and since when; no name when none is under way."""
        return self._stage, self._since

    def offer(self, source: Source, safety: Safety | None) -> None:
        """Backups are found in *source* from now on, and *safety* takes one more before anything is replaced."""
        self._source, self._safety = source, safety

    def offer_kept(self, source: Source) -> None:
        """Where nobody has offered anything yet, because there was no database at the start: from *source*."""
        if self._source is None:
            self.offer(source, None)

    # -- asked for ------------------------------------------------------------------------

    async def dry_run(self, asked: RestoreRequest, present: Database | None) -> RestoreAnswer:
        """What *asked* would change. RestoreFault: it cannot be done."""
        self._begin()
        work = self._new()
        try:
            return await self._in_thread(lambda: self._look(work, asked, present))
        finally:
            await self._in_thread(lambda: self._leave(work))
            self._stage = ""

    async def restore(self, asked: RestoreRequest, by: Principal, present: Database | None) -> RestoreAnswer:
        """Do it, and answer when the server works again. RestoreFault: it was given up, and all is as it was."""
        self._begin()
        work = self._new()
        try:
            await self._in_thread(lambda: self._look(work, asked, present))
            if present is not None and not self._ending:
                work.safety = await self._safe_copy()
            if self._ending:
                raise Unavailable("closing")
        except BaseException:
            await self._in_thread(lambda: self._leave(work))
            self._stage = ""
            raise
        self._work, self._asked, self._by = work, asked, by
        self._answer = asyncio.get_running_loop().create_future()
        self.wanted.set()
        return await asyncio.shield(self._answer)

    async def _safe_copy(self) -> str:
        """The safety backup's id; empty where none can be taken: the replaced files are kept all the same."""
        self._reach("safety")
        if self._safety is None:
            return ""
        try:
            return await self._safety()
        except Exception as fault:  # noqa: BLE001 - whatever it is, it must not keep the centre closed
            log.warning("no safety backup could be taken: %s", type(fault).__name__)
            return ""

    def _begin(self) -> None:
        if self._stage:
            raise RestoreFault("restore-running")
        self._reach("opening")
        self._problem = ""

    def _new(self) -> Restore:
        if self._source is None:
            self._stage = ""
            raise RestoreFault("backup-unknown")
        return Restore(
            self._folder, self._keys, self._source, self._clock, self._reach, database_key=self._database_key
        )  # fmt: skip

    @staticmethod
    def _look(work: Restore, asked: RestoreRequest, present: Database | None) -> RestoreAnswer:
        work.open(asked.backup_id, asked.to)
        if asked.center and work.center.casefold() != asked.center.strip().casefold():
            raise RestoreFault("backup-other-centre")
        return RestoreAnswer(dry_run=True, changes=work.changes(present))

    @staticmethod
    def _leave(work: Restore) -> None:
        """All is as it was. What cannot be removed keeps nobody from another try."""
        try:
            work.give_up()
        except OSError as fault:
            log.warning("what a restore has laid aside stays for the next start: %s", fault.strerror)

    # -- carried out ----------------------------------------------------------------------

    def closing(self) -> None:
        """From this moment no action is taken."""
        self._closed_at = self._clock.now()
        self._reach("maintenance")

    async def carry_out(self, present: Database | None) -> None:
        """Put the new database in place of *present* (None: it cannot be read), which nobody else uses any more.

        Nothing but a whole database is ever put there; where the restore is given up, what was there stays.
        """
        work, asked = self._work, self._asked
        assert work is not None, "only when wanted"
        assert asked is not None
        self.wanted.clear()
        self._decided = False

        def run() -> RestoreAnswer:
            changes = work.changes(present)
            work.make(present, changes, bring_back=asked.bring_back, by=self._by)
            answer = self._intended(work, asked, changes)
            if present is not None:
                let_go(present)
            work.switch()
            return answer

        try:
            self._came = await self._in_thread(run)
        except Exception as fault:
            named = fault if isinstance(fault, RestoreFault) else RestoreFault("restore-failed")
            self._decided = await self._in_thread(lambda: work.decided)
            if self._decided:
                log.exception("restore %s is decided on and not put in place yet: %s", work.id, named.code)
            else:
                log.exception("restore %s was given up: %s", work.id, named.code)
                await self._in_thread(lambda: telling.forget(self._folder, work.id))
            await self._in_thread(lambda: self._leave(work))
            self._came, self._problem = named, named.code
        self._reach("starting")

    def _intended(self, work: Restore, asked: RestoreRequest, changes: Changes) -> RestoreAnswer:
        """What is to be told of it, written down: also whoever is killed after the switch tells it."""
        by, (fault, lost) = self._by, self.lost or ("", None)
        report = work.report(by=by.username if by is not None else "", reason=asked.reason, down=0.0)
        answer = RestoreAnswer(dry_run=False, changes=changes, report=report)
        found = telling.Telling(
            answer=answer, closed=self._closed_at, fault=fault, lost=lost, audit_goes_on=work.audit_goes_on,
            taken_back=work.taken_back,
            alert=self.alert.id if self.alert is not None else "",
        )  # fmt: skip
        with making.named():
            telling.intend(self._folder, found)
        return answer

    def ending(self) -> None:
        """The server is told to stop. What was not begun is not, and is refused."""
        self._ending = True

    def end(self) -> None:
        """It stops: whoever waits is told what has come of it. Of one that was carried out the next start tells the
        rest."""
        came, answer = self._came, self._answer
        if answer is not None:
            self._settle(answer, came or Unavailable("closing"))

    def given_up(self) -> None:
        """The server goes on as it was: whoever has asked is told why."""
        came, answer = self._came, self._answer
        self._came = self._work = self._asked = self._answer = None
        if answer is not None:
            self._settle(answer, came or RestoreFault("restore-failed"))
        self._stage = ""

    @property
    def done(self) -> bool:
        """Whether the last `carry_out` has put another database in place, or the next step of the server will."""
        return self._decided or isinstance(self._came, RestoreAnswer)

    async def started(self, database: Database, incidents: Incidents, site: Callable[[], Site]) -> bool:
        """The server works, on *database*: look once more, tell of it, and answer whoever has asked.

        Whether it does so because of a restore, also of one that was cut before it could be told.
        """
        came, work, answer = self._came, self._work, self._answer
        self._came = self._work = self._asked = self._answer = None
        try:
            told = await self._in_thread(lambda: telling.tell(self._folder, database, self._clock, incidents, site))
        except StoreError as fault:
            log.warning("a restore could not be told of yet: %s", fault.code)
            told = []
        if answer is not None and came is not None:
            ours = [done for done in told if work is not None and done.report is not None and done.report.id == work.id]
            self._settle(answer, next(iter(ours), came))
            self._problem = "" if ours else self._problem
        self.lost = self.alert = None
        if came is not None:
            self._stage = ""
        return bool(told) or isinstance(came, RestoreAnswer)

    @staticmethod
    def _settle(answer: asyncio.Future[RestoreAnswer], came: RestoreAnswer | RestoreFault | Unavailable) -> None:
        if answer.done():
            return
        if not isinstance(came, RestoreAnswer):
            answer.set_exception(came)
            answer.exception()  # whoever has asked may have gone
        else:
            answer.set_result(came)

    def _reach(self, stage: str) -> None:
        self._stage, self._since = stage, self._clock.now()
        log.info("restore: %s", stage)

    @staticmethod
    async def _in_thread(work: Callable[[], T]) -> T:
        return await asyncio.to_thread(work)
