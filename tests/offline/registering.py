"""A console's heart as a process of its own, for the test that kills it: registers people and prints what it has shown.

Run as: python registering.py PROFILE KEY-IN-HEX. Prints one line for each action, right after `submit` has returned.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway


async def main(profile: Path, key: bytes) -> None:
    """Register for ever."""
    keys = MemoryKeys(lasting=True)
    await keys.set(f"{profile.resolve()}#store", key)
    desk = await LocalGateway.with_center(profile=profile, keys=keys)
    await desk.go_offline()
    for count in range(10_000):
        receipt = await desk.submit(desk.registration(f"{1000 + count}"))
        number = getattr(receipt.action, "number", "")
        sys.stdout.write(f"{receipt.id} {number}\n")
        sys.stdout.flush()


asyncio.run(main(Path(sys.argv[1]), bytes.fromhex(sys.argv[2])))
