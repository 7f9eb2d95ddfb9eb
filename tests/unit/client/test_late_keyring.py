"""A keyring that answers late writes what nobody waits for any more: a store's key is not replaced by it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from mmc_console.client.compose import open_store
from mmc_console.client.errors import KeyringLocked
from mmc_console.client.keys import KeyringKeys
from mmc_console.client.store import tables
from tests.unit.client.stage import played
from tests.unit.client.test_keys import Ring


class Slow(Ring):
    """Asks its user before it takes the first thing, and goes on when they have answered."""

    def __init__(self) -> None:
        super().__init__()
        self.answered, self.written, self._asks = threading.Event(), threading.Event(), True

    def set_password(self, service: str, username: str, password: str) -> None:
        first, self._asks = self._asks, False
        if first:
            assert self.answered.wait(10)
        super().set_password(service, username, password)
        if first:
            self.written.set()


@played
async def test_the_key_of_a_new_store_is_the_one_the_keyring_has_in_the_end(tmp_path: Path) -> None:
    ring = Slow()
    with pytest.raises(KeyringLocked):
        await open_store(tmp_path, KeyringKeys(ring, patience=0.05))
    store = await open_store(tmp_path, KeyringKeys(ring))  # somebody has pressed "Try again"
    await store.run(lambda connection: tables.write_fact(connection, "x", b"1"))
    await store.close()
    ring.answered.set()
    assert ring.written.wait(10)
    store = await open_store(tmp_path, KeyringKeys(ring))
    assert await store.run(lambda connection: tables.read_fact(connection, "x")) == b"1"
    await store.close()
