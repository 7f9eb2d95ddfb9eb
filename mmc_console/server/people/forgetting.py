"""How long people are known, and how one person is made nameless.

Whoever was not here for as long as the setting says is forgotten: number, name and phone go, and the free texts of
that age. So is one person, when asked for. Visits and tickets stay as they are under an id that leads to nobody,
which is why no figure changes. It goes in small steps, each whole in itself: what is left is found by the next round.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, ClassVar, Final

from msgspec import Meta, Struct
from sqlalchemy import Connection, TextClause, delete, func, select, text

from mmc_console.domain.actions import ErasePatient, EraseReason
from mmc_console.domain.events import NumberAlias, TicketFinished
from mmc_console.domain.ids import ActionId, NoteId, PatientId, mint_action_id, note_of
from mmc_console.domain.patients import Card
from mmc_console.domain.permissions import Actor
from mmc_console.server.clock import Clock
from mmc_console.server.log.tables import tickets, visits
from mmc_console.server.people.people import People
from mmc_console.server.people.tables import aliases, notes, patients
from mmc_console.server.preferences import Area, Preferences
from mmc_console.server.store.engine import Database
from mmc_console.server.writer import Writer
from mmc_console.server.writer_checks import TOO_OLD
from mmc_console.wire.answers import ActionsRequest
from mmc_console.wire.json import event_of
from mmc_console.wire.problems import Problem

log = logging.getLogger(__name__)

AT_ONCE: Final = 200
"""Rows of one step: some 10 ms of the write lock."""
IN_A_ROUND: Final = 20_000
"""People that one round forgets at most: what is left waits for the next."""
DAY: Final = timedelta(days=1)
AHEAD_AT_MOST: Final = timedelta(days=90)
"""No day later than so long after the last visit counts: what is forgotten cannot be brought back, and a clock that was
set years ahead would have everybody forgotten at the next start."""
ALIASES_KEPT: Final = 2 * TOO_OLD
"""As long as work that speaks of somebody by the id its desk had made may still come, and as long again."""


class PatientSettings(Area, frozen=True):
    """How long people are known after their last visit.

    Twelve months: long enough that somebody who comes for the yearly exam is found by the number and typed once; no
    longer, since this is a queue and no medical record.
    """

    AREA: ClassVar[str] = "patients"
    keep_months: Annotated[int, Meta(ge=1, le=120)] = 12


class Traces(Struct, frozen=True):
    """What is known of somebody besides the card."""

    visits: int
    last: date | None
    open: bool
    """A visit of the present service day is going on."""


class EraseRefused(Exception):
    """The rules do not let this person be erased now."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Forgetting:
    """Forgets people of one centre."""

    def __init__(
        self, database: Database, people: People, writer: Writer, preferences: Preferences, clock: Clock
    ) -> None:  # fmt: skip
        self._database, self._people, self._writer = database, people, writer
        self._preferences, self._clock = preferences, clock

    # -- whoever was not here for long -------------------------------------------------

    async def round(self) -> None:
        """Forget everybody whose time is over."""
        now = self._clock.now()
        today = await asyncio.to_thread(self._believed, self._writer.calendar.day(now))
        since = before(today, self._preferences.read(PatientSettings).keep_months)
        moment = self._writer.calendar.starts(since)
        due = await asyncio.to_thread(self._due, since, moment)
        for some in _parts(due):
            await asyncio.to_thread(self._database.transact, lambda conn, some=some: self._forget(conn, some, now))
        useless = self._writer.calendar.starts(today) - ALIASES_KEPT
        await asyncio.to_thread(self._database.transact, lambda conn: _drop_aliases(conn, useless))
        texts = 0
        while gone := await asyncio.to_thread(self._database.transact, lambda conn: _old_notes(conn, moment)):
            texts += gone
        if due or texts:
            log.info("%d people and %d texts of before %s were forgotten", len(due), texts, since)

    def _believed(self, today: date) -> date:
        """*today*, as far as the last visit makes it likely."""
        with self._database.read() as conn:
            last = conn.execute(select(func.max(visits.c.day))).scalar_one()
        return today if last is None else min(today, date.fromisoformat(last) + AHEAD_AT_MOST)

    def _due(self, since: date, moment: datetime) -> list[PatientId]:
        """Who has had no visit since. One question for all: what it compares with is gathered once."""
        lately = select(visits.c.patient).where(visits.c.day >= since.isoformat())
        old = (patients.c.created_ms < _millis(moment)) & (patients.c.updated_ms < _millis(moment))
        query = select(patients.c.id).where(old, patients.c.id.not_in(lately)).limit(IN_A_ROUND)
        with self._database.read() as conn:
            return [PatientId(id) for id in conn.execute(query).scalars()]

    def _forget(self, conn: Connection, some: list[PatientId], now: datetime) -> None:
        """All of *some* but those who have come back since they were found."""
        yesterday = (self._writer.calendar.day(now) - DAY).isoformat()
        back = set(conn.execute(select(visits.c.patient).where(visits.c.day >= yesterday)).scalars())
        self._people.erase(conn, [id for id in some if id not in back])

    # -- one person ---------------------------------------------------------------------

    def find(self, number: str) -> tuple[Card, Traces] | None:
        """Who has this number, and what is known of them."""
        with self._database.read() as conn:
            card = self._people.by_number(conn, number)
            return None if card is None else (card, self._traces(conn, card.id))

    async def erase(self, number: str, reason: EraseReason, actor: Actor) -> Traces | None:
        """Make this person nameless; None when nobody has the number. EraseRefused while they are here."""
        found = await asyncio.to_thread(self.find, number)
        if found is None:
            return None
        card, traces = found
        written = await asyncio.to_thread(self._notes_of, card.id)
        now = self._clock.now()
        action: Any = ErasePatient(
            id=mint_action_id(now, secrets.token_bytes(10)), at=now, patient_id=card.id, reason=reason
        )
        self._people.take_along(card.id, written)  # for as long as it may still be carried out
        result = (await self._writer.submit([actor], "", ActionsRequest(actions=(action,)))).results[0]
        self._people.take_along(card.id, ())
        if result.problem is not None:
            raise EraseRefused(result.problem)
        return traces

    def _traces(self, conn: Connection, id: PatientId) -> Traces:
        days = conn.execute(select(visits.c.day, visits.c.state).where(visits.c.patient == id)).all()
        today = self._writer.calendar.day(self._clock.now()).isoformat()
        going = any(day == today and state == "open" for day, state in days)
        return Traces(len(days), max((date.fromisoformat(day) for day, _ in days), default=None), going)

    def _notes_of(self, id: PatientId) -> list[NoteId]:
        """The free texts about this person: of the actions of those days that name them, their visits or tickets."""
        with self._database.read() as conn:
            mine = conn.execute(select(visits.c.id, visits.c.day).where(visits.c.patient == id)).all()
            updated = conn.execute(select(patients.c.updated_ms).where(patients.c.id == id)).scalar_one_or_none()
            names = {id.encode(), *(visit.encode() for visit, _ in mine)}
            days = {date.fromisoformat(day) for _, day in mine}
            for part in _parts(sorted(visit for visit, _ in mine)):
                of_day = tickets.c.day.in_({day for visit, day in mine if visit in part})
                rows = conn.execute(select(tickets.c.id).where(of_day, tickets.c.visit.in_(part)))
                names |= {ticket.encode() for (ticket,) in rows}
            if updated is not None:
                days.add(datetime.fromtimestamp(updated / 1000, UTC).date())
            return list(_notes(conn, days, names | set(_other_names(conn, days, names))))


