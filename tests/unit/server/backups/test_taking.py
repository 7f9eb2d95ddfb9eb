"""A backup that one store could not hold is taken for the next one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

from mmc_console.server.backups.faults import BackupFailed
from mmc_console.server.backups.format import read_header
from mmc_console.server.backups.stores import DISK_FULL, FolderStore
from mmc_console.server.backups.taking import take
from tests.server.backup_parts import nothing, small_centre

T = TypeVar("T")


class Full(FolderStore):
    """A store whose disk is full at the end; what it has of the file, somebody may have read."""

    def put(self, name: str, write: Callable[[BinaryIO], T]) -> T:
        with (self._folder / "draft").open("wb") as file:
            write(file)
        raise BackupFailed(DISK_FULL, self.name)


def test_no_two_files_are_ever_sealed_with_the_same_keys(tmp_path: Path) -> None:
    """Keys come from the id, nonces are counted: two moments under one id would give both away."""
    with small_centre(tmp_path / "centre") as centre:
        (tmp_path / "full").mkdir()
        full = Full("full", tmp_path / "full")
        taken = take(centre.source, [full, centre.store], "auto", centre.clock, nothing, "ab" * 16)
        assert taken.faults == {"full": DISK_FULL}
        with (tmp_path / "full" / "draft").open("rb") as file:
            lost = read_header(file)
        assert lost.id == "ab" * 16
        assert taken.note.header.id != lost.id
        alone = take(centre.source, [centre.store], "auto", centre.clock, nothing, "cd" * 16)
        assert alone.note.header.id == "cd" * 16
