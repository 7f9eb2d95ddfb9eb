"""The server's keys: made once, kept apart from the database, never shown.

The folder is DIR/keys, or the one named by MMC_KEYS; one file a key, 32 random bytes as hex, readable by the
server's user alone. A copy of the database without this folder is worth nothing, so a missing key is never replaced
while a database exists. Nothing here may put a key into a message, a log or a repr.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

KEY_BYTES: Final = 32
_SINGLE: Final = ("database", "index", "token")
_FIELD: Final = re.compile(r"field-([1-9][0-9]{0,3})\.key")
_GUARDED: Final = os.name == "posix"
"""Elsewhere a folder's owner is not told by mode bits."""


class KeysFault(Exception):
    """The keys cannot be used. *code*: `keys-missing`, `keys-damaged` or `keys-unsafe`; *name*: which file."""

    def __init__(self, code: str, name: str, advice: str) -> None:
        super().__init__(f"{code}: {name}: {advice}")
        self.code = code
        self.name = name


@dataclass(frozen=True, repr=False)
class Keys:
    """All keys of one server. `fields` by id; new values are encrypted with the highest id."""

    folder: Path
    database: bytes
    index: bytes
    token: bytes
    fields: Mapping[int, bytes]

    @property
    def field_id(self) -> int:
        """The field key that new values are encrypted with."""
        return max(self.fields)

    def __repr__(self) -> str:
        return f"Keys({len(self.fields) + len(_SINGLE)} keys)"


def keys_folder(place: Path, environ: Mapping[str, str]) -> Path:
    """Where the keys of the server in *place* are: MMC_KEYS, or `keys` inside it."""
    named = environ.get("MMC_KEYS", "")
    return Path(named) if named else place / "keys"


def open_keys(folder: Path, *, database_exists: bool) -> Keys:
    """The keys in *folder*; missing ones are made, unless a database exists already (KeysFault `keys-missing`)."""
    if database_exists:
        if not folder.is_dir():
            raise KeysFault("keys-missing", folder.name, "the database exists, the folder of its keys does not")
    else:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _guard(folder, 0o700)
    if not database_exists:
        for name in (*_SINGLE, *(() if _field_files(folder) else ("field-1",))):
            make_key(folder / f"{name}.key")
    fields = {id: load_key(path) for id, path in _field_files(folder).items()}
    if not fields:
        raise KeysFault("keys-missing", "field-1.key", "the database exists, this key of it does not")
    single = {name: load_key(folder / f"{name}.key") for name in _SINGLE}
    return Keys(folder=folder, fields=fields, **single)


def inspect(keys: Keys) -> str:
    """`ok`, or the code of what has happened to the key files since they were loaded."""
    try:
        now = open_keys(keys.folder, database_exists=True)
    except KeysFault as fault:
        return fault.code
    same = (now.database, now.index, now.token, now.fields) == (keys.database, keys.index, keys.token, keys.fields)
    return "ok" if same else "keys-changed"


def _field_files(folder: Path) -> dict[int, Path]:
    found = ((path, _FIELD.fullmatch(path.name)) for path in folder.iterdir())
    return {int(match[1]): path for path, match in found if match}


def make_key(path: Path) -> None:
    """Write a new key, whole or not at all; one that is there stays, also when two programs start at once."""
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            log.debug("%s was made by another program at the same moment", path.name)
    finally:
        draft.unlink()
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    if not _GUARDED:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def load_key(path: Path) -> bytes:
    try:
        _guard(path, 0o600)
        text = path.read_text(encoding="ascii").strip()
        key = bytes.fromhex(text)
    except FileNotFoundError:
        raise KeysFault("keys-missing", path.name, "the database exists, this key of it does not") from None
    except PermissionError:
        raise KeysFault("keys-unsafe", path.name, "belongs to somebody else: it cannot be read") from None
    except ValueError:
        # from None: the fault's own text could quote the file
        raise KeysFault("keys-damaged", path.name, "this is not a key") from None
    if len(key) != KEY_BYTES:
        raise KeysFault("keys-damaged", path.name, f"a key has {KEY_BYTES} bytes")
    return key


def _guard(path: Path, mode: int) -> None:
    """Only the server's user may read *path*: wider permissions are named and mended, another owner is refused."""
    if not _GUARDED:
        return
    found = path.stat()
    if found.st_uid != os.geteuid():
        raise KeysFault("keys-unsafe", path.name, "belongs to another user of this machine")
    open_to = stat.S_IMODE(found.st_mode) & 0o077
    if not open_to:
        return
    try:
        path.chmod(mode)
    except OSError:
        raise KeysFault("keys-unsafe", path.name, "other users of this machine may read it") from None
    log.warning("%s could be read by other users (mode %04o): mended", path.name, stat.S_IMODE(found.st_mode))
