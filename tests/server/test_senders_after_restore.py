"""Who is believed to have been at a console whose sign-ins a restore has lost: all that was done during the outage."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from mmc_console.server import restoring
from mmc_console.server.auth.tables import sessions
from tests.server.auth_app import server_in
from tests.server.auth_parts import GOOD
from tests.server.sender_parts import Desk, code

DAY = 86_400.0


def outage(tmp_path: Path, tell: Callable[[Desk, str, str], Awaitable[None]]) -> None:
    """Saad and then Noora sign in at a console. A copy of between is restored elsewhere, an hour after Noora did."""

    async def run() -> None:
        async with server_in(tmp_path) as server:
            server.auth.add_user("saad", GOOD, ["reception"])
            server.auth.add_user("noora", GOOD, ["reception"])
            desk = Desk(server)
            server.clock.pass_by(seconds=3600)
            saad = await desk.enrol("saad")
            server.clock.pass_by(seconds=3600)
            noora = await desk.enrol("noora")
            server.clock.pass_by(seconds=3600)
            await server.writer.stop()
            lost = delete(sessions).where(sessions.c.user == noora)
            server.database.transact(lambda conn: conn.execute(lost))
            server.database.transact(lambda conn: restoring.begin_again(conn, server.clock.now()))
            server.writer.load()
            server.writer.start()
            server.clock.pass_by(seconds=600)
            assert await desk.prove() == 200
            await tell(desk, saad, noora)

    asyncio.run(run())


@pytest.mark.parametrize("signed_in", [False, True])
def test_what_somebody_did_alone_is_taken_though_the_sign_in_was_lost(tmp_path: Path, signed_in: bool) -> None:
    """The console tells all it has before anybody can sign in, and whoever did it may not come again that day."""

    async def tell(desk: Desk, saad: str, noora: str) -> None:
        if signed_in:
            await desk.enrol("noora")
            desk.server.clock.pass_by(seconds=60)
        for by in (saad, noora):
            for ago in (1800, 300):  # before the restore, and before this console had found the new machine
                done = await desk.send(by, ago=ago)
                assert (done["outcome"], done["events"][0]["actor"]) == ("applied", by)

    outage(tmp_path, tell)


def test_nobody_is_believed_whose_sign_in_cannot_have_been_lost(tmp_path: Path) -> None:
    async def tell(desk: Desk, saad: str, noora: str) -> None:
        assert code(await desk.send(saad, ago=3 * 3600 + 700)) == "not-allowed", "the copy says since when saad is here"
        assert code(await desk.send("nobody", ago=1800)) == "not-allowed"
        huda = desk.server.auth.add_user("huda", GOOD, ["supervisor"]).id
        desk.server.clock.pass_by(seconds=60)
        assert code(await desk.send(huda)) == "not-allowed", "there is no older sign-in of somebody new"
        desk.server.clock.pass_by(seconds=2 * DAY)
        assert await desk.prove() == 200
        assert code(await desk.send(noora)) == "not-allowed", "by now she would have signed in here"

    outage(tmp_path, tell)


def _let_go(desk: Desk) -> Any:
    return desk.server.auth.change_user("noora", enabled=False)


def _other_rights(desk: Desk) -> Any:
    return desk.server.auth.change_user("noora", roles=["supervisor"])


def _new_password(desk: Desk) -> Any:
    return desk.server.auth.accounts.reset_password(desk.server.auth.id_of("noora"))


@pytest.mark.parametrize(
    ("decide", "before", "after"),
    [
        (_let_go, "rights-changed", "not-allowed"),
        (_other_rights, "rights-changed", ""),
        (_new_password, "", "not-allowed"),
    ],
)
def test_what_was_decided_about_her_since_the_restore_holds(
    tmp_path: Path, decide: Callable[[Desk], Any], before: str, after: str
) -> None:
    """*before*, *after*: how what she did then is refused."""

    async def tell(desk: Desk, saad: str, noora: str) -> None:
        await asyncio.to_thread(decide, desk)
        desk.server.clock.pass_by(seconds=120)
        for ago, refused in ((1800, before), (60, after)):
            done = await desk.send(noora, ago=ago)
            assert (code(done) if refused else done["outcome"]) == (refused or "applied")

    outage(tmp_path, tell)


def test_a_console_that_was_let_go_brings_nothing(tmp_path: Path) -> None:
    async def tell(desk: Desk, saad: str, noora: str) -> None:
        desk.server.auth.revoke_device(desk.device)
        assert await desk.prove() == 401

    outage(tmp_path, tell)
