"""A start that finds the database destroyed tells those who run the centre, as a running server does that loses it.

What tells them is set up in the database. It is kept with the administrators (`known_admins`), and worked with on a
database of its own that lies aside for so long, under a key nobody keeps.
"""

from __future__ import annotations

import logging
import secrets
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from mmc_console.domain.centre import Center
from mmc_console.server.alerts.book import Book
from mmc_console.server.alerts.outbox import Outbox
from mmc_console.server.alerts.rules import Condition, Key
from mmc_console.server.alerts.settings import AlertSettings
from mmc_console.server.clock import Clock
from mmc_console.server.keys import Keys
from mmc_console.server.people import People
from mmc_console.server.plugins import rows
from mmc_console.server.plugins.parts import Parts
from mmc_console.server.plugins.rows import Kept
from mmc_console.server.plugins.service import Plugins
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import StoreError
from mmc_console.server.store.migrate import migrate
from mmc_console.wire.alerts import Alert

log = logging.getLogger(__name__)

FOLDER: Final = "alarm"
NEWS: Final = "alerts"
"""The permission of a plugin that is told of alerts."""


def tellers_in(conn: Connection) -> tuple[Kept, ...]:
    """The plugins that are switched on and tell of alerts."""
    return tuple(kept for kept in rows.every(conn).values() if kept.on and NEWS in kept.about.permissions)


@dataclass
class Alarm:
    """One such start's. *folder*: the server's own; *center*: the last that is known of it. Blocks."""

    folder: Path
    keys: Keys
    clock: Clock
    center: Center
    _plugins: Plugins | None = field(default=None, init=False)
    _database: Database | None = field(default=None, init=False)

    def raise_(self, fault: str, tellers: tuple[Kept, ...]) -> Alert:
        """The alert that the database was found destroyed, as *fault* says how; *tellers* tell of it until `stop`."""
        outbox = Outbox()
        condition = Condition(key=Key("database"), severity="severe", detail=fault)
        alert = Book(outbox).raise_(condition, AlertSettings(), self.clock.now())
        try:
            if tellers:
                self._tell(tellers, outbox)
        except Exception as fault:  # whatever it is, an administrator is to be let in to restore
            expected = isinstance(fault, (StoreError, DBAPIError, OSError))
            log.warning(
                "nobody can be told that the database is destroyed: %s", type(fault).__name__,
                exc_info=None if expected else fault,
            )  # fmt: skip
        return alert

    def _tell(self, tellers: tuple[Kept, ...], outbox: Outbox) -> None:
        place = self.folder / FOLDER
        shutil.rmtree(place, ignore_errors=True)  # of a start that was killed
        place.mkdir(mode=0o700)
        database = self._database = Database(place / "aside.db", secrets.token_bytes(32))
        database.open()
        migrate(database, self.clock.now())

        def set_up(conn: Connection) -> None:
            for kept in tellers:
                rows.put(
                    conn, kept.name, kept.source, on=True, about=kept.about, granted=kept.granted,
                    settings=kept.settings,
                )  # fmt: skip

        database.transact(set_up)
        parts = Parts(
            database, People(self.keys, self.clock), self.clock, lambda: self.center, self.folder / "plugin-work",
            alerts=outbox,
        )  # fmt: skip
        self._plugins = Plugins(parts, self.folder / "plugins")
        self._plugins.load()
        self._plugins.start()

    def stop(self) -> None:
        """Tell no more; nothing of it is left."""
        if self._plugins is not None:
            self._plugins.stop()
        if self._database is not None:
            try:
                self._database.close()
            except StoreError as fault:
                log.warning("what was laid aside could not be closed: %s", fault.code)
            shutil.rmtree(self.folder / FOLDER, ignore_errors=True)
