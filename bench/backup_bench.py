"""Backups of a large centre while people are called: `python -m bench.backup_bench [TICKETS]`, by hand; some minutes.

A real server's log of a morning is multiplied to so many tickets (1,000,000 unless told otherwise) in a scratch folder;
then a real server works on it: a steady load before, during and after a backup, the shipping behind it, and what was
kept is unpacked again, and restored by the wizard's own request: over a database that can be read, and after it was
deleted. Nothing else should run; the figures stand beside each other, from one run.
"""

from __future__ import annotations

import asyncio
import os
import resource
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from bench.server_bench import PASSWORD, Connection, Server, closed_loop, connect, percentile, steady
from bench.table import Row, lines
from mmc_console.server.backups.catalogue import in_store, joined, name_of
from mmc_console.server.backups.chains import points_in, way_to
from mmc_console.server.backups.keys import backup_keys
from mmc_console.server.backups.stores import FolderStore
from mmc_console.server.backups.unpack import unpack
from mmc_console.server.clock import SystemClock
from mmc_console.server.keys import open_keys
from mmc_console.server.log import checkpoints, events
from mmc_console.server.store.engine import Database

PATH = "/api/v1/admin/backups"
RATE = float(os.environ.get("MMC_BENCH_RATE", "50"))
SECONDS = 20.0
LINES = 8


def multiply(folder: Path, tickets: int) -> None:
    """Repeat the rows of a morning, each with ids of its own, until there are so many tickets."""
    keys = open_keys(folder / "keys", database_exists=True)
    database = Database(folder / "center.db", keys.database)
    database.open()
    try:
        with database.read() as conn:
            head = events.head(conn)
            assert head is not None
            state = checkpoints.load(conn, head, datetime.now(UTC)).state
            driver: Any = conn.connection.driver_connection
            bodies = [row[0] for row in driver.execute("SELECT body FROM events WHERE seq > 1 ORDER BY seq")]
            ask = "SELECT * FROM {}"
            names = ("results", "visits", "tickets")
            rows = {name: driver.execute(ask.format(name)).fetchall() for name in names}
        turns = -(-tickets // max(1, len(rows["tickets"])))
        seq = head.seq
        for turn in range(turns):
            day = f"{2000 + turn % 26}-{turn % 12 + 1:02d}-{turn % 28 + 1:02d}"
            with database.write() as conn:
                driver = conn.connection.driver_connection
                driver.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?)", _events(bodies, seq, turn))
                driver.executemany(
                    _into("results", rows["results"]), [(fresh(row[0], turn), *row[1:]) for row in rows["results"]]
                )
                driver.executemany(
                    _into("visits", rows["visits"]),
                    [(day, row[1], fresh(row[2], turn), *row[3:]) for row in rows["visits"]],
                )
                driver.executemany(
                    _into("tickets", rows["tickets"]),
                    [(day, row[1], fresh(row[2], turn), *row[3:]) for row in rows["tickets"]],
                )
            seq += len(bodies)
        state.seq = seq
        now = SystemClock().now()
        parts = checkpoints.parts_of(state, state.calendar.day(now))
        packed = checkpoints.packed(parts)
        database.transact(lambda conn: checkpoints.save(conn, head.epoch, parts, packed, now))
    finally:
        database.close()


def fresh(id: str, turn: int) -> str:
    """Another id: in order of time, as those of actions are."""
    return f"{turn:08x}" + id[8:24] + secrets.token_hex(6)


def _events(bodies: list[bytes], seq: int, turn: int) -> Iterator[tuple[Any, ...]]:
    for number, body in enumerate(bodies, seq + 1):
        found = msgspec.json.decode(body)
        found["seq"], found["action"] = number, fresh(found["action"], turn)
        yield number, number, found["type"], found["action"], msgspec.json.encode(found)


def _into(table: str, rows: list[Any]) -> str:
    return f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(rows[0]))})"  # noqa: S608 - our own names


async def state_of(connection: Connection) -> dict[str, Any]:
    """What the server says of its backups."""
    _, body = await connection.ask("GET", PATH)
    found: dict[str, Any] = msgspec.json.decode(body)
    return found


async def measure(folder: Path) -> list[Row]:
    """The server's part of the figures."""
    server = Server(folder)
    try:
        working = [await connect(server.port, await server.token(n)) for n in range(LINES)]
        admin = await connect(server.port, await server.token(LINES))
        await steady(working, RATE, 3)
        _, before = await steady(working, RATE, SECONDS)
        await admin.ask("POST", f"{PATH}?wait=0")
        during: list[float] = []
        while (await state_of(admin))["working"] is not None:
            during += (await steady(working, RATE, 2))[1]
        large = (folder / "center.db").stat().st_size / 1e6
        found = await state_of(admin)
        made = found["backups"][0]
        lags: list[float] = []
        while (await state_of(admin))["shipping"]["segments"] < 2:
            await steady(working, RATE, 1)  # the first holds all that happened during the backup
        began, spent = time.perf_counter(), helpers_cpu(server)
        load = asyncio.create_task(steady(working, RATE, SECONDS))
        while not load.done():
            shipping = (await state_of(admin))["shipping"]
            lags.append(shipping["lag"] if shipping["lag"] is not None else 999.0)
            await asyncio.sleep(0.2)
        _, after = load.result()
        share = (helpers_cpu(server) - spent) / (time.perf_counter() - began)
        rows: list[Row] = [
            (f"p50 / p99 of calls before, {RATE:.0f} a second", both(before), ""),
            ("p50 / p99 of calls while a backup is taken and proven", both(during), "≤ 500 ms"),
            ("p50 / p99 of calls while only shipping", both(after), ""),
            ("a backup, read back and proven", f"{found['runs'][0]['seconds']:.1f} s", ""),
            ("its size", f"{made['size'] / 1e6:.0f} MB (database {large:.0f} MB)", ""),
            ("shipping lag, mean / most", f"{sum(lags) / len(lags):.1f} / {max(lags):.1f} s", "≤ 5 s"),
            ("CPU that shipping takes", f"{share:.0%} of a core", ""),
        ]  # fmt: skip
        for each in (*working, admin):
            each.close()
    finally:
        server.stop()
    return rows


