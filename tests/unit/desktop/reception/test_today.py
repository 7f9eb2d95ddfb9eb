"""Today's list: every ticket, the late-comers, those of yesterday who may go on. Plain asyncio, no Qt."""

from __future__ import annotations

from typing import Any

import pytest

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.printing import WithoutPrinter
from mmc_console.desktop.reception.today.contract import State
from mmc_console.desktop.reception.today.presenter import Presenter
from mmc_console.domain.actions import (
    CallNext,
    CallTicket,
    Cancel,
    Finish,
    Hold,
    IssueTicket,
    NoShow,
    Resume,
    Start,
    TakeRoom,
    Transfer,
)
from mmc_console.domain.ids import ClinicCode, VisitId
from mmc_console.domain.patients import PatientEntry
from tests.unit.desktop.desk_parts import Jobs, ToldView, keys, later, play, there
from tests.unit.desktop.reception.desk import PaperTray, Reception
from tests.unit.desktop.reception.test_unfinished import DAY, through_lab


class Today:
    """One desk at today's page."""

    def __init__(self, gateway: LocalGateway) -> None:
        self.gateway, self.view, self.jobs, self.tray = gateway, ToldView[State](), Jobs(), PaperTray()
        self.to_form: list[VisitId | None] = []
        self.page = Presenter(gateway, self.view, self.jobs.start, self.tray, self.to_form.append)
        self.page.come_in()

    @classmethod
    async def open(cls, *roles: Any) -> Today:
        return cls(await LocalGateway.with_center(roles=roles or ("reception",)))

    def now(self) -> State:
        return self.page.state

    async def settle(self) -> None:
        await self.jobs.run()
        await self.gateway.settle()
        self.page.refresh()

    def pick(self, label: str) -> None:
        self.page.select(next(r.ticket for r in self.now().rows if r.label == label))

    async def no_show(self, number: str) -> None:
        """Somebody was called to the laboratory and did not come. A supervisor does the calling."""
        await self.gateway.register(number, f"Person {number}")
        gateway = self.gateway
        doctor = await LocalGateway.with_center(
            roles=("supervisor",), username="saad", server=gateway.server, clock=gateway.clock
        )
        await doctor.act(TakeRoom, clinic=ClinicCode("lab"), room=1)
        await doctor.act(CallNext, clinic=ClinicCode("lab"), room=1)
        await later(doctor, 60)
        inside = there(doctor.state.inside(doctor.today(), ClinicCode("lab"), 1))
        await doctor.act(NoShow, ticket=inside.id)
        await doctor.settle()
        await doctor.close()
        await self.settle()

    async def close(self) -> None:
        self.jobs.close()
        await self.gateway.close()


def test_every_ticket_of_the_day_is_listed_the_newest_first_and_counted() -> None:
    async def scene() -> None:
        day = await Today.open()
        for n in range(3):
            await day.gateway.register(f"70{n}", f"Person {n}")
            await later(day.gateway, 1)
        await day.no_show("800")
        assert list(keys(day.now().rows)) == ["L-004", "L-003", "L-002", "L-001"]
        assert (day.now().counts["all"], day.now().counts["no_show"], day.now().counts["waiting"]) == (4, 1, 3)
        day.page.filter("no_show")
        assert list(keys(day.now().rows)) == ["L-001"]
        day.page.only_clinic(ClinicCode("eyes"))
        assert day.now().rows == ()
        assert day.now().counts["all"] == 0
        await day.close()

    play(scene)


@pytest.mark.parametrize("query", ["person 1", "702", "l2"])
def test_people_are_found_whatever_the_filter(query: str) -> None:
    async def scene() -> None:
        day = await Today.open()
        await day.gateway.register("701", "Someone")
        await later(day.gateway, 1)
        await day.gateway.register("702", "Person 1")
        day.page.filter("no_show")
        day.page.search(query)
        assert list(keys(day.now().rows)) == ["L-002"]
        await day.close()

    play(scene)


