"""What a person asks of the window, where it cannot be done. Plain asyncio; the words need no window."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from mmc_console.client.errors import NotSignedIn
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit.text import say
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.desktop.wishes import Wishes
from tests.unit.desktop.desk_parts import Jobs, later, play


def test_refreshing_with_a_session_that_has_just_ended_says_so() -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center()
        jobs, toasts = Jobs(), list[Toast]()
        words = RuleWords(lambda: gateway.state.center, lambda: "en")
        console = SimpleNamespace(gateway=gateway, tasks=jobs, toast=toasts.append, words=words)
        wishes = Wishes(console)  # type: ignore[arg-type]  # nothing else is asked of the console here
        gateway.server.remove_user("noora")
        with pytest.raises(NotSignedIn):
            await later(gateway, 16 * 60)
        wishes.refresh()
        await jobs.run()
        assert [say(toast.text) for toast in toasts] == [words.problem("not-authenticated", {})]
        await gateway.close()

    play(scene)
