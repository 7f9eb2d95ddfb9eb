"""My day: whom somebody called today, when, for how long, and what can still be taken back. No Qt."""

from __future__ import annotations

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.clinic.my_day.contract import State
from mmc_console.desktop.clinic.my_day.presenter import Presenter
from mmc_console.domain.actions import CallNext, Finish, NoShow, Start, Transfer
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.tickets import Ticket
from tests.unit.desktop.clinic.room import Room, fill
from tests.unit.desktop.desk_parts import ToldView, keys, later, play, there

EYES = ClinicCode("eyes")


class MyDay:
    """One person at the page of the own day, beside the room they work in."""

    def __init__(self, gateway: LocalGateway) -> None:
        self.gateway, self.view = gateway, ToldView[State]()
        self.page = Presenter(gateway, self.view)
        self.page.come_in()

    def now(self) -> State:
        self.page.refresh()
        return self.page.state

    async def call(self, room: int = 1) -> Ticket:
        await self.gateway.act(CallNext, clinic=EYES, room=room)
        await self.gateway.settle()
        return there(self.gateway.state.inside(self.gateway.today(), EYES, room))

    async def examine(self, seconds: float) -> Ticket:
        """Call, a minute until they come, the exam, done."""
        ticket = await self.call()
        await later(self.gateway, 60)
        await self.gateway.act(Start, ticket=ticket.id)
        await later(self.gateway, seconds)
        await self.gateway.act(Finish, ticket=ticket.id)
        await self.gateway.settle()
        return there(self.gateway.state.ticket(ticket.id))


async def opened(people: int) -> tuple[Room, MyDay]:
    room = await Room.open("eyes")
    await fill(room, people, "eyes")
    return room, MyDay(room.gateway)


def test_times_lengths_and_figures_of_the_day() -> None:
    async def scene() -> None:
        room, day = await opened(3)
        await later(room.gateway, 600)
        first = await day.examine(240)
        second = await day.examine(360)
        [newest, oldest] = day.now().rows
        assert [newest.label, oldest.label] == [second.label, first.label] == ["E-002", "E-001"]
        assert (oldest.called, oldest.arrived, oldest.closed) == (
            first.first_called_at, first.started_at, first.closed_at,
        )  # fmt: skip
        assert (oldest.waited, oldest.exam) == (10, 240)
        assert (newest.waited, newest.exam) == (15, 360)
        totals = day.now().totals
        assert (totals.done, totals.average_exam, totals.average_wait) == (2, 300, 12)
        await room.close()

    play(scene)


def test_no_shows_and_transfers_have_their_own_filter() -> None:
    async def scene() -> None:
        room, day = await opened(3)
        gone = await day.call()
        await later(room.gateway, 60)
        await room.gateway.act(NoShow, ticket=gone.id)
        sent = await day.call()
        await room.gateway.act(Transfer, ticket=sent.id, clinic=ClinicCode("dental"))
        await room.gateway.settle()
        counts = day.now().counts
        assert (counts["all"], counts["done"], counts["no_show"], counts["transferred"]) == (2, 0, 1, 1)
        day.page.filter("no_show")
        assert list(keys(day.now().rows)) == [gone.label]
        day.page.filter("transferred")
        assert list(keys(day.now().rows)) == [sent.label]
        day.page.search("e1")  # whatever the filter
        assert list(keys(day.now().rows)) == [gone.label]
        await room.close()

    play(scene)


def test_what_others_did_here_belongs_to_the_clinic_and_not_to_me() -> None:
    async def scene() -> None:
        room, day = await opened(2)
        other = await LocalGateway.with_center(
            roles=("supervisor",), username="huda", server=room.gateway.server, clock=room.gateway.clock
        )
        await MyDay(other).examine(120)
        await room.gateway.settle()
        assert day.now().rows == ()
        day.page.look_at("clinic")
        assert list(keys(day.now().rows)) == ["E-001"]
        assert there(day.now().clinic)["en"] == "Ophthalmology"
        await other.close()
        await room.close()

    play(scene)


def test_the_last_action_can_be_taken_back_and_is_named() -> None:
    async def scene() -> None:
        room, day = await opened(1)
        ticket = await day.examine(120)
        undo = there(day.now().undo)
        assert (undo.kind, undo.label) == ("finish", ticket.label)
        await room.gateway.undo()
        await room.gateway.settle()
        assert day.now().rows[0].state == "in_service"
        await later(room.gateway, 3600)
        assert day.now().undo is None
        await room.close()

    play(scene)


def test_details_and_selection_follow_the_row() -> None:
    async def scene() -> None:
        room, day = await opened(2)
        ticket = await day.examine(120)
        day.now()
        day.page.select(ticket.id)
        day.page.open_details()
        assert [details.label for details in day.view.details] == ["E-001"]
        await day.examine(60)
        assert day.now().selected == ticket.id
        day.page.filter("no_show")
        assert day.now().selected is None
        await room.close()

    play(scene)


def test_a_page_that_nobody_sees_rests() -> None:
    async def scene() -> None:
        room, day = await opened(1)
        day.page.go_away()
        painted = len(day.view.shown)
        await day.examine(60)
        day.page.filter("done")
        assert len(day.view.shown) == painted + 1
        day.page.come_in()
        assert list(keys(day.page.state.rows)) == ["E-001"]
        await room.close()

    play(scene)
