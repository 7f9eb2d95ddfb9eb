"""Access tokens: made here, and checked by one function that accepts exactly what is made here.

JWT, HS256 only. Whatever is wrong with a token, the answer is the same `NotAuthenticated`. Rights are read from the
database; those inside a token are for the console that carries it and are never believed.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from binascii import Error as BadBase64
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import Struct

from mmc_console.server.auth.faults import NotAuthenticated

ALGORITHM: Final = "HS256"
ISSUER: Final = "mmc-console"
AUDIENCE: Final = "mmc-console/api"
TYPE: Final = "access"
SENDER: Final = "sender"
LIFE: Final = timedelta(minutes=15)
LONGEST: Final = 4_096
EARLY: Final = timedelta(seconds=60)
"""How far in our future a token of ours may say it was made: the clock was set back meanwhile."""


class Claims(Struct, frozen=True):
    """What a checked token says. A sender's has no user; its session is the console's id."""

    user: str
    session: str
    expires: datetime
    sends: bool = False


def make_token(key: bytes, now: datetime, user: str, session: str, known: dict[str, Any]) -> str:
    """An access token for this session. *known*: roles, clinics, device and centre, for the console to read."""
    return _signed(key, now, {"typ": TYPE, "sub": user, "sid": session}, known)


def make_sender_token(key: bytes, now: datetime, device: str) -> str:
    """A credential of this console itself."""
    return _signed(key, now, {"typ": SENDER, "sub": "", "sid": device}, {})


def _signed(key: bytes, now: datetime, who: dict[str, str], known: dict[str, Any]) -> str:
    import jwt

    made = int(now.timestamp())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "iat": made, "exp": made + int(LIFE.total_seconds())}
    return jwt.encode(known | who | claims, key, algorithm=ALGORITHM)


def check_token(key: bytes, now: datetime, token: str) -> Claims:
    """The claims of a token of ours that is valid at *now*; NotAuthenticated for anything else."""
    import jwt

    if len(token) > LONGEST or not token.isascii() or token.count(".") != 2:
        raise NotAuthenticated
    try:
        header, body, _ = token.split(".")
        if _members(header).get("alg") != ALGORITHM:
            raise NotAuthenticated
        _members(body)
        claims = jwt.decode(
            token, key, algorithms=[ALGORITHM], audience=AUDIENCE, issuer=ISSUER,
            options={
                "require": ["exp", "iat", "iss", "aud", "typ", "sub", "sid"], "strict_aud": True,
                # against the clock that was passed in, below
                "verify_exp": False, "verify_iat": False, "verify_nbf": False,
            },
        )  # fmt: skip
    except (jwt.InvalidTokenError, ValueError, RecursionError) as fault:
        raise NotAuthenticated from fault
    return _believed(claims, now)


def _believed(claims: dict[str, Any], now: datetime) -> Claims:
    made, ends = claims["iat"], claims["exp"]
    user, session = claims["sub"], claims["sid"]
    if type(made) is not int or type(ends) is not int or type(user) is not str or type(session) is not str:
        raise NotAuthenticated
    if (
        claims["typ"] not in (TYPE, SENDER)
        or (claims["typ"] == SENDER) != (user == "")
        or not 0 < ends - made <= LIFE.total_seconds()
    ):
        raise NotAuthenticated
    second = now.timestamp()
    if ends <= second or made > second + EARLY.total_seconds():
        raise NotAuthenticated
    return Claims(user, session, datetime.fromtimestamp(ends, tz=now.tzinfo), sends=claims["typ"] == SENDER)


def _members(part: str) -> dict[str, Any]:
    """The members of a part that is one JSON object in which no name comes twice; ValueError for anything else."""
    try:
        raw = urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except BadBase64 as fault:
        raise ValueError("not base64url") from fault
    found = json.loads(raw, object_pairs_hook=_once)
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member comes twice")
    return found
