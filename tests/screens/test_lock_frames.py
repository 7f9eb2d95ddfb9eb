"""What is painted while a PC is locked is the same whoever waits behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from mmc_console.client.behaving import PASSWORD as BEHAVES
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.lock.screen import LockScreen
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.actions import CallNext, TakeRoom
from mmc_console.domain.ids import ClinicCode
from tests.conftest import Run

LAB = ClinicCode("lab")


SEQUENCES, MANY = 20, 100


class Behind:
    """One console's lock, and a day behind it that chance makes; whose day it is must not show."""

    DEEDS = ("register", "register", "register", "call", "offline", "online", "wrong", "unlock", "language", "later")

    def __init__(self, gateway: LocalGateway, look: Look, languages: Languages, people: Callable[[int], str]) -> None:
        self._gateway, self._languages, self._people = gateway, languages, people
        self._number, self._no, self.frames = "", 0, list[bytes]()
        rules = RuleWords(lambda: gateway.state.center, lambda: languages.current.code)
        self._jobs: list[Coroutine[Any, Any, None]] = []
        self.screen = LockScreen(
            gateway, look, rules.problem, lambda: languages.current.code, lambda: "EN", self._start, self,
            place=lambda: "المختبر", number=lambda: self._number,
        )  # fmt: skip
        self.screen.view.resize(1366, 688)

    def unlocked(self, user: object, password: str) -> None: ...
    def switch_language(self) -> None: ...

    def _start(self, _: str, work: Coroutine[Any, Any, None]) -> bool:
        self._jobs.append(work)
        return True

    async def play(self, chance: Random) -> None:
        """A sequence of deeds; after each the console is locked, and a frame of it kept."""
        await self._gateway.act(TakeRoom, clinic=LAB, room=1)
        for _ in range(chance.randint(3, 7)):
            await self._do(chance.choice(self.DEEDS))
            await self._gateway.lock()
            self.screen.presenter.begin(switching=chance.random() < 0.3)
            self.frames.append(self.frame())

    def frame(self) -> bytes:
        """The page's dots as they are now."""
        image = self.screen.view.grab().toImage()  # kept while its bytes are read
        return bytes(image.constBits())

    async def _do(self, deed: str) -> None:
        gateway, presenter = self._gateway, self.screen.presenter
        if deed == "register":
            self._no += 1
            await gateway.unlock(gateway.people[0].id, BEHAVES)
            if not gateway.off_alone:
                await gateway.register(self._people(self._no), self._people(-self._no))
        elif deed == "call":
            await gateway.unlock(gateway.people[0].id, BEHAVES)
            if gateway.connection.kind != "offline":
                await gateway.act(CallNext, clinic=LAB, room=1, finish_current=True)
                await gateway.settle()
            inside = gateway.state.inside(gateway.today(), LAB, 1)
            self._number = inside.label if inside is not None else ""
        elif deed == "offline":
            await gateway.go_offline()
        elif deed == "online":
            await gateway.go_online()
        elif deed in ("wrong", "unlock"):
            presenter.unlock("", "wrong" if deed == "wrong" else BEHAVES)
            while self._jobs:
                await self._jobs.pop(0)
        elif deed == "language":
            self._languages.switch(self._languages.next.code)
        else:
            await gateway.clock.turn(61)

    async def close(self) -> None:
        for work in self._jobs:
            work.close()
        self.screen.view.deleteLater()
        await self._gateway.close()


OURS = ("فهد الدوسري", "نورة", "سعد بن عبدالعزيز")
THEIRS = ("Abdulrahman Al-Kuwari", "X", "محمد")


def ours(no: int) -> str:
    return f"2712345{no:02d}" if no > 0 else f"{OURS[-no % 3]} {-no}"


def theirs(no: int) -> str:
    return f"9988776{no:02d}" if no > 0 else f"{THEIRS[-no % 3]} {-no}"


def frames_do_not_tell(seeds: range, tmp_path: Path, qt_run: Run, look: Look, languages: Languages) -> None:
    """Two consoles with the same day on different people, locked at the same moments, look the same to the last dot."""

    async def frames(seed: int, people: Callable[[int], str]) -> list[bytes]:
        languages.switch("ar")
        keeps = tmp_path / f"{seed}{people.__name__}" if seed % 2 else None  # numbers and calls offline as well
        gateway = await LocalGateway.with_center(roles=("supervisor",), profile=keeps)
        behind = Behind(gateway, look, languages, people)
        await behind.play(Random(seed))
        await behind.close()
        return behind.frames

    async def scene() -> None:
        seen: set[bytes] = set()
        for seed in seeds:
            one, other = await frames(seed, ours), await frames(seed, theirs)
            assert one == other, f"the frames of sequence {seed} tell whose day it is"
            seen.update(hashlib.sha256(frame).digest() for frame in one)
        assert len(seen) >= SEQUENCES, "the days did differ"

    qt_run(scene())


def test_frames_of_the_lock_are_the_same_whoever_waits_behind_it(
    qapp: QApplication, qt_run: Run, look: Look, languages: Languages, tmp_path: Path
) -> None:
    frames_do_not_tell(range(SEQUENCES), tmp_path, qt_run, look, languages)


@pytest.mark.faults
def test_frames_of_the_lock_are_the_same_over_a_hundred_days(
    qapp: QApplication, qt_run: Run, look: Look, languages: Languages, tmp_path: Path
) -> None:
    frames_do_not_tell(range(MANY), tmp_path, qt_run, look, languages)


def test_a_frame_that_shows_a_patient_would_be_noticed(
    qapp: QApplication, qt_run: Run, look: Look, languages: Languages, tmp_path: Path
) -> None:
    """The comparison itself: a place that names whoever is inside differs."""

    async def frame(name: str) -> bytes:
        gateway = await LocalGateway.with_center(roles=("supervisor",))
        behind = Behind(gateway, look, languages, lambda no: name if no < 0 else "271234567")
        behind._number = name[:5]
        await gateway.lock()
        behind.screen.presenter.begin()
        taken = behind.frame()
        await behind.close()
        return taken

    async def scene() -> None:
        assert await frame("فهد الدوسري") != await frame("سعد")

    qt_run(scene())
