"""The file a backup is: written in one go, read in one go, and believed in nothing that was not proven.

    magic       8 bytes, the format's version in the last
    header      4 bytes length, JSON, 32 bytes HMAC: readable without the key, believed only with it
    chunks      each 4 bytes length, then AES-256-GCM over a zstandard frame; `header.chunks` of them
    end         the same, holding the `Manifest`: what only whoever has the key may know
    (nothing)

The keys of header and chunks are derived from the backup key and the backup's own random id, so a nonce is simply the
chunk's number. With every chunk are bound: the header (and so the id and how many chunks there are), its kind and its
number; a chunk that is cut off, moved, doubled or taken from another backup does not open. How long a chunk is after
unpacking follows from the header, and is asked of the frame before anything is unpacked.

What is inside is either all pages of the database (`backup`) or those that changed since another file (`segment`);
what a page is, is the business of `pages`. Nothing here knows a store or a database.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import BinaryIO, Final, Literal, NamedTuple

import msgspec
from msgspec import Struct

from mmc_console.server.backups.faults import (
    CHANGED,
    CUT,
    DAMAGED,
    NEWER,
    NO_ROOM,
    NOT_ONE,
    OTHER_KEY,
    OVERSIZED,
    BadBackup,
)
from mmc_console.server.backups.keys import BackupKey, BackupKeys

MAGIC: Final = b"MMC-BAK"
VERSION: Final = 1
CHUNK: Final = 256 * 4020
"""Bytes of a chunk before packing: some hundreds of pages."""
CHUNK_AT_MOST: Final = 4 * 1024 * 1024
HEADER_AT_MOST: Final = 16 * 1024
MANIFEST_AT_MOST: Final = 1024 * 1024
LARGEST: Final = 1 << 42
"""No backup holds more than 4 TiB."""
_TAG: Final = 16
_MAC: Final = 32
_LEVEL: Final = 3
_CHUNK_KIND: Final = b"c"
_END_KIND: Final = b"e"

Kind = Literal["auto", "manual", "safety", "segment"]


class Chain(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a segment belongs: after which backup (`base`), as which (`number`, from 1), behind which file (`before`,
    the SHA-256 of the segment before, of the base's file for the first)."""

    base: str
    number: int
    before: str


