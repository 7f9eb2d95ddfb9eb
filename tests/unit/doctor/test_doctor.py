"""`doctor` finds what is wrong with a centre's folder, says it as the health page does, and changes nothing."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mmc_console.client import own_health
from mmc_console.client.health_words import health_words
from mmc_console.client.keys import MemoryKeys
from mmc_console.doctor import centre, program, this_pc
from mmc_console.doctor.findings import ATTENTION, BROKEN, WELL, Finding, as_text, made, worst
from mmc_console.wire.health import Finding as Told
from mmc_console.wire.health import Report
from tests.guards import ExpectedLogs
from tests.server.auth_app import server_in
from tests.server.auth_parts import opened
from tests.server.auth_program import PATIENCE, serving


async def _make(place: Path) -> None:
    async with server_in(place):
        pass


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A centre that is well, made once."""
    place = tmp_path_factory.mktemp("centre")
    asyncio.run(_make(place))
    return place


@pytest.fixture
def place(pattern: Path, tmp_path: Path) -> Path:
    """One to damage."""
    return Path(shutil.copytree(pattern, tmp_path / "centre"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of 24 MB; only where one may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") is not None and sys.platform == "linux" and os.geteuid() == 0
    if not mounted or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk], check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def told(findings: list[Finding]) -> dict[str, str]:
    """What is not well, by check."""
    return {finding.check: finding.detail for finding in findings if finding.status != "healthy"}


def damage(place: Path, statement: str) -> None:
    with opened(place, tables=False) as (database, _):
        database.transact(lambda conn: conn.exec_driver_sql(statement))


def test_a_centre_that_is_well_is_called_well(place: Path) -> None:
    found = centre.centre(place, {})
    assert [each for each in found if each.check not in ("disk", "clock", "backups") and each.status != "healthy"] == []
    assert {each.check for each in found} == {"disk", "keys", "database", "event_log", "clock", "users", "backups"}
    figures = {each.check: each.figures for each in found}
    assert figures["keys"]["keys"] >= 4
    assert figures["users"] == {"users": 1}
    assert figures["event_log"]["seq"] >= 1
    assert figures["database"]["write_ms"] > 0


@pytest.mark.parametrize(
    ("statement", "check", "detail"),
    [
        ("DELETE FROM log_heads", "event_log", "no-log"),
        ("DELETE FROM events", "event_log", "ok"),
        ("UPDATE events SET seq = seq + 1", "event_log", "log-gap"),
        ("UPDATE users SET enabled = 0", "users", "no-admin"),
        ("UPDATE alembic_version SET version_num = '0001'", "database", "database-older"),
        ("UPDATE alembic_version SET version_num = '9999'", "database", "database-newer"),
    ],
)
def test_what_is_wrong_in_the_database_is_named(place: Path, statement: str, check: str, detail: str) -> None:
    damage(place, statement)
    assert told(centre.centre(place, {})).get(check, "ok") == detail


def test_backups_are_told_by_what_lies_in_their_stores(place: Path) -> None:
    assert told(centre.centre(place, {}))["backups"] == "backup-none"
    command = [sys.executable, "-m", "mmc_console", "backup", "--data", str(place)]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    assert told(centre.centre(place, {}))["backups"] == "backup-same-disk", "what breaks the disk takes both"
    [file] = (place / "backups").glob("*.backup")
    file.unlink()
    assert told(centre.centre(place, {}))["backups"] == "backup-none"


def test_a_damaged_page_is_found(place: Path) -> None:
    file = place / "center.db"
    with file.open("r+b") as handle:
        handle.seek(file.stat().st_size // 2)
        handle.write(b"\0" * 64)
    assert told(centre.centre(place, {}))["database"] in ("database-damaged", "disk-failed", "database-wrong-key")


def test_keys_that_others_can_read_are_told_before_they_are_mended(place: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("could be read by other users")
    (place / "keys" / "token.key").chmod(0o644)
    assert told(centre.centre(place, {}))["keys"] == "keys-unsafe"


def test_missing_keys_and_a_folder_without_a_centre_are_told(place: Path, tmp_path: Path) -> None:
    (place / "keys" / "index.key").unlink()
    assert told(centre.centre(place, {}))["keys"] == "keys-missing"
    (found,) = centre.centre(tmp_path / "nowhere", {})
    assert (found.detail, worst([found])) == ("no-centre", BROKEN)
    assert not (tmp_path / "nowhere").exists(), "nothing is made"


def test_a_database_that_may_only_be_read_is_told_from_a_broken_disk(pattern: Path, small_disk: Path) -> None:
    place = Path(shutil.copytree(pattern, small_disk / "centre"))
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert told(centre.centre(place, {}))["database"] == "database-read-only"


def test_a_full_disk_is_told(pattern: Path, small_disk: Path) -> None:
    place = Path(shutil.copytree(pattern, small_disk / "centre"))
    fill(small_disk)
    found = told(centre.centre(place, {}))
    assert found["disk"] == "disk-full"


def fill(disk: Path) -> None:
    """Take every byte that is left."""
    with (disk / "filler").open("wb", buffering=0) as filler:
        try:
            while filler.write(b"x" * 65_536):
                pass
        except OSError:
            pass


def test_a_disk_that_fills_under_a_running_server_is_found_and_told_when_it_is_over(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    """Both ways: the disk's check sees it come, the database's that nothing can be written."""
    expected_logs.expect("health: (disk|database) is unhealthy: disk-full")
    expected_logs.expect("health: disk is unhealthy: disk-full")

    async def story() -> None:
        async with server_in(small_disk) as server:
            fill(small_disk)
            await server.watch.look()
            views = {view.name: view for view in server.watch.health.views()}
            assert views["disk"].detail == "disk-full"
            assert (views["database"].status, views["database"].detail) == ("unhealthy", "disk-full")
            answer = await server.client.get("/api/v1/health")
            assert answer.status_code == 503
            (small_disk / "filler").unlink()
            server.clock.pass_by(minutes=1)
            await server.watch.look()
            views = {view.name: view for view in server.watch.health.views()}
            assert views["database"].detail == "ok"
            with server.database.read() as conn:
                told = conn.exec_driver_sql("SELECT detail FROM health_changes WHERE \"check\" = 'database'").all()
            assert [row[0] for row in told] == ["disk-full", "ok"], "written down as soon as there was room"

    asyncio.run(story())


def test_a_running_server_is_asked_what_it_says_itself(tmp_path: Path) -> None:
    with serving(tmp_path / "centre") as url:
        assert centre.runs_here(tmp_path / "centre")
        found = this_pc.server(url, None, expected=True)
        assert (found[0].check, found[0].status, found[0].facts["url"]) == ("server", "healthy", url)
        beside = told(centre.centre(tmp_path / "centre", {}))
        assert {check for check in beside if check not in ("disk", "clock")} == set(), "also beside a running server"
        command = [sys.executable, "-m", "mmc_console", "doctor", "--json", "--data", str(tmp_path / "centre")]
        said = json.loads(subprocess.run(command, check=False, capture_output=True, timeout=PATIENCE).stdout)
        (asked,) = [each for each in said["findings"] if each["check"] == "server"]
        assert asked["facts"]["url"] == url, "whichever port it was started with"
    assert not centre.runs_here(tmp_path / "centre")
    (gone,) = this_pc.server(url, None, expected=True)
    assert (gone.detail, gone.status) == ("server-not-running", "unhealthy")
    (gone,) = this_pc.server(url, None, expected=False)
    assert gone.status == "degraded"


def test_what_the_server_says_is_among_the_findings() -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    report = Report(
        "degraded", at, "0.0.1", {"disk": Told("degraded", "disk-low", at), "clock": Told("healthy", "ok", at)}
    )
    found = this_pc._of(report, {"url": "https://centre"})
    assert [(each.check, each.detail) for each in found] == [
        ("server", "server-degraded"), ("disk", "disk-low"), ("version", "version-differs"),
    ]  # fmt: skip


def test_an_address_nobody_may_trust_is_not_asked() -> None:
    (found,) = this_pc.server("http://192.0.2.7", None, expected=True)
    assert found.detail == "server-not-running"


def test_keyring_and_store_of_this_pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def locked() -> MemoryKeys:
        return MemoryKeys(why="locked")

    monkeypatch.setattr(this_pc, "open_keys", locked)
    assert this_pc.keyring().detail == "keyring-locked"
    assert this_pc.store(tmp_path / "none", ()).detail == "store-none"
    (tmp_path / "default").mkdir()
    usage = shutil._ntuple_diskusage(10**12, 0, own_health.FULL - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert this_pc.store(tmp_path, ("default",)).detail == "pc-disk-full"


def test_missing_files_of_the_program_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert program.files().status == "healthy"
    monkeypatch.setattr(program, "NEEDED", (("resources", "center.json"), ("resources", "gone.json")))
    assert (program.files().detail, program.files().facts) == ("files-missing", {"missing": "gone.json"})


def test_windows_that_cannot_be_opened_are_told_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "OPENS", "raise ImportError('libEGL.so.1: cannot open shared object file')")
    found = program.windows()
    assert (found.detail, found.status) == ("qt-missing", "unhealthy")
    assert "libEGL.so.1" in found.facts["fault"]


def test_a_check_that_cannot_look_is_a_finding_without_its_text() -> None:
    def broken() -> Finding:
        raise OSError("/secret/path")

    (found,) = made("disk", broken)
    assert (found.detail, found.facts) == ("check-failed", {"fault": "OSError"})


@pytest.mark.parametrize(("language", "first"), [("ar", "يوجد ما لا يعمل."), ("en", "Something does not work.")])
def test_it_is_said_the_worst_first_with_what_to_do(language: str, first: str) -> None:
    findings = [
        Finding(check="keys"), Finding(check="disk", status="degraded", detail="disk-low", figures={"free_bytes": 5e8}),
        Finding(check="database", status="unhealthy", detail="database-damaged", facts={"file": "/srv/center.db"}),
    ]  # fmt: skip
    words = health_words(language)
    lines = as_text(findings, words).splitlines()
    assert lines[0] == first
    order = [line[1] for line in lines if line.startswith("[")]
    assert order == ["x", "!", "v"]
    assert any(words.details["disk-low"].do in line for line in lines)
    assert (worst(findings), worst(findings[:2]), worst(findings[:1])) == (BROKEN, ATTENTION, WELL)


def test_the_command_prints_the_same_for_programs(place: Path) -> None:
    words = ["doctor", "--data", str(place), "--json", "--profiles", str(place / "no")]
    run = subprocess.run(
        [sys.executable, "-m", "mmc_console", *words],
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    found = json.loads(run.stdout)
    assert run.returncode == found["code"]
    details = {each["check"]: each["detail"] for each in found["findings"]}
    assert details["windows"] == "ok"
    assert {
        "program",
        "engine",
        "files",
        "windows",
        "disk",
        "keys",
        "database",
        "event_log",
        "users",
        "server",
    } <= details.keys()
