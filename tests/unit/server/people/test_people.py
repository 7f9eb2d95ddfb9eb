"""People: found by number however it is typed, kept encrypted, refused when it is nonsense."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection

from mmc_console.domain.ids import ActionId, NoteId, PatientId, patient_of
from mmc_console.domain.patients import Card, PatientEntry, PatientRef
from mmc_console.domain.refusals import Refused
from mmc_console.server.keys import Keys
from mmc_console.server.people import Arrivals, People
from mmc_console.server.people import people as module
from mmc_console.server.people.fields import Fields, Unreadable
from mmc_console.server.store.engine import Database

Store = tuple[Database, Keys]


def action(no: int) -> ActionId:
    return ActionId(str(UUID(int=no | 7 << 76 | 2 << 62)))


def entry(number: str = "1098765432", name: str = "نورة العتيبي", **more: Any) -> PatientEntry:
    return PatientEntry(number=number, gender=more.pop("gender", "female"), name=name, **more)


def resolve(
    people: People, conn: Connection, action: ActionId, given: PatientEntry | None, id: PatientId | None
) -> PatientRef:
    """A registration that takes effect, in a batch of its own."""
    arrivals = Arrivals(people, conn)
    found = arrivals.find(action, given, id)
    arrivals.keep(found)
    arrivals.store()
    return found.person


def known(store: Store, people: People, no: int = 1, given: PatientEntry | None = None) -> PatientRef:
    return store[0].transact(lambda conn: resolve(people, conn, action(no), given or entry(), None))


def card(store: Store, people: People, id: PatientId) -> Card:
    with store[0].read() as conn:
        return people.cards(conn, [id])[0]


def test_a_new_person_gets_the_id_of_the_action_and_a_known_one_keeps_the_own(store: Store, people: People) -> None:
    first = known(store, people, 1)
    assert first == PatientRef(patient_of(action(1)), "female")
    assert known(store, people, 2, entry("١٠٩٨٧٦٥٤٣٢")) == first
    assert known(store, people, 3, entry(" ۱۰۹-۸۷۶ ۵۴۳۲\u200f")) == first
    assert known(store, people, 4, entry("01098765432")) != first


def test_a_card_says_what_was_typed_without_marks(store: Store, people: People) -> None:
    ref = known(store, people, 1, entry(name="\u202eنورة  \u200fالعتيبي 🌙", phone="+966 50-123 4567", language="AR"))
    assert card(store, people, ref.id) == Card(
        id=ref.id, number="1098765432", gender="female", name="نورة العتيبي 🌙", phone="+966501234567", language="ar"
    )


def test_coming_again_fills_what_was_empty_and_changes_nothing_else(store: Store, people: People) -> None:
    ref = known(store, people, 1, entry(name=""))
    known(store, people, 2, entry(name="نورة", phone="0501234567", gender="male"))
    known(store, people, 3, entry(name="سارة", phone="0559999999"))
    now = card(store, people, ref.id)
    assert (now.name, now.phone, now.gender) == ("نورة", "0501234567", "female")


def test_the_same_action_again_is_the_same_person_after_a_correction(store: Store, people: People) -> None:
    ref = known(store, people, 1)
    assert store[0].transact(lambda c: people.correct(c, ref.id, number="42")) == ("number",)
    assert known(store, people, 1) == ref


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (entry("1"), "bad-number"), (entry("1234567890123"), "bad-number"), (entry("12a45"), "bad-number"),
        (entry(""), "bad-number"), (entry("12\x0034"), "bad-number"), (entry("²³"), "bad-number"),
        (entry(name="x" * 500), "bad-name"), (entry(name="x" * 121), "bad-name"), (entry(name="a\x00b"), "bad-name"),
        (entry(name="a\r\nb"), "bad-name"), (entry(name="a\x1b[31mb"), "bad-name"), (entry(name="\ud800"), "bad-name"),
        (entry(phone="call me"), "bad-phone"), (entry(phone="1" * 21), "bad-phone"), (entry(phone="1+2"), "bad-phone"),
        (entry(phone="1\n2"), "bad-phone"),
    ],
)  # fmt: skip
def test_what_cannot_be_stored_is_refused_with_its_code(
    store: Store, people: People, given: PatientEntry, code: str
) -> None:
    with pytest.raises(Refused) as fault:
        known(store, people, 1, given)
    assert fault.value.code == code
    with store[0].read() as conn:
        assert people.cards(conn, [patient_of(action(1))]) == ()


def test_the_longest_and_the_strangest_that_is_taken(store: Store, people: People) -> None:
    for no, name in enumerate(["ن" * 120, "👩🏽‍⚕️ د. سارة", "O'Neil; DROP TABLE patients;--", "<b>{0}%s</b>"], 1):
        ref = known(store, people, no, entry(f"10{no}", name, phone="00966501234567"))
        assert card(store, people, ref.id).name == name.replace("\u200d", "")


def test_somebody_unknown_is_refused(store: Store, people: People) -> None:
    nobody = PatientId("0" * 36)
    for work in (
        lambda c: resolve(people, c, action(1), None, nobody),
        lambda c: resolve(people, c, action(1), None, None),
        lambda c: people.correct(c, nobody, name="x"),
    ):
        with pytest.raises(Refused, match="unknown-patient"):
            store[0].transact(work)
    ref = known(store, people)
    with store[0].read() as conn:
        assert resolve(people, conn, action(9), None, ref.id) == ref


def test_a_correction_names_what_is_different_now(store: Store, people: People) -> None:
    ref, other = known(store, people), known(store, people, 2, entry("77"))
    assert ref != other

    def correct(**fields: Any) -> tuple[str, ...]:
        return store[0].transact(lambda conn: people.correct(conn, ref.id, **fields))

    assert correct(name="نوره العتيبي", phone="", gender="female") == ("name",)
    assert correct(name="نوره العتيبي") == ()
    assert correct(gender="male", phone="0501234567", number="٥٥٥٥") == ("number", "gender", "phone")
    assert correct(phone="") == ("phone",)
    with store[0].read() as conn:
        assert people.by_number(conn, "5555") == Card(id=ref.id, number="5555", gender="male", name="نوره العتيبي")
        assert people.by_number(conn, "1098765432") is None
    with pytest.raises(Refused) as fault:
        correct(number="77")
    assert (fault.value.code, fault.value.params) == ("bad-number", {"reason": "taken"})


def test_a_change_that_is_rolled_back_is_never_shown(store: Store, people: People) -> None:
    ref = known(store, people)

    def work(conn: Connection) -> None:
        people.correct(conn, ref.id, name="سارة")
        assert people.cards(conn, [ref.id])[0].name == "سارة"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store[0].transact(work)
    assert card(store, people, ref.id).name == "نورة العتيبي"


def test_cards_come_in_order_and_leave_out_strangers(store: Store, people: People) -> None:
    ids = [known(store, people, no, entry(f"{no:04}")).id for no in range(1, 601)]
    asked = [ids[5], PatientId("nobody"), *ids, ids[5]]
    with store[0].read() as conn:
        got = [c.id for c in people.cards(conn, asked)]
    assert got == [ids[5], *ids[:5], *ids[6:]]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("اسراء", ["إسراء المُطيري"]), ("مطيري", ["إسراء المُطيري"]), ("نوره", ["نورة الحربي"]),
        ("الحربى", ["نورة الحربي"]), ("حربي نورة", ["نورة الحربي"]), ("مؤمن", ["مومن رئيف"]),
        ("رئیف", ["مومن رئيف"]), ("SMITH", ["Zoë Smith"]), ("zoe", ["Zoë Smith"]), ("", []), ("  ", []), ("غائب", []),
        ("a", ["Anna Brown", "Zac Ann"]), ("نـــورة", ["نورة الحربي"]), ("%", []), ("_", []),
    ],
)  # fmt: skip
def test_names_are_found_in_every_spelling(store: Store, people: People, typed: str, found: list[str]) -> None:
    names = ["إسراء المُطيري", "نورة الحربي", "مومن رئيف", "Zoë Smith", "Zac Ann", "Anna Brown"]
    ids = [known(store, people, no, entry(f"{no:02}", name)).id for no, name in enumerate(names, 10)]
    with store[0].read() as conn:
        assert [c.name for c in people.search(conn, typed, ids)] == found
        assert people.search(conn, typed, []) == ()


def test_only_the_people_asked_about_are_searched(store: Store, people: People) -> None:
    here, away = known(store, people, 1, entry("11", "نورة")), known(store, people, 2, entry("22", "نورة"))
    with store[0].read() as conn:
        assert [c.id for c in people.search(conn, "نورة", [here.id])] == [here.id]
    assert here != away


def test_no_more_than_the_newest_cards_stay_in_memory(
    store: Store, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RECENT", 3)
    ids = [known(store, people, no, entry(f"{no:02}")).id for no in range(10, 20)]
    with store[0].read() as conn:
        people.cards(conn, ids)
        assert len(people._recent) == 3
        assert len(people.cards(conn, ids)) == 10


def test_a_note_is_kept_as_it_was_written_and_once(store: Store, people: People) -> None:
    text = "سطر أول\nline two \u202e\x07'; DROP TABLE notes;--"
    store[0].transact(lambda conn: people.write_note(conn, NoteId("n1"), text))
    store[0].transact(lambda conn: people.write_note(conn, NoteId("n1"), "another"))
    with store[0].read() as conn:
        assert people.note(conn, NoteId("n1")) == text
        assert people.note(conn, NoteId("n2")) is None


def test_a_field_is_bound_to_its_place_and_key(store: Store) -> None:
    fields = Fields(store[1])
    sealed = fields.seal("patients", "name", "row", "نورة")
    assert sealed[:2] == b"\x00\x01"
    assert sealed != fields.seal("patients", "name", "row", "نورة")
    assert fields.open("patients", "name", "row", sealed) == "نورة"
    for place in (("patients", "phone", "row"), ("notes", "name", "row"), ("patients", "name", "other")):
        with pytest.raises(Unreadable) as fault:
            fields.open(*place, sealed)
        assert "نورة" not in str(fault.value)
    for damaged in (sealed[:-1], b"\x00\x09" + sealed[2:], sealed[:14], sealed[:-1] + bytes([sealed[-1] ^ 1])):
        with pytest.raises(Unreadable):
            fields.open("patients", "name", "row", damaged)


def test_an_older_field_key_is_still_read_with(store: Store) -> None:
    old = store[1]
    sealed = Fields(old).seal("patients", "name", "row", "نورة")
    new = Keys(old.folder, old.database, old.index, old.token, {**old.fields, 2: bytes(32)})
    assert Fields(new).open("patients", "name", "row", sealed) == "نورة"
    assert Fields(new).seal("patients", "name", "row", "نورة")[:2] == b"\x00\x02"


def test_the_rows_hold_no_word_of_a_person(store: Store, people: People) -> None:
    known(store, people, 1, entry(phone="0501234567"))
    store[0].transact(lambda conn: people.write_note(conn, NoteId("n1"), "يعاني من صداع"))
    with store[0].read() as conn:
        rows = [*conn.exec_driver_sql("SELECT * FROM patients"), *conn.exec_driver_sql("SELECT * FROM notes")]
    raw = b"".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)
    for secret in ("1098765432", "نورة", "العتيبي", "0501234567", "صداع"):
        assert secret.encode() not in raw
        assert secret.encode("utf-16-le") not in raw
