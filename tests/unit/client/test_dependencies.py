"""What holds back what: proven over generated outboxes, and read from real actions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mmc_console.client.dependencies import Done, Standing, Stops, after, after_as_done, held_back
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


def number(rows: list[tuple[frozenset[str], bool]]) -> list[Standing]:
    """Rows in order, as the outbox gives them."""
    return [Standing(n, about, STOPS[failed]) for n, (about, failed) in enumerate(rows)]


@given(ROWS)
def test_nothing_overtakes_what_it_shares_a_subject_with(rows: list[tuple[frozenset[str], bool]]) -> None:
    numbered = number(rows)
    held = held_back(numbered)
    for row in numbered:
        if row.stops or row.key in held:
            continue
        before = [other.about for other in numbered[: row.key] if other.stops or other.key in held]
        assert all(row.about.isdisjoint(other) for other in before)


@given(ROWS)
def test_only_what_a_chain_of_shared_subjects_joins_to_a_failure_waits(rows: list[tuple[frozenset[str], bool]]) -> None:
    numbered = number(rows)
    held = held_back(numbered)
    reached: set[int] = {row.key for row in numbered if row.stops}
    for row in numbered:  # an independent definition: some earlier failed or waiting row shares a subject
        joined = (other.key in reached and not row.about.isdisjoint(other.about) for other in numbered[: row.key])
        if not row.stops and any(joined):
            reached.add(row.key)
    assert held.keys() == {n for n in reached if not numbered[n].stops}
    assert all(numbered[first].stops and first < n for n, first in held.items()), "each waits for an earlier failure"


@given(ROWS)
def test_without_a_failure_nothing_waits(rows: list[tuple[frozenset[str], bool]]) -> None:
    assert held_back(each._replace(stops="") for each in number(rows)) == {}


def _of(*names: str) -> frozenset[str]:
    return frozenset(names)


ROOM, OTHER = "room:eyes:1", _of("ticket:2", "room:eyes:1")
HERE = _of("ticket:1", ROOM)
CALL = Standing(1, HERE, "failed", _of(ROOM))
AWAY = Standing(3, HERE, "", _of(), _of(ROOM), frees=True)


def test_whoever_was_called_in_vain_keeps_nobody_out_of_the_room() -> None:
    recall, called = Standing(2, HERE), Standing(4, OTHER)
    assert held_back([CALL, recall, AWAY, called]) == {2: 1, 3: 1}
    assert held_back([CALL, recall, called]) == {2: 1, 4: 1}, "not before they were sent away"
    assert held_back([CALL, AWAY, called, Standing(5, HERE)]) == {3: 1, 5: 1}, "themselves they wait"
    again = AWAY._replace(key=5)
    assert held_back([CALL, AWAY, again, called]) == {3: 1, 5: 1}, "also whom two have sent away, or one twice"
    assert 4 in held_back([CALL, AWAY, Standing(6, HERE, comes=True), again, called]), "they are called once more"
    assert held_back([CALL, AWAY._replace(frees=False), called]) == {3: 1, 4: 1}, "an exam may still be carried out"


def test_a_room_is_not_free_while_anything_else_waits_there() -> None:
    called = Standing(4, OTHER)
    before = Standing(0, _of("ticket:9", ROOM), "failed")
    for stay in (
        [before, CALL, AWAY],  # somebody else was in it
        [CALL._replace(into=_of()), AWAY],  # the call may be carried out yet, or finishes somebody
        [CALL._replace(about=HERE | {"ticket:9"}), AWAY],
        [CALL, Standing(2, _of(ROOM)), AWAY],  # it was taken meanwhile
        [CALL, Standing(2, HERE, comes=True), AWAY],  # they were called once more, which only waits
        [Standing(1, HERE, "failed"), AWAY],  # they were in it: only what was done there has failed
        [Standing(1, _of("ticket:1"), "failed"), AWAY],
    ):
        assert 4 in held_back([*stay, called])


def test_whoever_leaves_a_room_waits_for_nothing_but_what_was_done_with_them() -> None:
    out = Standing(3, HERE, "", _of(), _of(ROOM))
    assert held_back([Standing(1, OTHER, "failed"), out]) == {}
    assert held_back([Standing(1, OTHER, "failed"), Standing(2, HERE), out]) == {2: 1, 3: 1}
    failed = AWAY._replace(stops="failed")
    assert held_back([failed, Standing(4, OTHER)]) == {}, "they are not there any more"
    assert held_back([failed._replace(frees=False), Standing(4, OTHER)]) == {4: 3}


def test_a_word_is_overtaken_by_a_newer_one_only_when_a_person_has_to_decide_about_it() -> None:
    word, room = frozenset({"word:lab"}), frozenset({"word:lab", "room:lab:1"})
    assert held_back([Standing(1, word, "waits"), Standing(2, word)]) == {2: 1}
    assert held_back([Standing(1, word, "failed"), Standing(2, word)]) == {}
    assert held_back([Standing(1, room, "failed"), Standing(2, word), Standing(3, room), Standing(4, word)]) == {
        3: 1,
        4: 1,
    }
    assert after([word, word, room, room, word, word]) == ((), (), (), (2,), (3,), (4,)), "where one may have to wait"
    assert after([word, word, word], {1}) == ((), (), (1,)), "or is of another history"
    old = [Done("old", 1), Done("old", 2), Done("old", 3)]
    assert after_as_done([word, word, room], old) == ((), (0,), (1,)), "as any may that comes back"
    late = [Done("old", 2, late=True), *old[::2]]
    assert after_as_done([room, room, room], late) == ((1,), (), (0, 1)), "in its order, and in that of all others"
    numbered = [Done("old", 9), Done("new", 1), Done("old", 8)]
    assert after_as_done([room, room, room], numbered) == ((), (0,), (1,)), "one had its number later"


DONES = st.builds(Done, st.sampled_from(["old", "new"]), st.integers(1, 20), st.booleans())


def in_turn(found: tuple[tuple[int, ...], ...]) -> list[int]:
    """In the order a server takes them that lets each wait for what it names; without those that wait for good."""
    taken = list[int]()
    while more := [k for k, before in enumerate(found) if k not in taken and set(before) <= set(taken)]:
        taken += more
    return taken


@given(st.lists(st.tuples(SUBJECTS, DONES), max_size=12))
def test_nothing_that_comes_back_waits_for_what_waits_for_it(rows: list[tuple[frozenset[str], Done]]) -> None:
    found = after_as_done([about for about, _ in rows], [done for _, done in rows])
    assert len(in_turn(found)) == len(found)


def test_a_late_number_and_a_late_choice_on_two_subjects_make_no_circle() -> None:
    visit, room = frozenset({"visit:1"}), frozenset({"room:eyes:1"})
    registered, called, chosen = Done("old", 9), Done("old", 2), Done("old", 5, late=True)
    found = after_as_done([visit, visit | room, visit | room], [registered, called, chosen])
    assert in_turn(found) == [0, 1, 2]


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
    known_by = (visit.patient, visit.id)  # somebody who came by two registrations is one person by their visit alone
    said = {f"word:{name}:{what}" for name in known_by for what in ("name", "phone")}
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
