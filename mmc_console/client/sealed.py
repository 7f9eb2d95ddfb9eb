"""Keys for a PC without a keyring: one file, sealed by a passphrase that somebody types at each start.

Argon2id makes of the passphrase what opens the file (AES-256-GCM). The file lies outside the profile, as a keyring
would: a copied profile opens for nobody, and one that was put back shows itself. Wrong passphrases are counted before
they are looked at.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import json
import math
import secrets
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import msgspec
import platformdirs
from msgspec import Struct

from mmc_console.client import files
from mmc_console.client.errors import KeysDamaged, PassphrasePause, WrongPassphrase
from mmc_console.client.keys import checked
from mmc_console.client.store.engine import named

SHORTEST: Final = 10
DIFFERENT: Final = 4
"""So many different characters at least: `aaaaaaaaaa` is the first thing anybody tries."""
TRIES: Final = 5
PAUSE: Final = timedelta(minutes=5)
"""After so many wrong ones, between one try and the next."""
LEAST_KIB, LEAST_PASSES = 19_456, 2
MOST_KIB, MOST_PASSES = 1 << 20, 20
_KIB, _PASSES = 65_536, 3
_SALT, _NONCE = 16, 12


class _File(Struct, forbid_unknown_fields=True):
    """The file as it is written."""

    memory_kib: int
    passes: int
    salt: str
    nonce: str
    sealed: str


def sealed_path(profile: Path) -> Path:
    """Where the sealed keys of *profile* are, or would be."""
    name = hashlib.sha256(str(profile.resolve()).encode()).hexdigest()[:32]
    return Path(platformdirs.user_state_path("mmc-console", appauthor=False)) / "keys" / f"{name}.json"


def passphrase_problem(passphrase: str) -> str:
    """Why nobody should use it: `passphrase-short`, `passphrase-easy`; empty for one that may be used."""
    text = _canonical(passphrase)
    if len(text) < SHORTEST:
        return "passphrase-short"
    return "passphrase-easy" if len(set(text)) < DIFFERENT else ""


class SealedKeys:
    """The keys of one file, opened. Made by `create` or `unseal`."""

    lasting = True

    def __init__(self, path: Path, key: bytes, salt: bytes, cost: tuple[int, int], keys: dict[str, bytes]) -> None:
        self._path, self._key, self._salt, self._cost, self._keys = path, key, salt, cost, keys
        self._writing = asyncio.Lock()

    @classmethod
    async def create(cls, path: Path, passphrase: str) -> SealedKeys:
        """A new file, without keys yet. ValueError for a passphrase nobody should use; StoreFull, StoreLost."""
        if passphrase_problem(passphrase):
            raise ValueError("passphrase")
        salt = secrets.token_bytes(_SALT)
        key = await asyncio.to_thread(_stretched, passphrase, salt, _KIB, _PASSES)
        made = cls(path, key, salt, (_KIB, _PASSES), {})
        with named():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        await asyncio.to_thread(made._write, {})
        return made

    @classmethod
    async def unseal(cls, path: Path, passphrase: str, now: Callable[[], datetime]) -> SealedKeys:
        """The file's keys. WrongPassphrase and PassphrasePause say how many tries, or seconds; KeysDamaged."""
        told = await asyncio.to_thread(_read, path)
        tries = _Tries(path.with_suffix(".tries"), now)
        await asyncio.to_thread(tries.begin)
        salt = _bytes(told.salt, _SALT)
        key = await asyncio.to_thread(_stretched, passphrase, salt, told.memory_kib, told.passes)
        keys = _opened(told, key)
        if keys is None:
            raise WrongPassphrase(tries.left)
        await asyncio.to_thread(tries.forget)
        return cls(path, key, salt, (told.memory_kib, told.passes), keys)

    async def get(self, name: str) -> bytes | None:
        """The key kept under *name*, or None."""
        return self._keys.get(name)

    async def set(self, name: str, key: bytes) -> None:
        """Keep *key*, flushed, whoever waits for it. StoreFull, StoreLost: the old one stays."""
        await asyncio.shield(asyncio.ensure_future(self._set(name, key)))  # its thread goes on: the next has to wait

    async def _set(self, name: str, key: bytes) -> None:
        async with self._writing:
            keys = {**self._keys, name: checked(key)}
            await asyncio.to_thread(self._write, keys)
            self._keys = keys

    async def change(self, current: str, new: str, now: Callable[[], datetime]) -> None:
        """Another passphrase from now on; the keys stay as they are, so nothing else is written anew.

        WrongPassphrase, PassphrasePause; ValueError for a new one nobody should use.
        """
        if passphrase_problem(new):
            raise ValueError("passphrase")
        await SealedKeys.unseal(self._path, current, now)
        salt = secrets.token_bytes(_SALT)
        key = await asyncio.to_thread(_stretched, new, salt, _KIB, _PASSES)
        async with self._writing:
            before = self._key, self._salt, self._cost
            self._key, self._salt, self._cost = key, salt, (_KIB, _PASSES)
            try:
                await asyncio.to_thread(self._write, self._keys)
            except BaseException:
                self._key, self._salt, self._cost = before
                raise

    def _write(self, keys: dict[str, bytes]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        memory_kib, passes = self._cost
        nonce = secrets.token_bytes(_NONCE)
        told = _File(memory_kib, passes, _text(self._salt), _text(nonce), "")
        plain = json.dumps({name: _text(key) for name, key in keys.items()}).encode()
        told.sealed = _text(AESGCM(self._key).encrypt(nonce, plain, _bound(told)))
        files.write(self._path, msgspec.to_builtins(told))
        with named():
            self._path.chmod(0o600)


class _Tries:
    """How many wrong passphrases came, beside the file, so that ending the program gives no free ones."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._path, self._now = path, now
        self.left = TRIES

    def begin(self) -> None:
        """One more try, written before it is looked at. PassphrasePause."""
        told, now = files.read(self._path), self._now()
        misses = told.get("misses")
        count = misses if isinstance(misses, int) and misses >= 0 else 0
        since = _moment(told.get("at"))
        if count >= TRIES and since is not None and (left := since + PAUSE - now) > timedelta(0):
            if left > PAUSE:  # the clock was set back: the pause begins now, and does not last for ever
                files.write(self._path, {"misses": count, "at": now.isoformat()})
                left = PAUSE
            raise PassphrasePause(math.ceil(left.total_seconds()))
        self.left = max(TRIES - count - 1, 0)
        files.write(self._path, {"misses": count + 1, "at": now.isoformat()})

    def forget(self) -> None:
        """It was right."""
        self._path.unlink(missing_ok=True)


def _read(path: Path) -> _File:
    try:
        told = msgspec.convert(files.read(path), _File)
    except msgspec.ValidationError as fault:
        raise KeysDamaged("not as it was written") from fault
    # a file somebody else wrote must neither make guessing cheap nor take all memory
    if not (LEAST_KIB <= told.memory_kib <= MOST_KIB and LEAST_PASSES <= told.passes <= MOST_PASSES):
        raise KeysDamaged("other cost")
    return told


def _opened(told: _File, key: bytes) -> dict[str, bytes] | None:
    """The keys in the file; None when *key* does not open it."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        plain = AESGCM(key).decrypt(_bytes(told.nonce, _NONCE), _bytes(told.sealed), _bound(told))
    except InvalidTag:
        return None
    found: dict[str, Any] = json.loads(plain)
    return {name: checked(_bytes(text)) for name, text in found.items()}


def _bound(told: _File) -> bytes:
    """What the seal holds besides the keys: the cost and the salt cannot be exchanged."""
    return f"mmc-console keys\n{told.memory_kib}\n{told.passes}\n{told.salt}".encode()


def _stretched(passphrase: str, salt: bytes, memory_kib: int, passes: int) -> bytes:
    """The key a passphrase makes; some 0.1 s and 64 MiB, on another thread."""
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        _canonical(passphrase).encode(), salt, time_cost=passes, memory_cost=memory_kib, parallelism=1, hash_len=32,
        type=Type.ID,
    )  # fmt: skip


def _canonical(passphrase: str) -> str:
    """The same however a keyboard composed its letters."""
    return unicodedata.normalize("NFKC", passphrase)


def _moment(told: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str, size: int | None = None) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except binascii.Error as fault:
        raise KeysDamaged("not base64") from fault
    if size is not None and len(raw) != size:
        raise KeysDamaged("another length")
    return raw
