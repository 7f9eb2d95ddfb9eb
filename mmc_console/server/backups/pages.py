"""Pages of the encrypted database: opened to be packed, and sealed again under another key.

SQLCipher 4 encrypts each page of 4,096 bytes for itself: 4,016 bytes AES-256-CBC, 16 bytes IV, 64 bytes HMAC-SHA512
over both and the page's number; in front of page 1 stand 16 bytes of salt. An encrypted page cannot be packed, so a
backup holds them opened (and seals them itself), and what unpacks one seals each page under the new database's key.
The IV is drawn anew with each write, so IV and HMAC together are a fingerprint: equal ones are the same page.

A real SQLCipher checks what is written here (`PRAGMA cipher_integrity_check`) after every backup.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Final

from mmc_console.server.backups.faults import DAMAGED, BackupFailed, BadBackup

PAGE: Final = 4096
RESERVED: Final = 80
PLAIN: Final = PAGE - RESERVED
"""Bytes of a page that are the database's own."""
CHANGE: Final = 4 + PLAIN
"""A changed page in a segment: its number, then the page."""
SALT: Final = 16
_IV: Final = 16
_TITLE: Final = b"SQLite format 3\x00"
LOCK_PAGE: Final = 0x40000000 // PAGE + 1
"""SQLite never uses the page at 1 GiB: its locks are there."""
_EMPTY: Final = bytes(PLAIN)
SOURCE_DAMAGED: Final = "backup-source-damaged"


class PageCipher:
    """Opens and seals pages under one database key and salt."""

    def __init__(self, key: bytes, salt: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        self._cipher, self._cbc = Cipher, modes.CBC  # looked up once: half a million pages are sealed in a row
        self._algorithm = algorithms.AES(key)
        self._mac = hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)
        self.salt = salt

    def open(self, number: int, page: bytes) -> bytes:
        """The 4,016 bytes of page *number*; BackupFailed when it is not what SQLCipher wrote."""
        if number == LOCK_PAGE:
            return _EMPTY
        begin = SALT if number == 1 else 0
        sealed = page[begin : PLAIN + _IV]
        if not hmac.compare_digest(self._tag(number, sealed), page[PLAIN + _IV :]):
            if not any(page):
                return _EMPTY  # a page that was made room for, and never written
            raise BackupFailed(SOURCE_DAMAGED, detail=f"page {number}")
        turn = self._cipher(self._algorithm, self._cbc(sealed[-_IV:])).decryptor()
        plain = turn.update(sealed[:-_IV])
        return _TITLE + plain if number == 1 else plain

    def seal(self, number: int, plain: bytes) -> bytes:
        """Page *number* as SQLCipher would write it."""
        if number == LOCK_PAGE:
            return bytes(PAGE)
        if number == 1 and not plain.startswith(_TITLE):
            raise BadBackup(DAMAGED, "the first page")
        iv = secrets.token_bytes(_IV)
        turn = self._cipher(self._algorithm, self._cbc(iv)).encryptor()
        sealed = turn.update(plain[len(_TITLE) :] if number == 1 else plain) + iv
        return (self.salt if number == 1 else b"") + sealed + self._tag(number, sealed)

    def _tag(self, number: int, sealed: bytes) -> bytes:
        return hmac.digest(self._mac, sealed + number.to_bytes(4, "little"), "sha512")


class PageFile:
    """A database file being put together from pages, under a key of its own; `finish()` leaves it flushed.

    Made by this alone (never over a file that is there), removed by `forget()`.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._cipher = PageCipher(key, secrets.token_bytes(SALT))
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        self._file = os.fdopen(handle, "r+b")
        self._next = 1
        self._rest = b""

    def whole(self, piece: bytes) -> None:
        """The next bytes of a backup's content: pages 1, 2, 3… in order."""
        joined = self._rest + piece if self._rest else piece
        count, sealed = len(joined) // PLAIN, []
        for place in range(count):
            sealed.append(self._cipher.seal(self._next, joined[place * PLAIN : (place + 1) * PLAIN]))
            self._next += 1
        self._rest = joined[count * PLAIN :]
        self._file.seek((self._next - 1 - count) * PAGE)
        self._file.write(b"".join(sealed))

    def changes(self, piece: bytes) -> None:
        """The next bytes of a segment's content: pages with their numbers."""
        joined = self._rest + piece if self._rest else piece
        count = len(joined) // CHANGE
        for place in range(count):
            change = joined[place * CHANGE : (place + 1) * CHANGE]
            number = int.from_bytes(change[:4], "big")
            if number < 1:
                raise BadBackup(DAMAGED, "a page's number")
            self._file.seek((number - 1) * PAGE)
            self._file.write(self._cipher.seal(number, change[4:]))
        self._rest = joined[count * CHANGE :]

    def sized(self, pages: int) -> None:
        """One file of a chain was read to its end: the database has so many pages now."""
        if self._rest:
            raise BadBackup(DAMAGED, "half a page")
        self._file.flush()
        self._file.truncate(pages * PAGE)

    def finish(self) -> None:
        """Flush it to the disk and let go of it."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def forget(self) -> None:
        """Remove what was written."""
        self._file.close()
        self.path.unlink(missing_ok=True)
