"""A small clinic day that the rules are tried on: four clinics, desks of every role, a clock that moves.

Everything goes through the real `perform`. Each action is decided, taken back and performed again, on the live state
and on its twins rebuilt from the log or from a snapshot's rows, and all of them must agree. It checks nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest
from msgspec.structs import replace

from mmc_console.domain import decide as decide_package
from mmc_console.domain.actions import Action, AnyAction, PublishCenter
from mmc_console.domain.centre import Center, parse_center
from mmc_console.domain.clinics import ClinicDay, RoomHold
from mmc_console.domain.decide import Context, Performed, decide
from mmc_console.domain.events import AnyEvent, Event
from mmc_console.domain.evolve import evolve
from mmc_console.domain.ids import ActionId, ClinicCode, DeskLetter, PatientId, UserId, mint_action_id
from mmc_console.domain.patients import PatientRef
from mmc_console.domain.permissions import Actor, Role
from mmc_console.domain.rebuild import state_from
from mmc_console.domain.refusals import Unable
from mmc_console.domain.state import State, Trace
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import Visit
from mmc_console.wire.json import encode, event_of

MORNING = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""07:00 in Doha."""


def _clinic(code: str, letter: str, floor: str, rooms: int, admits: str = "all") -> dict[str, Any]:
    return {
        "code": code, "letter": letter, "name": {"ar": code, "en": code}, "floor": floor, "admits": admits,
        "rooms": [{"no": no + 1, "name": str(no + 1)} for no in range(rooms)], "service_seconds": 300,
    }  # fmt: skip


SMALL: dict[str, Any] = {
    "center": {
        "code": "small", "name": {"ar": "مركز", "en": "Centre"}, "timezone": "Asia/Qatar", "day_starts_at": "05:00",
        "working_days": ["sun"], "opens_at": "07:00", "closes_at": "15:00", "patients_per_day_at_most": 150,
        "registration": {"from": "06:00", "to": "13:00"}, "languages": ["ar", "en"],
        "floors": {"G": {"ar": "أ", "en": "G"}, "1": {"ar": "١", "en": "1"}},
    },
    "rules": {"priority_share": [2, 3]},
    "clinics": [
        _clinic("lab", "L", "G", 2), _clinic("eyes", "E", "1", 2), _clinic("ent", "T", "1", 1),
        _clinic("ladies", "W", "1", 1, "women"),
    ],
    "exam_types": [
        {"code": "full", "name": {"ar": "كامل", "en": "Full"}, "pathways": {
            "men": [["lab"], ["eyes", "ent"]], "women": [["lab"], ["eyes", "ladies"]]}},
        {"code": "brief", "name": {"ar": "قصير", "en": "Brief"}, "pathways": {
            "men": [["eyes", "lab"]], "women": []}},
    ],
}  # fmt: skip


def small_center(**rules: Any) -> Center:
    """The small centre, with some of its rules set otherwise."""
    return parse_center(msgspec.json.encode({**SMALL, "rules": {**SMALL["rules"], **rules}}))


LAB, EYES, ENT, LADIES = (ClinicCode(c) for c in ("lab", "eyes", "ent", "ladies"))
CLINICS = (LAB, EYES, ENT, LADIES)
PEOPLE = tuple(
    PatientRef(PatientId(str(UUID(int=n))), "male" if n % 2 else "female") for n in range(1, 13)
)  # fmt: skip


def _actor(user: str, desk: str | None, *roles: Role, clinics: tuple[ClinicCode, ...] = ()) -> Actor:
    return Actor(UserId(user), frozenset(roles), frozenset(clinics), DeskLetter(desk) if desk else None)


RECEPTION = _actor("rana", "A", "reception")
LAB_DOCTOR = _actor("layla", "C", "clinician", clinics=(LAB, ENT))
EYE_DOCTOR = _actor("essa", "D", "clinician", clinics=(EYES, LADIES))
BOTH = _actor("badr", "A", "reception", "clinician", clinics=(EYES, LAB))
SUPERVISOR = _actor("saad", "E", "supervisor")
ADMIN = _actor("amal", "F", "admin")
KIOSK = _actor("kiosk", "G", "kiosk")
BOARD = _actor("board", None, "board")
ACTORS = (SUPERVISOR, RECEPTION, LAB_DOCTOR, EYE_DOCTOR, BOTH, ADMIN, KIOSK, BOARD)


@dataclass(frozen=True)
class Deed:
    """One action as it was sent, and what it was sent with."""

    action: Action
    context: Context
    done: Performed | None
    fault: Unable | None = None


def picture(state: State) -> dict[str, Any]:
    """Everything in *state*, as values that compare. Queues nobody stands in are left out."""
    shown: dict[str, Any] = {k: dict(v) if isinstance(v, dict) else v for k, v in vars(state).items()}
    del shown["past"]  # what the days before taught is no part of the log
    shown["paces"] = {key: pace for key, pace in state.tickets.paces.items() if pace[0]}
    shown["queues"] = {
        key: ({k: list(line) for k, line in q.lines.items() if line}, dict(q.inside), set(q.aside))
        for key, q in state.tickets.queues.items()
        if len(q) or q.inside or q.aside
    }
    return shown


def from_log(log: list[bytes]) -> State:
    """The state that the log, as it is stored, describes."""
    state = State()
    for raw in log:
        evolve(state, event_of(raw))
    return state


