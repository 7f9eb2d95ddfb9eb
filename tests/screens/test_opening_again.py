"""A store that could not be opened is opened at the next press, once what stood in its way is gone."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from mmc_console.client.keys import MemoryKeys
from mmc_console.client.profile import IDENTITY, STORE
from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.first_run.contract import Result
from mmc_console.desktop.opening import Start
from mmc_console.desktop.server_process import ServerProcess
from mmc_console.desktop.tickets.facts import Message
from tests.conftest import Run
from tests.desktop_parts import click
from tests.guards import ExpectedLogs
from tests.screens.test_a_clinic_day import PASSWORD, until


@asynccontextmanager
async def opening(
    qapp: QApplication, folder: Path, keys: MemoryKeys, *, joined: bool = True
) -> AsyncIterator[tuple[App, str, Callable[[str, str], None]]]:
    """A console whose store does not open, its server's address, and the sign-in; in the end somebody comes in."""
    server = ServerProcess(folder / "centre")
    url = await server.start({"MMC_ADMIN_PASSWORD": PASSWORD})
    profile = folder / "profile"
    start = Start(profile, profile / "settings.json", server=url if joined else "", language="ar", keys=keys)
    console = App(qapp, start, Failures())
    running = asyncio.get_running_loop().create_task(console.run())

    def signs_in(name: str, password: str) -> None:
        assert console.sign_in is not None
        console.sign_in.presenter.sign_in(name, password)

    yield console, url, signs_in
    signs_in("admin", PASSWORD)
    await until(lambda: console.gateway and console.gateway.user, "it is open, and somebody is in")
    console.close()
    assert await running == 0
    await server.stop()
    console.shell.window.deleteLater()


def problem_of(console: App) -> Message | None:
    """What the sign-in says is the matter."""
    return console.sign_in.presenter.state.problem if console.sign_in is not None else None


def spoil(store: Path) -> None:
    """A bad place on each page but the first, as a disk leaves it."""
    raw = bytearray(store.read_bytes())
    for at in range(4096 + 2000, len(raw), 4096):
        raw[at] ^= 0xFF
    store.write_bytes(raw)


def test_signing_in_opens_a_store_that_could_not_be_opened_at_the_start(
    qapp: QApplication, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        store = tmp_path / "profile" / STORE
        store.mkdir(parents=True)  # whatever it is: a store is none
        async with opening(qapp, tmp_path, MemoryKeys(lasting=True)) as (console, _, signs_in):
            await until(lambda: problem_of(console), "it cannot be opened")
            signs_in("admin", "not this one")
            await until(lambda: console.sign_in and not console.sign_in.presenter.state.busy, "it was tried")
            await until(lambda: problem_of(console), "nor now")
            store.rmdir()

    qt_run(scene())


class Odd(MemoryKeys):
    """Keys that fail once, in a way nobody has thought of."""

    failed = False

    async def get(self, name: str) -> bytes | None:
        if not self.failed:
            self.failed = True
            raise RuntimeError("of a kind of its own")
        return await super().get(name)


def test_after_the_first_start_as_well_the_sign_in_says_why_and_the_next_press_opens_the_store(
    qapp: QApplication, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        store = tmp_path / "profile" / STORE
        async with opening(qapp, tmp_path, MemoryKeys(lasting=True), joined=False) as (console, url, _):
            await until(lambda: console.first_run, "the wizard asks")
            store.mkdir(parents=True)
            console.first_start.set_up(Result("join", url))
            await until(lambda: problem_of(console), "it cannot be opened")
            store.rmdir()

    qt_run(scene())


def test_a_fault_nobody_expected_is_told_by_its_code_and_the_next_press_opens_the_store(
    qapp: QApplication, qt_run: Run, tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(r"failure [0-9A-F]{6} in open")

    async def scene() -> None:
        async with opening(qapp, tmp_path, Odd(lasting=True)) as (console, _, _):
            await until(lambda: problem_of(console), "a word about it")
            await until(lambda: console.shell.window._cover_toasts.texts, "in passing as well")
            assert console.sign_in is not None
            told = (console.sign_in.view._problem.text(), *console.shell.window._cover_toasts.texts)
            codes = {text: re.findall("[0-9A-F]{6}", text) for text in told}
            assert all(codes.values()), f"what support looks for in the log: {told}"
            assert not console.sign_in.presenter.state.busy

    qt_run(scene())


@pytest.mark.parametrize("damaged", [False, True])
def test_a_store_that_nothing_opens_is_set_aside_and_the_console_is_another_one_from_then_on(
    qapp: QApplication, qt_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damaged: bool
) -> None:
    async def begun(server: str, keys: MemoryKeys) -> tuple[App, asyncio.Task[int]]:
        start = Start(profile, profile / "settings.json", server=server, language="ar", keys=keys)
        console = App(qapp, replace(start, sealed=tmp_path / "keys.json"), Failures())
        running = asyncio.get_running_loop().create_task(console.run())
        await until(lambda: console.gateway or (console.sign_in and console.sign_in.presenter.state.problem), "a word")
        return console, running

    async def scene() -> None:
        server = ServerProcess(tmp_path / "centre")
        url = await server.start({"MMC_ADMIN_PASSWORD": PASSWORD})
        keys = MemoryKeys(lasting=True)
        first, running = await begun(url, keys)
        assert first.sign_in is not None
        first.sign_in.presenter.sign_in("admin", PASSWORD)
        await until(lambda: first.gateway and first.gateway.user, "somebody is in")
        letter = first.gateway.desk if first.gateway is not None else ""
        first.close()
        assert await running == 0
        first.shell.window.deleteLater()

        if damaged:
            spoil(profile / STORE)
        else:
            keys = MemoryKeys(lasting=True)  # as after the keyring of this PC was made anew
        second, running = await begun(url, keys)
        assert second.sign_in is not None
        page, view = second.sign_in.presenter, second.sign_in.view
        assert page.state.lost
        assert ("المُبعدة" in view._problem.text()) == damaged, "where what was not sent yet will be"
        button = view.findChild(QPushButton, "begin_anew")
        assert button is not None
        assert button.isVisibleTo(view)

        async def certain() -> bool:
            return True

        monkeypatch.setattr(view, "sure", certain)
        before = (profile / STORE).read_bytes()
        click(button)
        await until(lambda: second.gateway, "a store of its own")
        assert [path.read_bytes() for path in profile.glob(f"{STORE}.set-aside-*")] == [before], "nothing is deleted"
        assert not button.isVisibleTo(view)
        page.sign_in("admin", PASSWORD)
        await until(lambda: second.gateway and second.gateway.user and second.gateway.ready, "somebody is in")
        assert second.gateway is not None
        assert second.gateway.desk not in ("", letter), "its counts begin anew, so it is another desk"
        assert {path.name.split(".set-aside-")[0] for path in profile.glob("*.set-aside-*")} >= {STORE, IDENTITY}
        second.close()
        assert await running == 0
        await server.stop()
        second.shell.window.deleteLater()

    profile = tmp_path / "profile"
    profile.mkdir()
    qt_run(scene())
