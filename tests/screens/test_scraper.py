"""The box of the monitoring program's token in the real window: in both languages, for administrators only."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.figures.scraper.view import ScraperDialog
from mmc_console.desktop.kit.bidi import strip
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.wire.figures import ScrapeToken
from tests.desktop_parts import HandClock, nameless, squeezed
from tests.screens.admin_page import playing
from tests.screens.test_figures import Figures

PATH = "/admin/metrics/token"
TOKEN = "mmcs.brxtqkdwmzpvhnsgfjtcABCDEFGHIJKLMNOPQRSTUVW"


class Scraped(Figures):
    """The page of figures of an administrator."""

    def __init__(
        self, app: QApplication, look: Look, languages: Languages, clock: HandClock, gateway: LocalGateway
    ) -> None:
        super().__init__(app, look, languages, clock, gateway)
        now = gateway.now()
        gateway.server.administration |= {
            ("GET", PATH): lambda _: ScrapeToken(scheme="http", target="127.0.0.1:8765"),
            ("POST", PATH): lambda _: ScrapeToken(made_at=now, token=TOKEN, scheme="https", target="centre:8765"),
        }  # fmt: skip


play = playing(Scraped, "admin")
play_supervisor = playing(Scraped, "supervisor")
Play = Callable[[Callable[[Scraped], Awaitable[None]]], None]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_token_is_shown_once_with_the_lines_of_the_file(play: Play, language: str) -> None:
    async def scene(page: Scraped) -> None:
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

    play(scene)


def test_an_answer_that_comes_when_the_box_is_closed_paints_nothing(play: Play) -> None:
    async def scene(page: Scraped) -> None:
        page.press("action_scraper")
        asking = asyncio.ensure_future(page.jobs.run())
        while not (found := page.screen.view.findChildren(ScraperDialog)):  # noqa: ASYNC110 - Qt tells nobody of it
            await asyncio.sleep(0)
        _, reading = page.jobs._waiting.pop()
        found[0].reject()  # as the lock does, or whoever has seen enough
        await asking
        page.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert page.screen.view.findChildren(ScraperDialog) == []
        await reading

    play(scene)


def test_supervisors_see_the_figures_and_no_token(play_supervisor: Play) -> None:
    async def scene(page: Scraped) -> None:
        assert page.screen.actions.find("scraper") is None
        assert not page.screen.view._scraper.isVisible()

    play_supervisor(scene)
