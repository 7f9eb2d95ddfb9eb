"""People: known by number, kept encrypted, shown as cards to those who work with them.

Every method takes the caller's connection and runs inside the caller's transaction: a registration and its person are
stored together or not at all. Who may see whom is decided before these are asked.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update
from sqlalchemy.dialects import sqlite

from mmc_console.domain.centre import Gender
from mmc_console.domain.folding import fold, found_in
from mmc_console.domain.ids import NoteId, PatientId
from mmc_console.domain.patients import Card, clean_number, is_number
from mmc_console.domain.refusals import Refused
from mmc_console.server.clock import Clock
from mmc_console.server.hits import Hits
from mmc_console.server.keys import Keys
from mmc_console.server.people import entry as typed
from mmc_console.server.people.fields import Fields
from mmc_console.server.people.tables import aliases, notes, patients
from mmc_console.server.store.prepared import Prepared, listed

_PERSONAL: Final = ("number", "name", "phone")
_BY_ID: Final = Prepared(select(patients).where(patients.c.id == bindparam("id")))
_BY_IDS: Final = Prepared(select(patients).where(patients.c.id.in_(select(listed("ids")))))
_BY_NUMBER: Final = Prepared(select(patients).where(patients.c.number_hash == bindparam("number_hash")))
_NO_NOTES: Final = Prepared(delete(notes).where(notes.c.id.in_(select(listed("ids")))))
_NAME: Final = Prepared(insert(aliases).prefix_with("OR REPLACE"))
RECENT: Final = 4_096
"""Decrypted cards kept in memory: some two busy days."""
FOUND_AT_MOST: Final = 50


class People:
    """The people of the centre."""

    def __init__(self, keys: Keys, clock: Clock) -> None:
        self._fields = Fields(keys)
        self._clock = clock
        self._recent: OrderedDict[str, tuple[tuple[Any, ...], Card, str]] = OrderedDict()
        self._lock = Lock()
        self._texts: dict[PatientId, tuple[NoteId, ...]] = {}
        self.hits = Hits("cards")

    def correct(
        self,
        conn: Connection,
        patient_id: PatientId,
        *,
        number: str | None = None,
        name: str | None = None,
        gender: Gender | None = None,
        phone: str | None = None,
        language: str | None = None,
    ) -> tuple[str, ...]:
        """Change what was typed of a person; the names of the fields that are different now.

        Refused as for `Arrivals.find`; `bad-number` with `reason` `taken` when the number is another person's.
        """
        row = self._row(conn, patient_id)
        if row is None:
            raise Refused("unknown-patient")
        card = self._card(row)[0]
        wanted = {
            "number": None if number is None else typed.number_of(number),
            "name": None if name is None else typed.name_of(name),
            "gender": gender,
            "phone": None if phone is None else typed.phone_of(phone),
            "language": None if language is None else typed.language_of(language),
        }
        changed = {k: v for k, v in wanted.items() if v is not None and v != getattr(card, k)}
        if "number" in changed and self._row_by_number(conn, changed["number"]) is not None:
            raise Refused("bad-number", reason="taken")
        self.change(conn, patient_id, changed)
        return tuple(changed)

    def hashed(self, number: str) -> bytes:
        """The keyed hash a person is kept under."""
        return self._fields.hashed("patients.number", number)

    def hashes(self, number: str) -> tuple[bytes, ...]:
        """The keyed hashes a person may be found by, that of now first."""
        return self._fields.hashes("patients.number", number)

    def row(self, id: PatientId, hashed: bytes, number: str, gender: Gender, texts: dict[str, str]) -> tuple[Any, ...]:
        """The row of somebody new, column by column."""
        sealed = self._sealed(id, {"number": number, "name": texts["name"], "phone": texts["phone"]})
        now = self._millis()
        return id, hashed, sealed["number"], sealed["name"], sealed["phone"], gender, texts["language"], now, now

    def change(self, conn: Connection, id: PatientId, changed: dict[str, Any]) -> None:
        """Store these fields, already cleaned, of somebody known."""
        if not changed:
            return
        row = self._sealed(id, {k: v for k, v in changed.items() if k in _PERSONAL})
        row |= {k: v for k, v in changed.items() if k not in _PERSONAL}
        if "number" in changed:
            row["number_hash"] = self.hashed(changed["number"])
        conn.execute(update(patients).where(patients.c.id == id).values(**row, updated_ms=self._millis()))

    def name(self, conn: Connection, known: Mapping[PatientId, PatientId]) -> None:
        """Know those to whom these ids lead by them as well."""
        now = self._millis()
        _NAME.run_all(conn, [(alias, id, now) for alias, id in known.items()])

    def erase(self, conn: Connection, ids: Iterable[PatientId]) -> None:
        """Nothing of these people is kept: visits and figures hold their ids, which lead to nobody any more.

        The whole row goes. One kept without its name would be filled again by a correction that a desk still has.
        """
        gone = list(ids)
        conn.execute(delete(patients).where(patients.c.id.in_(gone)))
        _NO_NOTES.run(conn, ids=[note for id in gone for note in self._texts.get(id, ())])
        with self._lock:
            for id in gone:
                self._recent.pop(id, None)

    def take_along(self, id: PatientId, texts: Iterable[NoteId]) -> None:
        """When this person is erased, these go in the same step: afterwards nobody could find what is about whom."""
        self._texts[id] = tuple(texts)
        if not self._texts[id]:
            del self._texts[id]

    def write_note(self, conn: Connection, note_id: NoteId, text: str) -> None:
        """Keep a free text; the same id again changes nothing."""
        sealed = self._fields.seal("notes", "text", note_id, text)
        row = sqlite.insert(notes).values(id=note_id, text=sealed, at_ms=self._millis())
        conn.execute(row.on_conflict_do_nothing(index_elements=["id"]))

    def note(self, conn: Connection, note_id: NoteId) -> str | None:
        """The free text of this id."""
        row = conn.execute(select(notes.c.text).where(notes.c.id == note_id)).one_or_none()
        return None if row is None else self._fields.open("notes", "text", note_id, row.text)

    def cards(self, conn: Connection, ids: Iterable[PatientId]) -> tuple[Card, ...]:
        """The cards of these people, in the given order; unknown ids are left out."""
        return tuple(card for card, _ in self._cards(conn, ids))

    def by_number(self, conn: Connection, text: str) -> Card | None:
        """The card of the person with exactly this number, however it was typed."""
        number = clean_number(text)
        row = self._row_by_number(conn, number) if is_number(number) else None
        return None if row is None else self._card(row)[0]

    def search(self, conn: Connection, text: str, ids: Iterable[PatientId]) -> tuple[Card, ...]:
        """The people among *ids* with every word of *text* in their name, best first, at most 50.

        Spelling is folded (`domain.folding`): «اسراء» finds «إسراء».
        """
        needle = fold(text)
        found = [(folded, card) for card, folded in self._cards(conn, ids) if found_in(needle, folded)]
        found.sort(key=lambda pair: (not pair[0].startswith(needle), pair[0], pair[1].id))
        return tuple(card for _, card in found[:FOUND_AT_MOST])

    def _cards(self, conn: Connection, ids: Iterable[PatientId]) -> list[tuple[Card, str]]:
        wanted = list(dict.fromkeys(ids))
        found = {row.id: self._card(row) for row in _BY_IDS.all(conn, ids=wanted)}
        return [found[id] for id in wanted if id in found]

    def _card(self, row: Row[Any]) -> tuple[Card, str]:
        """The card of a row with its folded name.

        Remembered together with the ciphertexts it was made from, so that a row that was changed, or whose change was
        rolled back, is never answered from memory.
        """
        made_from = (row.number, row.name, row.phone, row.gender, row.language)
        with self._lock:
            known = self._recent.get(row.id)
            self.hits.asked += 1
            if known is not None and known[0] == made_from:
                self.hits.hits += 1
                self._recent.move_to_end(row.id)
                return known[1], known[2]
        plain = {c: self._fields.open("patients", c, row.id, getattr(row, c)) for c in _PERSONAL}
        card = Card(id=row.id, gender=row.gender, language=row.language, **plain)
        folded = fold(card.name)
        with self._lock:
            self._recent[row.id] = (made_from, card, folded)
            self._recent.move_to_end(row.id)
            while len(self._recent) > RECENT:
                self._recent.popitem(last=False)
        return card, folded

    def _row(self, conn: Connection, id: str) -> Row[Any] | None:
        found: Row[Any] | None = _BY_ID.one(conn, id=id)
        return found

    def _row_by_number(self, conn: Connection, number: str) -> Row[Any] | None:
        for hashed in self.hashes(number):
            found: Row[Any] | None = _BY_NUMBER.one(conn, number_hash=hashed)
            if found is not None:
                return found
        return None

    def _sealed(self, id: str, texts: dict[str, str]) -> dict[str, bytes]:
        return {column: self._fields.seal("patients", column, id, text) for column, text in texts.items()}

    def _millis(self) -> int:
        return int(self._clock.now().timestamp() * 1000)
