"""Which console this is: its device id, and how often it has started.

`generation` rises by one at each start and is kept in the profile and in the keyring. When the two differ, this
profile is a copy or was rolled back, and may not give numbers or call people by itself. A profile put back within one
run shows the same generation; the keyring knows as well how far its own numbers have gone. The key this console proves
itself with lies in the keyring only, never in the profile.

A start that cannot see the keys is another device: it neither proves nor numbers anything in the first one's name.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import struct
import uuid
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from mmc_console.client import files
from mmc_console.client.errors import StoreFault
from mmc_console.client.files import Plain
from mmc_console.client.keys import SIZE, KeyStore, fresh_key
from mmc_console.client.profile import IDENTITY
from mmc_console.wire.answers import DeviceLogin
from mmc_console.wire.devices import encoded, proof

log = logging.getLogger(__name__)

WITHOUT_KEYS = "without_keys"
FURTHEST = timedelta(days=2)
"""How far ahead the clock is thought to have been that gave a number for a day to come."""
_PACKED = struct.Struct(">16sQII")
assert _PACKED.size == SIZE


class Identity:
    """This console. `copied`: the keyring, or the server, tells another story than the profile."""

    def __init__(
        self, device: str, generation: int, *, copied: bool = False, key: bytes | None = None,
        keep: Callable[[Identity], Awaitable[None]], note: Callable[[Identity], Awaitable[None]],
    ) -> None:  # fmt: skip
        """*key*: seed of the Ed25519 key this console proves itself with; None where nothing could keep it."""
        self.device, self.generation, self.copied, self.key = device, generation, copied, key
        self._keep, self._note = keep, note
        self.spent = (date.min, 0)
        """The day and count up to which numbers of the own series may be on paper, whatever the profile says."""
        self.reserved = (date.min, 0)
        self._fenced = copied
        """The profile says so too, or each start sees it anew."""
        self.unkept = False
        """The keyring has not taken the last word: it is locked, or silent."""

    @property
    def public_key(self) -> str | None:
        """What the server learns of the key at the first sign-in."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        if self.key is None:
            return None
        return encoded(Ed25519PrivateKey.from_private_bytes(self.key).public_key().public_bytes_raw())

    def prove(self, at: datetime, start: str = "") -> DeviceLogin:
        """A proof, for this moment and this *start* of the server, that it is this console; it has a key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        assert self.key is not None
        told = DeviceLogin(self.device, at, f"{start}.{secrets.token_urlsafe(24)}", "")
        return replace(told, signature=encoded(Ed25519PrivateKey.from_private_bytes(self.key).sign(proof(told))))

    async def fence(self) -> None:
        """Another console has this one's letter: it may do nothing by itself until it is enrolled anew.

        It is so from now on, also where the disk takes nothing: what told of it is an answer that others wait for. The
        next word of the same tries the disk again, or the next start would go on as if nothing had been said.
        """
        self.copied = True
        if not self._fenced:
            try:
                await self._keep(self)
            except StoreFault as fault:
                log.warning("that this console is a copy could not be kept: %s", fault.code)
            else:
                self._fenced = True

    def spent_on(self, day: date, *, certain: bool) -> int:
        """The count above which this start may give numbers on *day*; on whichever, where the day is not *certain*.

        A number given for a day to come was given by a clock that was ahead: it may be of this one.
        """
        of, count = self.spent
        return count if not certain or day <= of <= day + FURTHEST else 0

    async def reserve(self, day: date, count: int) -> None:
        """Note in the keyring that *count* will be on paper: a profile put back cannot know it.

        What is given late for a day that is over is noted with the day it is: that one's count must not be forgotten.
        """
        of, last = self.reserved
        if day < of <= day + FURTHEST:
            day, count = of, max(count, last)
        if (day, count) != self.reserved:
            self.reserved = day, count
            await self._note(self)

    async def renew(self, device: str) -> None:
        """Be another console from now on, as which the server has given it another letter.

        A disk that takes nothing keeps nobody out: at the next start it is the copy it was, and becomes yet another.
        """
        self.device, self.generation, self.copied, self._fenced = device, 1, False, False
        try:
            await self._keep(self)
        except StoreFault as fault:
            log.warning("which console this is now could not be kept: %s", fault.code)


async def start(profile: Path, keys: KeyStore) -> Identity:
    """This console's identity, one generation on, kept in both places before it is used. KeyringLocked, StoreLost."""
    told = files.read(profile / IDENTITY)
    if not keys.lasting:
        return await _start_without_keys(profile, told)

    async def keep(identity: Identity) -> None:
        said = {**files.read(profile / IDENTITY), **_told(identity)}
        said.pop("copied", None)
        files.write(profile / IDENTITY, {**said, "copied": True} if identity.copied else said)
        if not identity.copied:
            await note(identity)

    noting = asyncio.Lock()

    async def note(identity: Identity) -> None:
        try:
            async with noting:  # else the keyring may take the last word before the one before it
                await keys.set(_name(profile), _pack(identity))
        except StoreFault:
            identity.unkept = True  # a locked keyring stops nobody; only a profile put back now would go unnoticed
        else:
            identity.unkept = False

    device, generation = _device_of(told)
    known, key = await keys.get(_name(profile)), await keys.get(_key_name(profile))
    copied = told.get("copied") is True
    if device is None or known is None:
        device, generation, copied, key = str(uuid.uuid4()), 0, False, None  # new here, or brought from elsewhere
    if key is None:
        key = fresh_key()
        await keys.set(_key_name(profile), key)
    identity = Identity(device, generation + 1, copied=copied, key=key, keep=keep, note=note)
    if known is not None and generation:
        of, there, day, count = _PACKED.unpack(known)
        # the profile is written first: one ahead of the keyring was stopped in between, or not heard there
        same = of == uuid.UUID(device).bytes and there <= generation
        identity.copied = identity._fenced = copied = copied or not same
        identity.spent = identity.reserved = date.fromordinal(max(day, 1)), count
    if not copied:  # else both stay as they are, so that every start sees it, until this desk is enrolled anew
        await keep(identity)
    return identity


async def _start_without_keys(profile: Path, told: dict[str, Plain]) -> Identity:
    """A device of its own beside the one whose keys are out of reach; the same one at each such start."""
    loose = told.get(WITHOUT_KEYS)
    device, generation = _device_of(loose if isinstance(loose, dict) else {})

    async def keep(identity: Identity) -> None:
        files.write(profile / IDENTITY, {**files.read(profile / IDENTITY), WITHOUT_KEYS: _told(identity)})

    identity = Identity(device or str(uuid.uuid4()), generation + 1, keep=keep, note=_forget)
    await keep(identity)
    return identity


def passing() -> Identity:
    """A console that leaves no trace: new at each start."""
    return Identity(str(uuid.uuid4()), 1, keep=_forget, note=_forget)


async def _forget(_: Identity) -> None:
    return None


def _told(identity: Identity) -> dict[str, Plain]:
    return {"device": identity.device, "generation": identity.generation}


def _device_of(told: dict[str, Plain]) -> tuple[str | None, int]:
    """The device and generation in a file; None and 0 where it does not say both."""
    device, generation = told.get("device"), told.get("generation")
    if isinstance(device, str) and isinstance(generation, int):
        return device, generation
    return None, 0


def _name(profile: Path) -> str:
    return f"{profile.resolve()}#identity"


def _key_name(profile: Path) -> str:
    return f"{profile.resolve()}#device-key"


def _pack(identity: Identity) -> bytes:
    day, count = identity.reserved
    return _PACKED.pack(uuid.UUID(identity.device).bytes, identity.generation, day.toordinal(), count)
