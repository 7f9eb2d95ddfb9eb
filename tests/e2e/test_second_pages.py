"""Real processes: what reception and a room do is on Today and on My day, and the pages are one key apart."""

from __future__ import annotations

from tests.e2e.conftest import Day
from tests.e2e.pages import NAME, NUMBER, STATE

SALEM = "سالم محمد الكواري"


def test_today_and_my_day_tell_what_was_done(day: Day) -> None:
    reception, room = day.reception, day.rooms[0]
    number = reception.register("٢٨٤٥١٠٠١", SALEM)
    assert reception.console.read("tab_today")["tab_today"] is not None
    reception.press("Ctrl+2")
    rows = reception.console.shows(lambda s: bool(s["today_tickets"]), "today_tickets")["today_tickets"]
    assert [(row[NUMBER], row[NAME], row[STATE]) for row in rows] == [(f"L-{number}", SALEM, "Waiting")]

    room.expects(f"L-{number}")
    assert room.call() == f"L-{number}"
    room.arrive()
    reception.console.shows(lambda s: s["today_tickets"][0][STATE] == "In room", "today_tickets")
    room.finish()
    room.press("Ctrl+2")
    [row] = room.console.shows(lambda s: bool(s["my_day_rows"]), "my_day_rows")["my_day_rows"]
    assert (row[NUMBER], row[NAME], row[STATE]) == (f"L-{number}", SALEM, "Done")
    reception.console.shows(
        lambda s: sorted(row[STATE] for row in s["today_tickets"]) == ["Done", "Waiting"], "today_tickets"
    )
    room.press("Ctrl+Z")
    room.console.shows(lambda s: s["my_day_rows"][0][STATE] == "In room", "my_day_rows")
    reception.console.shows(lambda s: "In room" in [row[STATE] for row in s["today_tickets"]], "today_tickets")
