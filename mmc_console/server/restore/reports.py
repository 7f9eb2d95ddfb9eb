"""What became of each restore, kept beside the database: it must outlive the database that was replaced."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

import msgspec

from mmc_console.server.restore import journal
from mmc_console.wire.restore import RestoreAnswer

log = logging.getLogger(__name__)

FOLDER: Final = "restores"
KEPT_AT_MOST: Final = 100


def keep(folder: Path, done: RestoreAnswer) -> bool:
    """Write it down; False when it cannot be now. A restore that is done is not undone because of that."""
    assert done.report is not None
    place = folder / FOLDER
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        draft = place / f".{done.report.id}"
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(done)))
        draft.replace(place / f"{done.report.id}.json")
        journal.flush_folder(place)
        for old in sorted(place.glob("*.json"))[:-KEPT_AT_MOST]:
            old.unlink()
    except OSError as fault:
        log.warning("the report of a restore could not be kept: %s", fault.strerror)
        return False
    return True


def last(folder: Path) -> RestoreAnswer | None:
    """The newest."""
    for path in sorted((folder / FOLDER).glob("*.json"), reverse=True):
        try:
            return msgspec.json.decode(path.read_bytes(), type=RestoreAnswer)
        except (OSError, msgspec.DecodeError):
            log.warning("the report %s cannot be read", path.name)
    return None
