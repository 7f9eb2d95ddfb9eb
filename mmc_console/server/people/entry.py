"""What may be stored of a person: cleans what was typed, or says why not.

Direction marks go, letters and emoji stay as they are. Control characters are refused, not removed: nobody types
them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from mmc_console.domain.patients import NAME_AT_MOST, clean_name, clean_number, is_number
from mmc_console.domain.refusals import Refused

_PHONE: Final = re.compile(r"\+?[0-9]{1,20}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_UNFIT: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})


def number_of(text: str) -> str:
    """The number in *text*: 2 to 12 digits. Refused `bad-number`."""
    number = clean_number(text)
    if _has_controls(text) or not is_number(number):
        raise Refused("bad-number")
    return number


def name_of(text: str) -> str:
    """The name in *text*, at most 120 characters; may be empty. Refused `bad-name`."""
    if _has_controls(text):
        raise Refused("bad-name")
    name = clean_name(text)
    if len(name) > NAME_AT_MOST:
        raise Refused("bad-name", most=NAME_AT_MOST)
    return name


def phone_of(text: str) -> str:
    """The phone in *text*: up to 20 digits, a + in front; may be empty. Refused `bad-phone`."""
    if _has_controls(text):
        raise Refused("bad-phone")
    phone = re.sub(r"[().]", "", clean_number(text))
    if phone and not _PHONE.fullmatch(phone):
        raise Refused("bad-phone")
    return phone


def language_of(text: str) -> str:
    """A language's code such as `ar`, or nothing for anything that is none: it only chooses the words on paper."""
    code = text.strip().casefold()
    return code if _LANGUAGE.fullmatch(code) else ""


def _has_controls(text: str) -> bool:
    return any(unicodedata.category(c) in _UNFIT for c in text)
