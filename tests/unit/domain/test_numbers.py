"""Numbers, labels and ids: given once, derived and never drawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mmc_console.domain import actions as a
from mmc_console.domain.ids import ActionId, DeskLetter, mint_action_id, minted_millis, note_of, ticket_of, visit_of
from mmc_console.domain.numbers import desk_letters, label, split
from mmc_console.domain.permissions import Actor
from mmc_console.domain.refusals import Refused
from tests.simulation.rules.world import ENT, EYES, KIOSK, LAB, PEOPLE, RECEPTION, Deed
from tests.unit.domain.day import Day


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("001", ("", 1)), ("999", ("", 999)), ("1000", ("", 1000)), ("K04", ("K", 4)), ("K100", ("K", 100)),
        ("AA07", ("AA", 7)), ("K4", None), ("K004", None), ("17", None), ("0017", None), ("000", None),
        ("K00", None), ("k04", None), ("AAA01", ("AAA", 1)), ("AAAA01", None),
        ("", None), ("…", None), ("٠١٧", None), ("017 ", None),
    ],
)  # fmt: skip
def test_only_the_written_form_is_a_number(text: str, parts: tuple[str, int] | None) -> None:
    assert split(text) == parts


def test_desk_letters() -> None:
    letters = [desk_letters(i) for i in range(19 + 19 * 19 + 19**3)]
    assert "".join(letters[:19]) == "ACDEFGHJKLMNPRTVWXY"
    assert letters[19:22] == ["AA", "AC", "AD"]
    assert letters[38] == "CA"
    assert letters[379:382] == ["YY", "AAA", "AAC"]
    assert letters[-1] == "YYY"
    assert all(split(f"{letter}01") == (letter, 1) for letter in letters)
    assert len(set(letters)) == len(letters)
    assert not set("IOQSZBU") & set("".join(letters))


def test_online_numbers_count_on_and_begin_anew_each_day() -> None:
    day = Day()
    assert [day.register(n).label for n in range(3)] == ["L-001", "L-002", "L-003"]
    assert day.walk_in(4, EYES).label == "E-004"
    day.turn()
    assert day.register(0).label == "L-001"


def test_number_is_not_spent_by_a_refusal() -> None:
    day = Day()
    day.must(a.CloseClinic, clinic=LAB)
    sent = {"patient": PEOPLE[0]}
    assert day.refused(a.RegisterVisit, exam_type="full", patient_id=PEOPLE[0].id, sent=sent) == "clinic-closed"
    day.must(a.OpenClinic, clinic=LAB)
    assert day.register(0).label == "L-001"


class TestDeskNumbers:
    """Numbers a desk gives itself."""

    def test_own_series_in_any_order_and_once(self) -> None:
        day = Day()
        assert day.register(0, by=RECEPTION, number="A02").label == "L-A02"
        assert day.register(1, by=RECEPTION, number="A01").label == "L-A01"
        assert self._try(day, 2, "A02") == "number-not-yours"

    @pytest.mark.parametrize("number", ["C01", "A1", "001", "A001", "AA01"])
    def test_others_are_refused(self, number: str) -> None:
        assert self._try(Day(), 0, number) == "number-not-yours"

    def test_so_is_that_of_a_letter_this_desk_had_before(self) -> None:
        day, now = Day(), replace(RECEPTION, desk=DeskLetter("H"), former=frozenset({DeskLetter("A")}))
        assert day.register(0, by=now, number="A02").label == "L-A02"
        assert day.register(1, by=now, number="H01").label == "L-H01"
        assert self._try(day, 2, "A02", by=now) == "number-not-yours"
        assert self._try(day, 2, "C01", by=now) == "number-not-yours"

    def test_any_when_brought_back(self) -> None:
        day = Day()
        assert day.register(0, by=RECEPTION, number="031", was="epoch:7").label == "L-031"
        assert day.register(1).label == "L-032"

    @staticmethod
    def _try(day: Day, who: int, number: str, by: Actor = RECEPTION) -> str:
        sent = {"patient": PEOPLE[who]}
        return day.refused(
            a.RegisterVisit, exam_type="full", patient_id=PEOPLE[who].id, number=number, by=by, sent=sent
        )


class TestRenumbering:
    """The same id again, with the number the desk has printed by now."""

    def _again(self, day: Day, deed: Deed, number: str) -> Deed:
        assert isinstance(deed.action, a.RegisterVisit)
        return day.world.resend(Deed(replace(deed.action, number=number), deed.context, None))

    def test_visit_takes_the_desk_number(self) -> None:
        day = Day()
        ticket = day.register(0, by=RECEPTION)
        again = self._again(day, day.world.deeds[-1], "A07")
        assert again.done is not None
        assert [e.type for e in again.done.events] == ["visit_renumbered"]
        assert (again.done.number, again.done.label, again.done.repeated) == ("A07", "L-A07", True)
        assert day.visit(ticket).aliases == ("001",)
        assert day.register(1).label == "L-002"  # 001 is spent
        repeated = self._again(day, day.world.deeds[-3], "A07")
        assert repeated.done is not None
        assert repeated.done.events == ()

    @pytest.mark.parametrize("acted", [False, True])
    def test_undo_knows_whether_somebody_acted_before_the_number_came(self, acted: bool) -> None:
        """The number touches every ticket of the visit: later ones are not the registration's to take back."""
        day = Day()
        ticket = day.register(0, by=RECEPTION)
        deed = day.world.deeds[-1]
        day.register(1)
        if acted:
            day.call()
            day.must(a.Finish, ticket=ticket.id)
        self._again(day, deed, "A07")
        if acted:
            assert day.refused(a.Undo, action=deed.action.id, by=RECEPTION) == "undo-touched"
            assert day.here(ticket.visit).label == "E-A07"
        else:
            assert day.must(a.Undo, action=deed.action.id, by=RECEPTION).done is not None
            assert (day.visit(ticket).state, day.now(ticket).state) == ("cancelled", "cancelled")

    def test_second_registration_gets_one_more_name_and_changes_no_paper(self) -> None:
        day = Day()
        first = day.register(0)
        second = day.register(0, by=RECEPTION)
        assert second.id == first.id
        again = self._again(day, day.world.deeds[-1], "A07")
        assert again.done is not None
        assert [e.type for e in again.done.events] == ["number_alias"]
        assert (day.visit(first).number, day.visit(first).aliases) == ("001", ("A07",))


