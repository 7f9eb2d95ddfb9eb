"""The backup key: one of its own, with an id, so that a backup opens where nothing else of the centre is left.

It lies with the other keys (`backup-1.key`, then `backup-2.key`…); new backups are made with the highest, older ones
open with theirs. Its id is a hash of it: the same on every machine, and two centres never have the same.

The recovery copy is the key itself as fourteen groups to be printed once: each group carries a check of its own, so
that what was mistyped is found by group; the last one checks the whole.
"""

from __future__ import annotations

import errno
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mmc_console.server.backups.faults import BadRecovery
from mmc_console.server.keys import KEY_BYTES, KeysFault, load_key, make_key
from mmc_console.server.store.errors import DiskFault, DiskFull

_FILE: Final = re.compile(r"backup-([1-9][0-9]{0,3})\.key")
_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, O, 1 or I: a printed key is read by people."""
_GROUPS: Final = 13
_DATA: Final = 4


@dataclass(frozen=True, repr=False)
class BackupKey:
    """One backup key. `number` is its place among the files, 0 for one that was typed from its printed copy."""

    secret: bytes
    number: int = 0

    @property
    def id(self) -> str:
        """Which key this is, without saying anything of it."""
        return hashlib.sha256(b"mmc-backup-key-id\0" + self.secret).hexdigest()[:16]

    def __repr__(self) -> str:
        return f"BackupKey({self.id})"


@dataclass(frozen=True, repr=False)
class BackupKeys:
    """Every backup key that is here, the newest last."""

    all: tuple[BackupKey, ...]

    @property
    def newest(self) -> BackupKey:
        """The one that new backups are made with."""
        return self.all[-1]

    def find(self, id: str) -> BackupKey | None:
        """The key with this id."""
        return next((key for key in self.all if key.id == id), None)

    def __repr__(self) -> str:
        return f"BackupKeys({len(self.all)} keys)"


def backup_keys(folder: Path) -> BackupKeys:
    """The backup keys in the keys' *folder*; the first one is made when there is none. KeysFault."""
    if not folder.is_dir():
        raise KeysFault("keys-missing", folder.name, "the folder of the keys does not exist")
    if not _numbers(folder):
        make_key(folder / "backup-1.key")
    return BackupKeys(tuple(BackupKey(load_key(folder / f"backup-{n}.key"), n) for n in _numbers(folder)))


def next_key(folder: Path) -> BackupKeys:
    """One more key, for what is written from now on. The others stay: their backups need them."""
    make_key(folder / f"backup-{max(_numbers(folder), default=0) + 1}.key")
    return backup_keys(folder)


def was_printed(folder: Path, key: BackupKey) -> bool:
    """Whether the recovery copy of *key* was handed out already."""
    return _marker(folder, key).exists()


def print_once(folder: Path, key: BackupKey) -> str | None:
    """The recovery copy of *key*, the first time; None ever after, also when two ask at once. DiskFull, DiskFault."""
    try:
        _marker(folder, key).touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        return None
    except OSError as fault:
        raise (DiskFull if fault.errno == errno.ENOSPC else DiskFault) from fault
    return recovery_text(key)


def take_back_print(folder: Path, key: BackupKey) -> None:
    """Nobody has seen what `print_once` gave."""
    _marker(folder, key).unlink(missing_ok=True)


def _marker(folder: Path, key: BackupKey) -> Path:
    return folder / f"backup-{key.id}.printed"


def _numbers(folder: Path) -> list[int]:
    return sorted(int(match[1]) for path in folder.iterdir() if (match := _FILE.fullmatch(path.name)))


def recovery_text(key: BackupKey) -> str:
    """*key* as fourteen groups of five, to be read by people."""
    bits = int.from_bytes(key.secret, "big") << (_GROUPS * _DATA * 5 - KEY_BYTES * 8)
    letters = "".join(_LETTERS[bits >> shift & 31] for shift in range((_GROUPS * _DATA - 1) * 5, -1, -5))
    groups = [letters[i : i + _DATA] for i in range(0, len(letters), _DATA)]
    groups.append(_whole(key.secret))
    return "-".join(group + _check(place, group) for place, group in enumerate(groups))


def key_from(text: str) -> BackupKey:
    """The key a person has typed; case, spaces and hyphens do not matter. BadRecovery names the wrong group."""
    typed = re.sub(r"[\s\-‐-―]", "", text).upper()
    groups = [typed[i : i + _DATA + 1] for i in range(0, len(typed), _DATA + 1)]
    for place, group in enumerate(groups[: _GROUPS + 1]):
        right = len(group) == _DATA + 1 and all(letter in _LETTERS for letter in group)
        if not right or _check(place, group[:_DATA]) != group[_DATA]:
            raise BadRecovery(place + 1)
    if len(groups) != _GROUPS + 1:
        raise BadRecovery(min(len(groups), _GROUPS + 1) + 1 if len(groups) <= _GROUPS else 0)
    bits = 0
    for letter in "".join(group[:_DATA] for group in groups[:_GROUPS]):
        bits = bits << 5 | _LETTERS.index(letter)
    spare = _GROUPS * _DATA * 5 - KEY_BYTES * 8
    secret = (bits >> spare).to_bytes(KEY_BYTES, "big")
    if bits & ((1 << spare) - 1) or _whole(secret) != groups[_GROUPS][:_DATA]:
        raise BadRecovery(0)
    return BackupKey(secret)


def _check(place: int, group: str) -> str:
    """The letters as a polynomial over GF(32), at 2, with the place added to the first: each single slip in a group,
    two letters beside each other exchanged, and the group at another place give another letter, always."""
    found = place
    for letter in group:
        found = (found ^ _LETTERS.index(letter)) << 1
        if found & 32:
            found ^= 0b100101  # x⁵ + x² + 1, whose powers of 2 are all of the field
    return _LETTERS[found]


def _whole(secret: bytes) -> str:
    digest = hashlib.sha256(b"mmc-recovery\0" + secret).digest()
    return "".join(_LETTERS[byte & 31] for byte in digest[:_DATA])
