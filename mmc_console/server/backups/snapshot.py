"""One committed moment of the database file, read page by page while people work.

A read transaction holds the moment; the pages themselves are read beside SQLite, because only as they lie on the disk
do they say which of them have changed. SQLite's own rules make that sound (https://sqlite.org/walformat.html): while
the transaction is open, no frame of the write-ahead log up to its mark is overwritten, and no page of the file that has
no such frame is touched. The mark is read from the log's index before and after the transaction begins: when nothing
was committed between, it is the transaction's own. Nothing here ever waits for the write lock, or makes anybody wait.

On POSIX systems a process that closes any handle of a file loses all its locks on it, SQLite's too: handles opened
here stay open as long as the process lives. That, and the work, are reasons to do it in a process of its own.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from mmc_console.server.backups.faults import BackupFailed
from mmc_console.server.backups.pages import LOCK_PAGE, PAGE, PLAIN, RESERVED, SALT, SOURCE_DAMAGED, PageCipher
from mmc_console.server.store.errors import DiskFault, WrongKey, named

MARK: Final = 16
"""Bytes that tell one writing of a page from another: of its IV, drawn anew each time, and of its HMAC."""
_FRAME: Final = 24
_WAL_HEAD: Final = 32
_INDEX: Final = 48
_TRIES: Final = 500
_AT_ONCE: Final = 256
_BLOCK: Final = 4096
_GROWN: Final = 64 * 1024 * 1024
_open: dict[tuple[int, int], int] = {}
_maps: dict[int, list[mmap.mmap]] = {}


class Facts(NamedTuple):
    """What the database says of itself in this moment."""

    schema: str
    center: str
    epoch: str
    seq: int


class Marks:
    """The mark of every page, as one piece of memory: 16 bytes a page."""

    def __init__(self, raw: bytes | bytearray = b"") -> None:
        self.raw = bytearray(raw)

    def get(self, number: int) -> bytes:
        """The mark of page *number*; empty for a page that was not there."""
        return bytes(self.raw[(number - 1) * MARK : number * MARK])

    def put(self, number: int, mark: bytes) -> None:
        """Note the mark of page *number*."""
        missing = number * MARK - len(self.raw)
        if missing > 0:
            self.raw.extend(bytes(missing))
        self.raw[(number - 1) * MARK : number * MARK] = mark

    def cut(self, pages: int) -> None:
        """The database has so many pages now."""
        del self.raw[pages * MARK :]


class Position(NamedTuple):
    """Where a moment stands in the write-ahead log: which log (its salts), and how many frames of it."""

    salts: bytes
    frames: int


class Snapshot:
    """One moment, as a context manager. Blocks; BackupFailed when the file is not what SQLCipher wrote."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._connection: Any = None
        self._frames: dict[int, int] = {}
        self._numbers: list[int] = []
        self.pages = 0
        self.position = Position(b"", 0)

    def __enter__(self) -> Self:
        from mmc_console.server.store.engine import connect

        self._connection = connect(self._path, self._key, readers=True)
        try:
            self._file = _handle(self._path)
            self._wal = _handle(self._path.with_name(self._path.name + "-wal"))
            self._index = _handle(self._path.with_name(self._path.name + "-shm"))
            self._begin()
            self._cipher = PageCipher(self._key, self._raw(1)[:SALT])
        except BaseException:
            self._connection.close()
            raise
        return self

    def __exit__(self, _: object, fault: BaseException | None, __: object) -> None:
        self._connection.close()
        if fault is not None and type(fault).__module__.startswith("sqlcipher3"):
            known = named(fault)
            damaged = isinstance(known, (DiskFault, WrongKey))
            raise BackupFailed(SOURCE_DAMAGED if known is None or damaged else known.code) from fault

    def _begin(self) -> None:
        for _ in range(_TRIES):
            before, filled = self._marks()
            self._connection.execute("BEGIN")
            self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            after, filled_after = self._marks()
            frames = int.from_bytes(before[16:20], _ORDER)
            if before == after and (filled == frames) == (filled_after == frames):
                break
            self._connection.execute("ROLLBACK")
        else:
            raise BackupFailed("backup-source-busy")
        self.position = Position(before[32:40], frames)
        self.pages = int(self._connection.execute("PRAGMA page_count").fetchone()[0])
        page_size = int(self._connection.execute("PRAGMA cipher_page_size").fetchone()[0])
        if page_size != PAGE:
            raise BackupFailed(SOURCE_DAMAGED, detail=f"pages of {page_size} bytes")
        if filled == frames:
            return  # all of the log is in the file, and nobody may write there: the log may begin anew under us
        self._numbers = self._frame_numbers(0, frames)
        for frame, number in enumerate(self._numbers):
            self._frames[number] = frame

    def _marks(self) -> tuple[bytes, int]:
        """The log's index: its header, and how many frames were written back to the file."""
        for _ in range(_TRIES):
            read = _read(self._index, 0, _INDEX * 2 + 4)
            if len(read) == _INDEX * 2 + 4 and read[:_INDEX] == read[_INDEX : _INDEX * 2]:
                return read[:_INDEX], int.from_bytes(read[_INDEX * 2 :], _ORDER)
        raise BackupFailed("backup-source-busy")

    def _frame_numbers(self, first: int, end: int) -> list[int]:
        """The pages in the log's frames *first* to *end*."""
        numbers = []
        for frame in range(first, end):
            head = _read(self._wal, _WAL_HEAD + frame * (_FRAME + PAGE), _FRAME)
            number, _, salts = struct.unpack(">II8s", head[:16])
            if salts != self.position.salts:
                raise BackupFailed(SOURCE_DAMAGED, detail="the write-ahead log")
            numbers.append(number)
        return numbers

    def _raw(self, number: int) -> bytes:
        frame = self._frames.get(number)
        if frame is not None:
            return _read(self._wal, _WAL_HEAD + frame * (_FRAME + PAGE) + _FRAME, PAGE)
        return _read(self._file, (number - 1) * PAGE, PAGE)

    def page(self, number: int) -> tuple[bytes, bytes]:
        """Page *number*, opened, and its mark."""
        raw = self._raw(number) if number != LOCK_PAGE else bytes(PAGE)
        if len(raw) != PAGE:
            raise BackupFailed(SOURCE_DAMAGED, detail=f"page {number} is cut")
        return self._cipher.open(number, raw), _mark(raw[PLAIN:])

    def all_pages(self, marks: Marks) -> Iterator[bytes]:
        """Every page in order, opened; their marks are noted."""
        number = 1
        while number <= self.pages:
            count = min(_AT_ONCE, self.pages - number + 1)
            block = _read(self._file, (number - 1) * PAGE, count * PAGE) if not _locked(number, count) else b""
            opened = []
            for each in range(number, number + count):
                place = (each - number) * PAGE
                if each in self._frames or each == LOCK_PAGE or len(block) < place + PAGE:
                    plain, mark = self.page(each)
                else:
                    raw = block[place : place + PAGE]
                    plain, mark = self._cipher.open(each, raw), _mark(raw[PLAIN:])
                marks.put(each, mark)
                opened.append(plain)
            yield b"".join(opened)
            number += count

    def changed(self, marks: Marks, since: Position) -> list[int]:
        """The pages that are not what *marks* says, as it was at *since*; in order. It looks no further than the log
        where that tells everything, and at every page's mark where the log began anew."""
        if since.salts == self.position.salts and self._numbers and since.frames <= self.position.frames:
            candidates = set(self._numbers[since.frames :])
            candidates.update(range(len(marks.raw) // MARK + 1, self.pages + 1))
            return sorted(number for number in candidates if number <= self.pages)
        if since == self.position and len(marks.raw) == self.pages * MARK:
            return []
        known = min(self.pages, len(marks.raw) // MARK)
        looked, moved = other_marks(self._file, marks, known)
        alone = {number for number in self._frames if number <= known} | set(range(looked + 1, self.pages + 1))
        moved -= alone | {LOCK_PAGE}
        moved.update(number for number in alone - {LOCK_PAGE} if self._mark_of(number) != marks.get(number))
        return sorted(moved)

    def _mark_of(self, number: int) -> bytes:
        frame = self._frames.get(number)
        if frame is not None:
            return _mark(_read(self._wal, _WAL_HEAD + frame * (_FRAME + PAGE) + _FRAME + PLAIN, RESERVED))
        return _mark(_read(self._file, (number - 1) * PAGE + PLAIN, RESERVED))

    def facts(self, center: str = "") -> Facts:
        """Whose database this is, and how far its log reaches. Who knows the centre's code already says so: to find it
        may take a look at the whole log."""
        ask = self._connection.execute
        schema = ask("SELECT version_num FROM alembic_version").fetchone()
        head = ask("SELECT epoch FROM log_heads").fetchone()
        if schema is None or head is None:
            raise BackupFailed("backup-no-centre")
        seq = ask("SELECT coalesce(max(seq), 0) FROM events").fetchone()[0]
        if center:
            return Facts(str(schema[0]), center, str(head[0]), int(seq))
        told = ask(
            "SELECT body FROM events WHERE type = 'centre_published' ORDER BY seq DESC LIMIT 1"
        ).fetchone()  # fmt: skip
        return Facts(str(schema[0]), _center_of(told[0]) if told else "", str(head[0]), int(seq))

    def counts(self) -> dict[str, int]:
        """The rows of every table."""
        return counts(self._connection)

    def log_digest(self) -> str:
        """SHA-256 over the whole log."""
        return log_digest(self._connection)

    def event_digest(self, seq: int) -> str:
        """SHA-256 of one event, empty when it is not there."""
        return event_digest(self._connection, seq)


def other_marks(handle: int, marks: Marks, pages: int) -> tuple[int, set[int]]:
    """How many of the file's first *pages* were looked at, and which of them have another mark than *marks* says.

    Two gigabytes in a tenth of a second: through a mapping only the lines that hold marks are touched, one byte of each
    of many pages at a time. Where there is no mapping nothing was looked at.
    """
    mapped = _mapped(handle, pages)
    if mapped is None:
        return 0, set()
    moved: set[int] = set()
    looked = min(pages, len(mapped) // PAGE)
    for first in range(0, looked, _BLOCK):
        end = min(first + _BLOCK, looked)
        for place in range(MARK):
            offset = PLAIN + (place if place < MARK // 2 else place + MARK // 2)
            there = mapped[first * PAGE + offset : end * PAGE : PAGE]
            known = marks.raw[first * MARK + place : end * MARK : MARK]
            if there != known:
                moved.update(first + n for n, (one, two) in enumerate(zip(there, known, strict=True), 1) if one != two)
    return looked, moved


def _mapped(handle: int, pages: int) -> mmap.mmap | None:
    """The file as it is mapped; anew when it has grown much. What was mapped is kept like the handles, and for the same
    reason. Elsewhere than on POSIX systems a mapping would stand in SQLite's way."""
    if os.name != "posix":
        return None
    kept = _maps.setdefault(handle, [])
    size = os.fstat(handle).st_size // PAGE * PAGE
    if size and (not kept or min(pages * PAGE, size) - len(kept[-1]) > _GROWN):
        kept.append(mmap.mmap(handle, size, access=mmap.ACCESS_READ))
    return kept[-1] if kept else None


def stamp(path: Path) -> bytes:
    """The write-ahead log's index as it is now: another one after every commit; empty when nobody has it open."""
    try:
        read = _read(_handle(path.with_name(path.name + "-shm")), 0, _INDEX * 2)
    except FileNotFoundError:
        return b""
    return read[:_INDEX] if read[:_INDEX] == read[_INDEX:] else b""


def counts(connection: Any) -> dict[str, int]:
    """The rows of every table of a database."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    names = [row[0] for row in tables if not row[0].startswith("sqlite_")]
    return {
        name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - names of the schema
        for name in names
    }


def log_digest(connection: Any, upto: int | None = None) -> str:
    """SHA-256 over the log's events in order, up to *upto*."""
    whole = hashlib.sha256()
    rows = connection.execute(
        "SELECT seq, body FROM events WHERE seq <= ? ORDER BY seq", (upto if upto is not None else 1 << 62,)
    )
    while found := rows.fetchmany(10_000):
        whole.update(b"".join(b"%d %d " % (seq, len(body)) + body for seq, body in found))
    return whole.hexdigest()


def event_digest(connection: Any, seq: int) -> str:
    """SHA-256 of event *seq*; empty when it is not there."""
    row = connection.execute("SELECT body FROM events WHERE seq = ?", (seq,)).fetchone()
    return hashlib.sha256(row[0]).hexdigest() if row is not None else ""


_ORDER: Final = "little" if struct.pack("=H", 1) == b"\x01\x00" else "big"
"""The log's index is in the machine's own order."""


def _center_of(body: bytes) -> str:
    import msgspec

    found = msgspec.json.decode(body)
    return str(found["center"]["center"]["code"])


def _mark(tail: bytes) -> bytes:
    return tail[: MARK // 2] + tail[MARK : MARK + MARK // 2]


def _locked(number: int, count: int) -> bool:
    return number <= LOCK_PAGE < number + count


def _handle(path: Path) -> int:
    """A handle of *path* that is never closed while the file is there: see above."""
    found = path.stat()
    place = (found.st_dev, found.st_ino)
    for known, handle in list(_open.items()):
        if os.fstat(handle).st_nlink == 0:  # gone, and so nobody's locks
            del _open[known]
            _maps.pop(handle, None)
            os.close(handle)
    if place not in _open:
        _open[place] = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    return _open[place]


def _read(handle: int, offset: int, length: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(handle, length, offset)
    os.lseek(handle, offset, os.SEEK_SET)
    return os.read(handle, length)
