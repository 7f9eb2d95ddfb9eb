"""What a server and the process of one plugin say to each other: one JSON object a line, in both directions.

A plugin is code of others: every line of it is checked against these types, and a line that is none ends the process.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final, Literal

import msgspec
from msgspec import Raw, Struct

from mmc_console.domain.ids import ClinicCode, TicketId, VisitId
from mmc_console.domain.notices import NoticeKind
from mmc_console.wire.alerts import Severity

Permission = Literal["events", "notices", "alerts", "contact", "name"]
"""What a plugin may ask to be given; a person's contact and name need an administrator's grant besides."""
PERMISSIONS: Final[tuple[Permission, ...]] = ("events", "notices", "alerts", "contact", "name")
PERSONAL: Final[frozenset[str]] = frozenset({"contact", "name"})

NAME: Final = re.compile("[a-z][a-z0-9_-]{0,39}")
CODE: Final = re.compile("[A-Za-z][A-Za-z0-9_.:-]{0,63}")
"""How a fault is named: a word, never a sentence, for a sentence may hold somebody's number."""
LINE_AT_MOST: Final = 1_000_000


class Setting(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One value an administrator gives to a plugin. A `secret` is never shown again."""

    name: str
    about: str = ""
    required: bool = False
    secret: bool = False


class About(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a plugin says of itself."""

    version: str
    summary: dict[str, str]
    permissions: tuple[Permission, ...] = ()
    settings: tuple[Setting, ...] = ()


class Notice(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing to tell one patient, with the words for it; no medical detail.

    `id` is the same whenever this notice comes again: give it to the service you send with, so that nobody is told
    twice. `phone`, `language` and `name` are empty without the grant. `tried`: how often it was handed over before.
    """

    id: str
    kind: NoticeKind
    at: datetime
    visit: VisitId
    ticket: TicketId | None = None
    number: str
    label: str
    clinic: ClinicCode | None = None
    room: int | None = None
    text: str
    texts: dict[str, str]
    phone: str = ""
    language: str = ""
    name: str = ""
    tried: int = 0


class AlertNews(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing to tell those who run the centre: an alert was raised, got worse, or ended. Nobody's name is in it.

    `key` is the same whenever this comes again: give it to the service you send with. `titles` say what happened, by
    language, `texts` also what it means and what to do.
    """

    key: str
    id: str
    state: Literal["raised", "worse", "resolved"]
    kind: str
    about: str = ""
    severity: Severity
    at: datetime
    began: datetime
    titles: dict[str, str]
    texts: dict[str, str]
    tried: int = 0


class Contact(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a patient is reached; `name` only where that is granted as well."""

    phone: str = ""
    language: str = ""
    name: str = ""


# -- to the plugin ------------------------------------------------------------------------------------


class Begin(Struct, frozen=True, kw_only=True, tag="begin"):
    """The first line: what was set."""

    settings: dict[str, str]


class TellEvent(Struct, frozen=True, kw_only=True, tag="event"):
    """An event of the log."""

    key: str
    body: Raw


class TellNotice(Struct, frozen=True, kw_only=True, tag="notice"):
    """A notice."""

    notice: Notice


class TellAlert(Struct, frozen=True, kw_only=True, tag="alert"):
    """News of an alert."""

    alert: AlertNews


class Answer(Struct, frozen=True, kw_only=True, tag="answer", omit_defaults=True):
    """To an `Ask`: what was asked for, or why not."""

    contact: Contact | None = None
    refused: str = ""


ToPlugin = Begin | TellEvent | TellNotice | TellAlert | Answer


# -- from the plugin ----------------------------------------------------------------------------------


class Hello(Struct, frozen=True, kw_only=True, tag="hello"):
    """It was loaded: what it is, and which hooks it has."""

    about: About
    events: tuple[str, ...]
    notices: tuple[str, ...]
    alerts: bool = False


class Ready(Struct, frozen=True, kw_only=True, tag="ready"):
    """It has taken its settings and may be told things."""


class Broken(Struct, frozen=True, kw_only=True, tag="broken", omit_defaults=True):
    """It cannot be loaded or begun."""

    code: str
    place: str = ""


class Did(Struct, frozen=True, kw_only=True, tag="did", omit_defaults=True):
    """What became of one thing told. `later`: seconds to wait, 0 for whatever is usual."""

    outcome: Literal["done", "skipped", "later", "refused", "raised"]
    code: str = ""
    place: str = ""
    after: float = 0.0
    restart: bool = False


class Ask(Struct, frozen=True, kw_only=True, tag="ask"):
    """The plugin wants to know how the patient of a visit is reached."""

    visit: VisitId


FromPlugin = Hello | Ready | Broken | Did | Ask

read_from_plugin: Final = msgspec.json.Decoder(FromPlugin).decode
read_to_plugin: Final = msgspec.json.Decoder(ToPlugin).decode


def code_of(text: str) -> str:
    """*text* if it is fit to be shown as a fault's name."""
    return text if CODE.fullmatch(text) else "unnamed"


# -- for administrators -------------------------------------------------------------------------------


class PluginChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /api/v1/admin/plugins/{name}`: what is given is changed. A setting of null is taken away."""

    on: bool | None = None
    grants: tuple[str, ...] | None = None
    settings: dict[str, str | None] = {}


class PluginView(Struct, frozen=True, kw_only=True):
    """One plugin as an administrator sees it. `about` is null while its code has never run here; `state` is `off`, or
    what its process does: `starting`, `working`, `failing`, `missing`."""

    name: str
    source: str
    on: bool
    there: bool
    about: About | None
    grants: tuple[str, ...]
    settings: dict[str, str]
    counts: dict[str, int]
    last_error: str
    last_error_at: datetime | None
    last_sent_at: datetime | None
    state: str = "off"


class PluginsAnswer(Struct, frozen=True):
    """`GET /api/v1/admin/plugins`."""

    plugins: tuple[PluginView, ...]
