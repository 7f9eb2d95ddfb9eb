"""C3: only what this server made is taken, whatever is tried; the refusal is always the same."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest

from mmc_console.server.auth.faults import NotAuthenticated
from mmc_console.server.auth.tokens import LIFE, check_token, make_token
from tests.server.auth_parts import START

KEY = bytes(range(32))
KNOWN: dict[str, Any] = {"roles": ["reception"], "clinics": [], "device": "d", "center": "MMC"}
CLAIMS: dict[str, Any] = {
    "iss": "mmc-console", "aud": "mmc-console/api", "typ": "access", "sub": "user", "sid": "session",
    "iat": int(START.timestamp()), "exp": int(START.timestamp()) + 900,
}  # fmt: skip


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def forged(body: str | bytes, header: str = '{"alg":"HS256","typ":"JWT"}', key: bytes = KEY) -> str:
    """A token with a right signature over exactly these bytes."""
    raw = body.encode() if isinstance(body, str) else body
    signed = f"{b64(header.encode())}.{b64(raw)}"
    return f"{signed}.{b64(hmac.digest(key, signed.encode(), 'sha256'))}"


def with_claims(**changed: Any) -> str:
    claims = {k: v for k, v in (CLAIMS | changed).items() if v is not ...}
    return forged(json.dumps(claims))


def unsigned(algorithm: str) -> str:
    return f"{b64(json.dumps({'alg': algorithm}).encode())}.{b64(json.dumps(CLAIMS).encode())}."


def in_public() -> str:
    """The classic: an asymmetric algorithm named, signed with what would be its public key."""
    return forged(json.dumps(CLAIMS), '{"alg":"RS256","typ":"JWT"}')


good = make_token(KEY, START, "user", "session", KNOWN)
body_text = json.dumps(CLAIMS)
BAD: dict[str, Callable[[], str]] = {
    "none": lambda: "",
    "words": lambda: "not a token",
    "dots": lambda: "..",
    "two parts": lambda: good.rsplit(".", 1)[0],
    "four parts": lambda: good + ".x",
    "alg none": lambda: unsigned("none"),
    "alg None": lambda: unsigned("None"),
    "alg HS256 without signature": lambda: unsigned("HS256"),
    "alg HS384": lambda: jwt.encode(CLAIMS, KEY + KEY, algorithm="HS384"),
    "alg HS512": lambda: jwt.encode(CLAIMS, KEY + KEY, algorithm="HS512"),
    "alg RS256": in_public,
    "alg missing": lambda: forged(body_text, "{}"),
    "alg a list": lambda: forged(body_text, '{"alg":["HS256"]}'),
    "wrong key": lambda: forged(body_text, key=bytes(32)),
    "key as text": lambda: forged(body_text, key=KEY.hex().encode()),
    "body changed": lambda: good.split(".")[0] + "." + b64(body_text.encode()) + "." + good.split(".")[2],
    "expired": lambda: with_claims(iat=CLAIMS["iat"] - 900, exp=CLAIMS["iat"]),
    "without exp": lambda: with_claims(exp=...),
    "without iat": lambda: with_claims(iat=...),
    "without iss": lambda: with_claims(iss=...),
    "without aud": lambda: with_claims(aud=...),
    "without typ": lambda: with_claims(typ=...),
    "without sub": lambda: with_claims(sub=...),
    "without sid": lambda: with_claims(sid=...),
    "exp null": lambda: with_claims(exp=None),
    "exp text": lambda: with_claims(exp=str(CLAIMS["exp"])),
    "exp true": lambda: with_claims(exp=True),
    "exp a fraction": lambda: with_claims(exp=CLAIMS["exp"] + 0.5),
    "exp infinite": lambda: forged(body_text.replace(str(CLAIMS["exp"]), "Infinity")),
    "exp far away": lambda: with_claims(exp=CLAIMS["exp"] + 1),
    "made tomorrow": lambda: with_claims(iat=CLAIMS["iat"] + 86_400, exp=CLAIMS["exp"] + 86_400),
    "other issuer": lambda: with_claims(iss="somebody"),
    "issuers": lambda: with_claims(iss=["mmc-console"]),
    "other audience": lambda: with_claims(aud="mmc-console/board"),
    "audiences": lambda: with_claims(aud=["mmc-console/api", "x"]),
    "other type": lambda: with_claims(typ="refresh"),
    "sub a number": lambda: with_claims(sub=1),
    "sid a number": lambda: with_claims(sid=1),
    "sid an object": lambda: with_claims(sid={"$ne": ""}),
    "doubled sub": lambda: forged(body_text[:-1] + ', "sub": "admin"}'),
    "doubled exp": lambda: forged(body_text[:-1] + f', "exp": {CLAIMS["exp"]}}}'),
    "doubled alg": lambda: forged(body_text, '{"alg":"HS256","alg":"HS256"}'),
    "doubled alg none": lambda: forged(body_text, '{"alg":"none","alg":"HS256"}'),
    "crit": lambda: forged(body_text, '{"alg":"HS256","crit":["x"],"x":1}'),
    "b64 false": lambda: forged(body_text, '{"alg":"HS256","crit":["b64"],"b64":false}'),
    "body a list": lambda: forged("[]"),
    "body not JSON": lambda: forged("{"),
    "body not UTF-8": lambda: forged(b"\xff\xfe"),
    "body deep": lambda: forged("[" * 1_500 + "]" * 1_500),
    "2 MB": lambda: "a" * 2_000_000,
    "2 MB signed": lambda: forged(json.dumps(CLAIMS | {"pad": "a" * 2_000_000})),
    "other digits": lambda: good.replace(".", "．"),
    "line feed": lambda: good + "\n",
    "kid with another key": lambda: forged(body_text, '{"alg":"HS256","kid":"../../dev/null"}', b"\0" * 32),
    "kid with SQL": lambda: forged(body_text, '{"alg":"HS256","kid":"x\' UNION SELECT \'k"}', b"k" * 32),
    "jwk inside": lambda: forged(body_text, '{"alg":"HS256","jwk":{"kty":"oct","k":"AAAA"}}', b"\0\0\0"),
    "short key": lambda: forged(body_text, key=b"mmc"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_anything_but_a_token_of_ours_is_the_same_refusal(name: str) -> None:
    with pytest.raises(NotAuthenticated) as fault:
        check_token(KEY, START, BAD[name]())
    assert (str(fault.value), fault.value.params) == ("not-authenticated", {})
    assert fault.value.headers == {"WWW-Authenticate": 'Bearer realm="mmc"'}


def test_our_own_token_is_taken_until_it_ends() -> None:
    claims = check_token(KEY, START, good)
    assert (claims.user, claims.session, claims.expires) == ("user", "session", START + LIFE)
    check_token(KEY, START + LIFE - timedelta(seconds=1), good)
    with pytest.raises(NotAuthenticated):
        check_token(KEY, START + LIFE, good)


def test_the_matrix_breaks_one_thing_at_a_time() -> None:
    """The forgery the others are variations of is itself taken, with or without a kid."""
    assert check_token(KEY, START, forged(body_text)).user == "user"
    assert check_token(KEY, START, forged(body_text, '{"alg":"HS256","kid":"whatever"}')).user == "user"
    assert len({hashlib.sha256(make().encode()).digest() for make in BAD.values()}) == len(BAD)


def test_known_members_cannot_replace_the_tokens_own() -> None:
    assert check_token(KEY, START, make_token(KEY, START, "user", "session", {"sub": "admin"})).user == "user"
