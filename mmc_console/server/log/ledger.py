"""The number ledger: what a history inherits from the one it replaced, so that nothing is given out twice.

A restore writes it (`restoring`); the writer's numbers and the consoles' letters go on above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from mmc_console.domain.ids import ActionId, Epoch
from mmc_console.domain.state import State
from mmc_console.server.log.tables import heads, ledger, returned
from mmc_console.server.store.prepared import Prepared

MARGIN: Final = 20
"""So many numbers and letters more may be out there than anybody who was asked knows of."""
NEAR: Final = 8
AT_MOST: Final = 100_000
"""What a console says is believed within these bounds: days from today, and numbers a day."""
_ALL: Final = Prepared(select(ledger))
_RETURNED: Final = Prepared(select(returned))
_DESKS: Final = Prepared(select(ledger.c.value).where(ledger.c.kind == bindparam("kind")))


class Ledger(Struct, frozen=True):
    """What the present history inherits."""

    numbers: dict[date, int] = {}
    desks: int = 0
    apart: int = MARGIN
    """So far above what is known of the replaced one it goes on."""
    cuts: dict[str, int] = {}
    since: datetime | None = None
    left: bool = False
    """There was a roll back on purpose: only what a history since then (`cuts`) has lost is taken again."""
    shares: dict[str, int] = {}
    """As `cuts`, with those that were left on purpose: what was seen there up to here has been seen here."""
    stood: dict[ActionId, tuple[Epoch, int]] = {}
    """Where what has come back stood."""

    def apply(self, state: State) -> None:
        """Let the server's series of *state* go on above what may be out there."""
        for day, count in self.numbers.items():
            state.series[day, ""] = max(state.series.get((day, ""), 0), count)


def read(conn: Connection, epoch: Epoch) -> Ledger:
    """The ledger of the history *epoch*."""
    rows = {(row.kind, row.key): row.value for row in _ALL.all(conn)}
    since = rows.get(("since", epoch))
    cuts = {key: value for (kind, key), value in rows.items() if kind == "cut"}
    return Ledger(
        numbers={date.fromisoformat(key): value for (kind, key), value in rows.items() if kind == "number"},
        desks=rows.get(("desk", ""), 0),
        apart=rows.get(("apart", ""), MARGIN),
        cuts=cuts,
        left=any(kind == "left" for kind, _ in rows),
        shares={key: value for (kind, key), value in rows.items() if kind == "shared"} | cuts,
        stood={row.action: (row.epoch, row.seq) for row in _RETURNED.all(conn)},
        since=None if since is None else datetime.fromtimestamp(since / 1000, UTC),
    )


def hear(conn: Connection, inherited: Ledger, known: Mapping[date, int], today: date) -> Ledger:
    """The ledger after a console has told which numbers it *knows* of from a history that is gone."""
    near = {day: count for day, count in known.items() if abs((day - today).days) <= NEAR and count <= AT_MOST}
    apart = inherited.apart
    higher = {day: n + apart for day, n in near.items() if n + apart > inherited.numbers.get(day, 0)}
    if not higher:
        return inherited
    where = ledger.c.key.in_([day.isoformat() for day in higher])
    conn.execute(delete(ledger).where(ledger.c.kind == "number", where))
    rows = [{"kind": "number", "key": day.isoformat(), "value": count} for day, count in higher.items()]
    conn.execute(insert(ledger), rows)
    return replace(inherited, numbers={**inherited.numbers, **higher})


def desks_spent(conn: Connection) -> int:
    """So many desk letters are given or may be out there, whatever the table of consoles says."""
    floor = _DESKS.one(conn, kind="desk")
    return floor.value if floor is not None else 0


def write(
    conn: Connection, began: Epoch, cuts: Mapping[str, int], *, numbers: dict[date, int], desks: int, apart: int
) -> None:
    """Note what the history *began* inherits, and what it shares with others: with each up to a position (*cuts*)."""
    since = conn.execute(select(heads.c.created_ms)).scalar_one()
    rows = [("number", day.isoformat(), count) for day, count in numbers.items()]
    rows += [("desk", "", desks), ("apart", "", apart), ("since", began, since)]
    rows += [("cut", history, cut) for history, cut in cuts.items()]
    conn.execute(delete(ledger).where(ledger.c.kind.in_(("number", "desk", "apart", "since"))))
    conn.execute(delete(ledger).where(ledger.c.kind == "cut", ledger.c.key.in_(list(cuts))))
    conn.execute(insert(ledger), [{"kind": kind, "key": key, "value": value} for kind, key, value in rows])


def came_back(conn: Connection, stood: Mapping[ActionId, tuple[Epoch, int]]) -> None:
    """Note where these stood: a server that is started again still knows what whoever had seen them had seen."""
    rows = [{"action": id, "epoch": epoch, "seq": seq} for id, (epoch, seq) in stood.items()]
    conn.execute(insert(returned), rows)


def leave_behind(conn: Connection, began: Epoch) -> None:
    """Nothing comes back into the history *began*, whichever other one had acknowledged it."""
    cuts = select(ledger.c.key).where(ledger.c.kind == "cut")
    conn.execute(delete(ledger).where(ledger.c.kind == "shared", ledger.c.key.in_(cuts)))
    conn.execute(update(ledger).where(ledger.c.kind == "cut").values(kind="shared"))
    conn.execute(delete(ledger).where(ledger.c.kind == "left"))
    conn.execute(insert(ledger).values(kind="left", key=began, value=1))
