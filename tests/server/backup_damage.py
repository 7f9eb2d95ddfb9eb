"""Ways to damage a backup, from one number each: cut, changed, reordered, of another key, newer, too large, a bomb.

Each says which refusals are right for it. The clever ones are made with the real key, as its owner could.
"""

from __future__ import annotations

import hashlib
import hmac
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import msgspec
import zstandard
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec.structs import replace

from mmc_console.server.backups import format as form
from mmc_console.server.backups.faults import (
    CHAIN_BROKEN,
    CHANGED,
    CUT,
    DAMAGED,
    NEWER,
    NO_ROOM,
    NOT_ONE,
    OTHER_KEY,
    OVERSIZED,
)
from mmc_console.server.backups.format import Chain, Header
from mmc_console.server.backups.keys import BackupKey

ANY_HEADER: Final = frozenset({CHANGED, NOT_ONE, NEWER, OTHER_KEY, OVERSIZED, CUT})


@dataclass(frozen=True)
class Damaged:
    """A bad file, what was done to it, and what it may be refused as."""

    content: bytes
    how: str
    refused_as: frozenset[str]


@dataclass(frozen=True)
class Whole:
    """A good backup in its parts: `head` (magic to the header's code), then the framed chunks, the end the last."""

    content: bytes
    header: Header
    head: bytes
    frames: tuple[bytes, ...]
    key: BackupKey

    @classmethod
    def of(cls, content: bytes, key: BackupKey) -> Whole:
        """Taken apart."""
        length = int.from_bytes(content[8:12], "big")
        at = 12 + length + 32
        head, frames = content[:at], []
        while at < len(content):
            end = at + 4 + int.from_bytes(content[at : at + 4], "big")
            frames.append(content[at:end])
            at = end
        return cls(content, msgspec.json.decode(content[12 : 12 + length], type=Header), head, tuple(frames), key)


def damaged(whole: Whole, other: Whole, number: int) -> Damaged:
    """The damage with this *number*; the same each time. *other*: another backup under the same key."""
    kinds = sorted(_WAYS)
    kind = kinds[number % len(kinds)]
    content, refused_as = _WAYS[kind](whole, other, random.Random(number))
    return Damaged(content, kind, frozenset(refused_as))


Made = tuple[bytes, frozenset[str] | set[str]]


def _cut(whole: Whole, _: Whole, chance: random.Random) -> Made:
    return whole.content[: chance.randrange(len(whole.content))], {CUT, NOT_ONE}


def _cut_between_chunks(whole: Whole, _: Whole, chance: random.Random) -> Made:
    keep = chance.randrange(len(whole.frames))
    return whole.head + b"".join(whole.frames[:keep]), {CUT}


def _cut_without_a_trace(whole: Whole, _: Whole, chance: random.Random) -> Made:
    """Chunks are missing, the end is there."""
    gone = chance.randrange(len(whole.frames) - 1)
    return whole.head + b"".join(whole.frames[:gone] + whole.frames[gone + 1 :]), {CHANGED}


def _bit(whole: Whole, _: Whole, chance: random.Random) -> Made:
    content = bytearray(whole.content)
    place = chance.randrange(len(content))
    content[place] ^= 1 << chance.randrange(8)
    return bytes(content), ANY_HEADER if place < len(whole.head) else {CHANGED, CUT, OVERSIZED}


def _bytes(whole: Whole, _: Whole, chance: random.Random) -> Made:
    begin = chance.randrange(len(whole.head), len(whole.content) - 64)
    return whole.content[:begin] + chance.randbytes(48) + whole.content[begin + 48 :], {CHANGED, CUT, OVERSIZED}


def _reordered(whole: Whole, _: Whole, chance: random.Random) -> Made:
    frames = list(whole.frames)
    one, two = chance.sample(range(len(frames)), 2)
    frames[one], frames[two] = frames[two], frames[one]
    return whole.head + b"".join(frames), {CHANGED}


def _doubled(whole: Whole, _: Whole, chance: random.Random) -> Made:
    frames = list(whole.frames)
    at = chance.randrange(len(frames))
    return whole.head + b"".join([*frames[: at + 1], frames[at], *frames[at + 1 :]]), {CHANGED}


