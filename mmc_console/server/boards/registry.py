"""The rows of boards: made and changed by an administrator, paired by a one-time code, let in by a credential.

A credential is 32 random bytes of which only the hash is stored. It reads the own board and nothing else (`guards`),
and is worth nothing once the board is removed or paired anew. All of it is synchronous.
"""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, Row, delete, insert, select, update

from mmc_console.domain.centre import Center
from mmc_console.domain.ids import ClinicCode, UserId
from mmc_console.domain.patients import clean_name, clean_number
from mmc_console.domain.permissions import Actor
from mmc_console.domain.quiet import quiet_spans
from mmc_console.server.auth.faults import BadEntry, NotAuthenticated
from mmc_console.server.auth.guesses import Guesses
from mmc_console.server.auth.principal import Principal
from mmc_console.server.boards.tables import boards
from mmc_console.server.clock import Clock
from mmc_console.server.store.engine import Database
from mmc_console.wire.boards import CREDENTIAL, BoardCode, BoardRequest, BoardRow, BoardSettings, SoundState

log = logging.getLogger(__name__)

CODE_LIVES: Final = timedelta(minutes=10)
CODE_DIGITS: Final = 8
"""Digits only: they are typed with a television's remote control."""
SEEN_EVERY: Final = timedelta(minutes=1)
AT_MOST: Final = 200
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NAME_AT_MOST: Final = 80
_LONGEST: Final = 100


class Registry:
    """Which boards there are. *center*: as it is now, for the names of clinics and floors."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._guesses = Guesses()

    # what administrators do -------------------------------------------------------------------------

    def make(self, request: BoardRequest, center: Center) -> BoardCode:
        """Make or change the board of this name; a new code for it. BadEntry names the field.

        A changed board shows what it was changed to at once, and stays paired until the code is used.
        """
        settings = checked(request, center)
        code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
        until = self._clock.now() + CODE_LIVES
        values = {
            "hall": settings.hall, "clinics": " ".join(settings.clinics), "floors": " ".join(settings.floors),
            "speaks": settings.speaks, "volume": settings.volume, "quiet": settings.quiet, "theme": settings.theme,
            "code_hash": _hash(code), "code_until_ms": _millis(until),
        }  # fmt: skip

        def work(conn: Connection) -> None:
            known = conn.execute(select(boards.c.id).where(boards.c.name == settings.name)).scalar_one_or_none()
            if settings.speaks:  # a hall has one voice: the board that was made its speaker last
                conn.execute(update(boards).where(boards.c.hall == settings.hall).values(speaks=False))
            if known is not None:
                conn.execute(update(boards).where(boards.c.id == known).values(**values))
                return
            if len(conn.execute(select(boards.c.id)).all()) >= AT_MOST:
                raise BadEntry("$.name", f"at most {AT_MOST} boards")
            conn.execute(insert(boards).values(id=str(uuid4()), name=settings.name, sound="", **values))

        self._database.transact(work)
        log.info("a code was made for a board")
        return BoardCode(code=code, expires_at=until, board=settings)

    def all(self) -> tuple[BoardRow, ...]:
        """Every board, by name."""
        with self._database.read() as conn:
            return tuple(_row(row) for row in conn.execute(select(boards).order_by(boards.c.name)))

    def remove(self, which: str) -> str:
        """The board of this name or id is let in no more; its name, empty when there is none."""
        meant = (boards.c.name == which) | (boards.c.id == which)

        def work(conn: Connection) -> str:
            name = conn.execute(select(boards.c.name).where(meant)).scalars().first()
            if name is not None:
                conn.execute(delete(boards).where(boards.c.name == name))
            return name or ""

        return self._database.transact(work)

    # what boards do ---------------------------------------------------------------------------------

    def pair(self, code: str, source: str) -> tuple[str, BoardSettings]:
        """The credential and settings this code stands for, once; NotAuthenticated, TooManyTries."""
        now = self._clock.now()
        right = self._guesses.begin(now, f"board code {source}", source, None)
        digits = clean_number(code[:_LONGEST]).replace("\u2013", "")
        secret = CREDENTIAL + urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()

        def work(conn: Connection) -> BoardSettings:
            row = conn.execute(select(boards).where(boards.c.code_hash == _hash(digits))).one_or_none()
            if row is None or row.code_until_ms <= _millis(now):
                raise NotAuthenticated
            conn.execute(
                update(boards)
                .where(boards.c.id == row.id)
                .values(code_hash=None, code_until_ms=None, secret_hash=_hash(secret), seen_ms=_millis(now), sound="")
            )
            return settings_of(row)

        settings = self._database.transact(work)
        right()
        log.info("a board was paired")
        return secret, settings

    def authenticate(self, credential: str) -> Principal:
        """The board this credential belongs to; NotAuthenticated."""
        if len(credential) > _LONGEST or not credential.isascii():
            raise NotAuthenticated
        with self._database.read() as conn:
            row = conn.execute(
                select(boards.c.id, boards.c.name).where(boards.c.secret_hash == _hash(credential))
            ).one_or_none()
        if row is None:
            raise NotAuthenticated
        actor = Actor(UserId(f"board:{row.id}"), frozenset({"board"}))
        return Principal(actor=actor, username="", name=row.name, device=row.id, session=f"board:{row.id}")

    def standing(self) -> dict[str, tuple[bytes, BoardSettings]]:
        """Every paired board by id: its credential's hash, and its settings."""
        with self._database.read() as conn:
            paired = conn.execute(select(boards).where(boards.c.secret_hash.is_not(None)))
            return {row.id: (row.secret_hash, settings_of(row)) for row in paired}

    def seen(self, ids: Iterable[str]) -> None:
        """These boards are connected now."""
        wanted, now = list(ids), _millis(self._clock.now())
        self._database.transact(
            lambda conn: conn.execute(update(boards).where(boards.c.id.in_(wanted)).values(seen_ms=now))
        )

    def told(self, id: str, sound: SoundState) -> None:
        """Whether a board can be heard, as it says."""
        now = _millis(self._clock.now())
        self._database.transact(
            lambda conn: conn.execute(update(boards).where(boards.c.id == id).values(sound=sound, seen_ms=now))
        )


