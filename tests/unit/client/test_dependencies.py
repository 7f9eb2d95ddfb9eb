"""What holds back what: proven over generated outboxes, and read from real actions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mmc_console.client.dependencies import Stops, after, held_back
from mmc_console.client.testing import LocalGateway
from mmc_console.domain.actions import (
    CallNext,
    Cancel,
    CorrectPatient,
    Finish,
    Hold,
    OpenClinic,
    Recall,
    TakeRoom,
    Undo,
)
from mmc_console.domain.ids import ClinicCode
from tests.unit.client.stage import played

SUBJECTS = st.frozensets(st.sampled_from("abcdef"), max_size=3)
ROWS = st.lists(st.tuples(SUBJECTS, st.booleans()), max_size=12)


STOPS: dict[bool, Stops] = {False: "", True: "failed"}


def number(rows: list[tuple[frozenset[str], bool]]) -> list[tuple[int, frozenset[str], Stops]]:
    """Rows in order, as the outbox gives them."""
    return [(n, about, STOPS[failed]) for n, (about, failed) in enumerate(rows)]


@given(ROWS)
def test_nothing_overtakes_what_it_shares_a_subject_with(rows: list[tuple[frozenset[str], bool]]) -> None:
    numbered = number(rows)
    held = held_back(numbered)
    for n, about, failed in numbered:
        if failed or n in held:
            continue
        before = [other for k, other, bad in numbered[:n] if bad or k in held]
        assert all(about.isdisjoint(other) for other in before)


@given(ROWS)
def test_only_what_a_chain_of_shared_subjects_joins_to_a_failure_waits(rows: list[tuple[frozenset[str], bool]]) -> None:
    numbered = number(rows)
    held = held_back(numbered)
    reached: set[int] = {n for n, _, failed in numbered if failed}
    for n, about, failed in numbered:  # an independent definition: some earlier failed or waiting row shares a subject
        if not failed and any(k in reached and not about.isdisjoint(other) for k, other, _ in numbered[:n]):
            reached.add(n)
    assert held.keys() == {n for n in reached if not numbered[n][2]}
    assert all(numbered[first][2] and first < n for n, first in held.items()), "each waits for an earlier failure"


@given(ROWS)
def test_without_a_failure_nothing_waits(rows: list[tuple[frozenset[str], bool]]) -> None:
    assert held_back((n, about, "") for n, about, _ in number(rows)) == {}


def test_a_word_is_overtaken_by_a_newer_one_only_when_a_person_has_to_decide_about_it() -> None:
    word, room = frozenset({"word:lab"}), frozenset({"word:lab", "room:lab:1"})
    assert held_back([(1, word, "waits"), (2, word, "")]) == {2: 1}
    assert held_back([(1, word, "failed"), (2, word, "")]) == {}
    assert held_back([(1, room, "failed"), (2, word, ""), (3, room, ""), (4, word, "")]) == {3: 1, 4: 1}
    assert after([word, word, room, room, word, word]) == ((), (), (), (2,), (3,), (4,)), "where one may have to wait"
    assert after([word, word, room], returning=True) == ((), (0,), (1,)), "as any may that comes back"


@given(st.lists(SUBJECTS, max_size=12))
def test_each_row_names_the_last_before_it_on_each_of_its_subjects(rows: list[frozenset[str]]) -> None:
    found = after(rows) or ((),) * len(rows)
    for place, about in enumerate(rows):
        naive = {max(k for k in range(place) if s in rows[k]) for s in about if any(s in rows[k] for k in range(place))}
        assert set(found[place]) == naive


@played
async def test_what_actions_are_about() -> None:
    desk = await LocalGateway.with_center()
    visit = await desk.register("1001")
    ticket = desk.state.open_ticket(visit.id)
    assert ticket is not None

    async def about(kind: type, **fields: object) -> frozenset[str]:
        await desk.submit(desk.new(kind, **fields))
        return list(desk.parts.desk.outbox)[-1].subjects

    of_ticket = {f"ticket:{ticket.id}", f"visit:{visit.id}"}
    assert await about(Hold, ticket=ticket.id) == of_ticket
    last = list(desk.parts.desk.outbox)[-1].id
    assert await about(Undo, action=last) == of_ticket
    word = {f"word:lab:{visit.day}"}
    assert await about(OpenClinic, clinic=ClinicCode("lab")) == word
    last = list(desk.parts.desk.outbox)[-1].id
    assert await about(Undo, action=last) == word
    said = {f"word:{visit.patient}:name", f"word:{visit.patient}:phone"}
    assert await about(CorrectPatient, patient_id=visit.patient, reason="mistake", name="Fahad", phone="5") == said
    room = {f"room:lab:1:{visit.day}"}
    assert await about(TakeRoom, clinic=ClinicCode("lab"), room=1) == room
    assert await about(CallNext, clinic=ClinicCode("lab"), room=1) == of_ticket | room
    await desk.settle()
    assert desk.state.tickets[ticket.id].state == "called"
    assert await about(Recall, ticket=ticket.id) == of_ticket | room
    assert await about(Finish, ticket=ticket.id) == of_ticket | room
    assert await about(Cancel, visit=visit.id, reason="left") == {f"visit:{visit.id}"}
    await desk.close()
