"""Calls for tests of the board, by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from mmc_console.domain.board import BoardCall, BoardClinic, BoardView
from mmc_console.domain.ids import ClinicCode
from mmc_console.wire.boards import BoardNews, BoardSettings

START = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
LAB = ClinicCode("lab")


def at(seconds: float) -> datetime:
    """So long after the beginning."""
    return START + timedelta(seconds=seconds)


def call(label: str, seconds: float, *, clinic: str = "lab", times: int = 1, standing: bool = True) -> BoardCall:
    """A call at this second."""
    return BoardCall(
        label=label, clinic=ClinicCode(clinic), room="1", said_at=at(seconds), times=times, standing=standing
    )


def news(*calls: BoardCall, now: float, board: BoardSettings | None = None) -> BoardNews:
    """A board's picture with these calls."""
    clinic = BoardClinic(code=LAB, name={"ar": "المختبر", "en": "Laboratory"}, floor={})
    view = BoardView(
        day=date(2026, 11, 23), site={"ar": "المركز", "en": "Centre"}, clinics=(clinic,),
        calls=tuple(sorted(calls, key=lambda c: c.said_at, reverse=True)),
    )  # fmt: skip
    return BoardNews(now=at(now), board=board or BoardSettings(name="hall", speaks=True), view=view)
