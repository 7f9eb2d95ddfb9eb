"""Whom a desk typed anew while the server knew them: that desk's later work on the id it had made finds them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.ids import PatientId, patient_of
from mmc_console.domain.patients import PatientEntry
from mmc_console.wire.answers import ActionsRequest, Result
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import EXAM, LAB, Desk, Place, begin_again, writing

NUMBER = "7654321"
Story = Callable[[Place], Coroutine[Any, Any, None]]


def told(place: Path, *stories: Story) -> None:
    """Each of the *stories* in turn, the server started anew for it."""
    clock = HandClock()

    async def all_of_them() -> None:
        for story in stories:
            async with writing(place, clock) as here:
                await story(here)

    asyncio.run(all_of_them())


async def known_for_long(place: Place, name: str = "Ali") -> PatientId:
    """Somebody whom the server knows, and who is not here."""
    desk = place.desk("A")
    before = await desk.act(desk.registration(NUMBER, name=name))
    assert (await desk.act(desk.new(a.Cancel, visit=before.visit, reason="left"))).outcome == "applied"
    [(id,)] = place.rows("SELECT id FROM patients")
    place.clock.pass_by(minutes=5)
    return PatientId(id)


def numbered(desk: Desk, number: str, **fields: Any) -> a.RegisterVisit:
    """Registered with a number of that desk's own, as it is offline."""
    return replace(desk.registration(NUMBER, **fields), number=number)


def corrects(desk: Desk, registered: a.RegisterVisit, **fields: Any) -> a.CorrectPatient:
    """As the desk that registered them shows them: by the id derived from what it did."""
    return desk.new(a.CorrectPatient, patient_id=patient_of(registered.id), reason="mistake", **fields)


def names(place: Place) -> list[str]:
    """What those whom the server knows are called."""
    with place.database.read() as conn:
        ids = [PatientId(id) for (id,) in place.rows("SELECT id FROM patients")]
        return sorted(card.name for card in place.people.cards(conn, ids))


def code(result: Result) -> str:
    """Why it was not taken; empty where it was."""
    return result.problem.code if result.problem is not None else ""


