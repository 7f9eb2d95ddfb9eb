"""Whose names a console keeps: of who comes today, of what waits or is not safe, and of whom somebody looks up."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from mmc_console.client.cards import LOOKED_UP
from mmc_console.client.forgetting import needed
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.store import tables
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import CorrectPatient, Hold, PauseClinic, RegisterVisit
from mmc_console.domain.ids import ClinicCode, ExamCode, PatientId
from mmc_console.domain.patients import Card, PatientEntry
from mmc_console.domain.state import State
from mmc_console.wire.json import encode
from tests.two_desks import at_eyes, beaten, two_desks
from tests.unit.client.days import SAFE, named, next_day, on_disk, pass_by
from tests.unit.client.stage import played, running
from tests.unit.client.test_cards import somebody_elsewhere

NOOR = Card(id=PatientId("p1"), number="0042", gender="female", name="Noor")


async def opened(folder: Path, keys: MemoryKeys | None = None, **more: Any) -> LocalGateway:
    return await LocalGateway.with_center(profile=folder, keys=keys or MemoryKeys(lasting=True), **more)


@played
async def test_a_console_that_is_never_signed_out_forgets_who_came_on_earlier_days(tmp_path: Path) -> None:
    desk = await opened(tmp_path)
    visits = [await named(desk, "1001", "Fahad")]
    typed = await desk.register("3001", "Hamad")  # nobody has asked for the card
    for day in range(1, 5):
        await next_day(desk)
        visits.append(await named(desk, f"100{day + 1}", f"Day {day}"))
        assert await desk.housekeeping.tidy()
        assert await on_disk(desk) == {visit.patient for visit in visits[-2:]}
        assert [desk.person_by_number(f"100{n + 1}") is not None for n in range(day + 1)] == [
            n >= day - 1 for n in range(day + 1)
        ]
        assert desk.card(visits[-1].patient) is not None
    assert desk.person_by_number("3001") is None
    desk.card(visits[0].patient)
    desk.card(typed.patient)
    assert desk._started == [], "a screen left open on Monday's visit asks for nobody again"
    await named(desk, "1001", "Fahad")
    assert desk.person_by_number("1001") is not None, "they have come again"
    await desk.close()


@played
async def test_offline_for_days_it_forgets_them_as_well_and_keeps_whom_it_has_registered_itself(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    desk = await opened(tmp_path, keys)
    monday = await named(desk, "1001", "Fahad")
    await desk.go_offline()
    waiting = []
    for day in range(1, 5):
        await next_day(desk)
        waiting.append(await desk.register(f"200{day}", f"Day {day}", settled=False))
        await desk.housekeeping.tidy()
    assert desk.person_by_number("1001") is None
    assert desk.card(monday.patient) is None
    assert await on_disk(desk) == set()

    def whole(desk: LocalGateway) -> list[str]:
        return [card.name for visit in waiting if (card := desk.card(visit.patient)) is not None]

    assert whole(desk) == ["Day 1", "Day 2", "Day 3", "Day 4"]
    await desk.close()
    again = await opened(tmp_path, keys, server=desk.server, clock=desk.clock)
    await again.housekeeping.tidy()
    assert again.person_by_number("1001") is None
    assert whole(again) == ["Day 1", "Day 2", "Day 3", "Day 4"]
    assert again.pending.waiting == 4
    await again.go_online()
    assert again.pending.waiting == 0
    assert len([visit for visit in again.state.visits.values() if visit.id in {each.id for each in waiting}]) == 4
    await again.close()


@played
async def test_a_start_without_the_network_forgets_whom_the_last_day_it_knows_of_has_left_behind(
    tmp_path: Path,
) -> None:
    keys = MemoryKeys(lasting=True)
    desk = await opened(tmp_path, keys)
    desk.card(await somebody_elsewhere(desk, "1001", "Fahad"))
    await desk.settle()
    for _ in range(3):
        await next_day(desk)
    today = await named(desk, "1002", "Saad")
    assert len(await on_disk(desk)) == 2, "killed before it kept house"
    await desk.close()
    desk.server.go_away()
    desk.clock.set(desk.clock.now() + timedelta(days=30))  # nobody can say whether it stands ahead
    again = await opened(tmp_path, keys, server=desk.server, clock=desk.clock)
    async with running(again):
        await again.clock.turn(1)
        assert again.person_by_number("1001") is None
        assert await on_disk(again) == {today.patient}
        assert again.person_by_number("1002") is not None
        assert list(again.parts.cards._wanted) == [today.patient], "nobody asks for the others when it is back"
    await again.close()


@played
async def test_by_a_clock_set_ahead_no_name_of_today_goes_and_once_the_day_is_told_it_does(tmp_path: Path) -> None:
    desk = await opened(tmp_path)
    visit = await named(desk, "1001", "Fahad")
    pass_by(desk, timedelta(seconds=LOOKED_UP))
    await desk.go_offline()
    desk.clock.set(desk.clock.now() + timedelta(days=30))
    async with running(desk):
        await desk.clock.turn(1)
        assert desk.card(visit.patient) is not None
        assert await on_disk(desk) == {visit.patient}
        desk.server.come_back()  # and it really is that day
        await desk.clock.turn(100)
        assert desk.card(visit.patient) is None
        assert await on_disk(desk) == set()
    await desk.close()


@played
async def test_whom_something_that_waits_is_about_is_named_until_it_is_sent_and_safe(tmp_path: Path) -> None:
    """Held, corrected, and registered while the server was away."""
    desk = await opened(tmp_path)
    held, other = await named(desk, "1001", "Fahad"), await named(desk, "1002", "Saad")
    desk.server.cards_held[NOOR.id] = NOOR
    assert await desk.find_person(NOOR.number) is not None
    await desk.go_offline()
    ticket = desk.state.open_ticket(held.id)
    assert ticket is not None
    await desk.act(Hold, ticket=ticket.id)
    await desk.act(CorrectPatient, patient_id=NOOR.id, reason="mistake", name="Noora")
    new = await desk.register("1003", "Hamad", settled=False)
    for _ in range(3):
        await next_day(desk)
        await desk.housekeeping.tidy()
    assert {row.action.type for row in desk.pending.rows if row.state == "waiting"} == {
        "hold", "correct_patient", "register_visit",
    }  # fmt: skip
    assert await on_disk(desk) == {held.patient, NOOR.id}
    assert [card.name for id in (held.patient, NOOR.id, new.patient) if (card := desk.card(id))] == [
        "Fahad", "Noor", "Hamad",
    ]  # fmt: skip
    assert desk.card(other.patient) is None
    desk.server.safe_seq = 0
    await desk.go_online()
    await desk.settle()
    await next_day(desk)
    await desk.housekeeping.tidy()
    assert await on_disk(desk) >= {held.patient, NOOR.id}, "no backup holds it yet"
    desk.server.safe_seq = SAFE
    await desk.act(PauseClinic, clinic=ClinicCode("lab"), reason="break")
    await desk.settle()  # the answer tells
    await desk.housekeeping.tidy()
    pass_by(desk, timedelta(seconds=LOOKED_UP))
    await desk.housekeeping.tidy()
    assert await on_disk(desk) == set()
    await desk.close()


@played
async def test_whom_a_conflict_is_about_is_named_until_a_person_has_decided(tmp_path: Path) -> None:
    one, two = await two_desks(tmp_path)
    one.server.safe_seq = SAFE
    ticket = await at_eyes(one)
    patient = one.state.visits[one.state.tickets[ticket].visit].patient
    conflict = await beaten(one, two, ticket)
    one.card(patient)
    await one.settle()
    for _ in range(3):
        await next_day(one)
        await one.housekeeping.tidy()
    assert conflict.id in {row.id for row in one.pending.rows}
    assert one.card(patient) is not None
    await one.parts.desk.outbox.decide(conflict.id)
    for row in one.pending.rows:
        await one.withdraw(row.id)
    await one.settle()
    await one.housekeeping.tidy()
    assert one.card(patient) is None
    await one.close()
    await two.close()


@played
async def test_who_was_registered_at_another_desk_before_is_named_as_long_as_ours_is_not_safe(tmp_path: Path) -> None:
    """The server knows the person by the other desk's name; only its answer says that it is the same."""
    desk = await opened(tmp_path)
    desk.server.add_user("huda", ["reception"])
    await desk.go_offline()
    ours = await desk.submit(desk.registration("1001", "Fahad"))
    desk.server.come_back()
    patient = PatientEntry(number="1001", gender="male", name="Fahad")
    told = desk.server.do(RegisterVisit, "huda", patient=patient, exam_type=ExamCode("recruitment"))
    await desk.go_online()
    assert told.visit is not None
    theirs = desk.state.visits[told.visit].patient
    row = desk.parts.desk.outbox.get(ours.id)
    assert row is not None
    assert row.patient is not None
    assert row.patient.id != theirs
    desk.card(theirs)
    await desk.settle()
    for _ in range(3):
        await next_day(desk)
        await desk.housekeeping.tidy()
    assert desk.card(theirs) is not None
    await desk.close()


