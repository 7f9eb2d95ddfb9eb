"""What a person decides about work that was not taken, over the real rules, outbox and sync."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import (
    CallNext,
    CallTicket,
    Cancel,
    CloseClinic,
    CorrectPatient,
    Finish,
    Hold,
    IssueTicket,
    OpenClinic,
    PauseClinic,
    TakeRoom,
    Transfer,
)
from mmc_console.domain.ids import TicketId
from mmc_console.domain.patients import PatientEntry
from mmc_console.wire.problems import problem
from tests.two_desks import EYES, LAB, XRAY, at_eyes, beaten, meanwhile, two_desks
from tests.unit.client.stage import played


@played
async def test_a_conflict_says_who_was_first_and_what_waits_for_it(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    conflict = await beaten(one, two, await at_eyes(one))
    assert conflict.problem is not None
    assert conflict.problem.params["by_name"] == "Saad"
    [held] = [row for row in one.pending.rows if row.state == "waiting"]
    assert held.waits_for == conflict.id
    assert (one.pending.count, one.pending.conflicts, one.pending.waiting) == (2, 1, 1)
    await one.close()
    await two.close()


@played
async def test_what_is_carried_out_after_all_goes_before_what_waited_for_it(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    one, two = await two_desks(tmp_path, keys)
    ticket = await at_eyes(one)
    conflict = await beaten(one, two, ticket)
    await one.go_offline()
    await one.decisions.instead(conflict.id, one.decisions.insisting(conflict.id))
    assert one.state.tickets[ticket].state == "waiting", "held after all, then resumed: the screen shows both"
    assert (one.pending.conflicts, one.pending.waiting) == (0, 2)
    await one.close()
    again = await LocalGateway.with_center(profile=tmp_path / "one", keys=keys, server=one.server, clock=one.clock)
    assert again.state.tickets[ticket].state == "waiting", "and so it is after a restart"
    assert [row.action.type for row in again.pending.rows] == ["override", "resume"]
    await again.close()
    await two.close()


@played
async def test_the_server_takes_the_insisted_action_first_and_then_the_rest(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    ticket = await at_eyes(one)
    conflict = await beaten(one, two, ticket)
    await one.decisions.instead(conflict.id, one.decisions.insisting(conflict.id))
    await one.settle()
    assert one.pending.count == 0
    assert [action.type for action in one.server.received[-2:]] == ["override", "resume"]
    assert one.server.state.tickets[ticket].state == "waiting"
    assert one.state.tickets[ticket].state == "waiting"
    await one.close()
    await two.close()


@played
async def test_kept_is_kept_and_the_rest_goes_on_to_its_own_answer(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    ticket = await at_eyes(one)
    conflict = await beaten(one, two, ticket)
    await one.decisions.keep(conflict.id)
    await one.settle()
    assert one.server.state.tickets[ticket].state == "called"
    assert (one.pending.waiting, one.pending.conflicts) == (0, 1), "the second step has met the same call"
    done = next(row for row in one.pending.rows if row.id == conflict.id)
    assert done.decided
    await one.close()
    await two.close()


@pytest.mark.parametrize("sent", [False, True], ids=["it waits", "it was sent"])
@played
async def test_a_word_insisted_on_is_the_last_one_whatever_was_said_meanwhile(tmp_path: Path, sent: bool) -> None:
    one, two = await two_desks(tmp_path)
    await one.go_offline()
    await one.act(PauseClinic, clinic=LAB, reason="break")
    await one.clock.turn(60)
    one.server.come_back()
    await two.act(CloseClinic, clinic=LAB)
    await two.settle()
    await one.go_online()
    [conflict] = [row for row in one.pending.rows if row.state == "conflict"]
    if not sent:
        await one.go_offline()
    await one.act(OpenClinic, clinic=LAB)
    if sent:
        await one.settle()
    await one.decisions.instead(conflict.id, one.decisions.insisting(conflict.id))
    await one.go_online()
    day = one.state.calendar.day(one.clock.now())
    assert [action.type for action in one.server.received[-2:]] == ["open_clinic", "override"]
    assert one.server.state.clinic(LAB, day).state == one.state.clinic(LAB, day).state == "paused"
    row = one.parts.desk.outbox.get(one.server.received[-1].id)
    assert row is not None
    assert row.instead_of == 0, "after a restore too"
    await one.close()
    await two.close()


@played
async def test_a_call_insisted_on_goes_before_what_waited_for_it_also_for_somebody_registered_since(
    tmp_path: Path,
) -> None:
    one, two = await two_desks(tmp_path)
    await one.act(TakeRoom, clinic=LAB, room=1)
    first, second = await at_lab(one, "1001"), await at_lab(one, "1002")
    await one.act(CallNext, clinic=LAB, room=1)
    await one.settle()
    await two.settle()
    failed = await one.act(CallNext, clinic=LAB, room=1, finish_current=True)
    await one.act(CallNext, clinic=LAB, room=1, finish_current=True)  # behind it
    await two.act(Finish, ticket=first, next=EYES)
    await two.act(CallTicket, ticket=second, room=2, reason="by-hand")
    await two.settle()
    await one.settle()
    await at_lab(one, "1009")  # whom it would call now
    await one.decisions.instead(failed.id, one.decisions.insisting(failed.id))
    await one.settle()
    assert [action.type for action in one.server.received[-2:]] == ["override", "call_next"]
    await one.close()
    await two.close()


async def at_lab(desk: LocalGateway, number: str) -> TicketId:
    receipt = await desk.act(IssueTicket, patient=PatientEntry(number=number, gender="male"), clinic=LAB)
    await desk.settle()
    assert receipt.performed is not None
    assert receipt.performed.ticket is not None
    return receipt.performed.ticket


@played
async def test_a_closed_clinic_is_answered_with_another_one_under_the_same_names(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    await one.go_offline()
    walk_in = await one.act(IssueTicket, patient=PatientEntry(number="1001", gender="male"), clinic=EYES)
    visit = walk_in.performed.visit if walk_in.performed else None
    assert visit is not None
    one.server.come_back()
    await two.act(CloseClinic, clinic=EYES)
    await two.settle()
    await one.go_online()
    [refused] = [row for row in one.pending.rows if row.state == "refused"]
    assert refused.problem is not None
    assert refused.problem.code == "clinic-closed"
    again = one.decisions.again(refused.id, LAB)
    assert again.replaces == refused.id
    await one.decisions.instead(refused.id, again)
    await one.settle()
    assert one.pending.count == 0
    [standing] = one.server.state.visits.values()
    assert (standing.id, standing.number) == (visit, "A01"), "the paper stays true"
    assert [ticket.clinic for ticket in one.server.state.tickets.values()] == [LAB]
    await one.close()
    await two.close()


@played
async def test_what_never_left_can_be_deleted_and_what_was_refused_is_answered_for(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    ticket = await at_eyes(one)
    await one.go_offline()
    held = await one.act(Hold, ticket=ticket)
    assert await one.decisions.delete(held.id)
    assert one.pending.count == 0
    moved = await one.act(Transfer, ticket=ticket, clinic=XRAY)
    one.server.come_back()
    await two.act(CloseClinic, clinic=XRAY)
    await two.settle()
    await one.go_online()
    assert one.pending.refused == 1
    assert await one.decisions.delete(moved.id)
    assert one.pending.count == 0
    assert one.server.state.tickets[ticket].clinic == EYES
    await one.close()
    await two.close()


@played
async def test_only_the_author_or_a_supervisor_decides_and_of_rights_an_administrator(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path, roles=("reception",))
    conflict = await beaten(one, two, await at_eyes(one))
    assert one.decisions.barred(conflict.id) == ""
    one.server.add_user("huda", ["reception"])
    one.server.add_user("lama", ["supervisor"])
    one.server.add_user("root", ["admin"])
    found = []
    for name in ("huda", "lama", "root"):
        await one.leave()
        await one.sign_in(name, PASSWORD)
        found.append(one.decisions.barred(conflict.id))
    assert found == ["override-not-yours", "", ""]
    row = one.parts.desk.outbox.get(conflict.id)
    assert row is not None
    await one.parts.desk.outbox.amend(row, state="refused", problem=problem("rights-changed"))
    found = []
    for name in ("noora", "lama", "root"):
        await one.leave()
        await one.sign_in(name, PASSWORD)
        found.append(one.decisions.barred(conflict.id))
    assert found == ["rights-changed", "rights-changed", ""]
    await one.close()
    await two.close()


@played
async def test_the_file_for_support_tells_what_happened_and_nothing_of_anybody(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    ticket = await at_eyes(one, "77001122")
    conflict = await beaten(one, two, ticket)
    await one.go_offline()
    secret = PatientEntry(number="99887766", name="Fahad Hidden", phone="50505050", gender="male")
    registered = await one.act(IssueTicket, patient=secret, clinic=LAB)
    await one.act(CorrectPatient, patient_id=one.state.visits[one.state.tickets[ticket].visit].patient,
                  reason="mistake", name="Corrected Hidden", number="55667788", phone="40404040")  # fmt: skip
    await one.act(Cancel, ticket=ticket, reason="other", note="typed in confidence")
    await one.act(Finish, ticket=ticket, note="typed by a doctor", pin="4321")
    written = one.support_file()
    for hidden in (
        "سرّ مكتوم", "77001122", "99887766", "Fahad", "Hidden", "50505050", "55667788", "40404040", "typed",
        '"4321"',  # without its quotes an id has it now and then
        "Noora", "Saad",
    ):  # fmt: skip
        assert hidden.encode() not in written, hidden
    told = json.loads(written)
    rows = {row["action"]["id"]: row for row in told["rows"]}
    assert rows[conflict.id]["problem"]["code"] == "already-moved"
    assert rows[conflict.id]["problem"]["params"]["label"] == "E-001"
    assert rows[registered.id]["action"]["type"] == "issue_ticket"
    assert (told["connection"]["kind"], told["desk"], len(rows)) == ("offline", "A", one.pending.count)
    assert [row["waits_for"] for row in told["rows"]].count(rows[conflict.id]["n"]) >= 1
    await one.close()
    await two.close()


@played
async def test_nobody_is_called_into_a_clinic_where_another_desk_has_registered_them(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)

    async def registers_and_calls(desk: LocalGateway) -> None:
        receipt = await desk.act(IssueTicket, patient=PatientEntry(number="1001", gender="male"), clinic=LAB)
        assert receipt.performed is not None
        assert receipt.performed.ticket is not None
        await desk.act(CallTicket, ticket=receipt.performed.ticket, room=1, reason="by-hand")

    await meanwhile(one, two, registers_and_calls, at_eyes)
    [standing] = one.server.state.tickets.values()
    assert (standing.clinic, standing.state, standing.room) == (EYES, "waiting", None)
    [asked] = [row for row in one.pending.rows if row.state == "conflict"]
    assert asked.problem is not None
    assert (asked.problem.code, asked.problem.params["clinic"]) == ("stands-elsewhere", EYES)
    await one.close()
    await two.close()


@played
async def test_what_is_tried_again_goes_behind_later_work_that_it_builds_on(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    alone = next(c.code for c in one.state.center.clinics if len(c.rooms) == 1 and c.admits == "all")
    await one.act(TakeRoom, clinic=alone, room=1)
    await one.settle()
    first = await two.act(IssueTicket, patient=PatientEntry(number="1000", gender="male"), clinic=alone)
    assert first.performed is not None
    await two.act(CallNext, clinic=alone, room=1)
    await two.settle()
    await one.act(CallNext, clinic=alone, room=1)
    await one.settle()
    await two.act(Finish, ticket=first.performed.ticket)
    await two.settle()
    await one.settle()
    [refused] = [row for row in one.pending.rows if row.state == "refused"]
    assert refused.problem is not None
    assert refused.problem.code == "room-busy"
    await one.go_offline()
    await one.act(IssueTicket, patient=PatientEntry(number="1001", gender="male"), clinic=alone)
    await one.decisions.instead(refused.id, one.decisions.again(refused.id))
    await one.go_online()
    assert one.pending.count == 0
    _, called = one.server.state.tickets.values()
    assert (called.state, called.room) == ("called", 1)
    await one.close()
    await two.close()


@pytest.mark.parametrize(
    ("number", "days", "kept"), [("A01", 0, "A01"), ("A01", 1, None), ("001", 0, None), ("B01", 0, None)]
)
@played
async def test_only_this_desks_own_number_of_today_is_given_when_it_is_tried_again(
    tmp_path: Path, number: str, days: int, kept: str | None
) -> None:
    one, two = await two_desks(tmp_path)

    async def registers(desk: LocalGateway) -> None:
        await desk.act(IssueTicket, patient=PatientEntry(number="1001", gender="male"), clinic=EYES)

    async def closes(desk: LocalGateway) -> None:
        await desk.act(CloseClinic, clinic=EYES)

    await meanwhile(one, two, registers, closes)
    [refused] = [row for row in one.parts.desk.outbox if row.failed]
    assert isinstance(refused.action, IssueTicket)
    await one.parts.desk.outbox.amend(refused, action=replace(refused.action, number=number))
    await one.clock.turn(days * 86_400.0)
    again = one.decisions.again(refused.id, LAB)
    assert isinstance(again, IssueTicket)
    assert again.number == kept
    await one.close()
    await two.close()


@played
async def test_a_call_carried_out_after_all_that_names_nobody_goes_behind_whom_its_screen_shows(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    first = await at_eyes(one)
    await one.act(CallTicket, ticket=first, room=1, reason="by-hand")
    await one.settle()

    await two.settle()
    await one.act(CallNext, clinic=EYES, room=1, finish_current=True)
    await two.act(Finish, ticket=first)
    await two.settle()
    await one.settle()
    [conflict] = [row for row in one.pending.rows if row.state == "conflict"]
    await one.go_offline()
    await one.act(IssueTicket, patient=PatientEntry(number="1002", gender="male"), clinic=EYES)
    await one.decisions.instead(conflict.id, one.decisions.insisting(conflict.id))
    await one.go_online()
    assert one.pending.count == 0
    assert [t.state for t in one.server.state.tickets.values() if t.clinic == EYES and t.id != first] == ["called"]
    await one.close()
    await two.close()


@played
async def test_a_clinic_closed_over_a_newer_word_holds_back_the_work_on_everybody_it_moved(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    for number in ("1001", "1002", "1003"):
        await at_eyes(one, number)
    await two.settle()
    await one.go_offline()
    await one.act(CloseClinic, clinic=EYES, reason="emergency", move_waiting_to=LAB)
    for ticket in [ticket for ticket in one.state.tickets.values() if ticket.clinic == LAB]:
        await one.act(Hold, ticket=ticket.id)
    one.server.come_back()
    await one.clock.turn(5)
    await two.act(PauseClinic, clinic=EYES, reason="break")
    await two.settle()
    await one.go_online()
    states = [(row.action.type, row.state) for row in one.pending.rows if row.state != "sent"]
    assert states == [("close_clinic", "conflict"), *[("hold", "waiting")] * 3]
    closing = next(row for row in one.pending.rows if row.state == "conflict")
    assert {row.waits_for for row in one.pending.rows if row.state == "waiting"} == {closing.id}
    await one.close()
    await two.close()
