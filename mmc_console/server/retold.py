"""Conflicts that a restore has lost, told again by the console that carries one out after all.

An override names what it carries out by its id alone. Where the restored data does not hold that any more, the console
tells it beside the override; it is then known here again as what it was, and the override finds it in its own turn. It
is not decided once more: without what others had done meanwhile it might take effect now, in the override's stead and
in another's name. What an override carries out is never another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from mmc_console.domain.actions import AnyAction, Override
from mmc_console.domain.ids import ActionId, Epoch, UserId
from mmc_console.domain.permissions import Actor
from mmc_console.domain.refusals import Refused
from mmc_console.server.log.results import Stored, content_of
from mmc_console.server.returning import Returning, was_of
from mmc_console.wire.answers import ActionsRequest, Result
from mmc_console.wire.json import encode
from mmc_console.wire.problems import problem


def lost_conflicts(
    actors: Sequence[Actor], request: ActionsRequest, epoch: Epoch, returning: Returning
) -> Iterator[tuple[Actor, AnyAction, Refused | None]]:
    """What a restore may have lost of all that *request* carries out, each in the name of whoever had done it.

    Only what may be of a replaced history; with the reason where this is nobody who may do such a thing and decide
    about it: then it is not to be known again, and its override is refused for that.
    """
    if not request.conflicts:
        return
    told = {conflict.id: conflict for conflict in request.conflicts}
    for actor, action in zip(actors, request.actions, strict=True):
        conflict = told.get(action.conflict) if isinstance(action, Override) else None
        if conflict is None or isinstance(conflict, Override) or not returning.was_before(conflict.at):
            continue
        was = was_of(action, epoch)
        if was is not None and returning.stays_away(was):
            continue
        author, fault = conflict.by or actor.user, None
        if author != actor.user and not actor.supervises:
            fault = Refused("override-not-yours")
        elif not actor.may(conflict.type):
            fault = Refused("not-allowed", action=conflict.type)
        yield replace(actor, user=author), conflict, fault


def told_again(
    conflict: AnyAction, author: UserId, device: str, root: ActionId | None, at_ms: int, kept: bytes
) -> Stored:
    """Its row in `results`. Without its count: the console has gone on counting since."""
    return Stored(
        action=conflict.id, content=content_of(conflict), number=None, author=author, device=device, n=None, root=root,
        outcome="conflict", first=None, last=None, more=None, at_ms=at_ms,
        body=encode(Result(id=conflict.id, outcome="conflict", problem=problem("conflict"))), original=kept,
    )  # fmt: skip
