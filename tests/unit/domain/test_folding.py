"""Names that are the same to a person are the same to the search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_console.domain.folding import fold, found_in


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("أحمد إبراهيم آل ٱلسعود", "احمد ابراهيم ال السعود"),
        ("مُحَمَّدٌ", "محمد"),
        ("عبـــد  الله", "عبد الله"),
        ("هدى", "هدي"),
        ("فاطمة", "فاطمه"),
        ("مؤمن رئيس", "مومن رييس"),
        ("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹", "0123456789 0123456789"),
        ("\u202bنورة\u202c \u200fA\u200e", "نوره a"),
        ("ZOË Straße", "zoe strasse"),
        ("ﻧﻮﺭﺓ", "نوره"),
        ("  \t ", ""),
    ],
)
def test_letters_written_in_more_than_one_way_become_one(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_word_must_be_found() -> None:
    assert found_in("حرب نور", "نوره الحربي")
    assert not found_in("حرب سار", "نوره الحربي")
    assert not found_in("", "نوره")
