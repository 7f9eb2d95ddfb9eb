"""Actions and refusals in words, for every page. The words need no window."""

from __future__ import annotations

from mmc_console.client.testing import reference_center
from mmc_console.desktop.tickets.rule_words import RuleWords


def test_when_somebody_else_was_first_is_told_in_the_time_of_the_centre() -> None:
    words, place = RuleWords(reference_center, lambda: "en"), {"ticket": "L-001", "state": "done", "by_name": "Huda"}
    said = {words.problem("already-moved", {**place, "at": at}) for at in (
        "2026-11-23T06:30:00+00:00", "2026-11-23T09:30:00+03:00",
    )}  # fmt: skip
    assert len(said) == 1
    assert "09:30" in said.pop()
