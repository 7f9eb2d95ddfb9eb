"""What the centre no longer has, by a publication or a restore, stays chosen nowhere unseen. Plain asyncio, no Qt."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import PublishCenter
from mmc_console.domain.ids import ClinicCode
from tests.unit.desktop.desk_parts import keys, play, there
from tests.unit.desktop.reception.desk import Reception
from tests.unit.desktop.reception.test_today import Today

DERMA = ClinicCode("derma")


async def published_without(gateway: LocalGateway, code: str) -> None:
    """An administrator publishes the centre without this exam type or clinic."""
    publish: Any = PublishCenter
    gateway.server.add_user("amal", ("admin",))
    center = gateway.state.center
    fewer = replace(
        center, exam_types=tuple(e for e in center.exam_types if e.code != code),
        clinics=tuple(c for c in center.clinics if c.code != code),
    )  # fmt: skip
    assert gateway.server.do(publish, "amal", center=fewer).problem is None
    await gateway.settle()


def test_an_exam_the_centre_no_longer_has_is_asked_for_at_its_field_and_none_is_put_in_its_place() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        desk.page.edit("purpose", "exam:referral")
        await published_without(desk.gateway, "referral")
        await desk.issue("12345")
        form = desk.now().form
        assert [(field, error.code) for field, error in form.errors.items()] == [("purpose", "purpose-missing")]
        assert (desk.view.focused[-1], form.number) == ("purpose", "12345")
        assert not desk.now().rows
        desk.page.edit("purpose", "exam:cooks")
        desk.page.issue()
        await desk.settle()
        assert there(desk.now().issued).numbered
        await desk.close()

    play(scene)


def test_the_queue_is_not_left_filtered_to_a_clinic_that_is_gone() -> None:
    async def scene() -> None:
        desk = await Reception.open()
        await desk.issue("12345")
        desk.page.only_clinic(DERMA)
        assert desk.now().rows == ()
        await published_without(desk.gateway, DERMA)
        await desk.settle()
        assert (desk.now().clinic, desk.now().clinic_name, desk.now().counts["all"]) == (None, None, 1)
        assert list(keys(desk.now().rows)) == ["L-001"]
        await desk.close()

    play(scene)


def test_nor_is_the_list_of_today() -> None:
    async def scene() -> None:
        day = await Today.open()
        await day.gateway.register("701", "Person")
        day.page.only_clinic(DERMA)
        assert day.now().rows == ()
        await published_without(day.gateway, DERMA)
        await day.settle()
        assert (day.now().clinic, day.now().counts["all"]) == (None, 1)
        assert list(keys(day.now().rows)) == ["L-001"]
        await day.close()

    play(scene)
