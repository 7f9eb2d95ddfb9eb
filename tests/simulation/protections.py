"""The protections, each of which can be switched off: a simulator that does not notice proves nothing.

An entry swaps one piece of the program for one that does without. The table says what each is for.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from msgspec.structs import replace
from sqlalchemy import update

from mmc_console.client import desk as desk_module
from mmc_console.client.desk import Desk
from mmc_console.client.identity import Identity
from mmc_console.client.outbox import Outbox
from mmc_console.client.poison import Poison
from mmc_console.client.replica import Replica
from mmc_console.client.row import Row
from mmc_console.client.sync import Sync
from mmc_console.domain.decide import draft as draft_module
from mmc_console.domain.decide import registration
from mmc_console.domain.evolve import evolve
from mmc_console.domain.ids import Epoch
from mmc_console.server import restoring, writer_batch
from mmc_console.server.log import events
from mmc_console.server.log import results as server_results
from mmc_console.server.log.ledger import Ledger
from mmc_console.server.log.tables import heads
from mmc_console.server.returning import Returning
from mmc_console.server.writer_turns import Turns
from tests.simulation.story import tell

Off = Callable[[ExitStack], None]


def _swap(stack: ExitStack, owner: Any, name: str, other: Any) -> None:
    stack.enter_context(patch.object(owner, name, other, create=name == "copied"))


def _no_gap_check(stack: ExitStack) -> None:
    """Whatever comes is applied, also when something before it has not come."""

    def apply(self: Replica, events: Iterable[Any], *, whole: bool = False) -> tuple[Any, ...]:
        fresh = tuple(event for event in events if event.seq > self.seq)
        with self.together():
            for event in fresh:
                evolve(self.state, event)
            self.seq = self.state.seq
        return fresh

    _swap(stack, Replica, "apply", apply)


def _shown_before_flushed(stack: ExitStack) -> None:
    """The key answers at once; the disk comes later."""

    async def written(
        self: Outbox, work: Any, rows: Iterable[Row], fresh: Row | None = None,
        then: Callable[[Row], None] | None = None,
    ) -> None:  # fmt: skip
        for row in rows:
            self._rows[row.n], self._by_id[row.id] = row, row.n
        if fresh is not None and then is not None:
            then(fresh)
        self._on_change()
        self._store.start(work)

    _swap(stack, Outbox, "_written", written)


def _no_revision(stack: ExitStack) -> None:
    """Nobody asks whether another desk was first."""
    _swap(stack, draft_module.Draft, "moved_unseen", lambda self, ticket: False)


def _no_whole_visit(stack: ExitStack) -> None:
    """What is done with a whole visit goes over whatever others did with its tickets."""
    _swap(stack, draft_module.Draft, "need_nobody_since", lambda self, *_, **more: None)


def _no_newest(stack: ExitStack) -> None:
    """An older word about a clinic, a room or a person goes over whatever was said since."""
    _swap(stack, draft_module.Draft, "need_newest", lambda self, code, fault=None, **params: None)


def _no_choice(stack: ExitStack) -> None:
    """What the screen has shown stays on the screen."""
    _swap(stack, desk_module, "chosen", lambda action, *rest, **more: action)


def _drawn_ids(stack: ExitStack) -> None:
    """Visits and tickets get ids by chance, at each place another."""
    _swap(stack, draft_module, "ticket_of", lambda *_: str(uuid.uuid4()))
    _swap(stack, registration, "visit_of", lambda *_: str(uuid.uuid4()))


def _no_epoch(stack: ExitStack) -> None:
    """A restored server goes on under the name of the history it replaces."""
    real = restoring.begin_again

    def begin_again(conn: Any, at: Any, replaced: Any = (), *, bring_back: bool = True) -> Epoch:
        before = events.head(conn)
        real(conn, at, replaced, bring_back=bring_back)
        assert before is not None
        conn.execute(update(heads).values(epoch=before.epoch))
        return before.epoch

    _swap(stack, restoring, "begin_again", begin_again)


def _no_ids(stack: ExitStack) -> None:
    """The server does not know an action again."""
    real = writer_batch.Batch.take

    def take(self: Any, actor: Any, device: str, action: Any, after: Any = ()) -> Any:
        if action.id not in self._fresh:
            again = self._known.pop(action.id, None)
            self._state.traces.pop(action.id, None)
            if again is not None:
                self._conn.exec_driver_sql("DELETE FROM results WHERE action = ?", (action.id,))
        return real(self, actor, device, action, after)

    _swap(stack, writer_batch.Batch, "take", take)


def _no_fence(stack: ExitStack) -> None:
    """A console never learns that it is a copy, and the server does not look at its count."""

    async def fence(self: Identity) -> None:
        return None

    _swap(stack, Identity, "fence", fence)
    _swap(stack, Identity, "copied", property(lambda self: False, lambda self, value: None))
    _swap(stack, Identity, "spent_on", lambda self, day, *, certain: 0)
    _swap(stack, server_results, "used", lambda conn, device, numbers: {})


def _nothing_brought_back(stack: ExitStack) -> None:
    """What a lost history had acknowledged stays lost."""

    async def bring_back(self: Desk, epoch: Any) -> None:
        return None

    _swap(stack, Desk, "bring_back", bring_back)
    _swap(stack, Outbox, "away", lambda self, epoch: False)


def _no_ledger(stack: ExitStack) -> None:
    """A restored server counts on from what it remembers."""
    _swap(stack, Ledger, "apply", lambda self, state: None)


def _no_author(stack: ExitStack) -> None:
    """What waits is sent in the name of whoever sits there when the cable is back."""

    def request(self: Sync, batch: Any, epoch: Any) -> Any:
        asked = real(self, batch, epoch)
        user = self._sender._session.user
        by = user.id if user is not None else None
        return replace(asked, actions=tuple(replace(a, by=by or a.by) for a in asked.actions))

    real = Sync._request
    _swap(stack, Sync, "_request", request)


def _no_roll_back(stack: ExitStack) -> None:
    """What an administrator has rolled back on purpose comes back all the same."""
    _swap(stack, Returning, "stays_away", lambda self, was: False)


def _nothing_held_back(stack: ExitStack) -> None:
    """What builds on something refused, or not there yet, is taken all the same."""
    _swap(stack, Turns, "_outcomes", lambda self, ids, told: set())


def _nothing_taken_apart(stack: ExitStack) -> None:
    """A request that the server, or the line, breaks on is sent again as it is, for ever."""
    _swap(stack, Poison, "broke", lambda self, ids, undone: False)


PROTECTIONS: dict[str, Off] = {
    "ids": _no_ids,
    "epoch": _no_epoch,
    "desk fencing": _no_fence,
    "gap check": _no_gap_check,
    "bringing back": _nothing_brought_back,
    "number ledger": _no_ledger,
    "revision": _no_revision,
    "whole visit": _no_whole_visit,
    "newer word": _no_newest,
    "flush before show": _shown_before_flushed,
    "derived ids": _drawn_ids,
    "choice in the action": _no_choice,
    "author": _no_author,
    "roll back on purpose": _no_roll_back,
    "holding back": _nothing_held_back,
    "taking apart": _nothing_taken_apart,
}


FROM = {
    "bringing back": 20,
    "epoch": 20,
    "newer word": 160,
    "number ledger": 250,
    "roll back on purpose": 45,
    "taking apart": 290,
    "whole visit": 20,
}
"""Where the search begins, else at 0: what is seldom would cost a minute each time. Just before the seed that found it
last; with other rules that is another seed, and the search is longer until this is put right."""
MISTAKES = ("TypeError", "AttributeError", "NameError", "ImportError")
"""What a piece that does not fit raises: it shows nothing about the protection it takes away."""


@contextmanager
def without(name: str) -> Iterator[None]:
    """The program without this protection."""
    with ExitStack() as stack:
        PROTECTIONS[name](stack)
        yield


def found(name: str, at_most: int) -> tuple[int, str] | None:
    """The first seed that notices that *name* is switched off, and what it noticed."""
    with without(name):
        first = FROM.get(name, 0)
        for seed in range(first, first + at_most):
            try:
                tell(seed)
            except AssertionError as broken:
                what = str(broken).splitlines()[0]
                assert not any(mistake in what for mistake in MISTAKES), f"{name!r} does not fit the program: {what}"
                return seed, what
    return None
