"""Every page of the administration over a real server with a day behind it: everything pressed, in both languages."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_console.client.errors import ClientError
from mmc_console.client.server_port import Question
from mmc_console.desktop.admin.pages import BUILD
from mmc_console.desktop.setup import fill_with_sample
from mmc_console.domain.actions import Cancel
from mmc_console.wire.answers import DeviceHello, LoginRequest
from mmc_console.wire.json import encode
from mmc_console.wire.office import SettingsChange
from tests.conftest import Run
from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.walk.keeping import BACKUPS, CLINICS
from tests.e2e.walk.people import REPORTS, USERS
from tests.e2e.walk.press import Walked, Walker
from tests.e2e.walk.setting import SETTINGS
from tests.e2e.walk.watching import ALERTS, AUDIT, HEALTH, METRICS
from tests.e2e.walk.window import window

TABLE: Final[dict[str, Walked]] = {
    "health": HEALTH, "metrics": METRICS, "clinics": CLINICS, "backups": BACKUPS, "alerts": ALERTS, "audit": AUDIT,
    "settings": SETTINGS, "users": USERS, "reports": REPORTS,
}  # fmt: skip
GUESSES: Final = 3
"""So many refused sign-ins are an alert here."""


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    """A server with a day behind it."""
    centre = Centre(tmp_path)
    centre.start()
    try:
        filled(centre)
        yield centre
    finally:
        complaints = centre.stop()
    assert complaints == ""


def filled(centre: Centre) -> None:
    """A whole day is played, somebody has come and gone, and somebody guesses passwords."""
    asyncio.run(fill_with_sample(centre.url, PASSWORD))
    with centre.colleague() as boss:
        before = {visit.id for visit in boss.snapshot().visits}
        boss.register(1)
        [visit] = [visit for visit in boss.snapshot().visits if visit.id not in before]
        [result] = boss.act(boss.new(Cancel, visit=visit.id, reason="left"))
        assert result.outcome == "applied"
        body = encode(SettingsChange(fields={"guesses": GUESSES}))
        boss.run(boss.api.ask(boss.bearer, Question("PATCH", "/admin/settings/alerts", body)))
        for _ in range(GUESSES):
            with pytest.raises(ClientError):
                boss.run(boss.api.login(LoginRequest("admin", "no such word", DeviceHello(str(uuid.uuid4()), "?"))))


def test_every_page_is_in_the_table() -> None:
    assert set(TABLE) == set(BUILD)


def test_every_page_has_an_entry_for_all_it_offers_and_speaks_arabic(
    centre: Centre, qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> list[str]:
        async with window(qapp, centre.url, tmp_path, "ar") as console:
            return [fault for name in BUILD for fault in await Walker(console, name, TABLE[name]).look_over()]

    told(qt_run(scene()))


@pytest.mark.faults
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_button_of_every_page_does_what_it_says(
    centre: Centre, qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path, language: str
) -> None:
    async def scene() -> list[str]:
        async with window(qapp, centre.url, tmp_path, language) as console:
            return [fault for name in in_order() for fault in await Walker(console, name, TABLE[name]).walk()]

    told(qt_run(scene()))


def in_order() -> list[str]:
    """Every page; the restore is late, and the audit after it: it hands out the key that the backups show once."""
    late = ("backups", "audit")
    return [*(name for name in BUILD if name not in late), *late]


def told(faults: list[str]) -> None:
    """None, or all of them at once."""
    assert not faults, "\n".join(faults)