def test_a_late_comer_goes_back_to_the_queue() -> None:
    async def scene() -> None:
        day = await Today.open()
        await day.no_show("800")
        day.pick("L-001")
        assert day.now().primary == "requeue"
        assert day.now().gates["recall"].code == "return-first"  # a receptionist calls nobody
        day.page.act("requeue")
        await day.settle()
        assert day.now().rows[0].state == "waiting"
        assert day.view.codes == ["did-requeue"]
        await day.close()

    play(scene)


def test_who_may_call_calls_a_late_comer_back_to_the_same_room() -> None:
    async def scene() -> None:
        day = await Today.open("supervisor")
        await day.no_show("800")
        day.pick("L-001")
        day.page.act("recall")
        await day.settle()
        assert (day.now().rows[0].state, day.now().rows[0].room) == ("called", "1")
        ticket = there(day.gateway.state.ticket(day.now().rows[0].ticket))
        assert ticket.by_hand == "late-comer"
        await day.close()

    play(scene)


def test_a_late_comer_is_not_called_into_a_room_with_somebody_inside() -> None:
    async def scene() -> None:
        day = await Today.open("supervisor")
        await day.no_show("800")
        await day.gateway.register("801", "Next")
        await day.gateway.act(CallNext, clinic=ClinicCode("lab"), room=1)
        await day.settle()
        day.pick("L-001")
        gate = day.now().gates["recall"]
        assert (gate.code, gate.params) == ("late-room-busy", {"ticket": "L-002"})
        await day.close()

    play(scene)


def test_any_ticket_is_printed_again() -> None:
    async def scene() -> None:
        day = await Today.open()
        await day.gateway.register("701", "Person")
        await day.settle()
        day.pick("L-001")
        assert day.now().primary == "reprint"
        for _ in range(2):
            day.page.act("reprint")
            await day.settle()
        # nothing of it was on paper before the first
        assert [(paper.label, paper.again) for paper in day.tray.papers] == [("L-001", False), ("L-001", True)]
        await day.close()

    play(scene)


@pytest.mark.parametrize("pressed", ["after", "before"])
def test_of_what_was_cancelled_no_paper_comes_out_and_the_key_says_why(pressed: str) -> None:
    async def scene() -> None:
        day = await Today.open()
        visit = await day.gateway.register("701", "Person")
        await day.settle()
        day.pick("L-001")
        if pressed == "before":
            day.page.act("reprint")
            await day.jobs.step()  # it waits for its turn at the printer
        await day.gateway.act(Cancel, visit=visit.id, reason="mistake")
        await day.settle()
        day.pick("L-001")
        gate = day.now().gates["reprint"]
        assert (gate.on, gate.code, gate.params) == (False, "number-cancelled", {"ticket": "L-001"})
        if pressed == "after":
            day.page.act("reprint")
            await day.settle()
            assert [m.code for m in day.view.faults] == ["number-cancelled"]
        assert day.tray.papers == [], "a number that is never called"
        await day.close()

    play(scene)


def test_whichever_row_of_a_visit_is_chosen_the_paper_leads_to_where_its_patient_waits_now() -> None:
    async def scene() -> None:
        day = await Today.open()
        visit = await day.gateway.register("701", "Person")
        await day.settle()
        first = there(day.gateway.state.open_ticket(visit.id))
        await day.gateway.act(Transfer, ticket=first.id, clinic=ClinicCode("eyes"))
        await day.settle()
        day.pick("L-001")
        day.page.act("reprint")
        await day.settle()
        assert [(paper.label, paper.clinic["en"]) for paper in day.tray.papers] == [("E-001", "Ophthalmology")]
        await day.close()

    play(scene)


def test_only_who_waits_is_told_how_many_are_before_them_and_nobody_who_is_through_is_led_anywhere() -> None:
    async def scene() -> None:
        day = await Today.open("reception", "supervisor")
        gateway, told = day.gateway, []
        for number in ("701", "702"):
            patient = PatientEntry(number=number, gender="male", name="Person")
            await gateway.act(IssueTicket, patient=patient, clinic=ClinicCode("eyes"))
            await gateway.settle()
        (first, _) = gateway.state.day_tickets(gateway.today())
        acts: tuple[tuple[Any, dict[str, Any]], ...] = (
            (Hold, {}), (Resume, {}), (CallTicket, {"room": 1, "reason": "by-hand"}), (Start, {}), (Finish, {})
        )  # fmt: skip
        for act, more in acts:
            await gateway.act(act, ticket=first.id, **more)
            await gateway.settle()
            await day.settle()
            day.pick("E-001")
            day.page.act("reprint")
            await day.settle()
            paper = day.tray.papers[-1]
            told.append((there(gateway.state.ticket(first.id)).state, paper.waits, bool(paper.floor)))
        assert told == [
            ("held", False, True), ("waiting", True, True), ("called", False, True), ("in_service", False, True),
            ("done", False, False),
        ]  # fmt: skip
        await day.close()

    play(scene)


