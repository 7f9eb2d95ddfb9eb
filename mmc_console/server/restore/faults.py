"""Why a restore is refused or given up, by name. Nothing was changed by then.

What is wrong with a backup or its place keeps the name that `backups.faults` gives it.
"""

from __future__ import annotations

from typing import Final

ADVICE: Final = {
    "backup-unknown": "there is no such backup; see --list",
    "backup-other-centre": "it is of another centre",
    "backup-empty": "there is no centre in it",
    "position-unknown": "the backup and what was shipped after it do not reach that moment",
    "recovery-key-wrong": "this is not the recovery key of these backups",
    "restore-running": "another restore is under way",
    "restore-disk-full": "make room on the disk that holds the database",
    "restore-unverified": "the new database was not as it must be; choose another backup",
    "restore-failed": "see the server's log; nothing was changed",
}


class RestoreFault(Exception):
    """The restore cannot be done. `code` is stable, kebab-case; `detail` is for the log and the command line."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        from mmc_console.server.backups import faults

        return f"{self.code}: {self.detail or ADVICE.get(self.code) or faults.ADVICE.get(self.code, '')}"
