"""Where a console's own files live, and that only one console works there at a time.

A profile is a folder: the encrypted store, the settings and this console's identity. It opens none of them.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import socket
import sys
from pathlib import Path
from typing import IO

import platformdirs

from mmc_console.client.errors import ProfileInUse

STORE, SETTINGS, IDENTITY, LOCK = "console.db", "settings.json", "identity.json", "console.lock"
DEFAULT = "default"
_TAKEN = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES})
"""How a system says that somebody else holds a lock. Whatever else it says, nobody does: it is the disk that cannot."""


class Profiles:
    """The folder of all profiles of this PC's user."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or Path(platformdirs.user_data_path("mmc-console", appauthor=False)) / "profiles"

    def path(self, name: str = DEFAULT) -> Path:
        """Where this profile is, or would be."""
        if not name or name != Path(name).name or name.startswith("."):
            raise ValueError(f"not a profile's name: {name!r}")
        return self.root / name

    def names(self) -> tuple[str, ...]:
        """The profiles there are."""
        if not self.root.is_dir():
            return ()
        return tuple(sorted(p.name for p in self.root.iterdir() if not first_run(p)))

    def open(self, name: str = DEFAULT) -> Profile:
        """Take the profile for this process; ProfileInUse names who has it. OSError: nobody can have it as it is."""
        return Profile(self.path(name))


def first_run(path: Path) -> bool:
    """Whether nobody has chosen a server in this profile yet."""
    return not (path / SETTINGS).exists()


class Profile:
    """One folder, held by this process until `close`. ProfileInUse; OSError where it cannot be written or locked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.first_run = first_run(path)
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = _take(path / LOCK)

    def close(self) -> None:
        """Let another console have it."""
        self._lock.close()


def _take(path: Path) -> IO[str]:
    """An exclusive lock that the system itself ends with this process, however it ends."""
    handle = path.open("a+", encoding="utf-8")
    try:
        _lock(handle)
    except OSError as fault:
        with handle:
            if fault.errno not in _TAKEN:
                raise
            handle.seek(0)
            holder = handle.read().strip()
        raise ProfileInUse(_named(holder)) from None
    with contextlib.suppress(OSError):  # a full disk keeps only the word from whoever comes second
        os.truncate(handle.fileno(), 0)
        os.write(handle.fileno(), json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode())
    return handle


def _named(holder: str) -> str:
    try:
        told = json.loads(holder)
        return f"{told['host']}, {told['pid']}"
    except (ValueError, KeyError, TypeError):
        return "?"


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30
    """Windows locks bytes, and refuses to read locked ones: lock one far behind the text."""

    def _lock(handle: IO[str]) -> None:
        handle.seek(_FAR)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: IO[str]) -> None:
        fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
