"""Gives memory back: a sign-in borrows 19 MiB for its hash, and the C library would keep them for the next one."""

from __future__ import annotations

import ctypes
import gc
import sys
from typing import Final

_MMAP_THRESHOLD: Final = -3
_LARGE: Final = 1024 * 1024
_YOUNG: Final = 20_000


def keep_small() -> None:
    """Let large blocks go back to the system as soon as they are free; collect less often what lives all day."""
    gc.set_threshold(_YOUNG, 20, 50)
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:  # glibc; a fixed threshold no longer grows with what was freed
        mallopt(_MMAP_THRESHOLD, _LARGE)


def settle() -> None:
    """What a start has made stays: never look through it again."""
    gc.collect()
    gc.freeze()
