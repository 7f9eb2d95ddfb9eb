"""Naming another server at the sign-in: the program opens anew with it, and keeps nothing of the first for it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_console.client.keys import MemoryKeys
from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.dialogs import Dialog
from mmc_console.desktop.opening import Start
from mmc_console.desktop.server_process import ServerProcess
from mmc_console.domain.actions import RegisterVisit
from mmc_console.domain.ids import ExamCode
from mmc_console.domain.patients import PatientEntry
from tests.conftest import Run
from tests.screens.test_a_clinic_day import PASSWORD, until

AWAY = "http://127.0.0.1:9"


def test_another_server_opens_the_program_anew(qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path) -> None:
    async def scene() -> None:
        profile = tmp_path / "profile"
        profile.mkdir()
        kept = profile / "settings.json"
        kept.write_text(json.dumps({"server": AWAY, "language": "en"}), encoding="utf-8")
        server = ServerProcess(tmp_path / "centre")
        url = await server.start({"MMC_ADMIN_PASSWORD": PASSWORD})
        try:
            first = App(qapp, Start(profile, kept, keys=MemoryKeys()), Failures())
            running = asyncio.get_running_loop().create_task(first.run())
            await until(lambda: first.gateway, "the sign-in of a server that is away")
            first.choose_server()
            assert first.first_run is not None
            wizard = first.first_run.presenter
            wizard.go_on()
            wizard.choose_way("join")
            wizard.go_on()
            wizard.edit_address(url)
            wizard.go_on()
            await until(lambda: wizard.state.step == "done", "the other server's answer")
            wizard.go_on()
            assert await running == 0
            assert first.following is not None
            first.shell.window.deleteLater()

            second = App(qapp, first.following, Failures())
            running = asyncio.get_running_loop().create_task(second.run())
            await until(lambda: second.gateway and second.sign_in, "the sign-in of the other server")
            assert second.gateway is not None
            assert second.sign_in is not None
            assert second.gateway.connection.server == url
            second.sign_in.presenter.sign_in("admin", PASSWORD)
            await until(lambda: second.reception and second.reception.presenter.state.ready, "the other queue")
            second.close()
            assert await running == 0
            assert second.following is None
            second.shell.window.deleteLater()
        finally:
            await server.stop()
        told = json.loads(kept.read_text(encoding="utf-8"))
        assert told["server"] == url  # also after the next start
        assert [p.name for p in (profile / "servers").iterdir()] == [told["store"]]

    qt_run(scene())


@pytest.mark.parametrize("same", [True, False])
def test_a_server_at_another_address_gets_what_is_not_sent_yet_once_it_knows_this_pc(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path, same: bool
) -> None:
    async def scene() -> None:
        profile, keys = tmp_path / "profile", MemoryKeys(lasting=True)
        profile.mkdir()
        kept = profile / "settings.json"
        before = ServerProcess(tmp_path / "centre")
        url = await before.start({"MMC_ADMIN_PASSWORD": PASSWORD})
        kept.write_text(json.dumps({"server": url, "language": "en"}), encoding="utf-8")
        first = App(qapp, Start(profile, kept, keys=keys), Failures())
        running = asyncio.get_running_loop().create_task(first.run())
        await until(lambda: first.gateway and first.sign_in, "the sign-in")
        assert first.gateway is not None
        assert first.sign_in is not None
        first.sign_in.presenter.sign_in("admin", PASSWORD)
        await until(lambda: first.reception and first.reception.presenter.state.ready, "the queue")
        await before.stop()
        await until(lambda: first.gateway and first.gateway.connection.kind == "offline", "the cut")
        patient = PatientEntry(number="271234568", name="Sara Ali", gender="female")
        await first.gateway.submit(first.gateway.new(RegisterVisit, patient=patient, exam_type=ExamCode("recruitment")))
        after = ServerProcess(tmp_path / ("centre" if same else "another"))
        there = await after.start({"MMC_ADMIN_PASSWORD": PASSWORD})
        assert there != url
        try:
            first.choose_server()
            assert first.first_run is not None
            wizard = first.first_run.presenter
            wizard.go_on()
            wizard.choose_way("new")
            assert (wizard.state.unsent, wizard.state.way) == (1, ""), "it can go to no other centre"
            wizard.choose_way("join")
            wizard.go_on()
            wizard.edit_address(there)
            wizard.go_on()
            await until(lambda: wizard.state.step == "done", "the answer from there")
            wizard.go_on()
            await until(lambda: first.shell.window.findChild(Dialog, "ask"), "the question")
            question = first.shell.window.findChild(Dialog, "ask")
            assert question is not None
            question.cancel.click()  # as Esc does
            await until(lambda: not first.shell.window.findChild(Dialog, "ask"), "it is gone")
            assert not first.closing.is_set(), "nothing is chosen by turning away"
            wizard.go_on()
            await until(lambda: first.shell.window.findChild(Dialog, "ask"), "the question once more")
            question = first.shell.window.findChild(Dialog, "ask")
            assert question is not None
            question.confirm.click()
            if not same:
                said = first.shell.window._cover_toasts
                await until(lambda: said.texts, "that it is not known there")
                assert there in bidi.strip(said.texts[0])
                assert not first.closing.is_set()
                assert first.gateway.pending.count == 1
                assert json.loads(kept.read_text(encoding="utf-8"))["server"] == url
                first.close()
            assert await running == 0
            first.shell.window.deleteLater()
            if same:
                assert first.following is not None
                second = App(qapp, first.following, Failures())
                running = asyncio.get_running_loop().create_task(second.run())
                await until(lambda: second.gateway and not second.gateway.pending.count, "what waited is sent there")
                assert second.gateway is not None
                assert [row.state for row in second.gateway._desk.outbox] == ["sent"]
                second.close()
                assert await running == 0
                second.shell.window.deleteLater()
                told = json.loads(kept.read_text(encoding="utf-8"))
                assert (told["server"], told["stores"]) == (there, {there: ""})
        finally:
            await after.stop()

    qt_run(scene())
