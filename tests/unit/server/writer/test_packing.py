"""A checkpoint is packed beside everybody's work: a little at a time, and read as if it were packed at once."""

from __future__ import annotations

import asyncio
import zlib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mmc_console.domain import actions as a
from mmc_console.domain.state import State
from mmc_console.server.log import checkpoints
from mmc_console.server.log.checkpoints import Parts, packed, parts_of, pieces
from tests.server.writer_parts import LAB, writing


def parts_with(place: Path, people: int) -> Parts:
    """A day with so many people."""

    async def story() -> Parts:
        async with writing(place) as made:
            desk = made.desk()
            await desk.send(
                desk.new(a.TakeRoom, clinic=LAB, room=1), desk.new(a.PauseClinic, clinic=LAB, reason="break"),
                *(desk.registration(f"10000{n:02d}") for n in range(people)),
            )  # fmt: skip
            state: State = await made.writer.ask(lambda state: state)
            return parts_of(state, state.calendar.day(made.clock.now()))

    return asyncio.run(story())


@pytest.mark.parametrize("at_once", [1, 7, 200])
def test_what_is_packed_piece_by_piece_reads_as_if_it_were_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(checkpoints, "ROWS_AT_ONCE", at_once)
    parts = parts_with(tmp_path, 40)
    assert b"".join(pieces(parts)) == zlib.decompress(packed(parts)) == msgspec.msgpack.encode(parts)


@pytest.mark.parametrize("count", [0, 1, 15, 16, 0xFFFF, 0x10000])
def test_a_table_of_any_length_is_headed_as_it_must_be(tmp_path: Path, count: int) -> None:
    some = parts_with(tmp_path, 1)
    many: dict[str, Any] = {"visits": some.visits * count, "names": {f"{n:x}": "" for n in range(count)}}
    parts = msgspec.structs.replace(some, **many)
    assert b"".join(pieces(parts)) == msgspec.msgpack.encode(parts)


def test_no_piece_holds_more_rows_than_may_be_packed_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    most = 0

    def counting(part: Any) -> bytes:
        nonlocal most
        most = max(most, len(part) if isinstance(part, (list, tuple, dict)) else 1)
        return msgspec.msgpack.encode(part)

    monkeypatch.setattr(checkpoints, "ROWS_AT_ONCE", 7)
    monkeypatch.setattr(checkpoints, "_encode", counting)
    parts = parts_with(tmp_path, 40)
    assert len(list(pieces(parts))) > len(parts.traces) / 7
    assert most == 7
