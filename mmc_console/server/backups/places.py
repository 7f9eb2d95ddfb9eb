"""Which stores there are, by the settings: read anew whenever they are used, so that a change holds at once."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mmc_console.server.backups.settings import BackupSettings
from mmc_console.server.backups.stores import Place
from mmc_console.wire.backups import StoreSecret

OWN: Final = "backups"
FOLDER: Final = "folder"
SECOND: Final = "second"
S3: Final = "s3"
SAME_DISK: Final = "backup-same-disk"


def places_of(settings: BackupSettings, folder: Path, secret: StoreSecret | None) -> tuple[Place, ...]:
    """The stores of the server in *folder*, the main one first."""
    found = [
        Place(FOLDER, folder=settings.folder) if settings.folder else Place(FOLDER, folder=str(folder / OWN), made=True)
    ]
    if settings.second:
        found.append(Place(SECOND, folder=settings.second))
    if settings.bucket:
        given = secret or StoreSecret("", "")
        found.append(
            Place(
                S3, endpoint=settings.endpoint, bucket=settings.bucket, region=settings.region, prefix=settings.prefix,
                access=given.access, secret=given.secret,
            )
        )  # fmt: skip
    return tuple(found)


def is_near(place: Place, folder: Path) -> bool:
    """Whether what destroys the server's *folder* takes this store with it: it is in there, or on the same disk."""
    if not place.folder:
        return False
    try:
        there, here = Path(place.folder).resolve(), folder.resolve()
        return there.is_relative_to(here) or there.stat().st_dev == here.stat().st_dev
    except OSError:
        return False  # it is not there, which is told as such
