"""Encryption of single fields, and the keyed hash numbers are found by.

AES-256-GCM: two bytes key id, twelve bytes nonce, ciphertext with its tag. Table, column and row are bound as
associated data, so a value copied to another place cannot be read there. An empty text stays empty: there is
nothing to hide.
"""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING, Final

from mmc_console.server.keys import Keys

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_ID: Final = 2
_NONCE: Final = 12
_AT_ONCE: Final = 64


class Unreadable(Exception):
    """A stored field is damaged, was moved, or belongs to a key that is not here. Says where, never what."""


class Fields:
    """Encrypts and decrypts fields with the server's field keys."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._nonces: list[bytes] = []
        self._ciphers: dict[int, AESGCM] = {}

    def seal(self, table: str, column: str, row: str, text: str) -> bytes:
        """*text* encrypted for this one place."""
        if not text:
            return b""
        id, nonce = self._keys.field_id, self._nonce()
        sealed = self._cipher(id).encrypt(nonce, text.encode(), _place(table, column, row))
        return id.to_bytes(_ID, "big") + nonce + sealed

    def open(self, table: str, column: str, row: str, sealed: bytes) -> str:
        """The text sealed for this place; Unreadable when it was not."""
        if not sealed:
            return ""
        from cryptography.exceptions import InvalidTag

        id = int.from_bytes(sealed[:_ID], "big")
        if id not in self._keys.fields or len(sealed) <= _ID + _NONCE:
            raise Unreadable(f"{table}.{column} of {row}: field key {id} is not here")
        nonce, body = sealed[_ID : _ID + _NONCE], sealed[_ID + _NONCE :]
        try:
            return self._cipher(id).decrypt(nonce, body, _place(table, column, row)).decode()
        except InvalidTag:
            raise Unreadable(f"{table}.{column} of {row}: not what was written there") from None

    def hashed(self, column: str, text: str) -> bytes:
        """The keyed hash (HMAC-SHA256) *text* is kept under from now on."""
        return hmac.digest(self._keys.index, f"{column}\0{text}".encode(), "sha256")

    def hashes(self, column: str, text: str) -> tuple[bytes, ...]:
        """Every hash *text* may be found by, that of now first: more than one while the index key is changed."""
        plain = f"{column}\0{text}".encode()
        return tuple(hmac.digest(key, plain, "sha256") for key in self._keys.searched)

    def _nonce(self) -> bytes:
        """Random bytes never used before. Drawn for many at once: each draw is a call of the system that gives up
        the interpreter, and under load waits to have it back."""
        try:
            return self._nonces.pop()
        except IndexError:
            drawn = secrets.token_bytes(_NONCE * _AT_ONCE)
            self._nonces.extend(drawn[i : i + _NONCE] for i in range(_NONCE, len(drawn), _NONCE))
            return drawn[:_NONCE]

    def _cipher(self, id: int) -> AESGCM:
        found = self._ciphers.get(id)
        if found is None:
            # the first person of the day pays for the import, not the server's start
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM

            found = self._ciphers[id] = AESGCM(self._keys.fields[id])
        return found


def _place(table: str, column: str, row: str) -> bytes:
    return f"{table}\0{column}\0{row}".encode()
