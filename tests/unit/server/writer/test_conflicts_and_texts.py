"""Conflicts wait for a decision, and what people typed is kept apart from everything else."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from mmc_console.domain import actions as a
from mmc_console.domain.ids import TicketId, mint_action_id, note_of
from mmc_console.domain.patients import PatientEntry
from mmc_console.domain.permissions import SYSTEM_ACTOR
from mmc_console.wire.answers import ActionsRequest
from tests.server.writer_parts import EXAM, LAB, Place, writing

NAME, NUMBER, PHONE, NOTE = "محمد البلوشي", "7654321", "+97455501234", "speaks Swahili only"
CORRECTED = "8765432"


async def _called_by_the_other(place: Place) -> tuple[TicketId, a.CallTicket]:
    """A ticket that another desk called first, and this desk's late call of it."""
    desk, other = place.desk(), place.desk("M", "user-2")
    issued = await desk.act(desk.registration("1234567"))
    assert issued.ticket is not None
    late = desk.new(a.CallTicket, ticket=issued.ticket, room=2, reason="other", note=NOTE, rev=1)
    await other.act(other.new(a.CallNext, clinic=LAB, room=1))
    return issued.ticket, late


def test_a_conflict_says_who_and_is_carried_out_by_override_once(tmp_path: Path) -> None:
    async def story() -> None:
        async with writing(tmp_path) as place:
            desk, stranger = place.desk(), place.desk("M", "user-2")
            ticket, late = await _called_by_the_other(place)
            result = await desk.act(late)
            assert result.outcome == "conflict"
            assert result.problem is not None
            assert result.problem.params["by"] == "user-2"
            assert result.problem.params["ticket"] == ticket
            unknown = await desk.act(desk.new(a.Override, conflict=stranger.new(a.Recall, ticket=ticket).id))
            assert unknown.problem is not None
            assert unknown.problem.code == "nothing-to-override"
            done = await desk.act(desk.new(a.Override, conflict=late.id))
            assert done.outcome == "applied"
            assert (ticket, 2, "called") in place.rows("SELECT id, room, state FROM tickets")
            again = await desk.act(desk.new(a.Override, conflict=late.id))
            assert again.problem is not None
            assert again.problem.code == "nothing-to-override"

    asyncio.run(story())


def test_what_replaces_an_action_takes_its_names_and_takes_effect_once(tmp_path: Path) -> None:
    async def story() -> None:
        async with writing(tmp_path) as place:
            desk = place.desk()
            wrong = desk.registration("12")
            await desk.act(desk.new(a.CloseClinic, clinic=LAB, reason="break"))
            assert (await desk.act(wrong)).outcome == "refused"
            await desk.act(desk.new(a.OpenClinic, clinic=LAB))
            second = desk.registration("1", replaces=wrong.id)
            assert (await desk.act(second)).outcome == "refused"
            third = desk.registration("123", replaces=second.id)
            done = await desk.act(third)
            assert done.outcome == "applied"
            from mmc_console.domain.ids import visit_of

            assert done.visit == visit_of(wrong.id)
            fourth = await desk.act(desk.registration("1234", replaces=second.id))
            assert fourth.problem is not None
            assert fourth.problem.code == "id-reused"

    asyncio.run(story())


def test_a_refused_registration_leaves_no_person_behind(tmp_path: Path) -> None:
    async def story() -> None:
        async with writing(tmp_path) as place:
            desk = place.desk()
            await desk.act(desk.new(a.CloseClinic, clinic=LAB, reason="break"))
            assert (await desk.act(desk.registration("1234567"))).outcome == "refused"
            bad = desk.new(a.RegisterVisit, patient=PatientEntry(number="7", gender="male"), exam_type=EXAM)
            result = await desk.act(bad)
            assert result.problem is not None
            assert result.problem.code == "bad-number"
            assert place.rows("SELECT count(*) FROM patients") == [(0,)]
            await desk.act(desk.new(a.OpenClinic, clinic=LAB))
            assert (await desk.act(desk.registration("1234567"))).outcome == "applied"
            assert place.rows("SELECT count(*) FROM patients") == [(1,)]

    asyncio.run(story())


