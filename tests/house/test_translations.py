"""The catalogues are level with the code and complete; the tool that says so finds what is missing."""

from __future__ import annotations

import importlib.util
import mmap
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.tree import ROOT

TOOL = ROOT / "packaging" / "translations.py"
CATALOGUE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar">
<context>
    <name>Page</name>
    {}
</context>
</TS>
"""
ONE = "<message><source>Room {{room}}</source><translation{}>{}</translation></message>"
COUNTED = '<message numerus="yes"><source>%n patients</source><translation>{}</translation></message>'


@pytest.fixture
def tool() -> ModuleType:
    """packaging/translations.py, which is no part of a package."""
    spec = importlib.util.spec_from_file_location("translations_tool", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _catalogue(folder: Path, message: str) -> Path:
    file = folder / "mmc_console_ar.ts"
    file.write_text(CATALOGUE.format(message), encoding="utf-8")
    return file


def test_the_catalogues_are_level_with_the_code() -> None:
    told = subprocess.run([sys.executable, TOOL, "check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (ONE.format(' type="unfinished"', ""), "is unfinished"),
        (ONE.format(' type="unfinished"', "الغرفة {room}"), "is unfinished"),
        (ONE.format("", ""), "is empty"),
        (ONE.format("", "الغرفة"), "holes differ"),
        (COUNTED.format("<numerusform>%n مرضى</numerusform>" * 2), "has 2 of 6 plural forms"),
        (COUNTED.format("<numerusform>%n مرضى</numerusform>" * 5 + "<numerusform/>"), "has 5 of 6 plural forms"),
    ],
)
def test_what_is_missing_is_found(tool: ModuleType, tmp_path: Path, message: str, fault: str) -> None:
    assert any(fault in line for line in tool.faults_in(_catalogue(tmp_path, message)))


def test_the_number_of_a_counted_text_may_be_a_word(tool: ModuleType, tmp_path: Path) -> None:
    complete = ONE.format("", "الغرفة {room}") + COUNTED.format("<numerusform>مريض واحد</numerusform>" * 6)
    assert list(tool.faults_in(_catalogue(tmp_path, complete))) == []


def test_a_catalogue_behind_the_code_is_found(tool: ModuleType, tmp_path: Path) -> None:
    _catalogue(tmp_path, ONE.format("", "الغرفة {room}"))
    assert any("not in step with the code" in line for line in tool.check(tmp_path))


def test_each_catalogue_is_compiled(tool: ModuleType, tmp_path: Path) -> None:
    _catalogue(tmp_path, ONE.format("", "الغرفة {room}"))
    assert [path.name for path in tool.compile_all(tmp_path)] == ["mmc_console_ar.qm"]
    assert (tmp_path / "mmc_console_ar.qm").stat().st_size > 0


def test_a_catalogue_that_a_running_console_has_open_is_not_written_over(tool: ModuleType, tmp_path: Path) -> None:
    _catalogue(tmp_path, ONE.format("", "الغرفة {room}"))
    (made,) = tool.compile_all(tmp_path)
    first = made.stat()
    with made.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        before = bytes(mapped)
        tool.compile_all(tmp_path)
        assert (made.stat().st_ino, made.stat().st_mtime_ns) == (first.st_ino, first.st_mtime_ns), "it is the same"
        _catalogue(tmp_path, ONE.format("", "غرفة {room}"))
        tool.compile_all(tmp_path)
        assert bytes(mapped) == before
        assert made.read_bytes() != before
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".ts"] == [made.name]
