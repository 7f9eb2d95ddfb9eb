"""What a page does with a scan: the paper's patient is shown, arrives, or is sent to the right door. No Qt."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.actions import IssueTicket
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.paper_code import paper_code
from mmc_console.domain.patients import PatientEntry
from tests.unit.desktop.clinic.room import Room, fill
from tests.unit.desktop.desk_parts import play, there
from tests.unit.desktop.reception.desk import Reception


def code(desk: Reception | Room, number: str) -> str:
    """As it stands under the bars of today's paper."""
    return paper_code(desk.gateway.today(), number)


def test_reception_shows_where_the_patient_of_a_paper_stands() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.issue("12345")
        await desk.issue("12346", "سعد الكواري")
        desk.page.filter("held")
        desk.page.search("nobody")
        desk.page.scanned(code(desk, "002"))
        assert there(desk.now().row).label == "L-002"
        assert desk.view.said[-1] == Message("scan-waiting", {"ticket": "L-002", "clinic": "lab", "n": 1})
        await desk.close()

    play(scene)


def test_an_id_card_begins_the_form() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        desk.page.scanned("28463512345")
        assert desk.now().form.number == "28463512345"
        assert desk.view.focused[-1] == "name"
        await desk.close()

    play(scene)


def test_a_second_number_of_a_paper_finds_its_visit() -> None:
    """Registered at two desks: both papers stand for the first visit."""

    async def scene() -> None:
        desk = await Reception.open()
        await desk.issue("12345")
        await desk.issue("12346", "سعد الكواري")
        state = desk.gateway.state
        first = next(v for v in state.visits.of(desk.gateway.today()) if v.number == "001")
        from msgspec.structs import replace

        state.visits[first.id] = replace(first, aliases=("K04",))
        desk.page.scanned(code(desk, "K04"))
        assert there(desk.now().row).label == "L-001"
        await desk.close()

    play(scene)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MMC1-1123-017-X", "scan-unknown"), ("4006381333931X", "scan-unknown"),
        ("https://turn.example.test/t/AbCdEfGhIjKlMnOpQrStUv", "scan-square"),
    ],
)  # fmt: skip
def test_what_means_nobody_says_why(text: str, said: str) -> None:
    async def scene() -> None:
        desk = await Reception.open()
        desk.page.scanned(text)
        assert [m.code for m in desk.view.faults] == [said]
        await desk.close()

    play(scene)


def test_a_paper_of_yesterday_and_one_not_heard_of_yet() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        yesterday = desk.gateway.today() - timedelta(days=1)
        desk.page.scanned(paper_code(yesterday, "017"))
        desk.page.scanned(code(desk, "017"))
        assert desk.view.faults == [
            Message("scan-old", {"date": yesterday.isoformat()}), Message("scan-no-news", {"number": "017"}),
        ]  # fmt: skip
        await desk.close()

    play(scene)


def test_whoever_is_called_here_arrives_by_their_paper() -> None:
    async def scene() -> None:
        room = await Room.open("lab")
        await fill(room, 3)
        await room.press("call_next")
        assert room.now().phase == "called"
        room.page.scanned(code(room, "001").lower())
        await room.settle()
        assert room.now().phase == "in_service"
        await room.close()

    play(scene)


def test_whoever_waits_here_is_shown_and_whoever_does_not_is_told_where_to_go() -> None:
    async def scene() -> None:
        room = await Room.open("lab")
        await fill(room, 2)
        entry = PatientEntry(number="9001", name="Person", gender="male")
        await room.gateway.act(IssueTicket, patient=entry, clinic=ClinicCode("eyes"))
        await room.settle()
        room.page.scanned(code(room, "002"))
        assert room.view.said[-1] == Message("scan-waiting", {"ticket": "L-002", "clinic": "lab", "n": 1})
        selected = there(room.gateway.state.ticket(there(room.now().selected)))
        assert selected.label == "L-002"
        room.view.answers = ["send-there"]
        room.page.scanned(code(room, "003"))
        await room.settle()
        assert room.view.asked[-1][0] == "admit"
        assert room.view.faults[-1] == Message("scan-elsewhere", {"ticket": "E-003", "clinic": "eyes"})
        room.page.scanned("7001")
        assert room.view.said[-1].params["ticket"] == "L-002"
        room.page.scanned("55555555")
        assert room.view.faults[-1] == Message("scan-nobody")
        await room.close()

    play(scene)
