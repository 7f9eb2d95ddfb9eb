"""The drawer without a window, over real conflicts: two consoles of one server, one of them offline for a while."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.pending.contract import Choice
from mmc_console.desktop.pending.words import PendingWords
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.actions import (
    AnyAction,
    CallTicket,
    Cancel,
    CloseClinic,
    Finish,
    Hold,
    IssueTicket,
    NoShow,
    Resume,
    Start,
    Transfer,
)
from mmc_console.domain.ids import TicketId
from mmc_console.domain.patients import PatientEntry
from mmc_console.wire.problems import problem
from tests.two_desks import EYES, LAB, XRAY, at_eyes, beaten, meanwhile
from tests.unit.desktop.desk_parts import there
from tests.unit.desktop.pending.drawer import Drawer, told


def test_conflicts_come_first_then_what_was_not_sent_then_the_rest_and_all_counts_agree(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        other = await at_eyes(one, "1002")
        conflict = await beaten(one, two, ticket)
        await meanwhile(
            one, two, lambda d: d.act(Transfer, ticket=other, clinic=XRAY), lambda d: d.act(CloseClinic, clinic=XRAY)
        )
        await one.go_offline()
        await one.submit(one.registration("1003"))
        drawer = Drawer(one)
        assert drawer.states == ["conflict", "failed", "pending", "pending"]
        assert drawer.state.counts == {"all": 4, "waiting": 2, "failed": 1, "conflict": 1}
        assert drawer.state.counts["all"] == one.pending.count == len(drawer.state.items)
        assert drawer.state.selected == conflict.id, "the first that needs somebody is ready to be decided"
        held = drawer.state.items[2]
        assert there(held.waits_for).label == "E-001"
        assert drawer.state.items[3].waits_for is None
        for name, states in (("waiting", ["pending"] * 2), ("failed", ["failed"]), ("conflict", ["conflict"])):
            await drawer.do(drawer.presenter.filter, name)
            assert drawer.states == states
        await drawer.do(drawer.presenter.filter, "all")
        assert (drawer.state.done, drawer.state.done_count) == ((), one.pending.sent)
        await drawer.do(drawer.presenter.fold)
        assert len(drawer.state.done) == one.pending.sent > 0

    told(tmp_path, scene)


Deeds = Callable[[LocalGateway, TicketId], Awaitable[object]]


async def _called(desk: LocalGateway, ticket: TicketId) -> None:
    await desk.act(CallTicket, ticket=ticket, room=1, reason="by-hand")
    await desk.settle()


async def _done(desk: LocalGateway, ticket: TicketId) -> None:
    await desk.act(Start, ticket=ticket)
    await desk.act(Finish, ticket=ticket)


TABLE: dict[str, tuple[bool, Deeds, Deeds, str, str, str]] = {
    # what was there, mine, theirs, the state that stands, the state when mine is carried out, words of the choices
    "called here, sent on there": (
        False, _called, lambda d, t: d.act(Transfer, ticket=t, clinic=LAB), "transferred", "called",
        "Keep: Transferred",
    ),
    "called": (
        False, lambda d, t: d.act(Hold, ticket=t), _called, "called", "held", "Keep: Called",
    ),
    "already done": (
        True, lambda d, t: d.act(NoShow, ticket=t), _done, "done", "no_show", "Keep: Done",
    ),
    "already a no-show": (
        True, lambda d, t: d.act(Hold, ticket=t), lambda d, t: d.act(NoShow, ticket=t), "no_show", "held",
        "Keep: No-show",
    ),
    "already transferred": (
        False, lambda d, t: d.act(Hold, ticket=t), lambda d, t: d.act(Transfer, ticket=t, clinic=LAB), "transferred",
        "held", "Keep: Transferred",
    ),
    "cancelled": (
        False, lambda d, t: d.act(Hold, ticket=t), lambda d, t: d.act(Cancel, ticket=t, reason="left"), "cancelled",
        "held", "Keep: Cancelled",
    ),
}  # fmt: skip


@pytest.mark.parametrize("choice", ["keep", "mine"])
@pytest.mark.parametrize("case", sorted(TABLE))
def test_each_conflict_keeps_what_stands_or_carries_mine_out(
    tmp_path: Path, languages: Languages, case: str, choice: Choice
) -> None:
    called, mine, theirs, stands, becomes, words = TABLE[case]

    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        if called:
            await _called(one, ticket)
            await one.clock.turn(120)
        await meanwhile(one, two, lambda d: mine(d, ticket), lambda d: theirs(d, ticket))
        drawer = Drawer(one)
        assert drawer.states == ["conflict"]
        assert drawer.offered == ["keep!", "mine"], "what stands is where the person really is"
        assert (drawer.state.server.state, drawer.state.server.who) == (stands, "Saad")
        languages.switch("en")
        said = PendingWords(RuleWords(lambda: one.state.center, lambda: "en"), lambda: "en")
        item = there(drawer.state.item)
        assert bidi.strip(said.choice("keep", item, drawer.state.server)).startswith(words)
        assert "Saad" in said.why(item)
        await drawer.do(drawer.presenter.take, choice)
        assert one.pending.count == 0
        assert one.server.state.tickets[ticket].state == (stands if choice == "keep" else becomes)
        assert drawer.said == (["kept"] if choice == "keep" else ["sent-again"])
        assert drawer.states == []

    told(tmp_path, scene)


@pytest.mark.parametrize(("choice", "room"), [("keep", 2), ("mine", 1)])
def test_who_was_called_elsewhere_stays_there_or_moves_here(
    tmp_path: Path, languages: Languages, choice: Choice, room: int
) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        visit = await one.register("1006")
        ticket = there(one.state.open_ticket(visit.id)).id
        await meanwhile(
            one, two, lambda d: d.act(CallTicket, ticket=ticket, room=1, reason="by-hand"),
            lambda d: d.act(CallTicket, ticket=ticket, room=2, reason="by-hand"),
        )  # fmt: skip
        drawer = Drawer(one)
        assert drawer.offered == ["keep!", "mine"]
        item, server = there(drawer.state.item), drawer.state.server
        for language, words in (
            ("en", ["Keep room 2", "Move to room 1"]), ("ar", ["الإبقاء على الغرفة 2", "النقل إلى الغرفة 1"]),
        ):  # fmt: skip
            languages.switch(language)
            said = PendingWords(RuleWords(lambda: one.state.center, lambda: "en"), lambda: "en")
            assert [bidi.strip(said.choice(each, item, server)) for each in ("keep", "mine")] == words
        await drawer.do(drawer.presenter.take, choice)
        now = one.server.state.tickets[ticket]
        assert (one.pending.count, now.state, now.room) == (0, "called", room)

    told(tmp_path, scene)


def test_whoever_was_sent_to_a_closed_clinic_is_sent_to_another(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await meanwhile(
            one, two, lambda d: d.act(Transfer, ticket=ticket, clinic=XRAY), lambda d: d.act(CloseClinic, clinic=XRAY)
        )
        drawer = Drawer(one)
        assert drawer.offered == ["clinic!", "again", "delete"]
        drawer.clinic = "lab"
        await drawer.do(drawer.presenter.take_recommended)
        options = {o.key: (o.note, o.on) for o in drawer.options}
        assert options["xray"] == ("closed", False)
        assert options["lab"][1]
        assert not options.get("women_eyes", ("", False))[1], "a man is not sent there"
        assert one.pending.count == 0
        visit = one.server.state.tickets[ticket].visit
        assert there(one.server.state.open_ticket(visit)).clinic == LAB

    told(tmp_path, scene)


@pytest.mark.parametrize("exam", ["cooks", "recruitment"])
def test_a_next_clinic_that_has_closed_is_chosen_anew(tmp_path: Path, exam: str) -> None:
    """Of the cooks' pathway other clinics may come next; recruits have nowhere else to go, and are finished here."""

    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        visit = await one.register("1005", exam=exam)
        ticket = there(one.state.open_ticket(visit.id))
        await _called_at(one, ticket.id)
        promised = list[AnyAction]()

        async def finish(desk: LocalGateway) -> None:
            promised.append((await desk.act(Finish, ticket=ticket.id)).action)

        async def close(desk: LocalGateway) -> None:
            [action] = promised
            await desk.act(CloseClinic, clinic=there(getattr(action, "next", None)))

        await meanwhile(one, two, finish, close)
        drawer = Drawer(one)
        assert (drawer.states, there(drawer.state.item).problem) == (
            ["conflict"], Message("next-not-possible", there(there(drawer.state.item).problem).params),
        )  # fmt: skip
        if exam == "cooks":
            assert drawer.offered == ["clinic!", "again", "keep"]
            await drawer.do(drawer.presenter.take_recommended)
            assert drawer.states == ["conflict"], "turned away: nothing is decided"
            drawer.clinic = next(option.key for option in drawer.options if option.on)
        else:
            assert drawer.offered == ["again!", "keep"]
        await drawer.do(drawer.presenter.take_recommended)
        assert one.pending.count == 0
        assert one.server.state.tickets[ticket.id].state == "done"
        after = one.server.state.open_ticket(visit.id)
        assert (after.clinic if after is not None else "") == drawer.clinic

    told(tmp_path, scene)


