"""The health check `backups`: whether the data is safe, said from what is known already. It looks at no store."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from mmc_console.server.backups.places import SAME_DISK
from mmc_console.server.backups.schedule import is_late
from mmc_console.server.backups.service import Backups
from mmc_console.server.backups.stream import BEHIND
from mmc_console.server.health.health import Verdict

TEST_LATE: Final = timedelta(hours=36)
ELSEWHERE_WITHIN: Final = timedelta(hours=1)
"""So long after its first backup a new centre may be set up before it has to have one elsewhere."""


def check(backups: Backups) -> Verdict:
    """`ok`, or why the data is less safe than it should be: never a reason to stop working.

    `backup-late`, or why the last attempt failed; a store's fault; `restore-test-failed`, `restore-test-late`;
    `shipping-behind`, or why nothing is shipped; `backup-same-disk`: what breaks the one disk takes all of them.
    """
    now = backups.parts.clock.now()
    settings = backups.settings
    at = backups.last_at(now)
    if backups.last_fault is not None:
        return Verdict("degraded", backups.last_fault.code)
    if is_late(at, backups.began, now, settings.every_hours):
        return Verdict("degraded", "backup-late" if at is not None else "backup-none")
    for place in backups.contents.places:
        if place.detail != "ok":
            return Verdict("degraded", place.detail)
    test = backups.last_test
    if test is not None and test.outcome == "failed":
        return Verdict("degraded", "restore-test-failed")
    if at is not None and now - max(test.began if test else backups.began, backups.began) > TEST_LATE:
        return Verdict("degraded", "restore-test-late")
    row = backups.stream.row(on=settings.ship)
    if row.state == "failed":
        return Verdict("degraded", row.detail or "shipping-behind")
    if row.lag is not None and row.lag > BEHIND:
        return Verdict("degraded", "shipping-behind")
    places, kept = backups.contents.places, backups.contents.backups
    if places and all(place.near for place in places):
        first = min((each.note.header.at for each in kept), default=now)
        if now - first > ELSEWHERE_WITHIN:
            return Verdict("degraded", SAME_DISK)
    return Verdict("healthy")
