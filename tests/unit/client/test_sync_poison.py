"""An action the server breaks on: found, set aside, and given to a person; the rest goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mmc_console.client.errors import BadAnswer, ProblemAnswer, Unreachable, WireFault
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import AnyAction, CorrectPatient, Hold, OpenClinic, PauseClinic, Resume, Undo
from mmc_console.domain.ids import ClinicCode
from mmc_console.wire.answers import ActionsRequest
from mmc_console.wire.problems import problem
from tests.unit.client.stage import played, running

LAB = ClinicCode("lab")
Refuse = Callable[[ActionsRequest], WireFault | None]


@played
async def test_a_request_the_server_calls_malformed_is_halved_until_the_one_is_parked() -> None:
    desk = await LocalGateway.with_center()
    poison = desk.registration("1007")

    def refuse(request: ActionsRequest) -> WireFault | None:
        ids = {action.id for action in request.actions}
        return ProblemAnswer(problem("invalid")) if poison.id in ids else None

    desk.server.refuse = refuse
    receipts = [await desk.submit(desk.registration(str(2000 + i))) for i in range(7)]
    parked = await desk.submit(poison)
    receipts += [await desk.submit(desk.registration(str(3000 + i))) for i in range(7)]
    await desk.settle()
    assert (desk.pending.refused, desk.pending.waiting) == (1, 0)
    result = await parked.outcome
    assert result.problem is not None
    assert (result.outcome, result.problem.code) == ("refused", "invalid")
    assert {(await receipt.outcome).outcome for receipt in receipts} == {"applied"}
    assert all(card.number != "1007" for card in desk.server.cards_held.values())
    await desk.close()


def breaking(*poison: AnyAction, also: Callable[[], bool] = lambda: False) -> tuple[Refuse, list[int]]:
    """A server that breaks on these, or on all while *also* says so; and how many actions each request had."""
    ids, sizes = {action.id for action in poison}, list[int]()

    def refuse(request: ActionsRequest) -> WireFault | None:
        sizes.append(len(request.actions))
        broken = also() or not ids.isdisjoint(action.id for action in request.actions)
        return ProblemAnswer(problem("internal")) if broken else None

    return refuse, sizes


@played
async def test_who_is_not_registered_yet_is_not_corrected_before_that() -> None:
    desk = await LocalGateway.with_center()
    registered = desk.registration("1007", "Aly")
    desk.server.refuse, _ = breaking(registered)
    receipt = await desk.submit(registered)
    assert receipt.performed is not None
    assert receipt.performed.visit is not None
    async with running(desk):
        await desk.clock.turn(1)
        named = desk.state.visits[receipt.performed.visit].patient
        await desk.act(CorrectPatient, patient_id=named, name="Ali", reason="mistake")
        other = await desk.submit(desk.registration("2000"))
        await desk.clock.turn(3)
        assert (await other.outcome).outcome == "applied"
        assert (desk.pending.refused, desk.pending.waiting) == (0, 2)
        desk.server.refuse = lambda request: None
        await desk.clock.turn(60)
    assert desk.pending.count == 0
    assert sorted(card.name for card in desk.server.cards_held.values()) == ["", "Ali"]
    await desk.close()


@played
async def test_what_the_server_breaks_on_is_found_set_aside_and_parked_once_others_were_taken() -> None:
    desk = await LocalGateway.with_center()
    poison = [desk.registration("1007"), desk.registration("1008")]
    desk.server.refuse, sizes = breaking(*poison)
    receipts = []
    for i in range(40):
        receipts.append(await desk.submit(desk.registration(str(2000 + i))))
        if i in (7, 30):
            await desk.submit(poison[i > 7])
    async with running(desk):
        await desk.clock.turn(20)
        assert (desk.pending.refused, desk.pending.waiting) == (0, 2), "all others are taken within seconds"
        assert {(await receipt.outcome).outcome for receipt in receipts} == {"applied"}
        await desk.clock.turn(60)
        assert (desk.pending.refused, desk.pending.waiting) == (2, 0)
        later = await desk.submit(desk.registration("4000"))
        await desk.clock.turn(1)
        assert (await later.outcome).outcome == "applied"
    assert [row.problem and row.problem.code for row in desk.pending.rows if row.state == "refused"] == ["internal"] * 2
    assert len(sizes) < 60
    await desk.close()


@played
async def test_two_of_a_kind_the_server_breaks_on_keep_back_nothing_where_no_other_desk_works() -> None:
    """With the first alone it looks as if nothing at all was taken: the search goes on, only slower."""
    desk = await LocalGateway.with_center()
    poison = [desk.registration("1007"), desk.registration("1008"), desk.registration("1009")]
    desk.server.refuse, sizes = breaking(*poison)
    for action in poison:
        await desk.submit(action)
    receipts = [await desk.submit(desk.registration(str(2000 + i))) for i in range(20)]
    async with running(desk):
        await desk.clock.turn(300)
        assert {(await receipt.outcome).outcome for receipt in receipts} == {"applied"}
        await desk.clock.turn(90)
        assert (desk.pending.refused, desk.pending.waiting) == (3, 0)
    assert len(sizes) < 60
    await desk.close()


@played
async def test_a_server_that_breaks_on_everything_parks_nothing_and_is_not_stormed() -> None:
    desk = await LocalGateway.with_center()
    broken = True
    desk.server.refuse, sizes = breaking(also=lambda: broken)
    for i in range(100):
        await desk.submit(desk.registration(str(2000 + i)))
    async with running(desk):
        await desk.clock.turn(1800)
        assert (desk.pending.refused, desk.pending.waiting) == (0, 100)
        assert desk.stopped == "internal"
        assert len(sizes) < 200
        broken = False
        await desk.clock.turn(90)
        assert (desk.pending.refused, desk.pending.waiting) == (0, 0)
        assert not desk.stopped
    await desk.close()


@played
async def test_an_only_action_the_server_breaks_on_is_parked_when_other_desks_work_is_taken() -> None:
    desk = await LocalGateway.with_center()
    poison = desk.registration("1007")
    desk.server.refuse, _ = breaking(poison)
    async with running(desk):
        await desk.submit(poison)
        await desk.clock.turn(600)
        assert (desk.pending.refused, desk.pending.waiting) == (0, 1), "nothing shows that it is not the server"
        desk.server.add_user("huda", ["supervisor"])
        desk.server.do(PauseClinic, "huda", clinic=LAB, reason="break")
        await desk.clock.turn(60)
        assert (desk.pending.refused, desk.pending.waiting) == (1, 0)
    await desk.close()


@played
async def test_it_is_found_also_while_other_desks_work_without_a_pause() -> None:
    desk = await LocalGateway.with_center()
    desk.server.add_user("huda", ["supervisor"])
    poison = desk.registration("1007")
    desk.server.refuse, _ = breaking(poison)
    async with running(desk):
        await desk.submit(poison)
        later = await desk.submit(desk.registration("1008"))
        for _ in range(250):
            desk.server.do(PauseClinic, "huda", clinic=LAB, reason="break")
            await desk.clock.turn(0.1)
            desk.server.do(OpenClinic, "huda", clinic=LAB)
            await desk.clock.turn(0.1)
        assert (await later.outcome).outcome == "applied"
        await desk.clock.turn(60)
        assert (desk.pending.refused, desk.pending.waiting) == (1, 0)
    await desk.close()


@played
async def test_it_is_found_also_while_this_desk_goes_on() -> None:
    desk = await LocalGateway.with_center()
    poison = desk.registration("1007")
    desk.server.refuse, _ = breaking(poison)
    async with running(desk):
        await desk.submit(poison)
        for i in range(60):
            await desk.submit(desk.registration(str(2000 + i)))
            await desk.clock.turn(0.1)
        await desk.clock.turn(60)
        assert (desk.pending.refused, desk.pending.waiting) == (1, 0)
    await desk.close()


@pytest.mark.parametrize("fault", [Unreachable("reset"), BadAnswer("403 without a problem")])
@played
async def test_what_the_line_breaks_on_holds_up_nothing_but_what_builds_on_it(tmp_path: Path, fault: WireFault) -> None:
    """A filter resets it, or answers in the server's place: nobody knows if it was done, so it stays ours."""
    keys = MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(roles=("reception", "supervisor"), profile=tmp_path, keys=keys)
    await desk.go_offline()
    poison = desk.registration("1007")

    def refuse(request: ActionsRequest) -> WireFault | None:
        return fault if poison.id in {action.id for action in request.actions} else None

    desk.server.refuse = refuse
    receipts = [await desk.submit(desk.registration(str(2000 + i))) for i in range(3)]
    odd = await desk.submit(poison)
    assert odd.performed is not None
    assert odd.performed.ticket is not None
    await desk.act(Hold, ticket=odd.performed.ticket)
    receipts += [await desk.submit(desk.registration(str(3000 + i))) for i in range(12)]
    desk.server.come_back()
    async with running(desk):
        await desk.clock.turn(300)
        assert {(await receipt.outcome).outcome for receipt in receipts} == {"applied"}
        await desk.clock.turn(300)
        assert (desk.pending.refused, desk.pending.waiting) == (0, 2), "nobody is told to do it once more"
        for number in range(4000, 4008):
            await desk.clock.turn(37)
            later = await desk.submit(desk.registration(str(number)))
            await desk.clock.turn(1)
            assert later.outcome.done(), "new work waits for none of its tries"
        desk.server.refuse = lambda _: None
        await desk.clock.turn(60)
        assert (desk.pending.waiting, (await odd.outcome).outcome) == (0, "applied")
    await desk.close()