def test_the_desk_that_typed_a_returning_person_corrects_them(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        known, desk = await known_for_long(place), place.desk("C", "user-2")
        registered = numbered(desk, "C01", name="Aly")
        first, mended = await desk.send(registered, corrects(desk, registered, name="Ali Hassan")), names(place)
        assert ([r.outcome for r in first.results], mended) == (["applied", "applied"], ["Ali Hassan"])
        assert (await desk.act(corrects(desk, registered, phone="5551234"))).outcome == "applied"
        bodies = [bytes(body) for (body,) in place.rows("SELECT body FROM events WHERE type = 'patient_corrected'")]
        assert len(bodies) == 2
        assert all(known.encode() in body and patient_of(registered.id).encode() not in body for body in bodies)

    told(tmp_path, story)


def test_of_two_desks_that_typed_the_same_new_person_both_correct_them(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        one, two = place.desk("A"), place.desk("C", "user-2")
        first, second = numbered(one, "A01"), numbered(two, "C01")
        for desk, registered in ((one, first), (two, second)):
            assert (await desk.act(registered)).outcome == "applied"
        assert (await two.act(corrects(two, second, gender="female"))).outcome == "applied"
        assert place.rows("SELECT gender FROM visits") == [("female",)]
        place.clock.pass_by(minutes=1)
        assert (await one.act(corrects(one, first, name="Alia"))).outcome == "applied"
        assert names(place) == ["Alia"]

    told(tmp_path, story)


def test_it_is_known_after_a_restart_and_in_another_history(tmp_path: Path) -> None:
    registered: list[a.RegisterVisit] = []

    async def registers(place: Place) -> None:
        await known_for_long(place)
        desk = place.desk("C", "user-2")
        registered.append(numbered(desk, "C01"))
        assert (await desk.act(registered[0])).outcome == "applied"

    async def corrects_later(place: Place) -> None:
        desk = place.desk("C", "user-2")
        assert (await desk.act(corrects(desk, registered[0], name="Ali Hassan"))).outcome == "applied"
        begin_again(place)

    async def after_the_restore(place: Place) -> None:
        desk = place.desk("C", "user-2")
        assert (await desk.act(corrects(desk, registered[0], name="Ali Salem"))).outcome == "applied"
        assert names(place) == ["Ali Salem"]

    told(tmp_path, registers, corrects_later, after_the_restore)


def test_a_registration_that_waits_for_a_decision_has_told_who_it_is_about(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        known, desk = await known_for_long(place), place.desk("C", "user-2")
        other = place.desk("A")
        await other.act(other.new(a.CloseClinic, clinic=LAB, reason="break"))
        registered = numbered(desk, "C01", next=LAB)
        assert (await desk.act(registered)).outcome == "conflict"
        assert (await desk.act(corrects(desk, registered, name="Ali Hassan"))).outcome == "applied"
        await other.act(other.new(a.OpenClinic, clinic=LAB))
        assert (await desk.act(desk.new(a.Override, conflict=registered.id))).outcome == "applied"
        assert place.rows("SELECT patient FROM visits WHERE number = 'C01'") == [(known,)]
        assert names(place) == ["Ali Hassan"]

    told(tmp_path, story)


def test_somebody_registered_anew_by_the_id_that_desk_made_is_the_same_person(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        known, desk = await known_for_long(place), place.desk("C", "user-2")
        registered = numbered(desk, "C01")
        first = await desk.act(registered)
        await desk.act(desk.new(a.Cancel, visit=first.visit, reason="mistake"))
        again = desk.new(a.RegisterVisit, patient_id=patient_of(registered.id), exam_type=EXAM, number="C02")
        assert (await desk.act(again)).outcome == "applied"
        assert place.rows("SELECT patient FROM visits WHERE number = 'C02'") == [(known,)]

    told(tmp_path, story)


@pytest.mark.parametrize("known", [False, True], ids=["new", "returning"])
def test_tried_again_they_are_who_they_were_on_the_screen_at_first(tmp_path: Path, *, known: bool) -> None:
    async def story(place: Place) -> None:
        if known:
            await known_for_long(place)
        desk = place.desk("C", "user-2")
        await desk.act(desk.new(a.CloseClinic, clinic=LAB, reason="break"))
        wrong = desk.registration(NUMBER, name="Aly")
        assert (await desk.act(wrong)).outcome == "refused"
        await desk.act(desk.new(a.OpenClinic, clinic=LAB))
        again = desk.registration(NUMBER, name="Aly", replaces=wrong.id)
        assert (await desk.act(again)).outcome == "applied"
        for registered, name in ((wrong, "Ali"), (again, "Ali Hassan")):
            place.clock.pass_by(minutes=1)
            assert (await desk.act(corrects(desk, registered, name=name))).outcome == "applied"
            assert names(place) == [name]

    told(tmp_path, story)


async def erased_since(place: Place) -> tuple[Desk, Any]:
    """A desk that has registered somebody the server knew, and that registration; they are nameless since."""
    known, desk = await known_for_long(place), place.desk("C", "user-2")
    registered = numbered(desk, "C01")
    first = await desk.act(registered)
    await desk.act(desk.new(a.Cancel, visit=first.visit, reason="left"))
    admin = replace(desk.actor, roles=frozenset({"admin"}))
    erase: Any = desk.new(a.ErasePatient, patient_id=known, reason="asked")
    answer = await place.writer.submit([admin], "", ActionsRequest(actions=(erase,)))
    assert answer.results[0].outcome == "applied"
    return desk, registered


def test_whoever_was_erased_is_not_brought_back_by_it(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk, registered = await erased_since(place)
        assert code(await desk.act(corrects(desk, registered, name="Ali"))) == "unknown-patient"
        assert names(place) == []
        new = desk.registration(NUMBER, name="Ali")  # comes again, as somebody new
        assert (await desk.act(new)).outcome == "applied"
        assert code(await desk.act(corrects(desk, registered, name="Aly"))) == "unknown-patient"
        assert names(place) == ["Ali"]

    told(tmp_path, story)


def test_what_another_desk_has_corrected_since_stands(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        known, desk, other = await known_for_long(place), place.desk("C", "user-2"), place.desk("A")
        seen = f"{place.writer.epoch}:{place.feed.seq}"
        registered = numbered(desk, "C01", seen=seen)
        late = corrects(desk, registered, name="Aly", seen=seen)
        place.clock.pass_by(minutes=1)
        newer = other.new(a.CorrectPatient, patient_id=known, name="Ali Hassan", reason="mistake")
        assert (await other.act(newer)).outcome == "applied"
        answers = (await desk.send(registered, late)).results
        assert [code(answer) for answer in answers] == ["", "patient-corrected"]
        assert names(place) == ["Ali Hassan"]

    told(tmp_path, story)


def test_nobody_is_found_by_the_id_of_a_registration_that_was_refused(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        await known_for_long(place)
        desk = place.desk("C", "user-2")
        bad = desk.new(a.RegisterVisit, patient=PatientEntry(number=NUMBER, gender="male"), exam_type="none")
        assert code(await desk.act(bad)) == "unknown-exam"
        assert code(await desk.act(corrects(desk, bad, name="Aly"))) == "unknown-patient"

    told(tmp_path, story)


def test_who_comes_back_after_a_restore_and_is_in_conflict_there_waits_for_the_decision_as_well(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk, other = place.desk("C", "user-2"), place.desk("A")
        before = f"{place.writer.epoch}:{place.feed.seq + 1}"
        registered = replace(numbered(desk, "C01", name="Ali", next=LAB), was=before)
        begin_again(place)
        await other.act(other.new(a.CloseClinic, clinic=LAB, reason="break"))
        assert (await desk.act(registered)).outcome == "wait"
        place.clock.pass_by(minutes=6)
        result = await desk.act(registered)
        assert (result.outcome, code(result)) == ("conflict", "next-not-possible")
        assert (await desk.act(corrects(desk, registered, name="Ali Hassan"))).outcome == "applied"
        await other.act(other.new(a.OpenClinic, clinic=LAB))
        assert (await desk.act(desk.new(a.Override, conflict=registered.id))).outcome == "applied"
        assert names(place) == ["Ali Hassan"]

    told(tmp_path, story)


def numbers(place: Place) -> list[tuple[str, str]]:
    """Who has which number."""
    with place.database.read() as conn:
        ids = [PatientId(id) for (id,) in place.rows("SELECT id FROM patients")]
        return sorted((card.number, card.name) for card in place.people.cards(conn, ids))


@pytest.mark.parametrize("batches", [1, 2], ids=["at once", "one after the other"])
@pytest.mark.parametrize("here", [False, True], ids=["of an earlier day", "at another desk just now"])
def test_a_number_typed_wrongly_and_corrected_is_taken_from_nobody_whose_it_is(
    tmp_path: Path, *, here: bool, batches: int
) -> None:
    """Offline the desk could not know: on its screen it was the person at the counter whose number it corrected."""

    async def story(place: Place) -> None:
        if here:
            assert (await place.desk("A").act(place.desk("A").registration(NUMBER, name="Salem"))).outcome == "applied"
        else:
            await known_for_long(place, "Salem")
        desk = place.desk("C", "user-2")
        registered = numbered(desk, "C01", name="Ahmed")
        wrong = corrects(desk, registered, number="7654399", name="Ahmed Ali")
        first = (await desk.send(registered, *[wrong][: 2 - batches])).results
        assert first[0].outcome == "applied"
        last = first[1] if batches == 1 else await desk.act(wrong)
        assert (last.outcome, code(last)) == ("refused", "other-person")
        assert numbers(place) == [(NUMBER, "Salem")]
        assert place.rows("SELECT count(*) FROM events WHERE type = 'patient_corrected'") == [(0,)]
        anew = replace(desk.registration("7654399", name="Ahmed Ali"), number="C02")
        assert (await desk.act(anew)).number == "C02"
        assert numbers(place) == [(NUMBER, "Salem"), ("7654399", "Ahmed Ali")]

    told(tmp_path, story)


def test_the_same_number_said_again_is_no_other_one(tmp_path: Path) -> None:
    """Other programs send the whole form, whatever of it was changed."""

    async def story(place: Place) -> None:
        await known_for_long(place)
        desk = place.desk("C", "user-2")
        registered = numbered(desk, "C01", name="Aly")
        mended = corrects(desk, registered, number="٧٦٥٤٣٢١", name="Ali Hassan")
        assert [code(result) for result in (await desk.send(registered, mended)).results] == ["", ""]
        assert numbers(place) == [(NUMBER, "Ali Hassan")]

    told(tmp_path, story)


def test_who_has_looked_corrects_the_number_of_the_person_the_server_knows(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        known, desk = await known_for_long(place), place.desk("C", "user-2")
        registered = numbered(desk, "C01")
        assert (await desk.act(registered)).outcome == "applied"
        shown = desk.new(a.CorrectPatient, patient_id=known, number="7654399", reason="mistake")
        assert code(await desk.act(shown)) == ""
        assert numbers(place) == [("7654399", "Ali")]

    told(tmp_path, story)


def test_of_somebody_new_a_number_typed_wrongly_is_corrected(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk = place.desk("C", "user-2")
        registered = numbered(desk, "C01", name="Ahmed")
        answers = (await desk.send(registered, corrects(desk, registered, number="7654399"))).results
        assert [code(answer) for answer in answers] == ["", ""]
        assert numbers(place) == [("7654399", "Ahmed")]

    told(tmp_path, story)


def test_whoever_was_erased_is_nobody_elses_number(tmp_path: Path) -> None:
    async def story(place: Place) -> None:
        desk, registered = await erased_since(place)
        assert code(await desk.act(corrects(desk, registered, number="7654399"))) == "unknown-patient"

    told(tmp_path, story)
