"""What the page asks of the server, by the names of things people do. No Qt."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mmc_console.desktop.admin.alerts.contract import Filter, Span
from mmc_console.wire.alerts import (
    Acknowledge,
    AddFollowUp,
    AddNote,
    Alert,
    AlertsAnswer,
    ChangeFollowUp,
    ChangeIncident,
    Incident,
    IncidentsAnswer,
    OpenIncident,
    Snooze,
)
from mmc_console.wire.json import Malformed, decode
from mmc_console.wire.logs import LogsAnswer

if TYPE_CHECKING:
    from mmc_console.client.admin import AdminDoor

ALERTS: Final = "/admin/alerts"
INCIDENTS: Final = "/admin/incidents"
LOGS: Final = "/admin/logs"
SPANS: Final[dict[Span, timedelta | None]] = {
    "hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7), "all": None,
}  # fmt: skip
_SOURCES: Final = {"all": None, "server": "!console", "console": "console"}


class Asking:
    """One page's questions; each raises what the door raises."""

    def __init__(self, door: AdminDoor) -> None:
        self._door = door

    async def alerts(self) -> AlertsAnswer:
        """How they stand."""
        return await self._door.get(ALERTS, AlertsAnswer)

    async def acknowledge(self, id: str, note: str) -> Alert:
        """I look after it."""
        return await self._door.send("POST", f"{ALERTS}/{id}/acknowledge", Acknowledge(note=note), Alert)

    async def snooze(self, id: str, minutes: int) -> Alert:
        """Say nothing of it for so long."""
        return await self._door.send("POST", f"{ALERTS}/{id}/snooze", Snooze(minutes=minutes), Alert)

    async def incidents(self) -> IncidentsAnswer:
        """All of them."""
        return await self._door.get(INCIDENTS, IncidentsAnswer)

    async def incident(self, id: int) -> Incident:
        """One with its time line."""
        return await self._door.get(f"{INCIDENTS}/{id}", Incident)

    async def open_incident(self, asked: OpenIncident) -> Incident:
        """A new one, or the one this alert has already."""
        return await self._door.send("POST", INCIDENTS, asked, Incident)

    async def change_incident(self, id: int, asked: ChangeIncident) -> Incident:
        """Another state or cause."""
        return await self._door.send("PATCH", f"{INCIDENTS}/{id}", asked, Incident)

    async def note(self, id: int, text: str) -> Incident:
        """A word in its time line."""
        return await self._door.send("POST", f"{INCIDENTS}/{id}/notes", AddNote(text=text), Incident)

    async def follow_up(self, id: int, text: str) -> Incident:
        """Something to be done later."""
        return await self._door.send("POST", f"{INCIDENTS}/{id}/follow-ups", AddFollowUp(text=text), Incident)

    async def follow_up_done(self, id: int, n: int, *, done: bool) -> Incident:
        """It was done."""
        path = f"{INCIDENTS}/{id}/follow-ups/{n}"
        return await self._door.send("PATCH", path, ChangeFollowUp(done=done), Incident)

    async def save_incident(self, id: int, kind: str, language: str, target: Path) -> None:
        """The incident as a document."""
        await self._door.download(f"{INCIDENTS}/{id}/export", target, format=kind, language=language)

    async def logs(self, filter: Filter, now: datetime, cursor: str = "") -> LogsAnswer:
        """Lines, newest first."""
        return await self._door.get(
            LOGS, LogsAnswer, level=filter.least, source=_SOURCES[filter.origin], text=filter.text or None,
            since=_since(filter, now), cursor=cursor or None,
        )  # fmt: skip

    async def save_logs(self, filter: Filter, now: datetime, target: Path) -> None:
        """The lines as a file."""
        await self._door.download(
            f"{LOGS}/export", target, level=filter.least, source=_SOURCES[filter.origin], text=filter.text or None,
            since=_since(filter, now),
        )  # fmt: skip

    async def follow(self, filter: Filter, after: str) -> AsyncIterator[LogsAnswer]:
        """What comes from now on, until the line or the server ends it."""
        stream = self._door.follow(
            f"{LOGS}/stream", level=filter.least, source=_SOURCES[filter.origin], text=filter.text or None,
            after=after or None,
        )  # fmt: skip
        async with stream as messages:
            async for message in messages:
                if message.event == "lines":
                    try:
                        yield decode(message.body.encode(), LogsAnswer)
                    except Malformed:
                        continue  # of a server of another version


def _since(filter: Filter, now: datetime) -> str | None:
    span = SPANS[filter.span]
    return (now - span).isoformat() if span is not None else None
