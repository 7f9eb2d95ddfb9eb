"""`qt_run`, on which every test of a screen stands: asyncio and Qt take turns, and failures come through."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from PySide6.QtCore import QTimer

Run = Callable[[Coroutine[Any, Any, Any]], Any]


def test_a_coroutine_waits_for_a_qt_timer(qt_run: Run) -> None:
    async def main() -> str:
        rang = asyncio.get_running_loop().create_future()
        QTimer.singleShot(0, lambda: rang.set_result("rang"))
        return str(await rang)

    assert qt_run(main()) == "rang"


def test_blocking_work_runs_in_a_thread_meanwhile(qt_run: Run) -> None:
    async def main() -> list[str]:
        free = threading.Event()
        blocked = asyncio.to_thread(free.wait, 5)
        QTimer.singleShot(0, free.set)
        return ["blocked work done"] if await blocked else []

    assert [qt_run(main()), qt_run(main())] == [["blocked work done"]] * 2


def test_a_failure_reaches_the_test(qt_run: Run) -> None:
    async def main() -> None:
        raise LookupError("nobody waits")

    with pytest.raises(LookupError, match="nobody waits"):
        qt_run(main())
