"""Coming in without the server: what it vouched for lately opens this console, for a while, and nothing else does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import SignInFailed, StoreFull, UnderMaintenance
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.known import PASSWORD_GOOD_FOR, PASSWORD_PAUSE, PASSWORD_TRIES, PIN_GOOD_FOR, PIN_TRIES
from mmc_console.client.store.engine import Connection
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.ids import ExamCode
from mmc_console.wire.answers import SignedIn
from tests.guards import ExpectedLogs
from tests.unit.client.stage import played, running

PIN = "418203"
DAY = timedelta(days=1)


async def refused(desk: LocalGateway, username: str, password: str) -> str:
    with pytest.raises(SignInFailed) as failed:
        await desk.sign_in(username, password)
    return failed.value.code


def is_open(desk: LocalGateway) -> bool:
    """Asked anew each time."""
    return not desk.locked


async def locked_out(desk: LocalGateway, secret: str) -> SignInFailed:
    assert desk.user is not None
    with pytest.raises(SignInFailed) as failed:
        await desk.unlock(desk.people[0].id, secret)
    return failed.value


@played
async def test_who_signed_in_here_lately_comes_in_while_the_cable_is_out() -> None:
    desk = await LocalGateway.with_center()
    await desk.sign_out()
    await desk.go_offline()
    user = await desk.sign_in("Noora", PASSWORD)
    assert user.username == "noora"
    assert desk.user == user
    await desk.close()


@played
async def test_in_maintenance_people_come_in_as_without_the_server() -> None:
    desk = await LocalGateway.with_center()
    desk.server.add_user("saad", ["clinician"], ["lab"])
    await desk.sign_out()
    desk.server.away = UnderMaintenance(1)
    desk.parts.connectivity.failed(UnderMaintenance(1))
    assert await refused(desk, "saad", PASSWORD) == "maintenance"
    assert (await desk.sign_in("noora", PASSWORD)).username == "noora"
    await desk.close()


@played
async def test_a_wrong_password_and_a_stranger_stay_outside() -> None:
    desk = await LocalGateway.with_center()
    desk.server.add_user("saad", ["clinician"], ["lab"])
    await desk.sign_out()
    await desk.go_offline()
    assert await refused(desk, "noora", "wrong") == "bad-credentials"
    assert await refused(desk, "saad", PASSWORD) == "unreachable"
    assert desk.user is None
    await desk.close()


@played
async def test_the_password_opens_this_console_for_seven_days() -> None:
    desk = await LocalGateway.with_center()
    await desk.sign_out()
    await desk.go_offline()
    await desk.clock.turn((PASSWORD_GOOD_FOR - timedelta(minutes=1)).total_seconds())
    await desk.sign_in("noora", PASSWORD)
    await desk.sign_out()
    await desk.clock.turn(timedelta(minutes=2).total_seconds())
    assert await refused(desk, "noora", PASSWORD) == "offline-user", "a password typed here offline extends nothing"
    await desk.close()


@played
async def test_a_clock_set_back_makes_no_password_good_again() -> None:
    desk = await LocalGateway.with_center()
    await desk.sign_out()
    await desk.go_offline()
    desk.clock.set(desk.clock.now() - 30 * DAY)
    desk.parts.connectivity._measured = False  # as after a restart: nobody has told the right time since
    assert await refused(desk, "noora", PASSWORD) == "clock-wrong"
    await desk.close()


@played
async def test_guessing_at_the_console_pauses_and_goes_on() -> None:
    desk = await LocalGateway.with_center()
    await desk.sign_out()
    await desk.go_offline()
    for _ in range(PASSWORD_TRIES):
        assert await refused(desk, "noora", "wrong") == "bad-credentials"
    with pytest.raises(SignInFailed) as failed:
        await desk.sign_in("noora", PASSWORD)
    assert failed.value.code == "account-locked"
    assert failed.value.params["retry_after"] == PASSWORD_PAUSE.total_seconds()
    await desk.clock.turn(PASSWORD_PAUSE.total_seconds())
    assert (await desk.sign_in("noora", PASSWORD)).username == "noora"
    await desk.close()


@played
async def test_work_done_after_coming_in_offline_is_sent_when_the_cable_is_in(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path, keys=MemoryKeys(lasting=True))
    await desk.sign_out()
    await desk.go_offline()
    await desk.sign_in("noora", PASSWORD)
    visit = await desk.register("271234567", "فهد")
    assert visit.number == "A01"
    await desk.go_online()
    assert desk.pending.count == 0
    assert [v.number for v in desk.server.state.visits.values()] == ["A01"]
    assert not desk.session_ended
    await desk.close()


@played
async def test_locked_stays_locked_over_a_restart_and_opens_without_the_server(tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys)
    await desk.lock()
    server, clock = desk.server, desk.clock
    await desk.close()
    server.go_away()
    again = await LocalGateway.with_center(profile=tmp_path, keys=keys, server=server, clock=clock, signed_in=False)
    assert again.locked
    assert (await locked_out(again, "wrong")).code == "bad-credentials"
    await again.unlock(again.people[0].id, PASSWORD)
    assert is_open(again)
    await again.close()


@played
async def test_a_token_exchanged_behind_the_lock_unlocks_nothing() -> None:
    desk = await LocalGateway.with_center()
    await desk.lock()
    async with running(desk):
        await desk.clock.turn(1800)
    assert desk.locked
    await desk.close()


@played
async def test_a_session_made_behind_the_lock_unlocks_nothing() -> None:
    desk = await LocalGateway.with_center()
    await desk.sign_out()
    await desk.go_offline()
    await desk.sign_in("noora", PASSWORD)
    await desk.lock()
    await desk.go_online()
    assert desk.parts.session.people[0].refresh_token is not None
    assert desk.locked
    await desk.close()


@played
async def test_a_pin_opens_for_the_day_and_only_five_wrong_ones_are_looked_at() -> None:
    desk = await LocalGateway.with_center()
    await desk.set_pin("٤١٨٢٠٣", PASSWORD)
    await desk.lock()
    await desk.go_offline()
    await desk.unlock(desk.people[0].id, PIN)
    assert not desk.locked
    await desk.lock()
    left = [await locked_out(desk, "418204") for _ in range(PIN_TRIES)]
    assert [f.code for f in left] == ["pin-wrong"] * (PIN_TRIES - 1) + ["pin-over"]
    assert [f.params.get("n") for f in left] == [4, 3, 2, 1, None]
    assert (await locked_out(desk, PIN)).code == "pin-over", "the right one comes too late"
    await desk.unlock(desk.people[0].id, PASSWORD)
    await desk.lock()
    await desk.unlock(desk.people[0].id, PIN)
    await desk.clock.turn(PIN_GOOD_FOR.total_seconds())
    await desk.lock()
    assert (await locked_out(desk, PIN)).code == "pin-over"
    assert not desk.people[0].takes_pin
    await desk.close()


@pytest.mark.parametrize(
    ("pin", "code"),
    [("12345", "pin-form"), ("1234567", "pin-form"), ("abcdef", "pin-form"), ("111111", "pin-easy"),
     ("123456", "pin-easy"), ("987654", "pin-easy"), ("890123", "pin-easy")],
)  # fmt: skip
@played
async def test_a_pin_that_everybody_would_try_is_refused(pin: str, code: str) -> None:
    desk = await LocalGateway.with_center()
    with pytest.raises(SignInFailed, match=code):
        await desk.set_pin(pin, PASSWORD)
    assert not desk.people[0].has_pin
    await desk.close()


@played
async def test_a_pin_brings_back_who_left_and_never_who_signed_out() -> None:
    desk = await LocalGateway.with_center()
    desk.server.add_user("saad", ["clinician"], ["lab"])
    await desk.set_pin(PIN, PASSWORD)
    noora = desk.people[0].id
    await desk.leave()
    assert desk.user is None
    await desk.sign_in("saad", PASSWORD)
    await desk.leave()
    await desk.go_offline()
    assert (await desk.unlock(noora, PIN)).username == "noora"
    await desk.go_online()
    await desk.sign_out()
    with pytest.raises(SignInFailed, match="bad-credentials"):
        await desk.unlock(noora, PIN)
    await desk.close()


@played
async def test_a_password_the_server_no_longer_takes_opens_nothing_here_either() -> None:
    desk = await LocalGateway.with_center()
    await desk.sign_out()
    desk.server.remove_user("noora")
    assert await refused(desk, "noora", PASSWORD) == "bad-credentials"
    await desk.go_offline()
    assert await refused(desk, "noora", PASSWORD) == "offline-user"
    await desk.close()


@played
async def test_who_works_here_and_whose_password_the_server_refuses_works_here_no_more() -> None:
    desk = await LocalGateway.with_center()
    desk.server.remove_user("noora")
    assert await refused(desk, "noora", PASSWORD) == "bad-credentials"
    assert desk.session_ended, "nobody sits there as if signed in, and is told no news"
    await desk.close()


@played
async def test_an_ended_session_takes_password_and_pin_along() -> None:
    desk = await LocalGateway.with_center()
    await desk.set_pin(PIN, PASSWORD)
    desk.server.remove_user("noora")
    async with running(desk):
        await desk.clock.turn(1800)
    assert desk.session_ended
    assert desk.user is not None, "what is recorded stays in this person's name"
    await desk.go_offline()
    assert (await locked_out(desk, PIN)).code == "offline-user"
    assert (await locked_out(desk, PASSWORD)).code == "offline-user"
    await desk.close()


@played
async def test_the_next_person_keeps_the_names_they_may_see_also_offline() -> None:
    desk = await LocalGateway.with_center()
    desk.server.add_user("saad", ["clinician"], ["audio"])
    await desk.sign_in("saad", PASSWORD)
    await desk.sign_in("noora", PASSWORD)
    everybody = [await desk.register("271234567", "فهد"), await desk.register("271234568", "سعد", exam="aviation")]
    assert [v.exam_type for v in everybody] == [ExamCode("recruitment"), ExamCode("aviation")]
    assert [desk.card(v.patient) for v in everybody], "looked at, so they are asked for"
    await desk.settle()
    mine = [v for v in everybody if any(s.clinic == "audio" for stage in v.stages for s in stage)]
    assert 0 < len(mine) < 2
    await desk.go_offline()
    saad = next(p for p in desk.people if p.username == "saad")
    await desk.unlock(saad.id, PASSWORD)
    assert [v for v in everybody if desk.card(v.patient) is not None] == mine
    await desk.close()


@played
async def test_a_wrong_try_shows_nobody_elses_patients_and_changes_no_order() -> None:
    desk = await LocalGateway.with_center()
    desk.server.add_user("saad", ["clinician"], ["audio"])
    await desk.sign_in("saad", PASSWORD)
    await desk.sign_in("noora", PASSWORD)
    visit = await desk.register("271234567", "فهد")
    assert desk.card(visit.patient) is not None
    await desk.settle()
    await desk.go_offline()
    saad = next(p for p in desk.people if p.username == "saad")
    with pytest.raises(SignInFailed):
        await desk.unlock(saad.id, "wrong")
    assert [p.username for p in desk.people] == ["noora", "saad"]
    await desk.unlock(saad.id, PASSWORD)
    assert desk.card(visit.patient) is None
    await desk.close()


@played
async def test_a_token_exchanged_while_somebody_unlocks_is_kept() -> None:
    desk = await LocalGateway.with_center()
    await desk.lock()
    session = desk.parts.session

    async def exchange() -> None:
        session.doubt(session._access or "")
        await session.bearer()

    async def refreshed(token: str, generation: int | None = None) -> SignedIn:
        return replace(await served(token, generation), refresh_token="another")

    served = desk.server.refresh
    desk.server.refresh = refreshed  # type: ignore[method-assign]  # tokens rotate
    await asyncio.gather(desk.unlock(desk.people[0].id, PASSWORD), exchange())
    assert session.people[0].refresh_token == "another", "the newer one stands"
    assert not desk.locked
    await desk.close()


@played
async def test_a_disk_that_takes_nothing_locks_nobody_out(expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("mmc_console.client.keeping: who works here could not be stored")
    desk = await LocalGateway.with_center()
    await desk.lock()
    kept = desk.parts.store.run

    async def full(work: Callable[[Connection], Any]) -> Any:
        raise StoreFull("no room")

    desk.parts.store.run = full  # type: ignore[method-assign]  # the disk is full
    await desk.unlock(desk.people[0].id, PASSWORD)
    assert not desk.locked
    desk.parts.store.run = kept  # type: ignore[method-assign]  # there is room again
    await desk.close()


@played
async def test_who_typed_no_password_for_half_a_day_must_prove_it_again(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path, keys=MemoryKeys(lasting=True))
    assert desk.proved_lately
    await desk.clock.turn(PIN_GOOD_FOR.total_seconds())
    assert desk.user is not None
    assert [desk.proved_lately] == [False]
    await desk.close()
