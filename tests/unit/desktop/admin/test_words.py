"""Every declared setting has its words, every fault of a centre has a sentence, every place a name."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

import mmc_console.domain.centre_check as centre_check
from mmc_console import assets
from mmc_console.desktop.admin.backups.words import BackupWords
from mmc_console.desktop.admin.clinics.contract import State
from mmc_console.desktop.admin.clinics.forms import Faults, Forms
from mmc_console.desktop.admin.clinics.line_words import LineWords
from mmc_console.desktop.admin.clinics.words import ClinicsWords
from mmc_console.desktop.admin.clinics.working import Working
from mmc_console.desktop.admin.restore.contract import State as RestoreState
from mmc_console.desktop.admin.restore.words import RestoreWords
from mmc_console.desktop.admin.settings.field_words import FieldWords
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.problems import Problems
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.centre import parse_center
from mmc_console.domain.centre_effects import IN_THE_WAY, Effect
from mmc_console.server.areas import AREAS
from mmc_console.wire.restore import Changes, Pair

FIELDS = [(area.AREA, field.name) for area in AREAS for field in msgspec.structs.fields(area)]
LETTERS = re.compile("[A-Za-z]{3,}")


@pytest.mark.parametrize(("area", "field"), FIELDS)
def test_every_setting_has_a_name_and_help_in_both_languages(
    qapp: QApplication, languages: Languages, area: str, field: str
) -> None:
    words = FieldWords()
    arabic = (words.area(area), *words.field(area, field))
    languages.switch("en")
    english = (words.area(area), *words.field(area, field))
    assert all(english)
    assert english[0] != area
    assert english[1] != field
    assert all(a != b for a, b in zip(arabic, english, strict=True)), english
    assert not LETTERS.search(re.sub(r"https?://\S+|S3", "", " ".join(arabic))), arabic


def codes_of_faults() -> set[str]:
    source = Path(centre_check.__file__).read_text(encoding="utf-8")
    return set(re.findall(r'Fault\("([a-z-]+)"', source))


def test_every_fault_has_a_sentence(qapp: QApplication, languages: Languages) -> None:
    known = ClinicsWords(lambda code, _: code, lambda: "ar").known_faults()
    assert codes_of_faults() | {"not-a-number"} == known


def test_every_effect_has_a_sentence(qapp: QApplication, languages: Languages) -> None:
    problems = Problems()
    words = ClinicsWords(problems.text, lambda: "ar")
    for code in (*IN_THE_WAY, "visits-keep-pathway", "exam-gone", "letter-changes", "letter-was-anothers"):
        said = words.effect(Effect(code, clinic="lab", exam="x", room=1, label="L-1", letter="L", n=2), State())
        assert code not in said
        assert "{" not in said


def test_every_line_of_every_form_has_its_words(qapp: QApplication, languages: Languages) -> None:
    languages.switch("en")
    copy = Working(parse_center(assets.path("resources", "center.json").read_bytes()))
    forms, words = Forms(copy.data, Faults((), copy.data), {}), LineWords()
    code = next(line for line in forms.centre() if line.label == "centre-code")
    assert [(each.text, each.fixed) for each in code.inputs] == [(copy.data["center"]["code"], True)]
    for line in (*forms.clinic("lab"), *forms.exam("recruitment"), *forms.centre()):
        if line.kind == "add":
            assert words.add(line.label) != line.label, line
            continue
        assert words.label(line.label) != line.label, line
        for each in line.inputs:
            assert not each.part or words.part(each.part) != each.part, each


def test_of_a_database_that_cannot_be_read_nothing_is_said_to_stay_as_it_is(
    qapp: QApplication, languages: Languages
) -> None:
    languages.switch("en")
    words = RestoreWords(BackupWords(RuleWords(lambda: None, lambda: "en")))
    lost = Changes(
        backup_id="b", center="mmc", readable=False, seq=7, at=None, tickets=Pair(None, 3), visits=Pair(None, 2),
        users=Pair(None, 1),
    )  # fmt: skip
    told = {key: result for key, _, _, _, result in words.lines(RestoreState(changes=lost))}
    assert (told["tickets"], told["centre"], told["settings"]) == ("not known",) * 3
    assert not any("so this can be undone" in line for line in words.impact(RestoreState(changes=lost)))
    alike = msgspec.structs.replace(lost, readable=True)
    told = {key: result for key, _, _, _, result in words.lines(RestoreState(changes=alike))}
    assert (told["centre"], told["settings"]) == ("no change",) * 2
    assert any("so this can be undone" in line for line in words.impact(RestoreState(changes=alike)))
