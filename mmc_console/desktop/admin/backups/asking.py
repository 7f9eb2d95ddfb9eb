"""What the pages ask of the server about its backups, and its answers as the pages show them. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from mmc_console.client.errors import DESTROYED, ProblemAnswer, ServerBusy, UnderMaintenance
from mmc_console.desktop.admin.backups.contract import (
    Doing,
    Kept,
    Place,
    RecoveryKey,
    Schedule,
    SchedulePart,
    Standing,
    Work,
)
from mmc_console.desktop.admin.backups.schedule import PARTS, schedule_of, sent
from mmc_console.wire.backups import BackupRow, BackupsAnswer, CopyRequest, RecoveryCopy, Run, StoreSecret

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

PATH: Final = "/admin/backups"
SETTINGS: Final = "/admin/settings"
AREA: Final = "backups"


class Setting(Struct):
    """One setting of an area; of the rest of it nothing is needed here."""

    name: str
    value: Any


class Area(Struct):
    """The settings that belong together."""

    area: str
    fields: tuple[Setting, ...]


class Settings(Struct):
    """`GET /admin/settings`."""

    areas: tuple[Area, ...]


class Change(Struct):
    """`PATCH /admin/settings/{area}`."""

    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """Everything the server tells at once."""

    kept: tuple[Kept, ...]
    standing: Standing
    work: Work
    schedule: Schedule
    settable: bool = True
    destroyed: bool = False
    """The server has no database: only the stores were asked."""
    runs: tuple[Run, ...] = ()
    """What was done lately, the newest first."""
    reaches: datetime | None = None
    """Up to here what has happened lies where the backups do."""

    def last(self, deed: Doing, backup: str = "") -> Run | None:
        """How the last of these deeds went."""
        return next((r for r in self.runs if r.deed == deed and backup in ("", r.backup)), None)


class Asking:
    """One server's backups, in the centre's own time."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def look(self) -> Look:
        """What there is, how it stands, what is being done, and when it is made."""
        door = self._gateway.admin
        found = await door.get(PATH, BackupsAnswer)
        fields = await self._settings()
        schedule = schedule_of(fields)
        good = [b for b in found.backups if b.verified_at is not None and not b.refused]
        newest = next((b.id for b in good if b.present), next((b.id for b in good), ""))
        working = found.working
        work = Work() if working is None else Work(
            working.deed, working.step, working.done, working.of, may_cancel=True
        )  # fmt: skip
        kept = tuple(self._kept(row, newest) for row in found.backups)
        shipped = found.shipping.at if found.shipping.state != "off" else None
        standing = self._standing(found, int(schedule.every_hours))
        destroyed = found.shipping.detail in DESTROYED
        return Look(kept, standing, work, schedule, bool(fields), destroyed, found.runs, self._local(shipped))

    async def _settings(self) -> dict[str, Any]:
        """The schedule as it is set; empty where this server sets it elsewhere, or has no database to read it from."""
        try:
            areas = (await self._gateway.admin.get(SETTINGS, Settings)).areas
        except UnderMaintenance:
            raise
        except ServerBusy:
            return {}
        except ProblemAnswer as fault:
            if fault.code != "not-found":
                raise
            return {}
        return next(({f.name: f.value for f in area.fields} for area in areas if area.area == AREA), {})

    async def take(self) -> None:
        """Begin a backup."""
        await self._gateway.admin.tell("POST", PATH, wait=0)

    async def cancel(self) -> None:
        """Call off what is being done."""
        await self._gateway.admin.tell("DELETE", f"{PATH}/working")

    async def verify(self, id: str) -> None:
        """Begin to read it back whole."""
        await self._gateway.admin.tell("POST", f"{PATH}/{id}/verify", wait=0)

    async def copy(self, id: str, folder: str) -> None:
        """Begin to put it into another folder of the server too."""
        await self._gateway.admin.tell("POST", f"{PATH}/{id}/copy", CopyRequest(folder=folder), wait=0)

    async def save(self, id: str, target: Path, heard: Callable[[int], None]) -> None:
        """Write it to this PC, whole or not at all."""
        await self._gateway.admin.download(f"{PATH}/{id}", target, heard=heard)

    async def delete(self, id: str) -> None:
        """It goes from every place."""
        await self._gateway.admin.tell("DELETE", f"{PATH}/{id}")

    async def key(self) -> RecoveryKey:
        """The recovery key, told once."""
        answer = await self._gateway.admin.send("POST", f"{PATH}/key", None, RecoveryCopy)
        return RecoveryKey(answer.key, answer.text, self._gateway.state.center.center.name, self._gateway.now())

    async def keep_secret(self, secret: StoreSecret) -> None:
        """How the S3-compatible store is entered from now on."""
        await self._gateway.admin.tell("PUT", f"{PATH}/store-secret", secret)

    async def change(self, schedule: Schedule, parts: Collection[SchedulePart]) -> None:
        """Set what is in *parts*."""
        fields: dict[str, Any] = {part: sent(schedule, part) for part in PARTS if part in parts}
        await self._gateway.admin.tell("PATCH", f"{SETTINGS}/{AREA}", Change(fields))

    # ------------------------------------------------------------------ inside
    def _kept(self, row: BackupRow, newest: str) -> Kept:
        check = "failed" if row.refused else "verified" if row.verified_at is not None else "unchecked"
        return Kept(
            row.id, self._stamp(row.at), row.kind, row.size, check,  # type: ignore[arg-type]  # exactly the literals
            self._local(row.verified_at), row.places, row.refused, row.seq, row.id == newest, row.present,
        )  # fmt: skip

    def _standing(self, told: BackupsAnswer, every: int) -> Standing:
        failed, test, shipping = _last_failure(told.runs), told.last_test, told.shipping
        return Standing(
            every_hours=every, next=self._stamp(told.next_at),
            tested=self._stamp(test.began) if test is not None else None,
            test_passed=test is not None and test.outcome == "done",
            shipping=shipping.state, shipping_fault=shipping.detail, behind=shipping.lag,
            failed=self._stamp(failed.began) if failed is not None else None,
            failure=failed.detail if failed is not None else "",
            places=tuple(Place(p.name, p.detail, self._stamp(p.since), p.free, p.near) for p in told.places),
            key_id=told.key.id, key_printed=told.key.printed,
        )  # fmt: skip

    def _local(self, moment: datetime | None) -> datetime | None:
        return self._stamp(moment) if moment is not None else None

    def _stamp(self, moment: datetime) -> datetime:
        return self._gateway.state.calendar.stamp(moment)


def _last_failure(runs: Collection[Run]) -> Run | None:
    """The last backup that was tried, if it failed."""
    taken = [run for run in runs if run.deed == "take" and run.outcome != "cancelled"]
    last = max(taken, key=lambda run: run.began, default=None)
    return last if last is not None and last.outcome == "failed" else None
