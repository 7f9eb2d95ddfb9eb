"""Opening, pausing and closing clinics; taking and leaving rooms; publishing the centre."""

from __future__ import annotations

from typing import Final

from mmc_console.domain import events as e
from mmc_console.domain.actions import (
    CloseClinic,
    LeaveRoom,
    OpenClinic,
    PauseClinic,
    PublishCenter,
    TakeRoom,
)
from mmc_console.domain.centre import Clinic
from mmc_console.domain.centre_check import check
from mmc_console.domain.centre_effects import effects
from mmc_console.domain.clinics import ClinicState, RoomHold
from mmc_console.domain.decide.calling import need_note
from mmc_console.domain.decide.draft import Draft
from mmc_console.domain.decide.moving import issue, need_not_closed, send_to
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.order import sequence
from mmc_console.domain.refusals import Refused
from mmc_console.domain.routing import can_go
from mmc_console.domain.tickets import Ticket

_SAID: Final[dict[ClinicState, str]] = {"open": "open_clinic", "paused": "pause_clinic", "closed": "close_clinic"}
ClinicAction = OpenClinic | PauseClinic | CloseClinic


def open_clinic(draft: Draft, action: OpenClinic) -> None:
    """Open (again); visits that had nowhere to go get their ticket here."""
    let_in(draft, _say(draft, action, "open", e.ClinicOpened))


def let_in(draft: Draft, code: ClinicCode) -> None:
    """Visits that had nowhere to go get their ticket at *code*, which is open now, the longest waiting first.

    Its id is of the visit: which ticket they had last is perhaps another on the screen of whoever opens.
    """
    stuck = [
        (draft.state.tickets[draft.state.visit_tickets[v.id][-1]], v)
        for v in draft.state.visits.of(draft.day)
        if v.state == "open" and draft.state.open_ticket(v.id) is None
        and v.id in draft.state.visit_tickets
        and can_go(draft.state, v, code, draft.day)
    ]  # fmt: skip
    for _, visit in sorted(stuck, key=lambda pair: (pair[0].closed_at or pair[0].issued_at, pair[0].seq)):
        issue(draft, visit, code, "opened", moved=visit.id)


def pause_clinic(draft: Draft, action: PauseClinic) -> None:
    """Back soon; the queue stays and goes on growing."""
    _say(draft, action, "paused", e.ClinicPaused)


def close_clinic(draft: Draft, action: CloseClinic) -> None:
    """No new tickets today; its waiting ones can be moved in one step."""
    to = draft.state.center.clinic(action.move_waiting_to) if action.move_waiting_to is not None else None
    moves = to is not None and any(_takes(draft, to, each) for each in _to_move(draft, action.clinic))
    code = _say(draft, action, "closed", e.ClinicClosed, more=moves)
    if action.move_waiting_to is None:
        return
    target = draft.clinic(action.move_waiting_to)
    if target.code == code:
        raise Refused("already-here", label=code, clinic=code)
    need_not_closed(draft, target.code)
    for ticket in _to_move(draft, code):
        if _takes(draft, target, ticket):  # else they stay, and are shown as waiting in a closed clinic
            send_to(draft, ticket, target.code, why="moved", keep_time=True, moved=True)


def _to_move(draft: Draft, code: ClinicCode) -> list[Ticket]:
    """Who waits there or is on hold, in the order they would be called."""
    state = draft.state
    aside = [state.tickets[t] for t in state.tickets.queue(draft.day, code).aside]
    return [*sequence(state, code, draft.day), *(t for t in aside if t.state == "held")]


def _takes(draft: Draft, target: Clinic, ticket: Ticket) -> bool:
    return target.admits != "women" or draft.state.visits[ticket.visit].gender == "female"


def _say(
    draft: Draft, action: ClinicAction, to: ClinicState,
    kind: type[e.ClinicOpened | e.ClinicPaused | e.ClinicClosed], *, more: bool = False,
) -> ClinicCode:  # fmt: skip
    """*more*: it says so again, and somebody is moved by it."""
    clinic = draft.clinic(action.clinic)
    draft.allow(clinic.code)
    if action.reason == "other":
        need_note("other", action.note)
    now = draft.state.clinic(clinic.code, draft.day)
    if now.state == to and now.reason == action.reason and now.until == action.until and not more:
        raise Refused("no-change", label=clinic.code)
    if now.since is not None and now.since > draft.made:  # not undone since, and not of another day
        draft.need_newest("clinic-changed", clinic=clinic.code, action=_SAID[now.state])
    draft.emit(
        kind, clinic=clinic.code, day=draft.day, reason=action.reason, until=action.until,
        note=draft.note(action.note),
    )  # fmt: skip
    return clinic.code


def take_room(draft: Draft, action: TakeRoom) -> None:
    """This console works in that room and may call there offline."""
    clinic = draft.clinic(action.clinic)
    draft.allow(clinic.code)
    if draft.context.actor.desk is None:
        raise Refused("not-allowed", action="take_room")
    room = draft.room(clinic, action.room)
    hold = draft.state.rooms.get((clinic.code, room))
    _need_no_later_day(draft, hold)
    newer = draft.context.newer
    if hold is not None and newer is not None and hold.desk == newer.desk:  # who has neither left it nor undone that
        draft.need_newest("room-taken", clinic=clinic.code, room=room, desk=hold.desk)
    draft.emit(e.RoomTaken, clinic=clinic.code, room=room)


def _need_no_later_day(draft: Draft, hold: RoomHold | None) -> None:
    """Yesterday's work leaves today's rooms as they are."""
    now = draft.context.now
    if hold is None or (now is not None and hold.at > now):
        return  # or it was taken by a clock that stood ahead
    if draft.state.calendar.day(hold.at) > draft.day:
        raise Refused("day-over", day=draft.day.isoformat())


def leave_room(draft: Draft, action: LeaveRoom) -> None:
    """This console works there no longer."""
    draft.allow(action.clinic)
    hold = draft.state.rooms.get((action.clinic, action.room))
    if hold is None or hold.desk != draft.context.actor.desk:
        raise Refused("no-change", label=action.clinic)
    _need_no_later_day(draft, hold)
    draft.emit(e.RoomLeft, clinic=action.clinic, room=action.room)


def publish_center(draft: Draft, action: PublishCenter) -> None:
    """A new version of the centre; a faulty one is refused with every fault named, and one that strands somebody."""
    draft.allow()
    faults = check(action.center)
    if faults:
        every = "\n".join(map(str, faults))
        raise Refused("bad-center", fault=faults[0].code, place=faults[0].place, count=len(faults), faults=every)
    for effect in effects(draft.state, action.center, draft.context.at):
        if effect.refuses:
            raise Refused(effect.code, **effect.params)
    draft.emit(e.CentrePublished, center=action.center)
