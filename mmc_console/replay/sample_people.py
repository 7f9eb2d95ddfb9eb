"""People who do not exist: names of our own composition, numbers that nobody has.

Given names are common ones; family names are made of places and trades, so that no real family is meant.
"""

from __future__ import annotations

from random import Random
from typing import Final

from mmc_console.domain.centre import Gender
from mmc_console.domain.patients import PatientEntry

_MEN: Final = (
    ("أحمد", "Ahmed"), ("محمد", "Mohammed"), ("خالد", "Khalid"), ("عبدالله", "Abdullah"), ("سالم", "Salem"),
    ("ناصر", "Nasser"), ("حمد", "Hamad"), ("يوسف", "Yousef"), ("إبراهيم", "Ibrahim"), ("علي", "Ali"),
    ("سعيد", "Saeed"), ("جاسم", "Jassim"), ("راشد", "Rashid"), ("فهد", "Fahad"), ("ماجد", "Majid"),
    ("طارق", "Tariq"), ("عمر", "Omar"), ("حسن", "Hassan"), ("بدر", "Badr"), ("زياد", "Ziad"),
)  # fmt: skip
_WOMEN: Final = (
    ("فاطمة", "Fatima"), ("مريم", "Maryam"), ("نورة", "Noura"), ("عائشة", "Aisha"), ("سارة", "Sara"),
    ("هند", "Hind"), ("لطيفة", "Latifa"), ("شيخة", "Shaikha"), ("آمنة", "Amna"), ("ليلى", "Layla"),
    ("منى", "Mona"), ("ريم", "Reem"), ("دانة", "Dana"), ("جواهر", "Jawaher"),
)  # fmt: skip
_FAMILIES: Final = (
    ("البستاني الصغير", "Al-Bustani"), ("المرجاني", "Al-Murjani"), ("الصدفي", "Al-Sadafi"), ("النخلاوي", "Al-Nakhlawi"),
    ("الشراعي", "Al-Shirai"), ("الواحي", "Al-Wahi"), ("الغيثي المطري", "Al-Ghaithi"), ("المناري", "Al-Manari"),
    ("الرملي الساحلي", "Al-Ramli"), ("القنديلي", "Al-Qandili"), ("الزعفراني", "Al-Zafarani"), ("السنبلي", "Al-Sunbuli"),
    ("الياقوتي", "Al-Yaquti"), ("المرساوي", "Al-Mirsawi"), ("الربيعي الأخضر", "Al-Rabii"), ("الفناري", "Al-Fanari"),
)  # fmt: skip
_ENGLISH: Final = 0.12
"""The part whose name was typed in Latin letters."""


def person(chance: Random, taken: set[str], gender: Gender) -> PatientEntry:
    """Somebody of this gender whose number is not among *taken*; it is added there."""
    own = chance.choice(_MEN if gender == "male" else _WOMEN)
    father, family = chance.choice(_MEN), chance.choice(_FAMILIES)
    written = 1 if chance.random() < _ENGLISH else 0
    number = f"999{chance.randrange(10**8):08d}"
    while number in taken:
        number = f"999{chance.randrange(10**8):08d}"
    taken.add(number)
    name = " ".join(part[written] for part in (own, father, family))
    return PatientEntry(number=number, gender=gender, name=name, language="en" if written else "ar")
