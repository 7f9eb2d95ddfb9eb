"""How a page keeps up with the local store: how soon it repaints, and from when on it calls itself old."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from mmc_console.desktop.kit.moments import as_of

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

BREATH: Final = 0.03
"""Seconds between two repaints for news: a press is shown at once, and what it brings within milliseconds together."""
STALE: Final = timedelta(seconds=30)


def stale_since(gateway: Gateway, now: datetime) -> datetime | None:
    """As of when the page is shown, in the centre's own time; None while the log's last word is fresh."""
    news = gateway.connection.data_from
    offline = gateway.connection.kind == "offline"
    if news is None or not (offline or now - news > STALE):
        return None
    return gateway.state.calendar.stamp(news)


def shown_as_of(gateway: Gateway, now: datetime) -> str | None:
    """The same as it is told: with its day when it is not of today."""
    since = stale_since(gateway, now)
    return as_of(since, gateway.state.calendar.stamp(now)) if since is not None else None