@played
async def test_somebody_just_looked_up_does_not_vanish_under_the_fingers(tmp_path: Path) -> None:
    desk = await opened(tmp_path)
    desk.server.cards_held[NOOR.id] = NOOR
    assert await desk.find_person(NOOR.number) == NOOR
    for _ in range(3):  # they are still being talked to
        await desk.housekeeping.tidy()
        pass_by(desk, timedelta(seconds=LOOKED_UP - 1))
        await desk.housekeeping.tidy()
        assert desk.person_by_number(NOOR.number) == NOOR
    assert await on_disk(desk) == {NOOR.id}
    pass_by(desk, timedelta(seconds=LOOKED_UP))
    await desk.housekeeping.tidy()
    assert desk.person_by_number(NOOR.number) is None
    assert await on_disk(desk) == set()
    desk.card(NOOR.id)
    assert desk._started == []
    assert await desk.find_person(NOOR.number) == NOOR, "the server knows them"
    await desk.close()


@played
async def test_somebody_fetched_for_a_screen_stays_for_an_hour_and_no_longer_for_a_name_put_right(
    tmp_path: Path,
) -> None:
    desk = await opened(tmp_path)
    desk.server.cards_held[NOOR.id] = NOOR
    assert desk.card(NOOR.id) is None
    await desk.settle()
    await desk.housekeeping.tidy()
    assert desk.card(NOOR.id) == NOOR
    pass_by(desk, timedelta(seconds=LOOKED_UP))
    desk.server.cards_held[NOOR.id] = replace(NOOR, name="Noora")
    desk.parts.cards.stale(NOOR.id)
    await desk.settle()
    assert desk.card(NOOR.id) != NOOR
    await desk.housekeeping.tidy()
    assert desk.card(NOOR.id) is None
    await desk.close()


