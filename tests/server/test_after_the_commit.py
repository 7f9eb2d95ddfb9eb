"""What happens after a commit takes nothing back of it: what was recorded is answered."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mmc_console.server.store.errors import DiskFault
from mmc_console.wire.answers import ActionsAnswer, Result
from tests.server.auth_app import Server
from tests.server.auth_http import Caller
from tests.server.test_actions_http import now_action, registered, send, told


def results_of(answer: Any) -> tuple[Result, ...]:
    return msgspec.json.decode(answer.content, type=ActionsAnswer).results


async def late_hold(server: Server, huda: Caller, number: str = "1234567", room: int = 1) -> dict[str, Any]:
    """Somebody's hold of a ticket that *huda* has called before they heard of it."""
    ticket = results_of(await send(huda, registered(server, number)))[0].ticket
    await send(huda, now_action(server, "call_ticket", ticket=ticket, room=room, reason="by-hand"))
    return now_action(server, "hold", ticket=ticket, rev=1)


def test_what_was_recorded_is_answered_also_where_names_cannot_be_read(tmp_path: Path) -> None:
    def unreadable(ids: Iterable[str]) -> dict[str, str]:
        raise DiskFault

    async def story(server: Server, huda: Caller) -> None:
        hold = await late_hold(server, huda)
        noora = await server.person("noora", "reception")
        with pytest.MonkeyPatch.context() as broken:
            broken.setattr(server.auth, "names", unreadable)
            answer = await send(noora, registered(server, "7777777"), hold)
        assert answer.status_code == 200
        new, late = results_of(answer)
        assert (new.outcome, late.outcome) == ("applied", "conflict")
        assert late.problem is not None
        assert (late.problem.params["by"], "by_name" in late.problem.params) == (huda.answer["user"]["id"], False)

    told(tmp_path, story)
