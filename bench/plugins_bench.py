"""What calling costs while plugins behave and misbehave, beside the same server without any.

Run by `python -m bench.plugins_bench`. Registrations and calls, one after the other on one connection, as at a desk;
rounds without plugins and with them alternate on one server, so that the machine's own mood falls on both.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import msgspec

from bench.server_bench import Connection, Row, Server, connect, percentile, some_action
from bench.table import show

HEAD: Final = (
    "from mmc_console.plugins.api import *\n"
    'about = About(version="1", summary={"en": "x"}, permissions=("events", "notices", "contact"))\n'
    "KEPT = []\n@hook\ndef begin(centre):\n    KEPT.append(centre)\n"
)
KINDS: Final = {
    "one that takes every event and notice": "pass",
    "one that raises": "raise ValueError",
    "one that hangs": "import time; time.sleep(3600)",
    "one that computes": "while True: pass",
    "one that eats memory": "x = []\n    while True: x.append('x' * 10_000_000)",
    "one that asks what it may not": "KEPT[-1].contact('x')",
}
ROUNDS: Final = 4
ACTIONS: Final = 300


async def _round(connection: Connection, server: Server) -> tuple[list[float], float]:
    """Seconds each action took, and the server's CPU an action."""
    took, cpu = [], server.figures()[1]
    for _ in range(ACTIONS):
        body = msgspec.json.encode({"actions": [some_action()]})
        began = time.perf_counter()
        status, answer = await connection.ask("POST", "/api/v1/actions", body)
        took.append(time.perf_counter() - began)
        assert status == 200, answer
        await asyncio.sleep(0.003)
    return took, (server.figures()[1] - cpu) / ACTIONS


async def _switch(connection: Connection, name: str, **change: Any) -> None:
    status, answer = await connection.ask("POST", f"/api/v1/admin/plugins/{name}", msgspec.json.encode(change))
    assert status == 200, answer


async def _compared(connection: Connection, server: Server, names: list[str]) -> Row:
    """With these on and off in turn."""
    without: list[float] = []
    with_them: list[float] = []
    cpu: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(2 * ROUNDS):
        on = turn % 2 == 1
        for name in names:
            await _switch(connection, name, on=on)
        took, spent = await _round(connection, server)
        (with_them if on else without).extend(took)
        cpu[on].append(spent)
    for name in names:
        await _switch(connection, name, on=False)
    plain, more = (f"{percentile(t, 0.5):.1f} / {percentile(t, 0.95):.1f}" for t in (without, with_them))
    each, each_more = (statistics.median(cpu[on]) * 1e6 for on in (False, True))
    return "", f"{more} ms (without: {plain}; CPU of the server {each_more:.0f} µs, {each:.0f})", ""


async def measured() -> list[Row]:
    """Each kind of plugin, then all at once."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "centre"
        (folder / "plugins").mkdir(parents=True)
        names = {f"p{i}": what for i, what in enumerate(KINDS)}
        for name, what in names.items():
            hooks = f"@hook\ndef any_event(event):\n    pass\n@hook\ndef any_notice(notice):\n    {KINDS[what]}\n"
            (folder / "plugins" / f"{name}.py").write_text(HEAD + hooks, encoding="utf-8")
        server = Server(folder)
        rows: list[Row] = []
        try:
            connection = await connect(server.port, await server.token())
            await _round(connection, server)
            for name, what in names.items():
                row = await _compared(connection, server, [name])
                rows.append((f"an action, p50 / p95, with {what}", row[1], ""))
            row = await _compared(connection, server, list(names))
            rows.append(("   with all of them at once", row[1], ""))
            rows.append(("   the server's memory after that", f"{server.figures()[0]:.0f} MB", ""))
            connection.close()
        finally:
            server.stop()
        return rows


if __name__ == "__main__":
    show(asyncio.run(measured()))
