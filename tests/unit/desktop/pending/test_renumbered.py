"""The centre goes back to before a registration, which is sent once more: the paper of before is not true any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mmc_console.client.behaving import BehavingServer
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.pending.words import PendingWords
from mmc_console.desktop.reception.issued_view import MissingBox
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.evolve import evolve
from mmc_console.domain.state import State
from mmc_console.wire.answers import Result
from mmc_console.wire.json import event_of
from mmc_console.wire.problems import problem
from tests.unit.desktop.desk_parts import play, there
from tests.unit.desktop.pending.drawer import Drawer
from tests.unit.desktop.reception.desk import PaperTray, Reception


def goes_back(server: BehavingServer, today: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the centre alone, on purpose and without bringing back; numbers go on at 051."""
    decide, server.log = server._carry_out, server.log[:1]
    server.state = State()
    for event in map(event_of, server.log):
        evolve(server.state, event)
    server.state.series[today, ""] = 50
    server.results.clear()
    refused = problem("rolled-back")
    monkeypatch.setattr(
        server, "_carry_out", lambda action, actor, grown: (
            Result(id=action.id, outcome="refused", problem=refused) if action.was else decide(action, actor, grown)
        ),
    )  # fmt: skip
    server.restart_history()


async def sent_once_more(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Reception, Drawer]:
    """Salem has the paper L-001; the centre goes back, and reception presses *Try again*."""
    gateway = await LocalGateway.with_center(profile=folder, keys=MemoryKeys(lasting=True))
    desk = Reception(gateway, PaperTray())
    await desk.issue("28460101", "Salem Omar")
    goes_back(gateway.server, gateway.today(), monkeypatch)
    await gateway.parts.follow.catch_up()
    await gateway.settle()
    await desk.settle()
    drawer = Drawer(gateway)
    assert (drawer.states, there(drawer.state.item).deed.label) == (["failed"], "L-001")
    await drawer.do(drawer.presenter.take, "again")
    await desk.settle()
    return desk, drawer


def test_whose_number_is_another_now_is_said_and_stays_beside_the_paper_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, languages: Languages, look: Look, qtbot: QtBot
) -> None:
    async def scene() -> None:
        desk, drawer = await sent_once_more(tmp_path, monkeypatch)
        drawer.presenter.tell_numbers()
        drawer.presenter.tell_numbers()
        assert drawer.said == ["sent-again", "renumbered"]
        languages.switch("en")
        words = PendingWords(RuleWords(lambda: desk.gateway.state.center, lambda: "en"), lambda: "en")
        assert bidi.strip(words.message(drawer.messages[-1])) == "L-001 is now L-051: hand out the new paper."
        [missing] = desk.now().missing
        assert (missing.label, missing.before, missing.name) == ("L-051", "L-001", "Salem Omar")
        box = MissingBox(look)
        qtbot.addWidget(box)
        box.show_missing((missing, replace(missing, label="L-052")))
        label = there(box.findChild(Label, "missing"))
        assert bidi.strip(label.text()) == "Without a paper: L-051 instead of L-001 Salem Omar, L-052"
        await desk.close()

    play(scene)


@pytest.mark.parametrize("query", ["001", "L-001"])
def test_the_number_on_the_old_paper_finds_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    async def scene() -> None:
        desk, _ = await sent_once_more(tmp_path, monkeypatch)
        desk.page.search(query)
        assert [row.label for row in desk.now().rows] == ["L-051"]
        await desk.close()

    play(scene)
