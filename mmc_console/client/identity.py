"""Which console this is: its device id, and how often it has started.

`generation` rises by one at each start and is kept in the profile and in the keyring. When the two differ, this
profile is a copy or was rolled back, and may not give numbers or call people by itself. The key this console proves
itself with lies in the keyring only, never in the profile.
"""

from __future__ import annotations

import secrets
import struct
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from mmc_console.client import files
from mmc_console.client.keys import SIZE, KeyStore, fresh_key
from mmc_console.client.profile import IDENTITY
from mmc_console.wire.answers import DeviceLogin
from mmc_console.wire.devices import encoded, proof

_PACKED = struct.Struct(">16sQ8x")
assert _PACKED.size == SIZE


@dataclass(frozen=True)
class Identity:
    """This console. `copied`: the keyring tells another story than the profile."""

    device: str
    generation: int
    copied: bool = False
    key: bytes | None = None
    """Seed of the Ed25519 key this console proves itself with; None where nothing could keep it."""

    @property
    def public_key(self) -> str | None:
        """What the server learns of the key at the first sign-in."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        if self.key is None:
            return None
        return encoded(Ed25519PrivateKey.from_private_bytes(self.key).public_key().public_bytes_raw())

    def prove(self, at: datetime) -> DeviceLogin:
        """A proof, for this moment, that it is this console; it has a key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        assert self.key is not None
        told = DeviceLogin(self.device, at, secrets.token_urlsafe(24), "")
        return replace(told, signature=encoded(Ed25519PrivateKey.from_private_bytes(self.key).sign(proof(told))))


async def start(profile: Path, keys: KeyStore) -> Identity:
    """This console's identity, one generation on, kept in both places before it is used."""
    told = files.read(profile / IDENTITY)
    device, generation = told.get("device"), told.get("generation")
    known = await keys.get(_name(profile)) if keys.lasting else None
    key = await keys.get(_key_name(profile)) if keys.lasting else None
    copied = False
    if not isinstance(device, str) or not isinstance(generation, int) or (keys.lasting and known is None):
        device, generation = str(uuid.uuid4()), 0  # new here, or brought from elsewhere: the server gives a new letter
        key = None
    elif known is not None:
        copied = known != _pack(device, generation)
    if key is None and keys.lasting:
        key = fresh_key()
        await keys.set(_key_name(profile), key)
    generation += 1
    if not copied:  # else both stay as they are, so that every start sees it, until this desk is enrolled anew
        files.write(profile / IDENTITY, {"device": device, "generation": generation})
        if keys.lasting:
            await keys.set(_name(profile), _pack(device, generation))
    return Identity(device, generation, copied, key)


def passing() -> Identity:
    """A console that leaves no trace: new at each start."""
    return Identity(str(uuid.uuid4()), 1)


def _name(profile: Path) -> str:
    return f"{profile.resolve()}#identity"


def _key_name(profile: Path) -> str:
    return f"{profile.resolve()}#device-key"


def _pack(device: str, generation: int) -> bytes:
    return _PACKED.pack(uuid.UUID(device).bytes, generation)
