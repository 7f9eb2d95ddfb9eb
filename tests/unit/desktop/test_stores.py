"""What is kept for one server is opened for that one alone, and found again by whoever goes back to it."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mmc_console.client.files import Plain, Settings
from mmc_console.desktop.first_run.contract import Result
from mmc_console.desktop.opening import Start
from mmc_console.desktop.stores import forget_left, join, join_server, own_store

A, B, C = (f"https://{name}.example" for name in "abc")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


def opened(settings: Settings, profile: Path, server: str = "") -> Path:
    return own_store(Start(profile, profile / "settings.json", server=server), settings)


def joined(settings: Settings, profile: Path, result: Result) -> Path:
    join(settings, result)
    return opened(settings, profile)


def test_whoever_goes_back_to_a_server_finds_what_was_kept_for_it(settings: Settings, tmp_path: Path) -> None:
    first = joined(settings, tmp_path, Result("join", A))
    second = joined(settings, tmp_path, Result("join", B))
    own = joined(settings, tmp_path, Result("new", folder=tmp_path / "centre"))
    assert first == tmp_path
    assert len({first, second, own}) == 3
    assert joined(settings, tmp_path, Result("join", A)) == first
    assert joined(settings, tmp_path, Result("join", B)) == second
    assert joined(settings, tmp_path, Result("new", folder=tmp_path / "centre")) == own


@pytest.mark.parametrize("typed", [B, f"{B}/", B.removeprefix("https://"), "HTTPS://B.example:443"])
def test_a_server_named_at_the_start_never_opens_another_ones_store(
    settings: Settings, tmp_path: Path, typed: str
) -> None:
    first = joined(settings, tmp_path, Result("join", A))
    named = opened(settings, tmp_path, typed)
    assert named != first
    assert opened(settings, tmp_path, A) == first
    assert opened(settings, tmp_path) == first, "and it is remembered for that start alone"
    assert joined(settings, tmp_path, Result("join", B)) == named
    assert opened(settings, tmp_path, A) == first


def test_the_first_server_of_all_has_the_profile_itself(settings: Settings, tmp_path: Path) -> None:
    assert opened(settings, tmp_path, A) == tmp_path
    assert joined(settings, tmp_path, Result("join", B)) != tmp_path, "also where it was named at a start alone"


@pytest.mark.parametrize(
    "older", [{"server": A, "store": "0123456789abcdef"}, {"centre": "/srv/centre", "centre_port": 8765}, {"server": A}]
)
def test_settings_of_an_older_version_keep_their_store(
    settings: Settings, tmp_path: Path, older: dict[str, Plain]
) -> None:
    for name, value in older.items():
        settings.set(name, value)
    before = opened(settings, tmp_path)
    there = Result("join", A) if "server" in older else Result("new", folder=Path("/srv/centre"))
    assert joined(settings, tmp_path, Result("join", C)) != before
    assert joined(settings, tmp_path, there) == before


@pytest.mark.parametrize("kept", [A, f"{A}/", A.removeprefix("https://"), "HTTPS://A.example:443"])
def test_a_kiosk_of_an_older_version_finds_what_it_kept_by_the_address_as_it_was_typed(
    settings: Settings, tmp_path: Path, kept: str
) -> None:
    settings.set("server", kept)
    before = opened(settings, tmp_path)
    assert opened(settings, tmp_path, A) == before
    named = opened(settings, tmp_path, B)
    assert named != before
    join_server(settings, B)
    assert opened(settings, tmp_path) == named
    assert opened(settings, tmp_path, A) == before, "and whoever goes back finds it"


def test_what_nobody_has_opened_for_a_month_is_removed_and_nothing_else(settings: Settings, tmp_path: Path) -> None:
    now = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    folders = [joined(settings, tmp_path, Result("join", server)) for server in (A, B, C)]
    for folder, days in zip(folders, (40, 20, 50), strict=True):
        for name in ("console.db", "console.db-wal", "identity.json", "console.db.set-aside-20261001-080000"):
            (folder / name).write_bytes(b"x")
            os.utime(folder / name, times=((now - timedelta(days=days)).timestamp(),) * 2)
    settings.set("language", "en")
    asyncio.run(forget_left(Start(tmp_path, tmp_path / "settings.json"), settings, now))
    left, lately, opened_now = ({path.name for path in folder.iterdir() if path.is_file()} for folder in folders)
    assert left == {"settings.json", "console.db.set-aside-20261001-080000"}, "what was set aside no key opens"
    assert len(lately) == len(opened_now) == 4
    assert settings.get("language", "") == "en"