def before(today: date, months: int) -> date:
    """The day *months* before *today*; the last of its month where that has no such day."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    for day in range(today.day, 0, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


_ACTIONS: Final = text(
    "SELECT r.action, e.body FROM results r JOIN events e ON e.seq BETWEEN r.first AND r.last"
    " WHERE r.action >= :first AND r.action < :last AND instr(e.body, '\"note\":')"
    " UNION ALL SELECT r.action, r.original FROM results r"
    " WHERE r.action >= :first AND r.action < :last AND instr(r.original, '\"note\":')"
)
"""The actions of some days that carry a free text, with what names who it is about. Their ids begin with their time."""


_NAMES: Final = text(
    "SELECT r.action, e.body FROM results r JOIN events e ON e.seq BETWEEN r.first AND r.last"
    " WHERE r.action >= :first AND r.action < :last AND (e.type = 'number_alias'"
    " OR e.type = 'ticket_finished' AND instr(e.body, '\"ahead\":'))"
)
"""Where some days' visits and tickets got another name."""


def _notes(conn: Connection, days: Iterable[date], names: set[bytes]) -> Iterator[NoteId]:
    for action, _ in _naming(conn, _ACTIONS, days, names):
        yield note_of(action)


def _other_names(conn: Connection, days: Iterable[date], names: set[bytes]) -> Iterator[bytes]:
    """A second registration's, and what a desk's screen has shown: texts that were refused stand under those."""
    for _, body in _naming(conn, _NAMES, days, names):
        event = event_of(body)
        if isinstance(event, NumberAlias):
            yield from (name.encode() for name in (event.alias, event.ticket_alias) if name is not None)
        elif isinstance(event, TicketFinished) and event.ahead is not None:
            yield event.ahead[1].encode()


def _naming(
    conn: Connection, query: TextClause, days: Iterable[date], names: set[bytes]
) -> Iterator[tuple[ActionId, bytes]]:  # fmt: skip
    """What *query* finds of these days that names one of *names*."""
    for day in sorted(days):
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        limits = {"first": _first_id(midnight - DAY), "last": _first_id(midnight + 3 * DAY)}
        for action, body in conn.execute(query, limits):
            if any(name in bytes(body) for name in names):
                yield ActionId(action), bytes(body)


def _first_id(at: datetime) -> ActionId:
    return ActionId(mint_action_id(at, bytes(10))[:13])


def _old_notes(conn: Connection, moment: datetime) -> int:
    some = select(notes.c.id).where(notes.c.at_ms < _millis(moment)).limit(AT_ONCE)
    return conn.execute(delete(notes).where(notes.c.id.in_(some))).rowcount


def _drop_aliases(conn: Connection, moment: datetime) -> None:
    conn.execute(delete(aliases).where(aliases.c.at_ms < _millis(moment)))


def _parts(ids: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _millis(at: datetime) -> int:
    return int(at.timestamp() * 1000)