class Header(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in front, readable by everybody. `id` is 32 hex digits; `size` bytes of pages are inside, `pages`
    pages has the database at this moment; `seq` is the last event of the history `epoch` in it."""

    id: str
    kind: Kind
    product: str
    schema: str
    center: str
    epoch: str
    seq: int
    at: datetime
    key: str
    page_size: int
    pages: int
    size: int
    chunk: int = CHUNK
    chain: Chain | None = None

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.size // self.chunk)


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands at the end, sealed. `sha256` of everything inside; `counts` of rows by table and `log` (SHA-256 over
    all events) as the source had them in the same moment, left out of segments; `last`: SHA-256 of the last event's
    body; `secrets`: the other keys the centre's data needs, by file
    name, as hex (never the backup key, nor the database's: that one is made anew)."""

    sha256: str
    counts: dict[str, int] = {}
    log: str = ""
    last: str = ""
    secrets: dict[str, str] = {}


class Written(NamedTuple):
    """A finished file: its bytes and their SHA-256."""

    size: int
    sha256: str


def new_id() -> str:
    """An id nobody else has, in order of nothing."""
    return secrets.token_hex(16)


def write_backup(
    sink: BinaryIO, key: BackupKey, header: Header, source: Iterable[bytes], manifest: Callable[[str], Manifest],
    going: Callable[[int], None] = lambda _: None,
) -> Written:  # fmt: skip
    """Write a whole file to *sink*: *source* gives `header.size` bytes in pieces of any length; *manifest* is asked at
    the end, with the SHA-256 of them. *going* hears of the bytes done and may raise to call it off.

    ValueError when *source* gives more or less than the header says: what was written then is worth nothing.
    """
    import zstandard
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    ours = _keys(key.secret, header.id)
    head = _header_bytes(header)
    whole, plain = hashlib.sha256(), hashlib.sha256()
    size = 0

    def put(part: bytes) -> None:
        nonlocal size
        sink.write(part)
        whole.update(part)
        size += len(part)

    put(head + hmac.digest(ours.header, head, "sha256"))
    cipher, bound = AESGCM(ours.chunks), hashlib.sha256(head).digest()
    packer = zstandard.ZstdCompressor(level=_LEVEL, write_content_size=True)
    number = done = 0
    for chunk in _chunks(source, header.chunk):
        plain.update(chunk)
        done += len(chunk)
        if done > header.size:
            raise ValueError("the source holds more than the header says")
        put(_framed(cipher.encrypt(_nonce(number), packer.compress(chunk), _bound(bound, _CHUNK_KIND, number))))
        number += 1
        going(done)
    if done != header.size:
        raise ValueError("the source holds less than the header says")
    last = packer.compress(msgspec.json.encode(manifest(plain.hexdigest())))
    put(_framed(cipher.encrypt(_nonce(number), last, _bound(bound, _END_KIND, number))))
    return Written(size, whole.hexdigest())


def read_header(source: BinaryIO) -> Header:
    """The header alone, not proven by any key: to show and to find, never to act upon. BadBackup."""
    return _read_head(source)[0]


class Reading:
    """A backup being read: `header` is proven as soon as this exists. `pieces()` once, to its end; then `manifest`.

    Whatever takes the pieces must be able to forget them: only the end proves the whole. *room*: how many bytes of
    pages there is room for. BadBackup names why a file is refused.
    """

    def __init__(self, source: BinaryIO, keys: BackupKeys | BackupKey, *, room: int = LARGEST) -> None:
        self._source = source
        self._whole = hashlib.sha256()
        self._size = 0
        self._manifest: Manifest | None = None
        self.header, head = _read_head(source)
        key = keys.find(self.header.key) if isinstance(keys, BackupKeys) else keys
        if key is None or key.id != self.header.key:
            raise BadBackup(OTHER_KEY, f"key {self.header.key}")
        self._ours = _keys(key.secret, self.header.id)
        mac = _exactly(source, _MAC)
        if not hmac.compare_digest(mac, hmac.digest(self._ours.header, head, "sha256")):
            raise BadBackup(CHANGED, "header")
        _check_bounds(self.header)
        if self.header.size > room or self.header.pages * self.header.page_size > room:
            raise BadBackup(NO_ROOM, f"{self.header.size} bytes")
        self._head = head
        self._count(head + mac)

    @property
    def manifest(self) -> Manifest:
        """What stood at the end."""
        assert self._manifest is not None, "pieces() to its end comes first"
        return self._manifest

    @property
    def written(self) -> Written:
        """The file's own size and SHA-256, once it was read to its end."""
        return Written(self._size, self._whole.hexdigest())

    def pieces(self, going: Callable[[int], None] = lambda _: None) -> Iterator[bytes]:
        """Everything inside, chunk by chunk, each proven before it is unpacked."""
        import zstandard
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        cipher, bound = AESGCM(self._ours.chunks), hashlib.sha256(self._head).digest()
        unpacker = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        plain, done = hashlib.sha256(), 0

        def opened(kind: bytes, number: int, at_most: int) -> bytes:
            sealed = self._frame(at_most)
            try:
                packed = cipher.decrypt(_nonce(number), sealed, _bound(bound, kind, number))
            except InvalidTag:
                raise BadBackup(CHANGED, f"chunk {number}") from None
            return _unpacked(unpacker, packed, at_most, number)

        for number in range(self.header.chunks):
            expected = min(self.header.chunk, self.header.size - done)
            chunk = opened(_CHUNK_KIND, number, expected)
            if len(chunk) != expected:
                raise BadBackup(OVERSIZED if len(chunk) > expected else DAMAGED, f"chunk {number}")
            done += len(chunk)
            plain.update(chunk)
            going(done)
            yield chunk
        last = opened(_END_KIND, self.header.chunks, MANIFEST_AT_MOST)
        if self._source.read(1):
            raise BadBackup(CHANGED, "something follows the end")
        try:
            manifest = msgspec.json.decode(last, type=Manifest)
        except msgspec.DecodeError:
            raise BadBackup(DAMAGED, "manifest") from None
        if not hmac.compare_digest(manifest.sha256, plain.hexdigest()):
            raise BadBackup(DAMAGED, "content")
        self._manifest = manifest

    def _frame(self, at_most: int) -> bytes:
        prefix = _exactly(self._source, 4)
        length = int.from_bytes(prefix, "big")
        if length > _packed_at_most(at_most) + _TAG:
            raise BadBackup(OVERSIZED, "a chunk")
        if length <= _TAG:
            raise BadBackup(CHANGED, "a chunk's length")
        sealed = _exactly(self._source, length)
        self._count(prefix + sealed)
        return sealed

    def _count(self, part: bytes) -> None:
        self._whole.update(part)
        self._size += len(part)


class _Derived(NamedTuple):
    header: bytes
    chunks: bytes


def _keys(secret: bytes, id: str) -> _Derived:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), 64, salt=bytes.fromhex(id), info=b"mmc-backup-1").derive(secret)
    return _Derived(derived[:32], derived[32:])


