"""What must be equal, known and kept once a world is at rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from mmc_console.client.dependencies import held_back
from mmc_console.client.row import Row
from mmc_console.domain import events as e
from mmc_console.domain.actions import CorrectPatient
from mmc_console.domain.ids import ActionId, NoteId, PatientId, TicketId, VisitId, patient_of
from mmc_console.domain.order import sequence
from mmc_console.domain.state import State
from tests.simulation.desk import Desk
from tests.simulation.promise import Promise
from tests.simulation.server import ServerMachine
from tests.simulation.telling import describe


def differences(mine: State, theirs: State, day: date) -> list[str]:
    """What of today one of the two says otherwise."""
    found = []
    for name in ("visits", "tickets"):
        ours = {id: row for id, row in getattr(mine, name).items() if row.day == day}
        others = {id: row for id, row in getattr(theirs, name).items() if row.day == day}
        found += [f"{name} {id}" for id in ours.keys() | others.keys() if ours.get(id) != others.get(id)]
    rooms = mine.rooms.keys() | theirs.rooms.keys()
    found += [f"room {key}" for key in rooms if mine.rooms.get(key) != theirs.rooms.get(key)]
    clinics = {k for k in mine.clinics.keys() | theirs.clinics.keys() if k[0] == day}
    found += [f"clinic {key}" for key in clinics if mine.clinics.get(key) != theirs.clinics.get(key)]
    if mine.center != theirs.center:
        found.append("centre")
    found += [
        f"line of {clinic.code}" for clinic in theirs.center.clinics
        if [t.id for t in sequence(mine, clinic.code, day)] != [t.id for t in sequence(theirs, clinic.code, day)]
    ]  # fmt: skip
    for name in ("numbers", "open_visits"):
        ours, others = ({k: v for k, v in getattr(state, name).items() if k[0] == day} for state in (mine, theirs))
        found += [f"{name} {key}" for key in ours.keys() | others.keys() if ours.get(key) != others.get(key)]
    named = [{k: v for k, v in state.alias.items() if _is_of(state, v, day)} for state in (mine, theirs)]
    found += [f"alias {key}" for key in named[0].keys() | named[1].keys() if named[0].get(key) != named[1].get(key)]
    return sorted(found)


def _is_of(state: State, id: str, day: date) -> bool:
    row = state.visits.get(VisitId(id)) or state.tickets.get(TicketId(id))
    return row is not None and row.day == day


def unrest(server: ServerMachine, desk: Desk, state: State, aside: Collection[ActionId] = ()) -> list[str]:
    """Why *desk*, which runs, is not at rest: all is to be sent or with a person, and it is where the log is.

    *aside*: what the server breaks on; it holds back what depends on it, and nothing else.
    """
    assert desk.parts is not None
    outbox, found = desk.parts.desk.outbox, list[str]()
    waits = {row.n for row in outbox.open if row.id in aside}
    held = held_back(row.standing(waits) for row in outbox.open)
    if not aside and outbox.away(server.writer.epoch):
        found.append(f"{desk.name} has work of another history")
    waiting = [row for row in outbox if row.unsent and row.n not in held and row.id not in aside]
    if waiting:
        found.append(f"{desk.name} still holds {len(waiting)}: {describe(waiting[0].action)}")
    if desk.replica.epoch != server.writer.epoch or desk.replica.seq != state.seq:
        found.append(f"{desk.name} is at {desk.replica.seq}, the log at {state.seq}")
    return found


def unnamed(server: ServerMachine, desk: Desk, state: State, day: date) -> list[str]:
    """Whose name of now the screen of somebody who sees everybody does not show."""
    gateway = desk.gateway
    if gateway is None or gateway.user is None or gateway.session_ended or not gateway._session.actor.sees_everybody:
        return []
    ids = [visit.patient for visit in state.visits.of(day) if visit.state == "open"]
    with server.database.read() as conn:
        true = server.people.cards(conn, ids)
    return [card.name for card in true if gateway.card(card.id) != card]


def kept_wrongly(server: ServerMachine, desk: Desk) -> list[str]:
    """Whose card this console keeps, though the server knows another one, or nobody."""
    if desk.parts is None:
        return []
    kept = desk.parts.cards._cards
    with server.database.read() as conn:
        true = {card.id: card for card in server.people.cards(conn, kept)}
    return [card.name for id, card in kept.items() if true.get(id) != card]


def _whose(state: State, event: e.AnyEvent) -> PatientId | None:
    """Whom *event* tells of, where it is about a ticket or a visit."""
    ticket = state.ticket(getattr(event, "ticket", None) or "")
    visit = state.visit(ticket.visit if ticket is not None else getattr(event, "visit", None) or "")
    return visit.patient if visit is not None else None


def lost_words(
    server: ServerMachine, state: State, events: Iterable[e.AnyEvent], promises: Mapping[ActionId, Promise]
) -> list[str]:
    """What somebody has written to one of these, or called somebody last, and is not there any more.

    Of whoever was made nameless nothing is written down any more.
    """
    named, called = dict[NoteId, PatientId | None](), dict[PatientId, str]()
    for event in events:
        if (note := getattr(event, "note", None)) is not None:
            named[note] = _whose(state, event)
        if isinstance(event, e.PatientCorrected) and "name" in event.fields:
            action = promises[event.action].action if event.action in promises else None
            called[event.patient] = (getattr(action, "name", None) or "") if action is not None else ""
    with server.database.read() as conn:
        missing = {note: whose for note, whose in named.items() if server.people.note(conn, note) is None}
        there = {card.id for card in server.people.cards(conn, [id for id in missing.values() if id is not None])}
        lost = [f"the text of {note} is lost" for note, whose in missing.items() if whose is None or whose in there]
        cards = server.people.cards(conn, called)
    wrong = [card for card in cards if called[card.id] not in ("", card.name)]
    return lost + [f"{card.name} was called {called[card.id]} at last" for card in wrong]


def unfound(row: Row, rows: Iterable[Row], *, restored: bool) -> str:
    """Which of *rows*, done before, has registered whom *row* corrects, where it was refused as about nobody.

    *restored*: who is known by a conflict alone may be so no more.
    """
    lost = ("refused", "conflict") if restored else ("refused",)
    action, problem = row.action, row.problem
    if not isinstance(action, CorrectPatient) or problem is None or problem.code != "unknown-patient":
        return ""
    for other in rows:
        made = {patient_of(other.id), patient_of(other.action.replaces or other.id)}
        if other.n < row.n and other.state not in lost and action.patient_id in made:
            return f"{describe(action)} found nobody, who came by {describe(other.action)}"
    return ""
