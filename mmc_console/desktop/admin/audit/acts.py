"""Every act of the audit in words. A test holds that none lacks them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject


class ActWords(QObject):
    """Codes in, words in the present language out."""

    def __init__(self) -> None:
        super().__init__()
        self._groups: tuple[Callable[[], dict[str, str]], ...] = (
            self._coming_in, self._people, self._centre, self._running, self._backups, self._itself,
        )  # fmt: skip

    def known(self) -> dict[str, str]:
        """Every act by its code."""
        return {act: words for group in self._groups for act, words in group().items()}

    def act(self, act: str) -> str:
        """What was done; a newer server's act stays as it is called there."""
        return self.known().get(act, act)

    def _coming_in(self) -> dict[str, str]:
        return {
            "sign-in": self.tr("Sign-in"), "sign-out": self.tr("Sign-out"),
            "session-renewed": self.tr("Renewal of a session"),
            "console-credential": self.tr("Credential of a console"),
            "password-changed": self.tr("Password changed"), "board-paired": self.tr("Board paired"),
            "users-read": self.tr("Users viewed"), "user-added": self.tr("User added"),
            "users-imported": self.tr("People taken from a file"),
            "users-import-called-off": self.tr("People from a file called off"),
            "user-changed": self.tr("User's rights changed"),
            "user-password-reset": self.tr("User's password reset"),
            "user-signed-out": self.tr("User signed out everywhere"),
            "devices-read": self.tr("Consoles viewed"), "device-renamed": self.tr("Console renamed"),
            "device-revoked": self.tr("Console revoked"),
        }  # fmt: skip

    def _people(self) -> dict[str, str]:
        return {
            "snapshot-read": self.tr("Day loaded with examinees' cards"),
            "cards-read": self.tr("Examinees' cards read"),
            "people-searched": self.tr("Examinees searched"), "visit-read": self.tr("Visit read"),
            "person-looked-up": self.tr("Examinee looked up"), "person-erased": self.tr("Examinee erased"),
            "override": self.tr("Conflict overridden"), "pins-read": self.tr("Exit PINs viewed"),
        }  # fmt: skip

    def _centre(self) -> dict[str, str]:
        return {
            "centre-draft-changed": self.tr("Draft of the centre changed"),
            "centre-draft-dropped": self.tr("Draft of the centre dropped"),
            "centre-checked": self.tr("Draft of the centre checked"), "centre-published": self.tr("Centre published"),
            "centre-publication-dropped": self.tr("Planned publication called off"),
            "centre-exported": self.tr("Centre file saved"), "centre-imported": self.tr("Centre file taken in"),
            "setting-changed": self.tr("Setting changed"), "boards-read": self.tr("Boards viewed"),
            "board-changed": self.tr("Board made or changed"), "board-removed": self.tr("Board removed"),
            "plugins-read": self.tr("Plugins viewed"), "plugin-changed": self.tr("Plugin changed"),
        }  # fmt: skip

    def _running(self) -> dict[str, str]:
        return {
            "server-started": self.tr("Server started"), "figures-read": self.tr("Figures viewed"),
            "figures-scraped": self.tr("Figures scraped"), "report-read": self.tr("Report read"),
            "scrape-token-made": self.tr("Scrape token made"), "scrape-token-dropped": self.tr("Scrape token dropped"),
            "logs-read": self.tr("Logs viewed"), "logs-exported": self.tr("Logs saved"),
            "alert-acknowledged": self.tr("Alert acknowledged"), "alert-snoozed": self.tr("Alert put off"),
            "incident-read": self.tr("Incident viewed"), "incident-opened": self.tr("Incident opened"),
            "incident-changed": self.tr("Incident changed"), "incident-exported": self.tr("Incident saved"),
            "maintenance-planned": self.tr("Maintenance planned"),
            "maintenance-dropped": self.tr("Maintenance called off"),
            "admin-read": self.tr("Administration viewed"), "admin-changed": self.tr("Administration changed"),
            "admin-removed": self.tr("Removed by the administration"),
        }  # fmt: skip

    def _backups(self) -> dict[str, str]:
        return {
            "backups-read": self.tr("Backups viewed"), "backup-taken": self.tr("Backup made"),
            "backup-called-off": self.tr("Backup called off"), "backup-downloaded": self.tr("Backup downloaded"),
            "backup-deleted": self.tr("Backup deleted"), "backup-verified": self.tr("Backup checked"),
            "backup-copied": self.tr("Backup copied"), "backup-tested": self.tr("Test restore"),
            "backups-tidied": self.tr("Old backups cleared away"),
            "backup-key-printed": self.tr("Recovery key of the backups shown"),
            "backup-store-secret-set": self.tr("Access to the backups' store set"), "restore": self.tr("Restore"),
        }  # fmt: skip

    def _itself(self) -> dict[str, str]:
        return {
            "audit-read": self.tr("Audit viewed"), "audit-exported": self.tr("Audit saved as a file"),
            "audit-check-read": self.tr("Check of the chain viewed"),
            "audit-check-asked": self.tr("Check of the chain begun"),
            "audit-checked": self.tr("Chain checked"), "audit-continued": self.tr("Audit continued after a loss"),
            "keys-read": self.tr("Keys viewed"), "key-rotation-asked": self.tr("New key asked for"),
            "keys-copy-asked": self.tr("Recovery copies asked for"), "key-rotated": self.tr("New key in use"),
            "key-finished": self.tr("Exchange of a key finished"), "key-dropped": self.tr("Old key deleted"),
            "keys-printed": self.tr("Recovery copies shown"),
        }  # fmt: skip
