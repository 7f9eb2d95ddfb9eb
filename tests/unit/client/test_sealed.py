"""Keys sealed by a passphrase: what opens them, what does not, and how often anybody may try."""

from __future__ import annotations

import asyncio
import errno
import json
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from mmc_console.client import files, identity
from mmc_console.client.errors import KeysDamaged, PassphrasePause, StoreFull, StoreLost, WrongKey, WrongPassphrase
from mmc_console.client.handclock import HandClock
from mmc_console.client.keys import fresh_key
from mmc_console.client.profile import IDENTITY
from mmc_console.client.sealed import PAUSE, TRIES, SealedKeys, passphrase_problem, sealed_path
from mmc_console.client.testing import LocalGateway
from tests.unit.client.stage import played

GOOD = "ثلاثة جمال on a hill"
OTHER = "quite another sentence"


@played
async def test_what_was_kept_is_there_for_the_passphrase_and_for_no_other(tmp_path: Path) -> None:
    path, clock, key = tmp_path / "keys.json", HandClock(), fresh_key()
    made = await SealedKeys.create(path, GOOD)
    await made.set("a", key)
    again = await SealedKeys.unseal(path, GOOD, clock.now)
    assert (await again.get("a"), await again.get("b"), again.lasting) == (key, None, True)
    with pytest.raises(WrongPassphrase) as wrong:
        await SealedKeys.unseal(path, OTHER, clock.now)
    assert wrong.value.left == TRIES - 1
    for told in (key, key.hex().encode(), GOOD.encode()):
        assert told not in path.read_bytes()


@played
async def test_letters_composed_otherwise_are_the_same_passphrase(tmp_path: Path) -> None:
    await SealedKeys.create(tmp_path / "k", "caf\u00e9 au lait ab")
    again = await SealedKeys.unseal(tmp_path / "k", "cafe\u0301 au lait ab", HandClock().now)
    assert again.lasting


@played
async def test_five_wrong_ones_make_a_pause_that_a_new_start_does_not_end(tmp_path: Path) -> None:
    path, clock = tmp_path / "keys.json", HandClock()
    await SealedKeys.create(path, GOOD)
    for left in reversed(range(TRIES)):
        with pytest.raises(WrongPassphrase) as wrong:
            await SealedKeys.unseal(path, OTHER, clock.now)
        assert wrong.value.left == left
    with pytest.raises(PassphrasePause) as pause:
        await SealedKeys.unseal(path, GOOD, clock.now)
    assert pause.value.seconds == PAUSE.total_seconds()
    clock.set(clock.now() - timedelta(days=300))  # the pause begins again, and does not last for a year
    with pytest.raises(PassphrasePause):
        await SealedKeys.unseal(path, GOOD, clock.now)
    clock.set(clock.now() + PAUSE)
    await SealedKeys.unseal(path, GOOD, clock.now)
    with pytest.raises(WrongPassphrase) as wrong:
        await SealedKeys.unseal(path, OTHER, clock.now)
    assert wrong.value.left == TRIES - 1, "the right one gives the tries back"


@played
async def test_a_try_is_counted_before_it_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, clock = tmp_path / "keys.json", HandClock()
    await SealedKeys.create(path, GOOD)

    def killed(*_: object) -> bytes:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr("mmc_console.client.sealed._stretched", killed)
        for _ in range(TRIES):
            with pytest.raises(RuntimeError):
                await SealedKeys.unseal(path, OTHER, clock.now)
    with pytest.raises(PassphrasePause):
        await SealedKeys.unseal(path, GOOD, clock.now)


@played
async def test_another_passphrase_keeps_the_keys(tmp_path: Path) -> None:
    path, clock, key = tmp_path / "keys.json", HandClock(), fresh_key()
    keys = await SealedKeys.create(path, GOOD)
    await keys.set("a", key)
    with pytest.raises(WrongPassphrase):
        await keys.change(OTHER, OTHER, clock.now)
    with pytest.raises(ValueError, match="passphrase"):
        await keys.change(GOOD, "short", clock.now)
    await keys.change(GOOD, OTHER, clock.now)
    await keys.set("b", key)
    with pytest.raises(WrongPassphrase):
        await SealedKeys.unseal(path, GOOD, clock.now)
    again = await SealedKeys.unseal(path, OTHER, clock.now)
    assert (await again.get("a"), await again.get("b")) == (key, key)