def _header_bytes(header: Header) -> bytes:
    body = msgspec.json.encode(header)
    return MAGIC + bytes([VERSION]) + len(body).to_bytes(4, "big") + body


def _read_head(source: BinaryIO) -> tuple[Header, bytes]:
    magic = source.read(len(MAGIC) + 1)
    if len(magic) < len(MAGIC) + 1:
        raise BadBackup(CUT if magic == MAGIC[: len(magic)] and magic else NOT_ONE)
    if magic[:-1] != MAGIC:
        raise BadBackup(NOT_ONE)
    if magic[-1] > VERSION:
        raise BadBackup(NEWER, f"format {magic[-1]}")
    if magic[-1] != VERSION:
        raise BadBackup(NOT_ONE, f"format {magic[-1]}")
    prefix = _exactly(source, 4)
    length = int.from_bytes(prefix, "big")
    if length > HEADER_AT_MOST:
        raise BadBackup(OVERSIZED, "header")
    body = _exactly(source, length)
    try:
        header = msgspec.json.decode(body, type=Header)
        sound = len(bytes.fromhex(header.id)) == 16 and header.at.tzinfo is not None
    except (msgspec.DecodeError, ValueError):
        raise BadBackup(CHANGED, "header") from None
    if not sound:
        raise BadBackup(CHANGED, "header")
    return header, magic + prefix + body


def _check_bounds(header: Header) -> None:
    """What even a header that is proven may not claim."""
    if not 0 <= header.size <= LARGEST or not 0 < header.chunk <= CHUNK_AT_MOST:
        raise BadBackup(OVERSIZED, "size")
    if not 0 <= header.pages <= LARGEST // 512 or header.page_size != 4096:
        raise BadBackup(OVERSIZED, "pages")


def _unpacked(unpacker: object, packed: bytes, at_most: int, number: int) -> bytes:
    import zstandard

    assert isinstance(unpacker, zstandard.ZstdDecompressor)
    try:
        claimed = zstandard.frame_content_size(packed)
        if claimed > at_most:
            raise BadBackup(OVERSIZED, f"chunk {number}")
        if claimed < 0:  # it does not say: written by nobody we know
            raise BadBackup(DAMAGED, f"chunk {number}")
        return bytes(unpacker.decompress(packed, max_output_size=at_most))
    except zstandard.ZstdError:
        raise BadBackup(DAMAGED, f"chunk {number}") from None


def _chunks(source: Iterable[bytes], size: int) -> Iterator[bytes]:
    waiting = bytearray()
    for piece in source:
        waiting += piece
        while len(waiting) >= size:
            yield bytes(waiting[:size])
            del waiting[:size]
    if waiting:
        yield bytes(waiting)


def _exactly(source: BinaryIO, length: int) -> bytes:
    parts, missing = [], length
    while missing:
        part = source.read(missing)
        if not part:
            raise BadBackup(CUT)
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _framed(sealed: bytes) -> bytes:
    return len(sealed).to_bytes(4, "big") + sealed


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _bound(header: bytes, kind: bytes, number: int) -> bytes:
    return header + kind + number.to_bytes(8, "big")


def _packed_at_most(size: int) -> int:
    """The longest zstandard frame of *size* bytes, by its own bound, and a little more."""
    return size + (size >> 8) + 1024
