"""`make bench`: every benchmark, one after the other, each printing its table."""

from __future__ import annotations

import asyncio

from bench import server_bench

asyncio.run(server_bench.main())
