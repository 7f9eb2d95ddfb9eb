"""Writes alerts down and reads them again. Blocks; each write is one short transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, insert, or_, select
from sqlalchemy.dialects import sqlite

from mmc_console.server.alerts.outbox import LIVES, Message
from mmc_console.server.alerts.tables import alerts, messages, told
from mmc_console.server.log.events import millis
from mmc_console.wire.alerts import Alert

KEPT: Final = timedelta(days=400)
MESSAGES_KEPT: Final = 4 * LIVES
CLOSED_AT_MOST: Final = 200
_encode: Final = msgspec.json.Encoder().encode
_alert: Final = msgspec.json.Decoder(Alert)
_message: Final = msgspec.json.Decoder(Message)


def load_alerts(conn: Connection) -> list[Alert]:
    """What is open and what ended lately, oldest end first, the open ones last."""
    ended = select(alerts.c.body).where(alerts.c.ended_ms.is_not(None)).order_by(alerts.c.ended_ms.desc())
    closed = [_alert.decode(row.body) for row in conn.execute(ended.limit(CLOSED_AT_MOST))]
    open = [_alert.decode(row.body) for row in conn.execute(select(alerts.c.body).where(alerts.c.ended_ms.is_(None)))]
    return [*reversed(closed), *open]


def closed_before(conn: Connection, before: datetime, limit: int) -> list[Alert]:
    """Those that ended before then, newest first."""
    wanted = select(alerts.c.body).where(alerts.c.ended_ms < millis(before)).order_by(alerts.c.ended_ms.desc())
    return [_alert.decode(row.body) for row in conn.execute(wanted.limit(limit))]


def between(conn: Connection, begin: datetime, end: datetime) -> list[Alert]:
    """Those that were open at some moment of this time."""
    still = or_(alerts.c.ended_ms.is_(None), alerts.c.ended_ms >= millis(begin))
    wanted = select(alerts.c.body).where(alerts.c.began_ms <= millis(end), still).order_by(alerts.c.began_ms)
    return [_alert.decode(row.body) for row in conn.execute(wanted)]


def load_messages(conn: Connection, now: datetime) -> list[Message]:
    """What may still have to be sent out, oldest first."""
    wanted = select(messages.c.body).where(messages.c.at_ms >= millis(now - LIVES)).order_by(messages.c.at_ms)
    return [_message.decode(row.body) for row in conn.execute(wanted)]


def store(conn: Connection, changed: Iterable[Alert], fresh: Iterable[Message]) -> None:
    """Write these; the caller commits."""
    for alert in changed:
        values = {
            "began_ms": millis(alert.began), "ended_ms": None if alert.ended is None else millis(alert.ended),
            "body": _encode(alert),
        }  # fmt: skip
        row = sqlite.insert(alerts).values(id=alert.id, **values)
        conn.execute(row.on_conflict_do_update(index_elements=["id"], set_=values))
    for message in fresh:
        row = sqlite.insert(messages).values(key=message.key, at_ms=millis(message.at), body=_encode(message))
        conn.execute(row.on_conflict_do_nothing())


def forget(conn: Connection, now: datetime) -> None:
    """Drop what is too old."""
    conn.execute(delete(alerts).where(alerts.c.ended_ms < millis(now - KEPT)))
    old = select(messages.c.key).where(messages.c.at_ms < millis(now - MESSAGES_KEPT))
    conn.execute(delete(told).where(told.c.key.in_(old)))
    conn.execute(delete(messages).where(messages.c.at_ms < millis(now - MESSAGES_KEPT)))


def settled(conn: Connection, plugin: str) -> set[str]:
    """The keys of what this plugin was told, or is not to be told."""
    return set(conn.execute(select(told.c.key).where(told.c.plugin == plugin)).scalars())


def settle(conn: Connection, plugin: str, key: str, outcome: str) -> None:
    """Note what became of it; the caller commits."""
    row = sqlite.insert(told).values(plugin=plugin, key=key, outcome=outcome)
    conn.execute(row.on_conflict_do_update(index_elements=["plugin", "key"], set_={"outcome": outcome}))


def begin_now(conn: Connection, plugin: str) -> None:
    """The plugin is switched on: what was before is not for it."""
    conn.execute(delete(told).where(told.c.plugin == plugin))
    for key in conn.execute(select(messages.c.key)).scalars().all():
        conn.execute(insert(told).values(plugin=plugin, key=key, outcome="before"))
