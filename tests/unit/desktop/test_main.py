"""How a console starts where its folder is another's, or cannot be used: told, and by its own exit code. No window."""

from __future__ import annotations

import argparse
import errno
import os
from pathlib import Path

import pytest

from mmc_console.client import profile as profiles
from mmc_console.client.errors import ProfileInUse
from mmc_console.client.profile import LOCK, SETTINGS, Profile
from mmc_console.desktop import loop, main
from mmc_console.desktop.opening import Start


class Told:
    """What was shown instead of a console, and what the person made of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, mended: Profile | ProfileInUse | None = None) -> None:
        self.in_use: list[str] = []
        self.languages: list[str] = []
        self.unusable: list[tuple[Path, int | None, str]] = []
        self.opened: list[Path] = []
        self._mended = mended
        monkeypatch.setattr(loop, "tell_in_use", self._tell_in_use)
        monkeypatch.setattr(loop, "tell_unusable", self._tell)
        monkeypatch.setattr(loop, "open_console", self._open)

    def _tell_in_use(self, holder: str, language: str) -> None:
        self.in_use.append(holder)
        self.languages.append(language)

    def _tell(self, path: Path, fault: OSError, language: str) -> Profile | None:
        self.unusable.append((path, fault.errno, language))
        if isinstance(self._mended, ProfileInUse):
            raise self._mended
        return self._mended

    def _open(self, start: Start) -> int:
        self.opened.append(start.profile)
        return 0


def start(path: Path, language: str | None = "en") -> int:
    """The console of this profile."""
    return main.run(argparse.Namespace(profile=str(path), language=language, server="", page=""))


@pytest.fixture
def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(profiles, "_lock", refuse)


def test_a_profile_that_is_open_already_is_told_by_who_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told, held = Told(monkeypatch), Profile(tmp_path)
    assert start(tmp_path) == main.IN_USE
    held.close()
    assert (len(told.in_use), told.unusable, told.opened) == (1, [], [])
    assert str(os.getpid()) in told.in_use[0]


@pytest.mark.parametrize(
    ("wanted", "kept", "heard"),
    [
        (None, '{"language": "en"}', "en"), ("ar", '{"language": "en"}', "ar"), (None, "", "ar"), (None, "{", "ar"),
        (None, '{"language": 7}', "ar"), (None, None, "ar"),
    ],
)  # fmt: skip
def test_without_another_wish_it_is_told_in_the_language_this_pc_worked_in_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: str | None, kept: str | None, heard: str
) -> None:
    told, held = Told(monkeypatch), Profile(tmp_path)
    if kept is None:
        (tmp_path / SETTINGS).mkdir()  # no file at all: nothing can be read there
    elif kept:
        (tmp_path / SETTINGS).write_text(kept)
    assert start(tmp_path, wanted) == main.IN_USE
    held.close()
    assert told.languages == [heard]


def test_a_folder_that_cannot_be_used_is_told_in_that_language_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without_locks: None
) -> None:
    told = Told(monkeypatch)
    (tmp_path / SETTINGS).write_text('{"language": "en"}')
    assert start(tmp_path, None) == main.UNUSABLE
    assert [language for _, _, language in told.unusable] == ["en"]


def test_a_folder_that_cannot_be_used_is_told_with_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without_locks: None, capsys: pytest.CaptureFixture[str]
) -> None:
    told = Told(monkeypatch)
    assert start(tmp_path) == main.UNUSABLE
    assert (told.unusable, told.in_use, told.opened) == ([(tmp_path, errno.ENOLCK, "en")], [], [])
    assert str(tmp_path) in capsys.readouterr().err, "also to whoever started it from a terminal"


@pytest.mark.parametrize("in_the_way", ["folder", "lock"])
def test_a_folder_that_is_none_or_keeps_no_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_the_way: str
) -> None:
    told, path = Told(monkeypatch), tmp_path / "profile"
    if in_the_way == "folder":
        path.write_text("no folder")
    else:
        (path / LOCK).mkdir(parents=True)
    assert start(path) == main.UNUSABLE
    assert [each[0] for each in told.unusable] == [path]


def test_a_folder_that_was_mended_meanwhile_opens_the_console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "profile"
    (path / LOCK).mkdir(parents=True)
    told = Told(monkeypatch, mended=Profile(tmp_path / "mended"))
    assert (start(path), told.opened) == (0, [path])
    Profile(tmp_path / "mended").close()  # and let go of when it ended


def test_a_folder_that_somebody_else_opens_meanwhile_is_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without_locks: None
) -> None:
    told = Told(monkeypatch, mended=ProfileInUse("desk 2, 17"))
    assert start(tmp_path) == main.IN_USE
    assert told.in_use == ["desk 2, 17"]
