"""Settings of the running centre, each area one struct: its fields are what can be set, its defaults what holds.

Only what differs from the defaults is kept, so that a better default of a later version reaches every centre that had
none of its own. Read from memory; a change is checked, flushed, then true for the next reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from threading import Lock
from typing import Any, ClassVar, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, insert, select

from mmc_console.server.clock import Clock
from mmc_console.server.preferences.tables import preferences
from mmc_console.server.store.engine import Database

A = TypeVar("A", bound="Area")


class Area(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of an area's settings. Every field has a default, and its limits in its type (`msgspec.Meta`)."""

    AREA: ClassVar[str] = ""


class BadPreference(Exception):
    """This value cannot be set: *field* (empty: several together), and the reason as msgspec or the area says it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}" if field else message)
        self.field, self.message = field, message


class Change(Struct, frozen=True):
    """One entry of an area's history: what differed from the defaults after it."""

    at: datetime
    by: str
    fields: dict[str, Any]


class Preferences:
    """The settings of one centre; *areas* is every struct there is."""

    def __init__(self, database: Database, clock: Clock, areas: Iterable[type[Area]]) -> None:
        self._database, self._clock = database, clock
        self.areas = {area.AREA: area for area in areas}
        self._values: dict[str, Area] = {name: area() for name, area in self.areas.items()}
        self._watching: list[Callable[[str], None]] = []
        self._changing = Lock()

    def load(self) -> None:
        """Read what is set. What this program does not know, or finds out of its limits, stays at its default."""
        with self._database.read() as conn:
            rows = conn.execute(select(preferences.c.area, preferences.c.fields).order_by(preferences.c.n)).all()
        latest = {area: msgspec.json.decode(fields) for area, fields in rows}
        self._values = {name: _tolerant(area, latest.get(name, {})) for name, area in self.areas.items()}

    def read(self, area: type[A]) -> A:
        """The area as it is set now; from memory."""
        value = self._values[area.AREA]
        assert isinstance(value, area)
        return value

    def on_change(self, told: Callable[[str], None]) -> None:
        """Call *told* with the area's name after each change, on the thread that changed it."""
        self._watching.append(told)

    def check(self, area: str, fields: Mapping[str, Any]) -> Area:
        """The area as it would be with *fields* changed; BadPreference names the first that cannot be. KeyError."""
        kind = self.areas[area]
        known = {field.name for field in msgspec.structs.fields(kind)}
        for name in fields:
            if name not in known:
                raise BadPreference(name, "unknown")
        standing = {name: value for name, value in _plain(self._values[area]).items() if name not in fields}
        for name, value in fields.items():  # one by one first: the fault then has its field's name
            try:
                msgspec.convert({name: value}, kind)
            except msgspec.ValidationError as fault:
                raise BadPreference(name, str(fault)) from None
        try:
            return msgspec.convert(standing | dict(fields), kind)
        except msgspec.ValidationError as fault:
            raise BadPreference("", str(fault)) from None

    def change(self, area: type[A], fields: Mapping[str, Any], by: str) -> A:
        """Set *fields*; blocks for one short write. BadPreference when it cannot be; nothing is changed then."""
        with self._changing:  # what another sets meanwhile is what this goes on from
            value = self.check(area.AREA, fields)
            assert isinstance(value, area)
            kept = msgspec.json.encode(differing(value)).decode()
            at = int(self._clock.now().timestamp() * 1000)

            def write(conn: Connection) -> None:
                conn.execute(insert(preferences).values(area=area.AREA, at_ms=at, by=by, fields=kept))

            self._database.transact(write)
            self._values[area.AREA] = value
        for told in self._watching:
            told(area.AREA)
        return value

    def history(self, area: str, limit: int = 100) -> tuple[Change, ...]:
        """What was set and by whom, newest first."""
        query = select(preferences.c.at_ms, preferences.c.by, preferences.c.fields).where(preferences.c.area == area)
        with self._database.read() as conn:
            rows = conn.execute(query.order_by(preferences.c.n.desc()).limit(limit)).all()
        return tuple(
            Change(datetime.fromtimestamp(at / 1000, UTC), by, msgspec.json.decode(fields)) for at, by, fields in rows
        )


def differing(area: Area) -> dict[str, Any]:
    """The fields of *area* that are not at their defaults."""
    default = _plain(type(area)())
    return {name: value for name, value in _plain(area).items() if value != default[name]}


def _plain(area: Area) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(area)
    return plain


def _tolerant(area: type[Area], fields: Mapping[str, Any]) -> Area:
    """*fields* on the defaults, one at a time: a value no longer allowed does not take the others along."""
    known = {field.name for field in msgspec.structs.fields(area)}
    value = area()
    for name in fields.keys() & known:
        try:
            value = msgspec.convert(_plain(value) | {name: fields[name]}, area)
        except msgspec.ValidationError:
            continue
    return value
