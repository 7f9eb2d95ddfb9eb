"""Server-Sent Events as the WHATWG specifies them, from bytes split anywhere. It opens nothing, waits for nothing."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

LINE_AT_MOST = 4_000_000
"""A line longer than any event of ours: something else is talking."""


class TooLong(Exception):
    """The stream sent a line, or an event, without end."""


@dataclass(frozen=True)
class Message:
    """One dispatched event."""

    event: str
    body: str
    last_id: str


class Reader:
    """Feed bytes, get messages. `last_id` and `retry` are what the stream last said."""

    def __init__(self) -> None:
        self._text = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._line = ""
        self._started = False
        self._after_return = False
        self._body: list[str] = []
        self._size = 0
        self._event = ""
        self._id = ""
        self.last_id = ""
        self.retry: int | None = None

    def feed(self, raw: bytes) -> Iterator[Message]:
        """The messages that *raw* completes."""
        text = self._text.decode(raw)
        if text and not self._started:
            self._started = True
            text = text.removeprefix("\ufeff")
        if text and self._after_return:
            self._after_return = False
            text = text.removeprefix("\n")  # the other half of a CRLF split between two reads
        if not text:
            return
        self._after_return = text.endswith("\r")
        lines = (self._line + text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
        self._line = lines.pop()
        if len(self._line) > LINE_AT_MOST:
            raise TooLong
        for line in lines:
            message = self._take(line)
            if message is not None:
                yield message

    def _take(self, line: str) -> Message | None:
        if not line:
            return self._dispatch()
        if line.startswith(":"):
            return None
        field, colon, value = line.partition(":")
        if colon:
            value = value.removeprefix(" ")
        if field == "data":
            self._size += len(value) + 1  # an empty line is kept as well
            if self._size > LINE_AT_MOST:
                raise TooLong
            self._body.append(value)
        elif field == "event":
            self._event = value
        elif field == "id":
            if "\0" not in value:
                self._id = value
        elif field == "retry" and value.isascii() and value.isdigit():
            self.retry = int(value.lstrip("0")[:9] or "0")
        return None

    def _dispatch(self) -> Message | None:
        self.last_id = self._id
        body, event = self._body, self._event
        self._body, self._event, self._size = [], "", 0
        if not body:
            return None
        return Message(event or "message", "\n".join(body), self.last_id)