def _from_another(whole: Whole, other: Whole, chance: random.Random) -> Made:
    frames = list(whole.frames)
    at = chance.randrange(min(len(frames), len(other.frames)))
    frames[at] = other.frames[at]
    return whole.head + b"".join(frames), {CHANGED}


def _head_of_another(whole: Whole, other: Whole, _: random.Random) -> Made:
    return other.head + b"".join(whole.frames), {CHANGED}


def _something_after(whole: Whole, _: Whole, chance: random.Random) -> Made:
    return whole.content + chance.randbytes(chance.randrange(1, 200)), {CHANGED}


def _other_key(whole: Whole, _: Whole, chance: random.Random) -> Made:
    stranger = BackupKey(chance.randbytes(32))
    return _rebuilt(whole, stranger, replace(whole.header, key=stranger.id)), {OTHER_KEY}


def _other_key_disguised(whole: Whole, _: Whole, chance: random.Random) -> Made:
    return _rebuilt(whole, BackupKey(chance.randbytes(32)), whole.header), {CHANGED}


def _newer_format(whole: Whole, _: Whole, chance: random.Random) -> Made:
    return whole.content[:7] + bytes([chance.randrange(2, 256)]) + whole.content[8:], {NEWER}


def _newer_schema(whole: Whole, _: Whole, chance: random.Random) -> Made:
    return _rebuilt(whole, whole.key, replace(whole.header, schema=f"{chance.randrange(100, 10000):04d}")), {NEWER}


def _claims_too_much(whole: Whole, _: Whole, chance: random.Random) -> Made:
    pages = chance.randrange(1 << 32, 1 << 52)
    return _rebuilt(whole, whole.key, replace(whole.header, pages=pages, size=pages * 4016)), {OVERSIZED}


def _claims_more_than_the_disk(whole: Whole, _: Whole, __: random.Random) -> Made:
    pages = (1 << 41) // 4096
    return _rebuilt(whole, whole.key, replace(whole.header, pages=pages, size=pages * 4016)), {NO_ROOM}


def _large_chunks(whole: Whole, _: Whole, chance: random.Random) -> Made:
    chunk = chance.choice([0, -1, form.CHUNK_AT_MOST + 1, 1 << 62])
    return _rebuilt(whole, whole.key, replace(whole.header, chunk=chunk)), {OVERSIZED}


def _bomb(whole: Whole, _: Whole, chance: random.Random) -> Made:
    """A chunk of some kilobytes that unpacks to hundreds of megabytes, sealed with the real key."""
    bombs = _bombs()
    at = chance.randrange(len(whole.frames))
    return _rebuilt(whole, whole.key, whole.header, {at: chance.choice(bombs)}), {OVERSIZED}


def _bomb_that_hides_its_size(whole: Whole, _: Whole, chance: random.Random) -> Made:
    at = chance.randrange(len(whole.frames))
    packed = zstandard.ZstdCompressor(level=1, write_content_size=False).compress(bytes(8 * 1024 * 1024))
    return _rebuilt(whole, whole.key, whole.header, {at: packed}), {DAMAGED}


def _bomb_that_lies(whole: Whole, _: Whole, chance: random.Random) -> Made:
    """The frame's own header says less than there is."""
    at = chance.randrange(len(whole.frames) - 1)
    expected = min(whole.header.chunk, whole.header.size - at * whole.header.chunk)
    packed = zstandard.ZstdCompressor(level=1, write_content_size=False).compress(bytes(8 * 1024 * 1024))
    lying = packed[:4] + bytes([0x80 | (packed[4] & 0x3F)]) + packed[5:6] + expected.to_bytes(4, "little") + packed[6:]
    return _rebuilt(whole, whole.key, whole.header, {at: lying}), {DAMAGED, OVERSIZED}


def _large_frame(whole: Whole, _: Whole, chance: random.Random) -> Made:
    length = chance.randrange(1 << 23, 1 << 32)
    return whole.head + length.to_bytes(4, "big") + b"".join(whole.frames)[4:], {OVERSIZED}


