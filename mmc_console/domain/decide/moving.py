"""Moving through the pathway: the next stop, transfer, admit."""

from __future__ import annotations

from datetime import datetime

from mmc_console.domain import events as e
from mmc_console.domain.actions import Admit, Transfer
from mmc_console.domain.centre import Clinic, Gender
from mmc_console.domain.decide.draft import Draft
from mmc_console.domain.ids import ClinicCode, TicketId, VisitId
from mmc_console.domain.numbers import label
from mmc_console.domain.refusals import Conflict, Refused
from mmc_console.domain.routing import can_go, choose_next, remaining, was_there
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import Visit, with_moved


def issue(
    draft: Draft, visit: Visit, clinic: ClinicCode, why: str, *,
    queued_at: datetime | None = None, moved: TicketId | VisitId | None = None,
) -> Ticket:  # fmt: skip
    """Give *visit* its ticket at *clinic*."""
    found = draft.clinic(clinic)
    id = draft.new_ticket_id(clinic, moved)
    draft.emit(
        e.TicketIssued, ticket=id, label=label(found.letter, visit.number), clinic=clinic, visit=visit.id,
        priority=visit.priority, day=visit.day, queued_at=queued_at or draft.context.at, why=why,
    )  # fmt: skip
    return draft.state.tickets[id]


def move_on(draft: Draft, visit: Visit, leaving: ClinicCode | None, chosen: ClinicCode | None) -> Ticket | None:
    """Issue the next ticket, or complete the visit; None when there is no next ticket now.

    *chosen* is what the desk has shown: applied if still possible, else a conflict. Where they have been meanwhile,
    they need not go.
    """
    visit = draft.state.visits[visit.id]
    if visit.state != "open" or draft.state.open_ticket(visit.id) is not None or complete(draft, visit):
        return None
    if chosen is not None:
        if can_go(draft.state, visit, chosen, visit.day):
            return issue(draft, visit, chosen, "chosen")
        if not draft.forced and (chosen == leaving or not was_there(draft.state, visit, chosen)):
            raise Conflict("next-not-possible", number=visit.number, clinic=chosen)
    choice = choose_next(draft.state, visit, visit.day, leaving)
    return issue(draft, visit, choice.clinic, choice.why.code) if choice else None


def complete(draft: Draft, visit: Visit) -> bool:
    """End *visit* if nothing of it is left to do; whether it was ended."""
    if visit.state != "open" or visit.stage_index < len(visit.stages):
        return False
    draft.emit(e.VisitCompleted, visit=visit.id)
    return True


def need_admitted(clinic: Clinic, gender: Gender) -> None:
    """Refuse a man in a women's clinic."""
    if clinic.admits == "women" and gender != "female":
        raise Refused("not-admitted", clinic=clinic.code)


def need_not_closed(draft: Draft, clinic: ClinicCode) -> None:
    """A closed clinic gets no new tickets."""
    if draft.state.clinic(clinic, draft.day).state == "closed":
        raise Refused("clinic-closed", clinic=clinic)


def send_to(
    draft: Draft, ticket: Ticket, clinic: ClinicCode, *,
    why: str, keep_time: bool = False, left: bool = False, moved: bool = False,
) -> Ticket:  # fmt: skip
    """Close *ticket* as transferred and issue the one at *clinic*, added to or brought into the stage if need be."""
    stage = draft.state.visits[ticket.visit].present_stage
    draft.emit(e.TicketTransferred, ticket=ticket.id, label=ticket.label, clinic=ticket.clinic, to=clinic, left=left)
    visit = with_room_for(draft, draft.state.visits[ticket.visit], clinic, stage)
    return issue(
        draft, visit, clinic, why, queued_at=ticket.queued_at if keep_time else None,
        moved=ticket.id if moved else None,
    )  # fmt: skip


def with_room_for(draft: Draft, visit: Visit, clinic: ClinicCode, index: int) -> Visit:
    """The visit with a stop still to do at *clinic* in stage *index*, or in one before it that `admit` has left.

    One of a later stage is done now: nobody goes there twice.
    """
    index = min(index, len(visit.stages) - 1)
    behind = [s for stage in visit.stages[: index + 1] for s in stage]
    if not any(s.clinic == clinic and s.state in ("todo", "left") for s in behind):
        stages = with_moved(visit.stages, index, clinic)
        draft.emit(e.VisitChanged, visit=visit.id, stages=stages, change="stop-added")
    return draft.state.visits[visit.id]


def send_there_too(draft: Draft, visit: Visit, clinic: ClinicCode) -> Ticket | None:
    """One clinic more in the present stage; whoever stands nowhere goes there now, with the ticket that is given."""
    return move_on(draft, with_room_for(draft, visit, clinic, visit.present_stage), None, clinic)


