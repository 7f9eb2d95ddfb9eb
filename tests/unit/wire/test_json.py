"""What travels comes back the same; what should not travel is refused with its place."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from mmc_console.domain import actions as a
from mmc_console.domain.events import AnyEvent
from mmc_console.domain.refusals import CODES, Conflict, Refused
from mmc_console.wire.answers import ActionsRequest
from mmc_console.wire.json import Malformed, action_of, decode, encode, encode_long, plain
from mmc_console.wire.problems import problem, problem_of

ID = "0193a3c4-5b6d-7e8f-8a9b-0c1d2e3f4a5b"
BASE = f'"id":"{ID}","at":"2026-11-23T07:15:02.120+03:00"'
FIELDS: dict[str, str] = {
    "register_visit": '"patient":{"number":"0123","gender":"female","name":"ن","phone":"1","language":"ar"},'
    '"exam_type":"full","priority":"priority","priority_reason":"elderly","number":"K04","next":"lab","continues":"v","page_token":"t"',
    "issue_ticket": '"patient_id":"p","clinic":"lab"',
    "call_next": '"clinic":"lab","room":1,"finish_current":true,"ticket":"t","current":"c","next":"eyes","pin":"07"',
    "call_ticket": '"ticket":"t","room":1,"reason":"by-hand"',
    "recall": '"ticket":"t"', "start": '"ticket":"t"', "resume": '"ticket":"t"', "no_show": '"ticket":"t"',
    "finish": '"ticket":"t","pin":"07","note":"n","next":"eyes"',
    "refer": '"ticket":"t","pin":"07","note":"n","next":"eyes"',
    "requeue": '"ticket":"t","after":3', "hold": '"ticket":"t","reason":"left"',
    "transfer": '"ticket":"t","clinic":"eyes","keep_time":true', "admit": '"visit":"v","clinic":"eyes"',
    "set_priority": '"ticket":"t","priority":"urgent","reason":"emergency"',
    "add_stop": '"visit":"v","reason":"mistake","next":"lab","clinic":"lab"',
    "skip_stop": '"visit":"v","reason":"mistake","next":"lab","clinic":"lab"',
    "change_exam": '"visit":"v","reason":"mistake","next":"lab","exam_type":"full"',
    "correct_patient": '"patient_id":"p","name":"n","reason":"mistake"',
    "cancel": '"visit":"v","reason":"left"', "undo": f'"action":"{ID}"', "override": f'"conflict":"{ID}"',
    "open_clinic": '"clinic":"lab"',
    "pause_clinic": '"clinic":"lab","reason":"prayer","until":"2026-11-23T12:00:00+03:00"',
    "close_clinic": '"clinic":"lab","reason":"doctor-absent","move_waiting_to":"eyes"',
    "take_room": '"clinic":"lab","room":1', "leave_room": '"clinic":"lab","room":1',
}  # fmt: skip
"""The table of the HTTP interface, every field filled in."""
EVENTS = {
    "visit_registered",
    "visit_renumbered",
    "visit_completed",
    "visit_cancelled",
    "visit_referred",
    "visit_changed",
    "number_alias",
    "ticket_issued",
    "ticket_called",
    "ticket_recalled",
    "ticket_started",
    "ticket_finished",
    "ticket_no_show",
    "ticket_requeued",
    "ticket_held",
    "ticket_resumed",
    "ticket_transferred",
    "ticket_priority_set",
    "ticket_cancelled",
    "clinic_opened",
    "clinic_paused",
    "clinic_closed",
    "room_taken",
    "room_left",
    "undone",
    "overridden",
    "centre_published",
    "patient_corrected",
}


def _raw(type: str, more: str = "") -> bytes:
    return f'{{"type":"{type}",{BASE},{FIELDS[type]}{more}}}'.encode()


def test_every_action_has_its_line() -> None:
    assert FIELDS.keys() == {str(kind.__struct_config__.tag) for kind in get_args(a.AnyAction)}


@pytest.mark.parametrize("type", FIELDS)
def test_action_comes_back_the_same(type: str) -> None:
    envelope = ',"by":"u","seen":"e:4","n":7,"rev":2,"replaces":"r","was":"e:9"'
    action = action_of(_raw(type, envelope))
    assert action.type == type
    assert action_of(encode(action)) == action
    assert plain(action)["at"] == "2026-11-23T07:15:02.120000+03:00"
    assert (action.by, action.seen, action.n, action.rev, action.replaces, action.was) == ("u", "e:4", 7, 2, "r", "e:9")


@pytest.mark.parametrize("type", FIELDS)
def test_unknown_field_is_refused(type: str) -> None:
    raw = b'{"actions":[' + _raw(type, ',"center":"other"') + b"]}"
    with pytest.raises(Malformed, match="center") as found:
        decode(raw, ActionsRequest)
    assert found.value.field == "$.actions[0]"


def test_event_types_are_those_of_the_interface() -> None:
    assert {str(kind.__struct_config__.tag) for kind in get_args(AnyEvent)} == EVENTS


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (b"", "$"), (b"{", "$"), (b"\xff", "$"), (b"[]", "$"), (b"{}", "$"), (b'{"actions":3}', "$.actions"),
        (b'{"actions":[{"type":"fly"}]}', "$.actions[0].type"),
        (b'{"actions":[],"epoch":4}', "$.epoch"),
        (b'{"actions":[' + _raw("call_next").replace(b'"room":1', b'"room":"1"') + b"]}", "$.actions[0].room"),
    ],
)  # fmt: skip
def test_malformed_names_the_place(raw: bytes, field: str) -> None:
    with pytest.raises(Malformed) as found:
        decode(raw, ActionsRequest)
    assert found.value.field == field


@pytest.mark.parametrize("kind", [Refused, Conflict])
def test_refusals_travel_as_problems(kind: Any) -> None:
    for code in CODES:
        found = problem_of(kind(code, label="E-017"))
        assert (found.code, found.params, found.type) == (code, {"label": "E-017"}, f"urn:mmc:problem:{code}")


@pytest.mark.parametrize(
    ("code", "status"),
    [("invalid", 422), ("not-authenticated", 401), ("not-allowed", 403), ("not-found", 404), ("conflict", 409),
     ("epoch-changed", 409), ("gone", 410), ("too-large", 413), ("too-many-requests", 429), ("unavailable", 503)],
)  # fmt: skip
def test_status_of_a_problem(code: str, status: int) -> None:
    assert problem(code).status == status


def test_unlisted_code_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="unlisted"):
        Refused("no-such-code")


class Day(Struct, omit_defaults=True):
    """As a snapshot is: what must be there, what may be, and lists of any length."""

    people: tuple[str, ...] = ()
    name: str = ""
    rooms: tuple[int, ...] = ()
    names: dict[str, str] = {}


class Named(Day, kw_only=True, omit_defaults=True):
    """With a field that is always written, and a list that is."""

    id: str
    clinics: tuple[str, ...]


LENGTHS = st.sampled_from((0, 1, 99, 100, 101, 200, 250))


@given(LENGTHS, LENGTHS, st.text(max_size=5), st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2))
def test_what_is_encoded_in_pieces_is_the_same(people: int, rooms: int, name: str, names: dict[str, str]) -> None:
    row = f'"[{name}],'
    day = Day(people=(row,) * people, name=name, rooms=tuple(range(rooms)), names=names)
    named = Named(id=name, clinics=(row,) * rooms, people=day.people, rooms=day.rooms, names=names)
    assert decode(encode_long(day), Day) == day
    assert decode(encode_long(named), Named) == named
    assert len(encode_long(day)) == len(encode(day))
    assert len(encode_long(named)) == len(encode(named))
