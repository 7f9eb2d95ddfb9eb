"""Things that may happen on a generated day, and how often; the machine draws from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from hypothesis import strategies as st


@dataclass(frozen=True)
class Step:
    """One thing that may happen: how often, when it can, and what is drawn for it."""

    name: str
    draws: dict[str, st.SearchStrategy[Any]]
    when: Callable[[Any], bool]


STEPS: list[Step] = []
"""Each as often as its weight. One machine rule draws from it: Hypothesis would switch whole kinds of steps off for a
history, and a day without registrations shows nothing."""
Method = TypeVar("Method", bound=Callable[..., None])


def step(
    weight: int, /, when: Callable[[Any], bool] = lambda _: True, **draws: st.SearchStrategy[Any]
) -> Callable[[Method], Method]:
    """Make a method one of the `STEPS`."""

    def keep(method: Method) -> Method:
        STEPS.extend([Step(method.__name__, draws, when)] * weight)
        return method

    return keep
