"""A history that begins again: what a restore does to the data besides putting the old file in its place.

It gets an epoch of its own, and goes on above the highest number and desk letter known to the restored state or to the
database it replaces, plus a margin for what only consoles and paper know; it is another one each time where that
database is out of reach. It copies no file.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Connection, update

from mmc_console.domain.ids import Epoch
from mmc_console.server.auth.devices import desks_given
from mmc_console.server.log import checkpoints, events, ledger
from mmc_console.server.log.ledger import MARGIN, Ledger
from mmc_console.server.log.tables import heads

BEHIND: Final = timedelta(days=1)
"""So far the clock of a machine on which a centre is restored may be behind: it is often a new one, and its clock is
set only then. Days until so much later may have begun where nobody can be asked what was given on them."""


class Known(Struct, frozen=True):
    """What one database has given out: the server's own numbers by day, and how many desk letters.

    And of which history it is: what consoles have acknowledged by that one, and by those it goes back to, comes back in
    its old order only where the next history has heard of them.
    """

    numbers: dict[date, int]
    desks: int
    history: str = ""
    cuts: dict[str, int] = {}
    """What it shares with the histories it has heard of."""
    left: bool = False
    """It began with a roll back on purpose, or goes back to one that did: of what was before that it has not heard."""
    shared: int = 0
    """What it shares with the one that takes its place; 0: nothing, or nobody has compared them."""


def known(conn: Connection, at: datetime) -> Known:
    """What this database has given out."""
    head = events.head(conn)
    if head is None:
        return Known({}, desks_given(conn))
    state, inherited = checkpoints.load(conn, head, at).state, ledger.read(conn, head.epoch)
    inherited.apply(state)
    numbers = {day: count for (day, desk), count in state.series.items() if not desk}
    if state.settings and state.at is not None:
        day, today = state.calendar.day(state.at), state.calendar.day(at)
        while day <= today:  # what came after this copy may have given numbers on any of these days
            numbers.setdefault(day, 0)
            day += timedelta(days=1)
    return Known(numbers, desks_given(conn), head.epoch, inherited.cuts, inherited.left)


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
    for each in (known(conn, at if others else at + BEHIND), *others):
        desks = max(desks, each.desks + apart)
        for day, count in each.numbers.items():
            numbers[day] = max(numbers.get(day, 0), count + apart)
    epoch = Epoch(str(UUID(bytes=secrets.token_bytes(16), version=4)))
    conn.execute(update(heads).values(epoch=epoch, created_ms=events.millis(at)))
    checkpoints.follow(conn, head, epoch)
    cuts = _heard_of(ledger.read(conn, head.epoch), others)
    ledger.write(conn, epoch, {**cuts, head.epoch: head.seq}, numbers=numbers, desks=desks, apart=apart)
    if not bring_back:
        ledger.leave_behind(conn, epoch)
    return epoch


def _heard_of(inherited: Ledger, replaced: Iterable[Known]) -> dict[str, int]:
    """The histories that only the *replaced* databases know of, and what each has in common with ours."""
    found: dict[str, int] = {}
    for each in replaced:
        if each.shared:
            before = each.cuts if each.left or not inherited.left else {}  # what we have left on purpose stays away
            found |= {history: min(cut, each.shared) for history, cut in before.items()}
            found[each.history] = each.shared
    return {history: cut for history, cut in found.items() if history not in inherited.cuts}
