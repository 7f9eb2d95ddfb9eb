"""The targets a centre measures itself by."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from mmc_console.server.preferences import Area


class FigureSettings(Area, frozen=True):
    """Targets of the KPI table. What is met or not is only ever judged by these."""

    AREA: ClassVar[str] = "figures"
    uptime_percent: Annotated[float, Meta(ge=50, le=100)] = 99.5
    """The server answered, of the time it was watched."""
    error_percent: Annotated[float, Meta(ge=0, le=50)] = 1.0
    """Requests answered 5xx, at most."""
    repair_minutes: Annotated[int, Meta(ge=1, le=1_440)] = 30
    """From an incident's beginning to its end, the mean, at most."""
    response_ms: Annotated[int, Meta(ge=10, le=60_000)] = 200
    """95 in 100 requests are answered within this."""
    throughput_per_hour: Annotated[int, Meta(ge=1, le=10_000)] = 40
    """Tickets finished in an hour in the whole centre, from the first call to the last end."""
    cache_percent: Annotated[float, Meta(ge=0, le=100)] = 90.0
    """Answered from the server's caches, of what they were asked."""
    start_seconds: Annotated[float, Meta(ge=0.1, le=600)] = 3.0
    """From the process's start to its first answer, at most."""
    satisfaction_stars: Annotated[float, Meta(ge=1, le=5)] = 4.0
    """The mean of what patients answer on their page."""
    wait_minutes: Annotated[int, Meta(ge=1, le=600)] = 15
    """Half of the people are called within this."""
