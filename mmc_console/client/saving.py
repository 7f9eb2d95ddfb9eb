"""Saves what comes over a line as a file: whole or not at all, and never by making the event loop wait for a disk."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path


async def saved(chunks: AsyncIterator[bytes], target: Path, heard: Callable[[int], None]) -> None:
    """Write *chunks* beside *target*, flushed; give them its name at the end. OSError; nothing stays behind then."""
    handle, name = await asyncio.to_thread(tempfile.mkstemp, dir=target.parent, prefix=f".{target.name}-")
    count = 0
    try:
        with os.fdopen(handle, "wb") as file:
            async for chunk in chunks:
                await asyncio.to_thread(file.write, chunk)
                count += len(chunk)
                heard(count)
            await asyncio.to_thread(_flush, file.fileno(), file.flush)
        await asyncio.to_thread(os.replace, name, target)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def _flush(number: int, flush: Callable[[], None]) -> None:
    flush()
    os.fsync(number)
