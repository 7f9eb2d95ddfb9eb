"""A replay against the whole server in this process, whose clock the replay turns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from mmc_console.client.api import Api
from mmc_console.domain.state import State
from mmc_console.replay.clock import Pace, TurnedTime
from mmc_console.replay.recording import Day
from mmc_console.replay.run import Chances, Outcome, replay
from mmc_console.replay.server_centre import ServerCentre
from tests.server.auth_app import server_in
from tests.server.auth_parts import GOOD, HandClock
from tests.unit.replay.days import local, minter


class TurnedClock:
    """The server's own hand clock, as a replay reads it; waiting turns it on."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    def monotonic(self) -> float:
        return self._clock.now().timestamp()

    async def sleep(self, seconds: float) -> None:
        self._clock.pass_by(seconds=seconds)


async def replayed_on_a_server(day: Day, place: Path) -> Outcome:
    """*day* through the real routes, writer and database in *place*, to the second."""
    async with server_in(place) as server:
        server.clock.at = (local(day.lines[0].at) - timedelta(minutes=1)).astimezone(UTC)

        def turn(moment: datetime) -> None:
            server.clock.at = moment.astimezone(UTC)

        def make_pace(state: State, offset: timedelta) -> Pace:
            return TurnedTime(local, turn)

        def today(state: State, offset: timedelta) -> datetime:
            return server.clock.now()

        clock = TurnedClock(server.clock)
        centre = ServerCentre(Api(server.client), clock, "admin", GOOD)
        return await replay(
            day, centre, make_pace, Chances(minter(), "123456"),
            stations={}, today=today, exact=True, told=lambda done, line: None,
        )  # fmt: skip
