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
