"""What a patient's own page shows: one visit as it stands now, and nothing of anybody else.

Follows from the state at the moment of asking. It knows numbers, labels and places; names of people never come here.
Which address a page has, and who may ask for it, is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Final, Literal

from msgspec import Struct

from mmc_console.domain.centre import Center, Clinic, Words
from mmc_console.domain.clinics import ClinicReason
from mmc_console.domain.estimates import Wait, expected_wait
from mmc_console.domain.exit_pin import has_pin
from mmc_console.domain.ids import ClinicCode, TicketId, VisitId
from mmc_console.domain.notices import NoticeKind, turn_kinds
from mmc_console.domain.order import sequence
from mmc_console.domain.state import State
from mmc_console.domain.tickets import INSIDE, Ticket, TicketState
from mmc_console.domain.visits import DONE, Visit

PageState = TicketState | Literal["complete", "between"]
"""Of the open ticket; `between` two stops when none can be issued, `complete` after the last."""
TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22,64}")
"""128 random bits or more, base64url without padding."""


class PageNotice(Struct, frozen=True, omit_defaults=True):
    """One thing to tell, once for each `ticket` and `kind`. `text`: the centre's own sentence."""

    kind: NoticeKind | Literal["before_stage"]
    label: str
    text: Words = {}
    reason: ClinicReason | None = None
    until: datetime | None = None
    ticket: int = 0
    """Which ticket of the visit, from 1: two may have one label, and one may get another. 0: the visit."""


class NextStop(Struct, frozen=True):
    """A clinic still to come; those of one `stage` in any order."""

    clinic: ClinicCode
    floor: str
    stage: int


class Page(Struct, frozen=True, kw_only=True):
    """`GET /t/{token}/state`. `names` and `floors`: the words for every code in it.

    A clinic with a public name has a made-up code here, as its own may tell what the public name does not.
    """

    number: str
    also: tuple[str, ...]
    """Other numbers of this visit: one of them may be on the paper."""
    label: str | None
    state: PageState
    clinic: ClinicCode | None
    floor: str | None
    room: str | None
    ahead: int | None
    expected_wait: Wait | None
    next: tuple[NextStop, ...]
    stops_done: int
    stops: int
    notices: tuple[PageNotice, ...]
    names: dict[ClinicCode, Words]
    floors: dict[str, Words]
    center: Words
    day: date
    ends: datetime
    """When the service day is over, and this page with it."""
    exit_pin: bool
    """Whether the person may leave the clinic by its PIN now."""
    rating: Literal["no", "open", "given"] = "no"


Placed = Callable[[ClinicCode], dict[TicketId, int]]


def placing(state: State, day: date) -> Placed:
    """Everybody's place by clinic, each queue gone through once however many pages ask."""
    known: dict[ClinicCode, dict[TicketId, int]] = {}

    def of(clinic: ClinicCode) -> dict[TicketId, int]:
        found = known.get(clinic)
        if found is None:
            found = known[clinic] = {t.id: i for i, t in enumerate(sequence(state, clinic, day))}
        return found

    return of


def page_of(state: State, id: VisitId, today: date, placed: Placed) -> Page | None:
    """The page of this visit (or another name of it); None when it is not today's."""
    visit = state.visit(id)
    if visit is None or visit.day != today:
        return None
    center = state.center
    ticket = state.open_ticket(visit.id)
    ahead = _ahead(ticket, placed)
    coming = _coming(center, visit)
    here = center.clinic(ticket.clinic) if ticket else None
    clinics = [*([here] if here else []), *(clinic for clinic, _ in coming)]
    stops = [stop for stage in visit.stages for stop in stage]
    return Page(
        number=visit.number,
        also=tuple(n for n in visit.aliases if n != visit.number),
        label=ticket.label if ticket else None,
        state=_state(visit, ticket),
        clinic=_public_code(center, ticket.clinic) if ticket else None,
        floor=here.floor if here else None,
        room=_room(here, ticket),
        ahead=ahead,
        expected_wait=_wait(state, ticket, ahead),
        next=tuple(NextStop(_public_code(center, clinic.code), clinic.floor, stage) for clinic, stage in coming),
        stops_done=sum(stop.state in DONE for stop in stops),
        stops=len(stops),
        notices=_notices(state, visit, ticket, ahead),
        names={_public_code(center, clinic.code): clinic.public_name or clinic.name for clinic in clinics},
        floors={clinic.floor: center.center.floors.get(clinic.floor, {}) for clinic in clinics},
        center=center.center.name,
        day=today,
        ends=state.calendar.ends(today),
        exit_pin=ticket is not None and ticket.state in INSIDE and has_pin(center, ticket.clinic),
        rating="open" if visit.state == "complete" else "no",
    )


