"""Where the key of this console's file is kept: the operating system's keyring, or nowhere.

Only keyrings of an operating system are accepted, never one that writes a file in clear. Where there is none, the
twin in memory takes its place and says so (`lasting` is False): then nothing of a patient is put on this disk.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from mmc_console.client.errors import StoreLost

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend  # 0.1 s that the first window need not wait for

T = TypeVar("T")
SERVICE = "mmc-console"
ACCEPTED = (
    "keyring.backends.SecretService",
    "keyring.backends.Windows",
    "keyring.backends.macOS",
    "keyring.backends.kwallet",
)
SIZE = 32


class KeyStore(Protocol):
    """Keeps 32 bytes under a name."""

    @property
    def lasting(self) -> bool:
        """Whether what is set here is still there after a restart."""
        ...

    async def get(self, name: str) -> bytes | None:
        """The 32 bytes kept under *name*, or None."""
        ...

    async def set(self, name: str, key: bytes) -> None:
        """Keep *key*, exactly 32 bytes, under *name*."""
        ...


class MemoryKeys:
    """Keeps keys until the process ends."""

    lasting = False

    def __init__(self, *, lasting: bool = False) -> None:
        self._keys: dict[str, bytes] = {}
        self.lasting = lasting

    async def get(self, name: str) -> bytes | None:
        """The key of this process."""
        return self._keys.get(name)

    async def set(self, name: str, key: bytes) -> None:
        """Keep *key* until the process ends."""
        self._keys[name] = _checked(key)


class KeyringKeys:
    """The operating system's keyring; its calls block on other processes, so a thread makes them."""

    lasting = True

    def __init__(self, backend: KeyringBackend) -> None:
        self._backend = backend

    async def get(self, name: str) -> bytes | None:
        """The key in the keyring; one that is not ours counts as none."""
        text = await asyncio.to_thread(_named, self._backend.get_password, SERVICE, name)
        try:
            key = base64.b64decode(text or "", validate=True)
        except binascii.Error:
            return None
        return key if len(key) == SIZE else None

    async def set(self, name: str, key: bytes) -> None:
        """Keep *key* in the keyring."""
        text = base64.b64encode(_checked(key)).decode()
        await asyncio.to_thread(_named, self._backend.set_password, SERVICE, name, text)


async def open_keys() -> KeyStore:
    """The keyring if there is a real one that answers, else the twin in memory."""
    backend = await asyncio.to_thread(_working)
    return KeyringKeys(backend) if backend is not None else MemoryKeys()


def fresh_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(SIZE)


def _checked(key: bytes) -> bytes:
    if len(key) != SIZE:
        raise ValueError("a key has 32 bytes")
    return key


def _named(call: Callable[..., T], *given: str) -> T:
    """*call*, whose failure means that the keyring went away while we ran."""
    import keyring.errors

    try:
        return call(*given)
    except (keyring.errors.KeyringError, RuntimeError, OSError) as fault:
        raise StoreLost("keyring") from fault


def _working() -> KeyringBackend | None:
    """The operating system's own backend, if one write and read show it is there and unlocked.

    It is asked directly: the chain that keyring builds would fall through to a plain file.
    """
    import keyring
    import keyring.errors

    chosen = keyring.get_keyring()
    for backend in getattr(chosen, "backends", None) or [chosen]:
        if not type(backend).__module__.startswith(ACCEPTED):
            continue
        try:
            backend.set_password(SERVICE, "probe", "works")
            if backend.get_password(SERVICE, "probe") != "works":
                continue
        except (keyring.errors.KeyringError, RuntimeError, OSError):
            continue  # absent, locked or refused: the same as none
        return cast("KeyringBackend", backend)
    return None
