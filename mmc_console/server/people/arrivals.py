"""The people one batch of registrations is about: looked up together, written together.

Nothing is written before `store`, so a registration that is refused leaves nobody behind. It knows nothing of actions
but their ids, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from sqlalchemy import Connection, bindparam, func, insert, select

from mmc_console.domain.centre import Gender
from mmc_console.domain.ids import ActionId, PatientId, patient_of
from mmc_console.domain.patients import PatientEntry, PatientRef
from mmc_console.domain.refusals import Refused
from mmc_console.server.people import entry as typed
from mmc_console.server.people.tables import aliases, patients
from mmc_console.server.store.prepared import Prepared, listed

if TYPE_CHECKING:
    from mmc_console.server.people.people import People

Asked = tuple[ActionId, PatientEntry | None, PatientId | None]
"""A registration: its id, the person as typed, or the id of somebody known."""

_p = patients.c
_KNOWN: Final = select(
    _p.id, _p.number_hash, _p.gender, func.length(_p.name).label("name"), func.length(_p.phone).label("phone"),
    func.length(_p.language).label("language"),
)  # fmt: skip
_BY_NUMBER: Final = Prepared(_KNOWN.where(_p.number_hash.in_(select(func.unhex(listed("hashes"))))))
_BY_ID: Final = Prepared(_KNOWN.where(_p.id.in_(select(listed("ids")))))
_INSERT: Final = Prepared(insert(patients))
_ALIAS: Final = Prepared(select(aliases.c.patient).where(aliases.c.id == bindparam("id")))


class _Known(Struct):
    """Somebody's id and gender, and which of the others are filled in."""

    id: PatientId
    gender: Gender
    name: bool
    phone: bool
    language: bool


class Found(Struct, frozen=True):
    """The person of one registration, and what is to be written of them if it takes effect."""

    person: PatientRef
    texts: dict[str, str] = {}
    number: str = ""
    """Of somebody new."""
    aliases: tuple[PatientId, ...] = ()
    """What the desk calls them."""


