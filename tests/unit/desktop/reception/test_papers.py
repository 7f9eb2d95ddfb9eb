"""Every number gets one paper, marked from the second on; nothing registered is left without one unseen. No Qt."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.errors import StoreFull
from mmc_console.client.handclock import HandClock
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.printing import NoPrinterSet, PrintingFailed
from mmc_console.domain.actions import RegisterVisit
from mmc_console.domain.ids import VisitId
from mmc_console.domain.patients import PatientEntry
from tests.unit.desktop.desk_parts import play, there
from tests.unit.desktop.kiosk.place import EXAM
from tests.unit.desktop.reception.desk import PaperTray, Reception


def test_both_are_printed_when_two_are_registered_before_the_first_number_comes() -> None:
    async def scene() -> None:
        tray = PaperTray()
        desk = await Reception.open(tray)
        for number in ("12345", "12346"):
            desk.page.edit("number", number)
            desk.page.edit("name", f"Person {number}")
            desk.page.issue()
            desk.jobs.drop("find-person")
            await desk.jobs.run()  # on this PC's disk; the server has not been asked yet
        assert tray.papers == []
        await desk.settle()
        assert [(p.label, p.again) for p in tray.papers] == [("L-001", False), ("L-002", False)]
        assert [m.params["ticket"] for m in desk.view.said if m.code == "issued"] == ["L-001", "L-002"]
        await desk.close()

    play(scene)


def test_what_the_paper_says_is_the_patients_own() -> None:
    async def scene() -> None:
        tray = PaperTray()
        desk = await Reception.open(tray)
        await desk.issue("12345", "سعد محمد الكواري")
        await desk.issue("12346")
        paper = tray.papers[1]
        assert (paper.number, paper.ahead) == ("002", 1)
        assert (paper.clinic["en"], paper.floor["en"]) == ("Laboratory", "Mezzanine")
        assert [stop.state for stop in paper.stops] == ["here", *["todo"] * 9]
        assert tray.papers[0].name == "سعد ا."
        assert "12345" not in repr(tray.papers)  # no ID number anywhere on it
        await desk.close()

    play(scene)


def test_the_square_opens_the_page_whose_key_the_server_was_told() -> None:
    async def scene() -> None:
        from msgspec.structs import replace

        from mmc_console.client.testing import reference_center

        center = reference_center()
        center = replace(center, center=replace(center.center, public_url="https://turn.example.test/"))
        gateway = await LocalGateway.with_center(center)
        tray = PaperTray()
        desk = Reception(gateway, tray)
        await desk.issue("12345")
        told = [row.action for row in gateway.parts.desk.outbox]
        action = next(a for a in told if isinstance(a, RegisterVisit))
        assert len(there(action.page_token)) == 22
        assert tray.papers[0].address == f"https://turn.example.test/t/{action.page_token}"
        await desk.close()

    play(scene)


@pytest.mark.parametrize(("perhaps", "again"), [(False, False), (True, True)])
def test_only_a_paper_that_may_be_out_makes_the_next_one_a_copy(perhaps: bool, again: bool) -> None:
    async def scene() -> None:
        tray = PaperTray(PrintingFailed("EPSON", "cut-off" if perhaps else "no-paper", perhaps=perhaps))
        desk = await Reception.open(tray)
        await desk.issue("12345")
        issued = there(desk.now().issued)
        assert (issued.printing, issued.trouble) == ("failed", "cut-off" if perhaps else "no-paper")
        tray.fault = None
        desk.page.act("reprint")  # nothing is selected: the paper that failed is meant
        await desk.settle()
        assert [p.again for p in tray.papers] == [again]
        desk.page.print_last()
        await desk.settle()
        assert [p.again for p in tray.papers] == [again, True]
        await desk.close()

    play(scene)


def test_two_presses_before_the_first_paper_is_out_make_one_first_and_one_copy() -> None:
    async def scene() -> None:
        tray = PaperTray(PrintingFailed("EPSON", "no-paper"))
        desk = await Reception.open(tray)
        await desk.issue("12345")
        tray.fault = None
        desk.page.print_last()
        desk.page.print_last()
        await desk.settle()
        assert [p.again for p in tray.papers] == [False, True]
        await desk.close()

    play(scene)


def test_while_a_failed_paper_is_in_sight_the_key_means_it_and_not_the_selected_row() -> None:
    async def scene() -> None:
        tray = PaperTray()
        desk = await Reception.open(tray)
        await desk.issue("12345")
        tray.fault = PrintingFailed("EPSON", "no-paper")
        await desk.issue("12346")
        tray.fault = None
        desk.page.select(desk.now().rows[0].ticket)
        desk.page.act("reprint")
        await desk.settle()
        assert [p.label for p in tray.papers] == ["L-001", "L-002"]
        desk.page.act("reprint")
        await desk.settle()
        assert [(p.label, p.again) for p in tray.papers][2:] == [("L-001", True)]
        await desk.close()

    play(scene)


def test_who_has_no_paper_is_listed_until_printed_or_written_by_hand() -> None:
    async def scene() -> None:
        tray = PaperTray(PrintingFailed("EPSON", "no-paper"))
        desk = await Reception.open(tray)
        for n in range(3):
            await desk.issue(f"1234{n}")
        assert [m.label for m in desk.now().missing] == ["L-001", "L-002"]  # the last one is in sight
        tray.fault = None
        desk.page.print_missing()
        await desk.settle()
        assert [p.label for p in tray.papers] == ["L-001"]
        assert [m.label for m in desk.now().missing] == ["L-002"]
        desk.page.written_by_hand()
        await desk.settle()
        assert desk.now().missing == ()
        assert len(tray.papers) == 1
        await desk.close()

    play(scene)


def test_after_a_restart_who_was_registered_and_not_printed_is_listed(tmp_path: Path) -> None:
    """The console died between the number and the paper."""

    async def scene() -> None:
        keys, clock = MemoryKeys(lasting=True), HandClock()
        first = await LocalGateway.with_center(profile=tmp_path, keys=keys, clock=clock)
        desk = Reception(first, PaperTray())
        await desk.issue("12345")
        await first.register("12346", "Person")  # its paper never came to be printed
        server = first.server
        await desk.close()
        again = await LocalGateway.with_center(profile=tmp_path, keys=keys, clock=clock, server=server)
        desk = Reception(again, PaperTray())
        assert [m.label for m in desk.now().missing] == ["L-002"]
        await desk.close()

    play(scene)


def test_a_paper_that_cannot_be_recorded_is_not_printed_and_stays_listed() -> None:
    async def scene() -> None:
        tray = PaperTray()
        desk = await Reception.open(tray)

        async def full(visit: VisitId) -> None:
            raise StoreFull("no space left")

        mark, desk.gateway.papers.mark_out = desk.gateway.papers.mark_out, full  # type: ignore[method-assign]  # a full disk
        await desk.issue("12345")
        assert tray.papers == []
        assert desk.view.faults[-1].code == StoreFull.code
        desk.gateway.papers.mark_out = mark  # type: ignore[method-assign]  # room again
        await desk.issue("12346")
        assert [m.label for m in desk.now().missing] == ["L-001"]
        await desk.close()

    play(scene)


def test_a_number_written_by_hand_is_out() -> None:
    async def scene() -> None:
        desk = await Reception.open(PaperTray(NoPrinterSet()))
        await desk.issue("12345")
        await desk.issue("12346")
        assert desk.now().missing == ()
        await desk.close()

    play(scene)


def test_an_undone_registration_misses_no_paper() -> None:
    async def scene() -> None:
        desk = await Reception.open(PaperTray(PrintingFailed("EPSON", "no-paper")))
        await desk.issue("12345")
        await desk.gateway.undo()
        await desk.issue("12346")
        assert desk.now().missing == ()
        await desk.close()

    play(scene)


def test_offline_the_desks_own_number_is_printed_at_once(tmp_path: Path) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(profile=tmp_path, keys=MemoryKeys(lasting=True))
        tray = PaperTray()
        desk = Reception(gateway, tray)
        await gateway.go_offline()
        desk.page.edit("number", "12345")
        desk.page.edit("name", "Person")
        desk.page.issue()
        desk.jobs.drop("find-person")
        await desk.jobs.run()
        desk.page.refresh()
        await desk.jobs.run()
        letter = there(gateway.desk)
        assert [p.number for p in tray.papers] == [f"{letter}01"]
        assert tray.papers[0].code.split("-")[2] == f"{letter}01"
        await desk.close()

    play(scene)


def test_who_was_registered_elsewhere_a_moment_ago_gets_a_copy_of_the_number_that_stands() -> None:
    async def scene() -> None:
        tray = PaperTray()
        desk = await Reception.open(tray)
        server = desk.gateway.server
        server.add_user("saad", ("reception",))
        patient = PatientEntry(number="12345", gender="male", name="Person 12345")
        server.do(RegisterVisit, "saad", patient=patient, exam_type=EXAM)  # this desk has not heard of it yet
        await desk.issue("12345")
        assert there(desk.now().issued).label == "L-001"
        assert [(p.label, p.again) for p in tray.papers] == [("L-001", True)], "its first paper came out there"
        await desk.close()

    play(scene)


def test_without_a_printer_a_full_disk_is_told_and_the_number_is_written_by_hand_once_it_can_be_noted() -> None:
    async def scene() -> None:
        desk = await Reception.open(PaperTray(NoPrinterSet()))

        async def full(visit: VisitId) -> None:
            raise StoreFull("no space left")

        mark, desk.gateway.papers.mark_out = desk.gateway.papers.mark_out, full  # type: ignore[method-assign]  # a full disk
        await desk.issue("12345")
        assert there(desk.now().issued).printing == "no-printer"
        assert [m.code for m in desk.view.faults] == [StoreFull.code]
        desk.gateway.papers.mark_out = mark  # type: ignore[method-assign]  # room again
        await desk.issue("12346")
        desk.gateway.papers.mark_out = full  # type: ignore[method-assign]  # and full once more
        assert [m.label for m in desk.now().missing] == ["L-001"]
        desk.page.written_by_hand()
        await desk.settle()
        assert [m.code for m in desk.view.faults] == [StoreFull.code] * 2
        assert [m.label for m in desk.now().missing] == ["L-001"]
        desk.gateway.papers.mark_out = mark  # type: ignore[method-assign]  # room again
        desk.page.written_by_hand()
        await desk.settle()
        assert desk.now().missing == ()
        await desk.close()

    play(scene)
