"""The presenter of the box for a file of people at a real server: judged, added, called off, asked again."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mmc_console.client.errors import Unreachable
from mmc_console.desktop.admin.users.intake import presenter as intake
from mmc_console.desktop.admin.users.intake.contract import State
from mmc_console.desktop.admin.users.intake.presenter import Presenter
from mmc_console.server.auth.passwords import Hasher
from mmc_console.wire.admin import PasswordMade
from tests.server.admin_door import Gateway, Jobs
from tests.server.auth_app import Server, server_in

FILE = "username,name,roles,clinics\nhuda,هدى حمد,طبيب,المختبر\nsaad,Saad,reception,\nadmin,Again,admin,\nx y,,,\n"


class View:
    """Hands out what the test has laid ready."""

    def __init__(self) -> None:
        self.source: Path | None = None
        self.target: Path | None = None
        self.made: Sequence[PasswordMade] = ()
        self.printed: bool | None = None
        self.phases: list[str] = []

    def render(self, state: State) -> None:
        self.phases.append(state.phase)
        assert not any(made.password in repr(state) for made in self.made)

    async def ask_source(self) -> Path | None:
        return self.source

    async def ask_target(self, name: str) -> Path | None:
        return self.target

    def show_passwords(self, made: Sequence[PasswordMade]) -> None:
        self.made = made

    async def print_passwords(self, made: Sequence[PasswordMade]) -> bool | None:
        return self.printed

    def template(self) -> list[list[str]]:
        return [["username", "name", "roles"], ["# x", "=1+1", ""]]

    def headings(self) -> list[str]:
        return ["username", "name", "password"]


class Box:
    """An administrator at the box."""

    def __init__(self, server: Server, gateway: Any) -> None:
        self.server, self.gateway, self.view, self.jobs = server, gateway, View(), Jobs()
        gateway.state = SimpleNamespace(center=server.center)
        self.presenter = Presenter(gateway, self.jobs.start)
        self.presenter.bind(self.view)

    @property
    def state(self) -> State:
        return self.presenter.state

    async def do(self, intent: Callable[[], None]) -> None:
        intent()
        await self.jobs.run()


def opened(place: Path, story: Callable[[Box], Awaitable[None]]) -> None:
    (place / "people.csv").write_text(FILE, "utf-8")

    async def run() -> None:
        async with server_in(place / "server") as server:
            box = Box(server, Gateway(server, await server.caller().sign_in()))
            box.view.source = place / "people.csv"
            await story(box)

    asyncio.run(run())


def test_the_faults_of_each_line_are_shown_and_the_good_ones_come_in(tmp_path: Path) -> None:
    async def story(box: Box) -> None:
        await box.do(box.presenter.choose)
        assert (box.state.phase, box.state.good, box.state.bad) == ("preview", 2, 2)
        assert [[f.reason for f in entry.faults] for entry in box.state.shown] == [
            ["user-exists"], ["username-shape", "name-missing", "role-missing"],
        ]  # fmt: skip
        await box.do(box.presenter.add)
        assert (box.state.phase, box.state.added, box.presenter.held) == ("done", 2, True)
        assert [made.user.username for made in box.view.made] == ["huda", "saad"]
        await box.server.caller().sign_in("saad", box.view.made[1].password, device="console-of-saad")
        box.view.target = tmp_path / "passwords.csv"
        await box.do(box.presenter.save_passwords)
        assert box.view.made[0].password in box.view.target.read_text("utf-8-sig")
        box.view.target = tmp_path / "no" / "folder.csv"
        await box.do(box.presenter.save_passwords)
        assert box.state.told is not None
        assert box.state.told.code == "file-not-written"
        box.view.printed = False
        await box.do(box.presenter.print_passwords)
        assert box.state.told.code == "not-printed"
        made, box.view.made = box.view.made, ()
        box.presenter.unbind()
        box.presenter.bind(box.view)
        assert box.view.made == made, "the box may be closed by the lock"
        box.presenter.hand_over()
        box.view.made = ()
        box.presenter.bind(box.view)
        assert (box.view.made, box.state.phase, box.presenter.held) == ((), "choose", False)

    opened(tmp_path, story)


def test_the_answer_that_never_came_is_told_again_and_nobody_is_there_twice(tmp_path: Path) -> None:
    async def story(box: Box) -> None:
        door = box.gateway.admin
        plain = door.send

        async def lost(*args: Any, **query: Any) -> Any:
            await plain(*args, **query)
            raise Unreachable("the line broke behind the server")

        await box.do(box.presenter.choose)
        door.send = lost
        await box.do(box.presenter.add)
        assert (box.state.phase, box.state.unsure, box.presenter.held) == ("preview", True, True)
        await box.do(box.presenter.choose)
        assert box.state.unsure, "another file waits until this one is known"
        door.send = plain
        await box.do(box.presenter.add)
        assert (box.state.phase, box.state.unsure, len(box.view.made)) == ("done", False, 2)

    opened(tmp_path, story)


def test_it_is_watched_and_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(box: Box) -> None:
        hashing, on = threading.Event(), threading.Event()
        plain = Hasher.hash

        def held(self: Hasher, password: str) -> str:
            hashing.set()
            assert on.wait(20)
            return plain(self, password)

        await box.do(box.presenter.choose)
        monkeypatch.setattr(Hasher, "hash", held)
        monkeypatch.setattr(intake, "LOOK_EVERY", 0.001)
        box.presenter.add()
        adding = asyncio.ensure_future(box.jobs.run())
        assert await asyncio.to_thread(hashing.wait, 20)
        renders = len(box.view.phases)
        while len(box.view.phases) < renders + 2:  # noqa: ASYNC110 - what is watched tells nobody
            await asyncio.sleep(0)
        assert (box.state.phase, box.state.done, box.state.total) == ("adding", 0, 2)
        await box.presenter._stop()
        on.set()
        await adding
        assert (box.state.phase, box.state.trouble and box.state.trouble.code) == ("preview", "import-cancelled")
        assert box.view.made == ()

    opened(tmp_path, story)


def test_no_file_no_server_and_a_file_that_is_gone(tmp_path: Path) -> None:
    async def story(box: Box) -> None:
        box.view.source = None
        await box.do(box.presenter.choose)
        assert box.state == State(center=box.server.center)
        box.view.source = tmp_path / "gone.csv"
        await box.do(box.presenter.choose)
        assert box.state.trouble is not None
        assert (box.state.phase, box.state.trouble.code) == ("choose", "file-closed")
        box.view.source = tmp_path / "people.csv"
        box.gateway.admin.offline = True
        await box.do(box.presenter.choose)
        assert (box.state.phase, box.state.trouble.code) == ("choose", "unreachable")
        box.view.target = tmp_path / "template.csv"
        await box.do(box.presenter.save_template)
        assert "'=1+1" in box.view.target.read_text("utf-8-sig"), "never taken for a formula"

    opened(tmp_path, story)
