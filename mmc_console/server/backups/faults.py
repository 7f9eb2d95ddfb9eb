"""What can be wrong with a backup, its key or its place, by name. Nothing of a refused backup was taken anywhere.

    BadBackup         the file: `backup-not-one`, `backup-newer`, `backup-other-key`, `backup-cut`, `backup-changed`,
                      `backup-oversized`, `backup-no-room`, `backup-damaged`, `backup-chain-broken`
    BackupFailed      it could not be taken, kept or checked: `backup-disk-full`, `backup-folder-gone`,
                      `backup-no-rights`, `backup-store-unreachable`, `backup-store-refused`, `backup-source-damaged`, …
    BadRecovery       the typed recovery key: `recovery-malformed`, with the group that is wrong

Messages name no path and quote nothing of a backup: they may reach a log.
"""

from __future__ import annotations

from typing import Final

NOT_ONE: Final = "backup-not-one"
NEWER: Final = "backup-newer"
OTHER_KEY: Final = "backup-other-key"
CUT: Final = "backup-cut"
CHANGED: Final = "backup-changed"
OVERSIZED: Final = "backup-oversized"
NO_ROOM: Final = "backup-no-room"
DAMAGED: Final = "backup-damaged"
CHAIN_BROKEN: Final = "backup-chain-broken"

ADVICE: Final = {
    NOT_ONE: "this file is no backup of this program",
    NEWER: "a newer version of the program has made it: install that version",
    OTHER_KEY: "it was made with another backup key: give the recovery key that was printed for it",
    CUT: "its end is missing",
    CHANGED: "it is not what was written",
    OVERSIZED: "it claims more than a backup can hold",
    NO_ROOM: "there is not room enough to unpack it",
    DAMAGED: "what it holds is no whole database",
    CHAIN_BROKEN: "a part of what was shipped is missing or does not follow the one before",
}


class BadBackup(Exception):
    """This backup is refused. `code` is stable, kebab-case; `detail` says where, for the log."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail or ADVICE.get(self.code, '')}"


class BackupFailed(Exception):
    """The work could not be done, and left nothing half done behind. `code` is stable; `place`: of which store."""

    def __init__(self, code: str, place: str = "", detail: str = "") -> None:
        super().__init__(code, place, detail)
        self.code, self.place, self.detail = code, place, detail

    def __str__(self) -> str:
        return ": ".join(part for part in (self.code, self.place, self.detail) if part)


class Cancelled(Exception):
    """Somebody has called the work off."""


class BadRecovery(Exception):
    """What was typed is no recovery key; `group` (from 1) is the first that is wrong, 0 when only the whole is."""

    code = "recovery-malformed"

    def __init__(self, group: int) -> None:
        super().__init__(f"{self.code}: group {group}" if group else self.code)
        self.group = group
