"""`make bench`: every benchmark, one after the other, then one table of all figures beside the promises."""

from __future__ import annotations

import asyncio
import platform
import time
from datetime import UTC, datetime

import psutil

from bench import console_bench, page_bench, printing_bench, rules_bench, server_bench
from bench.table import show

began = time.monotonic()
load = psutil.getloadavg()[0]
rows = [
    *asyncio.run(server_bench.measured()),
    *console_bench.measured(),
    *printing_bench.measured(),
    *rules_bench.measured(),
    *asyncio.run(page_bench.measured()),
]
bare = [row for row in rows if row[0].startswith("bare")]
print(
    f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {psutil.cpu_count()} cores, Python {platform.python_version()}, "
    f"{platform.system()} {platform.machine()}, load before the run {load:.1f}, {time.monotonic() - began:.0f} s"
)
show([*bare, *(row for row in rows if row not in bare)])