async def _called_at(desk: LocalGateway, ticket: TicketId) -> None:
    await _called(desk, ticket)
    await desk.act(Start, ticket=ticket)
    await desk.settle()


def test_one_person_at_two_desks_is_no_conflict(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, _: TicketId) -> None:
        await meanwhile(
            one, two, lambda d: d.submit(d.registration("1009")), lambda d: d.submit(d.registration("1009"))
        )
        drawer = Drawer(one)
        assert drawer.states == []
        [visit] = [v for v in one.server.state.visits.values() if v.aliases]
        assert visit.aliases == ("A01",), "the second paper's number is another name of the first visit"

    told(tmp_path, scene)


def test_what_an_administrator_decides_is_marked_and_off_for_others(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        conflict = await beaten(one, two, ticket)
        row = there(one.parts.desk.outbox.get(conflict.id))
        await one.parts.desk.outbox.settle([replace(row, state="refused", problem=problem("rights-changed"))])
        drawer = Drawer(one)
        assert there(drawer.state.item).for_admin
        assert drawer.offered == []
        await drawer.do(drawer.presenter.take, "again")
        assert drawer.said == ["rights-changed"]
        one.server.add_user("root", ["admin"])
        await one.leave()
        await one.sign_in("root", "correct horse")
        drawer.presenter.refresh()
        assert drawer.offered[-1] == "delete"
        await drawer.do(drawer.presenter.take, "delete")
        assert one.pending.refused == 0

    told(tmp_path, scene)


def test_only_the_author_or_a_supervisor_decides(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await beaten(one, two, ticket)
        one.server.add_user("huda", ["reception"])
        await one.leave()
        await one.sign_in("huda", "correct horse")
        drawer = Drawer(one)
        assert drawer.offered == []
        await drawer.do(drawer.presenter.take_recommended)
        assert (drawer.said, one.pending.conflicts) == (["override-not-yours"], 1)

    told(tmp_path, scene, ("reception",))


def test_a_later_stop_that_was_called_bars_my_version_with_its_reason(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        async def moved_and_called(desk: LocalGateway) -> None:
            await desk.act(Transfer, ticket=ticket, clinic=LAB)
            await desk.settle()
            later = there(desk.state.open_ticket(desk.state.tickets[ticket].visit))
            await desk.act(CallTicket, ticket=later.id, room=1, reason="by-hand")

        await meanwhile(one, two, lambda d: d.act(Hold, ticket=ticket), moved_and_called)
        drawer = Drawer(one)
        assert drawer.offered == ["keep!"]
        await drawer.do(drawer.presenter.take, "mine")
        assert (drawer.said, drawer.states) == (["later-stop-called"], ["conflict"])

    told(tmp_path, scene)


def test_what_never_left_is_deleted_after_a_question_and_what_was_sent_is_not(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await one.go_offline()
        await one.act(Hold, ticket=ticket)
        drawer = Drawer(one)
        assert drawer.offered == ["delete"]
        drawer.deleting = False
        await drawer.do(drawer.presenter.take, "delete")
        assert (drawer.states, [deed.label for deed in drawer.asked]) == (["pending"], ["E-001"])
        drawer.deleting = True
        await drawer.do(drawer.presenter.take, "delete")
        assert (drawer.states, one.state.tickets[ticket].state) == ([], "waiting")
        printed = await one.act(
            IssueTicket, patient=PatientEntry(number="1003", gender="male"), clinic=EYES
        )  # fmt: skip
        await one.mark_shown(printed.id)
        drawer.presenter.refresh()
        assert drawer.offered == []
        await drawer.do(drawer.presenter.take, "delete")
        assert (drawer.said[-1], drawer.states) == ("may-have-left", ["pending"])

    told(tmp_path, scene)


def test_enter_shows_both_versions_and_does_what_was_chosen_there(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await beaten(one, two, ticket)
        drawer = Drawer(one)
        await drawer.do(drawer.presenter.details)
        assert (len(drawer.decided), drawer.states) == (1, ["conflict", "pending"]), "later"
        drawer.choice = ["mine"]
        await drawer.do(drawer.presenter.details)
        assert (drawer.states, one.server.state.tickets[ticket].state) == ([], "waiting"), "held, and resumed behind it"

    told(tmp_path, scene)


def test_trying_again_now_says_so_when_nobody_answers(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await one.go_offline()
        await one.act(Hold, ticket=ticket)
        await one.act(Resume, ticket=ticket)
        drawer = Drawer(one)
        await drawer.do(drawer.presenter.retry)
        assert drawer.said == ["unreachable"]
        one.server.come_back()
        await drawer.do(drawer.presenter.retry)
        assert (drawer.states, drawer.said) == ([], ["unreachable"])

    told(tmp_path, scene)


def test_the_file_for_support_is_written_where_the_person_wants_it(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        await beaten(one, two, ticket)
        drawer = Drawer(one)
        await drawer.do(drawer.presenter.export)
        assert (drawer.said, list(tmp_path.glob("*.json"))) == ([], []), "turned away"
        drawer.folder = [tmp_path]
        await drawer.do(drawer.presenter.export)
        [file] = tmp_path.glob("mmc-support-A-*.json")
        written = file.read_bytes()
        assert len(json.loads(written)["rows"]) == one.pending.count
        for hidden in ("سرّ مكتوم", "1001", "Noora", "Saad"):
            assert hidden.encode() not in written, hidden
        drawer.folder = [tmp_path / "nowhere"]
        await drawer.do(drawer.presenter.export)
        assert drawer.said == ["exported", "not-exported"]

    told(tmp_path, scene)


def test_a_closed_drawer_rests(tmp_path: Path) -> None:
    async def scene(one: LocalGateway, two: LocalGateway, ticket: TicketId) -> None:
        drawer = Drawer(one)
        drawer.presenter.go_away()
        await one.go_offline()
        await one.act(Hold, ticket=ticket)
        following = asyncio.ensure_future(drawer.presenter.follow())
        await one.clock.settle()
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        assert drawer.states == []
        drawer.presenter.come_in()
        assert drawer.states == ["pending"]

    told(tmp_path, scene)
