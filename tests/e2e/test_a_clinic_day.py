"""One server, three consoles, real processes: a recruit's ten stops, two rooms at once, and a server that dies."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from mmc_console.domain.actions import CallNext
from mmc_console.domain.events import TicketCalled
from mmc_console.domain.ids import ClinicCode
from tests.e2e.centre import Centre, Colleague, log_of
from tests.e2e.conftest import Day
from tests.e2e.pages import CLINIC, NAME, NUMBER, STATE, Room

SALEM = "سالم محمد الكواري"


class Journey:
    """One person's way through the day, driven at whichever console stands where the person is sent."""

    def __init__(self, day: Day, name: str) -> None:
        self.day, self.name = day, name
        self.number = ""
        self.stops: list[str] = []
        self.turn = 0

    def register(self) -> None:
        """Reception issues the first ticket; both rooms of the laboratory see it."""
        self.number = self.day.reception.register("٢٨٤٥١٠٠١", self.name)
        for room in self.day.rooms:
            room.expects(f"L-{self.number}")

    def step_to_call(self) -> Room:
        """A room stands where the person waits, and calls them; reception sees who and where."""
        row = self._seen("Waiting")
        self.stops.append(row[CLINIC])
        self.turn += 1
        room = self.day.rooms[self.turn % 2]
        self._stand(room, row[CLINIC])
        room.expects(row[NUMBER])
        assert room.call() == row[NUMBER]
        self._seen("Called")
        return room

    def step_to_arrive(self, room: Room) -> None:
        """The person comes in; reception sees it."""
        room.arrive()
        self._seen("In room")

    def step_to_finish(self, room: Room) -> bool:
        """The stop is done; True while another one follows."""
        label = room.now()[0]
        at = room.finish()
        paint = self.day.reception.console.painted(
            "queue", lambda rows: all(row[NUMBER] != label or row[STATE] == "Done" for row in rows), since=at
        )
        return any(row[NAME] == self.name and row[STATE] == "Waiting" for row in paint.shown)

    def _seen(self, state: str) -> list[str]:
        """The person's row at reception once it says *state*."""
        found = self.day.reception.console.shows(
            lambda s: any(row[NAME] == self.name and row[STATE] == state for row in s["queue"] or []), "queue"
        )
        row: list[str] = next(r for r in found["queue"] if r[NAME] == self.name and r[STATE] == state)
        return row

    def _stand(self, room: Room, clinic: str) -> None:
        places = room.console.read("place")["place"]
        if not places.startswith(f"{clinic} ·"):
            room.move(f"{clinic} · Room 1")


def check(centre: Centre, journey: Journey, stops: int) -> None:
    """The visit is complete, its number never changed, and everybody was called exactly once."""
    with centre.colleague() as boss:
        snapshot, log = boss.snapshot(), log_of(boss)
    [visit] = snapshot.visits
    tickets = [ticket for ticket in snapshot.tickets if ticket.visit == visit.id]
    assert (visit.state, visit.number) == ("complete", journey.number)
    assert [ticket.state for ticket in tickets] == ["done"] * stops
    assert {ticket.label.partition("-")[2] for ticket in tickets} == {journey.number}
    called = Counter(event.ticket for event in log if isinstance(event, TicketCalled))
    assert called == {ticket.id: 1 for ticket in tickets}
    assert [event.seq for event in log] == list(range(1, len(log) + 1))


def test_a_recruit_goes_through_ten_stops_and_each_press_is_seen_by_the_others(day: Day) -> None:
    journey = Journey(day, SALEM)
    journey.register()
    more = True
    while more:
        room = journey.step_to_call()
        journey.step_to_arrive(room)
        more = journey.step_to_finish(room)
    assert journey.stops[:3] == ["Laboratory", "X-ray", "Vital signs"]
    assert len(set(journey.stops)) == 10
    check(day.centre, journey, 10)


def die(day: Day) -> None:
    """The server is killed and started again; every console has noticed both."""
    consoles = [day.reception.console, *(room.console for room in day.rooms)]
    day.centre.kill()
    for console in consoles:
        console.shows(lambda s: s["connection"] == "Offline", "connection")
    day.centre.start()
    for console in consoles:
        console.shows(lambda s: s["connection"] != "Offline", "connection")


def survive(day: Day, exam: str, stops: int) -> None:
    """A whole visit with a dead server between any two of its steps."""
    day.reception.console.pick("purpose", exam)
    journey = Journey(day, SALEM)
    journey.register()
    more = True
    while more:
        die(day)
        room = journey.step_to_call()
        die(day)
        journey.step_to_arrive(room)
        die(day)
        more = journey.step_to_finish(room)
    check(day.centre, journey, stops)


def test_a_visit_survives_a_killed_server_between_any_two_steps(day: Day) -> None:
    survive(day, "Cooks", 4)


@pytest.mark.faults
def test_ten_stops_survive_a_killed_server_between_any_two_steps(day: Day) -> None:
    survive(day, "Recruitment", 10)


def call_together(day: Day, rounds: int) -> None:
    """Both rooms of the laboratory press F8 at the same moment, again and again."""
    with day.centre.colleague() as boss:
        boss.register(2 * rounds)
    for room in day.rooms:
        room.console.shows(lambda s: len(s["next"] or []) > 2, "next")
    labels: list[str] = []
    for _ in range(rounds):
        pressed = [room.press_soon("F8") for room in day.rooms]
        labels += [room.inside(since=at()) for room, at in zip(day.rooms, pressed, strict=True)]
        for room in day.rooms:
            room.arrive()
    assert len(set(labels)) == len(labels) == 2 * rounds
    with day.centre.colleague() as boss:
        called = Counter(event.ticket for event in log_of(boss) if isinstance(event, TicketCalled))
    assert set(called.values()) == {1}
    assert len(called) == 2 * rounds


def test_two_rooms_pressing_f8_together_never_get_the_same_person(day: Day) -> None:
    call_together(day, 30)


@pytest.mark.faults
def test_two_rooms_pressing_f8_together_five_hundred_times(day: Day) -> None:
    call_together(day, 500)


def test_five_hundred_calls_of_two_rooms_at_once_over_http_give_a_thousand_people(centre: Centre) -> None:
    with centre.colleague() as boss:
        boss.register(1000)
        rooms = [CallNext, CallNext]

        async def both(boss: Colleague) -> list[str]:
            calls = [
                boss.send(boss.new(kind, clinic=ClinicCode("lab"), room=no, finish_current=True))
                for no, kind in enumerate(rooms, 1)
            ]
            return [result.label or "" for answer in await asyncio.gather(*calls) for result in answer]

        labels = [label for _ in range(500) for label in boss.run(both(boss))]
        called = Counter(event.ticket for event in log_of(boss) if isinstance(event, TicketCalled))
    assert sorted(set(labels)) == sorted(labels)
    assert len(labels) == 1000
    assert set(called.values()) == {1}
