"""A file of people as lines: whatever a spreadsheet makes of it, in either language. No Qt, no server.

What a line says is judged by the server, with the rules for one person. Here is only found out what stands where; a
file that cannot be told apart into lines is refused whole, with the reason.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mmc_console.domain.centre import Center
from mmc_console.domain.folding import fold
from mmc_console.wire.imports import LINES_AT_MOST, ImportLine

Field = Literal["username", "name", "roles", "clinics"]
FIELDS: Final[tuple[Field, ...]] = ("username", "name", "roles", "clinics")
REQUIRED: Final[tuple[Field, ...]] = ("username", "name", "roles")
BYTES_AT_MOST: Final = 2_000_000
SEPARATORS: Final = (",", ";", "\t", "،", "؛")
_HEADINGS: Final[dict[Field, tuple[str, ...]]] = {
    "username": ("username", "user name", "user", "login", "اسم المستخدم", "المستخدم"),
    "name": ("name", "full name", "الاسم", "الاسم الكامل", "اسم"),
    "roles": ("roles", "role", "الأدوار", "الدور", "الصلاحيات"),
    "clinics": ("clinics", "clinic", "العيادات", "العيادة"),
}
_ROLES: Final[dict[str, tuple[str, ...]]] = {
    "reception": ("receptionist", "استقبال", "الاستقبال", "موظف استقبال"),
    "clinician": ("doctor", "طبيب", "الطبيب", "طبيبة"),
    "supervisor": ("مشرف", "المشرف", "مشرفة"),
    "admin": ("administrator", "مدير النظام", "مدير"),
    "kiosk": ("جهاز التسجيل الذاتي", "تسجيل ذاتي"),
}
"""What people write for them besides the codes, whatever the console speaks: a file is carried from one to another."""
_KNOWN: Final = {fold(word): field for field, words in _HEADINGS.items() for word in words}
_ROLE: Final = {fold(word): role for role, words in _ROLES.items() for word in (role, *words)}
_CLINIC: Final = (fold("عيادة"), "clinic")
"""What most of their names begin or end with, and people leave out."""
_WORD: Final = re.compile(r"[^;,|/+،؛\n]+")
"""What stands between the signs that people part words with."""
WORDS_AT_MOST: Final = 40
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_PRESERVED: Final = re.compile(r"\A'(?=[=+\-@\t\r])")
"""The mark with which a spreadsheet is told that a text is no formula."""


class Unreadable(Exception):
    """There are no lines in this file: *reason* says why, *params* fill its sentence."""

    def __init__(self, reason: str, **params: str | int) -> None:
        super().__init__(reason)
        self.reason, self.params = reason, params


@dataclass(frozen=True, slots=True)
class Line:
    """One person as the file has them. `number`: which line of the file. `wrong`: it cannot even be asked about."""

    number: int
    username: str
    name: str
    roles: tuple[str, ...]
    clinics: tuple[str, ...]
    wrong: str = ""

    @property
    def asked(self) -> ImportLine:
        """As the server is asked about it."""
        return ImportLine(username=self.username, name=self.name, roles=self.roles, clinics=self.clinics)


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in a file. `encoding`: as what its bytes were read, for people to see when letters look strange."""

    lines: tuple[Line, ...]
    encoding: str


