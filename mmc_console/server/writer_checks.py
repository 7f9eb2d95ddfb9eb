"""What is asked of an action before the rules are: its age, its author, its place in the log, and whom it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from mmc_console.domain.actions import Action
from mmc_console.domain.ids import ActionId, Epoch, PatientId, UserId, minted_millis
from mmc_console.domain.permissions import Actor
from mmc_console.domain.refusals import Refused
from mmc_console.domain.state import State
from mmc_console.server.auth.senders import Barred

TOO_OLD: Final = timedelta(days=30)
AHEAD_AT_MOST: Final = timedelta(days=1)
SET_BACK: Final = timedelta(minutes=5)
"""What stands further ahead of now in the log was told by a clock that was wrong, and puts nothing behind it."""
_TOO_OLD: Final = TOO_OLD.total_seconds()
_AHEAD: Final = AHEAD_AT_MOST.total_seconds()
NOTE_AT_MOST: Final = 1_000


def is_action_id(text: str) -> bool:
    """Whether *text* is a UUIDv7 as we write them; other spellings of one would be other ids."""
    try:
        minted_millis(ActionId(text))
    except ValueError:
        return False
    return True


def is_ahead(action: Action, present: float) -> bool:
    """Whether *action* was made by a clock that is more than a day ahead of *present*."""
    return any(made > present + _AHEAD for made in _made(action))


def check_age(action: Action, present: float) -> None:
    """Refuse what was made too long before *present* to be told from repeated ids, or by a clock a day ahead."""
    for made in _made(action):
        if made < present - _TOO_OLD:
            raise Refused("too-old", days=TOO_OLD.days)
        if made > present + _AHEAD:
            raise Refused("clock-wrong", seconds=round(made - present))


def _made(action: Action) -> tuple[float, float]:
    return minted_millis(action.id) / 1000, action.at.timestamp()


def check_note(action: Action) -> None:
    """Refuse a free text that is no note any more."""
    if len(getattr(action, "note", "")) > NOTE_AT_MOST:
        raise Refused("note-too-long", most=NOTE_AT_MOST)


def check_author(actor: Actor, action: Action) -> None:
    """An action may name its author; it must be who signed in, or somebody the sending console may speak for."""
    if isinstance(actor, Barred):
        raise Refused(actor.code, action=action.type)
    if action.by is not None and action.by != actor.user:
        raise Refused("not-allowed", action=action.type)


def check_same_author(actor: Actor, action: Action, author: UserId) -> None:
    """What is added to an action comes from its *author*; not by their rights of now: it has taken effect already."""
    if not actor.user == author == (action.by or author):
        raise Refused("not-allowed", action=action.type)


def about(state: State, action: Action) -> PatientId | None:
    """Whom *action* is about, by its card, ticket or visit; None: nobody, or nobody known here."""
    ticket = state.ticket(getattr(action, "ticket", None) or "")
    visit = state.visit(ticket.visit if ticket is not None else getattr(action, "visit", None) or "")
    return visit.patient if visit is not None else getattr(action, "patient_id", None)


def seen_of(action: Action, epoch: Epoch) -> int | None:
    """The log position the desk had, if it was of this history."""
    of, _, seq = (action.seen or "").rpartition(":")
    if of != epoch or not seq.isascii() or not seq.isdigit() or len(seq) > 18:
        return None
    return int(seq)
