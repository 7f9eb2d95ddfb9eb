"""Where plugins come from: files, packages, installed ones; none of them stands in another's way, or the library's."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mmc_console.domain import actions as a
from mmc_console.server.plugins.sources import available
from tests.server.plugin_parts import EVENTS_AND_NOTICES, plugged
from tests.server.writer_parts import LAB


def test_files_and_packages_are_found_and_nothing_else(tmp_path: Path) -> None:
    for name in ("sms.py", "Loud.py", "1st.py", "notes.txt", ".hidden.py", "a b.py", "webhook.py"):
        (tmp_path / name).touch()
    for name in ("wall", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "wall" / "__init__.py").touch()
    found = available(tmp_path)
    assert {name: source.origin for name, source in found.items()} == {
        "sms": "folder", "wall": "folder", "messages": "builtin", "webhook": "builtin", "alarms": "builtin",
    }  # fmt: skip
    assert set(available(tmp_path / "not there")) == {"alarms", "messages", "webhook"}


def test_a_package_and_an_installed_one_work_like_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    info = site / "lamp-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: lamp\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[mmc_console.plugins]\nlamp = lamp_package.plugin\n")
    (site / "lamp_package").mkdir()
    (site / "lamp_package" / "__init__.py").touch()
    tell = "@hook\ndef ticket_called(event):\n    raise Refuse(f'{NAME}-{event.label}')\n"
    (site / "lamp_package" / "plugin.py").write_text(f"{EVENTS_AND_NOTICES}NAME = 'lamp'\n{tell}", encoding="utf-8")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setenv("PYTHONPATH", str(site))

    async def story() -> None:
        async with plugged(tmp_path) as at:
            wall = at.folder / "wall"
            wall.mkdir(parents=True)
            (wall / "__init__.py").write_text(f"{EVENTS_AND_NOTICES}from .names import NAME\n{tell}", encoding="utf-8")
            (wall / "names.py").write_text("NAME = 'wall'\n", encoding="utf-8")
            at.write("json", f"NAME = 'json'\n{tell}")
            at.write("queue", "raise RuntimeError\n")
            for name in ("wall", "lamp", "json"):
                await at.change(name, on=True)
            desk = at.place.desk()
            await desk.act(desk.registration("1001"))
            await desk.act(desk.new(a.CallNext, clinic=LAB, room=1))
            for name in ("wall", "lamp", "json"):
                view = await at.counted(name, refused=1)
                assert view.last_error == f"{name}-L-001"
            assert (await at.one("lamp")).source == "installed"

    asyncio.run(story())
