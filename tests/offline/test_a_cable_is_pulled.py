"""What people see and keep when the server goes away in the middle of the morning, told as they would tell it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mmc_console.client.errors import OffWhileOffline
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import (
    CallNext,
    CallTicket,
    Finish,
    Hold,
    NoShow,
    Recall,
    RegisterVisit,
    Start,
    TakeRoom,
    Undo,
)
from mmc_console.domain.centre import Center
from mmc_console.domain.ids import ClinicCode, TicketId
from tests.unit.client.stage import played, running

EYES, LAB = ClinicCode("eyes"), ClinicCode("lab")


async def reception(folder: Path) -> LocalGateway:
    """A reception desk with a lasting store."""
    return await LocalGateway.with_center(profile=folder, keys=MemoryKeys(lasting=True))


async def first_waiting_at_eyes(desk: LocalGateway, number: str) -> TicketId:
    """A patient registered with a walk-in ticket to the eye clinic."""
    from mmc_console.domain.actions import IssueTicket
    from mmc_console.domain.patients import PatientEntry

    receipt = await desk.act(IssueTicket, patient=PatientEntry(number=number, gender="male"), clinic=EYES)
    await desk.settle()
    assert receipt.performed is not None
    assert receipt.performed.ticket is not None
    return receipt.performed.ticket


@played
async def test_reception_goes_on_registering_and_every_paper_has_its_own_number(tmp_path: Path) -> None:
    desk = await reception(tmp_path)
    assert (await desk.register("1001", "Fahad")).number == "001"
    await desk.go_offline()
    numbers = [(await desk.register(str(2000 + i))).number for i in range(5)]
    assert numbers == ["A01", "A02", "A03", "A04", "A05"]
    assert desk.pending.waiting == 5
    await desk.go_online()
    assert desk.pending.count == 0
    assert sorted(v.number for v in desk.server.state.visits.values()) == ["001", *numbers]
    assert (await desk.register("3001")).number == "002"
    await desk.close()


@played
async def test_the_number_shows_as_three_dots_until_the_server_has_given_it() -> None:
    desk = await LocalGateway.with_center()
    visit = await desk.register("1001", settled=False)
    ticket = desk.state.open_ticket(visit.id)
    assert visit.number == "…"
    assert ticket is not None
    assert ticket.label == "L-…"
    await desk.settle()
    assert desk.state.visits[visit.id].number == "001"
    assert desk.state.tickets[ticket.id].label == "L-001"
    await desk.close()


@played
async def test_the_server_takes_too_long_so_the_desk_prints_its_own_number_and_it_stays(tmp_path: Path) -> None:
    desk = await reception(tmp_path)
    desk.server.slow, desk.server.mute = asyncio.Event(), True
    async with running(desk):
        receipt = await desk.submit(desk.registration("1001", "Fahad"))
        await desk.clock.turn(1.9)
        [visit] = desk.state.visits.values()
        assert visit.number == "…"
        await desk.clock.turn(0.2)
        assert desk.state.visits[visit.id].number == "A01"
        assert desk.connection.kind == "slow"
        desk.server.slow.set()
        desk.server.slow = None
        await desk.clock.turn(5)
        result = await receipt.outcome
        assert (result.outcome, result.number) == ("repeated", "A01")
    visit = desk.server.state.visits[visit.id]
    assert (visit.number, visit.aliases) == ("A01", ("001",))
    assert desk.pending.count == 0
    assert len(desk.server.state.visits) == 1
    await desk.close()


@played
async def test_the_news_was_quicker_than_the_answer_so_the_servers_number_is_the_one(tmp_path: Path) -> None:
    desk = await reception(tmp_path)
    desk.server.slow = asyncio.Event()
    async with running(desk):
        receipt = await desk.submit(desk.registration("1001", "Fahad"))
        await desk.clock.turn(3)
        assert [v.number for v in desk.state.visits.values()] == ["001"]
        desk.server.slow.set()
        await desk.clock.turn(1)
        assert (await receipt.outcome).number == "001"
    await desk.close()


@played
async def test_a_doctor_with_one_room_goes_on_calling_and_finishing(tmp_path: Path) -> None:
    desk = await reception(tmp_path)
    first, second = await first_waiting_at_eyes(desk, "1001"), await first_waiting_at_eyes(desk, "1002")
    await desk.act(TakeRoom, clinic=EYES, room=1)
    await desk.settle()
    await desk.go_offline()
    await desk.act(CallNext, clinic=EYES, room=1)
    await desk.act(Start, ticket=first)
    await desk.act(CallNext, clinic=EYES, room=1, finish_current=True)
    assert desk.state.tickets[first].state == "done"
    assert desk.state.tickets[second].state == "called"
    await desk.act(Recall, ticket=second)
    await desk.act(NoShow, ticket=second)
    assert desk.pending.waiting == 5
    await desk.go_online()
    assert (desk.pending.count, desk.pending.refused) == (0, 0)
    states = {t.id: t.state for t in desk.server.state.tickets.values()}
    assert (states[first], states[second]) == ("done", "no_show")
    await desk.close()


@played
async def test_in_a_clinic_with_two_rooms_nobody_is_named_before_the_server_has(tmp_path: Path) -> None:
    desk = await reception(tmp_path)
    visit = await desk.register("1001")
    ticket = desk.state.open_ticket(visit.id)
    assert ticket is not None
    assert ticket.clinic == LAB
    receipt = await desk.act(CallNext, clinic=LAB, room=1)
    assert receipt.performed is None
    assert receipt.fault is None
    assert desk.state.tickets[ticket.id].state == "waiting"
    await desk.settle()
    assert desk.state.tickets[ticket.id].state == "called"
    assert (await receipt.outcome).label == "L-001"
    await desk.go_offline()
    call = desk.new(CallNext, clinic=LAB, room=2)
    assert desk.obstacle(call) == "several-rooms"
    with pytest.raises(OffWhileOffline, match="several-rooms"):
        await desk.submit(call)
    await desk.close()


@played
async def test_only_the_console_that_holds_the_room_calls_next_offline(tmp_path: Path) -> None:
    desk = await reception(tmp_path)
    ticket = await first_waiting_at_eyes(desk, "1001")
    await desk.go_offline()
    assert desk.obstacle(desk.new(CallNext, clinic=EYES, room=1)) == "not-holder"
    by_hand = desk.new(CallTicket, ticket=ticket, room=1, reason="by-hand")
    assert desk.obstacle(by_hand) == ""
    await desk.submit(by_hand)
    assert desk.state.tickets[ticket].state == "called"
    await desk.close()


@played
async def test_without_a_keyring_registering_offline_is_off_and_says_why() -> None:
    desk = await LocalGateway.with_center()
    assert not desk.durable
    await desk.go_offline()
    action = desk.registration("1001")
    assert desk.obstacle(action) == "no-keyring"
    with pytest.raises(OffWhileOffline, match="no-keyring"):
        await desk.submit(action)
    assert desk.pending.count == 0
    await desk.close()


@played
async def test_the_power_fails_and_the_next_start_shows_everything_before_any_network(tmp_path: Path) -> None:
    keys, center = MemoryKeys(lasting=True), None
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys, center=center)
    seen = await desk.register("1001", "Fahad")
    await desk.go_offline()
    printed = await desk.register("1002", "Saad")
    server, clock = desk.server, desk.clock
    await desk.parts.store.close()  # no goodbye: what is not flushed by now is lost
    clock.stores.clear()

    again = await LocalGateway.with_center(profile=tmp_path, keys=keys, server=server, clock=clock, signed_in=False)
    assert again.ready
    assert again.user is not None
    assert again.desk == "A"
    assert again.connection.kind in ("starting", "offline")
    assert again.state.visits[seen.id].number == "001"
    assert again.state.visits[printed.id].number == "A01"
    assert again.pending.waiting == 1
    card = again.card(printed.patient)
    assert card is not None
    assert card.name == "Saad"
    assert (await again.register("1003")).number == "A02"
    await again.go_online()
    assert again.pending.count == 0
    assert sorted(v.number for v in server.state.visits.values()) == ["001", "A01", "A02"]
    await again.close()


@played
async def test_answers_are_lost_again_and_again_and_still_everything_happens_once(tmp_path: Path) -> None:
    desk = await reception(tmp_path)
    async with running(desk):
        for i in range(6):
            desk.server.lose_answers, desk.server.lose_requests = i % 3, (i + 1) % 2
            await desk.submit(desk.registration(str(1001 + i)))
            await desk.clock.turn(20)
    assert desk.pending.count == 0
    assert len(desk.server.state.visits) == 6
    assert len(desk.server.received) > 6
    assert {v.id: v.number for v in desk.state.visits.values()} == {
        v.id: v.number for v in desk.server.state.visits.values()
    }
    await desk.close()


@played
async def test_somebody_else_was_first_and_the_doctor_is_asked(tmp_path: Path) -> None:
    desk = await reception(tmp_path)
    ticket = await first_waiting_at_eyes(desk, "1001")
    other = await first_waiting_at_eyes(desk, "1002")
    await desk.go_offline()
    await desk.act(Hold, ticket=ticket)
    follow_up = await desk.act(Finish, ticket=ticket)  # not possible from held, but recorded all the same
    elsewhere = await desk.act(Hold, ticket=other)
    desk.server.add_user("saad", ["clinician"], ["eyes"])
    desk.server.do(CallTicket, "saad", ticket=ticket, room=1, reason="by-hand")
    await desk.go_online()
    assert (desk.pending.conflicts, desk.pending.waiting) == (1, 1)
    rows = {row.id: row for row in desk.pending.rows}
    [conflict] = [row for row in rows.values() if row.state == "conflict"]
    assert conflict.problem is not None
    assert conflict.problem.params["by"] == desk.server.users["saad"].id
    assert rows[follow_up.id].held_back
    assert rows[elsewhere.id].state == "sent"
    assert desk.pending_of(ticket) == "conflict"
    assert desk.state.tickets[ticket].state == "called", "what stands is what the server says"
    await desk.decisions.keep(conflict.id)
    await desk.settle()
    assert desk.pending.waiting == 0
    await desk.close()


@played
async def test_undo_before_it_was_sent_takes_it_back_as_if_it_never_was(tmp_path: Path) -> None:
    desk = await reception(tmp_path)
    ticket = await first_waiting_at_eyes(desk, "1001")
    await desk.go_offline()
    await desk.act(Hold, ticket=ticket)
    arrived = len(desk.server.received)
    assert await desk.undo() is not None
    assert desk.state.tickets[ticket].state == "waiting"
    assert desk.pending.count == 0
    await desk.go_online()
    assert len(desk.server.received) == arrived
    await desk.close()


@played
async def test_undo_after_it_may_have_arrived_is_sent_behind_it(tmp_path: Path) -> None:
    desk = await reception(tmp_path)
    ticket = await first_waiting_at_eyes(desk, "1001")
    desk.server.lose_answers = 1
    await desk.act(Hold, ticket=ticket)
    await desk.settle()
    assert await desk.undo() is not None
    assert desk.state.tickets[ticket].state == "waiting"
    await desk.go_online()
    assert isinstance(desk.server.received[-1], Undo)
    assert desk.server.state.tickets[ticket].state == "waiting"
    assert desk.undoable() is None
    await desk.close()


@played
async def test_the_same_person_is_registered_at_two_desks_and_keeps_one_visit(tmp_path: Path) -> None:
    desk = await reception(tmp_path)
    await desk.go_offline()
    mine = await desk.register("1001", "Fahad")
    desk.server.add_user("huda", ["reception"])
    theirs = desk.server.do(
        RegisterVisit, "huda", patient=desk.registration("1001").patient, exam_type="recruitment"
    )  # fmt: skip
    await desk.go_online()
    assert desk.pending.count == 0
    standing = desk.state.visit(mine.id)
    assert standing is not None
    assert standing.id == theirs.visit
    assert "A01" in standing.aliases
    assert len(desk.state.visits) == 1
    await desk.close()


@played
async def test_signed_out_with_work_waiting_it_goes_in_its_authors_name_whoever_comes_next(tmp_path: Path) -> None:
    desk = await reception(tmp_path)
    desk.server.add_user("huda", ["reception"])
    noora = desk.server.users["noora"].id
    await desk.go_offline()
    mine = await desk.register("1001")
    await desk.sign_out()
    assert desk.user is None
    await desk.go_online()
    assert desk.pending.count == 0, "sent although nobody sits here"
    await desk.sign_in("huda", "correct horse")
    theirs = await desk.register("1002")
    assert set(desk.server.state.visits) == {mine.id, theirs.id}
    assert [action.by for action in desk.server.received] == [noora, desk.server.users["huda"].id]
    await desk.close()


@played
async def test_where_nothing_keeps_a_key_only_the_person_who_sits_here_is_spoken_for() -> None:
    desk = await LocalGateway.with_center()
    desk.server.add_user("huda", ["reception"])
    desk.server.go_away()
    await desk.register("1001", settled=False)
    await desk.sign_out()
    await desk.go_online()
    assert desk.pending.waiting == 1
    await desk.sign_in("huda", "correct horse")
    await desk.settle()
    assert desk.pending.waiting == 1, "another person's work is not sent as one's own"
    await desk.sign_in("noora", "correct horse")
    await desk.settle()
    assert desk.pending.count == 0
    await desk.close()


@played
async def test_a_server_that_does_not_know_this_consoles_key_takes_the_persons_word(tmp_path: Path) -> None:
    desk = await reception(tmp_path)
    desk.server.device_keys.clear()  # put back to before this console was enrolled
    visit = await desk.register("1001")
    assert visit.number == "001"
    await desk.sign_in("noora", "correct horse")
    assert desk.server.device_keys, "enrolled anew"
    await desk.sign_out()
    await desk.close()


def test_the_reference_centre_has_the_clinics_these_stories_speak_of(reference: Center) -> None:
    rooms = {clinic.code: len(clinic.rooms) for clinic in reference.clinics}
    assert rooms[EYES] == 1
    assert rooms[LAB] == 2


@pytest.fixture
def reference() -> Center:
    from mmc_console.client.testing import reference_center

    return reference_center()
