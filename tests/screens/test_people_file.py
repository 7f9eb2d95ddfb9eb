"""A file of people as an administrator meets it: looked at line by line, added, handed over once, never lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import ProblemAnswer, Unreachable
from mmc_console.client.server_port import Question
from mmc_console.desktop.admin.users.intake.paper import Slips
from mmc_console.desktop.admin.users.intake.view import IntakeDialog
from mmc_console.desktop.kit.bidi import strip
from mmc_console.wire.admin import PasswordMade
from mmc_console.wire.imports import ImportAnswer, ImportProgress, ImportRequest, LineFault
from mmc_console.wire.json import decode
from mmc_console.wire.problems import problem
from tests.desktop_parts import nameless, squeezed
from tests.screens.admin_page import playing
from tests.screens.users_page import SECRET, UsersDesk, somebody

PATH = "/admin/users/import"
FILE = """اسم المستخدم;الاسم;الأدوار;العيادات
noora2;نورة السالم;الاستقبال;
dr.saad;سعد علي;طبيب;الأسنان
king;فهد عمر;ملك;
"""


class Intake(UsersDesk):
    """An administrator's console with a server that judges a file."""

    def ready(self) -> None:
        self.requests: list[ImportRequest] = []
        self.fault: Exception | None = None
        self.gateway.server.administration |= {
            ("POST", PATH): self._import, ("GET", PATH): lambda _: ImportProgress(running=True, done=1, total=2),
            ("DELETE", PATH): lambda _: None,
        }  # fmt: skip

    def _import(self, question: Question) -> ImportAnswer:
        asked = decode(question.body or b"", ImportRequest)
        self.requests.append(asked)
        if self.fault is not None and not asked.dry_run:
            raise self.fault
        faults = tuple(
            LineFault(line=n, field="roles", reason="role-unknown", value=role)
            for n, line in enumerate(asked.people) for role in line.roles if role == "ملك"
        )  # fmt: skip
        wrong = {fault.line for fault in faults}
        roles: Any = ("reception",)
        added = [
            PasswordMade(user=somebody(20 + n, each.username, each.name, *roles), password=SECRET)
            for n, each in enumerate(asked.people) if n not in wrong
        ]  # fmt: skip
        return ImportAnswer(faults=faults, added=() if asked.dry_run else tuple(added))

    async def opened(self) -> IntakeDialog:
        """The page's box for a file."""
        if not hasattr(self, "requests"):
            self.ready()
            await self.show()
        self.press("action_users_import")
        box: IntakeDialog = await self.asked(IntakeDialog)
        self.box = box
        return box

    async def until(self, true: Callable[[], object], what: str) -> None:
        """Intents run, until it is so."""
        for _ in range(2_000):
            if self.jobs._waiting:
                await self.jobs.run()
            self.settle()
            if true():
                return
            await asyncio.sleep(0.005)  # house(sleeping): a thread reads the file, Qt tells nobody of it
        raise AssertionError(f"never: {what}; {self.state}")

    @property
    def state(self) -> Any:
        return self.box._state

    async def choose(self, path: Path, *, expect: str = "preview") -> None:
        """Take *path* in the system's window."""
        self.box.confirm.click() if self.state.phase == "choose" else self.box.another.click()
        await self.file(path, lambda: self.state.phase == expect and self.state.file == path.name)

    async def file(self, path: Path, done: Callable[[], object]) -> None:
        """The system's window is answered with *path*."""
        working = asyncio.ensure_future(self.jobs.run())
        while not (found := [each for each in self.box.findChildren(QFileDialog) if each.isVisible()]):  # noqa: ASYNC110 - Qt tells nobody of it
            await asyncio.sleep(0)
        found[0].setDirectory(str(path.parent))
        found[0].selectFile(path.name)
        found[0].done(1)
        await working
        await self.until(done, f"{path.name} is taken")

    async def close(self) -> None:
        """It is closed, and what follows is done."""
        await self.asking
        await self.work()


play = playing(Intake)
Play = Callable[[Callable[[Intake], Awaitable[None]]], None]


def text(name: str, desk: Intake) -> str:
    return desk.words_of(name)


