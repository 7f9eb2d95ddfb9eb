"""C8: the chain of a million entries, written and checked. `python -m bench.audit_bench [ENTRIES]`; CPU time."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Final
from uuid import UUID

from bench.table import Row, show
from mmc_console.server.audit.chain import Entry
from mmc_console.server.audit.rows import append, kept_head
from mmc_console.server.audit.verify import Walk
from mmc_console.server.keys import open_keys
from mmc_console.server.store.engine import Database
from mmc_console.server.store.migrate import migrate
from tests.server.auth_parts import START

ENTRIES: Final = 1_000_000
PART: Final = 10_000


def measured(entries: int = ENTRIES) -> list[Row]:
    """The figures, for the table."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        keys = open_keys(folder / "keys", database_exists=False)
        database = Database(folder / "center.db", keys.database)
        database.open()
        migrate(database, START)
        began = time.process_time()
        for start in range(0, entries, PART):
            some = [_entry(n) for n in range(start, min(start + PART, entries))]
            with database.write() as conn:
                append(conn, keys.audit, some)
        writing = time.process_time() - began
        began = time.process_time()
        walk = Walk(keys.audit, kept_head(keys.folder))
        longest = 0.0
        with database.read() as conn:
            while not walk.over:
                step = time.process_time()
                walk.step(conn)
                longest = max(longest, time.process_time() - step)
        checking = time.process_time() - began
        assert walk.fault is None
        assert walk.seq == entries
        size = (folder / "center.db").stat().st_size
        database.close()
    many = f"{entries:,} entries"
    return [
        (f"audit: {many} checked (C8)", f"{checking:.2f} s CPU (longest step {longest * 1000:.0f} ms)", "≤ 2 s"),
        (f"audit: {many} written", f"{writing:.1f} s CPU, {size / entries:.0f} bytes each", ""),
    ]


def _entry(n: int) -> Entry:
    user, device = str(UUID(int=n % 40)), str(UUID(int=n % 25))
    if n % 3:
        return Entry(0, 1_700_000_000_000 + n * 700, "cards-read", user, device, "", {"people": 3}, f"a1b2c3d4-{n:x}")
    detail = {"people": 1, "ids": [str(UUID(int=n))]}
    return Entry(
        0, 1_700_000_000_000 + n * 700, "visit-read", user, device, str(UUID(int=n)), detail, f"a1b2c3d4-{n:x}"
    )


if __name__ == "__main__":
    show(measured(int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES))
