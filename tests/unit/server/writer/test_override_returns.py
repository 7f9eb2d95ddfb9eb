"""What an override has decided comes back with it: nobody is led elsewhere, or another one called, than before."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from msgspec.structs import replace

from mmc_console.client.completion import completed, events_of
from mmc_console.domain import actions as a
from mmc_console.domain.patients import PatientEntry
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import LAB, begin_again, writing
from tests.unit.server.writer.test_next_stops import BEFORE, LAST_ALONE, led_to, skipped


def test_who_is_finished_after_all_is_led_where_they_were_led_before_the_restore(tmp_path: Path) -> None:
    async def story() -> None:
        clock = HandClock()
        async with writing(tmp_path / "lived", clock) as place:
            desk, other = place.desk(), place.desk("M", "user-2")
            visit = (await desk.act(desk.registration("1234567"))).visit
            assert visit is not None
            for clinic in BEFORE:
                result = await desk.act(skipped(desk, visit, clinic))
            called = await desk.act(desk.new(a.CallNext, clinic=LAST_ALONE, room=1))
            late = desk.new(a.Finish, ticket=called.ticket, rev=2)
            assert (await other.act(other.new(a.NoShow, ticket=called.ticket))).outcome == "applied"
            assert (await desk.act(late)).outcome == "conflict"
            await place.writer.stop()
        shutil.copytree(tmp_path / "lived", tmp_path / "restored")
        async with writing(tmp_path / "lived", clock) as place:
            desk = place.desk()
            insisted = desk.new(a.Override, conflict=late.id)
            result = await desk.act(insisted)
            assert result.outcome == "applied"
            back = completed(insisted, result, place.writer.epoch, events_of(result))
            await place.writer.stop()
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            desk = place.desk()
            for no in range(9):
                person = PatientEntry(number=f"77000{no}", gender="male")
                walk_in = desk.new(a.IssueTicket, clinic=led_to(result), patient=person)
                assert (await desk.act(walk_in)).outcome == "applied"
            again = await desk.act(back)
            assert again.outcome == "applied"
            assert led_to(again) == led_to(result)

    asyncio.run(story())


def test_whom_a_call_carried_out_after_all_has_called_is_called_again_and_nobody_else(tmp_path: Path) -> None:
    """The room had been taken meanwhile; who was called only the server could say."""

    async def story() -> None:
        clock = HandClock()
        async with writing(tmp_path / "lived", clock) as place:
            desk, other = place.desk(), place.desk("M", "user-2")
            await desk.act(desk.new(a.TakeRoom, clinic=LAB, room=1))
            late = desk.new(a.CallNext, clinic=LAB, room=1, seen=f"{place.writer.epoch}:{place.feed.seq}")
            await other.act(other.new(a.TakeRoom, clinic=LAB, room=1))
            first = (await desk.act(desk.registration("1234567"))).ticket
            assert (await desk.act(late)).outcome == "conflict"
            await place.writer.stop()
        shutil.copytree(tmp_path / "lived", tmp_path / "restored")
        async with writing(tmp_path / "lived", clock) as place:
            desk = place.desk()
            insisted = desk.new(a.Override, conflict=late.id)
            result = await desk.act(insisted)
            assert result.ticket == first
            back = completed(insisted, result, place.writer.epoch, events_of(result))
            assert (await desk.act(replace(back, was=None))).outcome == "refused", "without a restore it is another one"
            await place.writer.stop()
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            desk = place.desk()
            person = PatientEntry(number="770001", gender="male")
            urgent = desk.new(a.IssueTicket, clinic=LAB, patient=person, priority="urgent")
            assert (await desk.act(urgent)).outcome == "applied"
            again = await desk.act(back)
            assert (again.outcome, again.ticket) == ("applied", first)
            assert (await desk.act(back)).outcome == "repeated"

    asyncio.run(story())


def test_a_key_that_has_finished_and_called_nobody_calls_nobody_when_it_comes_back(tmp_path: Path) -> None:
    """Whoever stands in the line by then was called by nobody: no screen there shows them in the room."""

    async def story() -> None:
        clock = HandClock()
        async with writing(tmp_path / "lived", clock) as place:
            desk = place.desk()
            first = (await desk.act(desk.registration("1234567"))).ticket
            assert (await desk.act(desk.new(a.CallNext, clinic=LAB, room=1))).ticket == first
            await place.writer.stop()
        shutil.copytree(tmp_path / "lived", tmp_path / "restored")
        async with writing(tmp_path / "lived", clock) as place:
            desk = place.desk()
            key = desk.new(a.CallNext, clinic=LAB, room=1, finish_current=True, current=first)
            result = await desk.act(key)
            assert [event.type for event in events_of(result)] == ["ticket_finished", "ticket_issued"]
            back = completed(key, result, place.writer.epoch, events_of(result))
            await place.writer.stop()
        async with writing(tmp_path / "restored", clock) as place:
            begin_again(place)
            desk, other = place.desk(), place.desk("M", "user-2")
            person = PatientEntry(number="770001", gender="male")
            waiting = await other.act(other.new(a.IssueTicket, clinic=LAB, patient=person))
            again = await desk.act(back)
            assert [event.type for event in events_of(again)] == ["ticket_finished", "ticket_issued"]
            assert led_to(again) == led_to(result)
            state = await place.writer.ask(lambda state: state.ticket(waiting.ticket or ""))
            assert state is not None
            assert state.state == "waiting"

    asyncio.run(story())
