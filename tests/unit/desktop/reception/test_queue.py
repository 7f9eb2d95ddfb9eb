"""The queue at the reception: found, filtered, left in peace, acted on. Plain asyncio, no Qt."""

from __future__ import annotations

import pytest

from mmc_console.domain.actions import CallNext, CallTicket, Hold, NoShow, Recall, Start
from mmc_console.domain.ids import ClinicCode
from tests.unit.desktop.desk_parts import keys, later, play
from tests.unit.desktop.reception.desk import Reception


@pytest.mark.parametrize("query", ["L-017", "l017", "L17", "017", "17", "٠١٧"])
def test_a_number_is_found_however_it_is_written(query: str) -> None:
    async def scene() -> None:
        desk = await Reception.open()
        for n in range(17):
            await desk.gateway.register(f"70{n:03d}")
        desk.page.search(query)
        assert list(keys(desk.now().rows)) == ["L-017"]
        await desk.close()

    play(scene)


@pytest.mark.parametrize("query", ["فاطمة", "فاطمه", "حسن فاطمه", "28463"])
def test_a_person_is_found_by_any_spelling_or_by_number(query: str) -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.gateway.register("28463", "فاطمة حسن")
        await desk.gateway.register("99999", "سالم الكعبي")
        desk.page.search(query)
        assert [row.name for row in desk.now().rows] == ["فاطمة حسن"]
        await desk.close()

    play(scene)


def test_filters_count_and_a_clinic_narrows_them() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.gateway.register("11")
        await desk.gateway.register("22")
        await desk.gateway.act(CallNext, clinic=ClinicCode("lab"), room=1)
        await desk.settle()
        assert dict(desk.now().counts) | {"all": 2, "waiting": 1, "called": 1} == dict(desk.now().counts)
        desk.page.filter("called")
        assert [row.state for row in desk.now().rows] == ["called"]
        desk.page.only_clinic(ClinicCode("eyes"))
        assert desk.now().rows == ()
        desk.page.only_clinic(ClinicCode("eyes"))  # the same again: all clinics
        assert desk.now().clinic is None
        await desk.close()

    play(scene)


def test_while_the_list_is_used_rows_stay_and_the_changes_are_counted() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.gateway.register("11")
        desk.page.refresh()
        desk.page.using()
        await desk.gateway.register("22")
        desk.page.refresh()
        assert (len(desk.now().rows), desk.now().changes) == (1, 1)
        await later(desk.gateway, 4)
        desk.page.refresh()
        assert (len(desk.now().rows), desk.now().changes) == (2, 0)
        await desk.close()

    play(scene)


def test_a_row_that_somebody_else_takes_away_never_makes_the_keys_mean_another_person() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.gateway.register("11")
        await desk.gateway.register("22")
        desk.page.filter("waiting")
        desk.page.select(desk.now().rows[0].ticket)
        await desk.gateway.act(CallNext, clinic=ClinicCode("lab"), room=1)  # another console would do this
        await desk.settle()
        assert desk.now().selected is None
        await desk.close()

    play(scene)


def test_the_row_keys_do_what_they_say() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.gateway.register("11")
        await desk.gateway.act(CallNext, clinic=ClinicCode("lab"), room=1)
        await desk.settle()
        desk.page.filter("all")
        desk.page.select(desk.now().rows[0].ticket)
        desk.page.act("start")
        await desk.settle()
        assert desk.now().rows[0].state == "in_service"
        desk.view.answers = ["xray"]
        desk.page.act("transfer")
        await desk.settle()
        assert list(keys(desk.now().rows)) == ["X-001"]
        desk.page.select(desk.now().rows[0].ticket)
        for verb, state in (("hold", "held"), ("resume", "waiting")):
            desk.page.act(verb)  # type: ignore[arg-type]  # a word of the literal, checked by its test
            await desk.settle()
            assert desk.now().rows[0].state == state
        desk.view.answers = ["left"]
        desk.page.act("cancel")
        await desk.settle()
        assert desk.now().rows == ()
        assert desk.view.faults == []
        await desk.close()

    play(scene)


def test_a_key_that_is_off_says_why_and_does_nothing() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.gateway.register("11")
        desk.page.refresh()
        desk.page.select(desk.now().rows[0].ticket)
        desk.page.act("recall")
        await desk.settle()
        assert [m.code for m in desk.view.faults] == ["not-called"]
        await desk.close()

    play(scene)


def test_somebody_who_did_not_come_goes_back_into_the_queue() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        visit = await desk.gateway.register("11")
        await desk.gateway.act(CallNext, clinic=ClinicCode("lab"), room=1)
        await desk.gateway.settle()
        ticket = desk.gateway.state.open_ticket(visit.id)
        assert ticket is not None
        await desk.gateway.act(NoShow, ticket=ticket.id)
        await desk.settle()
        desk.page.select(ticket.id)
        desk.page.act("requeue")
        await desk.settle()
        assert desk.now().rows[0].state == "waiting"
        await desk.close()

    play(scene)


def test_reception_opens_with_those_who_wait() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.gateway.register("11")
        await desk.gateway.register("22")
        await desk.gateway.act(CallNext, clinic=ClinicCode("lab"), room=1)
        await desk.settle()
        assert desk.now().filter == "waiting"
        assert list(keys(desk.now().rows)) == ["L-002"]
        await desk.close()

    play(scene)


def test_all_stand_by_what_is_to_be_done_with_them() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        for number in ("11", "22", "33", "44", "55", "66"):
            await desk.gateway.register(number)
        await desk.settle()
        tickets = [row.ticket for row in desk.now().rows]
        lab = ClinicCode("lab")
        await desk.gateway.act(Hold, ticket=tickets[1])
        await desk.gateway.act(CallNext, clinic=lab, room=1)
        await later(desk.gateway, 300)
        await desk.gateway.act(Recall, ticket=tickets[0])
        await later(desk.gateway, 300)
        await desk.gateway.act(NoShow, ticket=tickets[0])
        await desk.gateway.act(CallNext, clinic=lab, room=1)
        await desk.gateway.act(Start, ticket=tickets[2])
        await desk.gateway.act(CallTicket, ticket=tickets[5], room=2, reason="emergency")
        await desk.settle()
        desk.page.filter("all")
        assert [(row.label, row.state) for row in desk.now().rows] == [
            ("L-006", "called"), ("L-003", "in_service"), ("L-004", "waiting"), ("L-005", "waiting"),
            ("L-002", "held"), ("L-001", "no_show"),
        ]  # fmt: skip
        await desk.close()

    play(scene)