@played
async def test_two_the_line_breaks_on_keep_back_nothing_else() -> None:
    """How often it broke on the second was counted anew with every try of the first: all else waited for good."""
    desk = await LocalGateway.with_center()
    desk.server.add_user("huda", ["supervisor"])
    poison = [desk.registration("1007"), desk.registration("1008")]
    ids = {action.id for action in poison}

    def refuse(request: ActionsRequest) -> WireFault | None:
        return Unreachable("reset") if not ids.isdisjoint(action.id for action in request.actions) else None

    desk.server.refuse = refuse
    for action in poison:
        await desk.submit(action)
    receipts = [await desk.submit(desk.registration(str(2000 + i))) for i in range(3)]
    async with running(desk):
        for kind in (PauseClinic, OpenClinic) * 15:
            await desk.clock.turn(30)
            desk.server.do(kind, "huda", clinic=LAB)
        assert {(await receipt.outcome).outcome for receipt in receipts} == {"applied"}
        assert (desk.pending.refused, desk.pending.waiting) == (0, 2)
    await desk.close()


@played
async def test_what_waits_for_the_line_is_overtaken_by_nothing_about_the_same_person_under_their_other_name(
    tmp_path: Path,
) -> None:
    """Registered at two desks: what was done with the one paper comes before what is done with the other later."""
    keys = MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(roles=("reception", "supervisor"), profile=tmp_path, keys=keys)
    await desk.go_offline()
    paper = await desk.submit(desk.registration("1007"))
    assert paper.performed is not None
    held = await desk.act(Hold, ticket=paper.performed.ticket)
    desk.server.refuse = lambda request: (
        Unreachable("reset") if held.id in {action.id for action in request.actions} else None
    )
    desk.server.come_back()
    other = await LocalGateway.with_center(username="saad", server=desk.server, clock=desk.clock)
    ticket = other.state.open_ticket((await other.register("1007")).id)
    assert ticket is not None
    async with running(desk):
        await desk.clock.turn(300)
        assert desk.pending.waiting == 1, "the line breaks on it"
        await other.act(Hold, ticket=ticket.id)
        await other.settle()
        await desk.clock.turn(1)
        assert desk.state.tickets[ticket.id].state == "held"
        resumed = await desk.act(Resume, ticket=ticket.id)
        await desk.clock.turn(20)
        assert not resumed.outcome.done(), "else the older one would put them aside once more"
        desk.server.refuse = lambda _: None
        await desk.clock.turn(300)
        assert (await resumed.outcome).outcome == "applied"
        assert desk.state.tickets[ticket.id].state == "waiting"
    await other.close()
    await desk.close()


