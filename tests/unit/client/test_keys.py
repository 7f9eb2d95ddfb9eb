"""One suite for every place a key may be kept, and what counts as a keyring at all."""

from __future__ import annotations

import asyncio
import base64
import threading
from collections.abc import Callable, Iterator

import keyring
import keyring.backend
import keyring.errors
import pytest

from mmc_console.client.errors import KeyringLocked, StoreLost
from mmc_console.client.keys import SERVICE, KeyringKeys, KeyStore, MemoryKeys, fresh_key, open_keys
from tests.unit.client.stage import played


class Ring(keyring.backend.KeyringBackend):
    """A system keyring's behaviour, in memory; it can be locked."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring has no types there
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise keyring.errors.KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise keyring.errors.KeyringLocked
        self.kept[service, username] = password


class SecretServiceRing(Ring):
    """Looks like the operating system's own."""


SecretServiceRing.__module__ = "keyring.backends.SecretService"


class PlaintextRing(Ring):
    """Looks like the one that writes a file in clear."""


PlaintextRing.__module__ = "keyrings.alt.file"


@pytest.fixture(params=["memory", "keyring"])
def store(request: pytest.FixtureRequest) -> KeyStore:
    return MemoryKeys() if request.param == "memory" else KeyringKeys(Ring())


@played
async def test_a_key_comes_back_as_it_was(store: KeyStore) -> None:
    key, other = fresh_key(), fresh_key()
    await store.set("a", key)
    await store.set("b", other)
    assert (await store.get("a"), await store.get("b")) == (key, other)
    await store.set("a", other)
    assert await store.get("a") == other


@played
async def test_an_unknown_name_has_no_key(store: KeyStore) -> None:
    assert await store.get("nobody") is None


@played
async def test_only_32_bytes_are_a_key(store: KeyStore) -> None:
    for wrong in (b"", b"x" * 31, b"x" * 33):
        with pytest.raises(ValueError, match="32 bytes"):
            await store.set("a", wrong)


@pytest.mark.parametrize("text", ["", "not base64 !", base64.b64encode(b"short").decode()])
@played
async def test_what_is_not_ours_in_the_keyring_is_no_key(text: str) -> None:
    ring = Ring()
    ring.kept[SERVICE, "a"] = text
    assert await KeyringKeys(ring).get("a") is None


@played
async def test_a_keyring_locked_while_we_run_is_named() -> None:
    ring = Ring()
    ring.locked = True
    with pytest.raises(StoreLost):
        await KeyringKeys(ring).get("a")
    with pytest.raises(StoreLost):
        await KeyringKeys(ring).set("a", fresh_key())


class PromptDismissed(Exception):
    """As the system's backends let through: of no family that keyring knows."""


@played
async def test_whatever_a_keyring_fails_with_is_named(chosen: Callable[[Ring], None]) -> None:
    ring = SecretServiceRing()

    def dismissed(*_: str) -> None:
        raise PromptDismissed

    ring.get_password = ring.set_password = dismissed  # type: ignore[method-assign,assignment]  # somebody put its prompt away
    with pytest.raises(StoreLost):
        await KeyringKeys(ring).get("a")
    with pytest.raises(StoreLost):
        await KeyringKeys(ring).set("a", fresh_key())
    chosen(ring)
    assert _why(await open_keys()) == "none"


@pytest.fixture
def chosen() -> Iterator[Callable[[keyring.backend.KeyringBackend], None]]:
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@played
async def test_only_the_systems_own_keyring_is_taken(chosen: Callable[[Ring], None]) -> None:
    chosen(SecretServiceRing())
    keys = await open_keys()
    assert keys.lasting
    chosen(PlaintextRing())
    assert not (await open_keys()).lasting


@played
async def test_a_locked_keyring_counts_as_none(chosen: Callable[[Ring], None]) -> None:
    ring = SecretServiceRing()
    ring.locked = True
    chosen(ring)
    assert not (await open_keys()).lasting


@played
async def test_a_machine_without_any_keyring_works_from_memory() -> None:
    assert not (await open_keys()).lasting  # the suite runs under keyring's failing backend


@played
async def test_a_keyring_that_says_nothing_holds_nobody_up() -> None:
    ring, wake = Ring(), threading.Event()
    keys = KeyringKeys(ring, patience=0.5)
    await keys.set("a", fresh_key())
    took = ring.get_password

    def silent(service: str, username: str) -> str | None:
        wake.wait(30)
        return took(service, username)

    ring.get_password = silent  # type: ignore[method-assign]  # a keyring that waits for its user
    try:
        with pytest.raises(KeyringLocked):
            await keys.get("a")
        began = asyncio.get_running_loop().time()
        with pytest.raises(KeyringLocked):
            await keys.set("b", fresh_key())
        assert asyncio.get_running_loop().time() - began < 0.4, "nobody queues behind one that hangs"
    finally:
        wake.set()
    ring.get_password = took  # type: ignore[method-assign]  # it answers again
    while True:
        try:
            assert await keys.get("a") is not None
            break
        except KeyringLocked:
            await asyncio.sleep(0)


@played
async def test_why_there_is_no_keyring_is_known(chosen: Callable[[Ring], None]) -> None:
    ring = SecretServiceRing()
    ring.locked = True
    chosen(ring)
    assert _why(await open_keys()) == "locked"
    chosen(PlaintextRing())
    assert _why(await open_keys()) == "none"


def _why(keys: KeyringKeys | MemoryKeys) -> str:
    assert isinstance(keys, MemoryKeys)
    return keys.why
