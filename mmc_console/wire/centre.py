"""The centre's data as administrators change it: the draft, what it would change, publishing, and what was before."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from mmc_console.domain.centre import Center
from mmc_console.domain.centre_check import Fault
from mmc_console.domain.centre_diff import Difference
from mmc_console.domain.centre_effects import Effect
from mmc_console.domain.refusals import Params
from mmc_console.domain.whole import Counter

When = Literal["now", "next-day", "at"]
PublicationState = Literal["waiting", "published", "cancelled", "refused"]


class Who(Struct, frozen=True, omit_defaults=True):
    """Who did something, by id and by the name others see; both empty for the server itself."""

    id: str = ""
    name: str = ""


class DraftView(Struct, frozen=True, kw_only=True):
    """What is being written. `base`: the version it was begun from; `faults`: why it cannot be published yet."""

    revision: int
    at: datetime
    by: Who
    base: int
    center: Center
    faults: tuple[Fault, ...] = ()


class Publication(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One that waits for its moment, or has had it. `code`, `params`: what it was refused for."""

    id: int
    due: datetime
    made: datetime
    by: Who
    state: PublicationState
    ended: datetime | None = None
    ended_by: Who = Who()
    code: str = ""
    params: Params = {}


class CentreAnswer(Struct, frozen=True, kw_only=True):
    """`GET /api/v1/admin/centre`: what holds, what is being written, what is to come."""

    seq: int
    at: datetime
    by: Who
    center: Center
    today: date
    next_day: datetime
    """The moment the next service day begins."""
    draft: DraftView | None = None
    publications: tuple[Publication, ...] = ()
    """Newest first: what waits, and the last ones that had their moment."""


class SaveDraft(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`PUT /api/v1/admin/centre/draft`. `revision`: the draft this was written on; 0 where there was none."""

    revision: Counter
    base: Counter
    center: Center


class CheckRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /api/v1/admin/centre/check`."""

    center: Center


class CheckAnswer(Struct, frozen=True, kw_only=True):
    """What publishing it now would change and mean. `seq`: the version it was compared with."""

    seq: int
    faults: tuple[Fault, ...]
    differences: tuple[Difference, ...]
    effects: tuple[Effect, ...]


class PublishRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /api/v1/admin/centre/publish`. `seq`: the version whose differences were seen."""

    revision: Counter
    seq: Counter
    when: When = "now"
    at: datetime | None = None


class PublishAnswer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The new version's position, or the publication that waits."""

    seq: int = 0
    publication: Publication | None = None


class Version(Struct, frozen=True, kw_only=True):
    """One that was published."""

    seq: int
    at: datetime
    by: Who
    changes: int
    """How many differences to the version before."""


class Saved(Struct, frozen=True, kw_only=True):
    """A draft as somebody saved it once."""

    revision: int
    at: datetime
    by: Who


class HistoryAnswer(Struct, frozen=True, kw_only=True):
    """`GET /api/v1/admin/centre/history`, newest first."""

    versions: tuple[Version, ...]
    drafts: tuple[Saved, ...]


class TakeUp(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /api/v1/admin/centre/draft`: begin from a version (`seq`), or from what was saved once (`saved`)."""

    revision: Counter
    seq: Counter = 0
    saved: Counter = 0
