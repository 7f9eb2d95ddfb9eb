"""Up is what was looked at and found up: crashes, sleep and restarts count as down, unless named beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mmc_console.server.health.history import CHANGES_AT_MOST, KEPT, BadSpan, History
from mmc_console.server.store.engine import Database
from mmc_console.wire.health import HealthChange, MaintenanceRequest, Status, Uptime
from tests.server.auth_parts import START, HandClock, opened

MINUTE = timedelta(minutes=1)


class Centre:
    """A server that looks once a minute, as long as it runs."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, HandClock()
        self.history = History(database, self.clock)

    def runs(self, minutes: int, status: Status = "healthy") -> None:
        """So many looks, each a minute after the one before."""
        for _ in range(minutes):
            self.clock.pass_by(minutes=1)
            self.history.note(status, ())

    def begins(self) -> None:
        """A start looks at once."""
        self.history = History(self.database, self.clock)
        self.history.note("healthy", ())

    def lasted(self, **span: float) -> Uptime:
        """From the beginning until now, or of the last *span*."""
        begins = self.clock.now() - timedelta(**span) if span else START
        return self.history.uptime(begins, self.clock.now())

    def pieces(self) -> list[tuple[str, float]]:
        """Each piece with its minutes."""
        found = self.history.read(START, self.clock.now(), lambda at: at).stretches
        return [(piece.status, (piece.ends - piece.begins) / MINUTE) for piece in found]

    def maintenance(self, begins: float, ends: float, reason: str = "new disk") -> None:
        """Named now, for minutes from now."""
        now = self.clock.now()
        asked = MaintenanceRequest(begins=now + begins * MINUTE, ends=now + ends * MINUTE, reason=reason)
        self.history.name(asked, "user-1")


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    with opened(tmp_path) as (database, _):
        yield Centre(database)


def test_nothing_is_said_of_a_time_nobody_looked_at(centre: Centre) -> None:
    assert centre.lasted(hours=24) == Uptime(share=None, measured_from=None, down_seconds=0, planned_seconds=0)
    centre.begins()
    centre.runs(60)
    day = centre.lasted(hours=24)
    assert (day.share, day.measured_from, day.down_seconds) == (1.0, START, 0)


def test_a_crash_is_down_from_the_last_look_to_the_next_start(centre: Centre) -> None:
    centre.begins()
    centre.runs(60)
    centre.clock.pass_by(minutes=30)
    centre.begins()
    centre.runs(30)
    assert centre.pieces() == [("healthy", 60), ("down", 30), ("healthy", 30)]
    assert centre.lasted().share == pytest.approx(90 / 120)
    assert centre.lasted().down_seconds == 30 * 60


def test_a_quick_restart_counts_too(centre: Centre) -> None:
    centre.begins()
    centre.runs(10)
    centre.clock.pass_by(seconds=20)
    centre.begins()
    assert centre.lasted().down_seconds == 20


def test_a_machine_that_slept_was_not_there(centre: Centre) -> None:
    centre.begins()
    centre.runs(10)
    centre.clock.pass_by(minutes=45)
    centre.runs(10)
    assert centre.pieces() == [("healthy", 10), ("down", 46), ("healthy", 9)]


def test_between_two_looks_the_worse_of_them_holds(centre: Centre) -> None:
    centre.begins()
    centre.runs(10)
    centre.runs(5, "unhealthy")
    centre.runs(5)
    centre.runs(5, "degraded")
    assert centre.pieces() == [("healthy", 10), ("unhealthy", 6), ("healthy", 4), ("degraded", 5)]
    assert centre.lasted().share == pytest.approx(19 / 25), "degraded is up: people can work"


def test_the_look_that_is_due_is_not_missed_yet(centre: Centre) -> None:
    centre.begins()
    centre.runs(10)
    centre.clock.pass_by(seconds=90)
    assert centre.lasted().down_seconds == 0
    centre.clock.pass_by(seconds=90)
    assert centre.lasted().down_seconds == 180


