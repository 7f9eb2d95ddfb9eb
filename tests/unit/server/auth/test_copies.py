"""Of two PCs with one key, because one was copied from the other, only the one that was meant is let in no more."""

from __future__ import annotations

import pytest

from mmc_console.domain.ids import ActionId, UserId
from mmc_console.server.auth import Auth
from mmc_console.server.keys import Keys
from mmc_console.server.log import events, results
from mmc_console.server.store.engine import Database
from mmc_console.wire.answers import LoginRequest, SignedIn
from mmc_console.wire.devices import encoded
from tests.server.auth_parts import GOOD, HandClock, console


@pytest.mark.parametrize("works", [False, True])
def test_who_works_at_the_first_goes_on_though_the_second_is_noticed_at_once(
    auth: Auth, store: tuple[Database, Keys], clock: HandClock, works: bool
) -> None:
    """Its session is told anew every quarter of an hour only."""
    key = encoded(b"k" * 32)

    def enrol(device: str) -> SignedIn:
        return auth.login(LoginRequest("noora", GOOD, console(device, key=key)), "192.0.2.1")

    first = enrol("console-0001")
    clock.pass_by(minutes=5)
    enrol("console-0002")
    clock.pass_by(minutes=3)
    row = results.Stored(
        action=ActionId("a"), content=b"", number=None, author=UserId("noora"), device="console-0001", n=7, root=None,
        outcome="applied", first=None, last=None, more=None, at_ms=events.millis(clock.now()), body=b"", original=None,
    )  # fmt: skip
    store[0].transact(lambda conn: results.add(conn, [row] if works else []))
    auth.revoke_device("console-0002")
    out = {each.id for each in auth.consoles() if each.revoked}
    assert out == ({"console-0002"} if works else {"console-0001", "console-0002"})
    if works:
        assert auth.authenticate(first.access_token).device == "console-0001"
