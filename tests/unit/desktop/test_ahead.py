"""Maintenance that is near is told in the window, in time and until it is over, whatever becomes of the line."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mmc_console.client.errors import Unreachable
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.ahead import ASK_EVERY, Ahead
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.text import say
from mmc_console.desktop.shell.presenter import Presenter
from mmc_console.desktop.shell.words import ShellWords
from mmc_console.wire.health import PlannedAnswer, PlannedTime
from tests.unit.desktop.desk_parts import play
from tests.unit.desktop.test_surroundings import Frame


def test_it_is_told_from_half_an_hour_before_until_it_is_over(languages: Languages) -> None:
    async def scene() -> None:
        languages.switch("en")
        gateway = await LocalGateway.with_center()
        at = gateway.now()
        planned = [PlannedTime(begins=at + timedelta(hours=1), ends=at + timedelta(hours=2), reason="disk")]
        asked: list[Any] = []

        def told(question: Any) -> PlannedAnswer:
            asked.append(question)
            return PlannedAnswer(tuple(planned))

        gateway.server.administration["GET", "/maintenance"] = told
        shell = Presenter(Frame(), None)  # type: ignore[arg-type]  # nobody asks the program for anything here
        ahead = Ahead(gateway, shell)

        async def banner(minutes: int) -> str:
            gateway.now = lambda: at + timedelta(minutes=minutes)  # type: ignore[method-assign]  # time as it is wished
            await ahead.look()
            text = ShellWords().banner(shell.state)
            return bidi.strip(say(text.text)) if text is not None else ""

        assert await banner(29) == ""
        begins, ends = (f"{at + timedelta(hours=hours):%H:%M}" for hours in (1, 2))
        assert (await banner(30)).startswith(f"Maintenance is planned from {begins} to {ends}:")
        assert len(asked) == 1, "asked seldom"
        assert await banner(119)
        assert await banner(120) == ""
        planned.clear()
        for _ in range(ASK_EVERY):
            await banner(45)
        assert len(asked) == 2
        assert await banner(45) == "", "called off"
        days = PlannedTime(begins=at, ends=at + timedelta(days=3), reason="moving")
        planned.append(days)
        for _ in range(ASK_EVERY):
            await banner(45)
        assert f"to {days.ends:%Y-%m-%d %H:%M}:" in await banner(45), "a time alone would be today's"
        assert f"to {days.ends:%H:%M}:" in await banner(3 * 24 * 60 - 1), "the last day"
        await gateway.close()

    play(scene)


def test_what_was_told_stands_while_the_server_is_away_and_an_older_one_is_left_in_peace() -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center()
        at = gateway.now()
        shell = Presenter(Frame(), None)  # type: ignore[arg-type]  # nobody asks the program for anything here
        ahead = Ahead(gateway, shell)
        for _ in range(ASK_EVERY):
            await ahead.look()  # not found there
        near = PlannedTime(begins=at, ends=at + timedelta(hours=1), reason="disk")
        gateway.server.administration["GET", "/maintenance"] = lambda _: PlannedAnswer((near,))
        await ahead.look()
        assert [each.code for each in shell.state.conditions] == ["maintenance-soon"]
        gateway.server.administration["GET", "/maintenance"] = lambda _: Unreachable("away")
        for _ in range(2 * ASK_EVERY):
            await ahead.look()
        assert [each.code for each in shell.state.conditions] == ["maintenance-soon"]
        await gateway.close()

    play(scene)
