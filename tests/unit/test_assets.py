"""Files that are no code are found, and a missing one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console import assets


def test_the_reference_centre_is_found() -> None:
    assert assets.path("resources", "center.json").is_file()


def test_inside_a_wheel_the_package_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "mmc_console"
    for folder in (tmp_path, package):
        (folder / "resources").mkdir(parents=True)
        (folder / "resources" / "a.svg").touch()
    monkeypatch.setattr(assets, "_PACKAGE", package)
    assert assets.path("resources", "a.svg") == package / "resources" / "a.svg"


def test_a_missing_file_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        assets.path("resources", "icons", "no-such-icon.svg")
