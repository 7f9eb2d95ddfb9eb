"""What a patient's phone may ask: the page as it stands, leaving by PIN, a rating. One visit a token, no other.

A token that is wrong, old or guessed is answered alike and costs the same; only such ones are counted, and whoever
holds a right one is served however many wrong ones came from the same address: a hospital's phones share one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from msgspec.structs import replace

from mmc_console.domain.ids import ClinicCode, VisitId
from mmc_console.domain.page import Page, page_of, placing
from mmc_console.domain.state import State
from mmc_console.server.auth.faults import TooManyTries
from mmc_console.server.clock import Clock
from mmc_console.server.exit_pins import ExitPins
from mmc_console.server.pages import ratings
from mmc_console.server.pages.tokens import Tokens
from mmc_console.server.store.engine import Database
from mmc_console.server.tries import Tries
from mmc_console.server.writer import Writer

WRONG: Final = (30, timedelta(minutes=15))
"""Wrong tokens an address."""
AT_ONCE: Final = 40
"""Pages in one look at the state: some 20 µs each on the writer's thread."""


class Seen(NamedTuple):
    """A page, whose it is by the visit's own id, and the clinic whose events change it (None: any)."""

    page: Page | None
    visit: VisitId
    clinic: ClinicCode | None


class NoSuchPage(Exception):
    """Nobody holds this token today. Says no more."""


class NotNow(Exception):
    """A rating that cannot be taken. *reason*: `not-complete` or `rated`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Pages:
    """The patients' pages of one centre."""

    def __init__(self, database: Database, writer: Writer, clock: Clock, tokens: Tokens, exits: ExitPins) -> None:
        self._database, self._writer, self._clock = database, writer, clock
        self._tokens, self._exits = tokens, exits
        self._tries = Tries(WRONG[1])
        self._rated: dict[VisitId, date] = {}

    async def open(self, token: str, source: str) -> tuple[VisitId, Page]:
        """The visit of *token* and its page. NoSuchPage; TooManyTries after too many of those from *source*."""
        visit = await asyncio.to_thread(self._find, token)
        # a token nobody holds is looked for in the state too: the answer to it must not come any sooner
        page, visit, _ = (await self.look([visit or VisitId("")]))[0]
        if page is not None:
            if page.rating == "open" and await asyncio.to_thread(self._was_rated, visit):
                self._rated[visit] = page.day
                page = replace(page, rating="given")
            return visit, page
        now, key = self._clock.now(), ("page", source)
        with self._tries.lock:
            seconds = self._tries.wait(key, *WRONG, now)
            if seconds:
                raise TooManyTries(seconds)
            self._tries.count(key, now)
        raise NoSuchPage

    async def look(self, visits: Sequence[VisitId]) -> list[Seen]:
        """The pages of these visits now, in a few short looks at the state."""
        found: list[Seen] = []
        for start in range(0, len(visits), AT_ONCE):
            some = visits[start : start + AT_ONCE]
            found.extend(await self._writer.ask(lambda state, some=some: self._gather(state, some)))  # type: ignore[misc]  # mypy cannot infer a lambda's default
        return found

    async def leave(self, token: str, source: str, pin: str) -> Page:
        """The person leaves the clinic by its PIN of the day; the page after that.

        NoSuchPage, TooManyTries, CannotLeave.
        """
        visit, _ = await self.open(token, source)
        await self._exits.leave(visit, pin, None)
        return (await self.open(token, source))[1]

    async def rate(self, token: str, source: str, stars: int) -> tuple[VisitId, Page]:
        """One answer, once, after the last stop. NotNow."""
        visit, page = await self.open(token, source)
        if page.rating == "no":
            raise NotNow("not-complete")
        hashed = self._tokens.hash_of_visit(visit)
        counted = page.rating == "open" and await asyncio.to_thread(
            self._database.transact, lambda conn: ratings.rate(conn, hashed, page.day, stars)
        )
        self._rated[visit] = page.day
        if not counted:
            raise NotNow("rated")
        return visit, replace(page, rating="given")

    def forget(self) -> None:
        """Drop what days that are over have left."""
        today = self._writer.calendar.day(self._clock.now())
        self._database.transact(lambda conn: self._tokens.forget(conn, today))
        self._rated = {visit: day for visit, day in self._rated.items() if day >= today}

    def _gather(self, state: State, visits: Iterable[VisitId]) -> list[Seen]:
        today = state.calendar.day(self._clock.now())
        placed = placing(state, today)
        found: list[Seen] = []
        for id in visits:
            page, known = page_of(state, id, today, placed), state.visit(id)
            if page is not None and page.rating == "open" and known is not None and known.id in self._rated:
                page = replace(page, rating="given")
            found.append(Seen(page, known.id if known else id, _concerning(state, id)))
        return found

    def _find(self, token: str) -> VisitId | None:
        with self._database.read() as conn:
            return self._tokens.find(conn, token)

    def _was_rated(self, visit: VisitId) -> bool:
        with self._database.read() as conn:
            return ratings.was_rated(conn, self._tokens.hash_of_visit(visit))


def _concerning(state: State, id: VisitId) -> ClinicCode | None:
    """Where the visit's last ticket is: while it has an open stop to come without a ticket, anywhere."""
    visit = state.visit(id)
    tickets = state.visit_tickets.get(visit.id, ()) if visit else ()
    if visit is None or not tickets or (visit.state == "open" and state.open_ticket(visit.id) is None):
        return None
    return state.tickets[tickets[-1]].clinic
