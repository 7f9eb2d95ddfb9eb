"""Server-Sent Events: the cases of the WHATWG's specification, each also split at any byte."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mmc_console.client import sse
from mmc_console.client.sse import LINE_AT_MOST, Message, Reader, TooLong

CASES: dict[str, tuple[bytes, list[tuple[str, str, str]]]] = {
    "two lines of data": (b"data: YHOO\ndata: +2\ndata: 10\n\n", [("message", "YHOO\n+2\n10", "")]),
    "comment, id, empty id, leading space": (
        b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        [("message", "first event", "1"), ("message", "second event", ""), ("message", " third event", "")],
    ),
    "empty data twice, the last unfinished": (
        b"data\n\ndata\ndata\n\ndata:",
        [("message", "", ""), ("message", "\n", "")],
    ),
    "space after the colon or none": (b"data:test\n\ndata: test\n\n", [("message", "test", "")] * 2),
    "an unfinished event is dropped": (b"data: x\n", []),
    "no data, no event": (b"event: nothing\nid: 7\n\ndata: x\n\n", [("message", "x", "7")]),
    "event name is for one event": (b"event: a\ndata: 1\n\ndata: 2\n\n", [("a", "1", ""), ("message", "2", "")]),
    "id stays": (b"id: 7\ndata: 1\n\ndata: 2\n\n", [("message", "1", "7"), ("message", "2", "7")]),
    "id with NUL is ignored": (
        b"id: 7\ndata: 1\n\nid: a\0b\ndata: 2\n\n",
        [("message", "1", "7"), ("message", "2", "7")],
    ),
    "carriage returns": (b"data: a\r\rdata: b\r\r", [("message", "a", ""), ("message", "b", "")]),
    "both": (b"data: a\r\n\r\ndata: b\r\n\r\n", [("message", "a", ""), ("message", "b", "")]),
    "mixed": (b"data: a\ndata: b\r\ndata: c\r\n\n", [("message", "a\nb\nc", "")]),
    "byte order mark": (b"\xef\xbb\xbfdata: a\n\n", [("message", "a", "")]),
    "a second mark is text": (b"\xef\xbb\xbf\xef\xbb\xbfdata: a\n\ndata: b\n\n", [("message", "b", "")]),
    "unknown fields": (b"dat: x\nDATA: y\ndata: z\n\n", [("message", "z", "")]),
    "colons in the value": (b"data: a:b: c\n\n", [("message", "a:b: c", "")]),
    "Arabic": ("data: العيون\n\n".encode(), [("message", "العيون", "")]),
    "no text at all": (b"data: \xff\xfe\n\n", [("message", "\ufffd\ufffd", "")]),
}


def read(chunks: list[bytes]) -> tuple[list[tuple[str, str, str]], Reader]:
    """All messages of a stream that came in *chunks*."""
    reader = Reader()
    found: list[Message] = []
    for chunk in chunks:
        found += reader.feed(chunk)
    return [(m.event, m.body, m.last_id) for m in found], reader


@pytest.mark.parametrize("name", CASES)
def test_whole(name: str) -> None:
    raw, expected = CASES[name]
    assert read([raw])[0] == expected


@pytest.mark.parametrize("name", CASES)
def test_byte_by_byte(name: str) -> None:
    raw, expected = CASES[name]
    assert read([raw[i : i + 1] for i in range(len(raw))])[0] == expected


@given(
    st.lists(st.sampled_from([raw for raw, _ in CASES.values() if raw.endswith((b"\n\n", b"\r\r"))]), max_size=6),
    st.lists(st.integers(0, 300), max_size=12),
)
@example([b"data: a\r\n\r\n"], [8, 10])
def test_where_the_bytes_are_split_changes_nothing(parts: list[bytes], cuts: list[int]) -> None:
    raw = b"".join(parts)
    at = sorted({min(cut, len(raw)) for cut in cuts} | {0, len(raw)})
    assert read([raw[a:b] for a, b in itertools.pairwise(at)])[0] == read([raw])[0]


@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=6))
def test_any_bytes_split_anywhere_mean_the_same(raw: bytes, cuts: list[int]) -> None:
    at = sorted({min(cut, len(raw)) for cut in cuts} | {0, len(raw)})
    assert read([raw[a:b] for a, b in itertools.pairwise(at)])[0] == read([raw])[0]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [(b"retry: 3000\n", 3000), (b"retry: -5\n", None), (b"retry: 5s\n", None), (b"retry\n", None), (b"retry:0\n", 0),
     ("retry: ٣\n".encode(), None), (b"retry: 99999999999999\n", 999_999_999), (b"retry: 0000000005000\n", 5000),
     (b"retry: 00\n", 0)],
)  # fmt: skip
def test_retry_takes_digits_only(raw: bytes, expected: int | None) -> None:
    assert read([raw])[1].retry == expected


def test_a_line_without_end_is_refused() -> None:
    reader = Reader()
    endless = itertools.chain.from_iterable(reader.feed(b"data: " + b"x" * (LINE_AT_MOST // 4)) for _ in range(10))
    with pytest.raises(TooLong):
        list(endless)


def test_an_event_without_end_is_refused() -> None:
    reader = Reader()
    line = b"data: " + b"x" * (LINE_AT_MOST // 4) + b"\n"
    endless = itertools.chain.from_iterable(reader.feed(line) for _ in range(10))
    with pytest.raises(TooLong):
        list(endless)


@pytest.mark.parametrize("line", [b"data\n", b"data:\n"])
def test_an_event_of_nothing_but_empty_lines_is_as_long_as_they_are_many(
    line: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sse, "LINE_AT_MOST", 1_000)
    reader = Reader()
    endless = itertools.chain.from_iterable(reader.feed(line * 250) for _ in range(5))
    with pytest.raises(TooLong):
        list(endless)
