"""The keys of one profile, whichever way this PC keeps them: its keyring, a passphrase, or not at all.

Where a passphrase was chosen once, it is asked for, also if there is a keyring meanwhile. Nothing is ever thrown away:
keys and stores nobody can open any more are set aside beside where they were. A store's file and what SQLite keeps
beside it belong together: where that was stopped half-way the next start ends it before anything is opened, because a
new store would delete the old one's write-ahead log, and the end of the outbox with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Literal

from mmc_console.client import files
from mmc_console.client.errors import StoreLost
from mmc_console.client.keys import KeyringKeys, KeyStore, MemoryKeys, open_keys
from mmc_console.client.profile import IDENTITY, STORE
from mmc_console.client.sealed import SealedKeys, sealed_path

Step = Literal["choose", "enter", "locked"]
"""What a person is asked: a new passphrase, the one chosen before, or to open the keyring that holds the keys."""


class Vault:
    """One profile's; *sealed* is the file of sealed keys."""

    def __init__(
        self, profile: Path, now: Callable[[], datetime], *, sealed: Path | None = None,
        keyring: Callable[[], Awaitable[KeyringKeys | MemoryKeys]] = open_keys,
    ) -> None:  # fmt: skip
        self._profile, self._now, self._keyring = profile, now, keyring
        self._sealed = sealed or sealed_path(profile)
        self._begun = self._sealed.with_suffix(".set-aside")
        """Says that something is being set aside, and since when."""

    async def find(self) -> KeyStore | Step:
        """The keys, if nobody has to be asked. StoreLost: what was to be set aside cannot be moved."""
        if self._begun.exists():
            await asyncio.to_thread(self._end_setting_aside)
        if self._sealed.exists():
            return "enter"
        found = await self._keyring()
        if not isinstance(found, MemoryKeys):
            return found
        return "locked" if found.why == "locked" or any(self._stores()) else "choose"

    async def create(self, passphrase: str) -> KeyStore:
        """New keys under *passphrase*. StoreFull, StoreLost; ValueError for one nobody should use."""
        return await SealedKeys.create(self._sealed, passphrase)

    async def unseal(self, passphrase: str) -> KeyStore:
        """The keys under *passphrase*. WrongPassphrase, PassphrasePause, KeysDamaged, StoreLost."""
        return await SealedKeys.unseal(self._sealed, passphrase, self._now)

    def without(self) -> KeyStore:
        """None: nothing of a patient goes on this disk."""
        return MemoryKeys()

    def passing(self) -> KeyStore:
        """For a sample day: as good as kept, until the program ends."""
        return MemoryKeys(lasting=True)

    async def set_aside(self, only: Path | None = None) -> None:
        """Keys and stores that nobody here can open make room for new ones. StoreFull, StoreLost.

        *only*: the folder of the one store whose key is lost. What this console was there goes with it: its counts are
        in that store, and a console that began them anew under the same name would be taken for a copy.
        """
        await asyncio.to_thread(self._set_aside, only)

    def _set_aside(self, only: Path | None) -> None:
        try:
            self._sealed.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as fault:
            raise StoreLost(str(fault)) from fault
        where = {"only": str(only)} if only is not None else {}
        files.write(self._begun, {"at": f"{self._now():%Y%m%d-%H%M%S}", **where})
        self._end_setting_aside()

    def _end_setting_aside(self) -> None:
        told = files.read(self._begun)
        at, only = told.get("at") or f"{self._now():%Y%m%d-%H%M%S}", told.get("only")
        try:
            one = Path(only) if isinstance(only, str) else None
            for path in (self._sealed, *self._stores()) if one is None else (*one.glob(f"{STORE}*"), one / IDENTITY):
                if path.exists() and ".set-aside-" not in path.name:
                    path.rename(path.with_name(f"{path.name}.set-aside-{at}"))
            if one is None:
                self._sealed.with_suffix(".tries").unlink(missing_ok=True)
            self._begun.unlink()
        except OSError as fault:
            raise StoreLost(str(fault)) from fault

    def _stores(self) -> list[Path]:
        """The files of every server's store in this profile, with what SQLite keeps beside them."""
        return [path for path in self._profile.rglob(f"{STORE}*") if ".set-aside-" not in path.name]
