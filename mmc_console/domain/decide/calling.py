"""Calling, and what happens at the door: recall, start, finish, no-show, hold, requeue."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from mmc_console.domain import events as e
from mmc_console.domain.actions import (
    Action,
    CallNext,
    CallTicket,
    Finish,
    Hold,
    NoShow,
    Recall,
    Refer,
    Requeue,
    Resume,
    SetPriority,
    Start,
    Transfer,
)
from mmc_console.domain.decide.draft import Draft
from mmc_console.domain.decide.elsewhere import here_anew, need_here, stands_elsewhere
from mmc_console.domain.decide.moving import complete, lead_to, move_on, out_of_the_room
from mmc_console.domain.ids import ClinicCode, NoteId, TicketId, ticket_of
from mmc_console.domain.order import counts_as, next_waiting, sequence
from mmc_console.domain.refusals import Conflict, Refused
from mmc_console.domain.routing import can_go
from mmc_console.domain.tickets import INSIDE, ISSUED, PRIORITIES, Ticket, TicketState, desk_mark

AtDoor = CallTicket | Start | Recall | NoShow | Requeue | Hold | Resume
NOT_IN = NoShow | Requeue | Hold


def meant(draft: Draft, action: Action) -> Action:
    """*action* about whoever was sent elsewhere and is back in this clinic's line, under the ticket they have here now.

    A console alone shows the one they had before, and by the same label. A call made after they had come back is about
    them, and so is what the same console does with them after that; of nothing else that was done with the new one it
    knows.
    """
    named: dict[str, TicketId] = {}
    if isinstance(
        action, (CallNext, CallTicket, Start, Finish, Refer, Recall, NoShow, Requeue, Hold, Resume, Transfer)
    ):
        calls = isinstance(action, (CallNext, CallTicket))
        for name, calling in (("ticket", calls), ("current", False)):
            back = _back(draft, getattr(action, name, None), calling=calling)
            if back is not None:
                named[name] = back.id
    if not named:
        return action
    action = replace(action, **named, **({"rev": ISSUED} if "ticket" in named else {}))
    if not draft.forced:  # what is insisted on is judged no more
        draft.action = action
    return action


def _back(draft: Draft, id: TicketId | None, *, calling: bool) -> Ticket | None:
    """Their ticket of now at the clinic of *id*, where they were sent from, and are back since.

    It is to be called, or this desk has called them. Also of whoever was called off there and registered anew, once
    somebody insists that they were here.
    """
    before = draft.state.ticket(id) if id is not None else None
    anew = here_anew(draft, before) if before is not None else None
    if anew is not None:
        return anew if draft.forced or _has_moved(draft, anew) else None
    now = draft.state.open_ticket(before.visit) if before is not None else None
    if before is None or before.state != "transferred" or before.left or now is None or now.clinic != before.clinic:
        return None
    return now if now.issued_at <= draft.made and (calling or _has_moved(draft, now)) else None


def _has_moved(draft: Draft, ticket: Ticket) -> bool:
    """Whether this desk has moved *ticket*."""
    return desk_mark(draft.context.actor.desk) in dict(ticket.marks)


def is_over(draft: Draft, action: AtDoor) -> bool:
    """Whether `admit` has taken the person on from there since: it happened, and changes nothing any more.

    Also where they have come back to wait there, and this was done to the ticket they had before. But whoever was
    called and did not come has not been examined: there they go once more, whenever the desk that called them says so.
    """
    ticket = draft.state.ticket(action.ticket)
    if ticket is None or not (_taken_on(draft, ticket) or (isinstance(action, NOT_IN) and _in_vain(draft, ticket))):
        return False
    if stands_elsewhere(draft, action.ticket):
        return False
    draft.allow(ticket.clinic)
    draft.need_open_day(ticket.day)
    if isinstance(action, NOT_IN):
        out_of_the_room(draft, ticket)
    else:
        lead_to(draft, ticket)
    return True


def _in_vain(draft: Draft, ticket: Ticket) -> bool:
    """Whether this desk had called them, nobody saw them come, and `admit` has taken them on."""
    return ticket.awaits_finish and ticket.started_at is None and _has_moved(draft, ticket)


def _taken_on(draft: Draft, ticket: Ticket) -> bool:
    return draft.comes_late(ticket) or (ticket.awaits_finish and _there_again(draft, ticket) is not None)


def call_next(draft: Draft, action: CallNext) -> None:
    """The next by the queue's order, or the one the screen has shown, to one room."""
    clinic = draft.clinic(action.clinic)
    draft.allow(clinic.code)
    room = draft.room(clinic, action.room)
    _need_hold(draft, clinic.code, room)
    named = draft.state.ticket(action.ticket) if action.ticket is not None else None
    over = named if named is not None and named.clinic == clinic.code and _taken_on(draft, named) else None
    finished = _finish_inside(draft, action, clinic.code, room)
    if over is not None:
        draft.need_open_day(over.day)
        lead_to(draft, over)
        return
    _need_free(draft, clinic.code, room, named)
    if action.ticket is not None:
        ticket = need_here(draft, action.ticket, clinic.code)
        if ticket.state in INSIDE:
            raise draft.beaten("called-elsewhere", ticket)
        if ticket.state != "waiting" and not draft.moved_unseen(ticket):
            raise draft.beaten("already-moved", ticket)
        draft.gate(ticket, "call_ticket")  # whoever was next on that screen: a late call is one like any other
    else:
        first = next_waiting(draft.state, clinic.code, draft.day) if draft.context.names else None
        # a screen of the one room names whom it shows waiting: older consoles record so where nobody was
        came_since = first is not None and len(clinic.rooms) == 1 and first.issued_at > draft.made
        if finished and (first is None or came_since):
            return
        if first is None:
            raise Refused("queue-empty", clinic=clinic.code)
        ticket = first
    _call(draft, ticket, room, by_hand="", note=None)