def checked(request: BoardRequest, center: Center) -> BoardSettings:
    """*request* as it may be stored; BadEntry names the field."""
    for field, text, least in (("name", request.name, 1), ("hall", request.hall, 0)):
        if _CONTROL.search(text) or not least <= len(clean_name(text)) <= _NAME_AT_MOST:
            raise BadEntry(f"$.{field}", f"{least} to {_NAME_AT_MOST} characters")
    unknown = sorted(set(request.clinics) - {c.code for c in center.clinics})
    if unknown:
        raise BadEntry("$.clinics", f"unknown clinic {unknown[0]}")
    nowhere = sorted(set(request.floors) - set(center.center.floors))
    if nowhere:
        raise BadEntry("$.floors", f"unknown floor {nowhere[0]}")
    if not 0 <= request.volume <= 100:
        raise BadEntry("$.volume", "0 to 100")
    try:
        quiet_spans(request.quiet)
    except ValueError as fault:
        raise BadEntry("$.quiet", "spans such as 12:00-12:30") from fault
    if len(request.quiet) > 200:
        raise BadEntry("$.quiet", "at most 200 characters")
    return BoardSettings(
        name=clean_name(request.name), hall=clean_name(request.hall), clinics=tuple(dict.fromkeys(request.clinics)),
        floors=tuple(dict.fromkeys(request.floors)), speaks=request.speaks, volume=request.volume,
        quiet=request.quiet, theme=request.theme,
    )  # fmt: skip


def settings_of(row: Row[Any]) -> BoardSettings:
    """A board's settings as its row has them."""
    return BoardSettings(
        name=row.name, hall=row.hall, clinics=tuple(ClinicCode(c) for c in row.clinics.split()),
        floors=tuple(row.floors.split()), speaks=row.speaks, volume=row.volume, quiet=row.quiet, theme=row.theme,
    )  # fmt: skip


def _row(row: Row[Any]) -> BoardRow:
    seen = None if row.seen_ms is None else datetime.fromtimestamp(row.seen_ms / 1000, UTC)
    return BoardRow(
        id=row.id, settings=settings_of(row), paired=row.secret_hash is not None, seen_at=seen, sound=row.sound
    )


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _millis(at: datetime) -> int:
    return int(at.timestamp() * 1000)