def test_those_yesterday_left_unfinished_are_listed_apart_and_lead_to_the_form() -> None:
    async def scene() -> None:
        desk = await Reception.open(WithoutPrinter())
        ticket = await through_lab(desk)
        await later(desk.gateway, DAY)
        day = Today(desk.gateway)
        assert day.now().rows == ()
        assert day.now().counts["unfinished"] == 1
        day.page.filter("unfinished")
        [row] = day.now().rows
        assert (row.label, row.state, row.left) == (ticket.label, "unfinished", 9)
        assert not day.now().takes_up
        day.pick(ticket.label)
        assert day.now().takes_up
        assert {gate.code for verb, gate in day.now().gates.items() if verb != "details"} == {"earlier-day"}
        day.page.ticket()
        assert day.to_form == [ticket.visit]
        desk.page.take_up(day.to_form[0])
        assert desk.now().form.continues == ticket.visit
        desk.page.issue()
        await desk.settle()
        if desk.now().form.asking:
            desk.page.issue()
            await desk.settle()
        day.page.refresh()
        assert day.now().counts["unfinished"] == 0
        assert day.now().counts["all"] == 1
        day.jobs.close()
        await desk.close()

    play(scene)


def test_whom_the_day_before_yesterday_left_unfinished_is_listed_no_longer_also_where_nobody_has_left() -> None:
    async def scene() -> None:
        day = await Today.open("reception", "supervisor")
        await through_lab(day)  # type: ignore[arg-type]  # it needs the gateway only
        for listed in (1, 0):
            await later(day.gateway, DAY)
            day.page.refresh()
            assert day.now().counts["unfinished"] == listed
        await day.close()

    play(scene)


def test_f2_without_an_unfinished_visit_begins_a_new_ticket() -> None:
    async def scene() -> None:
        day = await Today.open()
        await day.gateway.register("701", "Person")
        await day.settle()
        day.pick("L-001")
        day.page.ticket()
        assert day.to_form == [None]
        await day.close()

    play(scene)


def test_while_the_list_is_read_nothing_moves_and_the_changes_are_counted() -> None:
    async def scene() -> None:
        day = await Today.open()
        await day.gateway.register("701", "Person")
        await day.settle()
        day.page.using()
        await day.gateway.register("702", "Another")
        day.page.refresh()
        assert (list(keys(day.now().rows)), day.now().changes) == (["L-001"], 1)
        await later(day.gateway, 4)
        day.page.refresh()
        assert (list(keys(day.now().rows)), day.now().changes) == (["L-002", "L-001"], 0)
        await day.close()

    play(scene)


def test_a_page_that_nobody_sees_rests() -> None:
    async def scene() -> None:
        day = await Today.open()
        day.page.go_away()
        painted = len(day.view.shown)
        await day.gateway.register("701", "Person")
        day.page.search("701")
        assert len(day.view.shown) == painted + 1  # what is searched for is kept, the rows are not worked out
        assert day.now().rows == ()
        day.page.come_in()
        assert list(keys(day.now().rows)) == ["L-001"]
        await day.close()

    play(scene)


def test_offline_the_list_and_its_keys_go_on(tmp_path: Any) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(roles=("reception",), profile=tmp_path)
        day = Today(gateway)
        await gateway.register("701", "Person")
        await gateway.go_offline()
        day.page.refresh()
        day.pick("L-001")
        day.page.act("hold")
        await day.jobs.run()
        day.page.refresh()
        assert (day.now().rows[0].state, day.now().rows[0].badge) == ("held", "waiting")
        await day.close()

    play(scene)