def test_a_person_is_corrected_with_the_event_and_not_without(tmp_path: Path) -> None:
    async def story() -> None:
        async with writing(tmp_path) as place:
            desk = place.desk()
            await desk.act(desk.registration("1111111"))
            await desk.act(desk.registration("2222222"))
            with place.database.read() as conn:
                card = place.people.by_number(conn, "1111111")
            assert card is not None
            taken = desk.new(a.CorrectPatient, patient_id=card.id, number="2222222", reason="mistake")
            before = place.feed.seq
            result = await desk.act(taken)
            assert result.problem is not None
            assert result.problem.code == "bad-number"
            assert place.feed.seq == before
            right = desk.new(a.CorrectPatient, patient_id=card.id, number=NUMBER, name=NAME, reason="mistake")
            assert (await desk.act(right)).outcome == "applied"
            with place.database.read() as conn:
                found = place.people.by_number(conn, NUMBER)
            assert found is not None
            assert (found.id, found.name) == (card.id, NAME)

    asyncio.run(story())


def test_what_comes_of_somebody_who_was_erased_meanwhile_brings_no_text_about_them(tmp_path: Path) -> None:
    """Erasing again would find nobody, and leave it."""

    async def story() -> None:
        async with writing(tmp_path) as place:
            desk, late = place.desk(), place.desk("M", "user-2")
            ticket = (await desk.act(desk.registration("1234567"))).ticket
            stays = (await desk.act(desk.registration("2345678"))).ticket
            with place.database.read() as conn:
                card = place.people.by_number(conn, "1234567")
            assert card is not None
            place.clock.pass_by(minutes=5)
            away: list[tuple[a.Action, str]] = [
                (late.new(a.CorrectPatient, patient_id=card.id, name=NAME, reason="other", note=NAME), "refused"),
                (late.new(a.Hold, ticket=ticket, note=NAME), "applied"),
                (late.new(a.Hold, ticket=ticket, note=NAME), "refused"),
                (late.new(a.Hold, ticket=stays, note=NOTE), "applied"),
                (late.new(a.PauseClinic, clinic=LAB, note=NOTE), "applied"),
            ]
            place.clock.pass_by(hours=24)
            now = place.clock.now()
            gone: Any = a.ErasePatient(id=mint_action_id(now, bytes(10)), at=now, patient_id=card.id, reason="asked")
            erased = await place.writer.submit([SYSTEM_ACTOR], "", ActionsRequest(actions=(gone,)))
            assert erased.results[0].outcome == "applied"
            for action, outcome in away:  # of yesterday, by a desk that comes back
                assert (await late.act(action)).outcome == outcome
                with place.database.read() as conn:
                    kept = place.people.note(conn, note_of(action.id))
                assert kept == (NOTE if getattr(action, "note", "") == NOTE else None)

    asyncio.run(story())


def test_names_numbers_phones_and_notes_are_in_no_readable_row(tmp_path: Path) -> None:
    async def story() -> None:
        async with writing(tmp_path) as place:
            desk = place.desk()
            person = PatientEntry(number=NUMBER, gender="male", name=NAME, phone=PHONE)
            issued = await desk.act(desk.new(a.RegisterVisit, patient=person, exam_type=EXAM))
            assert issued.ticket is not None
            refused = desk.new(a.RegisterVisit, patient=person, exam_type="no-such-exam")
            assert (await desk.act(refused)).outcome == "refused"
            with place.database.read() as conn:
                card = place.people.by_number(conn, NUMBER)
            assert card is not None
            for action in (
                desk.new(a.Hold, ticket=issued.ticket, note=NOTE),
                desk.new(a.Hold, ticket=TicketId("unknown"), note=NOTE),
                desk.new(
                    a.CorrectPatient, patient_id="nobody", name=NAME, number=NUMBER, phone=PHONE, reason="mistake"
                ),
            ):
                await desk.act(action)
                with place.database.read() as conn:
                    kept = place.people.note(conn, note_of(action.id))
                assert kept == (NOTE if isinstance(action, a.Hold) else None)
            right = desk.new(a.CorrectPatient, patient_id=card.id, number=CORRECTED, reason="mistake")
            assert (await desk.act(right)).outcome == "applied"
            tables = [name for (name,) in place.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
            assert {"events", "results", "patients", "notes", "tickets", "visits"} <= set(tables)
            planted = [text.encode() for text in (NAME, NUMBER, CORRECTED, PHONE, NOTE)]
            planted += [NAME.encode("unicode-escape")]
            for table in tables:
                for row in place.rows(f"SELECT * FROM {table}"):  # noqa: S608 - our own tables' names
                    for value in row:
                        raw = value if isinstance(value, bytes) else str(value).encode()
                        assert not any(text in raw for text in planted), table

    asyncio.run(story())
