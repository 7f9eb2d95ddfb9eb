"""What a restore would change: both databases counted, nothing estimated. Blocks: call it from a thread."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection, distinct, func, inspect, select

from mmc_console.domain.events import CentrePublished
from mmc_console.domain.ids import ClinicCode
from mmc_console.server.auth.tables import devices, users
from mmc_console.server.log import events, ledger
from mmc_console.server.log.tables import events as event_rows
from mmc_console.server.log.tables import results, tickets, visits
from mmc_console.server.preferences.tables import preferences
from mmc_console.wire.json import event_of
from mmc_console.wire.restore import Changes, ClinicChange, Pair, UserChange

KEPT_BY_DESKS: Final = timedelta(days=7)
"""Consoles keep what was acknowledged at most so long."""
_AT_ONCE: Final = 500


class Facts(Struct, frozen=True, kw_only=True):
    """One database, counted."""

    epoch: str
    seq: int
    at: datetime | None
    tickets: int
    visits: int
    by_clinic: dict[str, tuple[int, int]]
    """Tickets, and visits with any, by clinic."""
    users: dict[str, tuple[str, str, str, bool, str]]
    """Username, rights, name, whether let in, password's hash; by id."""
    settings: dict[str, str]
    center: str
    published: bytes
    """The last publication of the centre."""


def facts(conn: Connection) -> Facts:
    """Count this database."""
    head = events.head(conn)
    rows = select(tickets.c.clinic, func.count(), func.count(distinct(tickets.c.visit))).group_by(tickets.c.clinic)
    by_clinic = {clinic: (count, visited) for clinic, count, visited in conn.execute(rows)}
    published = conn.execute(
        select(event_rows.c.body)
        .where(event_rows.c.type == "centre_published")
        .order_by(event_rows.c.seq.desc())
        .limit(1)
    ).scalar_one_or_none()
    found = event_of(published) if published is not None else None
    last = None if head is None else events.time_of(conn, head.seq)
    return Facts(
        epoch="" if head is None else head.epoch,
        seq=0 if head is None else head.seq,
        at=None if last is None else datetime.fromtimestamp(last / 1000, UTC),
        tickets=sum(count for count, _ in by_clinic.values()),
        visits=conn.execute(select(func.count()).select_from(visits)).scalar_one(),
        by_clinic=by_clinic,
        users={
            row.id: (row.username, f"{row.roles} {row.clinics}", row.name, bool(row.enabled), row.password)
            for row in conn.execute(select(users))
        },
        settings=_settings(conn),
        center=found.center.center.code if isinstance(found, CentrePublished) else "",
        published=_content(found),
    )


def _content(found: Any) -> bytes:
    from mmc_console.wire.json import encode

    return encode(found.center) if isinstance(found, CentrePublished) else b""


def _settings(conn: Connection) -> dict[str, str]:
    if not inspect(conn).has_table(preferences.name):  # a backup of an older version, before it is migrated
        return {}
    rows = conn.execute(select(preferences.c.area, preferences.c.fields).order_by(preferences.c.n))
    return {area: fields for area, fields in rows if fields not in ("", "{}")}


def shared(now: Connection, then: Connection) -> int:
    """Up to which position both have the same log: a log only grows, so what two share is their beginning.

    Behind where they parted they may be equal again: what consoles bring back after a restore comes to its old position
    where somebody's new work fills just the hole before it. So it is followed from where both surely are the same.
    """
    one, two = events.head(now), events.head(then)
    if one is None or two is None:
        return 0
    ours, theirs = _heard_of(now, one), _heard_of(then, two)
    at = max((min(ours[history], theirs[history]) for history in ours.keys() & theirs.keys()), default=0)
    if not at or _body(now, at) != _body(then, at):  # strangers, left on purpose, or a copy that was put back by hand
        return _searched(now, then, min(one.seq, two.seq))
    both = zip(_bodies(now, at), _bodies(then, at), strict=False)
    return at + sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], both))


