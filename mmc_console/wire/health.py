"""How a centre is, as its server tells it, and how a console or a board tells its server that it is.

What is wrong is told by codes; the words for each, and what to do, stand in `translations/health_LANGUAGE.json`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from mmc_console.wire.boards import SoundState

Status = Literal["healthy", "degraded", "unhealthy"]
WORST: tuple[Status, ...] = ("unhealthy", "degraded", "healthy")
Stretched = Literal["healthy", "degraded", "unhealthy", "down", "planned", "unknown"]
StationState = Literal["online", "closed", "silent", "never"]
"""`closed`: it said that it ends. `silent`: it did not, and is not heard. `never`: nothing was ever heard of it."""
StationKind = Literal["console", "board"]
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
Count = Annotated[int, Meta(ge=0, le=10_000_000)]


class Finding(Struct, frozen=True):
    """What a check says, and since when its status is this. `detail` is a code; it names no path and no internals."""

    status: Status
    detail: str
    since: datetime


class Report(Struct, frozen=True):
    """`GET /api/v1/health`: what everybody may know. No name of a station, and no figure, is in it."""

    status: Status
    timestamp: datetime
    version: str
    checks: dict[str, Finding]


class CheckView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One check, for those who run the centre. `figures`: what was measured; `about`: the names of what it concerns."""

    name: str
    status: Status
    detail: str
    since: datetime
    figures: dict[str, float] = {}
    about: tuple[str, ...] = ()


class Uptime(Struct, frozen=True, kw_only=True):
    """How long people could work. `share`: 0 to 1, of the time that was measured and not named as maintenance before.

    None where nothing was measured. Unhealthy and not running are both down.
    """

    share: float | None
    measured_from: datetime | None
    down_seconds: float
    planned_seconds: float


class HealthView(Struct, frozen=True, kw_only=True):
    """`GET /api/v1/admin/health`: the checks, the worst first."""

    status: Status
    timestamp: datetime
    version: str
    checks: tuple[CheckView, ...]
    day: Uptime
    month: Uptime


class Stretch(Struct, frozen=True, rename={"begins": "from", "ends": "to"}):
    """A time in which the server was like this. `down`: it did not run; `unknown`: before anything was written down."""

    begins: datetime
    ends: datetime
    status: Stretched


class HealthChange(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A check said something else than before."""

    at: datetime
    check: str
    status: Status
    detail: str
    about: tuple[str, ...] = ()


class Maintenance(Struct, frozen=True, kw_only=True):
    """A time named beforehand in which the server may stand still. `by`: who named it."""

    id: int
    begins: datetime
    ends: datetime
    reason: str
    by: str


class MaintenanceRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /api/v1/admin/health/maintenance`. What is over cannot be named any more."""

    begins: datetime
    ends: datetime
    reason: Annotated[str, Meta(min_length=1, max_length=200)]


class MaintenanceAnswer(Struct, frozen=True):
    """`GET`, `POST /api/v1/admin/health/maintenance`: what is named and not over yet."""

    maintenance: tuple[Maintenance, ...]


class PlannedTime(Struct, frozen=True, kw_only=True):
    """A time named beforehand, for those who work meanwhile: when, and why."""

    begins: datetime
    ends: datetime
    reason: str


class PlannedAnswer(Struct, frozen=True):
    """`GET /api/v1/maintenance`: what goes on, and what begins within a day; the earliest first."""

    maintenance: tuple[PlannedTime, ...]


class HistoryView(Struct, frozen=True, kw_only=True):
    """`GET /api/v1/admin/health/history`: oldest first. At most `HISTORY_AT_MOST` changes, the newest."""

    begins: datetime
    ends: datetime
    stretches: tuple[Stretch, ...]
    changes: tuple[HealthChange, ...]
    maintenance: tuple[Maintenance, ...]


class Trouble(Struct, frozen=True, forbid_unknown_fields=True):
    """One check of a console's or board's own that is not healthy."""

    check: Code
    status: Literal["degraded", "unhealthy"]
    detail: Code


class DeviceStatus(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`POST /api/v1/devices/me/status`: how a console, kiosk or board is. A board leaves out what it has not."""

    app: Annotated[str, Meta(max_length=40)] = ""
    pending: Count = 0
    """Actions that wait to be sent."""
    failed: Count = 0
    """Refused or in conflict: they wait for a person."""
    oldest: datetime | None = None
    """When the oldest of the waiting ones was done."""
    clock: Annotated[float, Meta(ge=-1e10, le=1e10)] | None = None
    """Seconds its clock is behind the server's."""
    health: Annotated[tuple[Trouble, ...], Meta(max_length=20)] = ()
    user: Annotated[str, Meta(max_length=36)] = ""
    """Whose id it says is signed in: only shown, and nothing follows from it."""
    sound: SoundState = ""
    closing: bool = False
    """It ends now, in order: that it is not heard any more is no fault."""


class StationView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One console or board. `user`: who is signed in there, if it said so under their session."""

    id: str
    kind: StationKind
    name: str
    state: StationState
    desk: str = ""
    user: str = ""
    seen: datetime | None = None
    app: str = ""
    outdated: bool = False
    """Its version is not the server's."""
    pending: int = 0
    failed: int = 0
    oldest: datetime | None = None
    clock: float | None = None
    health: tuple[Trouble, ...] = ()
    sound: SoundState = ""


class StationsAnswer(Struct, frozen=True):
    """`GET /api/v1/admin/stations`: those that need somebody first."""

    stations: tuple[StationView, ...]