class Arrivals:
    """One batch's people, on the connection of its transaction."""

    def __init__(self, people: People, conn: Connection) -> None:
        self._people, self._conn = people, conn
        self._hashes: dict[str, tuple[bytes, ...]] = {}
        self._by_hash: dict[bytes, _Known | None] = {}
        self._by_id: dict[str, _Known | None] = {}
        self._new: list[tuple[Any, ...]] = []
        self._filled: list[tuple[PatientId, dict[str, str]]] = []
        self._aliases: dict[PatientId, PatientId] = {}

    def look_up(self, asked: Iterable[Asked]) -> None:
        """Fetch at once who is known of the people of all these registrations."""
        hashes: list[bytes] = []
        ids: list[PatientId] = []
        for action, entry, patient_id in asked:
            if patient_id is not None:
                ids.append(patient_id)
            elif entry is not None:
                try:
                    hashes.extend(self._hash(typed.number_of(entry.number)))
                except Refused:
                    continue  # `find` will say so
                ids.append(patient_of(action))
        self._fetch(hashes, ids)

    def find(
        self, action: ActionId, entry: PatientEntry | None, patient_id: PatientId | None, root: ActionId | None = None
    ) -> Found:
        """The person a registration is about. An empty name, phone or language of somebody known is to be filled.

        *root*: the first that was tried of it, by which its desk has known them since.

        Refused: `bad-number`, `bad-name`, `bad-phone`, `unknown-patient`.
        """
        if patient_id is not None:
            known = self._of_id(self.meant(patient_id))
            if known is None:
                raise Refused("unknown-patient")
            return Found(PatientRef(known.id, known.gender))
        if entry is None:
            raise Refused("unknown-patient")
        number = typed.number_of(entry.number)
        texts = {
            "name": typed.name_of(entry.name), "phone": typed.phone_of(entry.phone),
            "language": typed.language_of(entry.language),
        }  # fmt: skip
        first = patient_of(root or action)
        known = self._of_number(number) or self._of_id(first)
        id = known.id if known is not None else first
        others = tuple({first, patient_of(action)} - {id})
        if known is None:
            return Found(PatientRef(id, entry.gender), texts, number, others)
        empty = {name: text for name, text in texts.items() if text and not getattr(known, name)}
        if known.gender == "unknown" and entry.gender != "unknown":
            return Found(PatientRef(id, entry.gender), empty | {"gender": entry.gender}, aliases=others)
        return Found(PatientRef(id, known.gender), empty, aliases=others)

    def meant(self, id: PatientId) -> PatientId:
        """Whom a desk means by *id*: whoever has it, else whom the registration was about that it was made of."""
        if self._of_id(id) is not None:
            return id
        if id in self._aliases:
            return self._aliases[id]
        row = _ALIAS.one(self._conn, id=id)
        return PatientId(row.patient) if row is not None else id

    def corrected(self, id: PatientId, number: str | None) -> PatientId:
        """Whom a desk's correction of *id* means, which may say another *number*.

        Refused, `other-person`: it says so of whoever it had typed by mistake: the number is right, of them.
        """
        known = self.meant(id)
        if number is not None and known != id and self.knows(known):
            holder = self._of_number(typed.number_of(number))
            if holder is None or holder.id != known:
                raise Refused("other-person")
        return known

    def knows(self, id: PatientId) -> bool:
        """Whether somebody of this id is known."""
        return self._of_id(id) is not None

    def keep(self, found: Found) -> None:
        """What was found is to be stored with the batch."""
        id, texts = found.person.id, found.texts
        self._aliases |= dict.fromkeys(found.aliases, id)
        if found.number:
            hashed = self._hash(found.number)[0]
            known = _Known(id, found.person.gender, *(bool(texts[k]) for k in ("name", "phone", "language")))
            self._by_hash[hashed] = self._by_id[id] = known
            self._new.append(self._people.row(id, hashed, found.number, found.person.gender, texts))
        elif texts:
            self._filled.append((id, texts))
            known_now = self._by_id[id]
            assert known_now is not None, "it was found before"
            known_now.gender = found.person.gender
            for name in texts.keys() - {"gender"}:
                setattr(known_now, name, True)

    def store(self) -> None:
        """Write what was kept, and forget what was looked up: others may change it now."""
        _INSERT.run_all(self._conn, self._new)
        for id, texts in self._filled:
            self._people.change(self._conn, id, texts)
        self._people.name(self._conn, self._aliases)
        self._new, self._filled, self._aliases = [], [], {}
        self._by_hash.clear()
        self._by_id.clear()

    def _of_number(self, number: str) -> _Known | None:
        hashes = self._hash(number)
        if hashes[0] not in self._by_hash:
            self._fetch(list(hashes), [])
        return next((known for hashed in hashes if (known := self._by_hash[hashed])), None)

    def _of_id(self, id: PatientId) -> _Known | None:
        if id not in self._by_id:
            self._fetch([], [id])
        return self._by_id[id]

    def _fetch(self, hashes: list[bytes], ids: list[PatientId]) -> None:
        self._by_hash |= dict.fromkeys(hashes)
        self._by_id |= dict.fromkeys(ids)
        rows = _BY_NUMBER.all(self._conn, hashes=[h.hex() for h in hashes]) if hashes else []
        rows += _BY_ID.all(self._conn, ids=ids) if ids else []
        for row in rows:
            known = self._by_id.get(row.id) or _Known(
                row.id, row.gender, bool(row.name), bool(row.phone), bool(row.language)
            )
            self._by_hash[row.number_hash] = self._by_id[row.id] = known

    def _hash(self, number: str) -> tuple[bytes, ...]:
        """Fixed for the whole batch: the first is what somebody new is kept under."""
        found = self._hashes.get(number)
        if found is None:
            found = self._hashes[number] = self._people.hashes(number)
        return found
