"""Makes the new database aside, and looks through it before anything is replaced. Blocks: call it from a thread."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select

from mmc_console.domain.ids import Epoch
from mmc_console.server import restoring
from mmc_console.server.audit.chain import Entry
from mmc_console.server.audit.rows import Head, append, append_after_loss, kept_head
from mmc_console.server.log import checkpoints, events
from mmc_console.server.log.tables import events as event_rows
from mmc_console.server.log.tables import tickets
from mmc_console.server.restore.compare import Facts, facts
from mmc_console.server.restore.faults import RestoreFault
from mmc_console.server.restoring import Known
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import DiskFault, DiskFull, NewerDatabase, StoreError, WrongKey
from mmc_console.server.store.migrate import HEAD, migrate, version_of
from mmc_console.wire.restore import Verified

log = logging.getLogger(__name__)


@contextmanager
def named() -> Iterator[None]:
    """Say what is wrong with the database of a backup by the restore's own names."""
    try:
        yield
    except NewerDatabase:
        raise RestoreFault("backup-newer") from None
    except (WrongKey, DiskFault):
        raise RestoreFault("backup-damaged") from None
    except DiskFull:
        raise RestoreFault("restore-disk-full") from None
    except StoreError as fault:
        log.warning("the database of a backup cannot be used: %s", fault.code)
        raise RestoreFault("backup-damaged") from None
    except OSError as fault:
        log.warning("a restore cannot write: %s", fault.strerror)
        raise RestoreFault("restore-disk-full" if fault.errno == 28 else "restore-failed") from None


def bring_up(database: Database, at: datetime) -> str:
    """Of this program's version; the older version it had, or nothing. RestoreFault: it is newer, or empty."""
    with database.read() as conn:
        version = version_of(conn)
        if version is None or events.head(conn) is None:
            raise RestoreFault("backup-empty")
    migrate(database, at)
    return "" if version == HEAD else version


def begin(new: Database, at: datetime, replaced: Sequence[Known], *, bring_back: bool) -> Epoch:
    """A history of its own, above every number that is known."""
    return new.transact(lambda conn: restoring.begin_again(conn, at, replaced, bring_back=bring_back))


def take_down(new: Database, keys: Path, key: bytes, entry: Entry, *, goes_on: bool) -> Head:
    """The restore itself, in the audit of what it makes: from the switch on it is there, whatever happens then.

    Not *goes_on*: the replaced audit is not in it; that is said too, before anybody's next act hides how far it had
    come. *keys*: the folder in which the head of that one is kept; the new head is to be kept there after the switch.
    """
    kept = kept_head(keys)

    def work(conn: Connection) -> Head:
        if not goes_on:
            append_after_loss(conn, key, kept, entry)
        return append(conn, key, [entry])

    return new.transact(work)


def known_of(database: Database, at: datetime) -> Known:
    """What this database has given out."""
    with database.read() as conn:
        return restoring.known(conn, at)


def verify(new: Database, wanted: Facts, epoch: Epoch, now: datetime) -> tuple[Verified, ...]:
    """Look through the new database. *wanted*: as the backup was counted.

    Its rows were checked one by one when it was laid out; each page is read once more, as it lies on the disk now. The
    two halves go at once: the centre is closed meanwhile.
    """
    with ThreadPoolExecutor(1) as second:
        looking = second.submit(new.faults, rows=False)
        with new.read() as conn:
            found, head = facts(conn), events.head(conn)
            least, most, count = conn.execute(
                select(func.min(event_rows.c.seq), func.max(event_rows.c.seq), func.count())
            ).one()
            different = _different_rows(conn, now)
        faults = looking.result()
    counted = (wanted.tickets, wanted.visits, len(wanted.users))
    again = (found.tickets, found.visits, len(found.users))
    return (
        Verified("pages", "pages" not in faults),
        Verified("foreign-keys", "foreign-keys" not in faults),
        Verified("log", (least or 1, most or 0) == (1, count), f"{count}"),
        Verified("head", head == (epoch, wanted.seq), f"{wanted.seq}"),
        Verified("tickets", counted[0] == again[0], f"{again[0]}"),
        Verified("visits", counted[1] == again[1], f"{again[1]}"),
        Verified("users", counted[2] == again[2], f"{again[2]}"),
        Verified("rows", different == 0, f"{different}"),
    )


def standing(database: Database, epoch: Epoch) -> tuple[Verified, ...]:
    """The same once more where the server works on it."""
    with database.read() as conn:
        head = events.head(conn)
    return (Verified("serving", head is not None and head.epoch == epoch, "" if head is None else f"{head.seq}"),)


def _different_rows(conn: Connection, now: datetime) -> int:
    """How many tickets of the last days the reports' rows tell otherwise than the log does."""
    head = events.head(conn)
    assert head is not None
    state = checkpoints.load(conn, head, now).state
    if not state.tickets:
        return 0
    first = min(ticket.day for ticket in state.tickets.values()).isoformat()
    rows = conn.execute(select(tickets.c.id, tickets.c.state, tickets.c.label).where(tickets.c.day >= first))
    told = {row.id: (row.state, row.label) for row in rows}
    return sum(
        1 for ticket in state.tickets.values() if told.get(ticket.id) not in ((ticket.state, ticket.label), None)
    ) + sum(1 for ticket in state.tickets.values() if ticket.id not in told)


def close(database: Database) -> None:
    """In one piece: nothing beside the file."""
    database.close()
    for suffix in ("-wal", "-shm"):
        Path(f"{database.path}{suffix}").unlink(missing_ok=True)
