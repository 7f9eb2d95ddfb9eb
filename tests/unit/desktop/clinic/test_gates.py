"""Every cell of the key table (experience 7.1), one line each. `hold` in the room follows the rules: it is off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mmc_console.desktop.clinic.gates import Facts, hero_of, key_gates
from mmc_console.desktop.kit.bidi import strip
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.tickets.words import TicketWords
from mmc_console.domain.centre import Rules
from mmc_console.domain.ids import ClinicCode, TicketId, VisitId
from mmc_console.domain.tickets import Ticket, TicketState

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
KEYS = {"F8": "call_next", "F7": "recall", "F9": "start", "F11": "no_show", "F12": "finish", "F4": "transfer",
        "Shift+F9": "hold", "Shift+F9 again": "resume"}  # fmt: skip


def ticket(state: TicketState, ago: int = 60, **fields: Any) -> Ticket:
    """E-017 in *state*, called *ago* seconds ago."""
    called = NOW - timedelta(seconds=ago)
    inside = state in ("called", "in_service", "no_show")
    values: dict[str, Any] = {"announcements": 1 if inside else 0, "called_at": called, "first_called_at": called}
    return Ticket(
        id=TicketId("t"), visit=VisitId("v"), clinic=ClinicCode("eyes"), label="E-017", state=state, priority="normal",
        day=date(2026, 11, 23), rev=1, issued_at=called, queued_at=called, place=1, room=1 if inside else None,
        **(values if inside else {}) | fields,
    )  # fmt: skip


def facts(**given: Any) -> Facts:
    """A lone room, online, with these changes."""
    values: dict[str, Any] = {"now": NOW, "rules": Rules(), "current": None, "selected": None, "waiting": 3}
    return Facts(**values | given)


TABLE = [
    # state of the room, then F8, F7, F9, F11, F12, F4, Shift+F9, Shift+F9 as resume
    ("none, people waiting", facts(), "+", "-", "-", "-", "-", "-", "-", "-"),
    ("none, nobody waiting", facts(waiting=0), "no-one-waiting", "-", "-", "-", "-", "-", "-", "-"),
    ("called", facts(current=ticket("called")), "finish-first", "+", "+", "+", "confirm-first", "+", "+", "-"),
    ("called just now", facts(current=ticket("called", 3)), "finish-first", "recall-soon", "+", "no-show-soon",
     "confirm-first", "+", "+", "-"),
    ("called 10 s ago", facts(current=ticket("called", 10)), "finish-first", "+", "+", "no-show-soon", "confirm-first",
     "+", "+", "-"),
    ("called and recalled 3 times", facts(current=ticket("called", announcements=4)), "finish-first", "recalled-enough",
     "+", "+", "confirm-first", "+", "+", "-"),
    ("in room", facts(current=ticket("in_service")), "+", "not-called", "not-called", "not-called", "+", "+",
     "inside-not-held", "-"),
    ("in room, nobody waiting", facts(current=ticket("in_service"), waiting=0), "+", "not-called", "not-called",
     "not-called", "+", "+", "inside-not-held", "-"),
    ("waiting row selected", facts(selected=ticket("waiting")), "+", "-", "-", "-", "-", "+", "+", "not-held"),
    ("held row selected", facts(selected=ticket("held")), "+", "-", "-", "-", "-", "+", "closed", "+"),
    ("no-show row selected", facts(selected=ticket("no_show")), "+", "+", "-", "-", "-", "return-first", "return-first",
     "not-held"),
    ("simple flow, called", facts(current=ticket("called"), rules=Rules(simple_flow=True)), "+", "+", "+", "+",
     "confirm-first", "+", "+", "-"),
    ("several rooms, the server is asked", facts(calling=True, rooms=2), "calling", "calling", "calling", "calling",
     "-", "-", "-", "-"),
    ("several rooms, asked, in room", facts(calling=True, rooms=2, current=ticket("in_service")), "calling",
     "calling", "calling", "calling", "calling", "calling", "calling", "-"),
    ("several rooms, the call waits for a decision", facts(held_back=True, rooms=2), "call-held-back", "-", "-", "-",
     "-", "-", "-", "-"),
    ("offline, nobody waiting", facts(offline=True, waiting=0), "no-one-known-waiting", "-", "-", "-", "-", "-", "-",
     "-"),
    ("several rooms, offline", facts(offline=True, rooms=2), "several-rooms-offline", "-", "-", "-", "-", "-", "-",
     "-"),
    ("one room, offline, held here", facts(offline=True), "+", "-", "-", "-", "-", "-", "-", "-"),
    ("one room, offline, held elsewhere", facts(offline=True, holds_room=False), "not-holder-offline", "-", "-", "-",
     "-", "-", "-", "-"),
    ("offline without keys", facts(offline=True, alone="no-keyring"), "no-keyring", "-", "-", "-", "-", "-", "-", "-"),
    ("offline without keys, in room", facts(offline=True, alone="no-keyring", current=ticket("in_service")),
     "no-keyring", "not-called", "not-called", "not-called", "+", "+", "inside-not-held", "-"),
    ("offline, a copied profile, no-show row", facts(offline=True, alone="copied-profile", selected=ticket("no_show")),
     "copied-profile", "copied-profile", "-", "-", "-", "return-first", "return-first", "not-held"),
]  # fmt: skip


NOBODY = ("nothing-selected", "nobody-called", "nobody-inside")
"""Of an empty room, and where no row is selected."""


def test_offline_without_keys_nobody_is_called_by_hand_either() -> None:
    given = facts(offline=True, alone="no-keyring", selected=ticket("waiting"))
    assert key_gates(given)["call_ticket"].code == "no-keyring"


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_the_table_of_keys(row: tuple[Any, ...]) -> None:
    _, given, *cells = row
    gates = key_gates(given)
    found = {}
    for key, verb in KEYS.items():
        gate = gates[verb]  # type: ignore[index]  # a field's name from the table above
        found[key] = "+" if gate.on else "-" if gate.code in NOBODY else gate.code
    assert found == dict(zip(KEYS, cells, strict=True))


def test_no_show_and_done_are_never_both_live() -> None:
    for row in TABLE:
        gates = key_gates(row[1])
        assert not (gates["no_show"].on and gates["finish"].on), row[0]


@pytest.mark.parametrize(
    ("given", "hero"),
    [
        (facts(), "call_next"),
        (facts(current=ticket("called")), "call_next"),
        (facts(current=ticket("in_service")), "finish_call_next"),
        (facts(current=ticket("called"), rules=Rules(simple_flow=True)), "finish_call_next"),
        (facts(current=ticket("in_service"), waiting=0), "finish_call_next"),
        (facts(current=ticket("in_service"), names=True), "finish_call_next"),
        (facts(current=ticket("in_service"), names=True, waiting=0), "finish"),
        (facts(current=ticket("called"), names=True, waiting=0), "call_next"),
        (facts(current=ticket("called"), names=True, waiting=0, rules=Rules(simple_flow=True)), "finish"),
        (facts(calling=True, rooms=2), "calling"),
    ],
)
def test_the_big_button_changes_its_words(given: Facts, hero: str) -> None:
    assert hero_of(given) == hero


def test_the_seconds_left_are_told() -> None:
    gates = key_gates(facts(current=ticket("called", 3)))
    assert (gates["recall"].params["n"], gates["no_show"].params["n"]) == (5, 17)


def test_calling_by_hand_needs_a_free_room_and_a_row() -> None:
    assert key_gates(facts(selected=ticket("waiting")))["call_ticket"].on
    assert key_gates(facts(selected=ticket("no_show")))["call_ticket"].on
    busy = facts(current=ticket("in_service"), selected=ticket("waiting"))
    assert key_gates(busy)["call_ticket"].code == "room-busy-here"
    called = facts(current=ticket("called"), selected=ticket("waiting"))
    assert key_gates(called)["call_ticket"].code == "finish-first", "F12 does not work either before they have come"
    assert key_gates(facts())["call_ticket"].code == "nothing-selected"


ELSEWHERE = (facts(offline=True, rooms=2), facts(offline=True, holds_room=False), facts(held_back=True, rooms=2))
"""Nobody is called from here but by hand."""


@pytest.mark.parametrize("alone", ELSEWHERE, ids=["several rooms", "not the holder", "held back"])
def test_what_is_told_to_be_done_instead_of_calling_the_next_is_what_works(languages: Languages, alone: Facts) -> None:
    languages.switch("en")
    words = TicketWords(lambda code, _: code)

    def told(given: Facts) -> str:
        gate = key_gates(given)["call_next"]
        return strip(words.reason(gate.code, gate.params))

    assert told(alone).endswith("Call a number by hand (Enter on a row).")
    inside = replace(alone, current=ticket("in_service"))
    assert told(inside).endswith("First finish E-017 (F12), then call a number by hand (Enter on a row).")
    assert key_gates(inside)["finish"].on
    for rules in (Rules(), Rules(simple_flow=True)):
        called = replace(alone, current=ticket("called"), rules=rules)
        assert "First confirm arrival (F9)" in told(called), "F12 is off until then"
        assert not key_gates(called)["finish"].on
