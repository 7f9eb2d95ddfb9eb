"""`mmc-console` whose server restores plain copies, and which kills itself at a given place of a restore."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mmc_console import cli
from mmc_console.server import main, restore_cli
from mmc_console.server.restore import journal
from mmc_console.server.restore.service import Restoring
from tests.server.restore_parts import Copies

KILL_AT = os.environ.get("MMC_TEST_KILL_AT", "")
FAIL_AT, LASTS = KILL_AT.removeprefix("fail ").removesuffix(" on"), KILL_AT.endswith(" on")
if not KILL_AT.startswith("fail "):
    FAIL_AT = ""
FOLDER = Path(sys.argv[sys.argv.index("--data") + 1])


def end(here: str) -> None:
    """As a power cut would."""
    if here == KILL_AT:
        os.kill(os.getpid(), signal.SIGKILL)
    if f"stop {here}" == KILL_AT:
        os.kill(os.getpid(), signal.SIGTERM)
    if here == FAIL_AT or (LASTS and FAIL_AT.startswith("flush") and here.startswith("flush") and here >= FAIL_AT):
        raise OSError(errno.EIO, os.strerror(errno.EIO))


class Ending(Restoring):
    """Reaches a stage, and no further."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._copies = Copies(Path(os.environ["MMC_TEST_COPIES"]))
        super().offer(self._copies, self._take)

    def offer(self, *_: Any) -> None:
        """It stays with its copies."""

    async def _take(self) -> str:
        return await asyncio.to_thread(self._copies.take_of, FOLDER)

    def _reach(self, stage: str) -> None:
        end(stage)
        super()._reach(stage)


class Flushes:
    """Counts what reaches the disk from the moment the switch was decided."""

    def __init__(self, flush: Callable[[Path], None]) -> None:
        self._flush, self._count = flush, 0

    def __call__(self, folder: Path) -> None:
        self._flush(folder)
        found = journal.under_way(FOLDER)
        if self._count or (found is not None and found.state == "switching"):
            self._count += 1
            end(f"flush {self._count}")


def step(stage: str) -> None:
    """The command line's, or the end."""
    end(stage)


setattr(main, "Restoring", Ending)  # noqa: B010 - the one place that makes it
restore_cli._step = step
journal.flush_folder = Flushes(journal.flush_folder)
if __name__ == "__main__":
    sys.exit(cli.main())
