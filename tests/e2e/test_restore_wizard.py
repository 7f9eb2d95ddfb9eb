"""Real processes: an administrator backs up, people go on, and the wizard puts the centre back under their hands."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmc_console.desktop.admin.pages import BUILD
from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.console import Console
from tests.e2e.pages import NUMBER, Reception, settle

STEP = "Ctrl+Return"


class Backups:
    """A console on the page of the backups, and in its wizard."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._at = 0.0

    def take(self) -> list[str]:
        """Back up now; the new row once it is verified."""
        self.console.click("action_backups_take")
        [row] = self.console.shows(lambda s: bool(s["backups_rows"]), "backups_rows")["backups_rows"]
        found: list[str] = row
        return found

    def on(self, *says: str) -> None:
        """The next step, once it says all this."""
        settle(self.console, self._at)
        self.console.press(STEP)
        self._at = time.monotonic()
        self.console.says(*says)


def sent(desk: Console) -> None:
    """Until everything this desk has done is the server's."""
    desk.says("Online", "0 pending")


@pytest.fixture
def admin(centre: Centre, tmp_path: Path) -> Iterator[Backups]:
    """An administrator's console on the page of the backups."""
    console = Console(tmp_path, "admin", centre.url, settings={})
    try:
        console.sign_in("admin", PASSWORD)
        console.press(f"Ctrl+{tuple(BUILD).index('backups') + 1}")
        console.says("Backups and restore")
        yield Backups(console)
    finally:
        complaints = console.close()
    assert complaints == ""


def test_the_centre_is_put_back_and_the_desk_brings_its_work_again(
    centre: Centre, admin: Backups, tmp_path: Path
) -> None:
    desk = Console(tmp_path, "reception", centre.url, settings={})
    try:
        desk.sign_in("noora", PASSWORD)
        reception = Reception(desk)
        reception.register("28451001", "Salem")
        admin.console.says("The data is not safe")
        row = admin.take()
        assert (row[1], row[3], row[4]) == ("by hand", "✓ verified", "folder")
        admin.console.says("Last good backup just now")
        reception.register("28451002", "Huda")
        sent(desk)

        admin.console.click("action_backups_restore")
        admin.console.shows(lambda s: [row[1] for row in s["restore_backups"] or ()] == ["by hand"], "restore_backups")
        admin.on("Is the backup good", "It was read whole just now")
        admin.on("What changes", "after that moment.", "held by the desks")
        admin.on("Type the centre's code")
        admin.console.type("restore_center_edit", "mmc")
        admin.console.type("restore_reason_edit", "the drill")
        admin.console.type("restore_password_edit", "not the password")
        admin.on("This is not your password.")
        admin.console.type("restore_password_edit", PASSWORD)
        admin.on("The centre is restored and whole.", "The server works on it", "the drill")

        reception.register("28451003", "Ali")
        sent(desk)
        with centre.colleague() as boss:
            numbers = sorted(visit.number for visit in boss.snapshot().visits)
        assert len(set(numbers)) == 3, "what came after the backup was brought back, and no number is given twice"
        desk.shows(lambda s: sorted(row[NUMBER].partition("-")[2] for row in s["queue"]) == numbers, "queue")
        admin.on("Backups and restore")
        admin.console.shows(
            lambda s: any(row[1] == "before a restore" for row in s["backups_rows"] or ()), "backups_rows"
        )
    finally:
        complaints = desk.close()
    assert complaints == ""


@pytest.fixture
def lost(tmp_path: Path) -> Iterator[Centre]:
    """A running server that loses its database: it says so at its end."""
    centre = Centre(tmp_path)
    centre.start()
    yield centre
    centre.stop()


def test_an_administrator_signs_in_without_a_database_and_restores_it(lost: Centre, tmp_path: Path) -> None:
    """Also after the server was started anew on what is left of it."""
    console = Console(tmp_path, "admin", lost.url, settings={})
    try:
        console.sign_in("admin", PASSWORD)
        with lost.colleague() as boss:
            boss.register(3)
        page = f"Ctrl+{tuple(BUILD).index('backups') + 1}"
        console.press(page)
        console.says("Backups and restore")
        console.says("The data is not safe")
        admin = Backups(console)
        row = admin.take()
        console.choose("user", "Sign out")
        console.shows(lambda s: s["username_edit"] is not None, "username_edit")

        lost.kill()
        (lost.folder / "center.db").unlink()
        lost.start()
        console.sign_in("admin", PASSWORD)
        console.press(page)
        console.says("Backups and restore")
        console.shows(lambda s: [each[3] for each in s["backups_rows"] or ()] == [row[3]], "backups_rows")
        console.click("action_backups_restore")
        console.shows(lambda s: [row[1] for row in s["restore_backups"] or ()] == ["by hand"], "restore_backups")
        admin.on("Is the backup good", "It was read whole just now")
        admin.on("What changes")
        admin.on("Type the centre's code")
        console.type("restore_center_edit", "mmc")
        console.type("restore_reason_edit", "the disk has failed")
        console.type("restore_password_edit", PASSWORD)
        admin.on("The centre is restored and whole.", "The server works on it", "the disk has failed")
        with lost.colleague() as boss:
            assert len(boss.snapshot().visits) == 3
    finally:
        complaints = console.close()
    assert [line for line in complaints.splitlines() if "This plugin does not support" not in line] == []


@pytest.mark.faults
def test_an_administrator_who_is_signed_in_from_before_signs_in_again_where_it_is_refused(
    lost: Centre, tmp_path: Path
) -> None:
    """A console that was started anew has no token the server would take without its database."""
    console = Console(tmp_path, "admin", lost.url, settings={})
    page = f"Ctrl+{tuple(BUILD).index('backups') + 1}"
    try:
        console.sign_in("admin", PASSWORD)
        console.press(page)
        console.says("The data is not safe")
        row = Backups(console).take()
        lost.kill()
    finally:
        assert console.close() == ""
    (lost.folder / "center.db").unlink()
    lost.start()
    console = Console(tmp_path, "admin", lost.url, settings={})
    try:
        console.says("Data unreadable", "The centre's data on the server cannot be read since")
        console.press(page)
        console.says("Sign in again with the password of an administrator")
        console.click("backups_sign_in")
        console.type("again_password_edit", "not the password")
        console.click("confirm")
        console.says("Check the user name and the password.")
        console.type("again_password_edit", PASSWORD)
        console.click("confirm")
        console.shows(lambda s: [each[3] for each in s["backups_rows"] or ()] == [row[3]], "backups_rows")
        console.says("Data unreadable")
    finally:
        assert console.close() == ""