@pytest.mark.parametrize(
    ("field", "value"),
    [("memory_kib", 8), ("memory_kib", 1 << 30), ("passes", 1), ("salt", "AAAA"), ("nonce", "!"), ("more", 1)],
)
@played
async def test_a_file_somebody_changed_is_named_and_costs_nothing(tmp_path: Path, field: str, value: object) -> None:
    path = tmp_path / "keys.json"
    await SealedKeys.create(path, GOOD)
    told = json.loads(path.read_text())
    path.write_text(json.dumps({**told, field: value}))
    with pytest.raises(KeysDamaged):
        await SealedKeys.unseal(path, GOOD, HandClock().now)


@played
async def test_the_cost_cannot_be_lowered_unseen(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    await SealedKeys.create(path, GOOD)
    told = json.loads(path.read_text())
    assert (told["memory_kib"] >= 19_456, told["passes"] >= 2) == (True, True)
    path.write_text(json.dumps({**told, "passes": 2}))
    with pytest.raises(WrongPassphrase):
        await SealedKeys.unseal(path, GOOD, HandClock().now)


@played
async def test_a_disk_that_takes_nothing_leaves_the_old_keys(tmp_path: Path) -> None:
    path, key = tmp_path / "keys" / "k.json", fresh_key()
    keys = await SealedKeys.create(path, GOOD)
    await keys.set("a", key)
    (path.parent / "k.json.new").mkdir()
    with pytest.raises(StoreLost):
        await keys.set("a", fresh_key())
    assert await keys.get("a") == key


@played
async def test_a_folder_for_the_keys_that_cannot_be_made_is_named_as_any_fault_of_this_pc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreLost):
        await SealedKeys.create(tmp_path / "file" / "keys" / "k.json", GOOD)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(StoreFull):
        await SealedKeys.create(tmp_path / "keys" / "k.json", GOOD)


@pytest.mark.parametrize(
    ("text", "why"), [("short", "passphrase-short"), ("abababababab", "passphrase-easy"), (GOOD, ""), (OTHER, "")]
)
def test_passphrases_nobody_should_use(text: str, why: str) -> None:
    assert passphrase_problem(text) == why


@played
async def test_a_desk_lives_on_a_passphrase_as_on_a_keyring(tmp_path: Path) -> None:
    """Numbers and calls go on offline, a restart finds all of it, a folder put back or carried away is noticed."""
    here, path, clock = tmp_path / "profile", tmp_path / "keys.json", HandClock()
    desk = await LocalGateway.with_center(profile=here, keys=await SealedKeys.create(path, GOOD), clock=clock)
    await desk.go_offline()
    visit = await desk.register("271234567", "فاطمة")
    assert visit.number[0].isalpha(), "of its own series"
    assert desk.durable
    await desk.close()
    before = (here / IDENTITY).read_bytes()
    keys = await SealedKeys.unseal(path, GOOD, clock.now)
    desk = await LocalGateway.with_center(profile=here, keys=keys, clock=clock, server=desk.server)
    assert (desk.pending.count, desk.user is not None) == (1, True)
    await desk.close()
    (here / IDENTITY).write_bytes(before)
    assert (await identity.start(here, await SealedKeys.unseal(path, GOOD, clock.now))).copied
    with pytest.raises(WrongKey):
        await LocalGateway.with_center(profile=here, keys=await SealedKeys.create(tmp_path / "other", GOOD))


def test_each_profile_has_its_own_keys_outside_it(tmp_path: Path) -> None:
    one, two = sealed_path(tmp_path / "one"), sealed_path(tmp_path / "two")
    assert one != two
    assert tmp_path not in one.parents


@played
async def test_a_key_nobody_waits_for_any_more_is_written_before_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "keys.json"
    keys = await SealedKeys.create(path, GOOD)
    first, second, write = threading.Event(), threading.Event(), files.write

    def slow(target: Path, told: dict[str, files.Plain]) -> None:
        if first.is_set():
            second.set()
        else:
            first.set()
            assert not second.wait(0.2), "two at once write into one another's file"
        write(target, told)

    monkeypatch.setattr(files, "write", slow)
    one = asyncio.ensure_future(keys.set("one", b"1" * 32))
    await asyncio.to_thread(first.wait, 10)
    one.cancel()
    await keys.set("two", b"2" * 32)
    again = await SealedKeys.unseal(path, GOOD, HandClock().now)
    assert [await again.get(name) for name in ("one", "two")] == [b"1" * 32, b"2" * 32]
