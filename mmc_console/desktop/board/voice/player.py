"""Plays a sound to its end on this PC's loudspeaker, with what the system has: no further library, nothing to install.

On Windows its own call, elsewhere the first of the sound servers' own players. A device that is missing is an answer,
not a failure: the board shows it, and tries again at the next announcement.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

PLAYERS: Final = (("pw-play",), ("paplay",), ("aplay", "-q"))
LONGEST: Final = 60.0


class NoSound(Exception):
    """It was not heard. *code*: `no-player` or `no-device`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Player(Protocol):
    """A loudspeaker."""

    async def play(self, wave: bytes) -> None:
        """Return when it has been heard; NoSound."""
        ...


class SystemPlayer:
    """The loudspeaker of this PC. *players*: programs that play a WAV file, the best first."""

    def __init__(self, players: Sequence[tuple[str, ...]] = PLAYERS) -> None:
        self._players = players

    async def play(self, wave: bytes) -> None:
        """Play it; every program found is tried before it is said that there is no device."""
        if sys.platform == "win32":
            await asyncio.to_thread(_play_on_windows, wave)
            return
        found = [(path, *rest) for name, *rest in self._players if (path := shutil.which(name)) is not None]
        if not found:
            raise NoSound("no-player")
        file = await asyncio.to_thread(_kept, wave)
        try:
            for command in found:
                if await _done(*command, str(file)):
                    return
            raise NoSound("no-device")
        finally:
            file.unlink(missing_ok=True)


async def _done(*command: str) -> bool:
    nowhere = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, stdin=nowhere, stdout=nowhere, stderr=nowhere)
    try:
        async with asyncio.timeout(LONGEST):
            return await process.wait() == 0
    except TimeoutError:
        return False
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _kept(wave: bytes) -> Path:
    with tempfile.NamedTemporaryFile(prefix="mmc-voice-", suffix=".wav", delete=False) as file:
        file.write(wave)
    return Path(file.name)


if sys.platform == "win32":
    import winsound

    def _play_on_windows(wave: bytes) -> None:
        try:
            winsound.PlaySound(wave, winsound.SND_MEMORY | winsound.SND_NODEFAULT)
        except RuntimeError as fault:
            raise NoSound("no-device") from fault

else:

    def _play_on_windows(wave: bytes) -> None:
        raise NoSound("no-player")
