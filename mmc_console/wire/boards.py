"""How boards are made, paired and fed: requests and answers that both sides read."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from mmc_console.domain.board import BoardView
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.whole import Whole
from mmc_console.wire.answers import DeviceHello

Theme = Literal["dark", "light"]
CREDENTIAL = "mmcb."
"""How a board's credential begins: nobody takes it for an access token."""
SoundState = Literal["", "ok", "no-device", "no-player", "no-clips", "off"]


class BoardSettings(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a board is for, as the centre decided. Clinics and floors empty: the whole centre."""

    name: str
    hall: str = ""
    clinics: tuple[ClinicCode, ...] = ()
    floors: tuple[str, ...] = ()
    speaks: bool = False
    """Whether it is its hall's one voice."""
    volume: int = 80
    """Percent of full scale."""
    quiet: str = ""
    """`12:00-12:30 20:00-07:00`: spans without any sound, local time."""
    theme: Theme = "dark"


class BoardRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`POST /api/v1/admin/boards`: make a board, or change the one of this name. Always answered with a code."""

    name: str
    hall: str = ""
    clinics: tuple[ClinicCode, ...] = ()
    floors: tuple[str, ...] = ()
    speaks: bool = False
    volume: Whole = 80
    quiet: str = ""
    theme: Theme = "dark"


class BoardCode(Struct, frozen=True, kw_only=True):
    """The answer: what is typed at the board, once, until `expires_at`."""

    code: str
    expires_at: datetime
    board: BoardSettings


class BoardRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A board as an administrator sees it."""

    id: str
    settings: BoardSettings
    paired: bool
    seen_at: datetime | None = None
    sound: SoundState = ""


class BoardsAnswer(Struct, frozen=True):
    """`GET /api/v1/admin/boards`."""

    boards: tuple[BoardRow, ...]


class PairRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`POST /api/v1/auth/pair`."""

    code: str
    device: DeviceHello


class PageCode(Struct, frozen=True, forbid_unknown_fields=True):
    """`POST /board/pair`: the same from a television's browser, whose credential stays in a cookie."""

    code: str


class Paired(Struct, frozen=True, kw_only=True):
    """The answer: a credential that reads this board and does nothing else."""

    credential: str
    board: BoardSettings
    center: str
    now: datetime


class BoardNews(Struct, frozen=True, kw_only=True):
    """A board's picture: what it shows, how it is set, and the server's time of it."""

    now: datetime
    board: BoardSettings
    view: BoardView
