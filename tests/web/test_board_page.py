"""The board in a television's browser: paired with a code, follows calls, says when it is old, comes back by itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

import pytest

from mmc_console.domain.actions import CallNext, IssueTicket, Start
from mmc_console.domain.ids import ClinicCode, TicketId
from mmc_console.domain.patients import PatientEntry
from mmc_console.wire.answers import Result
from tests.e2e.board import code_for
from tests.e2e.centre import Centre

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENCE = 30_000.0
CLINICS = ("lab", "xray", "vitals", "eyes", "internal", "surgery", "ent", "bones")


def open_page(browser: Browser, centre: Centre, name: str, *more: str, english: bool = False) -> Page:
    """A television that was just paired."""
    page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{centre.url}/board{'?lang=en' if english else ''}")
    page.wait_for_selector("#pairing:not([hidden])")
    page.fill("#code", code_for(centre.folder, name, *more))
    page.click("#connect")
    page.wait_for_selector("#board:not([hidden])")
    return page


class Staff:
    """A colleague in a thread of the own: the browser's driver has the test's one."""

    def __init__(self, centre: Centre) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._closing = ExitStack()
        self._someone = self._thread.submit(lambda: self._closing.enter_context(centre.colleague())).result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.submit(self._closing.close).result()
        self._thread.shutdown()

    def people(self, *clinics: str) -> None:
        """One person waits in each of these."""
        for n, clinic in enumerate(clinics):
            person = PatientEntry(number=f"{50_000_000 + n}", gender="male", name="سالم الكواري")
            self._act(IssueTicket, clinic=ClinicCode(clinic), patient=person)

    def again(self, clinic: str) -> str:
        """The first of them once more, with a number of this desk's own series; the label on that paper."""
        person = PatientEntry(number="50000000", gender="male", name="سالم الكواري")
        number = f"{self._someone.letter}01"
        self._act(IssueTicket, clinic=ClinicCode(clinic), patient=person, number=number)
        return f"E-{number}"

    def call(self, clinic: str) -> tuple[str, TicketId]:
        """The next one; label and ticket."""
        result = self._act(CallNext, clinic=ClinicCode(clinic), room=1)
        assert result.label is not None, result
        assert result.ticket is not None
        return result.label, TicketId(result.ticket)

    def starts(self, ticket: TicketId) -> None:
        """The person is inside."""
        self._act(Start, ticket=ticket)

    def _act(self, kind: Any, **fields: Any) -> Result:
        result = self._thread.submit(lambda: self._someone.act(self._someone.new(kind, **fields))[0]).result()
        assert result.outcome == "applied", result
        return result


def shows(page: Page, label: str) -> None:
    page.locator(".label", has_text=label).first.wait_for()


def overflowing(page: Page) -> list[str]:
    """Texts that are wider than their boxes, or reach out of the screen."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.label, .ar, .en, .room, #clock, #site-ar')].filter(e => {
            const r = e.getBoundingClientRect();
            return e.scrollWidth > e.clientWidth + 1 || r.left < -1 || r.right > innerWidth + 1 ||
                r.bottom > innerHeight + 1;
        }).map(e => e.textContent)"""
    )
    return found


@pytest.mark.parametrize("english", [False, True])
def test_a_television_follows_calls_in_both_languages_and_names_nobody(
    browser: Browser, centre: Centre, english: bool
) -> None:
    page = open_page(browser, centre, "tv", english=english)
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    assert page.evaluate("document.documentElement.dir") == ("ltr" if english else "rtl")
    with Staff(centre) as staff:
        staff.people(*CLINICS)
        label, ticket = staff.call("eyes")
        shows(page, label)
        text = page.inner_text("body")
        for word in ("عيادة العيون", "Ophthalmology", "غرفة", "Room", "الآن", "Now"):
            assert word in text
        assert page.get_attribute("#board", "class") == "hero"
        hero = page.locator(".card").bounding_box()
        assert hero is not None
        assert (hero["x"] < 500) is english, "the live one stands at the reading start"
        for clinic in CLINICS:
            if clinic != "eyes":
                shows(page, staff.call(clinic)[0])
        assert overflowing(page) == []
        staff.starts(ticket)
        page.locator(".label", has_text=label).first.wait_for(state="detached")
        assert "سالم" not in page.content()
        assert "50000" not in page.content()
    assert faults == []


def test_whoever_has_two_numbers_finds_both_large_and_in_a_row(browser: Browser, centre: Centre) -> None:
    page = open_page(browser, centre, "tv")
    with Staff(centre) as staff:
        staff.people("eyes", "lab")
        other = staff.again("eyes")
        label, _ = staff.call("eyes")
        shows(page, label)
        assert page.inner_text(".card .also") == f"= {other}"
        assert overflowing(page) == []
        shows(page, staff.call("lab")[0])
        page.locator(".row .also", has_text=other).wait_for()
        assert overflowing(page) == []


def test_everything_fits_at_every_size(browser: Browser, centre: Centre) -> None:
    page = open_page(browser, centre, "tv", "--theme", "light")
    with Staff(centre) as staff:
        staff.people(*CLINICS)
        for clinic in CLINICS:
            shows(page, staff.call(clinic)[0])
            for width, height in ((1366, 768), (1920, 1080), (3840, 2160)):
                page.set_viewport_size({"width": width, "height": height})
                page.wait_for_selector(f'#board[data-fitted="{width}x{height}"]')
                assert overflowing(page) == [], (clinic, width)
    assert page.evaluate("document.body.className") == "light"


def test_it_says_that_it_is_old_keeps_what_stands_and_is_back_with_the_server(browser: Browser, centre: Centre) -> None:
    page = open_page(browser, centre, "tv")
    with Staff(centre) as staff:
        staff.people(*CLINICS)
        first, _ = staff.call("lab")
        shows(page, first)
    centre.kill()
    page.wait_for_selector("#board.away")
    page.wait_for_selector("#board.late", timeout=60_000)
    shows(page, first)
    assert "قد تتأخر" in page.inner_text("#late")
    assert "may be late" in page.inner_text("#late")
    centre.start()
    page.wait_for_selector("#board:not(.away)", timeout=15_000)
    with Staff(centre) as staff:
        second, _ = staff.call("xray")
        shows(page, second)
    page.reload()
    shows(page, second)


def test_a_wrong_code_is_told_and_a_removed_board_asks_for_a_new_one(browser: Browser, centre: Centre) -> None:
    from mmc_console.cli import main

    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{centre.url}/board")
    page.wait_for_selector("#pairing:not([hidden])")
    page.fill("#code", "00000000")
    page.click("#connect")
    page.locator("#fault", has_text="غير صحيح").wait_for()
    page.fill("#code", code_for(centre.folder, "tv"))
    page.click("#connect")
    page.wait_for_selector("#board:not([hidden])")
    assert page.evaluate("document.cookie") == "", "no script can read the credential"
    assert main(["boards", "remove", "tv", "--data", str(centre.folder)]) == 0
    page.wait_for_selector("#pairing:not([hidden])")