def _need_free(draft: Draft, clinic: ClinicCode, room: int, called: Ticket | None) -> None:
    """Nobody is in that room, but for whoever is *called*: others were quicker with that."""
    busy = draft.state.inside(draft.day, clinic, room)
    if busy is not None and (called is None or busy.id != called.id):
        raise Refused("room-busy", label=busy.label, room=room)


def _need_hold(draft: Draft, clinic: ClinicCode, room: int) -> None:
    """Calls that the room's former holder made before it knew of the take-over are conflicts."""
    hold = draft.state.rooms.get((clinic, room))
    seen, own = draft.context.seen, draft.letters
    if draft.forced or hold is None or seen is None or hold.desk in own:
        return
    if any(former in own and at > seen for former, at in hold.former):
        raise Conflict("room-taken", clinic=clinic, room=room, by=hold.user, at=hold.at.isoformat(), desk=hold.desk)


def _finish_inside(draft: Draft, action: CallNext, clinic: ClinicCode, room: int) -> bool:
    if not action.finish_current or (action.current is None and action.ticket is not None):
        return False  # a screen that names whom it calls, and nobody inside, has shown the room empty
    inside = draft.state.inside(draft.day, clinic, room)
    if action.current is not None:
        current = need_here(draft, action.current, clinic)
        if current.awaits_finish:
            draft.need_open_day(current.day)
            _finish(draft, current, action.next, None)
            return True
        if inside is None or current.id != inside.id:
            if not draft.forced:
                raise draft.beaten("ticket-closed", current)
            visit = draft.state.visits[current.visit]
            if current.state == "done" or visit.state != "open" or current.day != draft.day:
                return False  # nothing is left that it could count for
            _need_free(draft, clinic, room, current)
            raise Refused("wrong-state", label=current.label, state=current.state, action="finish")
    if inside is None:
        return False
    _check_pin(draft, inside, action.pin)
    _finish(draft, inside, action.next, None)
    return True


def _call(draft: Draft, ticket: Ticket, room: int, by_hand: str, note: NoteId | None) -> None:
    draft.emit(
        e.TicketCalled, ticket=ticket.id, label=ticket.label, clinic=ticket.clinic, room=room,
        by_hand=by_hand, shared=counts_as(draft.state, ticket), note=note,
    )  # fmt: skip


def call_ticket(draft: Draft, action: CallTicket) -> None:
    """Out of order, by choice, with a reason."""
    ticket = need_here(draft, action.ticket, action.clinic)
    if ticket.room == action.room and not draft.moved_unseen(ticket):
        need_other(draft, ticket, *INSIDE)  # once more, where this desk's first call was decided about in between
    draft.gate(ticket, "call_ticket")
    room = draft.room(draft.clinic(ticket.clinic), action.room)
    _need_hold(draft, ticket.clinic, room)
    _need_free(draft, ticket.clinic, room, ticket)
    need_note(action.reason, action.note)
    _call(draft, ticket, room, action.reason, draft.note(action.note))


def need_note(reason: str, note: str) -> None:
    """`other` says nothing by itself."""
    if reason == "other" and not note.strip():
        raise Refused("reason-needed")


