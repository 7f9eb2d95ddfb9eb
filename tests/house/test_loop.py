"""`qt_run`, on which every test of a screen stands: asyncio and Qt take turns, and failures come through."""

from __future__ import annotations

import asyncio
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


def test_a_failure_reaches_the_test(qt_run: Run) -> None:
    async def main() -> None:
        raise LookupError("nobody waits")

    with pytest.raises(LookupError, match="nobody waits"):
        qt_run(main())
