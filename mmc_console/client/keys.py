"""Where the key of this console's file is kept: the operating system's keyring, or nowhere (a passphrase: `sealed`).

Only keyrings of an operating system are accepted, never one that writes a file in clear. Where there is none, the
twin in memory takes its place and says so (`lasting` is False): then nothing of a patient is put on this disk.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import logging
import secrets
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar, cast

from mmc_console.client.errors import KeyringLocked, StoreLost

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend  # 0.1 s that the first window need not wait for

log = logging.getLogger(__name__)

T = TypeVar("T")
SERVICE = "mmc-console"
ACCEPTED = (
    "keyring.backends.SecretService",
    "keyring.backends.Windows",
    "keyring.backends.macOS",
    "keyring.backends.kwallet",
)
SIZE = 32
PATIENCE = 5.0
"""Seconds for one answer: a locked keyring asks its user, and holds whoever called it as long as that takes."""
Why = Literal["", "none", "locked"]


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

    def __init__(self, *, lasting: bool = False, why: Why = "") -> None:
        """*why*: what is the matter with this PC's keyring, whose place this takes."""
        self._keys: dict[str, bytes] = {}
        self.lasting, self.why = lasting, why

    async def get(self, name: str) -> bytes | None:
        """The key of this process."""
        return self._keys.get(name)

    async def set(self, name: str, key: bytes) -> None:
        """Keep *key* until the process ends."""
        self._keys[name] = checked(key)


class KeyringKeys:
    """The operating system's keyring. Its calls block on other processes: each has a thread, and a time limit."""

    lasting = True

    def __init__(self, backend: KeyringBackend, patience: float = PATIENCE) -> None:
        self._backend, self._limited = backend, Limited(patience)

    async def get(self, name: str) -> bytes | None:
        """The key in the keyring; one that is not ours counts as none."""
        text = await self._limited.run(lambda: _named(self._backend.get_password, SERVICE, name))
        try:
            key = base64.b64decode(text or "", validate=True)
        except binascii.Error:
            return None
        return key if len(key) == SIZE else None

    async def set(self, name: str, key: bytes) -> None:
        """Keep *key* in the keyring."""
        text = base64.b64encode(checked(key)).decode()
        await self._limited.run(lambda: _named(self._backend.set_password, SERVICE, name, text))


class Limited:
    """Runs calls that may hang, each on a thread that the end waits not for. While one hangs others fail at once."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._hanging: asyncio.Future[object] | None = None

    async def run(self, call: Callable[[], T]) -> T:
        """What *call* answers. KeyringLocked: nothing within the time."""
        if self._hanging is not None and not self._hanging.done():
            raise KeyringLocked("it still says nothing")
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()

        def tell(result: T | None, fault: BaseException | None) -> None:
            if answer.done():
                return
            if fault is not None:
                answer.set_exception(fault)
            else:
                answer.set_result(cast("T", result))

        def work() -> None:
            result, fault = None, None
            try:
                result = call()
            except Exception as found:  # noqa: BLE001 - told to whoever asked
                fault = found
            with contextlib.suppress(RuntimeError):  # the program has ended meanwhile
                loop.call_soon_threadsafe(tell, result, fault)

        threading.Thread(target=work, name="keyring", daemon=True).start()
        await asyncio.wait({answer}, timeout=self._patience)
        if not answer.done():
            answer.add_done_callback(lambda late: late.cancelled() or late.exception())  # nobody asks any more
            self._hanging = cast("asyncio.Future[object]", answer)
            raise KeyringLocked("no answer in time")
        return answer.result()


async def open_keys(patience: float = PATIENCE) -> KeyringKeys | MemoryKeys:
    """The keyring if there is a real one that answers, else the twin in memory, which says why."""
    try:
        backend = await Limited(patience).run(_working)
    except KeyringLocked:
        return MemoryKeys(why="locked")
    return KeyringKeys(backend, patience) if backend is not None else MemoryKeys(why="none")


def fresh_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(SIZE)


def checked(key: bytes) -> bytes:
    """*key*, which has 32 bytes; ValueError otherwise."""
    if len(key) != SIZE:
        raise ValueError("a key has 32 bytes")
    return key


def _named(call: Callable[..., T], *given: str) -> T:
    """*call*, whose failure, of whichever kind its backend has, means that the keyring went away while we ran."""
    import keyring.errors

    try:
        return call(*given)
    except keyring.errors.KeyringLocked as fault:
        raise KeyringLocked("locked") from fault
    except Exception as fault:  # each backend lets faults of its own through: D-Bus, a prompt put away, Windows
        raise StoreLost("keyring") from fault


def _working() -> KeyringBackend | None:
    """The operating system's own backend, if one write and read show it is there. KeyringLocked: it is not open.

    It is asked directly: the chain that keyring builds would fall through to a plain file.
    """
    import keyring
    import keyring.errors

    chosen, locked = keyring.get_keyring(), False
    for backend in getattr(chosen, "backends", None) or [chosen]:
        if not type(backend).__module__.startswith(ACCEPTED):
            continue
        try:
            backend.set_password(SERVICE, "probe", "works")
            if backend.get_password(SERVICE, "probe") != "works":
                continue
        except keyring.errors.KeyringLocked:
            locked = True
            continue
        except Exception as fault:  # noqa: BLE001 - absent or refused, in the words of whichever backend: as none
            log.info("%s cannot be used: %s", type(backend).__module__, type(fault).__name__)
            continue
        return cast("KeyringBackend", backend)
    if locked:
        raise KeyringLocked("locked")
    return None
