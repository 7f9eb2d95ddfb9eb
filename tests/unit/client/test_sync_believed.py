"""Sending by this console's own credential, whoever sits there or nobody, and when it is not believed for a while."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mmc_console.client.behaving import PASSWORD, BehavingServer
from mmc_console.client.errors import ProblemAnswer
from mmc_console.client.handclock import HandClock
from mmc_console.client.testing import LocalGateway, reference_center
from mmc_console.domain.actions import PauseClinic
from mmc_console.domain.ids import ClinicCode
from mmc_console.server.auth.senders import SKEW
from mmc_console.wire.answers import ActionsAnswer, ActionsRequest, DeviceLogin, SenderSignedIn
from mmc_console.wire.problems import problem
from tests.unit.client.stage import played, running

LAB = ClinicCode("lab")


@played
async def test_what_is_recorded_goes_into_a_new_history_though_nobody_is_signed_in(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    taken = await desk.act(PauseClinic, clinic=ClinicCode("eyes"), reason="break")
    await desk.settle()
    await desk.go_offline()
    receipt = await desk.act(PauseClinic, clinic=LAB, reason="break")
    await desk.sign_out()
    desk.server.restart_history()
    before = len(desk.server.received)
    desk.server.come_back()
    await desk.settle()
    await desk.settle()
    assert (await receipt.outcome).outcome == "applied"
    assert [action.id for action in desk.server.received[before:]] == [taken.id, receipt.id], "in the old order"
    assert desk.pending.count == 0
    assert desk.parts.desk.replica.epoch != desk.server.epoch, "nobody may read yet"
    await desk.sign_in("noora", PASSWORD)
    await desk.settle()
    assert desk.parts.desk.replica.epoch == desk.server.epoch
    assert desk.parts.desk.replica.layers == ()
    assert desk.state.clinics == desk.server.state.clinics
    await desk.close()


@played
async def test_a_console_that_was_not_believed_asks_again_though_nobody_is_signed_in(tmp_path: Path) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    await desk.settle()
    await desk.go_offline()
    receipt = await desk.act(PauseClinic, clinic=LAB, reason="break")
    await desk.sign_out()
    keys, desk.server.device_keys = desk.server.device_keys, {}  # as while a clock is wrong
    desk.server.come_back()
    async with running(desk):
        await desk.clock.turn(200)
        assert desk.pending.count == 1
        desk.server.device_keys = keys
        await desk.clock.turn(150)
        assert (await receipt.outcome).outcome == "applied"
        assert desk.pending.count == 0
    await desk.close()


@played
async def test_what_others_did_here_goes_once_this_console_is_believed_though_somebody_else_works_here(
    tmp_path: Path,
) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    desk.server.add_user("saad", ("supervisor",))
    await desk.leave()
    await desk.sign_in("saad", PASSWORD)
    await desk.leave()
    await desk.sign_in("noora", PASSWORD)
    await desk.go_offline()
    receipt = await desk.act(PauseClinic, clinic=LAB, reason="break")
    await desk.leave()
    await desk.sign_in("saad", PASSWORD)
    keys, desk.server.device_keys = desk.server.device_keys, {}
    desk.server.come_back()
    async with running(desk):
        await desk.clock.turn(60)
        assert desk.pending.count == 1, "in nobody else's name"
        desk.server.device_keys = keys
        await desk.clock.turn(300)
        assert (await receipt.outcome).outcome == "applied"
    await desk.close()


@played
async def test_a_proof_by_a_clock_that_was_set_meanwhile_is_made_again_by_the_right_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = HandClock()
    server = BehavingServer(reference_center(), there)
    desk = await LocalGateway.with_center(profile=tmp_path, server=server)
    believed = server.prove

    async def prove(request: DeviceLogin) -> SenderSignedIn:
        if abs(request.at - server.now()) > SKEW:
            raise ProblemAnswer(problem("not-authenticated"))
        return await believed(request)

    monkeypatch.setattr(server, "prove", prove)
    for clock in (there, desk.clock):
        await clock.turn(1_000)  # its last credential has run out
    receipt = await desk.act(PauseClinic, clinic=LAB, reason="break")
    await desk.sign_out()
    desk.clock.set(desk.clock.now() + timedelta(hours=1))
    await desk.settle()
    assert (await receipt.outcome).outcome == "applied"
    await desk.close()


@played
async def test_what_others_did_does_not_leave_in_the_name_of_who_comes_in_while_the_console_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await LocalGateway.with_center(profile=tmp_path)
    desk.server.add_user("saad", ("supervisor",))
    await desk.go_offline()
    receipt = await desk.act(PauseClinic, clinic=LAB, reason="break")
    await desk.clock.turn(1_000)  # its last credential has run out
    believed, acted, senders = desk.server.prove, desk.server.act, list[bool]()

    async def prove(request: DeviceLogin) -> SenderSignedIn:
        monkeypatch.setattr(desk.server, "prove", believed)
        await desk.leave()
        await desk.sign_in("saad", PASSWORD)  # while the server looks at the proof
        raise ProblemAnswer(problem("not-authenticated"))

    async def act(bearer: str, request: ActionsRequest) -> ActionsAnswer:
        senders.append(bearer in desk.server._senders)
        return await acted(bearer, request)

    monkeypatch.setattr(desk.server, "prove", prove)
    monkeypatch.setattr(desk.server, "act", act)
    await desk.go_online()
    await desk.settle()
    assert (await receipt.outcome).outcome == "applied"
    assert desk.user is not None
    assert (desk.user.username, senders) == ("saad", [True])
    await desk.close()
