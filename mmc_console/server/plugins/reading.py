"""What a plugin is told, read from the database: events of its sort, notices with their words, a contact if granted.

The grants are read with the contact, so that one which was taken back is not used once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, select

from mmc_console.domain.ids import ActionId, PatientId, VisitId, derive
from mmc_console.domain.patients import Card
from mmc_console.domain.service_day import calendar_of
from mmc_console.server.log import events
from mmc_console.server.log.tables import events as event_rows
from mmc_console.server.log.tables import tickets, visits
from mmc_console.server.notices.tables import notices
from mmc_console.server.plugins import rows
from mmc_console.server.plugins.parts import Parts
from mmc_console.server.plugins.rows import Kept, Waiting
from mmc_console.server.plugins.words import LANGUAGES, texts_of
from mmc_console.server.store.errors import StoreError
from mmc_console.wire import plugins as wire

AT_ONCE: Final = 20
EVENTS_AT_ONCE: Final = 100
_SCANNED: Final = 5_000
_ASKED_FOR: Final = timedelta(days=2)
"""Older visits are nobody's business any more, and looking for one would read every page."""
_STILL: Final[dict[str, frozenset[str]]] = {
    "your_turn": frozenset({"called"}), "called_again": frozenset({"called"}), "near_turn": frozenset({"waiting"}),
    "next_in_line": frozenset({"waiting"}), "clinic_paused": frozenset({"waiting"}),
    "moved_on": frozenset({"waiting", "called", "held"}),
}  # fmt: skip
"""How the ticket must stand for it to be true."""
_DOUBTED_AFTER: Final = timedelta(minutes=1)


class Logged(NamedTuple):
    """An event of the log."""

    seq: int
    at_ms: int
    body: bytes


class Page(NamedTuple):
    """Events of the wanted sorts up to `seq`."""

    epoch: str
    events: list[Logged]
    seq: int
    more: bool


class SwitchedOff(Exception):
    """It is to be told nothing any more."""


class Told:
    """What there is for one plugin."""

    def __init__(self, parts: Parts, name: str) -> None:
        self._parts, self._name = parts, name

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with self._parts.reading, self._parts.database.read() as conn:
            yield conn

    def _kept(self, conn: Connection) -> Kept:
        """The plugin as it stands; SwitchedOff."""
        kept = rows.one(conn, self._name)
        if kept is None or not kept.on:
            raise SwitchedOff
        return kept

    def due(self, now_ms: int) -> list[Waiting]:
        """Those to be tried again: what is due, and the first that is not yet."""
        with self._read() as conn:
            found = rows.waiting_of(conn, self._name)
        ready = [item for item in found if item.next_ms <= now_ms]
        return ready + found[len(ready) : len(ready) + 1]

    def fresh(self, kinds: Sequence[str]) -> list[Waiting]:
        """New notices of these kinds, in order."""
        if not kinds:
            return []
        with self._read() as conn:
            wanted = notices.c.n > self._kept(conn).n, notices.c.kind.in_(list(kinds))
            question = select(notices.c.n).where(*wanted).order_by(notices.c.n).limit(AT_ONCE)
            return [Waiting(row.n, 0, 0) for row in conn.execute(question)]

    def notice(self, n: int, tries: int) -> wire.Notice | None:
        """The notice *n* with what this plugin may know now; None for one that is gone or no longer true."""
        with self._read() as conn:
            kept = self._kept(conn)
            row = conn.execute(select(notices).where(notices.c.n == n)).one_or_none()
            if row is None or not self._holds(conn, row):
                return None
            card = self._card(conn, row.patient, kept)
        return self._notice(row, tries, card)

    def _holds(self, conn: Connection, row: Any) -> bool:
        """Whether it is still so; asked of what has waited for a while only."""
        states = _STILL.get(row.kind)
        now = self._parts.clock.now()
        if states is None or now - datetime.fromtimestamp(row.at_ms / 1000, UTC) < _DOUBTED_AFTER:
            return True
        recent = tickets.c.day >= (now - _ASKED_FOR).date().isoformat()
        state = conn.execute(select(tickets.c.state).where(recent, tickets.c.id == row.ticket)).scalar()
        return state in states

    def events(self, after: int, types: Sequence[str]) -> Page:
        """The events of these types after position *after*."""
        with self._read() as conn:
            head = events.head(conn)
            if head is None:
                return Page("", [], after, more=False)
            after = min(after, head.seq)  # a restore may have taken the log back
            last = min(head.seq, after + _SCANNED)
            question = (
                select(event_rows.c.seq, event_rows.c.at_ms, event_rows.c.body)
                .where(event_rows.c.seq > after, event_rows.c.seq <= last, event_rows.c.type.in_(list(types)))
                .order_by(event_rows.c.seq)
                .limit(EVENTS_AT_ONCE)
            )
            found = [Logged(row.seq, row.at_ms, row.body) for row in conn.execute(question)]
        if len(found) == EVENTS_AT_ONCE:
            last = found[-1].seq
        return Page(head.epoch, found, last, more=last < head.seq)

    def answer(self, asked: wire.Ask) -> wire.Answer:
        """What the plugin asked for, if it was granted."""
        try:
            with self._read() as conn:
                kept = self._kept(conn)
                if "contact" not in kept.granted:
                    return wire.Answer(refused="not-granted")
                recent = visits.c.day >= (self._parts.clock.now() - _ASKED_FOR).date().isoformat()
                patient = conn.execute(select(visits.c.patient).where(recent, visits.c.id == asked.visit)).scalar()
                card = None if patient is None else self._card(conn, patient, kept)
        except StoreError:
            return wire.Answer(refused="unavailable")
        except SwitchedOff:
            return wire.Answer(refused="not-granted")
        if card is None:
            return wire.Answer(refused="unknown-visit")
        return wire.Answer(contact=wire.Contact(phone=card.phone, language=card.language, name=card.name))

    def _card(self, conn: Connection, patient: str, kept: Kept) -> Card | None:
        """The person, without what was not granted; None when nothing was."""
        if not kept.granted:
            return None
        cards = self._parts.people.cards(conn, [PatientId(patient)])
        if not cards:
            return None
        card, contact = cards[0], "contact" in kept.granted
        return Card(
            id=card.id, number="", gender=card.gender, phone=card.phone if contact else "",
            language=card.language if contact else "", name=card.name if "name" in kept.granted else "",
        )  # fmt: skip

    def _notice(self, row: Any, tries: int, card: Card | None) -> wire.Notice:
        center = self._parts.center()
        name = card.name if card is not None else ""
        texts = texts_of(center, row.kind, row.number, row.clinic, row.room, row.stage, name)
        language = card.language if card is not None else ""
        first = center.center.languages[0] if center.center.languages else LANGUAGES[0]
        at = datetime.fromtimestamp(row.at_ms / 1000, UTC)
        return wire.Notice(
            id=derive(ActionId(row.about), row.kind), kind=row.kind, at=calendar_of(center.center).stamp(at),
            visit=VisitId(row.visit), ticket=row.ticket, number=row.number, label=row.label, clinic=row.clinic,
            room=row.room, text=texts.get(language) or texts.get(first) or texts["ar"], texts=texts,
            phone=card.phone if card is not None else "", language=language, name=name, tried=tries,
        )  # fmt: skip
