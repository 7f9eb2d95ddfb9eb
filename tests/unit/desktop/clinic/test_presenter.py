"""What a clinician does with one key, and what becomes of it. Plain asyncio, no Qt."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from mmc_console.client.testing import LocalGateway, reference_center
from mmc_console.desktop.clinic.picture import PLACE
from mmc_console.domain.actions import CallNext, SetPriority, Undo
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.refusals import Refused
from tests.unit.desktop.clinic.room import Room, fill
from tests.unit.desktop.desk_parts import keys, later, play, there


def sent(room: Room) -> list[CallNext]:
    """The calls recorded here, oldest first."""
    return [r.action for r in room.gateway.pending.rows if isinstance(r.action, CallNext)]


def test_entering_takes_the_room_and_leaving_gives_it_back() -> None:
    async def scene() -> None:
        room = await Room.open()
        assert there(room.now().place).mine
        await room.page.leave()
        await room.settle()
        assert not room.gateway.state.rooms.get((ClinicCode("lab"), 1))
        await room.close()

    play(scene)


def test_a_room_held_elsewhere_is_taken_only_after_a_question() -> None:
    async def scene() -> None:
        first = await Room.open()
        second = await LocalGateway.with_center(
            roles=("supervisor",), username="saad", server=first.gateway.server, clock=first.gateway.clock
        )
        room = Room(second, "lab")
        room.page.refresh()
        room.view.answers = ["share"]
        room.page.come_in()
        await room.settle()
        assert [question for question, _ in room.view.asked] == ["room_held"]
        assert not there(room.now().place).mine
        await room.close()
        await first.close()

    play(scene)


def test_the_whole_visit_at_one_clinic_takes_two_keys() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await fill(room, 2, "eyes")
        await room.press("call_next")
        assert (room.now().phase, there(room.now().current).label) == ("called", "E-001")
        await room.press("start")
        assert room.now().phase == "in_service"
        assert room.now().hero == "finish_call_next"
        await room.press("call_next")
        assert (room.now().phase, there(room.now().current).label) == ("called", "E-002")
        assert room.now().today.done == 1
        assert room.view.faults == []
        await room.close()

    play(scene)


def test_with_one_room_held_here_the_call_names_its_person_and_shows_at_once() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await fill(room, 2, "eyes")
        first = room.now().rows[0].ticket
        room.page.act("call_next")
        await room.jobs.run()  # recorded; the server has not been asked
        assert room.now().phase == "called"
        assert sent(room)[-1].ticket == first
        await room.settle()
        await room.press("start")
        room.page.act("call_next")
        await room.jobs.run()
        action = sent(room)[-1]
        assert action.finish_current
        assert action.current == first
        assert action.ticket is not None
        await room.close()

    play(scene)


def test_with_several_rooms_no_name_is_shown_until_the_server_has_answered() -> None:
    async def scene() -> None:
        room = await Room.open("lab")
        await fill(room, 2)
        room.page.act("call_next")
        await room.jobs.run()
        assert room.now().phase == "calling"
        assert room.now().hero == "calling"
        assert sent(room)[-1].ticket is None
        await room.settle()
        assert room.now().phase == "called"
        assert there(room.now().current).label == "L-001"
        await room.close()

    play(scene)


def test_finishing_sends_the_person_where_the_page_has_said() -> None:
    async def scene() -> None:
        room = await Room.open("lab")
        await fill(room, 1)
        await room.press("call_next")
        await room.press("start")
        current = room.now().current
        assert current is not None
        assert current.next is not None
        assert current.next["en"] == "X-ray"
        await room.press("finish")
        assert room.now().phase == "empty"
        assert [t.label for t in room.gateway.state.tickets.values() if t.open] == ["X-001"]
        await room.close()

    play(scene)


def test_the_timers_open_the_keys() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await fill(room, 1, "eyes")
        await room.press("call_next")
        assert not room.now().gates["recall"].on
        assert not room.now().gates["no_show"].on
        await later(room.gateway, 9)
        room.page.refresh()
        assert room.now().gates["recall"].on
        assert not room.now().gates["no_show"].on
        await later(room.gateway, 12)
        room.page.refresh()
        assert room.now().gates["no_show"].on
        await room.press("no_show")
        assert room.now().phase == "empty"
        assert [row.state for row in room.now().rows] == ["no_show"]
        room.page.select(room.now().rows[0].ticket)
        await room.press("recall")  # the late-comer
        assert room.now().phase == "called"
        await room.close()

    play(scene)


def test_a_different_number_is_called_with_a_reason() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await fill(room, 3, "eyes")
        room.view.answers = ["doctor-asked"]
        room.page.open_row(room.now().rows[2].ticket)
        await room.settle()
        assert there(room.now().current).label == "E-003"
        ticket = room.gateway.state.ticket(there(room.now().current).ticket)
        assert ticket is not None
        assert ticket.by_hand == "doctor-asked"
        await room.close()

    play(scene)


def test_turning_away_from_the_question_does_nothing() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await fill(room, 1, "eyes")
        room.page.open_row(room.now().rows[0].ticket)
        await room.settle()
        assert room.now().phase == "empty"
        await room.close()

    play(scene)


def test_the_list_is_in_the_order_of_calling_and_says_why() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await fill(room, 3, "eyes")
        last = room.now().rows[2].ticket
        await room.gateway.act(SetPriority, ticket=last, priority="urgent", reason="emergency")
        await room.settle()
        assert list(keys(room.now().rows)) == ["E-003", "E-001", "E-002"]
        assert there(room.now().why_next).code == "why-urgent"
        assert room.now().next_label == "E-003"
        await room.close()

    play(scene)


def test_hold_parks_and_the_row_resumes() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await fill(room, 1, "eyes")
        await room.press("call_next")
        await room.press("hold")
        assert [row.state for row in room.now().rows] == ["held"]
        room.page.select(room.now().rows[0].ticket)
        await room.press("resume")
        assert [row.state for row in room.now().rows] == ["waiting"]
        await room.close()

    play(scene)


def test_pausing_asks_why_and_until_when_and_opening_ends_it() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        room.view.answers = ["prayer", "15"]
        room.page.change_clinic("pause_clinic")
        await room.settle()
        assert (room.now().clinic_state, room.now().clinic_reason) == ("paused", "prayer")
        assert room.now().clinic_until is not None
        room.page.change_clinic("open_clinic")
        await room.settle()
        assert room.now().clinic_state == "open"
        await room.close()

    play(scene)


def test_closing_with_people_waiting_moves_them_in_one_step() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await fill(room, 2, "eyes")
        room.view.answers = ["doctor-absent", "internal"]
        room.page.change_clinic("close_clinic")
        await room.settle()
        assert room.now().clinic_state == "closed"
        assert room.now().waiting == 0
        assert sorted(t.label for t in room.gateway.state.tickets.values() if t.open) == ["N-001", "N-002"]
        assert room.view.confirmed == [(2, "Internal medicine")]
        await room.close()

    play(scene)


def test_closing_with_people_waiting_is_asked_once_more_and_turning_away_leaves_it_open() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await fill(room, 2, "eyes")
        room.view.answers, room.view.closes = ["doctor-absent", "stay"], False
        room.page.change_clinic("close_clinic")
        await room.settle()
        assert room.view.confirmed == [(2, "")]
        assert room.now().clinic_state == "open"
        await room.close()

    play(scene)


def test_closing_an_empty_clinic_asks_for_the_reason_only() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        room.view.answers = ["doctor-absent"]
        room.page.change_clinic("close_clinic")
        await room.settle()
        assert [question for question, _ in room.view.asked] == ["clinic_reason"]
        assert room.view.confirmed == []
        assert room.now().clinic_state == "closed"
        await room.close()

    play(scene)


def test_nobody_waiting_shows_who_will_come() -> None:
    async def scene() -> None:
        room = await Room.open("xray")
        await fill(room, 1)
        assert room.now().waiting == 0
        assert room.now().expected == ()  # still one stage before
        room.gateway.settings.set(PLACE, "eyes/1")
        await room.close()

    play(scene)


def test_a_clinician_sees_the_own_clinics_only() -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(roles=("clinician",), clinics=("eyes",))
        room = Room(gateway, "lab")
        room.page.refresh()
        assert [p.clinic for p in room.now().places] == ["eyes"]
        assert not room.now().clinic_gates["close_clinic"].on
        assert room.now().clinic_gates["pause_clinic"].on
        await room.close()

    play(scene)


@pytest.mark.parametrize(("clinic", "works"), [("eyes", True), ("lab", False)])
def test_offline_only_the_holder_of_a_lone_room_calls_next(tmp_path: Path, clinic: str, works: bool) -> None:
    async def scene() -> None:
        room = await Room.open(clinic, profile=tmp_path)
        await fill(room, 1, clinic)
        await room.gateway.go_offline()
        room.page.refresh()
        await room.press("call_next")
        assert (room.now().phase == "called") is works
        if not works:
            assert [m.code for m in room.view.faults] == ["several-rooms-offline"]
        await room.close()

    play(scene)


def test_undo_is_offered_only_for_what_the_rules_let_be_undone() -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await fill(room, 2, "eyes")
        await room.press("call_next")
        assert room.view.offered == ["did-call_next"]
        room.view.answers = ["break", "10"]
        room.page.change_clinic("pause_clinic")
        await room.settle()
        assert "did-pause_clinic" in room.view.codes
        offered = "did-pause_clinic" in room.view.offered
        assert (await room.gateway.undo() is not None) == offered  # the toast and the rules agree
        await room.close()

    play(scene)


def test_no_undo_is_offered_where_the_rules_refuse_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        room = await Room.open("eyes")
        await fill(room, 1, "eyes")
        rules = room.gateway.preview
        no = Refused("undo-too-late")
        monkeypatch.setattr(room.gateway, "preview", lambda action: no if isinstance(action, Undo) else rules(action))
        await room.press("call_next")
        assert "did-call_next" in room.view.codes
        assert room.view.offered == []
        await room.close()

    play(scene)


def test_the_exit_pin_of_the_own_clinic_stands_on_the_page_where_the_centre_uses_them() -> None:
    async def scene() -> None:
        plain = reference_center()
        room = await Room.open("lab", center=replace(plain, rules=replace(plain.rules, exit_pin=True)))
        await room.settle()
        assert len(room.now().exit_pin) == 2
        await room.close()
        without = await Room.open("lab")
        await without.settle()
        assert without.now().exit_pin == ""
        await without.close()

    play(scene)
