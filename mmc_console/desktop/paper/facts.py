"""From a ticket in the projection to what its paper says. No Qt, no words of our own."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from mmc_console.desktop.printing import NotWanted, Paper, PaperStop
from mmc_console.domain import page
from mmc_console.domain.centre import Center, Clinic, Words
from mmc_console.domain.estimates import expected_wait
from mmc_console.domain.ids import ClinicCode, TicketId, VisitId
from mmc_console.domain.numbers import label
from mmc_console.domain.order import ahead
from mmc_console.domain.paper_code import paper_code
from mmc_console.domain.patients import Card
from mmc_console.domain.tickets import Ticket
from mmc_console.domain.visits import DONE, Visit

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

SAMPLE: Final = "000"


def paper_of(gateway: Gateway, ticket: Ticket, *, again: bool) -> Paper:
    """The paper of *ticket* as things stand now; of one that is over it leads nowhere."""
    state = gateway.state
    visit, center = state.visits[ticket.visit], state.center
    clinic = center.clinic(ticket.clinic)
    before = ahead(state, ticket)
    minutes = round(expected_wait(state, ticket.clinic, ticket.day, before).p50 / 60)
    card = gateway.card(visit.patient)
    return Paper(
        visit.id, ticket.id, visit.number, ticket.label, _public(clinic, ticket.clinic),
        state.calendar.stamp(visit.registered_at), before, again, day=visit.day, centre=center.center.name,
        floor=_floor(center, clinic if ticket.open else None),
        room=clinic.rooms[0].name if clinic and ticket.open and len(clinic.rooms) == 1 else "",
        minutes=minutes, waits=ticket.state == "waiting", stops=_stops(center, visit), notice=_notice(center, visit),
        code=paper_code(visit.day, visit.number), address=_address(gateway, visit.id), name=_short_name(card),
        language=card.language if card is not None else "",
    )  # fmt: skip


def paper_now(gateway: Gateway, id: VisitId, ticket: TicketId, *, again: bool = False) -> Paper:
    """The paper of a visit that *ticket* belongs to, as its turn comes: it leads to where the patient waits by then.

    NotWanted when it was taken back meanwhile: nobody is to be handed a number that is not called.
    """
    visit = gateway.state.visit(id)
    if visit is None or visit.state == "cancelled":
        raise NotWanted
    now = gateway.state.open_ticket(visit.id) or gateway.state.tickets[ticket]
    return paper_of(gateway, now, again=again)


def sample_of(gateway: Gateway) -> Paper:
    """What a test prints: a number nobody can have, with the centre's own names."""
    center = gateway.state.center
    first = center.clinics[0]
    return Paper(
        VisitId(""), TicketId(""), SAMPLE, label(first.letter, SAMPLE), _public(first, first.code), gateway.now(), 0,
        day=gateway.today(), centre=center.center.name, floor=_floor(center, first),
        code=paper_code(gateway.today(), SAMPLE), address=page.address(center, "A" * 22) or "",
    )  # fmt: skip


def page_token() -> str:
    """What opens the page of one visit: 128 random bits. Made here, so that a square printed offline works later."""
    return secrets.token_urlsafe(16)


def _public(clinic: Clinic | None, code: ClinicCode) -> Words:
    """What strangers may read over a shoulder."""
    return (clinic.public_name or clinic.name) if clinic else {"": code}


def _floor(center: Center, clinic: Clinic | None) -> Words:
    return center.center.floors.get(clinic.floor, {}) if clinic else {}


def _stops(center: Center, visit: Visit) -> tuple[PaperStop, ...]:
    found: list[PaperStop] = []
    for stage in visit.stages:
        for stop in stage:
            clinic = center.clinic(stop.clinic)
            if stop.state != "skipped":
                name, floor = _public(clinic, stop.clinic), _floor(center, clinic)
                stands = stop.state
                found.append(PaperStop(name, floor, stands if stands in ("here", "done") else "todo"))
    return tuple(found)


def _notice(center: Center, visit: Visit) -> Words:
    """What the centre wants read before this stage, with its first ticket."""
    stage = next((stops for stops in visit.stages if any(s.state == "here" for s in stops)), ())
    codes = {stop.clinic for stop in stage}
    if any(stop.state in DONE for stop in stage):
        return {}
    texts = (n.text for n in center.notices.before_stage if not codes.isdisjoint(n.stage_has))
    return next(texts, {})


def _address(gateway: Gateway, visit: VisitId) -> str:
    """Where the patient's page is; empty without a public address, and for a visit another desk has registered."""
    token = gateway.papers.token(visit)
    return (page.address(gateway.state.center, token) or "") if token else ""


def _short_name(card: Card | None) -> str:
    """`محمد ا.`: enough to tell two papers on a counter apart."""
    parts = card.name.split() if card is not None else []
    return f"{parts[0]} {parts[-1][0]}." if len(parts) > 1 else "".join(parts)
