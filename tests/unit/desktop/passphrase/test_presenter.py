"""Asking for the passphrase: chosen once, asked at every start, changed, forgotten, or gone without. No Qt."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mmc_console.client.handclock import HandClock
from mmc_console.client.keys import KeyringKeys, KeyStore, MemoryKeys
from mmc_console.client.profile import STORE
from mmc_console.client.sealed import PAUSE, TRIES, SealedKeys
from mmc_console.client.vault import Step, Vault
from mmc_console.desktop.passphrase.contract import State
from mmc_console.desktop.passphrase.presenter import Presenter
from tests.unit.client.test_keys import Ring
from tests.unit.desktop.desk_parts import Jobs, ToldView, play

GOOD, OTHER = "ثلاثة جمال on a hill", "quite another sentence"


class Page(ToldView[State]):
    """The passphrase page, told and asked."""

    forgotten = 0
    is_sure = True

    def forget(self) -> None:
        self.forgotten += 1

    async def sure(self) -> bool:
        return self.is_sure


class Start:
    """One start of a console on a PC whose keyring is *keyring*."""

    def __init__(self, folder: Path, clock: HandClock, keyring: KeyringKeys | MemoryKeys | None = None) -> None:
        self.keyring, self.jobs, self.view, self.languages = keyring or MemoryKeys(why="none"), Jobs(), Page(), 0
        self.profile = folder / "profile"
        self.profile.mkdir(exist_ok=True)
        self.sealed = folder / "keys" / "sealed.json"

        async def open_keys() -> KeyringKeys | MemoryKeys:
            return self.keyring

        self.vault = Vault(self.profile, clock.now, sealed=self.sealed, keyring=open_keys)
        self.page = Presenter(self.vault, self.view, self.jobs.start, self._switch, clock.now)
        self.asked: asyncio.Task[KeyStore] | None = None

    def _switch(self) -> None:
        self.languages += 1

    async def begin(self) -> KeyStore | Step:
        """What is found; if somebody has to be asked, the page asks."""
        found = await self.vault.find()
        if isinstance(found, str):
            self.asked = asyncio.ensure_future(self.page.ask(found))
            await asyncio.sleep(0)
        return found

    async def type(self, passphrase: str, again: str = "") -> None:
        self.page.confirm(passphrase, again)
        await self.jobs.run()

    @property
    def problem(self) -> tuple[str, object]:
        problem = self.page.state.problem
        return ("", None) if problem is None else (problem.code, problem.params.get("n"))

    async def keys(self) -> KeyStore:
        assert self.asked is not None
        return await asyncio.wait_for(self.asked, 30)

    def end(self) -> None:
        self.page.cancel()
        self.jobs.close()


def test_it_is_chosen_at_the_first_start_and_asked_for_at_every_other(tmp_path: Path) -> None:
    async def scene() -> None:
        clock = HandClock()
        first = Start(tmp_path, clock)
        assert await first.begin() == "choose"
        for typed, again, field, code in (
            ("", "", "passphrase", "passphrase-missing"),
            ("short", "short", "passphrase", "passphrase-short"),
            ("aaaaaaaaaaaa", "aaaaaaaaaaaa", "passphrase", "passphrase-easy"),
            (GOOD, OTHER, "again", "passphrase-differs"),
        ):
            await first.type(typed, again)
            assert {name: m.code for name, m in first.page.state.errors.items()} == {field: code}
            assert first.view.focused[-1] == field
        await first.type(GOOD, GOOD)
        kept = await first.keys()
        assert kept.lasting
        await kept.set("a", bytes(32))
        second = Start(tmp_path, clock, KeyringKeys(Ring()))
        assert await second.begin() == "enter", "once chosen it is asked for, whatever keyring came meanwhile"
        await second.type(OTHER)
        assert second.problem == ("passphrase-wrong", TRIES - 1)
        assert second.view.forgotten, "what was wrong does not stay in its line"
        await second.type(GOOD)
        assert await (await second.keys()).get("a") == bytes(32)
        assert GOOD not in repr(second.view.shown)

    play(scene)


def test_wrong_ones_are_limited_and_the_end_of_the_pause_is_said(tmp_path: Path) -> None:
    async def scene() -> None:
        clock = HandClock()
        await SealedKeys.create(tmp_path / "keys" / "sealed.json", GOOD)
        start = Start(tmp_path, clock)
        await start.begin()
        for left in reversed(range(TRIES)):
            await start.type(OTHER)
            assert start.problem == ("passphrase-wrong", left)
        await start.type(GOOD)
        problem = start.page.state.problem
        assert problem is not None
        assert (problem.code, problem.params["until"]) == ("passphrase-pause", (clock.now() + PAUSE).isoformat())
        await clock.turn(PAUSE.total_seconds())
        await start.type(GOOD)
        assert (await start.keys()).lasting

    play(scene)


def test_somebody_may_go_without_and_nothing_is_written(tmp_path: Path) -> None:
    async def scene() -> None:
        start = Start(tmp_path, HandClock())
        await start.begin()
        start.page.go_without()
        assert not (await start.keys()).lasting
        assert not start.sealed.exists()
        assert await Start(tmp_path, HandClock()).vault.find() == "choose", "and is asked again at the next start"

    play(scene)


def test_a_locked_keyring_is_named_until_it_is_open(tmp_path: Path) -> None:
    async def scene() -> None:
        start = Start(tmp_path, HandClock(), MemoryKeys(why="locked"))
        assert await start.begin() == "locked"
        start.page.try_again()
        await start.jobs.run()
        assert start.problem[0] == "keyring-locked"
        ring = start.keyring = KeyringKeys(Ring())
        start.page.try_again()
        await start.jobs.run()
        assert await start.keys() is ring

    play(scene)


def test_a_keyring_that_is_gone_while_it_held_a_store_is_no_new_beginning(tmp_path: Path) -> None:
    async def scene() -> None:
        start = Start(tmp_path, HandClock())
        (start.profile / STORE).write_bytes(b"work of yesterday")
        assert await start.begin() == "locked", "its keys may come back"
        start.view.is_sure = False
        start.page.begin_anew()
        await start.jobs.run()
        assert [start.page.state.step] == ["locked"]
        start.view.is_sure = True
        start.page.begin_anew()
        await start.jobs.run()
        assert [start.page.state.step] == ["choose"]
        kept = [path for path in start.profile.iterdir() if "set-aside" in path.name]
        assert [path.read_bytes() for path in kept] == [b"work of yesterday"], "nothing is thrown away"
        await start.type(GOOD, GOOD)
        assert (await start.keys()).lasting

    play(scene)


def test_a_forgotten_passphrase_is_a_new_beginning_and_the_old_file_is_kept(tmp_path: Path) -> None:
    async def scene() -> None:
        path = tmp_path / "keys" / "sealed.json"
        await SealedKeys.create(path, GOOD)
        sealed = path.read_bytes()
        start = Start(tmp_path, HandClock())
        assert await start.begin() == "enter"
        await start.type(OTHER)
        start.page.begin_anew()
        await start.jobs.run()
        await start.type(OTHER, OTHER)
        assert (await start.keys()).lasting
        [kept] = [each for each in path.parent.iterdir() if "set-aside" in each.name]
        assert kept.read_bytes() == sealed

    play(scene)


def test_a_folder_for_the_keys_that_cannot_be_made_is_said_and_asked_again(tmp_path: Path) -> None:
    async def scene() -> None:
        in_the_way = tmp_path / "keys"
        in_the_way.write_text("no folder")
        start = Start(tmp_path, HandClock())
        await start.begin()
        await start.type(GOOD, GOOD)
        assert (start.problem[0], start.page.state.busy) == ("store-lost", False)
        in_the_way.unlink()
        await start.type(GOOD, GOOD)
        assert (await start.keys()).lasting

    play(scene)


def test_a_damaged_file_and_a_full_disk_are_said_and_asked_again(tmp_path: Path) -> None:
    async def scene() -> None:
        path = tmp_path / "keys" / "sealed.json"
        path.parent.mkdir()
        path.write_text("{}")
        start = Start(tmp_path, HandClock())
        await start.begin()
        await start.type(GOOD)
        assert start.problem[0] == "keys-damaged"
        path.unlink()
        (path.parent / "sealed.json.new").mkdir()
        other = Start(tmp_path, HandClock())
        await other.begin()
        await other.type(GOOD, GOOD)
        assert other.problem[0] == "store-lost"
        assert not other.page.state.busy
        start.end()
        other.end()

    play(scene)


def test_the_end_of_the_program_ends_the_question_and_the_language_is_the_programs(tmp_path: Path) -> None:
    async def scene() -> None:
        start = Start(tmp_path, HandClock())
        await start.begin()
        start.page.confirm("", "")
        start.page.edited("passphrase")
        assert not start.page.state.errors
        start.page.switch_language()
        assert start.languages == 1
        start.page.cancel()
        with pytest.raises(asyncio.CancelledError):
            await start.keys()

    play(scene)
