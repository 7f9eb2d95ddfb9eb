"""`mmc-console` whose server restores plain copies, and kills itself at a stage of a restore where it is told to."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from mmc_console import cli
from mmc_console.server import main
from mmc_console.server.restore import journal
from mmc_console.server.restore.service import Restoring
from tests.server.restore_parts import Copies

KILL_AT = os.environ["MMC_TEST_KILL_AT"]
COPIES = Copies(Path(os.environ["MMC_TEST_COPIES"]))
_flush = journal.flush_folder


def end(here: str) -> None:
    """As a power cut would."""
    if here == KILL_AT:
        os.kill(os.getpid(), signal.SIGKILL)


class Ending(Restoring):
    """Reaches a stage, and no further."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.offer(COPIES, COPIES.take)

    def _reach(self, stage: str) -> None:
        end(stage)
        super()._reach(stage)


class Flushes:
    """Counts what reaches the disk once the switch was decided."""

    count = 0

    def __call__(self, folder: Path) -> None:
        _flush(folder)
        found = journal.under_way(folder.parent if folder.name != "data" else folder) if KILL_AT else None
        if self.count or (found is not None and found.state == "switching"):
            self.count += 1
            end(f"flush {self.count}")


main.Restoring = Ending  # type: ignore[misc]  # the one place that makes it
journal.flush_folder = Flushes()
if __name__ == "__main__":
    sys.exit(cli.main())