def test_kiosk_gives_normal_priority_only() -> None:
    day = Day()
    day.register(0, by=KIOSK)
    sent = {"patient": PEOPLE[1]}
    fields: dict[str, Any] = {"exam_type": "full", "patient_id": PEOPLE[1].id, "priority": "urgent"}
    assert day.refused(a.RegisterVisit, by=KIOSK, sent=sent, **fields) == "not-allowed"


class TestKiosk:
    """One kiosk cannot fill the queues; what is on paper stands, and staff is not counted."""

    def _at(self, day: Day, who: int, **fields: Any) -> str | None:
        deed = day.do(
            a.RegisterVisit, by=KIOSK, sent={"patient": PEOPLE[who]}, exam_type="full", patient_id=PEOPLE[who].id,
            **fields,
        )  # fmt: skip
        return deed.fault.code if deed.fault else None

    def test_so_many_a_minute(self) -> None:
        day = Day(kiosk_per_minute=3)
        assert [self._at(day, who) for who in range(4)] == [None, None, None, "kiosk-busy"]
        day.register(4)  # reception goes on
        assert self._at(day, 0) is None, "who is registered gets their ticket, however many came"
        day.world.now += timedelta(seconds=30)
        assert self._at(day, 3) == "kiosk-busy"
        day.world.now += timedelta(seconds=30)
        assert self._at(day, 3) is None

    def test_a_clock_that_stood_ahead_and_was_set_refuses_nobody(self) -> None:
        day = Day(kiosk_per_minute=2)
        day.world.now += timedelta(hours=1)
        for who in (0, 1):
            day.register(who, by=KIOSK)
        day.world.now -= timedelta(hours=1)
        day.register(2, by=replace(KIOSK, desk=DeskLetter("H")))  # the same account at the other door

    def test_a_number_on_paper_is_not_refused(self) -> None:
        day = Day(kiosk_per_minute=1)
        assert self._at(day, 0) is None
        assert self._at(day, 1, number="G01") is None
        assert self._at(day, 2) == "kiosk-busy"


class TestIds:
    """Derived as the domain's page says."""

    ACTION = ActionId("0193a3c4-5b6d-7e8f-8a9b-0c1d2e3f4a5b")

    def test_version_five_of_the_action(self) -> None:
        base = UUID(self.ACTION)
        assert visit_of(self.ACTION) == str(uuid5(base, "visit"))
        one = ticket_of(self.ACTION, LAB)
        assert one == str(uuid5(base, "ticket:lab"))
        assert ticket_of(self.ACTION, EYES, one) == str(uuid5(base, f"ticket:eyes:{one}"))
        assert note_of(self.ACTION) == str(uuid5(base, "note"))

    def test_real_tickets_have_them(self) -> None:
        day = Day()
        first = day.register(0)
        action = day.world.deeds[-1].action.id
        assert (first.id, first.visit) == (ticket_of(action, LAB), visit_of(action))
        day.call()
        done = day.must(a.Finish, ticket=first.id)
        assert day.here(first.visit).id == ticket_of(done.action.id, EYES)
        moved = day.must(a.CloseClinic, clinic=EYES, move_waiting_to=ENT)
        old = day.state.visit_tickets[first.visit][1]
        assert day.here(first.visit).id == ticket_of(moved.action.id, ENT, old)

    def test_replaced_action_keeps_the_first_ones_ids(self) -> None:
        day = Day()
        first = ActionId(mint_action_id(day.world.now, b"0123456789"))
        assert day.register(0, replaces=first).visit == visit_of(first)

    @given(st.integers(0, 4_000_000_000_000), st.binary(min_size=10, max_size=10))
    def test_action_ids_are_version_seven(self, millis: int, chance: bytes) -> None:
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=millis)
        id = mint_action_id(at, chance)
        made = UUID(id)
        assert (made.version, made.variant) == (7, "specified in RFC 4122")
        assert minted_millis(id) == millis
        assert mint_action_id(at + timedelta(milliseconds=1), b"\0" * 10) > id

    def test_other_ids_are_none(self) -> None:
        with pytest.raises(ValueError, match="UUIDv7"):
            minted_millis(ActionId("0193a3c4-5b6d-4e8f-8a9b-0c1d2e3f4a5b"))


def test_label() -> None:
    assert label("E", "K04") == "E-K04"


def test_refusals_name_their_number() -> None:
    day = Day()
    day.do(
        a.RegisterVisit, exam_type="full", patient_id=PEOPLE[0].id, number="C01", by=RECEPTION,
        sent={"patient": PEOPLE[0]},
    )  # fmt: skip
    fault = day.world.deeds[-1].fault
    assert isinstance(fault, Refused)
    assert fault.params == {"number": "C01"}
