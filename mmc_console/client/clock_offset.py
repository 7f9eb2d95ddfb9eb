"""How far the server's clock is ahead of this PC's, by what it says of the time. It knows no clock and asks nothing.

An answer to a question tells it within half its way. News nobody asked for may be late, which can only make the server
look further behind than it is: so the server is at least as far ahead as it says.
"""

from __future__ import annotations

from datetime import timedelta

IN_TIME = 2.0
"""Seconds a word may be late and still count as in time; a question that took longer tells less than one."""
SAMPLES = 8


class ClockOffset:
    """Server minus this PC: `best`, from what was said last. `doubted`: since when it may have been set back."""

    def __init__(self, kept: timedelta) -> None:
        self.best = kept
        self.doubted: float | None = None
        self._asked: list[tuple[float, timedelta]] = []
        self._told: timedelta | None = None
        self._late = 0.0
        """How late the last word was, where it was not in time: of a line as slow as that it says nothing again."""

    def void(self) -> None:
        """This PC's clock was set: what was measured by it before is of no use."""
        self._asked, self._told, self._late = [], None, 0.0

    def jumped(self, by: timedelta) -> None:
        """This PC's clock was set *by* so much, and was wrong before."""
        self.best -= by
        self.void()

    def told(self, offset: timedelta, at: float) -> bool:
        """News have said so *at* this moment; whether that is believed.

        If it is behind what is known, it is late, or the server's clock was set back: only a question can say which.
        """
        late = (self.best - offset).total_seconds()
        if (self._asked or self._told is not None) and late >= 0:
            if late > self._late + IN_TIME:
                self.doubted = at
            self._late = late if late > IN_TIME else 0.0
            return False
        if self._asked:
            took, best = self._quickest()
            if offset > best + timedelta(seconds=took / 2):
                self._asked = []  # its clock was set forward
        self.best = self._told = offset
        self._late = 0.0
        return True

    def asked(self, offset: timedelta, took: float, at: float) -> None:
        """An answer that took so long has said so *at* this moment: of the last ones the quickest tells it best."""
        half = timedelta(seconds=took / 2)
        since = self.doubted is not None and at - took >= self.doubted
        if self._asked:
            quick, best = self._quickest()
            # where it was doubted, what both do not know is all they may differ by; else clocks also run unevenly
            if abs(offset - best) > half + timedelta(seconds=quick / 2 if since else max(quick / 2, IN_TIME)):
                self._asked, self._late = [], 0.0  # a clock was set: the older ones are void
        if self._told is not None and abs(self._told - offset) > half:
            self._told = None
        self._asked = [*self._asked, (took, offset)][-SAMPLES:]
        quick, self.best = self._quickest()
        if self._told is not None:
            self.best = self._told if quick > IN_TIME else max(self.best, self._told)
        if since:
            self.doubted = None

    def _quickest(self) -> tuple[float, timedelta]:
        return min(self._asked, key=lambda sample: sample[0])
