"""What was rolled back on purpose, and must not come again: as long as the server's disk knows of that roll back."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mmc_console.domain.ids import ActionId


class LeftBehind:
    """The actions that had taken effect in a history that was left."""

    def __init__(self) -> None:
        self._rolls: list[str] = []
        """The histories that were begun by a roll back, in their order."""
        self._in: dict[ActionId, int] = {}
        """By the how-manieth of them each was left."""

    def __contains__(self, id: ActionId) -> bool:
        return id in self._in

    def among(self, ids: Collection[ActionId]) -> list[ActionId]:
        """Those of *ids* that must not come, in the order they were left in."""
        return [id for id in self._in if id in ids]

    def may_come(self, ids: Collection[ActionId]) -> None:
        """These may come after all."""
        self._in = {id: roll for id, roll in self._in.items() if id not in ids}

    def restored(self, last: str) -> None:
        """The disk's last roll back is now *last*, or none: what a later one had left may come again."""
        known = self._rolls.index(last) if last else -1
        self._in = {id: roll for id, roll in self._in.items() if roll <= known}

    def rolled_back(self, began: str, lost: Iterable[ActionId]) -> None:
        """The history *began* has left these."""
        self._rolls.append(began)
        self._in = dict.fromkeys(lost, len(self._rolls) - 1) | self._in
