"""Reports as they travel: the tickets and visits of some days, in one table, with the totals above it.

Times are told as `figures.Spread`, in seconds; whatever was not measured counts nothing (`n` is 0) or is absent.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from mmc_console.domain.centre import Words
from mmc_console.wire.figures import Spread

By = Literal["day", "week", "month"]
Group = Literal["clinic", "exam", "room", "hour"]
DAYS_AT_MOST = 1_100
"""Three years and the odd day."""


class VisitFigures(Struct, frozen=True, kw_only=True):
    """Visits by the day they were registered on. `whole`: from registration to the end of the completed ones."""

    registered: int = 0
    completed: int = 0
    whole: Spread = Spread()


class ReportFigures(Struct, frozen=True, kw_only=True):
    """Tickets of one group, by the definitions of `figures.Figures`."""

    total: int = 0
    open: int = 0
    """Of today: waiting, called, in the room or held at this moment."""
    served: int = 0
    no_shows: int = 0
    cancelled: int = 0
    transferred: int = 0
    unfinished: int = 0
    """The same of days that are over. With these two the counts add up to `total`: who did not come is a no-show only,
    where `figures.Figures.unfinished` counts them too."""
    wait: Spread = Spread()
    service: Spread = Spread()
    throughput: float | None = None
    visits: VisitFigures | None = None
    """Absent where a visit belongs to no single row: by clinic, room and hour, and for one clinic only."""


class ReportRow(ReportFigures, frozen=True, kw_only=True):
    """One line of the table: what it is of is told by the fields that are there."""

    first: date | None = None
    last: date | None = None
    """The days of a period, cut to the asked ones."""
    clinic: str = ""
    exam: str = ""
    room: int | None = None
    """0: never called to a room."""
    hour: int | None = None
    """The hour on the centre's clocks in which the tickets were issued."""


class ReportAnswer(Struct, frozen=True, kw_only=True):
    """`GET /api/v1/reports/daily` and `/range`."""

    day: date
    """Today's service day."""
    now: datetime
    centre: Words
    first: date
    last: date
    by: By | None = None
    group: Group | None = None
    """Exactly one of the two."""
    clinic: str = ""
    total: ReportFigures
    rows: tuple[ReportRow, ...] = ()
    before_first: date | None = None
    before_last: date | None = None
    before: ReportFigures | None = None
    """The period before, where it was asked for."""
