"""What a board shows: honest about age, silent about codes, the last calls kept."""

from __future__ import annotations

from msgspec.structs import replace

from mmc_console.desktop.board.contract import State
from mmc_console.desktop.board.presenter import LATE, OLD, Presenter
from mmc_console.desktop.board.voice.clips import Clips
from mmc_console.desktop.board.voice.player import SystemPlayer
from mmc_console.desktop.board.voice.speaker import Speaker
from mmc_console.domain.board import BoardCall
from mmc_console.domain.clinics import ClinicState
from mmc_console.wire.boards import BoardSettings
from tests.unit.desktop.board.calls import at, call, news


class Board:
    """A presenter without a window, over made-up seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.rendered: list[State] = []
        self.speaker = Speaker(Clips(), SystemPlayer(()), lambda: self.presenter.now)
        self.presenter = Presenter(self, self.speaker, lambda: self.seconds)

    def render(self, state: State) -> None:
        self.rendered.append(state)

    def take(self, *calls: BoardCall, state: ClinicState = "open", speaks: bool = False) -> State:
        told = news(*calls, now=self.seconds, board=BoardSettings(name="hall", hall="North", speaks=speaks))
        if state != "open":
            closed = replace(told.view.clinics[0], state=state, until=at(3600))
            told = replace(told, view=replace(told.view, clinics=(closed,)))
        self.presenter.stand("live")
        self.presenter.take(told)
        return self.presenter.state

    def later(self, seconds: float, *, lost: bool = False) -> State:
        if lost:
            self.presenter.stand("lost")
        self.seconds += seconds
        self.presenter.refresh()
        return self.presenter.state


def test_a_call_is_large_with_both_names_and_the_room() -> None:
    board = Board()
    state = board.take(call("L-017", 0))
    assert state.layout == "hero"
    assert state.hero is not None
    assert (state.hero.label, state.hero.arabic, state.hero.english, state.hero.room) == (
        "L-017", "المختبر", "Laboratory", "1",
    )  # fmt: skip
    assert state.hero.live
    assert state.hero.lit
    assert state.hall == "North"
    assert board.rendered[-1] == state


def test_whoever_has_two_numbers_sees_both_also_when_the_second_is_learnt_after_the_call() -> None:
    board = Board()
    first = board.take(call("L-001", 0))
    assert first.hero is not None
    assert first.hero.also == ""
    state = board.take(replace(call("L-001", 0), also=("L-A03", "L-B01")))
    assert state.hero is not None
    assert (state.hero.label, state.hero.also) == ("L-001", "= L-A03 = L-B01")


def test_it_is_honest_about_old_numbers_and_keeps_them() -> None:
    board = Board()
    board.take(call("L-017", 0))
    state = board.later(LATE - 1, lost=True)
    assert not state.connected
    assert not state.late
    state = board.later(2)
    assert state.late
    assert state.as_of == ""
    assert state.hero is not None, "what was called stays to be read"
    state = board.later(OLD)
    assert state.as_of == "07:00"
    assert state.clock == "07:05", "the clock goes on"
    state = board.take(call("L-018", board.seconds))
    assert state.connected
    assert not state.late


def test_silence_is_late_even_when_the_line_seems_open() -> None:
    board = Board()
    board.take(call("L-017", 0))
    assert board.later(LATE + 1).late


def test_a_quiet_day_is_no_old_one() -> None:
    board = Board()
    board.take()
    for _ in range(20):
        board.later(10)
        board.presenter.heard(at(board.seconds))
    assert not board.later(1).late


def test_a_server_that_does_not_serve_shows_back_soon_and_no_code() -> None:
    board = Board()
    board.take(call("L-017", 0))
    board.presenter.stand("busy")
    board.presenter.stand("live")
    assert [state.layout for state in board.rendered[-2:]] == ["back", "hero"]


def test_a_board_that_was_removed_shows_and_says_nothing_of_what_it_had() -> None:
    board = Board()
    for standing, layout in (("refused", "back"), ("removed", "removed")):
        assert board.take(call("L-017", board.seconds), speaks=True).sound == "ok"
        board.presenter.stand(standing)  # type: ignore[arg-type]  # each of them is one
        state = board.later(LATE + 1)
        assert state.layout == layout
        assert (state.hero, state.rows, state.connected, state.late) == (None, (), False, False)
        assert (state.sound, board.speaker.status.sound) == ("", "off"), "no call that it had is said any more"
    state = board.take(call("L-018", board.seconds))
    assert state.hero is not None, "it was put back"
    assert state.hero.label == "L-018"
    assert state.rows == ()


def test_a_paused_clinic_says_when_it_is_back() -> None:
    board = Board()
    state = board.take(state="paused")
    assert [(n.arabic, n.english) for n in state.notices] == [("المختبر", "Laboratory")]
    assert "08:00" in state.notices[0].arabic_why
    assert "08:00" in state.notices[0].english_why
    assert board.take(state="closed").notices[0].english_why == "Closed today"


def test_nothing_is_painted_while_nothing_changes() -> None:
    board = Board()
    board.take(call("L-017", 0))
    board.later(20)
    count = len(board.rendered)
    for _ in range(20):
        board.later(0.5)
    assert len(board.rendered) - count <= 1, "the minute may have turned"


def test_the_picture_moves_a_little_so_that_nothing_burns_in() -> None:
    board = Board()
    board.take(call("L-017", 0))
    shifts = set()
    for _ in range(8):
        board.later(150)
        board.presenter.heard(at(board.seconds))
        shifts.add(board.presenter.state.shift)
    assert len(shifts) == 4
    assert all(0 <= x <= 2 and 0 <= y <= 2 for x, y in shifts)
