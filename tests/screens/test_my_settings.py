"""What saving *My settings* changes: nothing that was not touched, least of all for the others at this PC."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.client.files import Settings
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.settings_dialog import SettingsDialog
from mmc_console.desktop.wishes import Wishes
from tests.conftest import Run
from tests.unit.desktop.desk_parts import there


@pytest.mark.parametrize(
    ("kept", "picked", "after"), [(None, "", 0), (None, "2", 2), (None, "5", 0), (15, "", 15), (15, "5", 5)]
)
def test_only_minutes_that_somebody_chose_bind_the_others_at_this_pc(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages,
    kept: int | None, picked: str, after: int,
) -> None:  # fmt: skip
    async def scene() -> None:
        gateway = await LocalGateway.with_center(roles=("admin",))
        settings, window = Settings(None), QWidget()
        settings.set("lock_minutes", kept)
        console = SimpleNamespace(
            gateway=gateway, look=look, settings=settings, shell=SimpleNamespace(window=window),
            keys=SimpleNamespace(found=MemoryKeys()),
        )  # fmt: skip
        wishes = Wishes(console)  # type: ignore[arg-type]  # nothing else is asked of the console here
        saving = asyncio.ensure_future(wishes._choose_settings())
        for _ in range(100):
            await asyncio.sleep(0)
            if window.findChild(SettingsDialog) is not None:
                break
        dialog = there(window.findChild(SettingsDialog))
        dialog.theme.setCurrentIndex(2)
        if picked:
            dialog.lock.setCurrentIndex(("2", "5", "10", "15").index(picked))
        dialog.accept()
        await saving
        assert (settings.get("theme", ""), settings.get("lock_minutes", 0)) == ("dark", after)
        look.set_theme("light")
        window.deleteLater()
        await gateway.close()

    qt_run(scene())