def test_a_file_is_looked_at_its_good_lines_are_added_and_passwords_handed_over_once(
    play: Play, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(FILE.encode("cp1256"))

    async def scene(desk: Intake) -> None:
        desk.languages.switch("en")
        box = await desk.opened()
        assert "Ophthalmology" in text("intake_how", desk)
        await desk.choose(file)
        assert "Windows-1256" in text("intake_about", desk)
        assert [row[1] for row in box.table.cells()] == ["king"], "those with a fault first"
        assert "no role ملك" in strip(box.table.cells()[0][5])
        assert strip(box.confirm.text()) == "Add the 2 without a fault"
        box.filter.chosen.emit("all")
        desk.settle()
        assert [row[0] for row in box.table.cells()] == ["2", "3", "4"]
        assert box.table.cells()[1][4].startswith("Dent")
        box.confirm.click()
        await desk.until(lambda: desk.state.phase == "done", "they are added")
        assert desk.requests[-1].only_good
        assert not desk.requests[-1].dry_run
        assert {row[2] for row in box.passwords.cells()} == {SECRET}
        assert "1 line with a fault" in text("intake_how", desk)
        QTest.keyClick(box, Qt.Key.Key_Escape)
        assert box.isVisible(), "told once: Esc closes nothing"
        box.save_button.click()
        target = tmp_path / "first-passwords.csv"
        await desk.file(target, lambda: desk.state.kept)
        assert target.read_text("utf-8-sig").count(SECRET) == 2
        assert target.stat().st_mode & 0o077 == 0, "for its owner's eyes only"
        box.confirm.click()
        await desk.close()
        box = await desk.opened()
        assert (desk.state.phase, box.passwords.cells()) == ("choose", [])
        box.reject()
        await desk.close()

    play(scene)


def test_the_lock_closes_the_box_and_loses_no_password_but_another_person_finds_none(
    play: Play, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(FILE, "utf-8")

    async def scene(desk: Intake) -> None:
        box = await desk.opened()
        await desk.choose(file)
        box.confirm.click()
        await desk.until(lambda: desk.state.phase == "done", "they are added")
        box.reject()  # as the lock does
        await desk.close()
        box = await desk.opened()
        assert {row[2] for row in box.passwords.cells()} == {SECRET}
        box.reject()
        await desk.close()
        desk.gateway.server.add_user("sara", ("admin",), ())
        for username, found in (("sara", set[str]()), ("noora", {SECRET})):
            await desk.users.leave()
            await desk.gateway.sign_out()
            await desk.gateway.sign_in(username, PASSWORD)
            await desk.work()
            box = await desk.opened()
            assert {row[2] for row in box.passwords.cells()} == found, username
            box.reject()
            await desk.close()

    play(scene)


def test_a_broken_line_is_asked_again_with_the_same_id_and_a_refusal_is_told(play: Play, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(FILE, "utf-8")

    async def scene(desk: Intake) -> None:
        desk.languages.switch("en")
        box = await desk.opened()
        await desk.choose(file)
        desk.fault = ProblemAnswer(problem("import-cancelled"))
        box.confirm.click()
        await desk.until(lambda: desk.state.trouble is not None, "it was called off")
        assert text("intake_trouble", desk).startswith("Called off")
        desk.fault = Unreachable("away")
        box.confirm.click()
        await desk.until(lambda: desk.state.unsure, "the line broke")
        assert strip(box.confirm.text()) == "Ask again"
        assert not box.another.isVisible(), "one thing after the other"
        desk.fault = None
        box.confirm.click()
        await desk.until(lambda: desk.state.phase == "done", "they are added")
        assert len({each.id for each in desk.requests if not each.dry_run}) == 1
        box.confirm.click()
        await desk.close()

    play(scene)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"), (b"who,what\n1,2\n", "The column User name is missing"), (b"\x00\x01\x02", "neither a CSV"),
        (b"username,name,roles\n", "nobody below"), (b'username,name,roles\na,b,"c\n', "From line 2 on"),
        (b"PK\x03\x04 no workbook", "damaged"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_people_says_why(play: Play, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(content)

    async def scene(desk: Intake) -> None:
        desk.languages.switch("en")
        box = await desk.opened()
        await desk.choose(file, expect="choose")
        assert said in text("intake_trouble", desk)
        assert desk.requests == []
        box.reject()
        await desk.close()

    play(scene)


def test_the_template_is_read_again_as_a_file_with_nobody(play: Play, tmp_path: Path) -> None:
    async def scene(desk: Intake) -> None:
        box = await desk.opened()
        box.template_button.click()
        target = tmp_path / "people.csv"
        await desk.file(target, lambda: desk.state.told is not None)
        assert "# noora" in target.read_text("utf-8-sig")
        await desk.choose(target, expect="choose")
        assert desk.state.trouble.code == "file-nobody"
        box.reject()
        await desk.close()

    play(scene)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_phase_has_names_for_everything_and_room_for_its_words(play: Play, tmp_path: Path, language: str) -> None:
    file = tmp_path / "people.csv"
    file.write_text(FILE, "utf-8")

    async def scene(desk: Intake) -> None:
        desk.languages.switch(language)
        box = await desk.opened()
        for phase in ("choose", "preview", "done"):
            if phase == "preview":
                await desk.choose(file)
            if phase == "done":
                box.confirm.click()
                await desk.until(lambda: desk.state.phase == "done", "they are added")
            assert nameless(box) == []
            assert squeezed(box) == []
        box.confirm.click()
        await desk.close()

    play(scene)


def test_five_hundred_slips_take_as_many_pages_as_they_need(qapp: QApplication, tmp_path: Path) -> None:
    made = [
        PasswordMade(user=somebody(n, f"user{n}", f"نورة السالم {n}", "reception"), password=SECRET) for n in range(500)
    ]
    writer = QPdfWriter(str(tmp_path / "slips.pdf"))
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()))
    slips = Slips(made, rtl=True)
    pages: Sequence[Sequence[PasswordMade]] = slips.pages(writer)
    assert [each for page in pages for each in page] == made
    assert len(pages) == 72
    painter = QPainter(writer)
    slips.draw(painter, writer, pages[0])
    assert painter.end()
    assert (tmp_path / "slips.pdf").stat().st_size > 1_000