@played
async def test_whom_a_row_names_is_needed_whatever_is_known_of_their_visit(tmp_path: Path) -> None:
    """Refused, or recorded before the news of the ticket were here."""
    desk = await opened(tmp_path)
    visit = await desk.register("1001", "Fahad")
    ticket, later = desk.state.open_ticket(visit.id), desk.today() + timedelta(days=1)
    [row] = desk.parts.desk.outbox
    assert ticket is not None
    assert needed([row], State(), later) == {visit.patient}
    of_ticket = replace(row, patient=None, about=(f"ticket:{ticket.id}", "room:lab:1"))
    assert needed([of_ticket], desk.state, later) == {visit.patient}
    assert needed([of_ticket], State(), later) == set()
    await desk.close()


@played
async def test_what_only_the_disk_holds_goes_as_well_but_for_the_day_before(tmp_path: Path) -> None:
    """Of another person's day, or of a disk that was full when it was to be forgotten."""
    desk = await opened(tmp_path)
    yesterday = await somebody_elsewhere(desk, "1002", "Saad")
    desk.card(yesterday)
    await desk.settle()
    await next_day(desk)
    today = await named(desk, "1001", "Fahad")
    await desk.parts.store.run(lambda connection: tables.write_cards(connection, [(NOOR.id, encode(NOOR))]))
    await desk.housekeeping.tidy()
    assert await on_disk(desk) == {today.patient, yesterday}
    await desk.close()


@played
async def test_the_house_is_kept_soon_after_a_start_and_once_an_hour_also_while_nobody_is_signed_in(
    tmp_path: Path,
) -> None:
    desk = await opened(tmp_path)
    await named(desk, "1001", "Fahad")
    await next_day(desk)
    await next_day(desk)
    async with running(desk):
        await desk.clock.turn(70)
        assert await on_disk(desk) == set()
        await desk.sign_out()
        await desk.parts.store.run(lambda connection: tables.write_cards(connection, [(NOOR.id, encode(NOOR))]))
        await desk.clock.turn(3600)
        assert await on_disk(desk) == set()
    await desk.close()


@played
async def test_a_name_that_is_on_its_way_while_it_is_forgotten_does_not_come_back(tmp_path: Path) -> None:
    desk = await opened(tmp_path)
    monday = await named(desk, "1001", "Fahad")
    await next_day(desk)
    await next_day(desk)
    real = desk.server.cards

    async def slow(bearer: str, ids: tuple[PatientId, ...]) -> tuple[Card, ...]:
        answer = await real(bearer, ids)
        await desk.housekeeping.tidy()
        return answer

    desk.server.cards = slow  # type: ignore[method-assign]  # the house is kept between question and answer
    desk.parts.cards.stale(monday.patient)
    await desk.settle()
    assert desk.person_by_number("1001") is None
    assert await on_disk(desk) == set()
    await desk.close()
