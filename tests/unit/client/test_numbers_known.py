"""What a console tells a restored server of numbers that may be on paper: all that its own histories have reached."""

from __future__ import annotations

from pathlib import Path

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.testing import LocalGateway
from tests.unit.client.stage import played


@played
async def test_a_history_that_passed_numbers_over_is_told_of_also_where_it_gave_none(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    await desk.register("1001")
    desk.server.state.series[desk.today(), ""] = 22  # as after a restore: it goes on above what may be out there
    desk.server.restart_history()
    await desk.refresh()
    desk.server.restart_history()
    await desk.refresh()
    assert desk.parts.desk.outbox.known_numbers == {desk.today(): 22}
    await desk.close()


@played
async def test_a_number_given_by_a_history_nobody_here_could_read_is_told_of(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    today = desk.today()
    await desk.submit(desk.registration("1001"))
    await desk.sign_out()
    desk.server.state.series[today, ""] = 40
    desk.server.restart_history()
    await desk.settle()
    [row] = desk.parts.desk.outbox
    assert row.result is not None
    assert row.result.number == "041"
    desk.server.restart_history()
    await desk.sign_in("noora", PASSWORD)
    await desk.settle()
    assert desk.parts.desk.outbox.known_numbers == {today: 41}
    await desk.close()
