"""As of when the open drawer says the server's word is known here."""

from __future__ import annotations

from datetime import timedelta

from mmc_console.client.testing import LocalGateway
from tests.unit.desktop.desk_parts import play
from tests.unit.desktop.pending.drawer import Drawer


def test_an_open_drawer_follows_the_heartbeats_and_says_the_day_of_an_old_word() -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center()
        drawer = Drawer(gateway)
        came = gateway.now()
        assert drawer.state.synced == f"{came:%H:%M}"
        await gateway.clock.turn(600)
        gateway.parts.connectivity.told()  # a heartbeat: nothing has changed, and it is known that nothing has
        drawer.presenter.look()
        came += timedelta(minutes=10)
        assert drawer.state.synced == f"{came:%H:%M}"
        drawer.presenter.go_away()
        await gateway.clock.turn(600)
        gateway.parts.connectivity.told()
        drawer.presenter.look()
        assert drawer.state.synced == f"{came:%H:%M}", "it rests while nobody sees it"
        drawer.presenter.come_in()
        came += timedelta(minutes=10)
        assert drawer.state.synced == f"{came:%H:%M}"
        await gateway.go_offline()
        await gateway.clock.turn(3 * 86400)
        drawer.presenter.look()
        assert drawer.state.synced == f"{came:%m-%d %H:%M}"
        await gateway.close()

    play(scene)
