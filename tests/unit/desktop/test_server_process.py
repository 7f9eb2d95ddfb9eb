"""The server child: started, watched, restarted, never left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from mmc_console.desktop.server_process import LOG, ServerFailed, ServerProcess

GOOD = """
import sys
print("ready http://127.0.0.1:" + sys.argv[sys.argv.index("--port") + 1], flush=True)
while sys.stdin.buffer.read(1024):
    pass
"""
BAD = "import sys; sys.stderr.write('first line\\nno room on the disk\\n'); sys.exit(4)"


def child(tmp_path: Path, code: str, **given: int) -> ServerProcess:
    """A server whose program is *code*."""
    return ServerProcess(tmp_path / "centre", command=(sys.executable, "-c", code), **given)  # type: ignore[arg-type]  # a word of the literal, checked by its test


def test_it_answers_on_the_address_it_claimed_and_ends_in_order(tmp_path: Path) -> None:
    async def scene() -> None:
        server = child(tmp_path, GOOD)
        claimed = server.claim()
        assert await server.start() == claimed
        pid = server.pid
        assert pid is not None
        await server.stop()
        assert (server.phase, server.pid) == ("stopped", None)
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)

    asyncio.run(scene())


def test_a_server_that_does_not_come_up_says_its_own_last_line(tmp_path: Path) -> None:
    async def scene() -> None:
        server = child(tmp_path, BAD)
        with pytest.raises(ServerFailed) as failed:
            await server.start()
        assert (failed.value.code, failed.value.detail) == ("server-failed", "no room on the disk")
        assert server.phase == "failed"

    asyncio.run(scene())
    assert (tmp_path / "centre" / LOG).exists()


def test_a_port_in_use_gives_way_to_a_free_one(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = child(tmp_path, GOOD, port=port)
        server.claim()
        assert server.port != port


def test_a_killed_server_is_started_again_on_the_same_address(tmp_path: Path) -> None:
    async def scene() -> None:
        reports: list[str] = []
        up = asyncio.Event()
        server = child(tmp_path, GOOD)
        server.on_change(lambda: up.set() if server.phase == "ready" else up.clear())
        address = await server.start()
        first = server.pid
        assert first is not None
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(server.watch(lambda name, failure: reports.append(str(failure))))
            os.kill(first, signal.SIGKILL)
            async with asyncio.timeout(20):
                while server.restarts == 0:
                    up.clear()
                    await up.wait()
            assert (server.url, server.pid != first) == (address, True)
            assert reports == ["server-ended: exit -9: "]
            watching.cancel()
        await server.stop()

    asyncio.run(scene())


TWICE_NO = """
import sys, pathlib
count = pathlib.Path(sys.argv[sys.argv.index("--data") + 1]) / "count"
told = int(count.read_text()) + 1 if count.exists() else 1
count.write_text(str(told))
if told in {never}:
    sys.stderr.write(f"mmc-console serve: disk-full: no room at try {told}\\n"); sys.exit(4)
""" + GOOD.replace("while", "if told == 1: sys.exit(3)\nwhile")


@pytest.mark.parametrize(
    ("never", "told"),
    [((2, 3), ["server-ended", "disk-full"]), ((1, 2), ["disk-full"])],
    ids=["it ended and did not come up twice", "it did not come up at the first start"],
)
def test_what_does_not_come_up_is_tried_again_until_it_does(
    tmp_path: Path, never: tuple[int, ...], told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After one restart that failed it was never tried again: the centre stood still until somebody restarted it."""
    monkeypatch.setattr("mmc_console.desktop.server_process.FIRST_DELAY", 0.01)

    async def scene() -> None:
        reports: list[str] = []
        server = child(tmp_path, TWICE_NO.replace("{never}", str(never)))

        def report(name: str, failure: BaseException) -> None:
            assert isinstance(failure, ServerFailed)
            reports.append(failure.code)

        up = asyncio.Event()
        server.on_change(lambda: up.set() if server.phase == "ready" and server.restarts > 1 else None)
        async with asyncio.TaskGroup() as group:
            if 1 in never:
                with pytest.raises(ServerFailed):
                    await server.start()
                reports.append("disk-full")
            else:
                await server.start()
            watching = group.create_task(server.watch(report))
            async with asyncio.timeout(20):
                await up.wait()
            assert server.why is None
            watching.cancel()
        assert reports == told, "each reason once"
        await server.stop()

    asyncio.run(scene())


def test_whoever_asks_for_it_waits_for_no_delay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmc_console.desktop.server_process.FIRST_DELAY", 3600.0)

    async def scene() -> None:
        up = asyncio.Event()
        server = child(tmp_path, TWICE_NO.replace("{never}", "(1,)"))
        server.on_change(lambda: up.set() if server.phase == "ready" else None)
        with pytest.raises(ServerFailed) as failed:
            await server.start()
        assert server.why is failed.value
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(server.watch(lambda name, failure: None))
            await asyncio.sleep(0)
            server.hurry()
            async with asyncio.timeout(20):
                await up.wait()
            watching.cancel()
        await server.stop()

    asyncio.run(scene())


SILENT = "import sys; sys.stdin.buffer.read()"


def test_a_start_that_is_stopped_is_no_failure(tmp_path: Path) -> None:
    async def scene() -> None:
        server = child(tmp_path, SILENT)
        starting = asyncio.ensure_future(server.start())
        for _ in range(10_000):
            await asyncio.sleep(0)
            if server.pid is not None:
                break
        await server.stop()
        with pytest.raises(ServerFailed):
            await starting
        assert server.pid is None
        assert (server.phase, server.why) == ("stopped", None)

    asyncio.run(scene())


def test_a_start_that_is_stopped_before_there_is_a_process_leaves_none(tmp_path: Path) -> None:
    async def scene() -> None:
        server = child(tmp_path, GOOD)
        starting = asyncio.ensure_future(server.start())
        await asyncio.sleep(0)
        await server.stop()
        with pytest.raises(ServerFailed):
            await starting
        assert (server.phase, server.why, server.pid) == ("stopped", None, None)

    asyncio.run(scene())


def test_whoever_needs_it_gets_the_one_that_starts_already(tmp_path: Path) -> None:
    async def scene() -> None:
        server = child(tmp_path, GOOD)
        first, second = await asyncio.gather(server.start(), server.up())
        assert first == second == await server.up()
        assert server.restarts == 0
        await server.stop()
        assert await server.up() == server.url, "and starts one that does not run"
        await server.stop()

    asyncio.run(scene())


def test_it_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    parent = (
        "import asyncio, sys, os, signal\n"
        "from pathlib import Path\n"
        "from mmc_console.desktop.server_process import ServerProcess\n"
        "async def main():\n"
        f"    server = ServerProcess(Path({str(tmp_path)!r}), command=(sys.executable, '-c', {GOOD!r}))\n"
        "    await server.start()\n"
        "    print(server.pid, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())\n"
    )

    async def scene() -> None:
        killed = await asyncio.create_subprocess_exec(
            sys.executable, "-c", parent, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[3]
        )
        told, _ = await killed.communicate()
        pid = int(told)
        for _ in range(500):
            if not _lives(pid):
                return
            await asyncio.sleep(0.02)  # house(sleeping): another program's death is only seen by looking
        raise AssertionError(f"the server {pid} was left behind")

    asyncio.run(scene())


def _lives(pid: int) -> bool:
    """Whether that process runs; one that has ended and waits to be buried does not."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().split()[2] != "Z"
