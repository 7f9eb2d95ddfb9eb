"""The way into a kiosk and out of it: only by a password, and nobody comes in by it. Plain asyncio, no Qt."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import KeyringLocked, NotSignedIn, ProblemAnswer
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kiosk.presenter import PATIENCE
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.problems import problem
from tests.unit.desktop.desk_parts import later, play, there
from tests.unit.desktop.kiosk.place import Kiosk


def test_only_a_kiosk_s_account_makes_a_kiosk() -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(signed_in=False)
        gateway.server.add_user("kiosk-1", ("kiosk",))
        kiosk = Kiosk(gateway)
        kiosk.page.not_set_up()
        assert kiosk.now().staff.asks_server
        for name, word, code in (
            ("", PASSWORD, "username-missing"), ("kiosk-1", "", "password-missing"),
            ("kiosk-1", "wrong", "bad-credentials"), ("noora", PASSWORD, "no-kiosk"),
        ):  # fmt: skip
            kiosk.page.prove("https://centre", name, word)
            await kiosk.jobs.run()
            assert there(kiosk.now().staff.problem).code == code
            assert kiosk.now().step == "staff"
        assert kiosk.program.dropped == 2
        assert gateway.user is None
        kiosk.page.prove("https://centre", "kiosk-1", PASSWORD)
        await kiosk.jobs.run()
        await kiosk.settle()
        assert kiosk.now().step == "start"
        assert kiosk.program.joined_to == [gateway]
        await kiosk.close()

    play(scene)


def test_a_first_password_makes_no_kiosk_until_its_own_is_chosen() -> None:
    """Whoever told it knows it, too: a kiosk would go on with it, since nobody is asked for another one there."""

    async def scene() -> None:
        gateway = await LocalGateway.with_center(signed_in=False)
        users, account = gateway.server.users, gateway.server.add_user("kiosk-1", ("kiosk",))
        kiosk = Kiosk(gateway)
        kiosk.page.not_set_up()
        for first in (True, False):
            users["kiosk-1"] = replace(account, must_change_password=first)
            kiosk.page.prove("https://centre", "kiosk-1", PASSWORD)
            await kiosk.jobs.run()
            assert (gateway.user is None, kiosk.program.joined_to == []) == (first, first)
            assert (kiosk.now().staff.problem == Message("no-kiosk")) == first
        await kiosk.close()

    play(scene)


def test_a_wrong_address_is_named() -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(signed_in=False)
        kiosk = Kiosk(gateway)
        kiosk.program.gateway = None
        kiosk.page.not_set_up()
        kiosk.page.prove("http://far.away", "kiosk-1", PASSWORD)
        await kiosk.jobs.run()
        assert there(kiosk.now().staff.problem).code == "wrong-server"
        await kiosk.close()

    play(scene)


@pytest.mark.parametrize(
    ("roles", "let_out"),
    [(("admin",), True), (("supervisor",), True), (("reception",), False), (("clinician",), False)],
)
def test_who_may_leave(roles: tuple[str, ...], let_out: bool) -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        kiosk.gateway.server.add_user("somebody", roles, ("lab",))  # type: ignore[arg-type]  # roles, as above
        kiosk.page.leave()
        assert not kiosk.program.closed, "nobody has proved anything yet"
        kiosk.page.call_staff()
        kiosk.page.prove("", "somebody", "wrong")
        await kiosk.jobs.run()
        assert there(kiosk.now().staff.problem).code == "bad-credentials"
        kiosk.page.leave()
        assert not kiosk.program.closed
        kiosk.page.prove("", "somebody", PASSWORD)
        await kiosk.jobs.run()
        kiosk.page.leave()
        assert kiosk.program.closed == let_out
        assert there(kiosk.gateway.user).username == "kiosk-1", "whoever proved it did not come in"
        await kiosk.close()

    play(scene)


def test_the_kiosk_s_own_password_opens_it_offline(tmp_path: Path) -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open(tmp_path / "profile")
        await kiosk.gateway.go_offline()
        kiosk.page.call_staff()
        kiosk.page.prove("", "kiosk-1", "wrong")
        await kiosk.jobs.run()
        assert there(kiosk.now().staff.problem).code == "bad-credentials"
        kiosk.page.prove("", "kiosk-1", PASSWORD)
        await kiosk.jobs.run()
        assert kiosk.now().staff.proved
        kiosk.page.leave()
        assert kiosk.program.closed
        await kiosk.close()

    play(scene)


def test_a_password_does_not_open_it_for_the_next_person() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        kiosk.page.call_staff()
        kiosk.page.prove("", "kiosk-1", PASSWORD)
        await kiosk.jobs.run()
        assert kiosk.now().staff.proved
        kiosk.clock.turn(PATIENCE["staff"] + 1)
        kiosk.page.count()
        assert kiosk.now().step == "start"
        kiosk.page.call_staff()
        assert not kiosk.now().staff.proved
        kiosk.page.leave()
        assert not kiosk.program.closed
        await kiosk.close()

    play(scene)


def test_whoever_walks_away_while_it_is_asked_has_opened_nothing() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        kiosk.page.call_staff()
        kiosk.page.prove("", "kiosk-1", PASSWORD)
        kiosk.page.back()
        await kiosk.jobs.run()
        assert kiosk.now().step == "start"
        assert not kiosk.now().staff.proved
        await kiosk.close()

    play(scene)


def test_this_pc_is_no_kiosk_any_more() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        kiosk.page.call_staff()
        kiosk.page.prove("", "kiosk-1", PASSWORD)
        await kiosk.jobs.run()
        kiosk.page.resign()
        await kiosk.jobs.run()
        assert kiosk.gateway.user is None
        assert kiosk.now().step == "staff"
        assert kiosk.now().staff.setup
        kiosk.page.begin()
        assert kiosk.now().step == "staff"
        await kiosk.close()

    play(scene)


def test_an_account_that_has_ended_is_told_to_staff_and_sends_everybody_else_to_reception() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        kiosk.gateway.server.remove_user("kiosk-1")
        with pytest.raises(NotSignedIn):
            await later(kiosk.gateway, 16 * 60)
        kiosk.page.refresh()
        assert closed(kiosk) == "kiosk-ended"
        kiosk.page.begin()
        assert kiosk.now().step == "closed"
        kiosk.page.call_staff()
        staff = kiosk.now().staff
        assert kiosk.now().step == "staff"
        assert (staff.setup, staff.asks_server, there(staff.problem).code) == (True, False, "kiosk-ended")
        assert kiosk.now().may_go_back
        kiosk.clock.turn(PATIENCE["staff"] + 1)
        kiosk.page.count()
        assert closed(kiosk) == "kiosk-ended", "whoever asked has gone"
        kiosk.gateway.server.add_user("kiosk-2", ("kiosk",))
        kiosk.page.call_staff()
        kiosk.page.prove("", "kiosk-2", PASSWORD)
        await kiosk.jobs.run()
        await kiosk.settle()
        assert kiosk.now().step == "start"
        await kiosk.close()

    play(scene)


def closed(kiosk: Kiosk) -> str:
    """Why it sends everybody to reception; empty while it does not."""
    return there(kiosk.now().problem).code if kiosk.now().step == "closed" else ""


def test_what_does_not_open_is_told_to_staff_and_opens_later() -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(roles=("kiosk",), username="kiosk-1")
        kiosk = Kiosk(gateway, "https://centre")
        kiosk.program.fault = KeyringLocked("not open yet")
        kiosk.page.shut(Message("keyring-locked"))
        assert closed(kiosk) == "keyring-locked"
        kiosk.page.begin()
        kiosk.page.back()
        assert closed(kiosk) == "keyring-locked"
        kiosk.page.call_staff()
        kiosk.page.shut(Message("keyring-locked"))
        staff = kiosk.now().staff
        assert kiosk.now().step == "staff", "nobody is interrupted by the next try"
        assert (staff.setup, staff.asks_server, there(staff.problem).code) == (True, False, "keyring-locked")
        kiosk.page.prove("", "kiosk-1", PASSWORD)
        await kiosk.jobs.run()
        assert there(kiosk.now().staff.problem).code == "keyring-locked"
        kiosk.clock.turn(PATIENCE["staff"] + 1)
        kiosk.page.count()
        assert closed(kiosk) == "keyring-locked"
        kiosk.program.fault = None
        kiosk.page.call_staff()
        kiosk.page.prove("", "kiosk-1", PASSWORD)
        await kiosk.jobs.run()
        await kiosk.settle()
        assert kiosk.now().step == "start"
        await kiosk.close()

    play(scene)


@pytest.mark.parametrize(("roles", "let_out"), [(("admin",), True), (("supervisor",), True), (("reception",), False)])
def test_whoever_may_not_set_it_up_may_close_it_if_they_are_staff(roles: tuple[str, ...], let_out: bool) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(signed_in=False)
        gateway.server.add_user("somebody", roles, ("lab",))  # type: ignore[arg-type]  # roles, as above
        kiosk = Kiosk(gateway, "https://centre")
        kiosk.page.opened(gateway)
        assert kiosk.now().staff.alone
        assert not kiosk.now().may_go_back

        async def tries() -> None:
            kiosk.page.prove("", "somebody", PASSWORD)
            await kiosk.jobs.run()
            assert there(kiosk.now().staff.problem).code == "no-kiosk"

        await tries()
        kiosk.clock.turn(PATIENCE["staff"] + 1)
        kiosk.page.count()
        kiosk.page.leave()
        assert not kiosk.program.closed, "they have walked away"
        kiosk.page.prove("", "somebody", PASSWORD)
        kiosk.page.back()
        await kiosk.jobs.run()
        kiosk.page.leave()
        assert not kiosk.program.closed
        await tries()
        kiosk.page.leave()
        assert kiosk.program.closed == let_out
        assert gateway.user is None, "nobody came in"
        await kiosk.close()

    play(scene)


def test_an_old_program_registers_nobody() -> None:
    async def scene() -> None:
        kiosk = await Kiosk.open()
        kiosk.gateway.server.refuse = lambda request: ProblemAnswer(problem("client-too-old"))
        await kiosk.register()
        kiosk.page.back()
        kiosk.page.refresh()
        assert kiosk.now().step == "closed"
        await kiosk.close()

    play(scene)


def test_a_fault_of_the_server_closes_no_kiosk(tmp_path: Path) -> None:
    """After one such answer it was closed for the whole outage that followed, with a store that keeps everything."""

    async def scene() -> None:
        kiosk = await Kiosk.open(tmp_path / "kiosk")
        kiosk.gateway.server.refuse = lambda request: ProblemAnswer(problem("internal"))
        await kiosk.register()
        kiosk.page.back()
        kiosk.page.refresh()
        assert kiosk.gateway.stopped == "internal"
        assert kiosk.now().step == "start"
        await kiosk.gateway.go_offline()
        kiosk.page.refresh()
        assert kiosk.now().step == "start"
        await kiosk.close()

    play(scene)
