"""Whose paper failed is whose paper printing again means: the one that was told, and never somebody else's. No Qt."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mmc_console.desktop.printing import Leaving, Paper, PrintingFailed, nothing
from mmc_console.domain.actions import Cancel
from tests.unit.desktop.desk_parts import later, play, there
from tests.unit.desktop.reception.desk import PaperTray, Reception


class FirstFails(PaperTray):
    """Its first paper does not come out."""

    async def print_ticket(self, paper: Callable[[], Paper], leaving: Leaving = nothing) -> None:
        fault, self.fault = self.fault, None
        drawn = paper()
        if isinstance(fault, PrintingFailed) and fault.perhaps:
            await leaving()
        if fault is not None:
            raise fault
        await leaving()
        self.papers.append(drawn)


NO_PAPER = PrintingFailed("EPSON", "no-paper")
CUT_OFF = PrintingFailed("EPSON", "cut-off", perhaps=True)


async def two_at_once(fault: PrintingFailed) -> tuple[Reception, PaperTray]:
    """Two are registered before the first number comes; the first one's paper fails, the second one's does not."""
    tray = FirstFails(fault)
    desk = await Reception.open(tray)
    for number in ("12345", "12346"):
        desk.page.edit("number", number)
        desk.page.edit("name", f"Person {number}")
        desk.page.issue()
        desk.jobs.drop("find-person")
        await desk.jobs.run()
    await desk.settle()
    assert [m.params["ticket"] for m in desk.view.faults] == ["L-001"]
    assert (there(desk.now().issued).label, [p.label for p in tray.papers]) == ("L-002", ["L-002"])
    tray.papers.clear()
    return desk, tray


@pytest.mark.parametrize("chosen", [False, True])
@pytest.mark.parametrize(("fault", "again"), [(NO_PAPER, False), (CUT_OFF, True)])
def test_printing_again_means_the_paper_that_was_told_not_the_last_ticket(
    fault: PrintingFailed, again: bool, chosen: bool
) -> None:
    async def scene() -> None:
        desk, tray = await two_at_once(fault)
        if chosen:
            desk.page.select(desk.now().rows[1].ticket)
        desk.page.act("reprint")
        await desk.settle()
        assert [(p.label, p.again) for p in tray.papers] == [("L-001", again)]
        assert desk.now().missing == ()
        desk.page.act("reprint")
        await desk.settle()
        assert [(p.label, p.again) for p in tray.papers][1:] == [("L-002", True)], (
            "all is made good: the last, or chosen"
        )
        await desk.close()

    play(scene)


def test_while_the_next_person_is_typed_the_key_still_means_it() -> None:
    async def scene() -> None:
        desk, tray = await two_at_once(NO_PAPER)
        desk.page.edit("number", "777")
        desk.page.act("reprint")
        await desk.settle()
        assert [p.label for p in tray.papers] == ["L-001"]
        await desk.close()

    play(scene)


@pytest.mark.parametrize("fault", [NO_PAPER, CUT_OFF])
def test_it_is_listed_as_one_without_a_paper_until_it_is_made_good(fault: PrintingFailed) -> None:
    async def scene() -> None:
        desk, tray = await two_at_once(fault)
        assert [m.label for m in desk.now().missing] == ["L-001"]
        desk.page.written_by_hand()
        await desk.settle()
        assert desk.now().missing == ()
        desk.page.act("reprint")
        await desk.settle()
        assert [p.label for p in tray.papers] == ["L-002"]
        await desk.close()

    play(scene)


def test_whoever_is_registered_later_is_no_reason_to_print_it_over_a_chosen_row() -> None:
    async def scene() -> None:
        desk, tray = await two_at_once(NO_PAPER)
        await desk.issue("12347")
        desk.page.select(desk.now().rows[1].ticket)
        desk.page.act("reprint")
        await desk.settle()
        assert [(p.label, p.again) for p in tray.papers] == [("L-003", False), ("L-002", True)]
        await desk.close()

    play(scene)


def test_who_was_called_off_meanwhile_is_meant_no_more() -> None:
    async def scene() -> None:
        desk, tray = await two_at_once(CUT_OFF)
        [missing] = desk.now().missing
        await desk.gateway.act(Cancel, visit=missing.visit, reason="mistake")
        await desk.settle()
        assert desk.now().missing == ()
        desk.page.act("reprint")
        await desk.settle()
        assert [p.label for p in tray.papers] == ["L-002"]
        await desk.close()

    play(scene)


def test_a_copy_that_failed_leaves_nobody_without_a_paper() -> None:
    async def scene() -> None:
        tray = FirstFails()
        desk = await Reception.open(tray)
        await desk.issue("12345")
        await desk.issue("12346")
        desk.page.select(desk.now().rows[0].ticket)
        tray.fault = NO_PAPER
        desk.page.act("reprint")
        await desk.settle()
        assert (desk.now().missing, [m.params["ticket"] for m in desk.view.faults]) == ((), ["L-001"])
        await desk.close()

    play(scene)


def test_whoever_has_half_a_paper_stays_listed_although_its_copy_fails_as_well() -> None:
    async def scene() -> None:
        desk, tray = await two_at_once(CUT_OFF)
        tray.fault = NO_PAPER
        desk.page.act("reprint")
        await desk.settle()
        assert [m.params["ticket"] for m in desk.view.faults] == ["L-001", "L-001"]
        assert [m.label for m in desk.now().missing] == ["L-001"]
        await desk.close()

    play(scene)


def test_below_an_open_visit_printing_again_means_that_visit() -> None:
    async def scene() -> None:
        tray = PaperTray()
        desk = await Reception.open(tray)
        await desk.issue("12345")
        tray.fault = NO_PAPER
        await desk.issue("12346")
        tray.fault = None
        tray.papers.clear()
        desk.page.select(desk.now().rows[0].ticket)
        desk.page.act("details")
        assert there(desk.now().details).label == "L-001"
        desk.page.act("reprint")
        await desk.settle()
        assert [(p.label, p.again) for p in tray.papers] == [("L-001", True)]
        desk.page.close_details()
        desk.page.act("reprint")
        await desk.settle()
        assert [p.label for p in tray.papers][1:] == ["L-002"], "and with it closed the paper that failed"
        await desk.close()

    play(scene)


def test_below_an_open_visit_that_has_no_paper_the_key_is_off_although_another_one_failed() -> None:
    async def scene() -> None:
        tray = PaperTray()
        desk = await Reception.open(tray)
        visit = await desk.gateway.register("12344")
        tray.fault = NO_PAPER
        await desk.issue("12346")
        desk.page.select(desk.now().rows[0].ticket)
        desk.page.act("details")
        await desk.gateway.act(Cancel, visit=visit.id, reason="mistake")
        await desk.settle()
        assert desk.now().gates["reprint"].code == "number-cancelled"
        await desk.close()

    play(scene)


@pytest.mark.parametrize("fault", [None, NO_PAPER, CUT_OFF])
def test_yesterdays_last_ticket_is_none_this_morning_and_no_paper_of_yesterday_comes_out(
    fault: PrintingFailed | None,
) -> None:
    async def scene() -> None:
        tray = PaperTray(fault)
        desk = await Reception.open(tray)
        await desk.issue("12345")
        assert there(desk.now().issued).label == "L-001"
        tray.fault = None
        tray.papers.clear()
        await later(desk.gateway, 24 * 3600)
        await desk.settle()
        assert (desk.now().issued, desk.now().missing) == (None, ())
        assert not desk.now().gates["reprint"].on
        desk.page.act("reprint")
        desk.page.print_last()
        await desk.settle()
        assert tray.papers == []
        await desk.close()

    play(scene)


def test_the_menu_of_a_row_means_that_row_whosever_paper_has_failed() -> None:
    async def scene() -> None:
        desk, tray = await two_at_once(NO_PAPER)
        desk.page.select(next(row.ticket for row in desk.now().rows if row.label == "L-002"))
        desk.page.print_row()
        await desk.settle()
        assert [p.label for p in tray.papers] == ["L-002"]
        await desk.close()

    play(scene)
