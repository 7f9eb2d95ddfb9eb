"""What the wizard asks of the server. No Qt."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from mmc_console.wire.restore import RestoreAnswer, RestoreRequest, RestoreState

if TYPE_CHECKING:
    from mmc_console.client.admin import AdminDoor

PATH: Final = "/admin/restore"
PATIENCE: Final = 600.0
"""Seconds: a large backup is read whole before anything is said of it."""


class Restores:
    """One server's."""

    def __init__(self, door: AdminDoor) -> None:
        self._door = door

    async def rehearse(self, backup: str, to: datetime | None) -> RestoreAnswer:
        """What would change; nothing does."""
        return await self._door.send(
            "POST", PATH, RestoreRequest(backup_id=backup, to=to, dry_run=True), RestoreAnswer, patience=PATIENCE
        )

    async def restore(
        self, backup: str, to: datetime | None, *, bring_back: bool, reason: str, password: str, center: str
    ) -> RestoreAnswer:
        """Do it; answers when it is done."""
        request = RestoreRequest(
            backup_id=backup, to=to, bring_back=bring_back, reason=reason, password=password, center=center
        )
        return await self._door.send("POST", PATH, request, RestoreAnswer, patience=PATIENCE)

    async def state(self) -> RestoreState:
        """The one that is under way, and the last one that has ended."""
        return await self._door.get(PATH, RestoreState)
