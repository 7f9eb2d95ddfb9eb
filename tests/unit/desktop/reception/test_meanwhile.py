"""What happens between a receptionist's choice and the key, and between that and its answer. Plain asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.printing import Leaving, Paper, PrintingFailed, nothing
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.taking_back import take_back
from mmc_console.domain.actions import CallNext, CloseClinic, Finish, IssueTicket, OpenClinic, Start, Transfer
from mmc_console.domain.ids import ClinicCode, visit_of
from mmc_console.domain.paper_code import paper_code
from mmc_console.domain.patients import PatientEntry
from tests.unit.desktop.desk_parts import SlowDisk, later, play, there
from tests.unit.desktop.reception.desk import PaperTray, Reception

LAB = ClinicCode("lab")


def test_a_row_somebody_else_takes_away_is_no_longer_ours_because_we_acted_on_it_before() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        for number in ("111", "222"):
            await desk.issue(number)
        await desk.gateway.act(CallNext, clinic=LAB, room=1)
        await desk.gateway.act(CallNext, clinic=LAB, room=2)
        await later(desk.gateway, 10)
        desk.page.filter("called")
        first, second = (row.ticket for row in desk.now().rows)
        desk.page.select(first)
        desk.page.act("recall")
        await desk.settle()
        assert desk.now().selected == first, "they are still called, and still in this list"
        await desk.gateway.act(Start, ticket=first)  # the clinic: they have come
        await desk.settle()
        assert [row.ticket for row in desk.now().rows] == [second]
        assert desk.now().selected is None, "the next key would mean somebody nobody has chosen"
        await desk.close()

    play(scene)


def test_a_row_that_goes_because_of_us_leaves_the_hand_where_it_was() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        for number in ("111", "222"):
            await desk.issue(number)
        first, second = (row.ticket for row in desk.now().rows)
        desk.page.select(first)
        desk.page.act("hold")
        await desk.settle()
        assert desk.now().selected == second
        await desk.close()

    play(scene)


def test_undo_of_an_issued_ticket_takes_back_that_ticket_whatever_was_done_before_its_number_came() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.issue("111")
        other = desk.now().rows[0].ticket
        desk.page.edit("number", "222")
        desk.page.edit("name", "نورة السالم")
        desk.page.issue()
        desk.jobs.drop("find-person")
        await desk.jobs.run()  # on this PC's disk; its number is on its way
        desk.page.select(other)
        desk.page.act("hold")
        await desk.settle()
        offered = {message.params["ticket"]: action for message, action in desk.view.undoes}
        assert set(offered) == {"L-001", "L-002"}
        second = desk.gateway.state.visits[visit_of(offered["L-002"].id)]
        assert await take_back(desk.gateway, offered["L-002"]) is None
        await desk.settle()
        assert desk.gateway.state.visits[second.id].state == "cancelled"
        assert desk.gateway.state.tickets[other].state == "held", "what was done since stays"
        assert there(await take_back(desk.gateway, offered["L-002"])).code == "nothing-to-undo", "and nothing else is"
        assert desk.gateway.state.tickets[other].state == "held"
        await desk.close()

    play(scene)


class Busy(PaperTray):
    """A printer that is printing somebody else's: the next paper waits for its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.turn = asyncio.Event()

    async def print_ticket(self, paper: Callable[[], Paper], leaving: Leaving = nothing) -> None:
        await self.turn.wait()
        await super().print_ticket(paper, leaving)


async def _waiting_for_the_printer(desk: Reception) -> asyncio.Task[None]:
    """Somebody is registered and has their number; their paper waits."""
    desk.page.edit("number", "111")
    desk.page.edit("name", "نورة السالم")
    desk.page.issue()
    desk.jobs.drop("find-person")
    await desk.jobs.run()
    await desk.gateway.settle()
    desk.page.refresh()
    return asyncio.ensure_future(desk.jobs.run())


def test_nothing_is_printed_for_whom_was_taken_back_while_their_paper_waited() -> None:
    async def scene() -> None:
        tray = Busy()
        desk = await Reception.open(tray)
        printing = await _waiting_for_the_printer(desk)
        assert await desk.gateway.undo() is not None, "the wrong person: nothing of it is on paper"
        await desk.gateway.settle()
        tray.turn.set()
        await printing
        assert tray.papers == [], "whoever is handed this number waits for ever"
        assert desk.view.faults == []
        await desk.settle()
        assert desk.now().missing == ()
        await desk.close()

    play(scene)


def test_a_paper_names_the_clinic_of_the_moment_it_is_printed() -> None:
    async def scene() -> None:
        tray = Busy()
        desk = await Reception.open(tray)
        printing = await _waiting_for_the_printer(desk)
        (visit,) = desk.gateway.state.visits.values()
        ticket = there(desk.gateway.state.open_ticket(visit.id))
        await desk.gateway.act(Transfer, ticket=ticket.id, clinic=ClinicCode("eyes"))
        await desk.gateway.settle()
        tray.turn.set()
        await printing
        assert [paper.label for paper in tray.papers] == ["E-001"]
        await desk.close()

    play(scene)


def test_a_form_that_is_offered_back_still_knows_whose_name_stands_in_it() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.issue("111", "نورة السالم")
        desk.page.edit("number", "111")
        form = desk.now().form
        assert form.name == "نورة السالم"
        desk.page.clear()  # somebody else works here meanwhile
        desk.page.bring_back(form)
        desk.page.edit("number", "112")
        assert desk.now().form.name == "", "it was the name of the number before, nobody has typed it"
        await desk.close()

    play(scene)


