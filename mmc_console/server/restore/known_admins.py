"""Who may restore when no database can say so: the administrators, their passwords' hashes and the consoles' letters.
And from where: the stores the backups are in.

Kept in one small file beside the database, sealed with a key made from its own, and written again whenever rights
change. What tells those who run the centre is in it too. It lets an administrator in to restore and for nothing else,
and is worth nothing without the folder of keys.
"""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, select

from mmc_console.domain.centre import Site
from mmc_console.domain.ids import ClinicCode, DeskLetter, UserId
from mmc_console.domain.permissions import Actor
from mmc_console.server.auth import sessions, users
from mmc_console.server.auth.devices import checked_hello
from mmc_console.server.auth.faults import BadEntry, NotAuthenticated
from mmc_console.server.auth.guesses import Guesses
from mmc_console.server.auth.passwords import Hasher
from mmc_console.server.auth.principal import Principal
from mmc_console.server.auth.tables import devices
from mmc_console.server.auth.tokens import LIFE, Claims, check_token, make_token
from mmc_console.server.backups.stores import Place
from mmc_console.server.clock import Clock
from mmc_console.server.keys import Keys
from mmc_console.server.plugins.rows import Kept
from mmc_console.server.restore.alarm import tellers_in
from mmc_console.server.restore.journal import flush_folder
from mmc_console.server.store.engine import Database
from mmc_console.wire.answers import DeviceInfo, LoginRequest, SignedIn, UserInfo

log = logging.getLogger(__name__)

FILE: Final = "administrators.sealed"
_NONCE: Final = 12


class Admin(Struct, frozen=True):
    """One administrator who may come in."""

    id: UserId
    username: str
    folded: str
    name: str
    password: str
    clinics: tuple[ClinicCode, ...]


class _Entrance(Struct, frozen=True):
    """Who may come in, and where."""

    center: str
    admins: tuple[Admin, ...]
    desks: dict[str, DeskLetter]


class Known(_Entrance, frozen=True):
    """What the file holds."""

    places: tuple[Place, ...] = ()
    """The stores of the backups; none: a version that did not keep them has written this."""
    tellers: tuple[Kept, ...] = ()
    """The plugins that tell those who run the centre, with their settings."""
    zone: str = ""
    """The centre's time zone, for the times they tell."""


def known_in(conn: Connection, site: Site, places: tuple[Place, ...] = ()) -> Known:
    """What this database says of it."""
    admins = [user for user in users.everybody(conn) if user.enabled and "admin" in user.roles and not user.must_change]
    consoles = conn.execute(select(devices.c.id, devices.c.desk).where(devices.c.revoked.is_(False)))
    return Known(
        site.code,
        tuple(Admin(a.id, a.username, a.folded, a.name, a.password, tuple(sorted(a.clinics))) for a in admins),
        {id: DeskLetter(desk) for id, desk in consoles},
        places,
        tellers_in(conn),
        site.timezone,
    )


def keep(folder: Path, key: bytes, known: Known) -> None:
    """Write the file, whole or not at all."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    draft = folder / f".{FILE}"
    with draft.open("wb") as file:  # on the disk before it takes the good one's place: the power may go with the rest
        draft.chmod(0o600)
        file.write(nonce + AESGCM(_sealing(key)).encrypt(nonce, msgspec.msgpack.encode(known), FILE.encode()))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / FILE)
    flush_folder(folder)


def read(folder: Path, key: bytes) -> Known | None:
    """What was kept; None when there is nothing, or nothing of ours."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        raw = (folder / FILE).read_bytes()
        opened = AESGCM(_sealing(key)).decrypt(raw[:_NONCE], raw[_NONCE:], FILE.encode())
        return _decoded(opened)
    except FileNotFoundError:
        return None
    except (InvalidTag, ValueError, msgspec.DecodeError, OSError) as fault:
        log.warning("the administrators' file is not as it was written: %s", type(fault).__name__)
        return None


def _decoded(opened: bytes) -> Known:
    """An update may find the database destroyed: then what it does not understand of the rest keeps nobody out."""
    try:
        return msgspec.msgpack.decode(opened, type=Known)
    except msgspec.ValidationError:
        found = msgspec.msgpack.decode(opened, type=_Entrance)
        log.warning("the administrators' file says more than this version understands: only who may come in is taken")
        return Known(found.center, found.admins, found.desks)


def _sealing(key: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=None, info=b"mmc-administrators-1").derive(key)


class LetIn(NamedTuple):
    """Somebody who came in while there was no database: a session that is a real one in the next database there is."""

    session: str
    token: str
    user: str
    device: str


