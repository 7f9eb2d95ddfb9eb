"""Numbers are read as numbers, in the grammar of both languages, from clips that are all there."""

from __future__ import annotations

import tarfile
import unicodedata

import pytest

from mmc_console import assets
from mmc_console.desktop.board.voice.clips import pack_of
from mmc_console.desktop.board.voice.numbers import (
    LANGUAGES,
    Language,
    arabic,
    clip_texts,
    english,
    number_clips,
    spelled,
)
from mmc_console.domain.centre import parse_center
from mmc_console.domain.numbers import LETTERS


def bare(text: str) -> str:
    """*text* without vowel marks, as it is printed."""
    return "".join(c for c in text if not unicodedata.combining(c)).replace("وثن", "واثن")


@pytest.mark.parametrize(
    ("number", "read"),
    [
        (1, "واحد"), (2, "اثنين"), (3, "ثلاثة"), (8, "ثمانية"), (10, "عشرة"), (11, "أحد عشر"), (12, "اثني عشر"),
        (13, "ثلاثة عشر"), (17, "سبعة عشر"), (18, "ثمانية عشر"), (20, "عشرين"), (21, "واحد وعشرين"),
        (22, "اثنين وعشرين"), (45, "خمسة وأربعين"), (99, "تسعة وتسعين"), (100, "مئة"), (101, "مئة وواحد"),
        (102, "مئة واثنين"), (110, "مئة وعشرة"), (112, "مئة واثني عشر"), (120, "مئة وعشرين"),
        (122, "مئة واثنين وعشرين"), (200, "مئتين"), (203, "مئتين وثلاثة"), (300, "ثلاثمئة"), (311, "ثلاثمئة وأحد عشر"),
        (800, "ثمانمئة"), (888, "ثمانمئة وثمانية وثمانين"), (999, "تسعمئة وتسعة وتسعين"),
    ],
)  # fmt: skip
def test_arabic_after_the_word_number(number: int, read: str) -> None:
    assert bare(arabic(number)) == read


@pytest.mark.parametrize(
    ("number", "read"),
    [
        (7, "seven"), (13, "thirteen"), (40, "forty"), (42, "forty-two"), (100, "one hundred"),
        (101, "one hundred and one"), (215, "two hundred and fifteen"), (999, "nine hundred and ninety-nine"),
    ],
)  # fmt: skip
def test_english(number: int, read: str) -> None:
    assert english(number) == read


def test_every_arabic_word_is_fully_vowelled() -> None:
    """The engine leaves out what is not written: each letter but the last of a word carries a mark, or is long."""
    long = set("اويىآ")
    for number in range(1, 1000):
        for word in arabic(number).split():
            plain = unicodedata.normalize("NFC", word)
            for i, letter in enumerate(plain[:-1]):
                if unicodedata.combining(letter) or letter in long:
                    continue
                after = plain[i + 1]
                assert unicodedata.combining(after) or after in long, (number, word, letter)


def test_numbers_joined_from_clips_say_what_they_are_called() -> None:
    for number in range(1, 1000):
        texts = clip_texts("ar")
        assert " ".join(texts[name] for name in number_clips("ar", number)) == arabic(number)
        words = clip_texts("en")
        joined = " ".join(words[name] for name in number_clips("en", number))
        assert joined == english(number).replace("-", " ")
        assert len(number_clips("ar", number)) <= 3


def test_every_number_sounds_different() -> None:
    for language in LANGUAGES:
        assert len({number_clips(language, number) for number in range(1, 1000)}) == 999


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("017", ("17",)), ("K04", ("letter-K", "4")), ("AA12", ("letter-A", "letter-A", "12")),
        ("AAC04", ("letter-A", "letter-A", "letter-C", "4")), ("1005", ("10", "5")),
        ("1200", ("12",)), ("3", ("3",)), ("A3", ("letter-A", "3")), ("B-7", ("letter-B", "7")), ("A", ("letter-A",)),
        ("000", None), ("3A", None), ("غرفة", None), ("", None), ("123456", None),
    ],
)  # fmt: skip
def test_what_is_written_on_papers_and_doors(text: str, said: tuple[str, ...] | None) -> None:
    assert spelled("ar", text) == said


def test_a_number_out_of_reach_is_refused() -> None:
    for number in (0, 1000, -1):
        with pytest.raises(ValueError, match="not a number that is read out"):
            arabic(number)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_clip_that_can_be_asked_for_is_shipped(language: Language) -> None:
    with tarfile.open(pack_of(language), "r:xz") as pack:
        shipped = set(pack.getnames())
    center = parse_center(assets.path("resources", "center.json").read_bytes())
    wanted = {name for number in range(1, 1000) for name in number_clips(language, number)}
    wanted |= {f"letter-{letter}" for letter in LETTERS} | {"number", "room"}
    wanted |= {f"clinic-{clinic.code}" for clinic in center.clinics}
    assert {f"{language}/{name}.wav" for name in wanted} - shipped == set()
