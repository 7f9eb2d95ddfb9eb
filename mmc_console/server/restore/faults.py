"""Why a restore is refused or given up, by name. Nothing was changed by then."""

from __future__ import annotations

from typing import Final

ADVICE: Final = {
    "backup-unknown": "there is no such backup; `mmc-console restore --list` shows those there are",
    "backup-damaged": "it did not pass the check, choose another backup",
    "backup-cut": "a part of it is missing, choose another backup",
    "backup-foreign": "it belongs to another centre, or was made with another key",
    "backup-newer": "a newer version of the program made it; install that version first",
    "backup-empty": "there is no centre in it",
    "position-unknown": "the backup and the log shipped after it do not reach that moment",
    "recovery-key-wrong": "this is not the recovery key of these backups",
    "restore-running": "another restore is under way",
    "disk-full": "make room on the disk that holds the database",
    "restore-failed": "see the server's log; nothing was changed",
}


class RestoreFault(Exception):
    """The restore cannot be done; `code` is stable, kebab-case, and one of `ADVICE`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        assert code in ADVICE, code
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail or ADVICE[self.code]}"
