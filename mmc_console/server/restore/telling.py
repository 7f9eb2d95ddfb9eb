"""A restore is told of once the server stands on it: its report, and an incident that is filled already.

What is to be told is written down before the new database is put in place: a server that is killed just then, or the
command line, leaves it to the next start. It is told of the history it belongs to, or of none.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from mmc_console import assets
from mmc_console.domain.centre import Site
from mmc_console.domain.ids import Epoch
from mmc_console.domain.service_day import calendar_of
from mmc_console.server.clock import Clock
from mmc_console.server.incidents import Incidents
from mmc_console.server.log import events
from mmc_console.server.log.events import millis
from mmc_console.server.restore import journal, making, reports
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import StoreError
from mmc_console.wire.restore import RestoreAnswer, RestoreReport

log = logging.getLogger(__name__)

SUFFIX: Final = ".untold"
LANGUAGES: Final = ("ar", "en")


class Telling(Struct, frozen=True, kw_only=True):
    """What is to be told. `answer` has its report, as far as it is known; `closed`: since when no action was taken;
    `fault`, `lost`: how the old database was destroyed, and when that was found."""

    answer: RestoreAnswer
    closed: datetime
    fault: str = ""
    lost: datetime | None = None
    alert: str = ""
    """The alert that was raised then."""
    audit_goes_on: bool = False
    taken_back: int = 0
    """Publications that waited in the backup, and are drafts again."""
    recorded: bool = False
    """The report is kept: only the incident is missing."""

    @property
    def report(self) -> RestoreReport:
        """What has come of it."""
        assert self.answer.report is not None
        return self.answer.report


def intend(folder: Path, telling: Telling) -> None:
    """Write it down, before the switch. OSError."""
    place = folder / reports.FOLDER
    place.mkdir(mode=0o700, exist_ok=True)
    draft = place / f".{telling.report.id}"
    draft.write_bytes(msgspec.json.encode(telling))
    draft.replace(_file(folder, telling.report.id))
    journal.flush_folder(place)


def forget(folder: Path, id: str) -> None:
    """It was given up, or is told."""
    _file(folder, id).unlink(missing_ok=True)


def untold(folder: Path) -> list[Telling]:
    """What is still to be told, the oldest first."""
    found = []
    for path in sorted((folder / reports.FOLDER).glob(f"*{SUFFIX}")):
        try:
            found.append(msgspec.json.decode(path.read_bytes(), type=Telling))
        except (OSError, msgspec.DecodeError):
            log.warning("%s cannot be read: this restore is told nowhere", path.name)
            path.unlink(missing_ok=True)
    return found


def tell(
    folder: Path,
    database: Database,
    clock: Clock,
    incidents: Incidents | None,
    site: Callable[[], Site] | None,
) -> list[RestoreAnswer]:
    """Tell of all that *database* has come from, and look at it once more; what was told. It blocks.

    Without *incidents* (the command line has none) these are left to the next start of the server.
    """
    told = []
    for each in untold(folder):
        with database.read() as conn:
            head = events.head(conn)
        if head is None or head.epoch != each.report.epoch:
            forget(folder, each.report.id)  # it never came to that, or another has replaced it since
            continue
        telling = each if each.recorded else _recorded(folder, each, database, clock)
        told.append(telling.answer)
        try:
            if telling.recorded and not each.recorded:
                intend(folder, telling)  # whoever is killed now says the same once more, not something else
            if incidents is not None and site is not None:
                _open_incident(incidents, telling, site())
                if telling.recorded:
                    forget(folder, telling.report.id)
        except (StoreError, OSError) as fault:
            log.warning("no incident could be opened for a restore: %s", type(fault).__name__)
    return told


def _recorded(folder: Path, telling: Telling, database: Database, clock: Clock) -> Telling:
    """The report kept. The audit of the new database has said it before that stood."""
    report, now = telling.report, clock.now()
    stopped = min(telling.lost or telling.closed, telling.closed)
    done = replace(telling.answer, report=replace(
        report, ended=now, seconds=round((now - report.began).total_seconds(), 3),
        down_seconds=round((now - stopped).total_seconds(), 3),
        kept=report.id if journal.kept(folder, report.id).is_dir() else "",
        checks=(*report.checks, *making.standing(database, Epoch(report.epoch))),
    ))  # fmt: skip
    kept = reports.keep(folder, done)
    log.info("restore %s done: history %s from position %d", report.id, report.epoch, done.changes.seq)
    return replace(telling, answer=done, recorded=kept)


# -- the incident -----------------------------------------------------------------------


@cache
def words(language: str) -> dict[str, str]:
    """The sentences, in this language."""
    return msgspec.json.decode(assets.path("translations", f"restores_{language}.json").read_bytes())  # type: ignore[no-any-return]  # our own file


def _open_incident(incidents: Incidents, telling: Telling, site: Site) -> None:
    """With all that is known, in the centre's first language; one that was opened before a kill is gone on with."""
    title, notes = written(telling, site)
    began = min(telling.lost or telling.report.began, telling.report.began)
    same = (row.id for row in incidents.listing() if (row.title, millis(row.began)) == (title, millis(began)))
    id = next(same, None) or incidents.open(
        title, "severe", by=telling.report.by, alert=telling.alert, began=began
    )  # fmt: skip
    there = {entry.text for entry in incidents.one(id).entries}
    for note in notes:
        if note not in there:
            incidents.note(id, note)


def written(telling: Telling, site: Site) -> tuple[str, list[str]]:
    """The incident's title, and its notes."""
    say = words(next((each for each in site.languages if each in LANGUAGES), "en"))
    changes, report = telling.answer.changes, telling.report
    at = f"{calendar_of(site).stamp(changes.at):%Y-%m-%d %H:%M:%S}" if changes.at is not None else "-"
    checked = [(c.ok, f"{say[f'check.{c.name}']} {c.detail}".strip()) for c in report.checks]
    good, bad = (", ".join(text for ok, text in checked if ok is kind) for kind in (True, False))
    first = [
        say["lost"].format(fault=telling.fault) if telling.fault else "",
        say["alert"].format(id=telling.alert[:8]) if telling.alert else "",
        say["who"].format(by=report.by or say["line"], reason=report.reason),
        say["from"].format(backup=changes.backup_id, seq=changes.seq, at=at, id=report.id),
        say["times"].format(seconds=f"{report.seconds:.1f}", down=f"{report.down_seconds:.1f}"),
    ]
    if not report.bring_back:
        later = say["away"].format(later=changes.later, file=report.later or "-")
    elif changes.readable:
        later = say["coming"].format(later=changes.later, held=changes.from_desks, consoles=changes.consoles)
    else:
        later = say["unknown"]
    lost = [say["seen"] if changes.readable else say["blind"]]
    if changes.readable and not telling.audit_goes_on:
        lost.append(say["audit"])
    if telling.taken_back:
        lost.append(say["drafts"].format(count=telling.taken_back))
    files = [
        say["kept"].format(folder=report.kept) if report.kept else say["nothing"],
        say["safety"].format(safety=report.safety) if report.safety else say["unsafe"],
    ]
    checks = [say["checks"].format(good=good), say["bad"].format(bad=bad) if bad else ""]
    notes = [" ".join(filter(None, part)) for part in (first, checks, [later], lost, files)]
    return say["title"].format(reason=report.reason)[:200], notes


def _file(folder: Path, id: str) -> Path:
    return folder / reports.FOLDER / f"{id}{SUFFIX}"