def transfer(draft: Draft, action: Transfer) -> None:
    """To another clinic; the stop left is not done; priority kept. Where others have sent them there, that is it."""
    late = draft.state.ticket(action.ticket)
    over = late is not None and draft.comes_late(late)
    ticket = late if late is not None and over else draft.ticket(action.ticket)
    draft.allow(ticket.clinic)
    if ticket.state == "transferred" and not over and not draft.forced and draft.moved_unseen(ticket):
        standing = draft.state.open_ticket(ticket.visit)
        if standing is not None and standing.clinic == action.clinic:
            lead_to(draft, standing, action.clinic)
            return
    if not over:
        draft.gate(ticket, "transfer")
    clinic = draft.clinic(action.clinic)
    if clinic.code == ticket.clinic:
        raise Refused("already-here", label=ticket.label, clinic=clinic.code)
    need_admitted(clinic, draft.state.visits[ticket.visit].gender)
    if over:
        draft.need_open_day(ticket.day)
        _sent_before_admitted(draft, ticket, clinic.code)
        return
    need_not_closed(draft, clinic.code)
    send_to(draft, ticket, clinic.code, why="moved", keep_time=action.keep_time)


def _sent_before_admitted(draft: Draft, ticket: Ticket, clinic: ClinicCode) -> None:
    """`admit` has taken them on since: *clinic* is one of their stops, and *ticket*'s is not done."""
    standing = _known_here(draft, draft.state.visits[ticket.visit], clinic)
    if standing is not None:
        lead_to(draft, standing, clinic)
    out_of_the_room(draft, ticket)
    visit = draft.state.visits[ticket.visit]
    if visit.stop(clinic) is None:
        if visit.state != "open":  # nothing is left to do of it: somebody has to know that they are to go there
            raise draft.beaten("visit-over", draft.state.tickets[draft.state.visit_tickets[visit.id][-1]])
        send_there_too(draft, visit, clinic)


def out_of_the_room(draft: Draft, ticket: Ticket) -> None:
    """`admit` has taken the person on from *ticket*, and nothing was done there: it is a stop like any other."""
    outside = ticket.left_inside
    lead_to(draft, ticket, outside=outside)
    visit = draft.state.visits[ticket.visit]
    if outside and not remaining(visit):  # no finish will come that they could have waited for
        move_on(draft, visit, None, None)


def lead_to(draft: Draft, ticket: Ticket, shown: ClinicCode | None = None, *, outside: bool = False) -> None:
    """What was done has happened already, or is over: it changes nothing of *ticket*.

    *shown*: the clinic whose ticket it would have issued; under that id too *ticket* is found. *outside*: except that
    they were in no room there.
    """
    draft.emit(
        e.NumberAlias, visit=ticket.visit, alias=ticket.visit, ticket=ticket.id,
        ticket_alias=draft.new_ticket_id(shown) if shown is not None else None, outside=outside,
    )  # fmt: skip


def _known_here(draft: Draft, visit: Visit, clinic: ClinicCode) -> Ticket | None:
    """The ticket of whoever stood at *clinic* when they were admitted there, if one was issued otherwise."""
    tickets = [draft.state.tickets[id] for id in draft.state.visit_tickets.get(visit.id, ())]
    here = [t for t in tickets if t.clinic == clinic and (t.open or draft.comes_late(t))]
    return here[-1] if here else None


def _back_in_line(draft: Draft, visit: Visit, here: Ticket) -> None:
    """Whoever was aside at *here* stands there now: as often as they come, unless they were put aside after that."""
    if here.state not in ("no_show", "held"):
        return
    draft.need_nobody_since(visit, here, later=True)
    if here.state == "held":
        draft.emit(e.TicketResumed, ticket=here.id, label=here.label, clinic=here.clinic)
    else:
        draft.emit(
            e.TicketRequeued, ticket=here.id, label=here.label, clinic=here.clinic, queued_at=draft.context.at
        )  # fmt: skip


def admit(draft: Draft, action: Admit) -> None:
    """The person stands here: the ticket elsewhere is closed, one here is issued.

    Where the rules have brought them here already, or taken them on from here since, it is that ticket; whoever was
    aside here is in line again.
    """
    visit = draft.visit(action.visit)
    draft.allow(action.clinic)
    draft.need_open_visit(visit)
    clinic = draft.clinic(action.clinic)
    need_admitted(clinic, visit.gender)
    here = _known_here(draft, visit, clinic.code)
    if here is not None:
        _back_in_line(draft, visit, here)
        lead_to(draft, here, clinic.code)
        return
    need_not_closed(draft, clinic.code)
    ticket = draft.state.open_ticket(visit.id)
    if ticket is not None:
        draft.need_nobody_since(visit, later=True)  # the person stood here before the news did, and went on since
        draft.gate(ticket, "admit")
    stop = visit.stop(clinic.code)
    if stop is not None and stop.state == "done":
        raise Refused("stop-done", number=visit.number, clinic=clinic.code)
    stage = visit.present_stage
    if ticket is not None:
        draft.emit(
            e.TicketTransferred, ticket=ticket.id, label=ticket.label, clinic=ticket.clinic,
            to=clinic.code, left=True,
        )  # fmt: skip
    visit = draft.state.visits[visit.id]
    if not any(s.clinic == clinic.code and s.state in ("todo", "left") for stage in visit.stages for s in stage):
        visit = with_room_for(draft, visit, clinic.code, stage)
    issue(draft, visit, clinic.code, "admitted")
