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
            "limits": self.tr("Limits"),
            "figures": self.tr("Targets"),
            "logs": self.tr("Logs"),
            "patients": self.tr("Patients' data"),
        }.get(area, area)

    def field(self, area: str, field: str) -> tuple[str, str]:
        """Name and help; a field nobody has named is shown by its code."""
        known = {
            "alerts": self._alerts, "backups": self._backups, "figures": self._figures, "limits": self._limits,
            "logs": self._logs, "patients": self._patients,
        }  # fmt: skip
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

    def _backups(self) -> dict[str, tuple[str, str]]:
        return {
            "every_hours": (
                self.tr("Hours between two backups"),
                self.tr("Between them the log is shipped continuously, where that is on."),
            ),
            "keep_days": (
                self.tr("Days a backup is kept"),
                self.tr("After that one a month is kept for a year."),
            ),
            "keep_log_days": (
                self.tr("Days of the shipped log"),
                self.tr("So long one can go back to any moment; before that to the backups."),
            ),
            "ship": (
                self.tr("Ship the log continuously"),
                self.tr("What was done is outside the database within seconds."),
            ),
            "test_at": (
                self.tr("Time of the daily test restore"),
                self.tr("A backup is restored into a scratch place and compared. Write it as 03:00."),
            ),
            "folder": (
                self.tr("Folder of the backups"),
                self.tr("On the server's PC; empty: inside the server's own folder."),
            ),
            "second": (
                self.tr("Second folder"),
                self.tr("Another disk or a stick; each backup is copied there as well. Empty: none."),
            ),
            "endpoint": (
                self.tr("Address of the store"),
                self.tr("Of an S3-compatible store, such as https://store.example.org. Used when a bucket is named."),
            ),
            "bucket": (
                self.tr("Bucket"),
                self.tr("Its name in the store. Empty: no store is used. The store's key is set on the backups' page."),
            ),
            "region": (self.tr("Region"), self.tr("Of the store, where it asks for one.")),
            "prefix": (
                self.tr("Folder in the bucket"),
                self.tr("Where several centres share a bucket, each has its own."),
            ),
        }

    def _limits(self) -> dict[str, tuple[str, str]]:
        return {
            "device_per_second": (
                self.tr("Requests of one PC in a second"),
                self.tr("Above it, a PC is told to wait. Actions of people are not counted."),
            ),
            "device_burst": (
                self.tr("Requests of one PC at once after a pause"),
                self.tr("So many are answered without a wait, such as when a PC comes back."),
            ),
            "address_per_second": (
                self.tr("Requests without sign-in from one address in a second"),
                self.tr("The phones of a whole waiting room may share one address."),
            ),
            "address_burst": (
                self.tr("Requests without sign-in at once after a pause"),
                self.tr("So many are answered without a wait."),
            ),
        }
