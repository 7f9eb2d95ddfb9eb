"""Each rule broken on purpose is found: the machine that cannot find them would prove nothing.

Every entry swaps one function of the rules for a wrong one. The number beside it is how many histories it may take; it
has room, for what Hypothesis tries depends also on which other modules are loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain import decide, evolve, evolve_tickets, numbers, order, rebuild, routing
from mmc_console.domain import events as e
from mmc_console.domain.decide import calling, clinics, moving, registration, undoing
from mmc_console.domain.decide.draft import Draft
from mmc_console.domain.ids import TicketId
from mmc_console.domain.state import State, put
from tests.simulation.rules.laws import nobody_done_comes_again, nobody_is_forgotten
from tests.simulation.rules.machine import ClinicDay
from tests.simulation.rules.world import ENT, EYES, RECEPTION
from tests.unit.domain.day import Day

Patch = Callable[[pytest.MonkeyPatch], None]


def _reused_number(state: State, day: Any, desk: Any) -> str:
    open_now = sum(v.state == "open" and v.day == day and len(v.number) == 3 for v in state.visits.values())
    return numbers._written(desk or "", open_now + 1)


def _numbers_reused(m: pytest.MonkeyPatch) -> None:
    m.setattr(registration, "next_number", _reused_number)


def _numbers_skipped(m: pytest.MonkeyPatch) -> None:
    m.setattr(registration, "next_number", lambda state, day, desk: f"{state.series.get((day, ''), 0) + 2:03d}")


def _second_visit(m: pytest.MonkeyPatch) -> None:
    m.setattr(registration, "_stands_already", lambda *_: False)


def _last_is_called(m: pytest.MonkeyPatch) -> None:
    m.setattr(calling, "next_waiting", lambda state, clinic, day: [*order.sequence(state, clinic, day), None][-2:][0])


def _room_forgotten(m: pytest.MonkeyPatch) -> None:
    def called(state: State, x: e.TicketCalled, inverse: Any) -> None:
        evolve_tickets._called(state, x, inverse)
        put(inverse, state.tickets, x.ticket, replace(state.tickets[x.ticket], room=None))

    rules: dict[Any, Any] = evolve._RULES
    m.setitem(rules, e.TicketCalled, called)


def _busy_room(m: pytest.MonkeyPatch) -> None:
    m.setattr(State, "inside", lambda self, day, clinic, room: None)


def _share_forgotten(m: pytest.MonkeyPatch) -> None:
    m.setattr(order, "_pick", lambda share, turns, urgent, shared, plain: (
        "urgent" if urgent else "priority" if shared else "normal" if plain else None
    ))  # fmt: skip


def _stage_jumped(m: pytest.MonkeyPatch) -> None:
    todo = lambda visit: tuple(s.clinic for st in reversed(visit.stages) for s in st if s.state == "todo")  # noqa: E731 - a wrong rule
    m.setattr(routing, "remaining", todo)


def _men_admitted(m: pytest.MonkeyPatch) -> None:
    m.setattr(moving, "need_admitted", lambda clinic, gender: None)


def _complete_too_early(m: pytest.MonkeyPatch) -> None:
    def complete(draft: Draft, visit: Any) -> bool:
        if routing.remaining(visit):
            return False
        draft.emit(e.VisitCompleted, visit=visit.id)
        return True

    m.setattr(moving, "complete", complete)


def _repeats_act(m: pytest.MonkeyPatch) -> None:
    real = decide._dispatch

    def perform_anyway(draft: Draft, action: Any, trace: Any) -> bool:
        real(draft, action)
        return True

    m.setattr(registration, "renumber", perform_anyway)


def _ids_drawn(m: pytest.MonkeyPatch) -> None:
    drawn: Iterator[int] = iter(range(10**9))
    m.setattr(Draft, "new_ticket_id", lambda self, clinic, moved=None: TicketId(f"drawn-{next(drawn)}"))


def _undo_leaves_new_ticket(m: pytest.MonkeyPatch) -> None:
    real = undoing.stepped
    m.setattr(
        undoing, "stepped",
        lambda draft, now, before: real(draft, now, before) if before else replace(now, rev=now.rev + 1),
    )  # fmt: skip


def _later_steps_unseen(m: pytest.MonkeyPatch) -> None:
    m.setattr(Draft, "moved_unseen", lambda self, ticket: False)


def _refusals_leave_traces(m: pytest.MonkeyPatch) -> None:
    m.setattr(decide, "take_back", lambda state, inverse: None)


def _rebuilt_without_names(m: pytest.MonkeyPatch) -> None:
    real = rebuild.state_from
    m.setattr(
        "tests.simulation.rules.world.state_from",
        lambda center, visits, tickets, days, rooms, names, traces, seq, at: real(
            center, visits, tickets, days, rooms, {}, traces, seq, at
        ),
    )


BROKEN: dict[str, tuple[Patch, int]] = {
    "rule 1: numbers are given again": (_numbers_reused, 50),
    "rule 1: numbers have gaps": (_numbers_skipped, 5),
    "rule 2: a second visit is opened": (_second_visit, 50),
    "rule 3: a call forgets its room": (_room_forgotten, 50),
    "rule 4: a busy room is called to": (_busy_room, 50),
    "rule 5: the last is called": (_last_is_called, 50),
    "rule 5: priority never shares": (_share_forgotten, 200),
    "rule 8: stages from the back": (_stage_jumped, 50),
    "rule 8: men in a women's clinic": (_men_admitted, 200),
    "rule 8: complete before a late finish": (_complete_too_early, 1_000),
    "rule 9: a repeated action acts again": (_repeats_act, 50),
    "rule 9: ids are drawn": (_ids_drawn, 5),
    "rule 9: refused actions leave traces": (_refusals_leave_traces, 50),
    "rule 9: a snapshot loses the aliases": (_rebuilt_without_names, 100),
    "undo leaves the ticket it issued": (_undo_leaves_new_ticket, 200),
    "another console's later step is passed over": (_later_steps_unseen, 200),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_rule_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    patch, histories = BROKEN[name]
    patch(monkeypatch)
    quick = settings(
        max_examples=histories, stateful_step_count=40, phases=[Phase.generate], database=None, deadline=None,
        report_multiple_bugs=False,
    )  # fmt: skip
    with pytest.raises((AssertionError, KeyError, ValueError, StopIteration)):
        run_state_machine_as_test(seed(1)(ClinicDay), settings=quick)


def test_whoever_stands_nowhere_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too seldom in a generated history: every clinic of a stage closed, somebody finished, one opened again."""
    day = Day()
    ticket = day.register(0)
    for clinic in (EYES, ENT):
        day.must(a.CloseClinic, clinic=clinic)
    day.call()
    day.must(a.Finish, ticket=ticket.id)
    nobody_is_forgotten(day.world)
    monkeypatch.setattr(clinics, "let_in", lambda draft, code: None)
    day.must(a.OpenClinic, clinic=EYES)
    with pytest.raises(AssertionError, match="stands nowhere"):
        nobody_is_forgotten(day.world)


def test_whoever_comes_again_by_an_older_paper_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A history takes long to come to it: late, of the same person, in the few minutes between."""
    day = Day()
    at = day.world.now
    ticket = day.walk_in(0)
    day.call()
    day.must(a.Finish, ticket=ticket.id)
    day.walk_in(0, by=RECEPTION, at=at)
    nobody_done_comes_again(day.world, day.world.deeds[-1])
    monkeypatch.setattr(registration, "_ended_since", lambda *_: None)
    day.walk_in(0, by=RECEPTION, at=at)
    with pytest.raises(AssertionError, match="stands there again"):
        nobody_done_comes_again(day.world, day.world.deeds[-1])
