"""Which console this is: its device id, and how often it has started.

`generation` rises by one at each start and is kept in the profile and in the keyring. When the two differ, this
profile is a copy or was rolled back, and may not give numbers or call people by itself. It holds no secret.
"""

from __future__ import annotations

import struct
import uuid
from dataclasses import dataclass
from pathlib import Path

from mmc_console.client import files
from mmc_console.client.keys import SIZE, KeyStore
from mmc_console.client.profile import IDENTITY

_PACKED = struct.Struct(">16sQ8x")
assert _PACKED.size == SIZE


@dataclass(frozen=True)
class Identity:
    """This console. `copied`: the keyring tells another story than the profile."""

    device: str
    generation: int
    copied: bool = False


async def start(profile: Path, keys: KeyStore) -> Identity:
    """This console's identity, one generation on, kept in both places before it is used."""
    told = files.read(profile / IDENTITY)
    device, generation = told.get("device"), told.get("generation")
    known = await keys.get(_name(profile)) if keys.lasting else None
    copied = False
    if not isinstance(device, str) or not isinstance(generation, int) or (keys.lasting and known is None):
        device, generation = str(uuid.uuid4()), 0  # new here, or brought from elsewhere: the server gives a new letter
    elif known is not None:
        copied = known != _pack(device, generation)
    generation += 1
    if not copied:  # else both stay as they are, so that every start sees it, until this desk is enrolled anew
        files.write(profile / IDENTITY, {"device": device, "generation": generation})
        if keys.lasting:
            await keys.set(_name(profile), _pack(device, generation))
    return Identity(device, generation, copied)


def passing() -> Identity:
    """A console that leaves no trace: new at each start."""
    return Identity(str(uuid.uuid4()), 1)


def _name(profile: Path) -> str:
    return f"{profile.resolve()}#identity"


def _pack(device: str, generation: int) -> bytes:
    return _PACKED.pack(uuid.UUID(device).bytes, generation)
