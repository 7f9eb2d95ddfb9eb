"""What the rules know of a person: an id and a gender. Names live elsewhere.

Numbers are normalised here, because a desk and the server must agree on them.
"""

from __future__ import annotations

import re

from msgspec import Struct

from mmc_console.domain.centre import Gender
from mmc_console.domain.ids import PatientId

_DIGITS = {ord(c): str(i) for row in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for i, c in enumerate(row)}
_INVISIBLE = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
NUMBER = re.compile(r"[0-9]{2,12}")
NAME_AT_MOST = 120


class PatientEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A person as reception typed it. Personal data: never logged, never an event."""

    number: str
    gender: Gender
    name: str = ""
    phone: str = ""
    language: str = ""


class Card(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person as the staff who work with them may see it."""

    id: PatientId
    number: str
    gender: Gender
    name: str = ""
    phone: str = ""
    language: str = ""


class PatientRef(Struct, frozen=True):
    """The person an action is about, once looked up."""

    id: PatientId
    gender: Gender


def plain_digits(text: str) -> str:
    """*text* with ٠-٩ and ۰-۹ as 0-9."""
    return text.translate(_DIGITS)


def clean_number(text: str) -> str:
    """A personal or military number without invisible marks, spaces and dashes, digits 0-9."""
    return re.sub(r"[\s-]", "", _INVISIBLE.sub("", plain_digits(text)))


def clean_name(text: str) -> str:
    """A name without direction marks and doubled spaces; other letters are kept as they are."""
    return " ".join(_INVISIBLE.sub("", text).split())


def is_number(text: str) -> bool:
    """Whether *text* (already cleaned) is a number: 2 to 12 digits, leading zeros kept."""
    return NUMBER.fullmatch(text) is not None
