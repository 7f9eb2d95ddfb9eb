"""Each answer to a console that changes something is cut after each of its bytes: one effect, and both sides agree."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Iterable
from contextlib import aclosing
from pathlib import Path

import pytest

from mmc_console.client.errors import SignInFailed, WireFault
from mmc_console.client.keys import MemoryKeys
from mmc_console.domain.actions import RegisterVisit
from mmc_console.domain.ids import DeskLetter, ExamCode
from mmc_console.domain.numbers import LETTERS
from mmc_console.domain.patients import PatientEntry
from tests.e2e.centre import PASSWORD, Centre
from tests.faults.conftest import Tell
from tests.faults.desks import Console, QuickClock, console, counted, equal
from tests.faults.morning import DEEDS, Morning
from tests.faults.proxy import Proxy

ACTIONS = "/api/v1/actions"


LOGIN, REFRESH, DEVICE = "/api/v1/auth/login", "/api/v1/auth/refresh", "/api/v1/auth/device"
WHOLE = 1_000_000
EVERY_BYTE = 1_200
"""More than any of those answers has."""
AT_ONCE = 50
"""Mornings at one console, so that its outbox is no longer than a day's."""


async def cut_actions(place: Path, centre: Centre, cuts: Iterable[tuple[float, int]], tell: Tell) -> int:
    """A morning for each of *cuts*: the answers end at this share of their length, plus so many bytes. How many did."""
    struck, lengths, turn = 0, dict[str, int](), 0
    async with Proxy(centre.port) as line, console(place, line.url, clock=QuickClock()) as desk:
        for turn, (share, more) in enumerate(cuts):
            morning = Morning(desk, 1000 + 2 * turn)
            async with aclosing(morning.deeds()) as deeds:
                async for action in deeds:
                    cut = line.cut(ACTIONS, int(share * lengths.get(action.type, 0)) + more)
                    morning.became(await desk.done(action))
                    if not cut.struck:
                        lengths[action.type] = line.lengths[ACTIONS]
                    struck += cut.struck
                    line.mend_cut()
        count = counted([desk], await equal([desk], centre.url))
    tell(f"{turn + 1} mornings, {struck:,} answers cut: {count}")
    assert (count.refused, count.lost, count.doubled) == (0, 0, 0)
    assert count.acknowledged == (turn + 1) * DEEDS
    return struck


def test_the_answer_to_each_action_is_cut_at_some_bytes(centre: Centre, tmp_path: Path, tell: Tell) -> None:
    """First a morning to learn how long the answers are; then the edges, and places drawn anew each time."""
    shares = [(random.random(), 0) for _ in range(5)]
    cuts = [(0.0, WHOLE), (0.0, 0), (0.0, 1), (1.0, -1), (1.0, 0), *shares]
    assert asyncio.run(cut_actions(tmp_path / "desk", centre, cuts, tell)) > 8 * DEEDS


@pytest.mark.faults
def test_the_answer_to_each_action_is_cut_at_sixty_bytes(centre: Centre, tmp_path: Path, tell: Tell) -> None:
    cuts = [(random.random(), 0) for _ in range(60)]
    assert asyncio.run(cut_actions(tmp_path / "desk", centre, [(0.0, WHOLE), *cuts], tell)) > 50 * DEEDS


@pytest.mark.soak
def test_the_answer_to_each_action_is_cut_at_every_byte(tmp_path: Path, tell: Tell) -> None:
    first, total = 0, 0
    while True:
        place = tmp_path / str(first)
        centre = Centre(place)
        centre.start()
        try:
            cuts = [(0.0, after) for after in range(first, first + AT_ONCE)]
            struck = asyncio.run(cut_actions(place / "desk", centre, cuts, tell))
        finally:
            complaints = centre.stop()
        assert complaints == ""
        total, first = total + struck, first + AT_ONCE
        if not struck:
            break
    tell(f"{total:,} answers cut, at every byte of the first {first:,}")
    assert total > 100 * DEEDS


async def cut_credentials(place: Path, centre: Centre, cuts: Iterable[int], tell: Tell) -> int:
    """Signing in again, going on and proving itself, each cut after so many bytes; how many answers were."""
    struck = turns = 0
    async with Proxy(centre.port) as line, console(place / "first", line.url, clock=QuickClock()) as desk:
        session, sender, letter = desk.parts.session, desk.parts.sync._sender, desk.desk
        for after in cuts:
            for path, forget, ask in (
                (LOGIN, None, lambda: desk.sign_in("admin", PASSWORD)),
                (REFRESH, session, session.bearer),
                (DEVICE, sender, sender.bearer),
            ):
                if forget is not None:
                    forget.doubt(await forget.bearer())
                cut = line.cut(path, after)
                with contextlib.suppress(WireFault, SignInFailed):
                    await ask()
                line.mend_cut()
                await ask()
                struck += cut.struck
                assert not desk.session_ended
                assert desk.desk == letter
            turns += 1
        result = await desk.done(next_registration(desk))
        assert result.outcome == "applied"
        async with console(place / "second", line.url) as second:
            assert f"{letter}{second.desk}" == LETTERS[:2], "none of the sign-ins enrolled another console"
        await equal([desk], centre.url)
    tell(f"{3 * turns} sign-ins, refreshes and proofs, {struck} cut; one console, one session of each person")
    return struck


def next_registration(desk: Console) -> RegisterVisit:
    """Somebody at the door."""
    patient = PatientEntry(number="900001", gender="male")
    return desk.new(RegisterVisit, patient=patient, exam_type=ExamCode("promotion"))


def test_the_answers_about_who_is_here_are_cut_at_some_bytes(centre: Centre, tmp_path: Path, tell: Tell) -> None:
    cuts = [0, 1, *(random.randrange(2, 700) for _ in range(5))]
    assert asyncio.run(cut_credentials(tmp_path, centre, cuts, tell)) >= 10


@pytest.mark.faults
def test_the_answers_about_who_is_here_are_cut_at_every_byte(centre: Centre, tmp_path: Path, tell: Tell) -> None:
    assert asyncio.run(cut_credentials(tmp_path, centre, range(EVERY_BYTE), tell)) > 3 * 300


def test_the_first_sign_in_of_a_console_is_cut_and_it_is_enrolled_once(centre: Centre, tmp_path: Path) -> None:
    """Lost answers waste no letter: six consoles have the first six."""

    async def scene() -> list[DeskLetter | None]:
        letters = []
        async with Proxy(centre.port) as line:
            for n, after in enumerate((0, 1, 20, 200, 400, 600)):
                line.cut(LOGIN, after)
                folder, keys = tmp_path / f"new{n}", MemoryKeys(lasting=True)
                with pytest.raises(SignInFailed, match="unreachable"):
                    async with console(folder, line.url, keys=keys):
                        raise AssertionError("its sign-in was cut")
                async with console(folder, line.url, keys=keys) as desk:
                    letters.append(desk.desk)
        return letters

    assert asyncio.run(scene()) == list(LETTERS[:6])