def take_in(database: Database, let_in: Sequence[LetIn], millis: int) -> None:
    """Those who came in go on where *database* knows them and their consoles; their rights are asked of it each time.

    Whoever restores must see the report of it, not be asked for the password again.
    """

    def work(conn: Connection) -> None:
        consoles = set(conn.execute(select(devices.c.id)).scalars())
        for each in let_in:
            if each.device in consoles and users.by_id(conn, UserId(each.user)) is not None:
                sessions.take_in(conn, each.session, each.token, each.user, each.device, millis)

    database.transact(work)


class Emergency:
    """Signing in while there is no database: administrators only, who may restore and do nothing else."""

    def __init__(self, known: Known | None, keys: Keys, clock: Clock, let_in: list[LetIn]) -> None:
        """*let_in*: whoever comes in is added to it."""
        self._let_in = let_in
        self._known = known or Known("", (), {})
        self._keys, self._clock = keys, clock
        self._hasher, self._guesses = Hasher(), Guesses()

    @property
    def center(self) -> str:
        """The centre's code."""
        return self._known.center

    @property
    def places(self) -> tuple[Place, ...]:
        """The stores of the backups; none where nobody has kept them."""
        return self._known.places

    def login(self, request: LoginRequest, source: str) -> SignedIn:
        """Sign an administrator in at a console that is known. NotAuthenticated, TooManyTries."""
        hello, now = checked_hello(request.device), self._clock.now()
        folded = users.folded_name(request.username)
        desk = self._known.desks.get(hello.id)
        found = next((admin for admin in self._known.admins if admin.folded == folded), None)
        right = self._guesses.begin(now, folded, source, hello.id if desk is not None and found is not None else None)
        proven = self._hasher.check(found.password if found is not None else None, request.password)
        if not proven or found is None or desk is None:
            # counted whichever it was: whether a try is counted must not tell that the password was right
            log.warning("a sign-in without a database was refused: %s", _refused(found, hello.id, desk, proven=proven))
            raise NotAuthenticated
        right()
        told = {
            "roles": ["admin"], "clinics": list(found.clinics), "device": hello.id, "desk": desk, "center": self.center,
        }  # fmt: skip
        session, refresh = sessions.begun(self._keys.token)
        self._let_in.append(LetIn(session, refresh, found.id, hello.id))
        log.warning("user %s signed in on console %s without a database", found.id, hello.id)
        return SignedIn(
            access_token=make_token(self._keys.token, now, found.id, session, told),
            refresh_token=refresh,  # taken once there is a database again
            expires_in=int(LIFE.total_seconds()),
            user=UserInfo(
                id=found.id, username=found.username, name=found.name, roles=("admin",), clinics=found.clinics,
                must_change_password=False,
            ),
            device=DeviceInfo(hello.id, desk, False),
            center=self.center,
            now=now,
        )  # fmt: skip

    @property
    def anybody(self) -> bool:
        """Whether somebody can come in at all, at some console."""
        return bool(self._known.admins and self._known.desks)

    def authenticate(self, token: str) -> Principal:
        """The administrator who was let in with this token, also while there was a database; NotAuthenticated."""
        claims = self._checked(token)
        found = next((admin for admin in self._known.admins if admin.id == claims.user), None)
        if found is None or claims.sends:
            raise NotAuthenticated
        actor = Actor(found.id, frozenset({"admin"}), frozenset(found.clinics), None)
        return Principal(
            actor=actor, username=found.username, name=found.name, device="", session=claims.session
        )  # fmt: skip

    def _checked(self, token: str) -> Claims:
        *older, last = reversed(self._keys.tokens)
        for key in older:
            try:
                return check_token(key, self._clock.now(), token)
            except NotAuthenticated:
                continue
        return check_token(last, self._clock.now(), token)

    def confirm(self, principal: Principal, password: str) -> None:
        """That it is really this person who asks. BadEntry, TooManyTries."""
        found = next((admin for admin in self._known.admins if admin.id == principal.actor.user), None)
        right = self._guesses.begin(self._clock.now(), found.folded if found else "", "", "restore")
        if not self._hasher.check(found.password if found is not None else None, password):
            raise BadEntry("$.password", "not the current password")
        right()


def _refused(found: Admin | None, console: str, desk: DeskLetter | None, *, proven: bool) -> str:
    """For the server's log alone: all that was wrong, by ids; what was typed is not among it."""
    wrong = [
        f"console {console} is not known" if desk is None else "",
        "no administrator of this name is known" if found is None else "",
        f"the password of user {found.id} is another" if found is not None and not proven else "",
    ]
    return ", ".join(filter(None, wrong))
