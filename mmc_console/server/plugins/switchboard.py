"""What an administrator may do with plugins, by route and by command alike. Works on the database; runs nothing but,
when a plugin is set up, its own process to hear what it declares.

A plugin that nobody has switched on is known by its name only: its code has never run here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import Connection

from mmc_console.domain.refusals import Params
from mmc_console.server.plugins import rows
from mmc_console.server.plugins.process import PluginProcess, ProcessFault
from mmc_console.server.plugins.rows import Kept
from mmc_console.server.plugins.sources import Origin, Source, available
from mmc_console.server.store.engine import Database
from mmc_console.wire.plugins import NAME, PERSONAL, About, Answer, PluginChange, PluginView

HIDDEN: Final = "•••"
SETTING_AT_MOST: Final = 4_000


class PluginFault(Exception):
    """It cannot be done; `code` and `params` say why. Nothing was changed."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params: Params = params


class Switchboard:
    """The plugins of one centre. *folder*: where the centre's own are; *work*: where their processes work."""

    def __init__(self, database: Database, folder: Path, work: Path) -> None:
        self._database, self._folder, self._work = database, folder, work

    def listing(self) -> tuple[PluginView, ...]:
        """Every plugin there is, and those that are set up though their code has gone."""
        sources = available(self._folder)
        with self._database.read() as conn:
            kept = rows.every(conn)
            waiting = {name: rows.count_waiting(conn, name) for name in kept}
        names = sorted(sources.keys() | kept.keys())
        return tuple(_view(name, sources.get(name), kept.get(name), waiting.get(name, 0)) for name in names)

    def one(self, name: str) -> PluginView:
        """The plugin of this name, with what it declares. PluginFault."""
        source, kept = self._find(name)
        with self._database.read() as conn:
            waiting = rows.count_waiting(conn, name)
        if kept is None and source is not None:
            with self._running(source) as (_, about):
                return _view(name, source, None, 0, about)
        return _view(name, source, kept, waiting)

    def change(self, name: str, change: PluginChange) -> PluginView:
        """Do what *change* says; how the plugin stands then. PluginFault."""
        source, kept = self._find(name)
        if kept is not None and change == PluginChange(on=False):
            # its code may be broken or gone: switching off needs none of it
            self._put(name, kept.source, kept.about, _changed(kept.about, change, kept))
        elif source is None:
            raise PluginFault("plugin-not-found", plugin=name)
        else:
            with self._running(source) as (process, about):
                changed = _changed(about, change, kept)
                if changed.on:
                    process.begin(changed.settings)  # a setting that cannot be used is told here, not in a log
            self._put(name, source.origin, about, changed)
        with self._database.read() as conn:
            standing, waiting = rows.one(conn, name), rows.count_waiting(conn, name)
        return _view(name, source, standing, waiting)

    def _put(self, name: str, origin: str, about: About, now: _Changed) -> None:
        def work(conn: Connection) -> None:
            rows.put(conn, name, origin, on=now.on, about=about, granted=now.granted, settings=now.settings)

        self._database.transact(work)

    def settings(self, name: str) -> dict[str, str]:
        """What is set, secrets too; for the process of the plugin and nobody else."""
        with self._database.read() as conn:
            kept = rows.one(conn, name)
        return {} if kept is None else kept.settings

    def _find(self, name: str) -> tuple[Source | None, Kept | None]:
        if NAME.fullmatch(name) is None:
            raise PluginFault("plugin-not-found", plugin="")
        source = available(self._folder).get(name)
        with self._database.read() as conn:
            kept = rows.one(conn, name)
        if source is None and kept is None:
            raise PluginFault("plugin-not-found", plugin=name[:40])
        return source, kept

    @contextmanager
    def _running(self, source: Source) -> Iterator[tuple[PluginProcess, About]]:
        """The plugin in a process of its own, and what it says of itself. PluginFault when it does not work."""
        process = PluginProcess(source.arguments, self._work / source.name, lambda _: Answer(refused="not-granted"))
        try:
            yield process, process.open().about
        except ProcessFault as fault:
            reason = f"{fault.code} {fault.place}".strip()
            raise PluginFault("plugin-unusable", plugin=source.name, reason=reason) from None
        finally:
            process.close()


class _Changed(NamedTuple):
    on: bool
    granted: frozenset[str]
    settings: dict[str, str]


def _changed(about: About, change: PluginChange, kept: Kept | None) -> _Changed:
    """How a plugin stands after *change*. PluginFault."""
    settings = _set(about, kept.settings if kept is not None else {}, change.settings)
    granted = _granted(about, kept.granted if kept is not None else frozenset(), change.grants)
    on = change.on if change.on is not None else kept is not None and kept.on
    missing = [s.name for s in about.settings if s.required and not settings.get(s.name)]
    if on and missing:
        raise PluginFault("plugin-setting-missing", setting=missing[0])
    return _Changed(on, granted, settings)


def _set(about: About, before: dict[str, str], changes: dict[str, str | None]) -> dict[str, str]:
    declared = {setting.name for setting in about.settings}
    for name, value in changes.items():
        if name not in declared:
            raise PluginFault("plugin-unknown-setting", setting=name[:40])
        if value is not None and (len(value) > SETTING_AT_MOST or not value.isprintable()):
            raise PluginFault("plugin-bad-setting", setting=name)
    found = {name: value for name, value in before.items() if name in declared}
    found |= {name: value for name, value in changes.items() if value is not None}
    return {name: value for name, value in found.items() if changes.get(name, value) is not None}


def _granted(about: About, before: frozenset[str], wanted: tuple[str, ...] | None) -> frozenset[str]:
    declared = PERSONAL & set(about.permissions)
    if wanted is None:
        return before & declared
    unknown = sorted(set(wanted) - declared)
    if unknown:
        raise PluginFault("plugin-not-declared", permission=unknown[0][:40])
    return frozenset(wanted)


def _view(name: str, source: Source | None, kept: Kept | None, waiting: int, about: About | None = None) -> PluginView:
    origin: Origin | str = source.origin if source is not None else kept.source if kept is not None else ""
    found = kept.about if kept is not None else about
    settings = kept.settings if kept is not None else {}
    secret = {s.name for s in found.settings if s.secret} if found is not None else set()
    return PluginView(
        name=name, source=origin, on=kept is not None and kept.on, there=source is not None,
        about=found,
        grants=tuple(sorted(kept.granted)) if kept is not None else (),
        settings={n: HIDDEN if n in secret else value for n, value in settings.items()},
        counts=(kept.counts if kept is not None else dict.fromkeys(rows.COUNTS, 0)) | {"waiting": waiting},
        last_error=kept.error if kept is not None else "", last_error_at=_at(kept.error_ms if kept else None),
        last_sent_at=_at(kept.sent_ms if kept else None),
    )  # fmt: skip


def _at(millis: int | None) -> datetime | None:
    return None if millis is None else datetime.fromtimestamp(millis / 1000, UTC)
