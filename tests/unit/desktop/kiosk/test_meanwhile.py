"""What comes late at a kiosk belongs to whoever asked for it, not to whoever stands there now. Plain asyncio."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import StoreFull
from mmc_console.client.shown import Receipt
from mmc_console.desktop.kiosk.presenter import PATIENCE
from mmc_console.domain.actions import AnyAction, RegisterVisit
from mmc_console.domain.ids import VisitId
from mmc_console.domain.patients import PatientEntry
from tests.unit.desktop.desk_parts import play, there
from tests.unit.desktop.kiosk.place import EXAM, Kiosk


def choose(kiosk: Kiosk, number: str) -> None:
    """Everything somebody has to choose, up to the wait for the number."""
    kiosk.page.begin()
    kiosk.type(number)
    kiosk.page.go_on()
    kiosk.page.choose_gender("male")
    kiosk.page.choose_exam(EXAM)
    assert kiosk.now().step == "working"


def test_a_registration_that_comes_late_is_not_shown_to_the_next_person() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        submit, room = kiosk.gateway.submit, asyncio.Event()

        async def slow(action: AnyAction) -> Receipt:
            await room.wait()
            return await submit(action)

        kiosk.gateway.submit = slow  # type: ignore[method-assign]  # a disk that takes its time
        choose(kiosk, "70012345")
        first = asyncio.ensure_future(kiosk.jobs.step())
        await asyncio.sleep(0)
        kiosk.clock.turn(PATIENCE["working"] + 1)
        kiosk.page.count()
        assert kiosk.now().step == "sorry"
        kiosk.page.back()
        choose(kiosk, "80054321")
        room.set()
        await first  # now the first one is on the disk
        await kiosk.gateway.settle()
        assert kiosk.gateway.person_by_number("70012345") is not None, "and registered, as reception can see"
        kiosk.page.refresh()
        assert kiosk.now().step == "working"
        assert kiosk.now().ticket is None, "somebody else's number"
        await kiosk.settle()
        second = there(kiosk.gateway.person_by_number("80054321"))
        visit = next(v for v in kiosk.gateway.state.visits.values() if v.patient == second.id)
        assert there(kiosk.now().ticket).label == f"L-{visit.number}"
        assert [paper.visit for paper in kiosk.tray.papers] == [visit.id]
        await kiosk.close()

    play(scene)


def test_a_failure_that_comes_late_is_not_told_to_the_next_person() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        tried = asyncio.Event()

        async def full(action: AnyAction) -> Receipt:
            await tried.wait()
            raise StoreFull("no space left")

        kiosk.gateway.submit = full  # type: ignore[method-assign]  # a full disk
        choose(kiosk, "70012345")
        first = asyncio.ensure_future(kiosk.jobs.step())
        await asyncio.sleep(0)
        kiosk.clock.turn(PATIENCE["working"] + 1)
        kiosk.page.count()
        kiosk.page.back()
        kiosk.page.begin()
        kiosk.type("800")
        tried.set()
        await first
        assert (kiosk.now().step, kiosk.now().number) == ("number", "800")
        await kiosk.close()

    play(scene)


def test_a_password_that_is_found_right_late_opens_nothing_for_whoever_stands_there_now() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        kiosk.page.call_staff()
        kiosk.page.prove("", "kiosk-1", PASSWORD)
        kiosk.page.back()  # the server takes its time
        kiosk.page.call_staff()  # somebody else has found the corner
        await kiosk.jobs.run()
        assert kiosk.now().step == "staff"
        assert not kiosk.now().staff.proved
        kiosk.page.leave()
        assert not kiosk.program.closed
        kiosk.page.prove("", "kiosk-1", PASSWORD)
        await kiosk.jobs.run()
        assert kiosk.now().staff.proved
        await kiosk.close()

    play(scene)


def test_on_a_full_disk_the_number_is_shown_as_one_without_paper() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()

        async def full(visit: VisitId) -> None:
            raise StoreFull("no space left")

        kiosk.gateway.papers.mark_out = full  # type: ignore[method-assign]  # a full disk
        await kiosk.register()
        assert kiosk.tray.papers == []
        assert there(kiosk.now().ticket).printing == "not", "it is written down, not waited for"
        await kiosk.close()

    play(scene)


@pytest.mark.parametrize("away", [False, True])
def test_who_was_registered_elsewhere_meanwhile_gets_the_standing_number_as_a_copy(away: bool, tmp_path: Path) -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open(tmp_path / "profile")
        if away:
            await kiosk.gateway.go_offline()
        server = kiosk.gateway.server
        server.add_user("noora", ("reception",))
        patient = PatientEntry(number="70012345", gender="male", name="محمد")
        server.do(RegisterVisit, "noora", patient=patient, exam_type=EXAM)  # the kiosk has not heard of it yet
        choose(kiosk, "70012345")
        await kiosk.settle()
        own = [] if not away else [("A01", False)]
        if away:
            assert not there(kiosk.now().ticket).standing, "nobody here can know"
            await kiosk.gateway.go_online()
            await kiosk.settle()
        ticket = there(kiosk.now().ticket)
        assert (ticket.label, ticket.standing) == ("L-001", True), "boards call this one"
        assert [(p.number, p.again) for p in kiosk.tray.papers] == [*own, ("001", True)]
        await kiosk.close()

    play(scene)
