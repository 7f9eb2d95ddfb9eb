"""Where backups are kept: a folder, a second one, an S3-compatible store. One port, and a fault has a name.

What is put is there whole or not at all, and flushed. Names have at most one folder, no patient and no centre in them.
"""

from __future__ import annotations

import errno
import io
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple, Protocol, TypeVar, cast

import msgspec

from mmc_console.server.backups.faults import BackupFailed

if TYPE_CHECKING:
    from obstore.store import S3Store as ObjectStore

T = TypeVar("T")

DISK_FULL: Final = "backup-disk-full"
FOLDER_GONE: Final = "backup-folder-gone"
NO_RIGHTS: Final = "backup-no-rights"
DISK_FAILED: Final = "backup-disk-failed"
UNREACHABLE: Final = "backup-store-unreachable"
REFUSED: Final = "backup-store-refused"
GONE: Final = "backup-gone"
_BY_ERRNO: Final = {
    errno.ENOSPC: DISK_FULL, errno.EDQUOT: DISK_FULL, errno.EFBIG: DISK_FULL, errno.EACCES: NO_RIGHTS,
    errno.EPERM: NO_RIGHTS, errno.EROFS: NO_RIGHTS, errno.ENOENT: FOLDER_GONE, errno.ENOTDIR: FOLDER_GONE,
    errno.ENODEV: FOLDER_GONE, errno.ENXIO: FOLDER_GONE,
} if hasattr(errno, "EDQUOT") else {
    errno.ENOSPC: DISK_FULL, errno.EACCES: NO_RIGHTS, errno.EPERM: NO_RIGHTS, errno.EROFS: NO_RIGHTS,
    errno.ENOENT: FOLDER_GONE, errno.ENOTDIR: FOLDER_GONE,
}  # fmt: skip
_AT_ONCE: Final = 1024 * 1024
_DRAFT: Final = ".part"
_REGION: Final = "us-east-1"
"""What a store without regions wants to hear."""


class Item(NamedTuple):
    """One file of a store."""

    name: str
    size: int


class Store(Protocol):
    """The port. Every method blocks; BackupFailed names what is wrong, with the store's own name as its place."""

    name: str

    def put(self, name: str, write: Callable[[BinaryIO], T]) -> T:
        """Make *name* what *write* writes: whole, or not there."""

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Read *name* from its beginning; `backup-gone` when there is none."""

    def has(self, name: str) -> bool:
        """Whether *name* is there."""

    def items(self, folder: str = "") -> list[Item]:
        """What is in *folder*, by name, and in the folders inside it."""

    def delete(self, name: str) -> None:
        """Remove *name*; that it is not there is no fault."""

    def free(self) -> int | None:
        """Bytes there is room for; None where nobody knows."""

    def tidy(self) -> None:
        """Remove what a program that was killed has left half written."""


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a store is reached, told to another process; never to a log: `secret` is one."""

    name: str
    folder: str = ""
    made: bool = False
    """Whether the folder may be made when it is missing: only the one inside the centre's own."""
    endpoint: str = ""
    bucket: str = ""
    region: str = ""
    prefix: str = ""
    access: str = ""
    secret: str = ""

    def __repr__(self) -> str:
        return f"Place({self.name})"


def store_at(place: Place) -> Store:
    """The store at this place."""
    return ObjectsStore(place) if place.bucket else FolderStore(place.name, Path(place.folder), made=place.made)


class FolderStore:
    """A folder: of this disk, another one, or a stick."""

    def __init__(self, name: str, folder: Path, *, made: bool = False) -> None:
        self.name, self._folder, self._made = name, folder, made

    def put(self, name: str, write: Callable[[BinaryIO], T]) -> T:
        """A draft, flushed, then renamed, and the folder flushed."""
        with self._naming():
            target = self._path(name)
            self._there()
            target.parent.mkdir(mode=0o700, exist_ok=True)
            draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}{_DRAFT}")
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            try:
                with os.fdopen(handle, "wb") as file:
                    done = write(file)
                    file.flush()
                    os.fsync(file.fileno())
                draft.replace(target)
            except BaseException:
                draft.unlink(missing_ok=True)
                raise
            _flush(target.parent)
            return done

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """The file itself."""
        with self._naming():
            path = self._path(name)
            self._there()
            if not path.is_file():
                raise BackupFailed(GONE, self.name)
            with path.open("rb") as file:
                yield file

    def has(self, name: str) -> bool:
        """As the system says."""
        with self._naming():
            self._there()
            return self._path(name).is_file()

    def items(self, folder: str = "") -> list[Item]:
        """Drafts are not among them."""
        with self._naming():
            self._there()
            start = self._folder / folder if folder else self._folder
            paths = [path for path in start.rglob("*") if not path.name.startswith(".")] if start.is_dir() else []
            found = [Item(path.relative_to(self._folder).as_posix(), _size(path)) for path in paths if path.is_file()]
            return sorted(found)

    def delete(self, name: str) -> None:
        """And the folder around it, when it is empty then."""
        with self._naming():
            path = self._path(name)
            path.unlink(missing_ok=True)
            if path.parent != self._folder:
                try:
                    path.parent.rmdir()
                except OSError:
                    return  # others are in it

    def tidy(self) -> None:
        """Its drafts."""
        with self._naming():
            self._there()
            for path in self._folder.rglob(f".*{_DRAFT}"):
                path.unlink(missing_ok=True)

    def free(self) -> int | None:
        """As the system says."""
        import shutil

        with self._naming():
            self._there()
            return shutil.disk_usage(self._folder).free

    def _path(self, name: str) -> Path:
        parts = name.split("/")
        if len(parts) > 2 or any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts):
            raise BackupFailed(GONE, self.name)
        return self._folder.joinpath(*parts)

    def _there(self) -> None:
        """A folder that is gone is never made anew: it is where a stick was, and the disk behind it is another."""
        if self._made:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif not self._folder.is_dir():
            raise BackupFailed(FOLDER_GONE, self.name)

    @contextmanager
    def _naming(self) -> Iterator[None]:
        try:
            yield
        except OSError as fault:
            raise BackupFailed(_BY_ERRNO.get(fault.errno or 0, DISK_FAILED), self.name) from None


