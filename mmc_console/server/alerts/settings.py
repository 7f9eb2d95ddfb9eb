"""From when on something is worth an alert. Rules are sentences with one or two numbers; these are the numbers."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from mmc_console.server.preferences import Area


class AlertSettings(Area, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Percent, milliseconds and minutes. A rate's alert ends a fifth below where it began.

    What a health check judges (disk, backups, certificate, silent desks) has its limits there.
    """

    AREA: ClassVar[str] = "alerts"
    error_percent: Annotated[float, Meta(gt=0, le=100)] = 2.0
    """Of the requests of the last five minutes, answered with a fault of ours."""
    slow_ms: Annotated[int, Meta(ge=10, le=60_000)] = 200
    """What 95 in 100 requests of the last five minutes should not exceed."""
    least_requests: Annotated[int, Meta(ge=1, le=100_000)] = 50
    """Fewer say nothing about a rate."""
    guesses: Annotated[int, Meta(ge=3, le=10_000)] = 20
    """Refused sign-ins in a quarter of an hour."""
    calm_minutes: Annotated[int, Meta(ge=0, le=120)] = 2
    """So long the cause must be gone before an alert ends."""
    quiet_minutes: Annotated[int, Meta(ge=0, le=1_440)] = 15
    """An alert that comes again so soon goes on as it was: nobody is told anew."""
