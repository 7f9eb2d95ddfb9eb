"""What was typed of a person, mended: what is wrong with it, and what of it is another now. No Qt."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.centre import Gender
from mmc_console.domain.patients import NAME_AT_MOST, Card, clean_name, clean_number, is_number

Part = Literal["number", "name", "phone"]


@dataclass(frozen=True, slots=True)
class Correction:
    """A person as they stand in the box."""

    number: str
    name: str
    phone: str
    gender: Gender


def standing(card: Card) -> Correction:
    """What is known of them."""
    return Correction(card.number, card.name, card.phone, card.gender)


def changed(before: Correction, after: Correction) -> dict[str, str]:
    """The fields of *after* that say something else than *before*, as they are sent."""
    clean = Correction(clean_number(after.number), clean_name(after.name), clean_number(after.phone), after.gender)
    was = asdict(before)
    return {field: value for field, value in asdict(clean).items() if value != was[field]}


def errors(typed: Correction) -> dict[Part, Message]:
    """What keeps it from being sent, by field."""
    found: dict[Part, Message] = dict(who(typed.number, typed.name))
    phone = clean_number(typed.phone).removeprefix("+")
    if phone and not phone.isdigit():
        found["phone"] = Message("bad-phone")
    return found


def who(number: str, name: str) -> dict[Part, Message]:
    """What is missing or wrong of a number and a name, as at the registration."""
    found: dict[Part, Message] = {}
    clean = clean_number(number)
    if not clean:
        found["number"] = Message("id-missing")
    elif not clean.isascii() or not clean.isdigit():
        found["number"] = Message("id-letters")
    elif not is_number(clean):
        found["number"] = Message("id-length", {"have": len(clean)})
    named = clean_name(name)
    if not named:
        found["name"] = Message("name-missing")
    elif len(named) > NAME_AT_MOST:
        found["name"] = Message("name-long", {"n": NAME_AT_MOST})
    return found
