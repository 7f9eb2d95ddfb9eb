"""How a centre keeps its backups: the settings an administrator changes while it runs."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from mmc_console.server.preferences import Area

_Path = Annotated[str, Meta(max_length=1000)]


class BackupSettings(Area, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Empty `folder`: the one inside the server's own. `second`: another disk or a stick. The S3-compatible store is
    used when `bucket` is named; its secret is set apart (`store-secret`) and never among these."""

    AREA: ClassVar[str] = "backups"

    every_hours: Annotated[int, Meta(ge=1, le=24)] = 6
    keep_days: Annotated[int, Meta(ge=1, le=3650)] = 30
    keep_log_days: Annotated[int, Meta(ge=1, le=30)] = 7
    """So long one can go back to any shipped moment; after that to the backups."""
    ship: bool = True
    test_at: Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] = "03:00"
    folder: _Path = ""
    second: _Path = ""
    endpoint: Annotated[str, Meta(max_length=300, pattern=r"^$|^https?://[^\s/]+$")] = ""
    bucket: Annotated[str, Meta(max_length=63, pattern=r"^$|^[a-z0-9][a-z0-9.\-]{1,61}[a-z0-9]$")] = ""
    region: Annotated[str, Meta(max_length=40, pattern=r"^[a-z0-9\-]*$")] = ""
    prefix: Annotated[str, Meta(max_length=200, pattern=r"^$|^[A-Za-z0-9._\-]+(/[A-Za-z0-9._\-]+)*$")] = ""
