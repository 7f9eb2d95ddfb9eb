"""A restore is told of once, whole, whatever ends the server while it tells."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from mmc_console.server.incidents import Incidents
from mmc_console.server.restore import reports, telling
from mmc_console.server.restore.telling import Telling
from mmc_console.wire.alerts import Incident
from mmc_console.wire.restore import Changes, Pair, RestoreAnswer, RestoreReport
from tests.guards import ExpectedLogs
from tests.server.auth_app import Server, server_in

ID = "20261123T041500Z-0a1b2c"


class Killed(BaseException):
    """As `kill -9` at this place."""


class Told:
    """A server that stands on a restored database, and what it has to tell."""

    def __init__(self, server: Server) -> None:
        self.server, self.folder = server, server.database.path.parent
        now = server.clock.now()
        report = RestoreReport(
            id=ID, epoch=server.writer.epoch, began=now, ended=now, seconds=1.0, down_seconds=0.0, by="admin",
            reason="drill", bring_back=True, safety="", kept="",
        )  # fmt: skip
        changes = Changes(
            backup_id="b", center="MMC", readable=False, seq=1, at=now, tickets=Pair(None, 0), visits=Pair(None, 0),
            users=Pair(None, 1),
        )  # fmt: skip
        telling.intend(
            self.folder, Telling(answer=RestoreAnswer(dry_run=False, changes=changes, report=report), closed=now)
        )

    def tell(self) -> int:
        """As each start does; how many were told of."""
        server = self.server
        server.clock.pass_by(seconds=30)
        site = server.writer.center.center
        return len(telling.tell(self.folder, server.database, server.clock, server.office.incidents, lambda: site))

    def incidents(self) -> list[Incident]:
        """What was opened."""
        incidents = self.server.office.incidents
        return [incidents.one(row.id) for row in incidents.listing()]


def run(place: Path, story: Callable[[Told], None]) -> None:
    async def whole() -> None:
        async with server_in(place) as server:
            await asyncio.to_thread(lambda: story(Told(server)))

    asyncio.run(whole())


def notes(incident: Incident) -> list[str]:
    return [entry.text for entry in incident.entries if entry.sort == "note" and entry.text]


def killed(*_: object) -> None:
    raise Killed


@pytest.mark.parametrize("place", ["forget", "note"])
def test_killed_while_it_tells_it_opens_no_second_incident_and_leaves_none_half_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def story(told: Told) -> None:
        with monkeypatch.context() as ended:
            ended.setattr(*((telling, "forget", killed) if place == "forget" else (Incidents, "note", killed)))
            with pytest.raises(Killed):
                told.tell()
        assert told.tell() == 1
        (found,) = told.incidents()
        assert len(notes(found)) == len(set(notes(found))) == 5
        last = reports.last(told.folder)
        assert last is not None
        assert last.report is not None
        assert f"{last.report.seconds:.1f}" in notes(found)[0], "the report and the incident say the same"
        assert told.tell() == 0

    run(tmp_path, story)


def test_a_report_that_cannot_be_kept_now_is_kept_by_the_next_start(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("the report of a restore could not be kept")

    def story(told: Told) -> None:
        in_the_way = told.folder / reports.FOLDER / f".{ID}"
        in_the_way.mkdir()
        told.tell()
        assert reports.last(told.folder) is None
        in_the_way.rmdir()
        told.tell()
        assert reports.last(told.folder) is not None
        assert len(told.incidents()) == 1

    run(tmp_path, story)
