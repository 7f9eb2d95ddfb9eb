"""How long the log is kept."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from mmc_console.server.preferences import Area


class LogSettings(Area, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The older file goes first, whichever limit is reached."""

    AREA: ClassVar[str] = "logs"
    days: Annotated[int, Meta(ge=1, le=400)] = 30
    megabytes: Annotated[int, Meta(ge=20, le=20_000)] = 1_000