def test_a_second_press_while_the_first_is_being_written_is_none() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.issue("111")
        desk.page.select(desk.now().rows[0].ticket)
        disk, works = SlowDisk(desk.gateway), list[asyncio.Future[None]]()
        for _ in range(2):  # nothing is to be seen yet
            desk.page.act("hold")
            works.append(asyncio.ensure_future(desk.jobs.run()))
            await asyncio.sleep(0)
        assert disk.rows == 1
        disk.turns.set()
        await asyncio.gather(*works)
        await desk.settle()
        assert desk.gateway.pending.conflicts == desk.gateway.pending.refused == 0
        assert desk.view.faults == []
        await desk.close()

    play(scene)


@pytest.mark.parametrize("settled", [True, False])
def test_the_last_ticket_is_none_any_more_once_it_was_taken_back(settled: bool, tmp_path: Path) -> None:
    async def scene() -> None:
        tray = PaperTray()
        desk = Reception(await LocalGateway.with_center(profile=tmp_path), tray)
        if not settled:
            await desk.gateway.go_offline()  # it never left: it is withdrawn
        tray.fault = PrintingFailed("counter", "no-paper")
        await desk.issue("111")
        assert there(desk.now().issued).numbered
        assert await desk.gateway.undo() is not None
        await desk.settle()
        assert desk.now().issued is None, "a number that nobody calls stood there large"
        tray.fault = None
        desk.page.act("reprint")
        desk.page.print_last()
        await desk.settle()
        assert tray.papers == []
        await desk.close()

    play(scene)


async def registered_where_a_clinic_has_closed(desk: Reception) -> LocalGateway:
    """Another console closes the first clinic; the news of it has not come here when F2 is pressed."""
    other = await LocalGateway.with_center(
        roles=("supervisor",), username="saad", server=desk.gateway.server, clock=desk.gateway.clock
    )
    await other.act(CloseClinic, clinic=LAB)
    await other.settle()
    desk.page.edit("number", "12345")
    desk.page.edit("name", "محمد المري")
    desk.page.issue()
    desk.jobs.drop("find-person")
    await desk.jobs.run()
    desk.page.refresh()
    assert (there(desk.now().issued).label, there(desk.now().issued).refused) == ("L-…", None)
    await desk.settle()
    return other


def test_a_registration_the_server_does_not_take_says_so_and_is_gone_once_that_is_decided() -> None:
    async def scene() -> None:
        tray = PaperTray()
        desk = await Reception.open(tray)
        other = await registered_where_a_clinic_has_closed(desk)
        assert there(there(desk.now().issued).refused).code == "next-not-possible"
        [row] = [row for row in desk.gateway.pending.rows if row.state in ("refused", "conflict")]
        await desk.gateway.decisions.keep(row.id)
        desk.page.refresh()
        assert desk.now().issued is None
        assert tray.papers == []
        await other.close()
        await desk.close()

    play(scene)


def test_tried_again_its_number_comes_and_is_printed_as_any() -> None:
    async def scene() -> None:
        tray = PaperTray()
        desk = await Reception.open(tray)
        other = await registered_where_a_clinic_has_closed(desk)
        await other.act(OpenClinic, clinic=LAB)
        await other.settle()
        await desk.gateway.settle()
        [row] = [row for row in desk.gateway.pending.rows if row.state in ("refused", "conflict")]
        await desk.gateway.decisions.instead(row.id, desk.gateway.decisions.again(row.id))
        await desk.settle()
        issued = there(desk.now().issued)
        assert (issued.label, issued.refused, issued.printing) == ("L-001", None, "printed")
        assert [paper.label for paper in tray.papers] == ["L-001"]
        await other.close()
        await desk.close()

    play(scene)


def test_whoever_was_all_done_elsewhere_before_their_registration_left_stands_in_no_line(tmp_path: Path) -> None:
    async def scene() -> None:
        tray = PaperTray()
        desk = Reception(await LocalGateway.with_center(profile=tmp_path), tray)
        server, clock = desk.gateway.server, desk.gateway.clock
        await desk.gateway.go_offline()
        desk.page.edit("purpose", f"clinic:{LAB}")
        await desk.issue("12345")
        await clock.turn(600)
        person = PatientEntry(number="12345", gender="male", name="محمد المري")
        ticket = server.do(IssueTicket, "noora", patient=person, clinic=LAB).ticket
        server.do(CallNext, "noora", clinic=LAB, room=1)
        await clock.turn(600)
        server.do(Finish, "noora", ticket=ticket)
        await desk.gateway.go_online()
        await desk.settle()
        assert [paper.label for paper in tray.papers] == ["L-A01"]
        assert (desk.now().rows, desk.now().missing, desk.view.faults) == ((), (), [])
        assert desk.gateway.pending.count == 0
        assert there(desk.now().issued).label == "L-001"
        desk.page.scanned(paper_code(desk.gateway.today(), "A01"))
        told = Message("scan-other", {"ticket": "L-001", "clinic": LAB, "state": "done"})
        assert told in (*desk.view.said, *desk.view.faults)
        await desk.close()

    play(scene)


def test_a_registration_deleted_before_it_left_leaves_no_box() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        desk.page.edit("number", "12345")
        desk.page.edit("name", "محمد المري")
        desk.page.issue()
        desk.jobs.drop("find-person")
        await desk.jobs.run()
        desk.page.refresh()
        [row] = desk.gateway.pending.rows
        assert await desk.gateway.decisions.delete(row.id)
        desk.page.refresh()
        assert desk.now().issued is None
        await desk.close()

    play(scene)
