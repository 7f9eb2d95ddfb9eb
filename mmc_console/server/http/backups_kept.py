"""Backups over HTTP while there is no database: what there is to restore from. Reads the stores, changes nothing."""

from __future__ import annotations

import asyncio
from datetime import datetime

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from mmc_console.server.backups.keys import was_printed
from mmc_console.server.http.backups import moments, row
from mmc_console.server.http.requests import answer
from mmc_console.server.restore.kept import KeptBackups
from mmc_console.wire.backups import BackupsAnswer, KeyRow, PointsAnswer, ShippingRow


def routes(kept: KeptBackups, fault: str) -> list[HTTPRouteHandler]:
    """The listings of a whole server, of which nothing but the stores is asked. *fault*: how the database is destroyed.

    Times are UTC: the centre's own time is in the database, and consoles know it.
    """

    def found() -> BackupsAnswer:
        contents, way = kept.look(), kept.newest()
        shipping = ShippingRow("waiting", fault)
        if way is not None:
            shipping = ShippingRow(
                "waiting", fault, None, way.at, way.seq, way.base.id, len(way.segments)
            )  # fmt: skip
        epoch = way.base.note.header.epoch if way is not None else ""
        return BackupsAnswer(
            backups=tuple(row(each, _as_it_is, epoch, kept.center) for each in contents.backups), working=None, runs=(),
            places=tuple(contents.places), shipping=shipping, next_at=kept.clock.now(), last_test=None,
            key=KeyRow(kept.key.id, was_printed(kept.keys, kept.key)), secret=any(p.secret for p in kept.places),
            safe_seq=0,
        )  # fmt: skip

    @get("/api/v1/admin/backups", opt={"answer": BackupsAnswer})
    async def read_backups() -> Response[bytes]:
        """Every backup, the newest first."""
        return answer(await asyncio.to_thread(found))

    @get("/api/v1/admin/backups/points", opt={"answer": PointsAnswer})
    async def read_points() -> Response[bytes]:
        """Every shipped moment one can go back to, the newest first."""
        return answer(moments(await asyncio.to_thread(kept.points), _as_it_is))

    return [read_backups, read_points]


def _as_it_is(at: datetime) -> datetime:
    return at
