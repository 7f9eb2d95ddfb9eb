"""Whose paper did not come out and has not been made good: what printing again means. Prints nothing."""

from __future__ import annotations

from datetime import date

from mmc_console.domain.ids import VisitId
from mmc_console.domain.state import State


class FailedPapers:
    """Of one page, the latest last. A paper is made good when it comes out, or its number is written by hand."""

    def __init__(self) -> None:
        self._first: dict[VisitId, bool] = {}
        """Whether it is their first paper that failed, not a copy of one they have."""
        self.told: VisitId | None = None
        """Whose failure was told since anybody was registered: a row chosen meanwhile does not mean another paper."""

    @property
    def latest(self) -> VisitId | None:
        """The one that was told last."""
        return next(reversed(self._first), None)

    def without_a_paper(self) -> tuple[VisitId, ...]:
        """Those who have none, or a part of one at most, in the order their papers failed."""
        return tuple(visit for visit, first in self._first.items() if first)

    def failed(self, visit: VisitId, *, copy: bool) -> None:
        """The paper of *visit* did not come out; *copy*: they have one already, of here or of another desk."""
        first = self._first.pop(visit, False)
        self._first[visit] = first or not copy
        self.told = visit

    def made_good(self, visit: VisitId) -> None:
        """Its number is out."""
        self._first.pop(visit, None)
        if self.told == visit:
            self.told = None

    def passed_over(self, told: VisitId | None) -> None:
        """Somebody was registered after *told* was: a row chosen from now on means its own paper again."""
        if self.told == told:
            self.told = None

    def follow(self, state: State, today: date) -> None:
        """Nobody needs a paper whose visit is over, taken back, or of another day."""
        first, told, self._first, self.told = self._first, self.told, {}, None
        for id, is_first in first.items():
            visit = state.visit(id)
            if visit is not None and visit.state == "open" and visit.day == today:
                self._first[visit.id] = is_first
                self.told = visit.id if id == told else self.told
