"""A profile belongs to one console at a time, and knows when it is a copy."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import keyring.errors
import pytest

from mmc_console.client import files, identity
from mmc_console.client import profile as profiles
from mmc_console.client.errors import ProfileInUse, StoreLost, WrongKey
from mmc_console.client.files import Settings
from mmc_console.client.keys import KeyringKeys, MemoryKeys
from mmc_console.client.profile import IDENTITY, SETTINGS, Profiles, first_run
from mmc_console.client.testing import LocalGateway
from tests.guards import ExpectedLogs
from tests.unit.client.stage import played
from tests.unit.client.test_keys import Ring


def test_a_second_console_is_refused_and_told_who_holds_it(tmp_path: Path) -> None:
    profile = Profiles(tmp_path).open()
    with pytest.raises(ProfileInUse) as refused:
        Profiles(tmp_path).open()
    assert str(os.getpid()) in refused.value.holder
    profile.close()
    Profiles(tmp_path).open().close()


def test_a_killed_console_leaves_its_profile_free(tmp_path: Path) -> None:
    program = (
        "import sys, os, signal\nfrom pathlib import Path\nfrom mmc_console.client.profile import Profiles\n"
        "held = Profiles(Path(sys.argv[1])).open()\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    top = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=top, timeout=30, check=False)
    assert done.returncode == -9
    Profiles(tmp_path).open().close()


@pytest.mark.skipif(sys.platform == "win32", reason="limits a process as only Unix does")
def test_a_disk_that_takes_nothing_keeps_no_console_from_its_profile(tmp_path: Path) -> None:
    import resource

    Profiles(tmp_path).open().close()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        profile = Profiles(tmp_path).open()
        with pytest.raises(ProfileInUse):
            Profiles(tmp_path).open()
        profile.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    Profiles(tmp_path).open().close()


@pytest.mark.parametrize("code", [errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES])
def test_a_lock_that_another_holds_is_a_profile_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(profiles, "_lock", refusing(code))
    with pytest.raises(ProfileInUse):
        Profiles(tmp_path).open()


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EIO])
def test_a_disk_without_locks_is_no_profile_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    with monkeypatch.context() as here:
        here.setattr(profiles, "_lock", refusing(code))
        with pytest.raises(OSError, match=os.strerror(code)):
            Profiles(tmp_path).open()
    Profiles(tmp_path).open().close()


def test_a_folder_that_is_a_file_is_said_as_the_system_says_it(tmp_path: Path) -> None:
    (tmp_path / "default").write_text("no folder")
    with pytest.raises(FileExistsError):
        Profiles(tmp_path).open()


def refusing(code: int) -> Callable[[object], None]:
    """A system that answers *code* to whoever wants a lock."""

    def refuse(_: object) -> None:
        raise OSError(code, os.strerror(code))

    return refuse


def test_the_first_run_is_over_once_something_was_chosen(tmp_path: Path) -> None:
    profile = Profiles(tmp_path).open()
    assert profile.first_run
    Settings(profile.path / SETTINGS).set("server", "https://clinic.local")
    profile.close()
    assert not first_run(profile.path)
    assert Profiles(tmp_path).names() == ("default",)


@pytest.mark.parametrize("name", ["", "..", "a/b", ".hidden"])
def test_a_name_cannot_lead_elsewhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="profile"):
        Profiles(tmp_path).path(name)


def test_settings_are_kept_and_forget_what_is_none(tmp_path: Path) -> None:
    path = tmp_path / SETTINGS
    settings = Settings(path)
    settings.set("language", "ar")
    settings.set("geometry", [1, 2, 3, 4])
    settings.set("theme", "dark")
    settings.set("theme", None)
    again = Settings(path)
    assert (again.get("language", "en"), again.get("geometry", []), again.get("theme", "light")) == (
        "ar", [1, 2, 3, 4], "light",
    )  # fmt: skip
    assert again.get("language", 5) == 5, "a value of another kind is not given out"


def test_a_disk_that_takes_nothing_keeps_nobody_from_closing_the_window(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    """The window remembers its place as it closes; an error there would leave a console that nobody sees."""
    path = tmp_path / "full" / SETTINGS
    settings = Settings(path)
    settings.set("geometry", "AdnQ")
    settings.set("language", "en")
    settings.set("theme", "dark")
    settings.set("theme", None)
    assert (settings.get("geometry", ""), settings.get("language", "ar")) == ("AdnQ", "en")
    path.parent.mkdir()  # there is room again
    settings.set("lock_minutes", 5)
    again = Settings(path)
    assert (again.get("geometry", ""), again.get("language", "ar"), again.get("lock_minutes", 0)) == ("AdnQ", "en", 5)
    assert again.get("theme", "light") == "light"
    expected_logs.expect("what this PC remembers could not be written: store-lost")


def test_damaged_settings_are_as_if_there_were_none(tmp_path: Path) -> None:
    (tmp_path / SETTINGS).write_text('{"language": "a')
    assert Settings(tmp_path / SETTINGS).get("language", "en") == "en"


def test_a_file_that_cannot_be_written_is_named_and_the_old_one_stands(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "a.json"
    with pytest.raises(StoreLost):
        files.write(path, {"a": 1})
    path.parent.mkdir()
    files.write(path, {"a": 1})
    with pytest.raises(TypeError):
        files.write(path, {"a": object()})  # type: ignore[dict-item]  # wrong on purpose
    assert files.read(path) == {"a": 1}


@played
async def test_the_generation_rises_at_each_start_in_both_places(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    first = await identity.start(tmp_path, keys)
    second = await identity.start(tmp_path, keys)
    assert (first.generation, second.generation) == (1, 2)
    assert first.device == second.device
    assert not second.copied


@played
async def test_a_profile_rolled_back_to_yesterday_is_noticed(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    await identity.start(tmp_path, keys)
    yesterday = (tmp_path / IDENTITY).read_text()
    await identity.start(tmp_path, keys)
    (tmp_path / IDENTITY).write_text(yesterday)
    assert (await identity.start(tmp_path, keys)).copied
    assert (await identity.start(tmp_path, keys)).copied, "and stays so until it is enrolled anew"


@played
async def test_a_keyring_that_did_not_hear_of_some_starts_makes_no_copy(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    await identity.start(tmp_path, keys)
    heard = dict(keys._keys)
    for _ in range(3):
        await identity.start(tmp_path, keys)
    keys._keys = heard  # it was locked, or said nothing, whenever it was told
    again = await identity.start(tmp_path, keys)
    assert (again.copied, again.generation) == (False, 5), "no older profile is ahead of its keyring"


@played
async def test_numbers_on_paper_are_known_to_a_folder_put_back_within_one_run(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    first = await identity.start(tmp_path, keys)
    before = (tmp_path / IDENTITY).read_bytes()
    today = date(2026, 11, 23)
    await first.reserve(today, 4)
    (tmp_path / IDENTITY).write_bytes(before)
    second = await identity.start(tmp_path, keys)
    assert not second.copied, "nothing tells the two apart"
    assert second.spent_on(today, certain=True) >= 4
    assert second.spent_on(today - timedelta(days=1), certain=True) >= 4, "by a clock that was ahead"
    assert second.spent_on(today + timedelta(days=1), certain=True) == 0
    assert second.spent_on(today + timedelta(days=1), certain=False) >= 4, "which may be the same day"


@played
async def test_a_number_given_late_for_yesterday_leaves_the_count_of_today_known(tmp_path: Path) -> None:
    keys, today = MemoryKeys(lasting=True), date(2026, 11, 23)
    first = await identity.start(tmp_path, keys)
    await first.reserve(today, 5)
    await first.reserve(today - timedelta(days=1), 3)
    assert (await identity.start(tmp_path, keys)).spent_on(today, certain=True) == 5
    await first.reserve(today - timedelta(days=1), 6)
    assert (await identity.start(tmp_path, keys)).spent_on(today, certain=True) == 6


@played
async def test_a_fenced_console_stays_so_until_it_is_another(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    first = await identity.start(tmp_path, keys)
    await first.fence()
    second = await identity.start(tmp_path, keys)
    assert (second.copied, second.device) == (True, first.device)
    await second.renew(str(uuid.uuid4()))
    third = await identity.start(tmp_path, keys)
    assert not third.copied
    assert third.device == second.device != first.device


@played
async def test_a_console_that_is_fenced_on_a_full_disk_is_so_at_once_and_at_the_next_start(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    """What it was fenced by is an answer somebody waits for: that one is taken, and the next tries the disk again."""
    expected_logs.expect("that this console is a copy could not be kept")
    keys = MemoryKeys(lasting=True)
    first = await identity.start(tmp_path, keys)
    in_the_way = tmp_path / f"{IDENTITY}.new"
    in_the_way.mkdir()
    await first.fence()
    assert first.copied
    assert "copied" not in files.read(tmp_path / IDENTITY)
    in_the_way.rmdir()
    await first.fence()
    assert (await identity.start(tmp_path, keys)).copied


@played
async def test_a_start_without_its_keys_is_another_device_and_leaves_the_first_alone(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    first = await identity.start(tmp_path, keys)
    loose = await identity.start(tmp_path, MemoryKeys())
    assert loose.device != first.device
    assert loose.public_key is None
    again = await identity.start(tmp_path, MemoryKeys())
    assert (again.device, again.generation) == (loose.device, 2), "no letter is spent at each start"
    back = await identity.start(tmp_path, keys)
    assert (back.device, back.generation, back.copied) == (first.device, 2, False)


@played
async def test_a_keyring_that_locks_at_the_start_makes_no_copy(tmp_path: Path) -> None:
    ring = Ring()
    keys = KeyringKeys(ring)
    first = await identity.start(tmp_path, keys)
    took = ring.set_password

    def locked(service: str, username: str, password: str) -> None:
        raise keyring.errors.KeyringLocked

    ring.set_password = locked  # type: ignore[method-assign]  # it locks between two calls
    second = await identity.start(tmp_path, keys)
    assert (second.unkept, second.copied) == (True, False)
    ring.set_password = took  # type: ignore[method-assign]  # open again
    third = await identity.start(tmp_path, keys)
    assert (third.device, third.unkept, third.copied) == (first.device, False, False)


@played
async def test_on_another_pc_the_copied_folder_is_another_device_and_opens_nothing(tmp_path: Path) -> None:
    here = tmp_path / "here"
    desk = await LocalGateway.with_center(profile=here, keys=MemoryKeys(lasting=True))
    await desk.register("1001", "Fahad")
    await desk.close()
    device = json.loads((here / IDENTITY).read_text())["device"]
    shutil.copytree(here, tmp_path / "there")
    keys = MemoryKeys(lasting=True)
    assert (await identity.start(tmp_path / "there", keys)).device != device
    with pytest.raises(WrongKey):
        await LocalGateway.with_center(profile=tmp_path / "there", keys=keys)


def test_two_that_remember_in_one_file_do_not_forget_for_each_other(tmp_path: Path) -> None:
    first, second = Settings(tmp_path / SETTINGS), Settings(tmp_path / SETTINGS)
    second.set("language", "en")
    first.set("geometry", "AdnQ")
    again = Settings(tmp_path / SETTINGS)
    assert (again.get("language", ""), again.get("geometry", "")) == ("en", "AdnQ")
