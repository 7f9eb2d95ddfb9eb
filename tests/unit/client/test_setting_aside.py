"""Keys and stores nobody can open are set aside: whatever moment the program is killed in, all of it is still there."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from mmc_console.client import outbox
from mmc_console.client.compose import open_store
from mmc_console.client.handclock import HandClock
from mmc_console.client.keys import KeyringKeys, MemoryKeys
from mmc_console.client.profile import IDENTITY, STORE
from mmc_console.client.store import Store
from mmc_console.client.testing import LocalGateway
from mmc_console.client.vault import Vault
from tests.unit.client.stage import played
from tests.unit.client.test_keys import Ring
from tests.unit.client.test_sealed import GOOD, OTHER

STEPS = 5
"""The sealed keys and the store's three files are moved; the last goes through."""


class Killed(BaseException):
    """As far as it came, and no further."""


async def _worked(profile: Path, sealed: Path) -> bytes:
    """A console that was killed with work in its outbox; the key of its store."""
    keys = await Vault(profile, HandClock().now, sealed=sealed).create(GOOD)
    desk = await LocalGateway.with_center(profile=profile, keys=keys)
    await desk.go_offline()
    await desk.register("1001", "A", settled=False)
    await desk.register("1002", "B", settled=False)
    key = await keys.get(f"{profile.resolve()}#store")
    assert key is not None
    kept = profile.parent / "killed"
    shutil.copytree(profile, kept)
    await desk.close()  # which writes the rest of its log into the file: what was killed has not
    shutil.rmtree(profile)
    kept.rename(profile)
    assert (profile / f"{STORE}-wal").stat().st_size > 0
    return key


async def _rows(folder: Path, key: bytes, scratch: Path) -> int:
    """How much the outbox holds that was set aside in *folder*."""
    [found] = folder.glob(f"{STORE}.set-aside-*")
    at = found.name.removeprefix(STORE)
    scratch.mkdir()
    for end in ("", "-wal"):
        shutil.copy(folder / f"{STORE}{end}{at}", scratch / f"{STORE}{end}")
    store = await Store.open(scratch / STORE, key)
    rows = (await store.run(outbox.load)).rows
    await store.close()
    return len(rows)


@pytest.mark.parametrize("ring", [True, False], ids=["a keyring by now", "no keyring"])
@pytest.mark.parametrize("steps", range(STEPS))
def test_whenever_it_is_killed_the_outbox_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int, ring: bool
) -> None:
    @played
    async def scene() -> None:
        profile, sealed, clock = tmp_path / "profile", tmp_path / "keys" / "keys.json", HandClock()
        key = await _worked(profile, sealed)
        rename, done = Path.rename, list[Path]()

        def until_killed(path: Path, target: Path) -> Path:
            if len(done) == steps:
                raise Killed
            done.append(path)
            return rename(path, target)

        with monkeypatch.context() as killing:
            killing.setattr(Path, "rename", until_killed)
            try:
                Vault(profile, clock.now, sealed=sealed)._set_aside(None)
            except Killed:
                pass
            else:
                assert steps == STEPS - 1
        clock.set(clock.now().replace(hour=12))

        async def keyring() -> KeyringKeys | MemoryKeys:
            return KeyringKeys(Ring()) if ring else MemoryKeys(why="none")

        vault = Vault(profile, clock.now, sealed=sealed, keyring=keyring)
        found = await vault.find()
        if isinstance(found, str):
            if found != "choose":
                await vault.set_aside()  # they press it once more
            found = await vault.create(OTHER)
        store = await open_store(profile, found)
        await store.run(lambda connection: connection.execute("SELECT 1").fetchall())
        await store.close()
        assert await _rows(profile, key, tmp_path / "scratch") == 2

    scene()


@pytest.mark.parametrize("steps", range(4))
def test_one_store_alone_makes_room_whenever_it_is_killed_and_no_other_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    @played
    async def scene() -> None:
        profile, sealed, clock = tmp_path / "profile", tmp_path / "keys" / "keys.json", HandClock()
        keys = await Vault(profile, clock.now, sealed=sealed).create(GOOD)
        one = profile / "servers" / "one"
        for folder in (profile, one):
            folder.mkdir(parents=True, exist_ok=True)
            for name in (STORE, f"{STORE}-wal", IDENTITY):
                (folder / name).write_text(name)
        before = {path for path in profile.rglob("*") if path.parent != one}
        rename, done = Path.rename, list[Path]()

        def until_killed(path: Path, target: Path) -> Path:
            if len(done) == steps:
                raise Killed
            done.append(path)
            return rename(path, target)

        with monkeypatch.context() as killing:
            killing.setattr(Path, "rename", until_killed)
            with suppress(Killed):
                Vault(profile, clock.now, sealed=sealed)._set_aside(one)
        assert await Vault(profile, clock.now, sealed=sealed).find() == "enter", "the keys themselves stay"
        assert sorted(path.name.split(".set-aside-")[0] for path in one.iterdir()) == sorted(
            (STORE, f"{STORE}-wal", IDENTITY)
        )
        assert all(".set-aside-" in path.name for path in one.iterdir())
        assert {path for path in profile.rglob("*") if path.parent != one} == before
        assert keys.lasting

    scene()
