"""The conditions every test runs under: no display, no keyring, real loops, nothing left behind (see guards.py)."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Callable, Coroutine, Iterator
from typing import TYPE_CHECKING, Any

# before anything imports Qt or keyring
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyside6"
os.environ["PYTEST_QT_API"] = "pyside6"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
KEPT = ("MMC_HYPOTHESIS", "MMC_REAL_DAYS")
for name in [name for name in os.environ if name.startswith("MMC_") and name not in KEPT]:
    del os.environ[name]  # a developer's own settings must not decide a test

import pytest  # noqa: E402 - see above
from hypothesis import HealthCheck, settings  # noqa: E402 - see above

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

pytest_plugins = ("tests.guards", "tests.desktop_parts")

settings.register_profile(
    "dev",
    max_examples=200,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],  # says how busy the machine is, not how good the program
)
settings.register_profile("fixed", settings.get_profile("dev"), derandomize=True)
settings.register_profile("faults", settings.get_profile("dev"), max_examples=5_000)
settings.register_profile("soak", settings.get_profile("dev"), max_examples=10_000)
settings.load_profile(os.environ.get("MMC_HYPOTHESIS", "dev"))

Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture
def qt_run(qapp: QApplication) -> Iterator[Run]:
    """Run a coroutine on a real qasync loop, closed again after the test."""
    from qasync import QEventLoop  # after PySide6: it takes the Qt already imported

    qapp.setQuitOnLastWindowClosed(False)
    gc.disable()  # as in the program: a search in one of its threads would end windows there, and crash
    try:
        with asyncio.Runner(loop_factory=lambda: QEventLoop(qapp)) as runner:
            yield runner.run
    finally:
        gc.enable()
        gc.collect(1)