def test_what_was_named_before_is_left_out_and_nothing_more(centre: Centre) -> None:
    centre.begins()
    centre.runs(60)
    centre.maintenance(10, 40)
    centre.runs(5)
    centre.clock.pass_by(minutes=55)
    centre.begins()
    centre.runs(60)
    assert centre.pieces() == [("healthy", 65), ("down", 5), ("planned", 30), ("down", 20), ("healthy", 60)]
    uptime = centre.lasted()
    assert (uptime.planned_seconds, uptime.down_seconds) == (30 * 60, 25 * 60)
    assert uptime.share == pytest.approx(125 / 150)


def test_maintenance_in_which_people_could_work_changes_nothing(centre: Centre) -> None:
    centre.begins()
    centre.maintenance(0, 30)
    centre.runs(30)
    assert centre.pieces() == [("healthy", 30)]


@pytest.mark.parametrize(
    ("begins", "ends", "reason"), [(-20, -10, "over"), (10, 5, "backwards"), (0, 60 * 24 * 40, "too-long")]
)
def test_nobody_polishes_the_past(centre: Centre, begins: float, ends: float, reason: str) -> None:
    with pytest.raises(BadSpan, match=reason):
        centre.maintenance(begins, ends)
    assert centre.history.planned(lambda at: at) == ()


def test_what_has_begun_is_named_from_now_on(centre: Centre) -> None:
    centre.maintenance(-30, 30)
    (named,) = centre.history.planned(lambda at: at)
    assert (named.begins, named.ends) == (START, START + 30 * MINUTE)
    assert (named.reason, named.by) == ("new disk", "user-1")


def test_what_is_taken_back_ends_now(centre: Centre) -> None:
    centre.maintenance(0, 30)
    centre.maintenance(60, 90)
    centre.clock.pass_by(minutes=10)
    now, later = centre.history.planned(lambda at: at)
    assert centre.history.take_back(now.id)
    assert centre.history.take_back(later.id)
    assert not centre.history.take_back(later.id)
    assert centre.history.planned(lambda at: at) == ()
    (kept,) = centre.history.read(START, centre.clock.now(), lambda at: at).maintenance
    assert kept.ends == START + 10 * MINUTE, "what stood still by its name stays named"


def test_what_checks_said_is_known_after_a_restart(centre: Centre) -> None:
    said = HealthChange(at=START, check="disk", status="degraded", detail="disk-low")
    lost = HealthChange(at=START, check="stations", status="degraded", detail="stations-silent", about=("A", "B"))
    centre.history.note("degraded", [said, lost])
    centre.begins()
    assert centre.history.last_said() == {"disk": said, "stations": lost}
    view = centre.history.read(START, START + MINUTE, lambda at: at, "stations")
    assert view.changes == (lost,)


def test_a_flood_of_changes_is_cut_to_the_newest(centre: Centre) -> None:
    flood = [
        HealthChange(at=START + n * MINUTE, check="clock", status="degraded", detail=f"code-{n}")
        for n in range(CHANGES_AT_MOST + 5)
    ]
    centre.history.note("degraded", flood)
    centre.clock.pass_by(days=2)
    view = centre.history.read(START, centre.clock.now(), lambda at: at)
    assert (len(view.changes), view.changes[0].detail, view.changes[-1]) == (CHANGES_AT_MOST, "code-5", flood[-1])


def test_what_is_old_enough_is_forgotten(centre: Centre) -> None:
    centre.history.note("healthy", [HealthChange(at=START, check="disk", status="healthy", detail="ok")])
    centre.clock.pass_by(seconds=(KEPT + MINUTE).total_seconds())
    centre.begins()
    centre.history.forget()
    assert centre.history.last_said() == {}
    centre.runs(1)
    assert centre.lasted(days=500).measured_from == centre.clock.now() - MINUTE


def test_a_clock_that_was_set_back_makes_no_time_out_of_nothing(centre: Centre) -> None:
    centre.begins()
    centre.runs(60)
    centre.clock.pass_by(minutes=-30)
    centre.runs(10)
    centre.clock.pass_by(minutes=30)
    centre.runs(1)
    total = sum(minutes for _, minutes in centre.pieces())
    assert total == (centre.clock.now() - START) / MINUTE
