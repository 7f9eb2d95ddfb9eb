"""The rows of visits and tickets that reports read, kept in step with the log in its own transactions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, literal_column, select
from sqlalchemy.dialects.sqlite import insert

from mmc_console.domain.ids import PatientId, TicketId, VisitId
from mmc_console.domain.state import Inverse, State
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import Visit
from mmc_console.server.log import tables
from mmc_console.server.log.events import maybe_millis, millis
from mmc_console.server.store.prepared import Prepared


def stands(conn: Connection, state: State, at: datetime, number: str | None, patient: PatientId) -> bool:
    """Whether that number, or a visit of that person open or all done since *at*, is of a day that *state* forgets."""
    if not state.settings or not state.forgets(day := state.calendar.day(at)):
        return False
    found = _STANDING.all(conn, of_day=day.isoformat(), number=number, patient=patient, at_ms=millis(at))
    return any(row.id not in state.visits for row in found)


def put_changed(conn: Connection, state: State, inverses: Iterable[Inverse]) -> None:
    """Write all visits and tickets that what *inverses* take back has changed, as *state* has them now."""
    visits: dict[VisitId, Visit | None] = {}
    tickets: dict[TicketId, None] = {}
    for inverse in inverses:
        for table, key, old in inverse.puts:
            if table is state.tickets:
                tickets[key] = None
            elif table is state.visits:
                visits.setdefault(key, old if isinstance(old, Visit) else None)
    put_visits(conn, [(before, state.visits[id]) for id, before in visits.items()])
    put_tickets(conn, [state.tickets[id] for id in tickets])


def put_visits(conn: Connection, changed: Iterable[tuple[Visit | None, Visit]]) -> None:
    """Write these visits (before, now) as they are now; most steps of a journey change nothing that stands in a row."""
    rows = [_visit_row(now) for before, now in changed if before is None or _differ(before, now)]
    _VISITS.run_all(conn, rows)
    _forget(conn, rows)


def put_tickets(conn: Connection, tickets: Iterable[Ticket]) -> None:
    """Write these tickets as they are now."""
    rows = [_ticket_row(t) for t in tickets]
    _TICKETS.run_all(conn, rows)
    _forget(conn, rows)


def _forget(conn: Connection, rows: list[tuple[Any, ...]]) -> None:
    """What was counted of the days of these rows holds no longer. Mostly it is today, of which nothing is kept."""
    _FORGET.run_all(conn, [(day,) for day in {row[0] for row in rows}])


def _upsert(table: Table) -> Prepared:
    statement = insert(table)
    key = [c.name for c in table.primary_key]
    changing = {c.name: statement.excluded[c.name] for c in table.columns if not c.primary_key}
    return Prepared(statement.on_conflict_do_update(index_elements=key, set_=changing))


_VISITS = _upsert(tables.visits)
_TICKETS = _upsert(tables.tickets)
_visit = tables.visits.c
_STOOD = (_visit.state == literal_column("'open'")) | (
    (_visit.state == literal_column("'complete'")) & (_visit.closed_ms > bindparam("at_ms"))
)
_STANDING = Prepared(
    select(_visit.id).where(
        _visit.day == bindparam("of_day"),
        (_visit.number == bindparam("number")) | ((_visit.patient == bindparam("patient")) & _STOOD),
    )
)
_FORGET = Prepared(delete(tables.day_lines).where(tables.day_lines.c.day == bindparam("of_day")))


def _differ(a: Visit, b: Visit) -> bool:
    return (
        a.state != b.state or a.number != b.number or a.gender != b.gender or a.exam_type != b.exam_type
        or a.referred != b.referred or a.closed_at != b.closed_at
    )  # fmt: skip


def _visit_row(v: Visit) -> tuple[Any, ...]:
    return (
        v.day.isoformat(), millis(v.registered_at), v.id, v.number, v.patient, v.gender, v.exam_type, v.state,
        v.referred, maybe_millis(v.closed_at),
    )  # fmt: skip


def _ticket_row(t: Ticket) -> tuple[Any, ...]:
    return (
        t.day.isoformat(), millis(t.issued_at), t.id, t.visit, t.clinic, t.room, t.label, t.state, t.priority,
        millis(t.queued_at), maybe_millis(t.first_called_at), maybe_millis(t.called_at), maybe_millis(t.started_at),
        maybe_millis(t.closed_at), t.caller, t.announcements, t.postponed, t.by_hand, t.confirmed,
    )  # fmt: skip
