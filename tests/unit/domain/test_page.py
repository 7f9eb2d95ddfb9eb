"""What a patient's page shows, from the rules alone: one visit, its place, and what stands to be told."""

from __future__ import annotations

from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.centre_check import is_public_url
from mmc_console.domain.ids import VisitId
from mmc_console.domain.page import Page, address, page_of, placing
from mmc_console.domain.tickets import Ticket
from tests.simulation.rules.world import EYES, LAB
from tests.unit.domain.day import Day


def shown(day: Day, ticket: Ticket) -> Page:
    today = day.world.today
    found = page_of(day.state, ticket.visit, today, placing(day.state, today))
    assert found is not None
    return found


def kinds(page: Page) -> list[str]:
    return [notice.kind for notice in page.notices]


class TestPage:
    """Follows from the state at the moment of asking."""

    def test_places_are_those_of_the_queues_order(self) -> None:
        day = Day()
        tickets = [day.walk_in(n) for n in range(6)]
        assert [shown(day, t).ahead for t in tickets] == list(range(6))
        day.must(a.SetPriority, ticket=tickets[5].id, priority="urgent", reason="emergency")
        assert [shown(day, t).ahead for t in tickets] == [1, 2, 3, 4, 5, 0]

    def test_only_the_nearest_turn_is_told(self) -> None:
        day = Day(near_turn_ahead=3)
        tickets = [day.walk_in(n) for n in range(6)]
        assert [kinds(shown(day, t)) for t in tickets] == [
            ["next_in_line"], ["next_in_line"], ["near_turn"], ["near_turn"], [], [],
        ]  # fmt: skip

    def test_a_call_a_hold_and_a_no_show(self) -> None:
        day = Day()
        day.walk_in(0)
        called = day.call()
        page = shown(day, called)
        assert (page.state, page.ahead, kinds(page)) == ("called", 0, ["your_turn"])
        assert page.room is not None
        day.must(a.Hold, ticket=called.id)
        page = shown(day, called)
        assert (page.state, page.ahead, page.expected_wait, page.room, kinds(page)) == ("held", None, None, None, [])

    def test_notices_tell_two_tickets_of_one_label_apart(self) -> None:
        """Who is back at a clinic has the same label as before: a phone told that turn to nobody."""
        day = Day()
        ticket = day.walk_in(0)
        day.call()
        first = shown(day, ticket).notices[0]
        day.must(a.Transfer, ticket=ticket.id, clinic=EYES)
        day.must(a.Transfer, ticket=day.here(ticket.visit).id, clinic=LAB)
        day.call()
        again = shown(day, ticket).notices[0]
        assert (first.kind, first.label) == (again.kind, again.label)
        assert (first.ticket, again.ticket) == (1, 3)

    def test_a_paused_clinic_promises_no_time(self) -> None:
        day = Day()
        ticket = day.walk_in(0)
        assert shown(day, ticket).expected_wait is not None
        day.must(a.PauseClinic, clinic=LAB, reason="break")
        page = shown(day, ticket)
        assert (page.expected_wait, page.ahead, kinds(page)[0]) == (None, 0, "clinic_paused")

    def test_the_end_and_a_cancelled_visit(self) -> None:
        day = Day()
        ticket = day.walk_in(0)
        day.call()
        day.must(a.Finish, ticket=ticket.id)
        page = shown(day, ticket)
        assert (page.state, page.rating, kinds(page)) == ("complete", "open", ["visit_complete"])
        other = day.walk_in(1)
        day.must(a.Cancel, visit=other.visit, reason="left")
        page = shown(day, other)
        assert (page.state, page.rating, page.next, kinds(page)) == ("cancelled", "no", (), [])

    def test_another_day_and_an_unknown_visit_have_none(self) -> None:
        day = Day()
        ticket = day.walk_in(0)
        assert page_of(day.state, VisitId("nobody"), day.world.today, placing(day.state, day.world.today)) is None
        day.turn()
        assert page_of(day.state, ticket.visit, day.world.today, placing(day.state, day.world.today)) is None


class TestAddress:
    """Where phones are sent."""

    def test_none_without_the_setting(self) -> None:
        center = Day().state.center
        assert address(center, "t" * 22) is None
        public = replace(center, center=replace(center.center, public_url="https://mmc.example/"))
        assert address(public, "t" * 22) == "https://mmc.example/t/" + "t" * 22

    def test_what_phones_can_use(self) -> None:
        good = ("https://mmc.example", "https://mmc.example:8443", "http://localhost:8765", "http://127.0.0.1:1/")
        bad = (
            "http://mmc.example",
            "https://",
            "https://a b",
            "https://u@h",
            "https://h/q",
            "https://h/?q",
            "https://h/#f",
            "",
        )
        assert [url for url in good if not is_public_url(url)] == []
        assert [url for url in bad if is_public_url(url)] == []
