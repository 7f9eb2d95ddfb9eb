"""The box of the monitoring program's token in the real window: in both languages, for administrators only."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.figures.scraper.view import ScraperDialog
from mmc_console.desktop.kit.bidi import strip
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.domain.permissions import Role
from mmc_console.wire.figures import ScrapeToken
from tests.conftest import Run
from tests.desktop_parts import HandClock, nameless, squeezed
from tests.screens.test_figures import Figures

PATH = "/admin/metrics/token"
TOKEN = "mmcs.brxtqkdwmzpvhnsgfjtcABCDEFGHIJKLMNOPQRSTUVW"
Scene = Callable[[Figures], Awaitable[None]]
Play = Callable[[Scene, Role], None]


@pytest.fixture
def play(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock
) -> Play:
    """Run a scene at the page of figures."""

    def run(scene: Scene, role: Role) -> None:
        async def whole() -> None:
            gateway = await LocalGateway.with_center(roles=(role,))
            now = gateway.now()
            gateway.server.administration |= {
                ("GET", PATH): lambda _: ScrapeToken(scheme="http", target="127.0.0.1:8765"),
                ("POST", PATH): lambda _: ScrapeToken(made_at=now, token=TOKEN, scheme="https", target="centre:8765"),
            }  # fmt: skip
            page = Figures(qapp, look, languages, hand_clock, gateway)
            page.open(pages=("reception", "metrics"), page="metrics")
            page.screen.entered()
            await page.look_again()
            try:
                await scene(page)
            finally:
                page.shut()
                await gateway.close()

        qt_run(whole())

    return run


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_token_is_shown_once_with_the_lines_of_the_file(play: Play, language: str) -> None:
    async def scene(page: Figures) -> None:
        page.languages.switch(language)
        page.settle()
        page.press("action_scraper")
        asking = asyncio.ensure_future(page.jobs.run())
        while not (found := page.screen.view.findChildren(ScraperDialog)):  # noqa: ASYNC110 - Qt tells nobody of it
            await asyncio.sleep(0)
        [box] = found
        await page.jobs.run()
        page.settle()
        assert not box.revoke.isEnabled()
        assert "127.0.0.1" in box.config.text()
        assert box._local.isVisible()
        assert nameless(box) == squeezed(box) == []
        box.make.click()
        await page.jobs.run()
        page.settle()
        assert (box.shown.text(), box._once.isVisible(), box._local.isVisible()) == (TOKEN, True, False)
        assert TOKEN in box.config.text()
        assert "2026-11-23" in strip(box._standing.text())
        box.copy_config.click()
        page.settle()
        assert QApplication.clipboard().text().startswith("scrape_configs:")
        assert "scheme: https" in QApplication.clipboard().text()
        assert nameless(box) == squeezed(box) == []
        assert box._said.isVisible()
        QApplication.clipboard().clear()
        box.accept()
        await asking

    play(scene, "admin")


def test_supervisors_see_the_figures_and_no_token(play: Play) -> None:
    async def scene(page: Figures) -> None:
        assert page.screen.actions.find("scraper") is None
        assert not page.screen.view._scraper.isVisible()

    play(scene, "supervisor")
