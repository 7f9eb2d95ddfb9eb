"""Text messages to patients, through apprise: SMS services, e-mail gateways and a hundred more by one address.

Apprise says only whether a service took a message, so a message is sent again until it did. Where the service knows
idempotency keys, put `{id}` where it expects one, and nobody is told twice even after a power cut.
"""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import quote

from mmc_console.plugins.api import About, Centre, Later, Notice, Refuse, Setting, Skip, hook

about = About(
    version="1.0",
    summary={
        "ar": "رسائل نصية إلى المراجعين عبر مزوّد الخدمة الذي يختاره المركز",
        "en": "Text messages to patients, through the service the centre has chosen",
    },
    permissions=("notices", "contact", "name"),
    settings=(
        Setting(
            name="url", required=True, secret=True,
            about="an apprise address with {phone} in it and, where the service knows one, {id}",
        ),
        Setting(name="kinds", about="which notices, by commas; empty: near_turn, your_turn, moved_on, visit_complete"),
        Setting(name="country", about="put before numbers without + or 00, such as +974"),
    ),
)  # fmt: skip

USUAL: Final = "near_turn,your_turn,moved_on,visit_complete"
"""`next_in_line` comes with `near_turn` in a short queue, and two messages at once are one too many."""
_PHONE: Final = re.compile(r"\+?[0-9]{6,15}")
_IGNORED: Final = re.compile(r"[\s()./-]")


class Sender:
    """One address, as it was set."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.url, self.country = settings["url"], settings.get("country", "")
        self.kinds = frozenset(word.strip() for word in (settings.get("kinds") or USUAL).split(","))
        if "{phone}" not in self.url:
            raise Refuse("url-without-phone")
        if self._apprise(self.url_for("+97400000000", "00000000-0000-0000-0000-000000000000")) is None:
            raise Refuse("url-unknown")

    def url_for(self, phone: str, id: str) -> str:
        """The address of one message."""
        return self.url.replace("{phone}", quote(phone, safe="")).replace("{id}", quote(id, safe=""))

    def send(self, notice: Notice) -> None:
        """Send it; Skip or Later."""
        if notice.kind not in self.kinds:
            raise Skip("not-chosen")
        phone = number_of(notice.phone, self.country)
        service = self._apprise(self.url_for(phone, notice.id))
        if service is None:
            raise Refuse("url-unknown")
        if not service.notify(body=notice.text):
            raise Later("not-taken")

    def _apprise(self, url: str) -> Any:
        """Apprise with this address, or None when it knows no such service. Imported late: it is large."""
        import apprise

        found = apprise.Apprise()
        return found if found.add(url) else None


_sender: Sender | None = None


@hook
def begin(settings: dict[str, str], centre: Centre) -> None:
    """Check what was set."""
    global _sender  # noqa: PLW0603 - a plugin is a module, and this is its state
    _sender = Sender(settings)


@hook
def any_notice(notice: Notice) -> None:
    """Send the notice to the patient's phone."""
    assert _sender is not None
    _sender.send(notice)


def number_of(phone: str, country: str) -> str:
    """*phone* as services want it; Skip when there is none."""
    plain = _IGNORED.sub("", phone)
    if not plain:
        raise Skip("no-phone")
    if plain.startswith("00"):
        plain = f"+{plain[2:]}"
    elif not plain.startswith("+") and country:
        plain = f"{country}{plain.lstrip('0')}"
    if _PHONE.fullmatch(plain) is None:
        raise Skip("not-a-phone")
    return plain
