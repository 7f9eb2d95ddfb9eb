"""The passphrase page and its dialog: by keyboard, in both languages, and in the whole program at a second start."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mmc_console.client.handclock import HandClock
from mmc_console.client.keys import KeyringKeys, MemoryKeys
from mmc_console.client.sealed import SealedKeys
from mmc_console.client.vault import Vault
from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.kit.bidi import strip
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.opening import Start
from mmc_console.desktop.passphrase.dialog import PassphraseDialog, change_passphrase
from mmc_console.desktop.passphrase.presenter import Presenter
from mmc_console.desktop.passphrase.screen import PassphraseScreen
from mmc_console.desktop.passphrase.words import PassphraseWords
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.rule_words import RuleWords
from tests.conftest import Run
from tests.desktop_parts import nameless, squeezed, write
from tests.screens.test_a_clinic_day import until
from tests.unit.client.test_keys import Ring

GOOD, OTHER = "three camels on a hill", "quite another sentence"


async def no_keyring() -> MemoryKeys:
    return MemoryKeys(why="none")


@pytest.mark.parametrize("step", ["choose", "enter", "locked"])
def test_each_step_fits_in_both_languages_and_every_line_has_a_name(
    qapp: QApplication, qt_run: Run, look: Look, languages: Languages, tmp_path: Path, step: Any
) -> None:
    async def scene() -> None:
        rules = RuleWords(lambda: None, lambda: languages.current.code)
        vault = Vault(tmp_path, HandClock().now, sealed=tmp_path / "k", keyring=no_keyring)
        screen = PassphraseScreen(
            vault, look, rules.problem, lambda: languages.next.short, lambda _, work: bool(work.close()),
            lambda: languages.switch(languages.next.code), HandClock().now,
        )  # fmt: skip
        asked = asyncio.ensure_future(screen.presenter.ask(step))
        await asyncio.sleep(0)
        screen.view.resize(1366, 688)
        screen.view.show()
        screen.presenter.confirm("", "")
        said = set()
        for code in ("ar", "en"):
            languages.switch(code)
            for size in ((1366, 688), (1024, 600)):
                screen.view.resize(*size)
                qapp.processEvents()
                assert squeezed(screen.view) == []
            assert nameless(screen.view) == []
            said.add(strip(screen.view._title()))
        assert len(said) == 2
        for field in (screen.view.passphrase, screen.view.again):
            assert field.edit.echoMode() == QLineEdit.EchoMode.Password
        screen.presenter.cancel()
        await asyncio.gather(asked, return_exceptions=True)
        screen.view.close()
        screen.view.deleteLater()

    qt_run(scene())


def test_enter_leads_through_the_lines_and_chooses(
    qapp: QApplication, qt_run: Run, look: Look, languages: Languages, tmp_path: Path
) -> None:
    async def scene() -> None:
        jobs: list[asyncio.Task[None]] = []

        def start(_: str, work: Coroutine[Any, Any, None]) -> bool:
            jobs.append(asyncio.ensure_future(work))
            return True

        rules = RuleWords(lambda: None, lambda: "en")
        vault = Vault(tmp_path, HandClock().now, sealed=tmp_path / "k", keyring=no_keyring)
        screen = PassphraseScreen(vault, look, rules.problem, lambda: "EN", start, lambda: None, HandClock().now)
        asked = asyncio.ensure_future(screen.presenter.ask("choose"))
        await asyncio.sleep(0)
        screen.view.show()
        QTest.qWaitForWindowExposed(screen.view)
        first, second = screen.view.passphrase.edit, screen.view.again.edit
        write(first, GOOD)
        QTest.keyClick(first, Qt.Key.Key_Return)
        assert screen.view.focusWidget() is second
        write(second, GOOD)
        QTest.keyClick(second, Qt.Key.Key_Return)
        await until(asked.done, "the keys")
        assert (await asked).lasting
        assert (first.text(), second.text()) == ("", "")
        await asyncio.gather(*jobs)
        screen.view.close()
        screen.view.deleteLater()

    qt_run(scene())


def test_another_passphrase_is_taken_once_the_present_one_is_right(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, tmp_path: Path
) -> None:
    async def scene() -> None:
        keys, clock, window = await SealedKeys.create(tmp_path / "k", GOOD), HandClock(), QWidget()
        window.show()
        words = PassphraseWords(RuleWords(lambda: None, lambda: "en").problem)
        changing = asyncio.ensure_future(change_passphrase(look, window, words, keys, clock))
        for current, new, again, wrong in (
            ("", OTHER, OTHER, "current"), (GOOD, "short", "short", "new"), (GOOD, GOOD, GOOD, "new"),
            (GOOD, OTHER, GOOD, "again"),
        ):  # fmt: skip
            dialog = await shown(window)
            fill(dialog, current, new, again)
            dialog.accept()
            fields = {"current": dialog.current, "new": dialog.new, "again": dialog.again}
            assert [name for name, field in fields.items() if field.error] == [wrong]
        dialog = await shown(window)
        fill(dialog, "not the present one", OTHER, OTHER)
        dialog.accept()
        await until(lambda: dialog not in window.findChildren(PassphraseDialog), "it was refused")
        dialog = await shown(window)
        assert dialog.current.error
        fill(dialog, GOOD, OTHER, OTHER)
        dialog.accept()
        await until(changing.done, "it is changed")
        assert await changing
        assert (await SealedKeys.unseal(tmp_path / "k", OTHER, clock.now)).lasting
        window.close()
        window.deleteLater()

    qt_run(scene())


async def shown(window: QWidget) -> PassphraseDialog:
    await until(lambda: window.findChildren(PassphraseDialog), "the dialog")
    return window.findChildren(PassphraseDialog)[-1]


def fill(dialog: PassphraseDialog, current: str, new: str, again: str) -> None:
    for field, text in ((dialog.current, current), (dialog.new, new), (dialog.again, again)):
        field.set_text(text)


def test_its_sentences_are_there_in_both_languages(languages: Languages) -> None:
    words = PassphraseWords(RuleWords(lambda: None, lambda: languages.current.code).problem)
    told = [
        Message("passphrase-wrong", {"n": 3}), Message("passphrase-pause", {"until": "2026-11-23T07:00:00+00:00"}),
        Message("keyring-locked"), Message("keys-damaged"), Message("store-full"),
        *(Message(f"passphrase-{code}", {"n": 10}) for code in ("missing", "short", "easy", "differs", "same")),
    ]  # fmt: skip
    for message in told:
        languages.switch("en")
        english = words.message(message)
        languages.switch("ar")
        arabic = words.message(message)
        assert english
        assert english != arabic
        assert "{" not in english + arabic


def test_a_second_start_asks_before_anything_is_read_and_closes_at_once_while_it_asks(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path
) -> None:
    async def scene() -> None:
        profile, sealed = tmp_path / "profile", tmp_path / "keys.json"
        profile.mkdir()
        await SealedKeys.create(sealed, GOOD)
        start = Start(profile, profile / "settings.json", server="http://127.0.0.1:1", language="ar", sealed=sealed)
        for way in ("close", "wrong, then right", "without"):
            console = App(qapp, start, Failures())
            running = asyncio.get_running_loop().create_task(console.run())
            await covered(console, "passphrase")
            assert not is_open(console)
            assert console.keys.screen is not None
            page = console.keys.screen.presenter
            if way == "close":
                began = asyncio.get_running_loop().time()
                console.close()
                assert await running == 0
                assert asyncio.get_running_loop().time() - began < 3, "nobody is waited for"
                console.shell.window.deleteLater()
                continue
            if way == "without":
                page.go_without()
            else:
                page.confirm(OTHER, "")
                await until(functools.partial(refused, page), "it is wrong")
                page.confirm(GOOD, "")
            await until(functools.partial(is_open, console), "the store")
            assert console.gateway is not None
            assert console.gateway.durable == (way != "without")
            await covered(console, "sign_in")
            console.close()
            assert await running == 0
            console.shell.window.deleteLater()

    qt_run(scene())


def test_a_keyring_that_locks_while_the_store_is_opened_is_named_and_opened_again(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        ring, profile = Ring(), tmp_path / "profile"
        profile.mkdir()

        async def find(_: Vault) -> KeyringKeys:
            return KeyringKeys(ring)

        monkeypatch.setattr(Vault, "find", find)
        ring.locked = True
        start = Start(profile, profile / "settings.json", server="http://127.0.0.1:1", language="ar")
        console = App(qapp, start, Failures())
        running = asyncio.get_running_loop().create_task(console.run())
        await covered(console, "passphrase")
        assert console.keys.screen is not None
        assert console.keys.screen.presenter.state.step == "locked"
        ring.locked = False
        console.keys.screen.presenter.try_again()
        await until(functools.partial(is_open, console), "the store")
        assert console.gateway is not None
        assert console.gateway.durable
        console.close()
        assert await running == 0
        console.shell.window.deleteLater()

    qt_run(scene())


async def covered(console: App, cover: str) -> None:
    await until(lambda: console.shell.presenter.state.cover == cover, cover)


def is_open(console: App) -> bool:
    return console.gateway is not None


def refused(page: Presenter) -> bool:
    return page.state.problem is not None
