"""Quiet hours as they are written, and over midnight."""

from __future__ import annotations

from datetime import time

import pytest

from mmc_console.domain.quiet import is_quiet, quiet_spans


@pytest.mark.parametrize(
    ("text", "at", "quiet"),
    [
        ("", time(3), False), ("12:00-12:30", time(12), True), ("12:00-12:30", time(12, 29, 59), True),
        ("12:00-12:30", time(12, 30), False), ("20:00-07:00", time(23), True), ("20:00-07:00", time(6, 59), True),
        ("20:00-07:00", time(7), False), ("12:00-12:30, 20:00-07:00", time(2), True),
    ],
)  # fmt: skip
def test_spans(text: str, at: time, quiet: bool) -> None:
    assert is_quiet(quiet_spans(text), at) is quiet


@pytest.mark.parametrize("text", ["noon", "12:00", "24:00-01:00", "12:00-12:60", "1:00-2:00"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        quiet_spans(text)
