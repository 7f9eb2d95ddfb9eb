"""asyncio inside Qt: one failure disturbs nobody, services come back, and closing goes in stages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget

from mmc_console.desktop.runtime import Report, Tasks, run_until_closed, supervise

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Reports = list[tuple[str, str]]


class Asking(QWidget):
    """Asks to close; closes only when told that it may."""

    close_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.may_close = False

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self.may_close)
        if not self.may_close:
            self.close_asked.emit()


@pytest.fixture
def reports() -> Reports:
    return []


@pytest.fixture
def report(reports: Reports) -> Report:
    return lambda name, failure: reports.append((name, type(failure).__name__))


def test_a_failed_intent_is_reported_and_leaves_the_others(qt_run: Run, report: Report, reports: Reports) -> None:
    done: list[str] = []

    async def bad() -> None:
        raise ValueError

    async def good() -> None:
        await asyncio.sleep(0)
        done.append("good")

    async def main() -> None:
        tasks = Tasks(report)
        tasks.start("good", good())
        tasks.start("bad", bad())
        await tasks.close(grace=1)

    qt_run(main())
    assert (reports, done) == ([("bad", "ValueError")], ["good"])


def test_a_crashed_service_is_reported_and_started_again(qt_run: Run, report: Report, reports: Reports) -> None:
    starts: list[int] = []

    async def main() -> None:
        closing = asyncio.Event()

        async def flaky() -> None:
            starts.append(1)
            if len(starts) < 3:
                raise OSError
            closing.set()
            await asyncio.Event().wait()

        await run_until_closed(closing, {"sync": flaky}, Tasks(report), report, first_delay=0.001)

    qt_run(main())
    assert (len(starts), reports) == (3, [("sync", "OSError")] * 2)


def test_a_service_that_meets_somebody_elses_cancelled_work_is_started_again(
    qt_run: Run, report: Report, reports: Reports
) -> None:
    runs: list[int] = []
    again = asyncio.Event()

    async def service() -> None:
        runs.append(len(runs))
        if len(runs) == 1:
            other = asyncio.get_running_loop().create_future()
            other.cancel()
            await other
        again.set()
        await asyncio.Event().wait()

    async def main() -> None:
        work = asyncio.ensure_future(supervise("stream", service, report, first_delay=0.01))
        waiting = asyncio.ensure_future(again.wait())
        await asyncio.wait({work, waiting}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        assert not work.done(), "nobody has ended it"
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        assert work.cancelled()

    qt_run(main())
    assert reports == [("stream", "CancelledError")]


def test_the_wait_grows_to_its_limit_and_begins_anew_after_a_healthy_run(report: Report) -> None:
    waits: list[float] = []

    class Loop:
        now = 0.0

        def time(self) -> float:
            return self.now

    loop = Loop()

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 6:
            raise asyncio.CancelledError

    async def service() -> None:
        if len(waits) == 4:
            loop.now += 100
        raise OSError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "sleep", sleep)
        patch.setattr(asyncio, "get_running_loop", lambda: loop)
        with pytest.raises(asyncio.CancelledError):
            supervise("s", service, report, first_delay=1, max_delay=5, healthy_after=60).send(None)
    assert waits == [1, 2, 4, 5, 1, 2]


@pytest.mark.parametrize("how", ["window", "quit", "both", "twice"])
def test_intents_end_before_services_and_those_before_resources(qt_run: Run, report: Report, how: str) -> None:
    order: list[str] = []

    async def main() -> None:
        window, closing, tasks = Asking(), asyncio.Event(), Tasks(report)
        asked = asyncio.Event()

        def ask() -> None:
            closing.set()
            asked.set()

        window.close_asked.connect(ask)
        window.show()

        async def service() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                await asyncio.sleep(0)
                order.append("service")

        async def intent() -> None:
            await asked.wait()
            await asyncio.sleep(0)
            order.append("intent")

        ways: dict[str, list[Callable[[], object]]] = {
            "window": [window.close],
            "quit": [QApplication.quit],
            "both": [window.close, QApplication.quit],
            "twice": [window.close, window.close],
        }
        tasks.start("intent", intent())
        for way in ways[how]:
            QTimer.singleShot(0, way)
        await run_until_closed(closing, {"sync": service}, tasks, report)
        order.append("resources")
        window.may_close = True
        window.close()
        assert not tasks.start("late", intent())

    qt_run(main())
    assert order == ["intent", "service", "resources"]


def test_an_intent_that_takes_too_long_is_cancelled(qt_run: Run, report: Report, reports: Reports) -> None:
    seen: list[str] = []

    async def slow() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    async def main() -> None:
        tasks = Tasks(report)
        tasks.start("slow", slow())
        await tasks.close(grace=0.01)

    qt_run(main())
    assert (seen, reports) == (["cancelled"], [])