def _heard_of(conn: Connection, head: events.Head) -> dict[str, int]:
    """The histories a log goes back to, and what it has of each."""
    return {**ledger.read(conn, head.epoch).cuts, head.epoch: head.seq}


def _searched(now: Connection, then: Connection, most: int) -> int:
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if _body(now, middle) == _body(then, middle):
            least = middle
        else:
            most = middle - 1
    return least


def _bodies(conn: Connection, at: int) -> Iterator[bytes]:
    """All after that position, in order."""
    while page := events.page(conn, at, _AT_ONCE):
        yield from page
        at += len(page)


def _body(conn: Connection, seq: int) -> list[bytes]:
    return events.bodies(conn, seq, seq)


def changes(backup: str, then: Connection, new: Facts, now: Connection | None, at: datetime, was: str = "") -> Changes:
    """What changes when *then*, whose facts are *new*, takes the place of *now* (None: it cannot be read).

    *was*: its older version.
    """
    if now is None:
        return Changes(
            backup_id=backup, center=new.center, readable=False, seq=new.seq, at=new.at,
            tickets=Pair(None, new.tickets), visits=Pair(None, new.visits), users=Pair(None, len(new.users)),
            clinics=tuple(_clinic(clinic, None, new) for clinic in sorted(new.by_clinic)), migrated_from=was,
        )  # fmt: skip
    old = facts(now)
    same = shared(now, then)
    later, from_desks, consoles = _later(now, same, at)
    return Changes(
        backup_id=backup,
        center=new.center,
        readable=True,
        seq=new.seq,
        at=new.at,
        now_seq=old.seq,
        now_at=old.at,
        shared=same,
        tickets=Pair(old.tickets, new.tickets),
        visits=Pair(old.visits, new.visits),
        users=Pair(len(old.users), len(new.users)),
        clinics=tuple(_clinic(clinic, old, new) for clinic in sorted(old.by_clinic.keys() | new.by_clinic)),
        changed_users=tuple(_users(old, new)),
        settings=tuple(
            area
            for area in sorted(old.settings.keys() | new.settings)
            if old.settings.get(area) != new.settings.get(area)
        ),
        centre_published=old.published != new.published,
        later=later,
        from_desks=from_desks,
        consoles=consoles,
        migrated_from=was,
    )


def _clinic(clinic: str, old: Facts | None, new: Facts) -> ClinicChange:
    ours, theirs = old.by_clinic.get(clinic, (0, 0)) if old is not None else None, new.by_clinic.get(clinic, (0, 0))
    return ClinicChange(
        clinic=ClinicCode(clinic),
        tickets=Pair(ours and ours[0], theirs[0]),
        visits=Pair(ours and ours[1], theirs[1]),
    )


def _users(old: Facts, new: Facts) -> list[UserChange]:
    found = []
    for id in old.users.keys() | new.users:
        one, two = old.users.get(id), new.users.get(id)
        if two is None:
            assert one is not None
            found.append(UserChange(one[0], "gone"))
        elif one is None:
            found.append(UserChange(two[0], "back"))
        elif (one[1], one[3]) != (two[1], two[3]):
            found.append(UserChange(two[0], "rights"))
        elif one[4] != two[4]:
            found.append(UserChange(two[0], "password"))
        elif one != two:
            found.append(UserChange(two[0], "name"))
    return sorted(found, key=lambda change: change.username)


def _later(now: Connection, after: int, at: datetime) -> tuple[int, int, int]:
    """How many actions came after that position, how many of them consoles hold, and how many consoles."""
    late = select(event_rows.c.action).where(event_rows.c.seq > after).distinct().subquery()
    action = late.c[0]
    count = now.execute(select(func.count()).select_from(late)).scalar_one()
    held = now.execute(
        select(func.count(), func.count(distinct(results.c.device)))
        .select_from(late.join(results, results.c.action == action).join(devices, devices.c.id == results.c.device))
        .where(devices.c.revoked.is_(False), results.c.at_ms >= events.millis(at - KEPT_BY_DESKS))
    ).one()
    return count, held[0], held[1]
