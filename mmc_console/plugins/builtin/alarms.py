"""Tells those who run the centre of alerts, through apprise: e-mail, SMS, chat and a hundred more by one address.

Apprise says only whether a service took a message, so it is sent again until it did. Where a service knows idempotency
keys, put `{key}` where it expects one, and nobody is told twice even after a power cut.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from mmc_console.plugins.api import About, AlertNews, Centre, Later, Refuse, Setting, Skip, hook

about = About(
    version="1.0",
    summary={
        "ar": "يرسل التنبيهات إلى من يدير المركز: بريد إلكتروني أو رسالة نصية أو غيرهما",
        "en": "Sends alerts to those who run the centre: by e-mail, text message and more",
    },
    permissions=("alerts",),
    settings=(
        Setting(
            name="urls", required=True, secret=True,
            about="apprise addresses, by spaces, such as mailtos://user:password@host?to=someone@host",
        ),
        Setting(name="language", about="ar or en; empty: ar"),
        Setting(name="from", about="the least that is sent: info, warning or severe; empty: warning"),
        Setting(name="resolved", about="no: nothing is sent when an alert is over"),
    ),
)  # fmt: skip

RANKS: Final = ("info", "warning", "severe")
OVER: Final = {"ar": "انتهى: ", "en": "Over: "}
_TYPES: Final = {"info": "info", "warning": "warning", "severe": "failure"}


class Sender:
    """The addresses, as they were set. Each is sent to by itself: one that fails holds none of the others up."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.urls = settings["urls"].split()
        self.language = settings.get("language") or "ar"
        least = settings.get("from") or "warning"
        if self.language not in OVER or least not in RANKS:
            raise Refuse("bad-setting")
        self.least = RANKS.index(least)
        self.resolved = settings.get("resolved", "").lower() not in ("no", "0", "false")
        self._sent: set[tuple[str, str]] = set()
        for url in self.urls:
            if self._apprise(url, "alert-0") is None:
                raise Refuse("url-unknown")

    def send(self, alert: AlertNews) -> None:
        """Send it to every address that has not taken it yet; Skip or Later."""
        if RANKS.index(alert.severity) < self.least or (alert.state == "resolved" and not self.resolved):
            raise Skip("not-chosen")
        title, text = alert.titles[self.language], alert.texts[self.language]
        if alert.state == "resolved":
            title = text = OVER[self.language] + title
        kind = "success" if alert.state == "resolved" else _TYPES[alert.severity]
        left = 0
        for url in self.urls:
            if (alert.key, url) in self._sent:
                continue
            service = self._apprise(url, alert.key)
            if service is not None and service.notify(title=title, body=text, notify_type=kind):
                self._sent.add((alert.key, url))
            else:
                left += 1
        if left:
            raise Later("not-taken")
        self._sent = {each for each in self._sent if each[0] != alert.key}

    def _apprise(self, url: str, key: str) -> Any:
        """Apprise with this address, or None when it knows no such service. Imported late: it is large."""
        import apprise

        found = apprise.Apprise()
        return found if found.add(url.replace("{key}", quote(key, safe=""))) else None


_sender: Sender | None = None


@hook
def begin(settings: dict[str, str], centre: Centre) -> None:
    """Check what was set."""
    global _sender  # noqa: PLW0603 - a plugin is a module, and this is its state
    _sender = Sender(settings)


@hook
def alert(alert: AlertNews) -> None:
    """Send it."""
    assert _sender is not None
    _sender.send(alert)
