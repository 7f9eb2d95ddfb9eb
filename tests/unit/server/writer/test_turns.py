"""What comes back after a restore is told all at once: each in its turn, and nothing before what it builds on."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from mmc_console.client.completion import completed, events_of
from mmc_console.domain import actions as a
from mmc_console.domain.ids import ActionId
from mmc_console.server import restoring, writer_turns
from mmc_console.server.returning import FOR_OTHERS
from mmc_console.wire.answers import ActionsRequest, Result
from mmc_console.wire.json import event_of
from tests.server.auth_parts import HandClock
from tests.server.writer_parts import LAB, Desk, Place, writing


class Lost:
    """Work that went to and fro between the consoles K and L, as they keep it; the server has none of it any more."""

    def __init__(self, tmp_path: Path) -> None:
        self.clock, self._folder = HandClock(), tmp_path
        self.kept: list[a.AnyAction] = []

    async def live(self) -> None:
        """Two people are registered, and each is held and taken up again, in turns."""
        async with writing(self._folder / "lived", self.clock) as place:
            await place.writer.stop()
        shutil.copytree(self._folder / "lived", self._folder / "restored")
        async with writing(self._folder / "lived", self.clock) as place:
            desks = {"K": place.desk("K"), "L": place.desk("L")}
            tickets: dict[str, str] = {}
            for letter, number in (("K", "1234567"), ("L", "1234568")):
                result = await self._do(place, desks[letter], desks[letter].registration(number))
                tickets[letter] = str(result.ticket)
            for letter, desk in desks.items():
                await self._do(place, desk, desk.new(a.Hold, ticket=tickets[letter]))
            for letter, desk in desks.items():
                await self._do(place, desk, desk.new(a.Resume, ticket=tickets[letter]))

    async def _do(self, place: Place, desk: Desk, action: a.AnyAction) -> Result:
        result = await desk.act(action)
        assert result.outcome == "applied"
        self.kept.append(completed(action, result, place.writer.epoch, events_of(result)))
        return result

    def again(self, place: Place, *, bring_back: bool = True) -> None:
        """The server begins a new history on what the backup had."""
        now = place.clock.now()
        place.database.transact(
            lambda conn: restoring.begin_again(conn, now, [restoring.known(conn, now)], bring_back=bring_back)
        )
        place.writer.load()

    @property
    def folder(self) -> Path:
        """Of the restored server."""
        return self._folder / "restored"

    @property
    def of_k(self) -> list[a.AnyAction]:
        """What K brings: registered, held, taken up again."""
        return self.kept[::2]

    @property
    def of_l(self) -> list[a.AnyAction]:
        """What L brings."""
        return self.kept[1::2]


async def told(desk: Desk, actions: list[a.AnyAction], *before: ActionId | int | None) -> list[Result]:
    """One request; *before*: for each the one it builds on."""
    after = tuple(() if each is None else (each,) for each in before)
    request = ActionsRequest(actions=tuple(actions), after=after)
    answer = await desk.writer.submit([desk.actor] * len(actions), f"console-{desk.letter}", request)
    return list(answer.results)


def outcomes(results: list[Result]) -> list[str]:
    """Of each."""
    return [result.outcome for result in results]


def in_log(place: Place) -> list[ActionId]:
    """What was done, in order."""
    found: list[ActionId] = []
    for (body,) in place.rows("SELECT body FROM events ORDER BY seq"):
        event = event_of(bytes(body))
        if event.action not in found:
            found.append(event.action)
    return found


@pytest.fixture
def lost(tmp_path: Path) -> Lost:
    """That work."""
    found = Lost(tmp_path)
    asyncio.run(found.live())
    return found


def test_work_that_went_to_and_fro_is_told_by_each_console_at_once_and_comes_back_in_its_old_order(lost: Lost) -> None:
    async def story() -> None:
        async with writing(lost.folder, lost.clock) as place:
            lost.again(place)
            k, l_ = place.desk("K"), place.desk("L")
            assert outcomes(await told(k, lost.of_k, None, 0, 1)) == ["applied", "wait", "wait"]
            assert outcomes(await told(l_, lost.of_l, None, 0, 1)) == ["applied"] + ["repeated"] * 2
            assert in_log(place)[-6:] == [action.id for action in lost.kept]
            assert outcomes(await told(k, lost.of_k[1:], None, 0)) == ["repeated"] * 2

    asyncio.run(story())


def test_what_was_told_in_an_earlier_request_is_named_by_its_id(lost: Lost) -> None:
    first, second, third = lost.of_k

    async def story() -> None:
        async with writing(lost.folder, lost.clock) as place:
            lost.again(place)
            k = place.desk("K")
            assert outcomes(await told(k, [third], second.id)) == ["wait"], "the one before it was never heard of"
            assert outcomes(await told(k, [second], first.id)) == ["wait"]
            assert outcomes(await told(place.desk("L"), lost.of_l, None, 0, 1)) == ["wait"] * 3
            assert outcomes(await told(k, [first])) == ["applied"]
            assert in_log(place)[-6:] == [action.id for action in lost.kept]

    asyncio.run(story())


@pytest.mark.parametrize("told_before", [False, True])
def test_what_builds_on_a_refused_one_is_not_taken_until_its_console_sends_it_after_a_decision(
    lost: Lost, told_before: bool
) -> None:
    async def story() -> None:
        async with writing(lost.folder, lost.clock) as place:
            lost.again(place)
            k, l_ = place.desk("K"), place.desk("L")
            first, second, _ = lost.of_k
            later = replace(k.new(a.TakeRoom, clinic=LAB, room=1), was=lost.of_k[2].was)
            [registered] = await told(k, [first])
            cancelled = await k.act(k.new(a.Cancel, visit=registered.visit, reason="left"))
            assert cancelled.outcome == "applied"
            if told_before:
                assert outcomes(await told(k, [later], second.id)) == ["wait"]
            lost.clock.pass_by(minutes=FOR_OTHERS.total_seconds() / 60 + 1)
            [failed, waits] = await told(k, [second, later], None, 0)
            assert failed.outcome in ("refused", "conflict")
            assert waits.outcome == "wait"
            assert outcomes(await told(l_, lost.of_l, None, 0, 1)) == ["applied", "applied", "wait"]
            assert later.id not in place.writer._state.traces, "a person decides first"
            assert outcomes(await told(k, [later])) == ["applied"], "and has decided"

    asyncio.run(story())


def test_a_server_that_is_started_long_after_its_restore_waits_for_other_consoles_all_the_same(lost: Lost) -> None:
    """What K holds, L has registered; K is heard first."""
    registered, held = lost.of_l[0], lost.of_l[1]

    async def story() -> None:
        async with writing(lost.folder, lost.clock) as place:
            lost.again(place)
        lost.clock.pass_by(hours=1)
        async with writing(lost.folder, lost.clock) as place:
            assert outcomes(await told(place.desk("K"), [held])) == ["wait"]
            assert outcomes(await told(place.desk("L"), [registered])) == ["wait"], "K's registration stands before it"
            assert outcomes(await told(place.desk("K"), lost.of_k[:1])) == ["applied"]
            assert registered.id in place.writer._state.traces

    asyncio.run(story())


def test_what_has_taken_effect_is_told_so_again_though_what_it_builds_on_is_refused_now(lost: Lost) -> None:
    """The answer to both was lost, and the first came again with a number that its console may not give any more."""

    async def story() -> None:
        async with writing(lost.folder, lost.clock) as place:
            k = place.desk("K")
            first = k.registration("7654321")
            [registered] = await told(k, [first])
            second = k.new(a.Hold, ticket=registered.ticket)
            assert outcomes(await told(k, [second])) == ["applied"]
            numbered = replace(first, number="L01")
            assert outcomes(await told(k, [numbered, second], None, 0)) == ["refused", "repeated"]

    asyncio.run(story())


def test_of_what_was_rolled_back_on_purpose_each_is_told_so_in_one_request(lost: Lost) -> None:
    async def story() -> None:
        async with writing(lost.folder, lost.clock) as place:
            lost.again(place, bring_back=False)
            results = await told(place.desk("K"), lost.of_k, None, 0, 1)
            assert [result.problem.code for result in results if result.problem] == ["rolled-back"] * 3

    asyncio.run(story())


def test_one_request_never_takes_more_of_what_waited_than_others_can_wait_for(
    lost: Lost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_turns, "TAKEN_AT_ONCE", 1)

    async def story() -> None:
        async with writing(lost.folder, lost.clock) as place:
            lost.again(place)
            k, l_ = place.desk("K"), place.desk("L")
            await told(k, lost.of_k[1:], lost.of_k[0].id, 0)
            await told(l_, lost.of_l, None, 0, 1)
            assert outcomes(await told(k, lost.of_k[:1])) == ["applied"]
            there = len(in_log(place))
            for more in (1, 2, 3, 4):
                assert outcomes(await told(k, lost.of_k[:1])) == ["repeated"]
                assert len(in_log(place)) == there + more

    asyncio.run(story())
