"""What tells that the database is destroyed must never keep the server from letting somebody in to restore it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mmc_console.server.plugins.rows import Kept
from mmc_console.server.plugins.service import Plugins
from mmc_console.server.restore.alarm import FOLDER, Alarm
from mmc_console.wire.plugins import About
from tests.server.auth_parts import HandClock, opened
from tests.server.writer_parts import center


def test_a_mistake_in_what_tells_ends_with_the_alert_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: Any
) -> None:
    expected_logs.expect("raised: database, database-gone")
    expected_logs.expect("nobody can be told that the database is destroyed")

    def broken(_: Plugins) -> None:
        raise KeyError("a mistake of ours")

    monkeypatch.setattr(Plugins, "load", broken)
    teller = Kept(
        name="mail", source="", on=True, version=1, about=About(version="1", summary={}), granted=frozenset(),
        settings={}, seq=0, n=0, counts={}, error="", error_ms=None, sent_ms=None,
    )  # fmt: skip
    with opened(tmp_path) as (_, keys):
        alarm = Alarm(tmp_path, keys, HandClock(), center())
        alert = alarm.raise_("database-gone", (teller,))
        alarm.stop()
    assert (alert.kind, alert.detail) == ("database", "database-gone")
    assert not (tmp_path / FOLDER).exists()
