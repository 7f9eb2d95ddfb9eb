"""What the machine lacks is named, and installed only where that is ours to do."""

from __future__ import annotations

import importlib.util
import os
import sys
from types import ModuleType

import pytest

from tests.house.tree import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems bring these libraries with them")


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """packaging/system_libraries.py on a machine of another person, with everything installed."""
    spec = importlib.util.spec_from_file_location("system_libraries", ROOT / "packaging" / "system_libraries.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(module, "_loads", lambda library: True)
    return module


def _lacking(monkeypatch: pytest.MonkeyPatch, tool: ModuleType, *libraries: str) -> list[str]:
    """Take *libraries* away; the returned list fills with the packages asked of apt, which then are there."""
    gone, asked = set(libraries), list[str]()

    def install(packages: list[str]) -> None:
        asked.extend(packages)
        gone.clear()

    monkeypatch.setattr(tool, "_loads", lambda library: library not in gone)
    monkeypatch.setattr(tool, "_install", install)
    return asked


def test_a_complete_machine_hears_nothing(tool: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert tool.main() == 0
    assert capsys.readouterr() == ("", "")


def test_what_qt_cannot_load_without_is_named_and_stops(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = _lacking(monkeypatch, tool, "libEGL.so.1")
    assert tool.main() == 1
    told = capsys.readouterr().err
    assert "libEGL.so.1 (libegl1)" in told
    assert "sudo apt-get install libegl1\n" in told
    assert asked == []


def test_without_a_window_tests_still_run(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _lacking(monkeypatch, tool, "libxcb-cursor.so.0")
    assert tool.main() == 0
    assert "libxcb-cursor.so.0 (libxcb-cursor0)" in capsys.readouterr().err


def test_root_on_debian_gets_them_installed(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = _lacking(monkeypatch, tool, "libEGL.so.1", "libxcb-cursor.so.0")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(tool.shutil, "which", lambda name: "/usr/bin/" + name)
    assert tool.main() == 0
    assert asked == ["libegl1", "libxcb-cursor0"]
    assert capsys.readouterr().err == ""