def from_rows(state: State) -> State:
    """The state that a snapshot's rows describe, each row having travelled as JSON."""

    def sent(rows: Any, kind: Any) -> Any:
        return msgspec.json.decode(encode(list(rows)), type=list[kind])

    twin = state_from(
        state.center, sent(state.visits.values(), Visit), sent(state.tickets.values(), Ticket),
        sent(state.clinics.values(), ClinicDay), sent(state.rooms.values(), RoomHold), dict(state.alias),
        sent(state.traces.values(), Trace), state.seq, state.at,
    )  # fmt: skip
    twin.desk_times.update(state.desk_times)
    return twin


@dataclass
class World:
    """The live state, its log and twins, and the clock."""

    center: Center
    state: State = field(default_factory=State)
    now: datetime = MORNING
    log: list[bytes] = field(default_factory=list)
    events: list[AnyEvent] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    twins: list[State] = field(default_factory=list)
    admitted: set[str] = field(default_factory=set)
    drawn: int = 0

    def __post_init__(self) -> None:
        self.send(PublishCenter(id=self.fresh_id(), at=self.now, center=self.center), ADMIN)

    @property
    def today(self) -> date:
        """The service day of the clock."""
        return self.state.calendar.day(self.now)

    def fresh_id(self) -> ActionId:
        """An action id nobody had before."""
        self.drawn += 1
        return mint_action_id(self.now, self.drawn.to_bytes(10, "big"))

    def stamped(self, actor: Actor | None, at: datetime, seen: int | None) -> datetime:
        """The time the server gives an action: never before its desk's last of that day, nor what it had seen.

        Without its *actor* when it was made, whatever the desk has done since.
        """
        last = self.state.desk_times.get(actor.desk or "") if actor is not None else None
        here = last is not None and self.state.calendar.day(last) == self.state.calendar.day(at)
        floor = [last] if last is not None and here else []
        if seen:
            floor.append(self.events[seen - 1].at)
        at = min(max([at, *floor]), max([self.now, *floor]))
        return self.state.calendar.stamp(at) if self.state.settings else at

    def send(
        self, action: Action, actor: Actor, *, patient: PatientRef | None = None, seen: int | None = None,
        original: AnyAction | None = None, now: datetime | None = None,
    ) -> Deed:  # fmt: skip
        """Send *action*; what became of it."""
        context = Context(
            at=self.stamped(actor, action.at, seen),
            made=self.stamped(None, action.at, seen),
            actor=actor,
            seen=seen,
            patient=patient,
            original=original,
            now=now,
        )
        return self.resend(Deed(action, context, None))

    def resend(self, deed: Deed) -> Deed:
        """Send the same again, with the same context."""
        before = picture(self.state)
        try:
            promised = decide(self.state, deed.action, deed.context)
        except Unable as fault:
            assert picture(self.state) == before, f"a refused {deed.action.type} left something behind"
            self._twins_refuse(deed, fault)
            result = Deed(deed.action, deed.context, None, fault)
            self.deeds.append(result)
            return result
        after_deciding = picture(self.state)
        assert after_deciding == before, f"deciding {deed.action.type} changed {_differing(before, after_deciding)}"
        done = decide_package.perform(self.state, deed.action, deed.context)
        assert done.events == promised, "decide and perform disagree"
        self._twins_agree(deed, done)
        for event in done.events:
            self._take_in(event)
        result = Deed(deed.action, deed.context, done)
        self.deeds.append(result)
        return result

    def _take_in(self, event: Event) -> None:
        raw = encode(event)
        read = event_of(raw)
        assert read == event, "an event does not survive its own JSON"
        assert event.seq == len(self.log) + 1, "the log has a gap"
        self.log.append(raw)
        self.events.append(read)

    def _twins_refuse(self, deed: Deed, fault: Unable) -> None:
        for twin in self.twins:
            with pytest.raises(type(fault)) as other:
                decide(twin, deed.action, deed.context)
            assert (other.value.code, other.value.params) == (fault.code, fault.params), "a twin refuses otherwise"

    def _twins_agree(self, deed: Deed, done: Performed) -> None:
        for twin in self.twins:
            other = decide_package.perform(twin, deed.action, deed.context)
            assert other.events == done.events, "a rebuilt state decides otherwise"
            assert (other.visit, other.ticket, other.number, other.label) == (
                done.visit, done.ticket, done.number, done.label,
            ), "a rebuilt state answers otherwise"  # fmt: skip

    def open_tickets(self) -> list[Ticket]:
        """Today's tickets that still stand somewhere, oldest first."""
        return [t for t in self.state.tickets.values() if t.open and t.day == self.today]

    def past_twins(self) -> Iterator[tuple[str, State]]:
        """The state read from the whole log, and the one from a snapshot's rows."""
        yield "log", from_log(self.log)
        yield "rows", from_rows(self.state)


def _differing(a: dict[str, Any], b: dict[str, Any]) -> list[str]:
    return [k for k in a if a[k] != b[k]]


def without(center: Center, gone: ClinicCode) -> Center:
    """*center* after a clinic was given up, with the pathways that need it."""
    exams = tuple(
        replace(
            exam,
            pathways=replace(
                exam.pathways,
                men=tuple(s for stage in exam.pathways.men if (s := tuple(c for c in stage if c != gone))),
                women=tuple(s for stage in exam.pathways.women if (s := tuple(c for c in stage if c != gone))),
            ),
        )
        for exam in center.exam_types
    )
    return replace(center, clinics=tuple(c for c in center.clinics if c.code != gone), exam_types=exams)