def address(center: Center, token: str) -> str | None:
    """Where the page of *token* is found, for a paper's QR; None where the centre has no public address."""
    base = center.center.public_url.rstrip("/")
    return f"{base}/t/{token}" if base else None


def _state(visit: Visit, ticket: Ticket | None) -> PageState:
    if visit.state in ("complete", "cancelled"):
        return "complete" if visit.state == "complete" else "cancelled"
    return ticket.state if ticket is not None else "between"


def _ahead(ticket: Ticket | None, placed: Placed) -> int | None:
    if ticket is None or ticket.state not in ("waiting", *INSIDE):
        return None
    return placed(ticket.clinic).get(ticket.id, 0) if ticket.state == "waiting" else 0


def _wait(state: State, ticket: Ticket | None, ahead: int | None) -> Wait | None:
    """None where nobody can say: a paused clinic's return is not in the estimate."""
    if ticket is None or ahead is None or state.clinic(ticket.clinic, ticket.day).state != "open":
        return None
    return expected_wait(state, ticket.clinic, ticket.day, ahead)


def _room(clinic: Clinic | None, ticket: Ticket | None) -> str | None:
    if clinic is None or ticket is None or ticket.state not in INSIDE:
        return None
    return next((room.name for room in clinic.rooms if room.no == ticket.room), None)


def _public_code(center: Center, code: ClinicCode) -> ClinicCode:
    """By which its page knows a clinic."""
    for place, clinic in enumerate(center.clinics, 1):
        if clinic.code == code and clinic.public_name:
            return ClinicCode(f"#{place}")
    return code


def _coming(center: Center, visit: Visit) -> tuple[tuple[Clinic, int], ...]:
    """The clinics still to come, each with its stage."""
    if visit.state != "open":
        return ()
    return tuple(
        (clinic, stage)
        for stage, stops in enumerate(visit.stages)
        for stop in stops
        if stop.state == "todo" and (clinic := center.clinic(stop.clinic)) is not None
    )


def _notices(state: State, visit: Visit, ticket: Ticket | None, ahead: int | None) -> tuple[PageNotice, ...]:
    """What stands to be told now, the most pressing first."""
    texts = state.center.notices
    if visit.state == "complete":
        return (PageNotice("visit_complete", visit.number, texts.at_the_end),)
    if ticket is None:
        return ()
    found: list[PageNotice] = []
    nth = state.visit_tickets[visit.id].index(ticket.id) + 1
    if ticket.state == "called":
        found.append(PageNotice("called_again" if ticket.announcements > 1 else "your_turn", ticket.label, ticket=nth))
    clinic = state.clinic(ticket.clinic, ticket.day)
    if clinic.state == "paused" and ticket.state not in INSIDE:
        until = state.calendar.stamp(clinic.until) if clinic.until else None
        found.append(PageNotice("clinic_paused", ticket.label, reason=clinic.reason, until=until, ticket=nth))
    if ticket.state == "waiting" and ahead is not None:
        kinds = turn_kinds(ahead, state.center.rules.near_turn_ahead)
        found.extend(PageNotice(kind, ticket.label, ticket=nth) for kind in kinds[:1])
    if ticket.state == "waiting" and nth > 1:
        found.append(PageNotice("moved_on", ticket.label, ticket=nth))
    stage = next((stops for stops in visit.stages if any(s.state == "here" for s in stops)), ())
    if not any(stop.state in DONE for stop in stage):  # with the first ticket of that stage
        codes = {stop.clinic for stop in stage}
        found.extend(
            PageNotice("before_stage", ticket.label, notice.text, ticket=nth)
            for notice in texts.before_stage
            if not codes.isdisjoint(notice.stage_has)
        )
    return tuple(found)