def helpers_cpu(server: Server) -> float:
    """CPU seconds of the server's helper processes that are there."""
    import psutil

    children = psutil.Process(server._process.pid).children()
    return sum(each.cpu_times().user + each.cpu_times().system for each in children)


def both(took: list[float]) -> str:
    """p50 / p99."""
    return f"{percentile(took, 0.5):.1f} / {percentile(took, 0.99):.1f} ms"


def restore(folder: Path) -> list[Row]:
    """Unpack the backup and all that was shipped after it."""
    keys = backup_keys(folder / "keys")
    store = FolderStore("folder", folder / "backups")
    kept = joined([("folder", in_store(store, keys))])
    way = way_to(kept, points_in(store), kept[0].note.header.epoch)
    assert way is not None
    began, spent = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    with ExitStack() as stack:
        base = stack.enter_context(store.open(name_of(way.base.note.header)))
        after = [stack.enter_context(store.open(each.name)) for each in way.segments]
        unpack(folder / "again.db", secrets.token_bytes(32), keys, base, after)
    took, used = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime - spent.ru_utime - spent.ru_stime
    shipped = sum(each.size for each in way.segments)
    return [
        ("unpacked again, with what was shipped", f"{took:.1f} s ({cpu:.1f} s of CPU)", "≤ 30 s"),
        ("what was shipped", f"{len(way.segments)} segments, {shipped / 1e6:.1f} MB", ""),
    ]


async def restored(folder: Path) -> list[Row]:
    """By the wizard's request: a safety backup first, where the present database can be read."""
    server = Server(folder)
    try:
        admin = await connect(server.port, await server.token(LINES))
        backup = (await state_of(admin))["backups"][0]["id"]
        shown = await _restore(admin, backup, dry_run=True)
        readable = await _restore(admin, backup)
        (folder / "center.db").unlink()
        began = time.perf_counter()
        while b'"checks":{"database":' not in (await admin.ask("GET", "/api/v1/health"))[1]:  # noqa: ASYNC110 - a server's
            await asyncio.sleep(0.1)
        noticed = time.perf_counter() - began
        admin.close()
        admin = await connect(server.port, await server.token(LINES))
        lost = await _restore(admin, backup)
        admin.close()
    finally:
        server.stop()
    return [
        ("what a restore would change, shown in", f"{shown[0]:.1f} s", ""),
        ("restored over a readable database, safety backup and all", f"{readable[0]:.1f} s", ""),
        ("so long nobody worked meanwhile", f"{readable[1]:.1f} s", ""),
        ("a deleted database is noticed after", f"{noticed:.1f} s", "≤ 60 s"),
        ("restored, proven and working again", f"{lost[0]:.1f} s", "≤ 30 s"),
    ]


async def _restore(admin: Connection, backup: str, *, dry_run: bool = False) -> tuple[float, float]:
    """Seconds until it is answered, and those in which no action was taken."""
    asked = {"backup_id": backup, "to": datetime.now(UTC), "reason": "bench", "password": PASSWORD, "center": "mmc"}
    began = time.perf_counter()
    status, body = await admin.ask("POST", "/api/v1/admin/restore", msgspec.json.encode(asked | {"dry_run": dry_run}))
    assert status == 200, body
    report = msgspec.json.decode(body).get("report")
    return time.perf_counter() - began, report["down_seconds"] if report else 0.0


async def _morning(folder: Path) -> None:
    server = Server(folder)
    try:
        lines_ = [await connect(server.port, await server.token(n)) for n in range(LINES)]
        await closed_loop(lines_, 5, 2)
        for each in lines_:
            each.close()
    finally:
        server.stop()


def main() -> None:
    """Make, measure, print."""
    tickets = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(dir=os.environ.get("MMC_BENCH_FOLDER")) as scratch:
        folder = Path(scratch) / "centre"
        asyncio.run(_morning(folder))
        began = time.perf_counter()
        multiply(folder, tickets)
        sys.stderr.write(f"made in {time.perf_counter() - began:.0f} s\n")
        rows = asyncio.run(measure(folder))
        rows += restore(folder)
        (folder / "again.db").unlink()
        rows += asyncio.run(restored(folder))
        print(f"{tickets:,} tickets")
        print("\n".join(lines(rows)))


if __name__ == "__main__":
    main()
