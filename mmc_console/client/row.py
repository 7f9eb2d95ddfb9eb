"""One row of the outbox: an action of one person, and what became of it. It knows neither the disk nor the network."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime

from msgspec import Struct

from mmc_console.client.dependencies import Done, Standing, Stops, Subjects, standing
from mmc_console.client.shown import PendingRow, RowState
from mmc_console.domain.actions import AnyAction
from mmc_console.domain.ids import ActionId, Epoch, TicketId, UserId
from mmc_console.domain.patients import PatientRef
from mmc_console.domain.permissions import Actor
from mmc_console.wire.answers import Result
from mmc_console.wire.problems import Problem


class Row(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One action of one person, and what became of it."""

    n: int
    action: AnyAction
    actor: Actor
    author_name: str
    about: tuple[str, ...]
    guess: tuple[str, ...] = ()
    """Of that, what it is about only if it calls whom its screen foresaw: until the server's word is here."""
    state: RowState = "waiting"
    label: str = ""
    patient: PatientRef | None = None
    sent: int = 0
    """How often it has left; 0: certainly never."""
    first_sent: datetime | None = None
    shown: bool = False
    """Printed or announced: it can no longer be withdrawn as if it had not been."""
    problem: Problem | None = None
    result: Result | None = None
    epoch: Epoch | None = None
    seq: int = 0
    """The answer's log position."""
    decided: bool = False
    """A person has decided: what stands is kept, or another row goes in its place."""
    instead_of: int = 0
    """The `n` of the failed row it goes in the place of: before whatever waited for that one."""
    answers: ActionId | None = None
    """What failed, and this is the choice about: where it is taken back, that is asked about again."""
    told: dict[TicketId, int] = {}
    """Up to which revision who insists on it was told what others did, of the tickets that what waits names."""
    told_at: str | None = None
    """The position that was: revisions are of the history they were read in."""

    @property
    def id(self) -> ActionId:
        """The action's id."""
        return self.action.id

    @property
    def author(self) -> UserId:
        """Who did it."""
        return self.actor.user

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the order of sending."""
        return self.instead_of or self.n, self.n

    @property
    def subjects(self) -> Subjects:
        """The visits, tickets and rooms it is about."""
        return frozenset(self.about) if self.unsent else frozenset(self.about).difference(self.guess)

    @property
    def unsent(self) -> bool:
        """Whether the server's word is still missing."""
        return self.state in ("waiting", "sending")

    @property
    def returning(self) -> bool:
        """Whether the server had it before a restore, and is told again."""
        return self.unsent and self.action.was is not None

    @property
    def done(self) -> Done:
        """Where it was taken before a restore; nowhere where it was not."""
        history, _, seq = (self.action.was or ":0").rpartition(":")
        return Done(history, int(seq), self.instead_of > 0)

    @property
    def withdrawable(self) -> bool:
        """Whether it certainly never left, and nobody outside was shown anything of it."""
        return self.state == "waiting" and not self.sent and not self.shown

    @property
    def left(self) -> bool:
        """Whether it is of a history the centre has left on purpose: of what came after it, each is told the same."""
        return self.problem is not None and self.problem.code == "rolled-back"

    @property
    def failed(self) -> bool:
        """Whether a person has to decide."""
        return self.state in ("refused", "conflict") and not self.decided

    def standing(self, barred: Container[int] = (), *, alike: bool = False) -> Standing:
        """How it stands among the others, where the rows *barred* may not go.

        *alike*: what is of a history left on purpose holds nothing back, since each of those is told the same.
        """
        stops: Stops = "failed" if self.failed else "waits" if self.n in barred else ""
        params = self.problem.params if self.problem is not None else {}
        return standing(self.n, self.action, self.subjects, "" if alike and self.left else stops, params)

    def listed(self, waits_for: ActionId | None = None) -> PendingRow:
        """As the drawer lists it."""
        return PendingRow(
            self.id, self.action, self.author, self.author_name, self.state, self.action.at, self.problem, self.label,
            waits_for, self.decided,
        )  # fmt: skip
