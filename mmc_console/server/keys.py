"""The server's keys: made once, kept apart from the database, never shown.

The folder is DIR/keys, or the one named by MMC_KEYS; one file a key, 32 random bytes as hex, readable by the
server's user alone. A copy of the database without this folder is worth nothing, so a missing key is never replaced
while a database exists. Nothing here may put a key into a message, a log or a repr.

Keys of the kinds in `TURNED` are replaced while people work (`server/rotation`): the highest id is written with, older
ones still read. Field and index keys that were replaced stay in the folder: backups made before need them.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

KEY_BYTES: Final = 32
TURNED: Final = ("field", "index", "token")
_LATER: Final = ("audit", "pages")
"""Came with a later version: made where they are missing. Another audit key is seen by the audit's own check."""
_NAMED: Final = re.compile(r"(field|index|token)(?:-([1-9][0-9]{0,3}))?\.key")
_GUARDED: Final = os.name == "posix"
"""Elsewhere a folder's owner is not told by mode bits."""

Rings = dict[str, dict[int, bytes]]
"""Keys by kind and id."""


class KeysFault(Exception):
    """The keys cannot be used. *code*: `keys-missing`, `keys-damaged` or `keys-unsafe`; *name*: which file."""

    def __init__(self, code: str, name: str, advice: str) -> None:
        super().__init__(f"{code}: {name}: {advice}")
        self.code = code
        self.name = name


class Keys:
    """All keys of one server. Whoever holds this sees a new key at once."""

    def __init__(
        self,
        folder: Path,
        database: bytes,
        index: bytes,
        token: bytes,
        fields: Mapping[int, bytes],
        *,
        audit: bytes = b"",
        pages: bytes | None = None,
    ) -> None:
        self.folder = folder
        self.database = database
        self.audit = audit
        self.pages = index if pages is None else pages
        """What exit PINs and the patients' pages are worked out with."""
        self._rings: Rings = {"field": dict(fields), "index": {1: index}, "token": {1: token}}
        self._searched = _newest_first(self._rings["index"])

    @property
    def fields(self) -> Mapping[int, bytes]:
        """Every field key by id."""
        return self._rings["field"]

    @property
    def field_id(self) -> int:
        """The field key that new values are encrypted with."""
        return max(self._rings["field"])

    @property
    def index(self) -> bytes:
        """The key that new numbers are hashed with."""
        return _newest(self._rings["index"])

    @property
    def searched(self) -> tuple[bytes, ...]:
        """The index keys people are looked for with, the newest first: more than one while numbers are hashed anew."""
        return self._searched

    @property
    def token(self) -> bytes:
        """The key that new tokens are signed with."""
        return _newest(self._rings["token"])

    @property
    def tokens(self) -> tuple[bytes, ...]:
        """Every key tokens are believed under, the newest first."""
        return _newest_first(self._rings["token"])

    def ring(self, kind: str) -> Mapping[int, bytes]:
        """The keys of this kind by id."""
        return self._rings[kind]

    def newest(self, kind: str) -> int:
        """The id of the key of this kind that is written with."""
        return max(self._rings[kind])

    def add(self, kind: str, id: int) -> None:
        """Take the key with this id into use, made if it is not there yet: first on the disk, then written with."""
        path = self.folder / file_of(kind, id)
        make_key(path)
        self.put(kind, id, load_key(path))

    def put(self, kind: str, id: int, key: bytes) -> None:
        """Have *key* among those of its kind. A new dict: other threads may be reading the old one.

        People are looked for under a key before anybody is kept under it.
        """
        ring = self._rings[kind] | {id: key}
        if kind == "index":
            self._searched = _newest_first(ring)
        self._rings[kind] = ring

    def search_only_newest(self) -> None:
        """Every number is hashed with the newest index key: the others find nothing any more."""
        self._searched = (self.index,)

    def drop(self, kind: str, id: int) -> None:
        """Forget a key that nothing is left of, and its file."""
        assert id != max(self._rings[kind]), "the newest key is in use"
        self._rings[kind] = {other: key for other, key in self._rings[kind].items() if other != id}
        (self.folder / file_of(kind, id)).unlink(missing_ok=True)
        _flush_folder(self.folder)

    def same(self, other: Keys) -> bool:
        """Whether *other* are these very keys."""
        return (self.database, self.audit, self.pages, self._rings) == (
            other.database, other.audit, other.pages, other._rings,
        )  # fmt: skip

    def __repr__(self) -> str:
        return f"Keys({sum(map(len, self._rings.values())) + 3} keys)"


def file_of(kind: str, id: int) -> str:
    """The name of a key's file. The first of each kind but `field` has no number."""
    return f"{kind}.key" if id == 1 and kind != "field" else f"{kind}-{id}.key"


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
        there = _files(folder)
        for kind in ("database", *(kind for kind in TURNED if not there[kind])):
            make_key(folder / file_of(kind, 1))
    load_key(folder / "database.key")  # a folder without it is not worth a look at the others
    files = _files(folder)
    for kind in TURNED:
        if not files[kind]:
            raise KeysFault("keys-missing", file_of(kind, 1), "the database exists, this key of it does not")
    rings = {kind: {id: load_key(path) for id, path in files[kind].items()} for kind in TURNED}
    if database_exists:
        make_key(folder / "pages.key", like=rings["index"].get(1))  # what was worked out with that one goes on
    for name in _LATER:
        make_key(folder / f"{name}.key")
    single = {name: load_key(folder / f"{name}.key") for name in ("database", *_LATER)}
    keys = Keys(
        folder, single["database"], b"", b"", rings["field"], audit=single["audit"], pages=single["pages"]
    )  # fmt: skip
    keys._rings = rings
    keys._searched = _newest_first(rings["index"])
    return keys


def inspect(keys: Keys) -> str:
    """`ok`, or the code of what has happened to the key files since they were loaded."""
    for name in (f"{name}.key" for name in _LATER):
        if not (keys.folder / name).exists():
            return "keys-missing"
    try:
        now = open_keys(keys.folder, database_exists=True)
    except KeysFault as fault:
        return fault.code
    return "ok" if now.same(keys) else "keys-changed"


def _newest_first(ring: Mapping[int, bytes]) -> tuple[bytes, ...]:
    return tuple(ring[id] for id in sorted(ring, reverse=True))


def _newest(ring: Mapping[int, bytes]) -> bytes:
    return ring[max(ring)]


def _files(folder: Path) -> dict[str, dict[int, Path]]:
    """The files of the kinds that are turned, by id."""
    found: dict[str, dict[int, Path]] = {kind: {} for kind in TURNED}
    for path in folder.iterdir():
        match = _NAMED.fullmatch(path.name)
        if match and path.name == file_of(match[1], int(match[2] or 1)):
            found[match[1]][int(match[2] or 1)] = path
    return found


def make_key(path: Path, like: bytes | None = None) -> None:
    """Write a new key, whole or not at all; one that is there stays, also when two programs start at once."""
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write((like or secrets.token_bytes(KEY_BYTES)).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            log.debug("%s was made by another program at the same moment", path.name)
    finally:
        draft.unlink()
    _flush_folder(path.parent)


def put_key(folder: Path, name: str, key: bytes) -> None:
    """Put back a key that was kept elsewhere; one that is there stays."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _guard(folder, 0o700)
    make_key(folder / name, like=key)


def _flush_folder(folder: Path) -> None:
    if not _GUARDED:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def load_key(path: Path) -> bytes:
    """The key in this file. KeysFault."""
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
