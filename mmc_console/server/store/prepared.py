"""Core statements compiled once, for the few that run with every action.

Compiling and caching inside SQLAlchemy costs some 150 µs a statement, as much as all else an action needs; the same
statement handed to the driver ready-made costs 5. Values are bound by name and must be what the driver takes: text,
bytes, whole numbers, None.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from typing import Any

from msgspec.json import encode
from sqlalchemy import ColumnElement, Connection, bindparam, func
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.expression import Executable, Select


class Prepared:
    """One statement, ready to run on a connection inside its transaction."""

    def __init__(self, statement: Executable) -> None:
        compiled: Any = statement.compile(dialect=sqlite.dialect())  # type: ignore[attr-defined]  # the port's engine
        self.sql: str = str(compiled)
        self.order: tuple[str, ...] = tuple(compiled.positiontup or ())
        """The names of the bound values: of an insert, the table's columns as they are declared."""
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        names = [str(column.key) for column in columns]
        row: Any = namedtuple("Row", names)  # type: ignore[misc]  # noqa: PYI024 - the statement names its columns
        self._row = row._make

    def one(self, conn: Connection, **values: Any) -> Any:
        """The first row as a named tuple, or None."""
        found = self._run(conn, values).fetchone()
        return None if found is None else self._row(found)

    def all(self, conn: Connection, **values: Any) -> list[Any]:
        """All rows as named tuples."""
        return [self._row(row) for row in self._run(conn, values)]

    def run(self, conn: Connection, **values: Any) -> int:
        """Execute it; how many rows it has changed."""
        changed: int = self._run(conn, values).rowcount
        return changed

    def run_all(self, conn: Connection, rows: Sequence[Sequence[Any]]) -> None:
        """Execute it once for each of *rows*, whose values stand in `order`."""
        if rows:
            _driver(conn).executemany(self.sql, rows)

    def _run(self, conn: Connection, values: dict[str, Any]) -> Any:
        return _driver(conn).execute(self.sql, [_bound(values[name]) for name in self.order])


def _bound(value: Any) -> Any:
    """A list or tuple is bound as what `listed` reads."""
    return encode(value).decode() if isinstance(value, (list, tuple)) else value


def listed(name: str) -> ColumnElement[Any]:
    """The values of the list bound as *name*: one statement asks for as many as there are."""
    return func.json_each(bindparam(name)).table_valued("value").c.value


def _driver(conn: Connection) -> Any:
    return conn.connection.driver_connection
