"""What the pages ask of the server about its backups, and its answers as the pages show them. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from mmc_console.desktop.admin.backups.contract import (
    Doing,
    Kept,
    RecoveryKey,
    Schedule,
    SchedulePart,
    Standing,
    Work,
)
from mmc_console.desktop.admin.backups.schedule import LIMITS, part_of
from mmc_console.wire.backups import (
    BackupInfo,
    BackupsAnswer,
    BackupStanding,
    CopyRequest,
    RecoveryAnswer,
)

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

PATH: Final = "/admin/backups"
SETTINGS: Final = "/admin/settings"
AREA: Final = "backups"
PATIENCE: Final = 600.0
_DOING: Final[dict[str, Doing]] = {"": "", "take": "take", "verify": "verify", "copy": "copy"}


class Settings(Struct):
    """The areas of settings, of which only one is read here."""

    areas: dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Look:
    """Everything the server tells at once."""

    kept: tuple[Kept, ...]
    standing: Standing
    work: Work
    schedule: Schedule
    reaches: datetime | None
    """Up to this moment what has happened lies in the backups' place."""


class Asking:
    """One server's backups, in the centre's own time."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def look(self) -> Look:
        """What there is, how it stands, what is being done, and when it is made."""
        door = self._gateway.admin
        found = await door.get(PATH, BackupsAnswer)
        settings = (await door.get(SETTINGS, Settings)).areas.get(AREA, {})
        schedule = schedule_of(settings)
        newest = next((b.id for b in found.backups if b.verified_at is not None and not b.problem), "")
        return Look(
            tuple(self._kept(info, newest) for info in found.backups),
            self._standing(found.standing, int(schedule.every_hours)),
            Work(
                _DOING.get(found.work.doing, "verify"), found.work.stage, found.work.done, found.work.total,
                found.work.may_cancel,
            ),
            schedule, self._local(found.standing.shipped_at),
        )  # fmt: skip

    async def take(self) -> None:
        """Begin a backup."""
        await self._gateway.admin.tell("POST", PATH)

    async def cancel(self) -> None:
        """Call off what is being done."""
        await self._gateway.admin.tell("POST", f"{PATH}/cancel")

    async def verify(self, id: str) -> None:
        """Begin to read it back whole."""
        await self._gateway.admin.tell("POST", f"{PATH}/{id}/verify")

    async def copy(self, id: str, folder: str) -> None:
        """Put it into another folder of the server too."""
        await self._gateway.admin.tell("POST", f"{PATH}/{id}/copy", CopyRequest(folder=folder), patience=PATIENCE)

    async def save(self, id: str, target: Path, heard: Callable[[int], None]) -> None:
        """Write it to this PC, whole or not at all."""
        await self._gateway.admin.download(f"{PATH}/{id}", target, heard=heard)

    async def delete(self, id: str) -> None:
        """It goes from every place."""
        await self._gateway.admin.tell("DELETE", f"{PATH}/{id}")

    async def key(self) -> RecoveryKey:
        """The recovery key, told once."""
        answer = await self._gateway.admin.send("POST", f"{PATH}/recovery-key", None, RecoveryAnswer)
        name = self._gateway.state.center.center.name
        return RecoveryKey(answer.key_id, answer.text, name, self._gateway.now())

    async def change(self, schedule: Schedule, parts: Collection[SchedulePart]) -> None:
        """Set what is in *parts*."""
        fields: dict[str, Any] = {
            part_of[part]: int(getattr(schedule, part)) if part in LIMITS else getattr(schedule, part)
            for part in part_of if part in parts
        }  # fmt: skip
        await self._gateway.admin.tell("PATCH", f"{SETTINGS}/{AREA}", fields)

    # ------------------------------------------------------------------ inside
    def _kept(self, info: BackupInfo, newest: str) -> Kept:
        good = info.verified_at is not None and not info.problem
        return Kept(
            info.id, self._gateway.state.calendar.stamp(info.at), info.kind, info.size,
            "failed" if info.problem else "verified" if good else "unchecked", self._local(info.verified_at),
            info.places, info.problem, info.seq, info.id == newest,
        )  # fmt: skip

    def _standing(self, told: BackupStanding, every: int) -> Standing:
        return Standing(
            every, self._local(told.next_at), self._local(told.tested_at), told.test_passed, told.behind,
            self._local(told.failed_at), told.failure, told.key_id, told.key_printed,
        )  # fmt: skip

    def _local(self, moment: datetime | None) -> datetime | None:
        return self._gateway.state.calendar.stamp(moment) if moment is not None else None


def schedule_of(fields: dict[str, Any]) -> Schedule:
    """The settings as the form shows them; what the server does not tell is as it is by default."""
    told = {part: str(fields[name]) for part, name in part_of.items() if fields.get(name) is not None}
    return Schedule(**told)
