"""A restore as it is asked for and told: what would change, how far it is, and what it has led to."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.whole import Whole


class RestoreRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /api/v1/admin/restore`. Without `to`: exactly the backup; the last three are for what is no dry run."""

    backup_id: str
    to: Whole | datetime | None = None
    dry_run: bool = False
    bring_back: bool = True
    reason: str = ""
    password: str = ""
    center: str = ""


class Pair(Struct, frozen=True):
    """A count in the present database (None: it cannot be read) and in the restored one."""

    now: int | None
    then: int


class ClinicChange(Struct, frozen=True, kw_only=True):
    """One clinic's tickets, and the visits that have any there."""

    clinic: ClinicCode
    tickets: Pair
    visits: Pair


class UserChange(Struct, frozen=True):
    """A user who is not the same in both: `kind` is `gone`, `back`, `rights`, `password` or `name`."""

    username: str
    kind: str


class Changes(Struct, frozen=True, kw_only=True):
    """What a restore changes, counted in both databases."""

    backup_id: str
    center: str
    readable: bool
    """Whether the present database could be read; else nothing is known of what is there now."""
    seq: int
    at: datetime | None
    now_seq: int | None = None
    now_at: datetime | None = None
    shared: int = 0
    """Up to this position both have the same log."""
    tickets: Pair
    visits: Pair
    users: Pair
    clinics: tuple[ClinicChange, ...] = ()
    changed_users: tuple[UserChange, ...] = ()
    settings: tuple[str, ...] = ()
    """The areas of settings that are not the same in both."""
    centre_published: bool = False
    """Whether clinics, pathways or rules are others than now."""
    later: int = 0
    """Actions of the present database that the restored one does not have."""
    from_desks: int = 0
    """Of these, those which consoles that are still let in hold, and bring back unless that is not wanted."""
    consoles: int = 0
    """So many consoles hold them."""
    migrated_from: str = ""
    """The version of the backup's schema, where it is an older one."""


class Verified(Struct, frozen=True):
    """One thing that was looked at after the restore. `detail` is a code or a count."""

    name: str
    ok: bool
    detail: str = ""


class RestoreReport(Struct, frozen=True, kw_only=True):
    """What a restore has led to."""

    id: str
    epoch: str
    began: datetime
    ended: datetime
    seconds: float
    down_seconds: float
    """So long no action was taken."""
    by: str
    reason: str
    bring_back: bool
    safety: str
    """The safety backup's id; empty where the present database could not be read."""
    kept: str
    """The folder beside the database, by name, with the files that were replaced; empty where there were none."""
    later: str = ""
    """The file in it with the later actions, where these were not to come back."""
    checks: tuple[Verified, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether everything that was looked at is as it must be."""
        return all(check.ok for check in self.checks)


class RestoreAnswer(Struct, frozen=True, kw_only=True):
    """What would change, and for what was no dry run also what has come of it."""

    dry_run: bool
    changes: Changes
    report: RestoreReport | None = None


class RestoreState(Struct, frozen=True, kw_only=True):
    """`GET /api/v1/admin/restore`: the one that is under way, and the last one that has ended."""

    stage: str = ""
    since: datetime | None = None
    last: RestoreAnswer | None = None
    problem: str = ""
    """Why the last one was given up: a code; everything is as it was before."""
