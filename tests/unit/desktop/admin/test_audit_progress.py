"""What is under way in the audit is asked each second: one question at a time, and without a word where it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from mmc_console.client.errors import ServerBusy
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.audit.presenter import Presenter
from mmc_console.wire.audit import AuditCheck
from mmc_console.wire.keys import KeyRow
from tests.unit.desktop.admin.test_audit_reading import AT, Blind
from tests.unit.desktop.desk_parts import play

TURNING = KeyRow(kind="field", id=2, since=AT, state="running", turns=True, done=1, total=9)


@pytest.mark.parametrize(
    ("shown", "path"),
    [
        ({"check": AuditCheck(running=True)}, "/admin/audit/verify"),
        ({"tab": "keys", "keys": (TURNING,)}, "/admin/keys"),
    ],
)
def test_a_slow_server_is_asked_one_question_at_a_time(
    monkeypatch: pytest.MonkeyPatch, shown: dict[str, Any], path: str
) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(roles=("admin",))
        jobs: list[asyncio.Task[None]] = []

        def start(_: str, work: Coroutine[Any, Any, None]) -> bool:
            jobs.append(asyncio.ensure_future(work))
            return True

        presenter, asked, gate = Presenter(gateway, Blind(), start), list[str](), asyncio.Event()

        async def slowly(path: str, *_: Any, **__: Any) -> Any:
            asked.append(path)
            await gate.wait()
            raise ServerBusy(1)

        monkeypatch.setattr(gateway.admin, "get", slowly)
        presenter._show(**shown)
        for _ in range(3):
            presenter.pass_second()
            await asyncio.sleep(0)
        assert asked == [path]
        gate.set()
        await asyncio.gather(*jobs)
        presenter.pass_second()
        await asyncio.gather(*jobs)
        assert asked == [path] * 2, "it is asked on, and nobody is told each second that it does not answer"
        await gateway.close()

    play(scene)
