"""Exit PINs at a console: asked for once, for one person and one day, and still there while the server is away."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from mmc_console.client.handclock import HandClock
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway, reference_center
from mmc_console.domain.actions import PublishCenter
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.permissions import Role
from tests.unit.client.stage import played

LAB, XRAY, LADIES = ClinicCode("lab"), ClinicCode("xray"), ClinicCode("women_eyes")


async def desk_of(*roles: Role, clinics: tuple[str, ...] = ()) -> LocalGateway:
    plain = reference_center()
    center = replace(plain, rules=replace(plain.rules, exit_pin=True))
    return await LocalGateway.with_center(center, roles=roles, clinics=clinics)


@played
async def test_the_own_clinics_pin_is_shown_once_it_was_asked_for() -> None:
    desk = await desk_of("clinician", clinics=("lab",))
    assert desk.exit_pin(LAB) == "", "asked for behind the screen's back"
    await desk.settle()
    pin = desk.exit_pin(LAB)
    assert len(pin) == 2
    assert pin.isdigit()
    assert desk.exit_pin(XRAY) == "", "another clinic's is nobody's business"
    assert desk.exit_pin(LADIES) == ""
    await desk.close()


@played
async def test_it_stays_while_the_server_is_away_and_another_day_has_another() -> None:
    desk = await desk_of("supervisor")
    desk.exit_pin(LAB)
    await desk.settle()
    known = [desk.exit_pin(clinic) for clinic in (LAB, XRAY)]
    assert all(known)
    await desk.go_offline()
    assert [desk.exit_pin(clinic) for clinic in (LAB, XRAY)] == known
    await desk.clock.turn(24 * 3600)
    assert desk.exit_pin(LAB) == "", "yesterday's lets nobody out today"
    await desk.close()


@played
async def test_a_centre_published_in_the_middle_of_the_day_gives_other_pins_and_they_are_asked_for() -> None:
    """The place of a clinic decides which it has: doctors went on telling one that let nobody out."""
    desk = await desk_of("clinician", clinics=("xray",))
    desk.exit_pin(XRAY)
    await desk.settle()
    before, server = desk.exit_pin(XRAY), desk.server
    center = server.state.center
    moved = replace(center, clinics=tuple(sorted(center.clinics, key=lambda clinic: clinic.code != XRAY)))
    server.add_user("amal", ("admin",))
    publish: Any = PublishCenter
    assert server.do(publish, "amal", center=moved).problem is None
    await desk.settle()
    assert desk.exit_pin(XRAY) == "", "what was told lets nobody out any more"
    await desk.settle()
    assert desk.exit_pin(XRAY) not in ("", before)
    await desk.close()


@played
async def test_a_centre_without_exit_pins_is_never_asked() -> None:
    desk = await LocalGateway.with_center(roles=("supervisor",))
    asked = []
    pins = desk.server.pins

    async def counted(bearer: str) -> object:
        asked.append(bearer)
        return await pins(bearer)

    desk.server.pins = counted  # type: ignore[assignment,method-assign]  # counts, and passes on
    assert desk.exit_pin(LAB) == ""
    await desk.settle()
    assert asked == []
    await desk.close()


@played
async def test_a_question_that_brought_nothing_is_not_asked_at_every_repaint() -> None:
    desk = await desk_of("clinician", clinics=("lab",))
    asked = []
    pins = desk.server.pins

    async def counted(bearer: str) -> object:
        asked.append(bearer)
        return await pins(bearer)

    desk.server.pins = counted  # type: ignore[assignment,method-assign]  # counts, and passes on
    for _ in range(20):
        desk.exit_pin(XRAY)
        await desk.settle()
    assert len(asked) == 1
    await desk.close()


@played
async def test_a_question_of_a_start_whose_clock_stood_ahead_keeps_no_later_one_back(tmp_path: Path) -> None:
    plain, keys = reference_center(), MemoryKeys(lasting=True)
    center = replace(plain, rules=replace(plain.rules, exit_pin=True))
    first = await LocalGateway.with_center(center, roles=("supervisor",), profile=tmp_path, keys=keys)
    await first.close()
    first.server.go_away()
    ahead = HandClock(first.clock.now() + timedelta(hours=2))
    desk = await LocalGateway.with_center(profile=tmp_path, keys=keys, server=first.server, clock=ahead)
    desk.exit_pin(LAB)
    await desk.settle()
    await desk.go_online()
    await desk.clock.turn(31)
    desk.exit_pin(LAB)
    await desk.settle()
    assert desk.exit_pin(LAB), "two hours would be a long time"
    await desk.close()
