"""How the S3-compatible store is entered: typed once, sent, in no state of the page."""

from __future__ import annotations

import pytest

from mmc_console.desktop.tickets.facts import Message
from tests.unit.desktop.admin.test_backups import Desk, at_the_page


@pytest.mark.parametrize(
    ("typed", "said"), [(("AKIA1", "s3cret"), "store-secret-kept"), (("", ""), "store-secret-forgotten")]
)
def test_what_is_typed_goes_to_the_server_and_stays_nowhere(typed: tuple[str, str], said: str) -> None:
    async def scene(desk: Desk) -> None:
        desk.view.secret = typed
        await desk.do(desk.page.enter_store)
        [(method, _, body)] = [told for told in desk.office.told if "store-secret" in told[1]]
        assert (method, body) == ("PUT", {"access": typed[0], "secret": typed[1]})
        assert desk.view.said[-1] == Message(said)
        assert "s3cret" not in repr(desk.state)

    at_the_page(scene)


def test_turned_away_nothing_is_sent() -> None:
    async def scene(desk: Desk) -> None:
        await desk.do(desk.page.enter_store)
        assert not any("store-secret" in told[1] for told in desk.office.told)

    at_the_page(scene)
