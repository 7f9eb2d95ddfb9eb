"""Backups as they lie in stores, as what a restore starts from: chosen, laid out, and proven before anything else.

Works with nothing but the stores and a backup key: no database of the centre is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from msgspec.structs import replace

from mmc_console.server.backups.catalogue import Kept, in_store, joined, name_of
from mmc_console.server.backups.chains import Point, Way, points_in, way_to
from mmc_console.server.backups.faults import NO_ROOM, BackupFailed, BadBackup
from mmc_console.server.backups.keys import BackupKeys
from mmc_console.server.backups.proving import examine_at_once
from mmc_console.server.backups.retention import in_order, is_good
from mmc_console.server.backups.stores import Store
from mmc_console.server.backups.unpack import Unpacked, unpack
from mmc_console.server.restore.faults import RestoreFault
from mmc_console.server.restore.source import Laid, Target

_KEY: Final = re.compile(r"backup-([1-9][0-9]{0,3})\.key")


class Stored:
    """The backups in these *stores*. *keys*: those that open them; *folder*: where the centre's keys lie."""

    def __init__(self, stores: Callable[[], Sequence[Store]], keys: Callable[[], BackupKeys], folder: Path) -> None:
        self._stores, self._keys, self._folder = stores, keys, folder

    def backups(self) -> list[Kept]:
        """What there is, the newest first; a store that does not answer has none. RestoreFault when none answers."""
        keys, found, faults = self._keys(), [], []
        for store in self._stores():
            try:
                found.append((store.name, in_store(store, keys)))
            except BackupFailed as fault:
                faults.append(fault)
        if faults and not found:
            raise RestoreFault(faults[0].code, str(faults[0]))
        return joined(found)

    def newest(self) -> Way:
        """The last moment there is, of the history of the newest good backup."""
        kept = self.backups()
        # by the order they were made in: a clock may have stood years ahead for a while
        whole = [each for each in reversed(in_order(kept)) if is_good(each)]
        # a safety backup is what was there before another restore: it is chosen by whoever wants just that
        good = next(iter([each for each in whole if each.note.header.kind != "safety"] or whole or kept), None)
        if good is None:
            raise RestoreFault("backup-unknown")
        return self._way(kept, good, None, latest=True)

    def lay(self, backup: str, to: Target, into: Path, database_key: bytes) -> Laid:
        """See `source.Source`."""
        kept = self.backups()
        chosen = next((each for each in kept if each.id == backup), None)
        if chosen is None:
            raise RestoreFault("backup-unknown")
        way = self._way(kept, chosen, to)
        reached = self._way(kept, chosen, None, latest=True).seq
        if isinstance(to, int) and to > max(reached, way.seq):
            raise RestoreFault("position-unknown")
        path = into / "laid.db"
        keys = self._keys()
        with named(), ExitStack() as stack:
            base = stack.enter_context(self._store(way.base.places).open(name_of(way.base.note.header)))
            found = unpack(path, database_key, keys, base, self._segments(way.segments))
            examine_at_once(path, database_key, found)
        return Laid(path, secrets_for(found, keys, self._folder), max(reached, way.seq))

    def _way(self, kept: Sequence[Kept], chosen: Kept, to: Target, *, latest: bool = False) -> Way:
        header = chosen.note.header
        alone = Way(chosen, (), header.seq, header.at)
        if to is None and not latest:
            return alone
        points = [point for store in self._stores() for point in self._points(store)]
        # a backup nobody has looked through yet is looked through now
        usable = [each for each in kept if is_good(each) or each.id == chosen.id]
        good = [_as_good(each) if each.id == chosen.id else each for each in usable]
        way = way_to(
            good, _once(points), header.epoch,
            seq=to if isinstance(to, int) else None, at=to if not isinstance(to, int) else None,
        )  # fmt: skip
        if way is None:
            if latest:
                return alone
            raise RestoreFault("position-unknown")
        return way

    @staticmethod
    def _points(store: Store) -> list[Point]:
        try:
            return points_in(store)
        except BackupFailed:
            return []

    def _store(self, places: Sequence[str]) -> Store:
        store = next((store for store in self._stores() if store.name in places), None)
        if store is None:  # other places were named meanwhile
            raise BackupFailed("backup-gone")
        return store

    def _segments(self, points: Sequence[Point]) -> Iterator[BinaryIO]:
        """Each from the first store that has it."""
        stores = self._stores()
        for point in points:
            for last, store in enumerate(stores, 1):
                with ExitStack() as stack:
                    try:
                        file = stack.enter_context(store.open(point.name))
                    except BackupFailed:
                        if last == len(stores):
                            raise
                        continue
                    yield file
                break


def secrets_for(found: Unpacked, keys: BackupKeys, folder: Path) -> dict[str, str]:
    """The keys the data needs, and the one that was typed: new backups go on under it."""
    wanted = dict(found.manifest.secrets)
    typed = keys.find(found.header.key)
    if typed is not None and not typed.number:
        paths = folder.iterdir() if folder.is_dir() else ()
        numbers = [int(match[1]) for path in paths if (match := _KEY.fullmatch(path.name))]
        wanted[f"backup-{max(numbers, default=0) + 1}.key"] = typed.secret.hex()
    return wanted


@contextmanager
def named() -> Iterator[None]:
    """What is wrong with a backup or its place, as a fault of the restore by the same name."""
    try:
        yield
    except BadBackup as fault:
        raise RestoreFault("restore-disk-full" if fault.code == NO_ROOM else fault.code, fault.detail) from None
    except BackupFailed as fault:
        raise RestoreFault(fault.code, fault.detail) from None


def _as_good(kept: Kept) -> Kept:
    return replace(kept, note=replace(kept.note, verified_at=kept.note.verified_at or kept.note.header.at, refused=""))


def _once(points: Sequence[Point]) -> list[Point]:
    """The same shipped moment may lie in several stores."""
    return list({(point.base, point.number): point for point in points}.values())