def recall(draft: Draft, action: Recall) -> None:
    """Announce again; the call itself was the first announcement."""
    ticket = _at_door(draft, action.ticket, "recall")
    draft.emit(
        e.TicketRecalled, ticket=ticket.id, label=ticket.label, clinic=ticket.clinic,
        room=ticket.room or 0, announcements=ticket.announcements + 1,
    )  # fmt: skip


def start(draft: Draft, action: Start) -> None:
    """The patient has come in."""
    known = draft.ticket(action.ticket)
    here: tuple[TicketState, ...] = () if draft.moved_unseen(known) else ("in_service",)
    ticket = _at_door(draft, action.ticket, "start", *here, "done")  # whoever is done by now has come in
    draft.emit(
        e.TicketStarted, ticket=ticket.id, label=ticket.label, clinic=ticket.clinic, room=ticket.room or 0,
        came=draft.took_place(ticket.called_at),
    )  # fmt: skip


def _at_door(draft: Draft, id: TicketId, verb: str, *wanted: TicketState) -> Ticket:
    """The ticket, if *verb* is allowed; not where it has come to one of *wanted* since, unknown to that screen."""
    if verb in ("start", "recall", "no_show"):
        ticket = need_here(draft, id, tells_of_an_exam=verb == "start")
    else:
        ticket = draft.ticket(id)
        draft.allow(ticket.clinic, verb)
    need_other(draft, ticket, *wanted)
    draft.gate(ticket, verb)
    return ticket


def need_other(draft: Draft, ticket: Ticket, *wanted: TicketState) -> None:
    """Refuse what is so by now: nobody has to decide about that."""
    if ticket.state in wanted and not draft.forced and draft.moved_since(ticket):
        raise Refused("no-change", label=ticket.label)


def finish(draft: Draft, action: Finish | Refer) -> None:
    """Done here; the visit moves on. `refer` also flags it for the medical committee."""
    ticket, verb = need_here(draft, action.ticket), action.type
    if ticket.awaits_finish:
        # `admit` took the person on before this finish arrived: it counts, and issues nothing.
        draft.need_open_day(ticket.day)
    else:
        need_other(draft, ticket, *(("done",) if isinstance(action, Finish) else ()))  # a referral says more
        draft.gate(ticket, verb)
        _check_pin(draft, ticket, action.pin)
    note = draft.note(action.note)
    _finish(draft, ticket, action.next, note)
    if isinstance(action, Refer):
        draft.emit(e.VisitReferred, visit=ticket.visit, note=note)


def _finish(draft: Draft, ticket: Ticket, chosen: ClinicCode | None, note: NoteId | None) -> None:
    again = _there_again(draft, ticket, called=True) if ticket.awaits_finish else None
    if again is not None:
        draft.emit(e.TicketCancelled, ticket=again.id, label=again.label, clinic=again.clinic, reason="results-in-hand")
    draft.emit(
        e.TicketFinished, ticket=ticket.id, label=ticket.label, clinic=ticket.clinic, visit=ticket.visit,
        room=ticket.room, confirmed=ticket.state == "in_service" or ticket.confirmed, note=note,
        ended=draft.took_place(ticket.started_at or ticket.called_at),
        ahead=_ahead(draft, chosen) if ticket.awaits_finish else None,
    )  # fmt: skip
    visit = draft.state.visits[ticket.visit]
    if again is not None:
        possible = chosen is not None and can_go(draft.state, visit, chosen, visit.day)
        move_on(draft, visit, ticket.clinic, chosen if possible else None)
    elif ticket.awaits_finish:
        complete(draft, visit)  # where it leads was decided when the person was admitted elsewhere
    else:
        move_on(draft, visit, ticket.clinic, chosen)


def _ahead(draft: Draft, chosen: ClinicCode | None) -> tuple[ClinicCode, TicketId] | None:
    """The ticket that a late finish would have issued: after a restore others tell what they did with it."""
    if chosen is None or draft.state.ticket(name := ticket_of(draft.root, chosen)) is not None:
        return None
    return chosen, name


def _there_again(draft: Draft, late: Ticket, *, called: bool = False) -> Ticket | None:
    """The ticket of whoever has come back to wait for what *late* says was done; not of somebody in the room.

    *called*: of somebody too whom another room there has only called.
    """
    ticket = draft.state.open_ticket(late.visit)
    if ticket is None or ticket.clinic != late.clinic or ticket.state in (INSIDE - {"called"} if called else INSIDE):
        return None
    stops = [s for stage in draft.state.visits[late.visit].stages for s in stage if s.clinic == late.clinic]
    return None if any(s.state == "done" for s in stops) else ticket  # else it is to be done a second time


