"""A file of people is told apart whatever a spreadsheet made of it, or refused whole with its reason."""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from mmc_console import assets
from mmc_console.desktop.admin.users.intake.reading import BYTES_AT_MOST, Line, Unreadable, read
from mmc_console.domain.centre import parse_center

CENTER = parse_center(assets.path("resources", "center.json").read_bytes())
HEADINGS = {
    "en": {"username": "User name", "name": "Name", "roles": "Roles", "clinics": "Clinics"},
    "ar": {"username": "اسم المستخدم", "name": "الاسم", "roles": "الأدوار", "clinics": "العيادات"},
}
ROLES = {
    "en": {"reception": "Reception", "clinician": "doctor", "admin": "Administrator"},
    "ar": {"reception": "استقبال", "clinician": "طبيب", "admin": "مدير النظام"},
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1256")


def refused(data: bytes) -> tuple[str, dict[str, str | int]]:
    with pytest.raises(Unreadable) as found:
        read(data, CENTER)
    return found.value.reason, found.value.params


def one(text: str, encoding: str = "utf-8") -> Line:
    [line] = read(text.encode(encoding), CENTER).lines
    return line


def workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


words = st.text(st.sampled_from('abcXYZ019 أبتهيـ"\'=+;,'), min_size=1, max_size=12).map(str.strip).filter(
    lambda text: text and text[0] not in "'#"
)  # fmt: skip
people = st.lists(
    st.tuples(words, words, st.lists(st.sampled_from(sorted(ROLES["en"])), min_size=1, max_size=3, unique=True),
              st.lists(st.sampled_from(CENTER.clinics), max_size=3, unique_by=lambda clinic: clinic.code)),
    min_size=1, max_size=8,
)  # fmt: skip


@given(
    people=people, language=st.sampled_from(["ar", "en"]), encoding=st.sampled_from(ENCODINGS),
    separator=st.sampled_from(",;\t"), order=st.permutations(["username", "name", "roles", "clinics"]),
    ending=st.sampled_from(["\r\n", "\n"]), blank=st.booleans(),
)  # fmt: skip
def test_what_a_spreadsheet_writes_is_read_back(
    people: list[tuple[str, str, list[str], list[object]]], language: str, encoding: str, separator: str,
    order: list[str], ending: str, blank: bool,
) -> None:  # fmt: skip
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=ending)
    writer.writerow([HEADINGS[language][field] for field in order])
    for username, name, roles, clinics in people:
        if blank:
            writer.writerow([""] * 4)
        cells = {
            "username": username, "name": name, "roles": " / ".join(ROLES[language][role] for role in roles),
            "clinics": "، ".join(clinic.name[language] for clinic in clinics),  # type: ignore[attr-defined]  # clinics of the centre
        }  # fmt: skip
        writer.writerow([cells[field] for field in order])
    found = read(out.getvalue().encode(encoding), CENTER)
    assert [(line.username, line.name, list(line.roles), list(line.clinics)) for line in found.lines] == [
        (username, name, roles, [clinic.code for clinic in clinics])  # type: ignore[attr-defined]  # clinics of the centre
        for username, name, roles, clinics in people
    ]
    assert not any(line.wrong for line in found.lines)
    assert [line.number for line in found.lines] == [(n + 1) * (2 if blank else 1) + 1 for n in range(len(people))]


@given(data=st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_no_bytes_break_it(data: bytes) -> None:
    with suppress(Unreadable):
        assert read(data, CENTER).lines


@given(at=st.integers(0, 4_000), byte=st.integers(0, 255), cut=st.booleans())
def test_no_damaged_workbook_breaks_it(at: int, byte: int, cut: bool) -> None:
    whole = BOOK
    damaged = whole[: at + 4] if cut else whole[: at + 4] + bytes([byte]) + whole[at + 5 :]
    with suppress(Unreadable):
        assert read(damaged, CENTER).lines


BOOK = workbook([["اسم المستخدم", "الاسم", "الأدوار"], [1001, "نورة", "استقبال"], ["saad", "Saad", "admin"]])


def test_a_workbook_is_read_with_its_numbers_as_people_see_them() -> None:
    found = read(BOOK, CENTER)
    assert found.encoding == "xlsx"
    assert [(line.number, line.username, line.roles) for line in found.lines] == [
        (2, "1001", ("reception",)), (3, "saad", ("admin",)),
    ]  # fmt: skip


def test_a_workbook_that_would_fill_the_memory_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 31_000_000)
    assert refused(out.getvalue()) == ("too-large", {"n": 30})


@pytest.mark.parametrize(
    ("data", "reason", "params"),
    [
        (b"", "empty", {}), (b" \r\n", "empty", {}), (b"x" * (BYTES_AT_MOST + 1), "too-large", {"n": 2}),
        (b"\x00\x01", "not-text", {}), (b"\xff\xfea", "not-text", {}), (b"PK\x03\x04rest", "workbook-broken", {}),
        (b"username,name\nx,y", "column-missing", {"field": "roles"}),
        (b"who\nx", "column-missing", {"field": "username"}),
        (b"username,name,roles,Role\n", "column-twice", {"field": "roles"}),
        (b"username,name,roles\n# a,b,c\n", "nobody", {}),
        (b'username,name,roles\na,b,"admin\n', "quotes", {"n": 2}),
        (b"username,name,roles\n" + b"a,b,admin\n" * 1_001, "too-many", {"n": 1_000}),
    ],
)  # fmt: skip
def test_what_cannot_be_told_apart_is_refused_with_its_reason(
    data: bytes, reason: str, params: dict[str, str | int]
) -> None:
    assert refused(data) == (reason, params)


def test_words_nobody_knows_stay_for_the_server_to_name() -> None:
    line = one("username,name,roles,clinics\nx,y,King;Admin,Nowhere|lab\n")
    assert (line.roles, line.clinics) == (("King", "admin"), ("Nowhere", "lab"))


def test_a_name_cut_by_the_separator_is_told_at_its_line() -> None:
    assert one("username,name,roles\nx,Al-Salem, Noora,admin\n").wrong == "too-many-cells"
    assert one("username,name,roles,\nx,Noora,admin,\n").wrong == ""


def test_the_mark_against_formulas_is_taken_off_again() -> None:
    assert one("username,name,roles\n'-x,'=1+1,admin\n").username == "-x"


def test_the_separator_a_spreadsheet_names_itself_is_believed() -> None:
    assert one("sep=|\nusername|name|roles\nx|y, z|admin\n").name == "y, z"
