"""Names for ids: local first, asked for behind the screen, and never of people this user may not see."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.cards import load
from mmc_console.client.errors import ServerBusy
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.shown import Change
from mmc_console.client.sse import Message
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import Cancel, CorrectPatient, ErasePatient, RegisterVisit
from mmc_console.domain.ids import ClinicCode, ExamCode, PatientId
from mmc_console.domain.patients import Card, PatientEntry
from mmc_console.wire.answers import UserInfo
from mmc_console.wire.json import encode
from tests.unit.client.stage import played


async def somebody_elsewhere(desk: LocalGateway, number: str, name: str) -> PatientId:
    """Another desk registers a person; the news of it is here, the card is not."""
    if "huda" not in desk.server.users:
        desk.server.add_user("huda", ["reception", "supervisor"])
    patient = PatientEntry(number=number, gender="male", name=name)
    result = desk.server.do(RegisterVisit, "huda", patient=patient, exam_type=ExamCode("promotion"))
    await desk.parts.follow.catch_up()
    assert result.visit is not None
    return desk.state.visits[result.visit].patient


@played
async def test_what_reception_typed_is_shown_at_once_without_asking_anybody() -> None:
    desk = await LocalGateway.with_center()
    desk.server.go_away()
    visit = await desk.register("٢٧١٢", " فهد   الدوسري ", settled=False)
    card = desk.card(visit.patient)
    assert card is not None
    assert (card.number, card.name) == ("2712", "فهد الدوسري")
    assert desk.person_by_number("2712") == card
    await desk.close()


@played
async def test_an_unknown_card_is_asked_for_once_and_comes_by_itself() -> None:
    desk = await LocalGateway.with_center()
    patient = await somebody_elsewhere(desk, "1001", "Saad")
    changes = desk.changes()
    await anext(changes)
    assert desk.card(patient) is None
    assert desk.card(patient) is None
    assert len(desk._started) == 1
    await desk.settle()
    assert Change.CARDS in await anext(changes)
    card = desk.card(patient)
    assert card is not None
    assert card.name == "Saad"
    await changes.aclose()
    await desk.close()


@played
async def test_many_unknown_cards_are_asked_for_in_few_requests() -> None:
    desk = await LocalGateway.with_center()
    people = [await somebody_elsewhere(desk, str(1000 + i), f"P{i}") for i in range(120)]
    asked: list[int] = []
    real = desk.server.cards

    async def counted(bearer: str, ids: tuple[PatientId, ...]) -> tuple[Card, ...]:
        asked.append(len(ids))
        return await real(bearer, ids)

    desk.server.cards = counted  # type: ignore[method-assign]  # counted on its way
    assert [desk.card(id) for id in people] == [None] * 120
    await desk.settle()
    assert asked == [100, 20]
    assert all(desk.card(id) for id in people)
    await desk.close()


@played
async def test_a_card_the_server_hides_is_not_asked_for_again_and_again() -> None:
    desk = await LocalGateway.with_center()
    hidden = PatientId("00000000-0000-5000-8000-000000000000")
    assert desk.card(hidden) is None
    await desk.settle()
    assert desk.card(hidden) is None
    assert desk._started == []
    await desk.close()


@played
async def test_whom_a_restored_server_had_forgotten_is_asked_for_once_they_have_come_back() -> None:
    desk = await LocalGateway.with_center()
    patient = await somebody_elsewhere(desk, "1001", "Saad")
    known = desk.server.cards_held.pop(patient)
    assert desk.card(patient) is None
    await desk.settle()
    desk.server.cards_held[patient] = known
    visit = next(visit.id for visit in desk.state.visits.values() if visit.patient == patient)
    desk.server.do(Cancel, "huda", visit=visit, reason="left")
    await somebody_elsewhere(desk, "1001", "Saad")
    assert desk.card(patient) is None
    await desk.settle()
    assert desk.card(patient) is not None
    await desk.close()


@played
async def test_asked_while_away_it_comes_when_the_server_is_back() -> None:
    desk = await LocalGateway.with_center()
    patient = await somebody_elsewhere(desk, "1001", "Saad")
    await desk.go_offline()
    assert desk.card(patient) is None
    assert desk._started == []
    await desk.go_online()
    assert desk.card(patient) is not None
    await desk.close()


@played
async def test_a_corrected_person_is_asked_for_anew() -> None:
    desk = await LocalGateway.with_center()
    visit = await desk.register("1001", "Fahd")
    await desk.act(CorrectPatient, patient_id=visit.patient, reason="mistake", name="Fahad")
    await desk.settle()
    await desk.settle()
    card = desk.card(visit.patient)
    assert card is not None
    assert card.name == "Fahad"
    await desk.close()


@pytest.mark.parametrize("news", ["catch_up", "renew"])
@played
async def test_a_name_that_is_corrected_while_the_old_one_is_on_its_way_is_shown_as_it_is_now(news: str) -> None:
    """The event asks for it once more; a snapshot is newer by itself."""
    desk = await LocalGateway.with_center()
    patient = await somebody_elsewhere(desk, "1001", "Fahd")
    real = desk.server.cards

    async def overtaken(bearer: str, ids: tuple[PatientId, ...]) -> tuple[Card, ...]:
        desk.server.cards = real  # type: ignore[method-assign]  # the next is answered as ever
        answer = await real(bearer, ids)
        desk.server.do(CorrectPatient, "huda", patient_id=patient, reason="mistake", name="Fahad")
        await getattr(desk.parts.follow, news)()
        return answer

    desk.server.cards = overtaken  # type: ignore[method-assign]  # the answer is read before, and comes after
    assert desk.card(patient) is None
    await desk.settle()
    card = desk.card(patient)
    assert card is not None
    assert card.name == "Fahad"
    await desk.close()


@pytest.mark.parametrize("news", ["catch_up", "renew"])
@played
async def test_somebody_looked_up_by_number_and_corrected_meanwhile_is_shown_as_they_are_now(news: str) -> None:
    desk = await LocalGateway.with_center()
    patient = await somebody_elsewhere(desk, "1001", "Fahd")
    real = desk.server.search

    async def overtaken(bearer: str, text: str) -> tuple[Card, ...]:
        desk.server.search = real  # type: ignore[method-assign]  # the next is answered as ever
        answer = await real(bearer, text)
        desk.server.do(CorrectPatient, "huda", patient_id=patient, reason="mistake", name="Fahad")
        await getattr(desk.parts.follow, news)()
        await desk.settle()  # the name of now is here
        return answer

    desk.server.search = overtaken  # type: ignore[method-assign]  # the answer is read before, and comes after
    await desk.find_person("1001")
    await desk.settle()
    card = desk.card(patient)
    assert card is not None
    assert card.name == "Fahad"
    await desk.close()


@played
async def test_a_name_whose_one_question_was_lost_is_asked_for_at_the_next_sign_of_life() -> None:
    desk = await LocalGateway.with_center()
    patient = await somebody_elsewhere(desk, "1001", "Fahd")
    real = desk.server.cards

    async def lost(bearer: str, ids: tuple[PatientId, ...]) -> tuple[Card, ...]:
        desk.server.cards = real  # type: ignore[method-assign]  # the next is answered as ever
        raise ServerBusy(1.0)

    desk.server.cards = lost  # type: ignore[method-assign]  # its one question
    assert desk.card(patient) is None
    await desk.settle()
    assert desk.connection.kind != "offline"
    await desk.parts.follow.take([Message("heartbeat", encode({"now": desk.clock.now()}).decode(), "")])
    await desk.settle()
    assert desk.card(patient) is not None
    await desk.close()


@played
async def test_what_was_corrected_just_before_a_kill_is_not_shown_as_it_was_for_the_rest_of_the_day(
    tmp_path: Path,
) -> None:
    keys = MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys)
    visit = await desk.register("1001", "Fahd")
    desk.card(visit.patient)
    await desk.settle()
    await desk.act(CorrectPatient, patient_id=visit.patient, reason="mistake", name="Fahad")
    await desk.parts.sync.step()  # answered, and killed before the new card was asked for
    await desk.close()
    again = await LocalGateway.with_center(profile=tmp_path, keys=keys, server=desk.server, clock=desk.clock)
    await again.refresh()
    await again.settle()
    card = again.card(visit.patient)
    assert card is not None
    assert card.name == "Fahad"
    await again.close()


@played
async def test_somebody_of_an_older_day_is_found_on_the_server_by_number() -> None:
    desk = await LocalGateway.with_center()
    card = Card(id=PatientId("p1"), number="0042", gender="female", name="Noor")
    desk.server.cards_held[card.id] = card
    assert desk.person_by_number("0042") is None
    assert await desk.find_person("00-42") == card
    assert desk.person_by_number("0042") == card
    await desk.go_offline()
    assert await desk.find_person("77") is None
    await desk.close()


@played
async def test_the_next_user_keeps_only_the_cards_the_server_gives_that_user(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys)
    visit = await desk.register("1001", "Fahad")
    assert desk.card(visit.patient) is not None
    desk.server.add_user("saad", ["clinician"], ["eyes"])
    desk.server.cards_held.clear()  # nothing is this user's to see
    await desk.sign_out()
    await desk.sign_in("saad", PASSWORD)
    await desk.settle()
    assert desk.card(visit.patient) is None
    await desk.close()


@pytest.mark.parametrize("asked", ["card", "search", "snapshot"])
@played
async def test_what_one_person_asked_for_is_not_told_to_the_next(asked: str) -> None:
    desk = await LocalGateway.with_center()
    desk.server.add_user("salem", ["clinician"], ["xray"])
    patient = await somebody_elsewhere(desk, "1001", "Saad")
    answers = asyncio.Event()
    name = {"card": "cards", "search": "search", "snapshot": "snapshot"}[asked]
    real = getattr(desk.server, name)

    async def slow(bearer: str, *more: Any) -> Any:
        found = await real(bearer, *more)
        await answers.wait()
        return found

    setattr(desk.server, name, slow)
    if asked == "card":
        desk.card(patient)
        asking = asyncio.ensure_future(desk._started.pop(0))
    else:
        asked_for: Any = desk.parts.cards.find("1001") if asked == "search" else desk.parts.follow.renew()
        asking = asyncio.ensure_future(asked_for)
    await desk.clock.settle()
    await desk.parts.session.sign_in("salem", PASSWORD)
    await desk.parts.cards.replace(())
    answers.set()
    desk.server.cards_held.clear()  # the server tells the next person nothing of Saad
    await asking
    assert desk.person_by_number("1001") is None
    await desk.close()


@pytest.mark.parametrize("news", ["event", "turn of the day"])
@played
async def test_the_card_of_somebody_who_was_erased_is_dropped_here_as_well(news: str) -> None:
    """Also where the news was passed over: the day has turned, and what is here was taken anew as a whole."""
    desk = await LocalGateway.with_center()
    patient = await somebody_elsewhere(desk, "1001", "Saad")
    desk.card(patient)
    await desk.settle()
    assert desk.card(patient) is not None
    visit = next(visit.id for visit in desk.state.visits.values() if visit.patient == patient)
    desk.server.do(Cancel, "huda", visit=visit, reason="left")
    del desk.server.cards_held[patient]
    desk.server.add_user("ali", ["admin"])
    erasing: Any = ErasePatient  # not on the wire: the administration sends it
    desk.server.do(erasing, "ali", patient_id=patient, reason="asked")
    await (desk.parts.follow.catch_up() if news == "event" else desk.parts.follow.renew(names_stay=True))
    await desk.settle()
    assert desk.card(patient) is None
    assert desk.person_by_number("1001") is None
    assert await desk.parts.store.run(lambda connection: [c for c in load(connection) if c.id == patient]) == []
    await desk.close()


@played
async def test_whose_rights_are_lowered_while_they_work_keeps_no_names_they_may_not_see_and_raised_sees_them_again(
    tmp_path: Path,
) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path, keys=MemoryKeys(lasting=True))
    patient = await somebody_elsewhere(desk, "1001", "Fahd")
    desk.card(patient)
    await desk.settle()
    assert desk.card(patient) is not None
    real, noora = desk.server.cards, desk.server.users["noora"]

    async def told(bearer: str, ids: tuple[PatientId, ...]) -> tuple[Card, ...]:
        return await real(bearer, ids) if desk.server._who(bearer).sees_everybody else ()

    async def may(user: UserInfo) -> None:
        desk.server.users["noora"] = user
        session = desk.parts.session
        session.doubt(await session.bearer())
        await session.bearer()
        await desk.settle()

    desk.server.cards = told  # type: ignore[method-assign]  # as the server does
    await may(replace(noora, roles=("clinician",), clinics=(ClinicCode("nowhere"),)))
    assert desk.card(patient) is None
    assert await desk.parts.store.run(load) == ()
    await desk.settle()
    assert desk.card(patient) is None
    await may(noora)
    assert desk.card(patient) is None
    await desk.settle()
    assert desk.card(patient) is not None
    await desk.close()
