"""Brings the schema to this program's version, after copying the file that is to be changed.

A start that finds the right version imports nothing for it. It never goes back: an older program refuses a newer file.
"""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect

from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import NewerDatabase
from mmc_console.server.store.metadata import metadata

log = logging.getLogger(__name__)

HEAD: Final = "0017"
_FOLDER: Final = Path(__file__).parent / "migrations"


def version_of(conn: Connection) -> str | None:
    """The schema's version; None for an empty database."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    found: str | None = conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    return found


def migrate(database: Database, at: datetime, to: str = HEAD) -> Path | None:
    """Bring the schema to *to*; where the copy of the file before it is, if it was changed.

    NewerDatabase when a version is found that this program does not know.
    """
    with database.read() as conn:
        standing = version_of(conn)
    if standing == to:
        return None
    if standing is not None and standing not in _known():
        raise NewerDatabase
    if standing is None and to == HEAD:
        database.transact(_make)
        return None
    copy = None if standing is None else _copy(database, standing, at)
    with database.write() as conn:
        _upgrade(conn, to)
    log.info("schema brought to version %s", to)
    return copy


def _make(conn: Connection) -> None:
    """An empty database gets today's tables at once: its first start does not wait for Alembic's import.

    A test holds these tables and the steps' to be the same.
    """
    metadata.create_all(conn)
    conn.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    conn.exec_driver_sql("INSERT INTO alembic_version (version_num) VALUES (?)", (HEAD,))


def _copy(database: Database, version: str, at: datetime) -> Path:
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    target = database.path.with_name(f"{database.path.stem}-before-migration-{version}-{stamp}.db")
    database.copy_to(target)
    return target


def _known() -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory(str(_FOLDER)).walk_revisions()}


def _upgrade(conn: Connection, to: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = conn
    command.upgrade(config, to)
