"""What became of every action, so that an id that comes again gets its first answer.

Stored in the transaction of its events. The original of a refused or conflicting action is kept without what was typed
of a person: `stripped` is the only way in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from hashlib import blake2b
from typing import Any, Final

import msgspec
from msgspec import Struct
from msgspec.structs import astuple, replace
from sqlalchemy import Connection, bindparam, insert, select, update

from mmc_console.domain.actions import ENVELOPE, Action, AnyAction, CorrectPatient, IssueTicket, RegisterVisit
from mmc_console.domain.ids import ActionId, PatientId, UserId
from mmc_console.server.log.tables import results
from mmc_console.server.store.prepared import Prepared, listed
from mmc_console.wire.answers import Outcome, Result
from mmc_console.wire.json import encode

NOTED: Final = "*"
"""Stands in a stored action for a free text that is kept apart."""
_MASKED: Final[dict[str, Any]] = dict.fromkeys(ENVELOPE) | {"id": ""}
_MASKED_TOO: Final = _MASKED | {"number": None}
_ADD: Final = Prepared(insert(results))
_BY_ID: Final = Prepared(select(results).where(results.c.action.in_(select(listed("ids")))))
_BY_COUNTER: Final = Prepared(
    select(results.c.n, results.c.action).where(
        results.c.device == bindparam("device"), results.c.n.in_(select(listed("counters")))
    )
)
_DONE_OTHERWISE: Final = Prepared(
    select(results.c.root).where(results.c.root.in_(select(listed("ids"))), results.c.outcome == bindparam("outcome"))
)
_result = msgspec.json.Decoder(Result)


class Stored(Struct, frozen=True):
    """One row of `results`, column by column."""

    action: ActionId
    content: bytes
    number: str | None
    author: UserId
    device: str
    n: int | None
    root: ActionId | None
    outcome: Outcome
    first: int | None
    last: int | None
    more: int | None
    at_ms: int
    body: bytes
    original: bytes | None

    @property
    def spans(self) -> list[tuple[int, int]]:
        """From where to where its events stand in the log."""
        pairs = (self.first, self.last), (self.more, self.more)
        return [(first, last) for first, last in pairs if first is not None and last is not None]

    def result(self) -> Result:
        """The result as it was first answered, without its events."""
        return _result.decode(self.body)


def content_of(action: Action) -> bytes:
    """A hash of what must be the same when *action*'s id comes again: type, time and the table's fields.

    A registration's number is left out: a desk may add its own later.
    """
    masked = _MASKED_TOO if isinstance(action, (RegisterVisit, IssueTicket)) else _MASKED
    bare = replace(action, at=action.at.astimezone(UTC), **masked)
    return blake2b(encode(bare), digest_size=16).digest()


def stripped(action: AnyAction, author: UserId, patient: PatientId | None) -> AnyAction:
    """*action* with its author and without what was typed of a person."""
    fields: dict[str, Any] = {"by": author}
    if isinstance(action, (RegisterVisit, IssueTicket)):
        fields |= {"patient": None, "patient_id": patient or action.patient_id, "page_token": None}
    if isinstance(action, CorrectPatient):
        fields |= {name: NOTED for name in ("number", "name", "phone") if getattr(action, name) is not None}
    if getattr(action, "note", ""):
        fields["note"] = NOTED
    if getattr(action, "pin", None) is not None:
        fields["pin"] = None
    return replace(action, **fields)


def known(conn: Connection, ids: Iterable[ActionId]) -> dict[ActionId, Stored]:
    """The stored results among *ids*."""
    return {row.action: Stored(*row) for row in _BY_ID.all(conn, ids=list(ids))}


def used(conn: Connection, device: str, counters: Iterable[int]) -> dict[tuple[str, int], ActionId]:
    """Which action used each of these counters of *device*."""
    rows = _BY_COUNTER.all(conn, device=device, counters=list(counters))
    return {(device, row.n): ActionId(row.action) for row in rows}


def root_of(conn: Connection, replaced: ActionId) -> ActionId:
    """The first action of the chain that *replaced* belongs to."""
    root = conn.execute(select(results.c.root).where(results.c.action == replaced)).scalar_one_or_none()
    return ActionId(root) if root else replaced


def took_effect(conn: Connection, root: ActionId) -> bool:
    """Whether an action of the chain that begins with *root* was applied."""
    chain = (results.c.action == root) | (results.c.root == root)
    question = select(results.c.action).where(chain, results.c.outcome == "applied").limit(1)
    return conn.execute(question).scalar_one_or_none() is not None


def done_otherwise(conn: Connection, ids: Iterable[ActionId]) -> frozenset[ActionId]:
    """In whose stead, among these, another action took effect."""
    return frozenset(ActionId(row.root) for row in _DONE_OTHERWISE.all(conn, ids=list(ids), outcome="applied"))


def add(conn: Connection, rows: Iterable[Stored]) -> None:
    """Store new results."""
    _ADD.run_all(conn, [astuple(row) for row in rows])


def renumber(conn: Connection, row: Stored) -> None:
    """Store that the action of *row* brought its number later."""
    changed = {"number": row.number, "more": row.more, "body": row.body}
    conn.execute(update(results).where(results.c.action == row.action).values(**changed))
