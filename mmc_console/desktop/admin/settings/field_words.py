"""What each area and each setting is called, and what it is for: every field that the server declares stands here."""

from __future__ import annotations

from PySide6.QtCore import QObject


class FieldWords(QObject):
    """Names and help by area and field."""

    def area(self, area: str) -> str:
        """An area's title."""
        return {
            "alerts": self.tr("Alerts"),
            "backups": self.tr("Backups"),
            "figures": self.tr("Targets"),
            "logs": self.tr("Logs"),
            "patients": self.tr("Patients' data"),
            "lists": self.tr("List of the day"),
        }.get(area, area)

    def field(self, area: str, field: str) -> tuple[str, str]:
        """Name and help; a field nobody has named is shown by its code."""
        known = {"alerts": self._alerts, "figures": self._figures, "logs": self._logs, "patients": self._patients}
        return known[area]().get(field, (field, "")) if area in known else (field, "")

    def choice(self, area: str, field: str, key: str) -> str:
        """One of a field's choices."""
        return key

    def _patients(self) -> dict[str, tuple[str, str]]:
        return {
            "keep_months": (
                self.tr("Months a patient is known after the last visit"),
                self.tr(
                    "After that, number, name, phone and notes are deleted. Visits and figures stay, without a name."
                ),
            ),
        }

    def _alerts(self) -> dict[str, tuple[str, str]]:
        return {
            "error_percent": (
                self.tr("Failed requests that raise an alert, in percent"),
                self.tr("Of the requests of the last five minutes, those that failed by a fault of the server."),
            ),
            "slow_ms": (
                self.tr("Slow answers that raise an alert, in milliseconds"),
                self.tr("95 of 100 requests of the last five minutes should be answered within this."),
            ),
            "least_requests": (
                self.tr("Requests below which rates are not judged"),
                self.tr("In a quiet hour a single failure says nothing about the rate."),
            ),
            "guesses": (
                self.tr("Refused sign-ins that raise an alert"),
                self.tr("Counted over a quarter of an hour, from all PCs together."),
            ),
            "calm_minutes": (
                self.tr("Minutes the cause must be gone before an alert ends"),
                self.tr("A short pause does not end an alert and begin it again."),
            ),
            "quiet_minutes": (
                self.tr("Minutes in which a returning alert is not told again"),
                self.tr("An alert that comes back so soon goes on as the same one."),
            ),
        }

    def _logs(self) -> dict[str, tuple[str, str]]:
        return {
            "days": (
                self.tr("Days the log is kept"),
                self.tr("Older files are deleted. The log holds no patients' data."),
            ),
            "megabytes": (
                self.tr("Space for the log, in megabytes"),
                self.tr("When it is full the oldest files go first, also before their days are over."),
            ),
        }

    def _figures(self) -> dict[str, tuple[str, str]]:
        return {
            "uptime_percent": (
                self.tr("Server available, in percent"),
                self.tr("Of the time in which it was watched."),
            ),
            "error_percent": (
                self.tr("Failed requests, at most, in percent"),
                self.tr("Requests that failed by a fault of the server."),
            ),
            "repair_minutes": (
                self.tr("Time to repair, at most, in minutes"),
                self.tr("The mean from the beginning of an incident to its end."),
            ),
            "response_ms": (
                self.tr("Answer time, in milliseconds"),
                self.tr("95 of 100 requests are answered within this."),
            ),
            "throughput_per_hour": (
                self.tr("Tickets finished in an hour"),
                self.tr("In the whole centre, from the first call of the day to its last end."),
            ),
            "cache_percent": (
                self.tr("Answered from memory, in percent"),
                self.tr("Of what the server's caches were asked."),
            ),
            "start_seconds": (
                self.tr("Start of the server, at most, in seconds"),
                self.tr("From the start of the program to its first answer."),
            ),
            "satisfaction_stars": (
                self.tr("Satisfaction of patients, in stars"),
                self.tr("The mean of what patients answer on their page, from 1 to 5."),
            ),
            "wait_minutes": (
                self.tr("Wait until the first call, in minutes"),
                self.tr("Half of the people are called within this."),
            ),
        }
