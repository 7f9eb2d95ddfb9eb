"""One backup's file, carried here on a stick, say, as what a restore starts from."""

from __future__ import annotations

from pathlib import Path

from mmc_console.server.backups.format import read_header
from mmc_console.server.backups.keys import BackupKeys
from mmc_console.server.backups.proving import examine_at_once
from mmc_console.server.backups.unpack import unpack
from mmc_console.server.restore.faults import RestoreFault
from mmc_console.server.restore.source import Laid, Target
from mmc_console.server.restore.stored import named, secrets_for


class OneFile:
    """The backup in *path*; RestoreFault when it is none. What was shipped after it is not there."""

    def __init__(self, path: Path, keys: BackupKeys, folder: Path) -> None:
        self._path, self._keys, self._folder = path, keys, folder
        with named(), path.open("rb") as file:
            self.id = read_header(file).id

    def lay(self, backup: str, to: Target, into: Path, database_key: bytes) -> Laid:
        """See `source.Source`."""
        if backup != self.id:
            raise RestoreFault("backup-unknown")
        path = into / "laid.db"
        with named(), self._path.open("rb") as file:
            found = unpack(path, database_key, self._keys, file)
            examine_at_once(path, database_key, found)
        if to is not None and to != found.header.seq:
            raise RestoreFault("position-unknown", "a single file holds one moment only; give the folder it is from")
        return Laid(path, secrets_for(found, self._keys, self._folder), found.header.seq)
