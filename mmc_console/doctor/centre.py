"""A centre's folder: keys and their rights, the database whole and writable, the log without a gap, room on the disk.

Works beside a running server and without one. It writes one row that means nothing, and changes nothing else.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, func, select

from mmc_console.doctor.backups import backups
from mmc_console.doctor.findings import Finding, made
from mmc_console.server.auth.tables import users
from mmc_console.server.auth.users import split_roles
from mmc_console.server.clock import SystemClock
from mmc_console.server.health.checks import check_clock, write_probe
from mmc_console.server.health.health import Verdict
from mmc_console.server.health.machine import CertificateCheck, Machine, check_disk
from mmc_console.server.keys import Keys, KeysFault, keys_folder, open_keys
from mmc_console.server.listening import AlreadyRunning, only_one
from mmc_console.server.log import events
from mmc_console.server.log.tables import events as event_rows
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import DiskFault, StoreError, cause_of
from mmc_console.server.store.migrate import HEAD, version_of

FILE: Final = "center.db"


def centre(folder: Path, environ: Mapping[str, str]) -> list[Finding]:
    """Everything about the centre in *folder*."""
    path = folder / FILE
    if not path.is_file():
        return [Finding(check="database", status="unhealthy", detail="no-centre", facts={"folder": str(folder)})]
    place = keys_folder(folder, environ)
    rights = made("keys", lambda: _rights(place))
    found = [*made("disk", lambda: _said("disk", check_disk([folder, folder / "logs"])))]
    try:
        keys = open_keys(place, database_exists=True)
    except KeysFault as fault:
        return [*found, Finding(check="keys", status="unhealthy", detail=fault.code, facts={"file": fault.name})]
    found += rights
    try:
        with _opened(path, keys) as database:
            found += made("database", lambda: _database(database, path))
            found += made("event_log", lambda: _read("event_log", lambda: _log(database)))
            found += made("clock", lambda: _read("clock", lambda: _clock(database, folder)))
            found += made("users", lambda: _read("users", lambda: _users(database)))
            if not runs_here(folder):  # a running server says more of its own, and is asked
                found += made("backups", lambda: _read("backups", lambda: backups(database, keys, folder)))
    except StoreError as fault:
        found.append(Finding(check="database", status="unhealthy", detail=_code(fault, path)))
    return found


def certificate(path: Path) -> Finding:
    """How long this certificate still holds."""
    return _said("certificate", CertificateCheck(path, SystemClock())())


def runs_here(folder: Path) -> bool:
    """Whether a server works in *folder* now."""
    if not (folder / "server.lock").exists():
        return False
    try:
        with only_one(folder):
            return False
    except AlreadyRunning:
        return True


@contextmanager
def _opened(path: Path, keys: Keys) -> Iterator[Database]:
    database = Database(path, keys.database)
    database.open()
    try:
        yield database
    finally:
        database.close()


def _code(fault: StoreError, path: Path) -> str:
    """A disk that cannot be read, told from a file that may only be read."""
    if isinstance(fault, DiskFault) and not (_writable(path) and _writable(path.parent)):
        return "database-read-only"
    return cause_of(fault)


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK)


def _rights(folder: Path) -> Finding:
    """Whether only the server's user can read the keys; looked at before anything mends it."""
    files = sorted(folder.glob("*.key"))
    figures = {"keys": float(len(files))}
    if os.name == "posix" and any(stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (folder, *files)):
        return Finding(check="keys", status="degraded", detail="keys-unsafe", figures=figures)
    return Finding(check="keys", figures=figures)


def _read(check: str, look: Callable[[], Finding]) -> Finding:
    """What *look* finds; where the database cannot be read for it, that is told by the database's own check."""
    try:
        return look()
    except StoreError:
        return Finding(check=check, status="degraded", detail="not-checked")


def _database(database: Database, path: Path) -> Finding:
    try:
        return _whole(database, path)
    except StoreError:  # a page nobody can make sense of
        return Finding(check="database", status="unhealthy", detail="database-damaged", facts={"file": str(path)})


def _whole(database: Database, path: Path) -> Finding:
    facts = {"file": str(path)}
    figures = {"size_mb": round(sum(part.stat().st_size for part in path.parent.glob(f"{FILE}*")) / 1024**2, 1)}
    with database.read() as conn:
        version = version_of(conn)
        if version is None or version < HEAD:
            return Finding(check="database", status="degraded", detail="database-older", facts=facts)
        if version > HEAD:
            return Finding(check="database", status="unhealthy", detail="database-newer", facts=facts)
        whole = [*_told(conn, "PRAGMA cipher_integrity_check"), *_told(conn, "PRAGMA integrity_check")]
    if whole != ["ok"]:
        return Finding(check="database", status="unhealthy", detail="database-damaged", facts=facts)
    try:
        took = write_probe(database, SystemClock())
    except StoreError as fault:
        return Finding(check="database", status="unhealthy", detail=_code(fault, path), facts=facts)
    return Finding(check="database", facts=facts, figures={**figures, "write_ms": took})


def _told(conn: Connection, pragma: str) -> list[Any]:
    return [row[0] for row in conn.exec_driver_sql(pragma)]


def _log(database: Database) -> Finding:
    """Every event from the first to the last, counted."""
    with database.read() as conn:
        head = events.head(conn)
        first, count = conn.execute(select(func.min(event_rows.c.seq), func.count()).select_from(event_rows)).one()
    if head is None:
        return Finding(check="event_log", status="unhealthy", detail="no-log")
    figures = {"seq": float(head.seq)}
    if count != head.seq or (count and first != 1):
        return Finding(check="event_log", status="unhealthy", detail="log-gap", figures=figures)
    return Finding(check="event_log", figures=figures)


def _clock(database: Database, folder: Path) -> Finding:
    clock = SystemClock()
    back = check_clock(database, clock)
    newest = Machine().newest([*folder.glob("center.db*"), *folder.glob("logs/*")])
    if back.status == "healthy" and newest is not None and newest > clock.now().timestamp() + 120:
        back = Verdict("degraded", "files-from-future")
    return _said("clock", back)


def _users(database: Database) -> Finding:
    with database.read() as conn:
        rows = conn.execute(select(users.c.roles, users.c.enabled)).all()
    figures = {"users": float(sum(1 for row in rows if row.enabled))}
    if not any(row.enabled and "admin" in split_roles(row.roles) for row in rows):
        return Finding(check="users", status="degraded", detail="no-admin", figures=figures)
    return Finding(check="users", figures=figures)


def _said(check: str, verdict: Verdict) -> Finding:
    return Finding(check=check, status=verdict.status, detail=verdict.detail, figures=verdict.figures)