def _check_pin(draft: Draft, ticket: Ticket, pin: str | None) -> None:
    """A PIN given must be this clinic's of today; staff need not give one."""
    if pin is None or not draft.state.center.rules.exit_pin:
        return
    if draft.context.pins and draft.context.pins.get(ticket.clinic) != pin:
        raise Refused("pin-wrong", label=ticket.label)


def no_show(draft: Draft, action: NoShow) -> None:
    """Called and did not come."""
    ticket = _at_door(draft, action.ticket, "no_show", "no_show")
    need = draft.state.center.rules.announcements_before_no_show
    if ticket.announcements < need:
        raise Refused("too-early", label=ticket.label, need=need, have=ticket.announcements)
    draft.emit(e.TicketNoShow, ticket=ticket.id, label=ticket.label, clinic=ticket.clinic, room=ticket.room)


def requeue(draft: Draft, action: Requeue) -> None:
    """Back into the queue: to the end, or after the next n."""
    ticket = _at_door(draft, action.ticket, "requeue")
    most = draft.state.center.rules.postpone_at_most
    if ticket.postponed >= most:
        raise Refused("postponed-too-often", label=ticket.label, most=most)
    queued_at, place = _spot(draft, ticket, action.after)
    draft.emit(
        e.TicketRequeued, ticket=ticket.id, label=ticket.label, clinic=ticket.clinic, after=action.after,
        queued_at=queued_at, place=place,
    )  # fmt: skip


def _spot(draft: Draft, ticket: Ticket, after: int | None) -> tuple[datetime, float | None]:
    """Queue time and place just behind the last of the next *after* of its own class; now when none is behind it."""
    if after is None or after < 0:
        return draft.context.at, None
    line = list(sequence(draft.state, ticket.clinic, ticket.day))
    before = [t for t in line[:after] if t.priority == ticket.priority]
    behind = [t for t in line[after:] if t.priority == ticket.priority]
    if not behind:
        return draft.context.at, None
    if not before:
        return behind[0].queued_at, behind[0].place - 1
    if behind[0].queued_at > before[-1].queued_at:
        return before[-1].queued_at, None
    return before[-1].queued_at, (before[-1].place + behind[0].place) / 2


def hold(draft: Draft, action: Hold) -> None:
    """Park; the place in the queue is kept."""
    ticket = _at_door(draft, action.ticket, "hold", "held")
    draft.emit(
        e.TicketHeld, ticket=ticket.id, label=ticket.label, clinic=ticket.clinic,
        reason=action.reason or "", note=draft.note(action.note),
    )  # fmt: skip


def resume(draft: Draft, action: Resume) -> None:
    """Back to the original place."""
    ticket = _at_door(draft, action.ticket, "resume", "waiting")
    draft.emit(e.TicketResumed, ticket=ticket.id, label=ticket.label, clinic=ticket.clinic)


def set_priority(draft: Draft, action: SetPriority) -> None:
    """Change the priority class of the ticket and of the visit's tickets to come.

    Who goes first is said of the person: where others have moved them, unseen, it is of wherever they stand by now. It
    goes over no newer word: whoever was to go less far ahead by it has that, of anybody else a person decides.
    """
    named = draft.ticket(action.ticket)
    came_back = action.was is not None and not named.open  # behind what moved them: that was back before it
    late = draft.forced or came_back or action.ticket in draft.state.alias or draft.moved_unseen(named)
    standing = draft.state.open_ticket(named.visit) if late else None
    if standing is not None and not draft.forced:
        draft.action = replace(action, rev=None)
    ticket = _at_door(draft, (standing or named).id, "set_priority")
    newer = draft.said_since(ticket.visit, "ticket_priority_set") if not draft.forced else None
    raised = PRIORITIES.index(action.priority) > PRIORITIES.index(ticket.priority)
    if ticket.priority == action.priority or (newer is not None and not raised):
        raise Refused("no-change", label=ticket.label)
    if newer is not None:
        params = {**draft.beaten("already-moved", ticket).params, "by": newer.user, "at": newer.at.isoformat()}
        raise Conflict("already-moved", **params)
    need_note(action.reason, action.note)
    draft.emit(
        e.TicketPrioritySet, ticket=ticket.id, label=ticket.label, clinic=ticket.clinic,
        priority=action.priority, reason=action.reason, note=draft.note(action.note),
    )  # fmt: skip