class ObjectsStore:
    """An S3-compatible store. A file is put in parts and is there when the last one is."""

    def __init__(self, place: Place) -> None:
        self.name = place.name
        self._place = place
        self._made: ObjectStore | None = None

    def put(self, name: str, write: Callable[[BinaryIO], T]) -> T:
        """Nothing is seen of it before it is whole."""
        import obstore

        with self._naming():
            sink = obstore.open_writer(self._store(), name, buffer_size=8 * 1024 * 1024)
            done = write(cast("BinaryIO", sink))
            sink.close()  # a writer that is not closed has written nothing
            return done

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """As a stream: nothing of it lies on this disk."""
        with self._naming():
            answer = self._store().get(name)
            yield cast("BinaryIO", io.BufferedReader(_Stream(answer.stream(min_chunk_size=_AT_ONCE)), _AT_ONCE))

    def has(self, name: str) -> bool:
        """As the store says."""
        try:
            with self._naming():
                self._store().head(name)
        except BackupFailed as fault:
            if fault.code == GONE:
                return False
            raise
        return True

    def items(self, folder: str = "") -> list[Item]:
        """What the store lists."""
        with self._naming():
            listed = self._store().list(f"{folder}/" if folder else None)
            return sorted(Item(str(each["path"]), int(each["size"])) for batch in listed for each in batch)

    def delete(self, name: str) -> None:
        """A store does not mind what is not there."""
        with self._naming():
            self._store().delete(name)

    def free(self) -> int | None:
        """Nobody knows."""
        return None

    def tidy(self) -> None:
        """What was never finished is not listed; the store's own rule for unfinished parts removes it."""

    def _store(self) -> ObjectStore:
        if self._made is None:
            from datetime import timedelta

            from obstore.store import S3Store

            place = self._place
            where: dict[str, Any] = {"prefix": place.prefix, "endpoint": place.endpoint}
            self._made = S3Store(
                place.bucket,
                region=place.region or _REGION,
                access_key_id=place.access,
                secret_access_key=place.secret,
                client_options={
                    "allow_http": place.endpoint.startswith("http://"), "timeout": timedelta(seconds=30),
                    "connect_timeout": timedelta(seconds=5),
                },
                retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=10)},
                **{name: value for name, value in where.items() if value},
            )  # fmt: skip
        return self._made

    @contextmanager
    def _naming(self) -> Iterator[None]:
        from obstore import exceptions

        try:
            yield
        except FileNotFoundError:  # obstore's own says so as well
            raise BackupFailed(GONE, self.name) from None
        except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError):
            raise BackupFailed(REFUSED, self.name) from None
        except (exceptions.BaseError, OSError) as fault:
            raise BackupFailed(_object_fault(fault), self.name) from None


class _Stream(io.RawIOBase):
    """An object's bytes as they come, as a file to read."""

    def __init__(self, chunks: Any) -> None:
        self._chunks = iter(chunks)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes."""
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = memoryview(bytes(chunk))
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


_STATUS: Final = re.compile(r"\bstatus(?: code:)? (\d{3})\b")
_BY_STATUS: Final = {"404": GONE, "401": REFUSED, "403": REFUSED}


def _object_fault(fault: BaseException) -> str:
    """By the store's own answer alone: the texts hold addresses, names and how long it took, in any digits."""
    answered = _STATUS.search(str(fault))
    return _BY_STATUS.get(answered[1], UNREACHABLE) if answered else UNREACHABLE


def read_small(store: Store, name: str, at_most: int = 256 * 1024) -> bytes:
    """A small file, whole; BackupFailed `backup-gone` when it is none."""
    with store.open(name) as file:
        found = file.read(at_most + 1)
    if len(found) > at_most:
        raise BackupFailed(GONE, store.name)
    return found


def put_bytes(store: Store, name: str, content: bytes) -> None:
    """*content* as *name*."""
    store.put(name, lambda sink: sink.write(content))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # deleted since it was listed
        return 0


def _flush(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
