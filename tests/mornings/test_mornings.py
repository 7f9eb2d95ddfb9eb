"""Mornings on which the line fails: every exam that took place counts, and nobody is forgotten.

`make test` runs 16, `make faults` 400, and 300 with restores. A failure names its seed: `python -m tests.mornings
--seed N` tells that one.
"""

from __future__ import annotations

import pytest

from tests.mornings.morning import tell

EACH = 8


def _run(first: int, count: int) -> None:
    for seed in range(first, first + count):
        _, wrong = tell(seed)
        assert not wrong, f"python -m tests.mornings --seed {seed}"


@pytest.mark.parametrize("first", range(0, 16, EACH))
def test_every_exam_counts(first: int) -> None:
    _run(first, EACH)


@pytest.mark.faults
@pytest.mark.parametrize("first", range(0, 400, 50))
def test_every_exam_counts_in_more(first: int) -> None:
    _run(first, 50)


@pytest.mark.parametrize("seed", [54, 129, 198, 222, 225, 303, 739, 1030, 1053, 1184, 1188, 1326, 1701])
def test_every_exam_counts_where_others_have_led_them_on_anew_since_a_restore(seed: int) -> None:
    """What was done on a ticket that the new history never issues, or that only what waits behind it would bring."""
    assert tell(seed, restores=True)[1] == [], f"python -m tests.mornings --restores --seed {seed}"


@pytest.mark.faults
@pytest.mark.parametrize("first", range(0, 300, 50))
def test_every_exam_counts_across_restores(first: int) -> None:
    for seed in range(first, first + 50):
        assert tell(seed, restores=True)[1] == [], f"python -m tests.mornings --restores --seed {seed}"


def test_who_keeps_what_the_server_has_loses_exams() -> None:
    """Whatever is recommended: else these mornings would show nothing about it."""
    assert any(tell(seed, keeps=True)[1] for seed in range(75, 125))