@played
async def test_what_it_breaks_on_asks_nobody_where_its_undo_waits_behind_it() -> None:
    """It has not happened, as was wanted."""
    desk = await LocalGateway.with_center()
    visit = await desk.register("1007")
    ticket = desk.state.open_ticket(visit.id)
    assert ticket is not None
    held = desk.new(Hold, ticket=ticket.id)
    desk.server.refuse, _ = breaking(held)
    async with running(desk):
        await desk.submit(held)
        await desk.clock.turn(5)
        assert await desk.undo() is not None, "it may have arrived, so it cannot be withdrawn"
        await desk.submit(desk.registration("2000"))
        await desk.clock.turn(90)
        assert desk.pending.count == 0
        assert isinstance(desk.server.received[-1], Undo)
        assert desk.server.state.tickets[ticket.id].state == "waiting"
    await desk.close()


@played
async def test_old_news_and_the_echo_of_its_own_work_say_nothing_of_a_server_that_is_ill() -> None:
    """Only what was taken since shows that the others' work is: these tell of before."""
    desk = await LocalGateway.with_center()
    desk.server.add_user("huda", ["supervisor"])
    desk.server.do(PauseClinic, "huda", clinic=LAB, reason="break")
    desk.server.mute = True
    async with running(desk):
        first = await desk.submit(desk.registration("1007"))
        await desk.clock.turn(0.1)
        assert (await first.outcome).outcome == "applied"
        ill = True
        desk.server.refuse, _ = breaking(also=lambda: ill)
        await desk.submit(desk.registration("1008"))
        await desk.clock.turn(600)
        assert (desk.pending.refused, desk.pending.waiting) == (0, 1), "the server is merely ill"
        ill = False
        await desk.clock.turn(60)
        assert (desk.pending.refused, desk.pending.waiting) == (0, 0)
    await desk.close()
