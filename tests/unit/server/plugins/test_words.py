"""The words of a notice: complete in both languages, where to go, and nothing of what for or of whom."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from msgspec.structs import replace

from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.notices import NoticeKind
from mmc_console.server.plugins.words import HOLES, LANGUAGES, templates, texts_of
from tests.server.writer_parts import LAB, center

KINDS = get_args(NoticeKind)
STAGE = "women_internal women_eyes women_derma"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_with_its_holes(language: str) -> None:
    found = templates(language)
    assert set(KINDS) < set(found) == set(HOLES)
    assert all(text.strip() for text in found.values())
    if language == "ar":
        words = re.sub(r"\{[a-z]+\}", "", "".join(found.values()))
        assert not re.search("[A-Za-z]", words)


@pytest.mark.parametrize("kind", KINDS)
def test_no_clinic_is_named_in_any_notice(kind: str) -> None:
    """What a clinic is called tells what somebody is examined for."""
    for clinic in center().clinics:
        for room in (None, clinic.rooms[0].no):
            found = texts_of(center(), kind, "017", clinic.code, room, STAGE)
            for language in LANGUAGES:
                assert clinic.name[language] not in found[language], (clinic.code, kind)
                assert "017" in found[language]
                assert "{" not in found[language]


def test_where_to_go_is_said_by_floor_and_door() -> None:
    found = texts_of(center(), "your_turn", "K04", LAB, 2, "")
    assert found == {
        "ar": "رقم K04: حان دورك. يرجى التوجه الآن إلى غرفة 2، الميزانين.",
        "en": "Number K04: it is your turn. Please go to room 2, Mezzanine now.",
    }


def test_a_clinic_is_named_as_the_centre_names_it_in_public() -> None:
    named = replace(center().clinics[0], public_name={"ar": "الشباك الأخضر", "en": "The green window"})
    changed = replace(center(), clinics=(named, *center().clinics[1:]))
    assert "The green window, Mezzanine" in texts_of(changed, "moved_on", "017", named.code, None, "")["en"]


def test_the_centre_s_own_sentences_come_at_their_moment() -> None:
    end = texts_of(center(), "visit_complete", "017", None, None, "")
    assert end["ar"] == "رقم 017: أتممت جميع المحطات. توجه إلى استقبال اللجنة الطبية في الطابق الأول."
    eyes = ClinicCode("women_eyes")
    assert texts_of(center(), "moved_on", "017", eyes, None, STAGE)["ar"].endswith("ثم توجهي إلى الطابق الثالث.")
    assert "سجّلي" not in texts_of(center(), "moved_on", "017", eyes, None, "")["ar"]


def test_a_name_is_there_only_when_it_was_given() -> None:
    assert texts_of(center(), "near_turn", "017", LAB, None, "", "أحمد")["ar"].startswith("أحمد، رقم 017:")
