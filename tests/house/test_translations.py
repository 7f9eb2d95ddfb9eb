"""The catalogues are level with the code and complete; the tool that says so finds what is missing."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.tree import ROOT

EMPTY = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n<TS version="2.1" language="{}"/>\n'
PAGE = '''"""One page."""
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """Says two things."""

    def words(self, number: int) -> list[str]:
        """Them."""
        return [self.tr("Room %1"), self.tr("%n patients", "", number)]
'''


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project of one page with an Arabic and an English catalogue, both new."""
    for folder in ("mmc_console/desktop", "translations"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "mmc_console/desktop/page.py").write_text(PAGE, encoding="utf-8")
    for language in ("ar", "en"):
        (tmp_path / f"translations/console_{language}.ts").write_text(EMPTY.format(language), encoding="utf-8")
    return tmp_path


@pytest.fixture
def tool(checkout: Path) -> ModuleType:
    """packaging/translations.py, looking at that project."""
    place = ROOT / "packaging" / "translations.py"
    spec = importlib.util.spec_from_file_location("translations_tool", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.__dict__.update(ROOT=checkout, CATALOGUES=checkout / "translations")
    return module


def test_the_catalogues_are_level_with_the_code() -> None:
    told = subprocess.run(
        [sys.executable, ROOT / "packaging" / "translations.py", "check"], capture_output=True, text=True, check=False
    )
    assert (told.stderr, told.returncode) == ("", 0)


def test_new_words_are_missed_until_updated_and_translated(tool: ModuleType, checkout: Path) -> None:
    arabic = checkout / "translations" / "console_ar.ts"
    assert "console_ar.ts: behind the code; run packaging/translations.py update" in tool.check()
    assert tool.update() == []
    assert tool.check() == [
        "console_ar.ts: unfinished: 'Room %1'",
        "console_ar.ts: unfinished: '%n patients'",
        "console_en.ts: unfinished: '%n patients'",
    ]
    assert arabic.read_text(encoding="utf-8").count("<numerusform>") == 6


def test_a_lost_placeholder_is_found_and_the_number_may_be_a_word(tool: ModuleType, checkout: Path) -> None:
    arabic = checkout / "translations" / "console_ar.ts"
    (checkout / "translations" / "console_en.ts").unlink()
    tool.update()
    text = arabic.read_text(encoding="utf-8").replace(' type="unfinished"', "")
    text = text.replace("<translation></translation>", "<translation>غرفة</translation>")
    text = text.replace("<numerusform></numerusform>", "<numerusform>مريض واحد</numerusform>")
    arabic.write_text(text, encoding="utf-8")
    assert tool.check() == ["console_ar.ts: placeholders differ: 'Room %1' -> 'غرفة'"]
    arabic.write_text(text.replace("غرفة", "غرفة %1"), encoding="utf-8")
    assert tool.check() == []


def test_each_catalogue_is_compiled_once(tool: ModuleType, checkout: Path) -> None:
    tool.update()
    assert tool.compile_changed() == []
    compiled = sorted((checkout / "translations").glob("*.qm"))
    assert [path.stem for path in compiled] == ["console_ar", "console_en"]
    written = [path.stat().st_mtime_ns for path in compiled]
    tool.compile_changed()
    assert [path.stat().st_mtime_ns for path in compiled] == written
