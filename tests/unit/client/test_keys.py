"""One suite for every place a key may be kept, and what counts as a keyring at all."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator

import keyring
import keyring.backend
import keyring.errors
import pytest

from mmc_console.client.errors import StoreLost
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
