"""What a console signs to prove itself: the same bytes on both sides."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64

from mmc_console.wire.answers import DeviceLogin


def proof(login: DeviceLogin) -> bytes:
    """The bytes the signature of *login* is over: device, time to the millisecond, nonce, each on its line."""
    return f"mmc-console device\n{login.device}\n{int(login.at.timestamp() * 1000)}\n{login.nonce}".encode()


def encoded(raw: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bytes of a base64url text; ValueError for anything else."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except BadBase64 as fault:
        raise ValueError("not base64url") from fault
