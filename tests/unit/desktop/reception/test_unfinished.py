"""Whoever stopped halfway yesterday goes on where they stopped: from the form, without doing a stop twice."""

from __future__ import annotations

from mmc_console.domain.actions import CallNext, Finish, IssueTicket
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.patients import PatientEntry
from mmc_console.domain.tickets import Ticket
from tests.unit.desktop.desk_parts import later, play, there
from tests.unit.desktop.reception.desk import Reception

DAY = 24 * 3600.0


async def through_lab(desk: Reception, number: str = "12345", exam: str = "recruitment") -> Ticket:
    """A person registered, called to the laboratory and finished there; their open ticket at the next stop."""
    gateway = desk.gateway
    visit = await gateway.register(number, "محمد المري", exam=exam)
    ticket = there(gateway.state.open_ticket(visit.id))
    await gateway.act(CallNext, clinic=ticket.clinic, room=1)
    await gateway.settle()
    await gateway.act(Finish, ticket=ticket.id)
    await gateway.settle()
    return there(gateway.state.open_ticket(visit.id))


async def overnight(desk: Reception) -> None:
    await later(desk.gateway, DAY)
    desk.page.refresh()


def test_a_typed_number_finds_yesterdays_visit_and_its_exam() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        ticket = await through_lab(desk, exam="cooks")
        await overnight(desk)
        assert desk.now().form.purpose == "exam:recruitment"
        desk.page.edit("number", "12345")
        found = there(desk.now().form.unfinished)
        assert (found.visit, found.left) == (ticket.visit, 3)
        assert desk.now().form.purpose == "exam:cooks"
        assert desk.now().form.continues == ticket.visit
        assert ClinicCode("lab") not in [o.key for o in desk.now().firsts]
        await desk.close()

    play(scene)


def test_taking_it_up_keeps_the_stops_done_and_gives_a_number_of_today() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        old = await through_lab(desk)
        await overnight(desk)
        desk.page.edit("number", "12345")
        desk.page.issue()
        await desk.settle()
        if desk.now().form.asking:
            desk.page.issue()
            await desk.settle()
        [ticket] = [t for t in desk.gateway.state.day_tickets(desk.gateway.today()) if t.open]
        visit = desk.gateway.state.visits[ticket.visit]
        assert visit.id != old.visit
        assert ticket.label.endswith("-001")
        assert [stop.state for stage in visit.stages for stop in stage if stop.clinic == "lab"] == ["done"]
        assert desk.now().form.blank
        await desk.close()

    play(scene)


def test_whoever_wants_begins_anew() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await through_lab(desk)
        await overnight(desk)
        desk.page.edit("number", "12345")
        desk.page.begin_anew(True)
        assert desk.now().form.continues is None
        assert [o.key for o in desk.now().firsts if o.on] == ["lab"]
        desk.page.begin_anew(False)
        assert [o.key for o in desk.now().firsts if o.on] != ["lab"]
        await desk.close()

    play(scene)


def test_the_exam_of_one_unfinished_visit_is_not_left_in_the_form_for_the_next_person() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await through_lab(desk, exam="cooks")
        await overnight(desk)
        desk.page.edit("number", "12345")
        desk.page.edit("number", "1234")
        assert desk.now().form.purpose == "exam:recruitment"
        assert desk.now().form.unfinished is None
        desk.page.edit("number", "12345")
        assert desk.now().form.purpose == "exam:cooks"
        desk.page.clear()
        assert desk.now().form.purpose == "exam:recruitment"
        await desk.close()

    play(scene)


def test_who_has_come_again_is_not_offered_it_a_second_time() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await through_lab(desk)
        await overnight(desk)
        await desk.gateway.register("12345", "محمد المري")
        desk.page.edit("number", "12345")
        assert desk.now().form.unfinished is None
        assert desk.now().form.duplicate is not None
        await desk.close()

    play(scene)


def test_a_walk_in_of_yesterday_is_filled_in_for_its_clinic_alone() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        entry = PatientEntry(number="777", name="سعيد", gender="male")
        receipt = await desk.gateway.act(IssueTicket, patient=entry, clinic=ClinicCode("eyes"))
        await desk.gateway.settle()
        visit = next(v for v in desk.gateway.state.visits.values())
        assert receipt.fault is None
        await overnight(desk)
        desk.page.take_up(visit.id)
        form = desk.now().form
        assert (form.number, form.name, form.purpose, form.continues) == ("777", "سعيد", "clinic:eyes", None)
        await desk.close()

    play(scene)


def test_taking_up_sets_a_half_typed_ticket_aside_until_the_form_is_free_again() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        old = await through_lab(desk)
        await overnight(desk)
        for field, text in (("number", "28463512345"), ("name", "Half Typed"), ("priority", "priority")):
            desk.page.edit(field, text)  # type: ignore[arg-type]  # words of the literal
        desk.page.take_up(old.visit)
        assert (desk.now().form.number, desk.now().form.priority) == ("12345", "normal")
        assert desk.now().form.continues == old.visit
        desk.page.issue()
        await desk.settle()
        if desk.now().form.asking:
            desk.page.issue()
            await desk.settle()
        form = desk.now().form
        assert (form.number, form.name, form.priority) == ("28463512345", "Half Typed", "priority")
        desk.page.clear()
        assert desk.now().form.blank, "and it comes back once"
        await desk.close()

    play(scene)


def test_two_taken_up_one_after_the_other_keep_what_was_typed_and_not_the_first() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        visits = [(await through_lab(desk, number)).visit for number in ("12345", "12346")]
        await overnight(desk)
        desk.page.edit("number", "777")
        for visit in visits:
            desk.page.take_up(visit)
        seen = [desk.now().form.number]
        for _ in range(2):
            desk.page.clear()
            seen.append(desk.now().form.number)
        assert seen == ["12346", "777", ""]
        await desk.close()

    play(scene)


def test_what_somebody_else_left_aside_is_not_offered_to_the_next_and_keeps_nothing_of_theirs_away() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        old = await through_lab(desk)
        await overnight(desk)
        seen = []
        for user, number in ((None, "777"), ("saad", "888")):
            if user is not None:
                desk.gateway.server.add_user(user, ("reception",))
                await desk.gateway.leave()
                await desk.gateway.sign_in(user, "correct horse")
            desk.page.edit("number", number)
            desk.page.take_up(old.visit)
        for _ in range(2):
            desk.page.clear()
            seen.append(desk.now().form.number)
        assert seen == ["888", ""]
        await desk.close()

    play(scene)