def read(data: bytes, center: Center | None) -> Read:
    """The people of *data*, a CSV or an xlsx file; Unreadable. Clinics are known by code or name of *center*."""
    if not data.strip():
        raise Unreadable("empty")
    if len(data) > BYTES_AT_MOST:
        raise Unreadable("too-large", n=BYTES_AT_MOST // 1_000_000)
    if data[:4] == b"PK\x03\x04":
        from mmc_console.desktop.admin.users.intake.workbook import rows_of

        return Read(_lines(rows_of(data), center), "xlsx")
    text, encoding = decoded(data)
    return Read(_lines(_rows(text), center), encoding)


def decoded(data: bytes) -> tuple[str, str]:
    """*data* as text: by its mark, else UTF-8, else what Arabic Windows writes; Unreadable when it is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), "utf-8" if encoding == "utf-8-sig" else encoding
            except UnicodeDecodeError:
                raise Unreadable("not-text") from None
    if b"\x00" in data:
        raise Unreadable("not-text")
    try:
        return data.decode(), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1256"), "cp1256"


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Every row with the number of the line it begins at."""
    first, _, rest = text.partition("\n")
    given = re.fullmatch(r"\s*sep=([,;\t|،؛])\s*", first, re.IGNORECASE)
    skipped = 1 if given else 0
    separator = given[1] if given else _separator(text)
    reader = csv.reader(io.StringIO(rest if given else text, newline=""), delimiter=separator, strict=True)
    found: list[tuple[int, list[str]]] = []
    number = skipped + 1
    try:
        for row in reader:
            found.append((number, row))
            number = reader.line_num + skipped + 1
            if len(found) > 2 * LINES_AT_MOST:
                raise Unreadable("too-many", n=LINES_AT_MOST)
    except csv.Error:
        raise Unreadable("quotes", n=number) from None
    return found


def _separator(text: str) -> str:
    """The one by which the heading falls into the most columns that are known."""
    heading = next((line for line in text.splitlines() if line.strip() and line.lstrip()[0] != "#"), "")
    return max(SEPARATORS, key=lambda each: sum(_field(cell) is not None for cell in heading.split(each)))


def _field(cell: str) -> Field | None:
    return _KNOWN.get(fold(cell.strip().strip('"')))


def _lines(rows: Sequence[tuple[int, Sequence[str]]], center: Center | None) -> tuple[Line, ...]:
    """The people below the heading; empty rows and those that begin with # are nobody."""
    told = [
        (number, row) for number, row in rows if any(c.strip() for c in row) and not row[0].lstrip().startswith("#")
    ]
    if not told:
        raise Unreadable("empty")
    heading = [_field(cell) for cell in told[0][1]]
    for field in FIELDS:
        if heading.count(field) > 1:
            raise Unreadable("column-twice", field=field)
    missing = [field for field in REQUIRED if field not in heading]
    if missing:
        raise Unreadable("column-missing", field=missing[0])
    if len(told) == 1:
        raise Unreadable("nobody")
    if len(told) - 1 > LINES_AT_MOST:
        raise Unreadable("too-many", n=LINES_AT_MOST)
    clinics = _clinics(center)
    return tuple(_line(number, row, heading, clinics) for number, row in told[1:])


def _line(number: int, row: Sequence[str], heading: Sequence[Field | None], clinics: Mapping[str, str]) -> Line:
    cells = {field: _PRESERVED.sub("", cell.strip()) for field, cell in zip(heading, row, strict=False) if field}
    beyond = any(cell.strip() for cell in row[len(heading) :])
    return Line(
        number, cells.get("username", ""), cells.get("name", ""), _words(cells.get("roles", ""), _ROLE),
        _words(cells.get("clinics", ""), clinics), "too-many-cells" if beyond else "",
    )  # fmt: skip


def _words(cell: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Each word of a cell by its code; one that nobody knows stays, for the server to name.

    A name may have a separator in itself (Ear, nose and throat): the longest one that is known counts.
    """
    spans = [found.span() for found in _WORD.finditer(cell)][:WORDS_AT_MOST]
    found: dict[str, None] = {}
    at = 0
    while at < len(spans):
        ends = range(len(spans), at, -1)
        parts = ((end, cell[spans[at][0] : spans[end - 1][1]].strip()) for end in ends)
        end, part = next(
            ((end, part) for end, part in parts if fold(part) in known),
            (at + 1, cell[spans[at][0] : spans[at][1]].strip()),
        )
        if part:
            found[known.get(fold(part), part)] = None
        at = end
    return tuple(found)


def _clinics(center: Center | None) -> dict[str, str]:
    """Clinics by their codes, and by names that only one of them has, with or without the word clinic."""
    if center is None:
        return {}
    named: dict[str, set[str]] = {}
    for clinic in center.clinics:
        for name in clinic.name.values():
            whole = fold(name)
            for each in (whole, " ".join(word for word in whole.split() if word not in _CLINIC)):
                named.setdefault(each, set()).add(str(clinic.code))
    known = {name: next(iter(codes)) for name, codes in named.items() if len(codes) == 1}
    return known | {fold(str(clinic.code)): str(clinic.code) for clinic in center.clinics}
