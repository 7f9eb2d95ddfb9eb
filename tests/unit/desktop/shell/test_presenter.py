"""What the window shows and passes on, without a window."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

from mmc_console.desktop.shell.contract import WORST_FIRST, Condition, ConditionCode, State
from mmc_console.desktop.shell.presenter import Presenter

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


class ShownView:
    """Keeps what it was asked to show."""

    def __init__(self) -> None:
        self.states: list[State] = []
        self.drawers: list[str] = []

    def render(self, state: State) -> None:
        self.states.append(state)

    def render_again(self) -> None:
        self.states.append(self.states[-1])

    def open_drawer(self, name: str) -> None:
        self.drawers.append(name)


class AskedProgram:
    """Keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def switch_language(self) -> None:
        self.asked.append("switch_language")

    def lock(self) -> None:
        self.asked.append("lock")

    def switch_user(self) -> None:
        self.asked.append("switch_user")

    def sign_out(self) -> None:
        self.asked.append("sign_out")

    def search(self, page: str, text: str) -> None:
        self.asked.append(f"search {page} {text}")

    def choose_place(self, key: str) -> None:
        self.asked.append(f"choose_place {key}")

    def refresh(self) -> None:
        self.asked.append("refresh")

    def undo(self) -> None:
        self.asked.append("undo")

    def page_shown(self, page: str) -> None:
        self.asked.append(f"page_shown {page}")

    def condition_pressed(self, code: ConditionCode) -> None:
        self.asked.append(f"condition_pressed {code}")

    def open_settings(self) -> None:
        self.asked.append("open_settings")

    def open_board(self) -> None:
        self.asked.append("open_board")

    def open_devices(self) -> None:
        self.asked.append("open_devices")

    def close(self) -> None:
        self.asked.append("close")


def presenter() -> tuple[Presenter, ShownView, AskedProgram]:
    view, program = ShownView(), AskedProgram()
    return Presenter(view, program), view, program


def test_nothing_is_painted_when_nothing_changed() -> None:
    shell, view, _ = presenter()
    shell.show(pending=3)
    shell.show(pending=3)
    assert [state.pending for state in view.states] == [3]
    shell.show_again()
    assert len(view.states) == 2


def test_only_the_worst_condition_is_in_the_banner() -> None:
    shell, _, _ = presenter()
    for code in reversed(WORST_FIRST):
        shell.show_condition(Condition(code))
    assert shell.state.banner == Condition("storage")
    assert shell.state.more == len(WORST_FIRST) - 1
    for code in WORST_FIRST:
        assert shell.state.banner is not None
        shell.end_condition(code)
    assert shell.state.more == 0
    assert not shell.state.conditions


def test_a_condition_that_changes_stands_once() -> None:
    shell, _, _ = presenter()
    shell.show_condition(Condition("clock", value="2 min"))
    shell.show_condition(Condition("clock", value="3 min"))
    assert shell.state.conditions == (Condition("clock", value="3 min"),)


def test_the_banner_s_action_opens_what_it_names() -> None:
    shell, view, program = presenter()
    shell.banner_pressed()
    shell.show_condition(Condition("stale"))
    shell.banner_pressed()
    shell.show_condition(Condition("offline", NOW))
    shell.banner_pressed()
    assert (view.drawers, program.asked) == (["pending"], ["condition_pressed stale"])


def test_only_pages_of_this_person_are_shown() -> None:
    shell, _, program = presenter()
    shell.show(pages=("reception", "today"), page="reception")
    shell.go_to("users")
    shell.go_to("reception")
    shell.go_to("today")
    shell.search("e17")
    assert shell.state.page == "today"
    assert program.asked == ["page_shown today", "search today e17"]


def test_undo_with_nothing_to_undo_asks_nothing() -> None:
    shell, _, program = presenter()
    shell.undo()
    shell.show(undo="Undo: call E-017")
    shell.undo()
    assert program.asked == ["undo"]


def test_the_pending_pill_takes_the_worst_colour() -> None:
    forms = [State(pending=1, worst=worst).sends for worst in ("", "pending", "sending", "failed", "conflict")]
    assert forms == ["pending", "pending", "pending", "failed", "conflict"]


def test_the_data_s_age_is_told_when_it_matters() -> None:
    fresh, old = NOW - timedelta(seconds=20), NOW - timedelta(seconds=31)
    assert not State(now=NOW).aged
    assert not State(now=NOW, data_from=fresh).aged
    assert State(now=NOW, data_from=old).aged
    assert State(now=NOW, data_from=fresh, connection="offline").aged


def test_the_presenter_brings_no_qt() -> None:
    code = (
        "import sys, mmc_console.desktop.shell.presenter;"
        "print([m for m in sys.modules if m.startswith(('PySide6', 'qasync'))])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == "[]"
