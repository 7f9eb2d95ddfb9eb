"""A history that begins again: what a restore does to the data besides putting the old file in its place.

It gets an epoch of its own, and goes on above the highest number and desk letter known to the restored state or to the
database it replaces, plus a margin for what only consoles and paper know; it is another one each time where that
database is out of reach. It copies no file.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Connection, update

from mmc_console.domain.ids import Epoch
from mmc_console.server.auth.devices import desks_given
from mmc_console.server.log import checkpoints, events, ledger
from mmc_console.server.log.ledger import MARGIN
from mmc_console.server.log.tables import heads


class Known(Struct, frozen=True):
    """What one database has given out: the server's own numbers by day, and how many desk letters."""

    numbers: dict[date, int]
    desks: int


def known(conn: Connection, at: datetime) -> Known:
    """What this database has given out."""
    head = events.head(conn)
    if head is None:
        return Known({}, desks_given(conn))
    state = checkpoints.load(conn, head).state
    ledger.read(conn, head.epoch).apply(state)
    numbers = {day: count for (day, desk), count in state.series.items() if not desk}
    if state.settings and state.at is not None:
        day, today = state.calendar.day(state.at), state.calendar.day(at)
        while day <= today:  # what came after this copy may have given numbers on any of these days
            numbers.setdefault(day, 0)
            day += timedelta(days=1)
    return Known(numbers, desks_given(conn))


def distance() -> int:
    """How far above all that is known a history goes on where nothing is known of the one it replaces.

    That one may have begun with a restore of the same backup, and gone on above the same numbers and letters: two that
    know nothing of each other must not count alike.
    """
    return MARGIN + int.from_bytes(secrets.token_bytes(4), "big") % (9 * MARGIN)


def begin_again(conn: Connection, at: datetime, replaced: Iterable[Known] = (), *, bring_back: bool = True) -> Epoch:
    """Make what *conn* holds the beginning of a new history; *replaced*: what is known of the one it replaces.

    Without *bring_back* it is a roll back on purpose: what consoles had acknowledged after this moment is refused when
    they tell it again, and so stands in their lists, but is not taken.
    """
    head = events.head(conn)
    assert head is not None, "an empty database has no history to begin again"
    numbers: dict[date, int] = {}
    desks, others = 0, list(replaced)
    apart = MARGIN if others else distance()
    for each in (known(conn, at), *others):
        desks = max(desks, each.desks + apart)
        for day, count in each.numbers.items():
            numbers[day] = max(numbers.get(day, 0), count + apart)
    epoch = Epoch(str(UUID(bytes=secrets.token_bytes(16), version=4)))
    conn.execute(update(heads).values(epoch=epoch, created_ms=events.millis(at)))
    checkpoints.follow(conn, head, epoch)
    ledger.write(conn, epoch, head.epoch, head.seq, numbers=numbers, desks=desks, apart=apart)
    if not bring_back:
        ledger.leave_behind(conn, epoch)
    return epoch
