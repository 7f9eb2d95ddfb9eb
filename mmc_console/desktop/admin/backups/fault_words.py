"""What is wrong with a backup, its place, its key or a restore, and what to do: one sentence a code."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mmc_console.desktop.admin.page_words import AdminWords
from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.rule_words import RuleWords


class FaultWords(QObject):
    """Codes in, sentences in the present language out; a code that is not of backups is said as everywhere."""

    def __init__(self, rules: RuleWords) -> None:
        super().__init__()
        self._page = AdminWords(rules)

    def text(self, message: Message) -> str:
        """What happened, then what to do."""
        found = {**self._backup(), **self._place(), **self._restore(), **self._typed(), **self._line()}.get(
            message.code
        )
        if found is None:
            return self._page.message(message)
        return fill(found, **message.params)

    def _backup(self) -> dict[str, str]:
        return {
            "backup-unknown": self.tr("This backup is no longer there. The list is renewed; choose another one."),
            "backup-not-one": self.tr("This file is no backup of this program. Choose another one."),
            "backup-newer": self.tr("A newer version of the program made this backup. Install that version first."),
            "backup-other-key": self.tr(
                "This backup was made with another key. Put that key back, or use its printed recovery key."
            ),
            "backup-foreign": self.tr("This backup belongs to another centre, or was made with another key."),
            "backup-cut": self.tr("The end of this backup is missing. It cannot be restored; choose another one."),
            "backup-changed": self.tr(
                "This backup is not what was written. It cannot be restored; choose another one."
            ),
            "backup-oversized": self.tr("This backup claims more than one can hold. Choose another one."),
            "backup-damaged": self.tr("This backup did not pass the check and cannot be restored. Choose another one."),
            "backup-chain-broken": self.tr(
                "A part of what was shipped after this backup is missing. Choose an earlier moment."
            ),
            "backup-empty": self.tr("There is no centre in this backup. Choose another one."),
            "recovery-printed": self.tr(
                "The recovery key of these backups was told already, and is told once only. Rotate the backup "
                "key to get "
                "a new one."
            ),
        }

    def _place(self) -> dict[str, str]:
        return {
            "backup-disk-full": self.tr("The disk for the backups is full. Make room, then back up now."),
            "backup-no-room": self.tr("There is not room enough on the server's disk. Make room, then try again."),
            "backup-folder-gone": self.tr(
                "The folder for the backups is not there. Connect the disk, then back up now."
            ),
            "backup-no-rights": self.tr("The server may not write to that folder. Choose another one."),
            "backup-store-unreachable": self.tr(
                "The second place cannot be reached. Check its address and the network."
            ),
            "backup-store-refused": self.tr("The second place does not let this server in. Check its keys."),
            "backup-disk-failed": self.tr("The disk for the backups cannot be read or written. Use another one."),
            "backup-internal": self.tr("The backup did not work out. Try again; if it happens again, tell support."),
            "backup-source-damaged": self.tr(
                "The centre's database could not be read whole. Restore the last good backup, and tell support."
            ),
            "backup-failed": self.tr("The backup did not work out. Try again; if it happens again, tell support."),
        }

    def _restore(self) -> dict[str, str]:
        return {
            "position-unknown": self.tr("Backup and shipped log do not reach that moment. Choose an earlier one."),
            "recovery-key-wrong": self.tr("This is not the recovery key of these backups."),
            "restore-failed": self.tr("The restore did not work out, and nothing was changed. Tell support."),
            "disk-full": self.tr("The disk of the centre's database is full. Make room, then try again."),
            "restore-not-begun": self.tr("The restore did not begin, and nothing was changed. Try again."),
            "restored-meanwhile": self.tr(
                "Somebody else has restored the centre meanwhile, so what was counted is true no more. Nothing was "
                "changed. Choose again."
            ),
            "restore-cannot-stop": self.tr("The new data stands already; this cannot be stopped any more."),
            "restore-goes-on": self.tr("The server restores now. Stay here until it has ended."),
            "restored": self.tr("The centre is restored. Work goes on."),
        }

    def _typed(self) -> dict[str, str]:
        return {
            "moment-wanted": self.tr("Type date and time, such as 2026-11-23 09:41:07."),
            "moment-wrong": self.tr("The server does not take this moment. Type date and time anew."),
            "moment-late": self.tr("What happened after {time} has not reached the backups' place."),
            "moment-early": self.tr("The oldest good backup is of {time}. Choose a later moment."),
            "center-wrong": self.tr("This is not the code of this centre. Type it as it stands there."),
            "password-wrong": self.tr("This is not your password. Type it once more."),
            "reason-wrong": self.tr("Write the reason; it is kept in the audit record."),
            "number-between": self.tr("A whole number from {min} to {max}."),
            "time-wanted": self.tr("Type a time of the day, such as 03:00."),
            "folder-whole": self.tr("Type the whole path of a folder on the server."),
            "folder-same": self.tr("The second place must be another one than the first."),
            "folder-wanted": self.tr("Type the whole path of a folder on the server."),
            "setting-refused": self.tr("The server does not take this. Check it."),
        }

    def _line(self) -> dict[str, str]:
        return {
            "backup-verified": self.tr("The backup of {time} was read back whole: it is good."),
            "backup-copied": self.tr("The backup was copied to {path} and checked there."),
            "backup-saved": self.tr("The backup was saved as {file}."),
            "backup-deleted": self.tr("The backup of {time} is deleted."),
            "backup-taken": self.tr("Backup finished and verified: {size}"),
            "report-saved": self.tr("The report was saved as {file}."),
            "key-printed": self.tr(
                "The recovery key was sent to the printer. Look whether it is whole, then put it away."
            ),
            "store-secret-kept": self.tr(
                "The way into the S3 store is kept. The next look at the places says if it fits."
            ),
            "store-secret-forgotten": self.tr("The way into the S3 store is forgotten."),
            "key-not-printed": self.tr("The printer did not take it. Write the key down by hand."),
            "saved": self.tr("Saved"),
        }
