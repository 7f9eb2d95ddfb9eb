"""The window of a console whose folder cannot be used: what is wrong, what to do, and both ways out of it."""

from __future__ import annotations

import asyncio
import errno
import os
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from mmc_console.client.profile import Profile
from mmc_console.desktop import loop
from mmc_console.desktop.kit.bidi import strip
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.unusable import UnusableWindow, kind_of
from tests.conftest import Run
from tests.desktop_parts import click, nameless, squeezed
from tests.screens.test_a_clinic_day import until
from tests.unit.desktop.desk_parts import there


def fault(code: int) -> OSError:
    """As the system says it."""
    return OSError(code, os.strerror(code))


class Page:
    """The window, as a person sees and presses it."""

    def __init__(self, look: Look, path: Path, code: int) -> None:
        self.window = UnusableWindow(look, path, fault(code))

    def reads(self, name: str) -> str:
        """The text called *name*; empty while it is hidden."""
        label = there(self.window.findChild(Label, name))
        return "" if label.isHidden() else strip(label.text())

    def cut(self) -> list[str]:
        """Texts whose lines do not all fit."""
        labels = self.window.findChildren(Label)
        return [
            each.text() for each in labels if each.isVisible() and each.height() < each.heightForWidth(each.width())
        ]

    def button(self, name: str) -> QPushButton:
        return there(self.window.findChild(QPushButton, name))


class Disk:
    """A folder that cannot be used until the person has seen to it."""

    def __init__(self, path: Path) -> None:
        self.path, self.code, self.tries = path, errno.ENOSPC, 0
        self.answers = threading.Event()
        self.answers.set()

    def take(self) -> Profile:
        self.tries += 1
        assert self.answers.wait(10)
        if self.code:
            raise fault(self.code)
        return Profile(self.path)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.ENOSPC, "full"), (errno.EDQUOT, "full"), (errno.EACCES, "denied"), (errno.EROFS, "denied"),
        (errno.ENOLCK, "locks"), (errno.EOPNOTSUPP, "locks"), (errno.EIO, "other"), (errno.ENOTDIR, "other"),
    ],
)  # fmt: skip
def test_the_system_says_what_is_to_be_seen_to(code: int, kind: str) -> None:
    assert kind_of(fault(code)) == kind


def test_each_fault_is_said_with_its_folder_and_what_to_do_and_fits_in_both_languages(
    qapp: QApplication, qtbot: QtBot, look: Look, languages: Languages
) -> None:
    path, said, advised = Path("/srv/clinics") / ("a long folder's name" * 4) / "profile", set(), set()
    codes = (errno.ENOSPC, errno.EROFS, errno.ENOLCK, errno.EIO)
    for code in codes:
        page = Page(look, path, code)
        page.window.show()
        page.window.tell(fault(code), "10:42:07")
        for language in ("ar", "en"):
            languages.switch(language)
            qapp.processEvents()
            assert squeezed(page.window) == []
            assert page.cut() == []
            assert nameless(page.window) == []
            assert page.reads("folder") == str(path)
            assert "--profile" in page.reads("next")
            assert "10:42:07" in page.reads("tried")
            said.add(page.reads("what"))
            advised.add(page.reads("next"))
        page.window.close()
        page.window.deleteLater()
    assert len(said) == len(advised) == 2 * len(codes)


def test_trying_again_says_what_is_wrong_now_until_the_folder_can_be_used(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, tmp_path: Path
) -> None:
    async def scene() -> None:
        disk, page = Disk(tmp_path), Page(look, tmp_path, errno.ENOSPC)
        full = page.reads("what")
        trying = asyncio.ensure_future(loop.until_usable(page.window, disk.take))
        await until(page.window.isVisible, "the window")
        assert page.reads("tried") == ""
        disk.code = errno.EROFS
        disk.answers.clear()
        click(page.button("again"))
        await until(lambda: disk.tries == 1, "it is tried")
        assert not page.button("again").isEnabled(), "once at a time"
        disk.answers.set()
        await until(page.button("again").isEnabled, "an answer")
        assert page.reads("tried") != ""
        assert page.reads("what") not in ("", full)
        disk.code = 0
        QTest.keyClick(page.button("again"), Qt.Key.Key_Return)
        there(await trying).close()
        assert not any(each.isVisible() for each in QApplication.topLevelWidgets())

    qt_run(scene())


@pytest.mark.parametrize("how", ["button", "key", "cross"])
def test_whoever_closes_it_has_given_up(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, tmp_path: Path, how: str
) -> None:
    async def scene() -> None:
        disk, page = Disk(tmp_path), Page(look, tmp_path, errno.ENOSPC)
        trying = asyncio.ensure_future(loop.until_usable(page.window, disk.take))
        await until(page.window.isVisible, "the window")
        if how == "button":
            click(page.button("close"))
        elif how == "key":
            QTest.keyClick(page.window, Qt.Key.Key_Escape)
        else:
            page.window.close()
        assert (await trying, disk.tries) == (None, 0)

    qt_run(scene())


def test_a_folder_that_comes_right_after_the_window_was_closed_is_let_go(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, tmp_path: Path
) -> None:
    async def scene() -> None:
        disk, page = Disk(tmp_path), Page(look, tmp_path, errno.ENOSPC)
        disk.code = 0
        disk.answers.clear()
        trying = asyncio.ensure_future(loop.until_usable(page.window, disk.take))
        await until(page.window.isVisible, "the window")
        click(page.button("again"))
        await until(lambda: disk.tries == 1, "it is tried")
        page.window.close()
        disk.answers.set()
        assert await trying is None
        Profile(tmp_path).close()  # another console may have it

    qt_run(scene())
