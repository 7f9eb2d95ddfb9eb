"""One tap after the last stop: 1 to 5, nameless, once a visit. Kept as counts by day."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from mmc_console.server.pages.tables import page_rated, ratings
from mmc_console.wire.figures import Satisfaction

STARS: Final = range(1, 6)


def rate(conn: Connection, visit: bytes, day: date, stars: int) -> bool:
    """Count *stars* for the visit of this hash; False when it had been rated before."""
    mark = insert(page_rated).values(hash=visit, day=day.isoformat()).on_conflict_do_nothing()
    if conn.execute(mark).rowcount == 0:
        return False
    one = insert(ratings).values(day=day.isoformat(), stars=stars, count=1)
    conn.execute(one.on_conflict_do_update(index_elements=["day", "stars"], set_={"count": ratings.c.count + 1}))
    conn.execute(delete(page_rated).where(page_rated.c.day < day.isoformat()))
    return True


def was_rated(conn: Connection, visit: bytes) -> bool:
    """Whether the visit of this hash has been rated."""
    return conn.execute(select(page_rated.c.day).where(page_rated.c.hash == visit)).first() is not None


def satisfaction(conn: Connection, first: date, last: date) -> Satisfaction:
    """The answers of these days, both included."""
    question = select(ratings.c.stars, ratings.c.count)
    counts = dict.fromkeys(STARS, 0)
    for stars, count in conn.execute(question.where(ratings.c.day.between(first.isoformat(), last.isoformat()))):
        counts[stars] += count
    answers = sum(counts.values())
    mean = sum(stars * count for stars, count in counts.items()) / answers if answers else 0.0
    return Satisfaction(answers, round(mean, 2), (counts[1], counts[2], counts[3], counts[4], counts[5]))
