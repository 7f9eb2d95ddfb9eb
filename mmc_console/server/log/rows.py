"""The rows of visits and tickets that reports read, kept in step with the log in its own transactions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.sqlite import insert

from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import Visit
from mmc_console.server.log import tables
from mmc_console.server.log.events import maybe_millis, millis
from mmc_console.server.store.prepared import Prepared


def put_visits(conn: Connection, visits: Iterable[Visit]) -> None:
    """Write these visits as they are now."""
    _put(conn, _VISITS, [_visit_row(v) for v in visits])


def put_tickets(conn: Connection, tickets: Iterable[Ticket]) -> None:
    """Write these tickets as they are now."""
    _put(conn, _TICKETS, [_ticket_row(t) for t in tickets])


def _put(conn: Connection, statement: Prepared, rows: list[dict[str, Any]]) -> None:
    if rows:
        statement.run_all(conn, rows)


def _upsert(table: Table) -> Prepared:
    statement = insert(table)
    changing = {c.name: statement.excluded[c.name] for c in table.columns if not c.primary_key}
    return Prepared(statement.on_conflict_do_update(index_elements=["day", "id"], set_=changing))


_VISITS = _upsert(tables.visits)
_TICKETS = _upsert(tables.tickets)


def _visit_row(v: Visit) -> dict[str, Any]:
    return {
        "day": v.day.isoformat(), "id": v.id, "number": v.number, "patient": v.patient, "gender": v.gender,
        "exam_type": v.exam_type, "state": v.state, "referred": v.referred,
        "registered_ms": millis(v.registered_at), "closed_ms": maybe_millis(v.closed_at),
    }  # fmt: skip


def _ticket_row(t: Ticket) -> dict[str, Any]:
    return {
        "day": t.day.isoformat(), "id": t.id, "visit": t.visit, "clinic": t.clinic, "room": t.room,
        "label": t.label, "state": t.state, "priority": t.priority, "issued_ms": millis(t.issued_at),
        "queued_ms": millis(t.queued_at), "first_called_ms": maybe_millis(t.first_called_at),
        "called_ms": maybe_millis(t.called_at), "started_ms": maybe_millis(t.started_at),
        "closed_ms": maybe_millis(t.closed_at), "caller": t.caller, "announcements": t.announcements,
        "postponed": t.postponed, "by_hand": t.by_hand, "confirmed": t.confirmed,
    }  # fmt: skip