def _large_header(whole: Whole, _: Whole, chance: random.Random) -> Made:
    length = chance.randrange(form.HEADER_AT_MOST + 1, 1 << 32)
    return whole.content[:8] + length.to_bytes(4, "big") + whole.content[12:], {OVERSIZED}


def _garbage(whole: Whole, _: Whole, chance: random.Random) -> Made:
    return chance.randbytes(chance.randrange(5_000)), {NOT_ONE}


def _no_database(whole: Whole, _: Whole, chance: random.Random) -> Made:
    """Sealed with the real key, but what is inside is no database."""
    return _rebuilt(whole, whole.key, whole.header, {0: _packed(chance.randbytes(whole.header.chunk))}), {DAMAGED}


def _wrong_hash(whole: Whole, _: Whole, chance: random.Random) -> Made:
    last = _packed(msgspec.json.encode({"sha256": chance.randbytes(32).hex()}))
    return _rebuilt(whole, whole.key, whole.header, {len(whole.frames) - 1: last}), {DAMAGED}


def _half_a_page(whole: Whole, _: Whole, chance: random.Random) -> Made:
    less = chance.randrange(1, 4016)
    return _rebuilt(whole, whole.key, replace(whole.header, pages=whole.header.pages, size=whole.header.size - less)), {
        DAMAGED
    }  # fmt: skip


def _a_segment(whole: Whole, _: Whole, __: random.Random) -> Made:
    chain = Chain(whole.header.id, 1, "0" * 64)
    return _rebuilt(whole, whole.key, replace(whole.header, kind="segment", chain=chain)), {CHAIN_BROKEN}


def _no_header(whole: Whole, _: Whole, chance: random.Random) -> Made:
    body = chance.choice([b"{}", b"null", b"[]", b'{"id": "zz"}', b"\xff" * 20, b"{" * 500])
    return whole.content[:8] + len(body).to_bytes(4, "big") + body + whole.content[12:], {CHANGED}


_WAYS: Final[dict[str, Callable[[Whole, Whole, random.Random], Made]]] = {
    name.removeprefix("_"): way
    for name, way in list(globals().items())
    if name in (
        "_cut", "_cut_between_chunks", "_cut_without_a_trace", "_bit", "_bytes", "_reordered", "_doubled",
        "_from_another", "_head_of_another", "_something_after", "_other_key", "_other_key_disguised", "_newer_format",
        "_newer_schema", "_claims_too_much", "_claims_more_than_the_disk", "_large_chunks", "_bomb",
        "_bomb_that_hides_its_size", "_bomb_that_lies", "_large_frame", "_large_header", "_garbage", "_no_database",
        "_wrong_hash", "_half_a_page", "_a_segment", "_no_header",
    )
}  # fmt: skip
WAYS: Final = tuple(sorted(_WAYS))

_made: list[bytes] = []


def _bombs() -> list[bytes]:
    if not _made:
        packer = zstandard.ZstdCompressor(level=1, write_content_size=True)
        _made.extend(packer.compress(bytes(size)) for size in (8 << 20, 64 << 20, 256 << 20))
    return _made


def _packed(plain: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=1, write_content_size=True).compress(plain)


def _rebuilt(whole: Whole, key: BackupKey, header: Header, instead: dict[int, bytes] | None = None) -> bytes:
    """The same content under another header or key, or with other chunks, sealed as it should be."""
    old, new = form._keys(whole.key.secret, whole.header.id), form._keys(key.secret, header.id)
    head = form._header_bytes(header)
    bound, before = hashlib.sha256(head).digest(), hashlib.sha256(whole.head[:-32]).digest()
    parts = [head + hmac.digest(new.header, head, "sha256")]
    for number, frame in enumerate(whole.frames):
        kind = b"e" if number == len(whole.frames) - 1 else b"c"
        packed = (instead or {}).get(number)
        if packed is None:
            packed = AESGCM(old.chunks).decrypt(form._nonce(number), frame[4:], form._bound(before, kind, number))
        parts.append(form._framed(
            AESGCM(new.chunks).encrypt(form._nonce(number), packed, form._bound(bound, kind, number))
        ))  # fmt: skip
    return b"".join(parts)


def soon() -> datetime:
    """A moment for headers."""
    return datetime(2026, 11, 23, 7, tzinfo=UTC)
