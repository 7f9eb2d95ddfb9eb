"""docs/recovery.md, followed word for word: its commands are taken out of the page and run, on a broken centre."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.server.live_parts import PATIENCE, Program, registration
from tests.server.restore_parts import Admin

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
_BLOCK: Final = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SERVE: Final = 'mmc-console serve --data "$DIR"\n'

pytestmark = pytest.mark.skipif(not shutil.which("curl") or not shutil.which("bash"), reason="the page uses both")


def commands(page: str) -> list[str]:
    """What stands in the page to be typed, in order."""
    return _BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))


class Reader:
    """Somebody who types what the page says. *typed*: what is answered when a command asks."""

    def __init__(self, folder: Path, **more: str) -> None:
        programs = Path(sys.executable).parent
        self.environ = os.environ | {"DIR": str(folder), "PATH": f"{programs}:{os.environ['PATH']}"} | more

    def types(self, block: str, typed: str = "") -> str:
        """Type it; what it says."""
        done = subprocess.run(
            ["bash", "-e", "-c", block], input=typed, capture_output=True, text=True, timeout=PATIENCE, check=False,
            env=self.environ,
        )  # fmt: skip
        assert done.returncode == 0, (block, done.stdout, done.stderr)
        return done.stdout


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A server on it, as the page's command starts one; its address."""
    program = Program(folder)
    try:
        yield program.start()
        assert program.stop() == (0, "")
    finally:
        program.kill()


@pytest.fixture
def centre(tmp_path: Path) -> tuple[Path, str]:
    """A stopped centre with a backup, three more people since, and its printed key."""
    folder = tmp_path / "data"
    with served(folder) as url, Admin(url) as admin:
        admin.act(registration("100001"))
        key = admin.client.post("/api/v1/admin/backups/key").json()["text"]
        assert admin.client.post("/api/v1/admin/backups?wait=60").status_code == 201
        admin.act(*(registration(f"20000{n}") for n in range(3)))
    return folder, key


def test_both_languages_have_the_same_commands() -> None:
    assert commands("recovery.md") == commands("recovery.ar.md")
    assert len(commands("recovery.md")) == 8


def test_the_plan_works_as_it_is_written(centre: tuple[Path, str], tmp_path: Path) -> None:
    folder, key = centre
    health, listed, dry_run, same_machine, new_machine, serve, verified, reports = commands("recovery.md")
    assert serve == _SERVE
    (folder / "center.db").write_bytes(os.urandom(40_000))
    (folder / "center.db-wal").unlink(missing_ok=True)
    reader = Reader(folder)
    assert "can be restored" in reader.types(listed)
    assert "nothing was changed" in reader.types(dry_run).lower()
    said = reader.types(same_machine, "mmc\n")
    assert "Verified" in said
    with served(folder) as url:
        checks = Reader(folder, URL=url).types(health + verified)
        assert '"database":{"status":"healthy"' in checks
        assert "admin" in checks.splitlines()[-1]
        with Admin(url) as admin:
            assert admin.snapshot()["seq"] == 9  # to the last second that was shipped: the server had stopped in order
    assert len(reader.types(reports).splitlines()) == 1

    new = tmp_path / "new machine"
    reader = Reader(new, BACKUPS=str(folder / "backups"))
    reader.types(new_machine, f"{key.lower()}\nMMC\n")
    with served(new) as url:
        checks = Reader(new, URL=url).types(verified)
        assert '"database":{"status":"healthy"' in checks
        with Admin(url) as admin:
            assert admin.act(registration("300001"))["results"][0]["outcome"] == "applied"
    assert len(Reader(new).types(reports).splitlines()) == 1
