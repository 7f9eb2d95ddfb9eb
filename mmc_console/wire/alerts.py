"""Alerts and incidents as they travel. The words of an alert stand in `translations/alerts_LANGUAGE.json`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

Severity = Literal["info", "warning", "severe"]
SEVERITIES: Final[tuple[Severity, ...]] = ("info", "warning", "severe")
Happened = Literal["raised", "again", "worse", "better", "acknowledged", "snoozed", "resolved"]
AlertState = Literal["open", "seen", "snoozed", "closed"]
IncidentState = Literal["open", "mitigated", "closed"]
NOTE_AT_MOST: Final = 2_000
SNOOZES: Final = (60, 240, 1_440)
"""Minutes that are offered; any number up to a week is taken."""


class Step(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that happened to an alert. `by`: the name of who did it, empty for the server itself."""

    at: datetime
    what: Happened
    by: str = ""
    text: str = ""


class Alert(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One alert: there is never a second open one of the same `kind` and `about`.

    `detail` is the code of what was found, `names` the stations it concerns, `figures` what was measured. `count`: how
    often it came since `began`. `owner`: who has taken it.
    """

    id: str
    kind: str
    about: str = ""
    severity: Severity
    detail: str = ""
    names: tuple[str, ...] = ()
    figures: dict[str, float] = {}
    began: datetime
    last: datetime
    ended: datetime | None = None
    count: int = 1
    owner: str = ""
    seen_at: datetime | None = None
    note: str = ""
    snoozed_until: datetime | None = None
    history: tuple[Step, ...] = ()

    def state(self, now: datetime) -> AlertState:
        """How it stands."""
        if self.ended is not None:
            return "closed"
        if self.snoozed_until is not None and now < self.snoozed_until:
            return "snoozed"
        return "seen" if self.seen_at is not None else "open"


class AlertsAnswer(Struct, frozen=True, kw_only=True):
    """`GET /api/v1/admin/alerts`: the open ones, the most severe first; then those that ended, newest first.

    `unseen`: what the bell shows. `kept`: false while they are in memory only, because the database takes nothing.
    """

    now: datetime
    open: tuple[Alert, ...]
    closed: tuple[Alert, ...]
    unseen: int
    kept: bool = True


class Acknowledge(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /api/v1/admin/alerts/{id}/acknowledge`: I look after it."""

    note: Annotated[str, Meta(max_length=NOTE_AT_MOST)] = ""


class Snooze(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /api/v1/admin/alerts/{id}/snooze`: say nothing of it for so long. 0: speak again."""

    minutes: Annotated[int, Meta(ge=0, le=10_080)]


# -- incidents ----------------------------------------------------------------------------------------


class FollowUp(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something to be done so that it does not happen again."""

    id: int
    text: str
    who: str = ""
    done_at: datetime | None = None


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of an incident's time line. `auto`: found in the log; `note`: written by a person, `by`."""

    at: datetime
    sort: Literal["auto", "note"]
    text: str
    level: str = "info"
    code: str = ""
    by: str = ""


class IncidentRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An incident in a list."""

    id: int
    title: str
    severity: Severity
    state: IncidentState
    began: datetime
    mitigated: datetime | None = None
    closed: datetime | None = None
    alert: str = ""
    owner: str = ""
    open_follow_ups: int = 0


class Incident(IncidentRow, frozen=True, kw_only=True, omit_defaults=True):
    """An incident with all there is about it. `repair_seconds`: from its beginning until people could work again."""

    cause: str = ""
    entries: tuple[Entry, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    repair_seconds: float | None = None
    more: bool = False
    """There were more lines in the log than the time line takes."""


class IncidentsAnswer(Struct, frozen=True):
    """`GET /api/v1/admin/incidents`: newest first."""

    incidents: tuple[IncidentRow, ...]


Title = Annotated[str, Meta(min_length=1, max_length=200)]
Text = Annotated[str, Meta(min_length=1, max_length=NOTE_AT_MOST)]


class OpenIncident(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /api/v1/admin/incidents`. With `alert`: it began when the alert did."""

    title: Title
    severity: Severity = "warning"
    alert: Annotated[str, Meta(max_length=40)] = ""
    began: datetime | None = None


class ChangeIncident(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`PATCH /api/v1/admin/incidents/{id}`: what is given is changed."""

    title: Title | None = None
    severity: Severity | None = None
    state: IncidentState | None = None
    cause: Annotated[str, Meta(max_length=4 * NOTE_AT_MOST)] | None = None


class AddNote(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /api/v1/admin/incidents/{id}/notes`."""

    text: Text


class AddFollowUp(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /api/v1/admin/incidents/{id}/follow-ups`."""

    text: Text
    who: Annotated[str, Meta(max_length=120)] = ""


class ChangeFollowUp(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`PATCH /api/v1/admin/incidents/{id}/follow-ups/{n}`."""

    done: bool
