"""The words on a ticket: both languages at once, whichever one the console shows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QDate, QObject, QTranslator

from mmc_console.desktop.kit.bidi import fill, ltr
from mmc_console.desktop.kit.counts import Counts
from mmc_console.desktop.kit.languages import PREFIX, locale_of
from mmc_console.desktop.kit.moments import clock_time
from mmc_console.desktop.paper.sheet import Sheet, Stop, Two
from mmc_console.desktop.printing import Paper
from mmc_console.domain.centre import Words


class _CountsIn(Counts):
    """Counted phrases of one language."""

    def __init__(self, translator: QTranslator) -> None:
        super().__init__()
        self._translator = translator

    def tr(self, text: str, note: str | None = None, n: int = -1) -> str:
        """As `QObject.tr`, out of one catalogue."""
        return _looked_up(self._translator, "Counts", text, note, n)


class PaperWords(QObject):
    """What stands on a paper in one language."""

    def __init__(self, code: str, folder: Path) -> None:
        """*folder* holds the compiled catalogues; OSError where *code* has none."""
        super().__init__()
        self._translator = QTranslator()
        if not self._translator.load(f"{PREFIX}{code}", str(folder)):
            raise OSError(f"no words for paper in {code!r}")
        self.code, self._locale, self._counts = code, locale_of(code), _CountsIn(self._translator)

    @property
    def rtl(self) -> bool:
        """Whether it runs from right to left."""
        return self._locale.textDirection().name == "RightToLeft"

    def tr(self, text: str, note: str | None = None, n: int = -1) -> str:
        """As `QObject.tr`, out of one catalogue."""
        return _looked_up(self._translator, "PaperWords", text, note, n)

    def said(self, words: Words) -> str:
        """The centre's own words in this language, else in whatever it has."""
        return words.get(self.code) or next(iter(words.values()), "")

    def title(self) -> str:
        """Above the number."""
        return self.tr("Your number")

    def wait(self, ahead: int, minutes: int) -> str:
        """People before, and about how long that takes."""
        return f"{self._counts.ahead_public(ahead)} · {self._counts.about_minutes(minutes)}"

    def place(self, floor: Words, room: str) -> str:
        """The floor, and the door where there is only one."""
        parts = [self.said(floor), fill(self.tr("Room {room}"), room=room) if room else ""]
        return self.tr(", ", "between a floor and a room").join(part for part in parts if part)

    def when(self, moment: datetime) -> str:
        """Day and time of the registration."""
        day = self._locale.toString(QDate(moment.year, moment.month, moment.day), "ddd d MMM yyyy")
        return f"{day}  {ltr(clock_time(moment))}"

    def stops(self) -> str:
        """Above the pathway."""
        return self.tr("Where you go today")

    def phone(self) -> str:
        """What the square is for."""
        return self.tr("Follow your turn on your phone")

    def keep(self) -> str:
        """At the end."""
        return self.tr("Keep this ticket until all exams are finished")

    def copy(self) -> str:
        """On every paper after the first."""
        return self.tr("Copy")

    def test(self) -> str:
        """On a paper that is no ticket."""
        return self.tr("Test print")


def sheet_of(paper: Paper, first: PaperWords, second: PaperWords, *, named: bool, test: bool = False) -> Sheet:
    """*paper* in words, the leading language *first*; *named*: with the patient's short name."""

    def two(words: Words) -> Two:
        return Two(first.said(words), second.said(words))

    copy = Two(first.copy(), second.copy()) if paper.again else None
    return Sheet(
        rtl=first.rtl, centre=two(paper.centre), title=Two(first.title(), second.title()), number=paper.number,
        label=paper.label, clinic=two(paper.clinic),
        place=Two(first.place(paper.floor, paper.room), second.place(paper.floor, paper.room)),
        wait=Two(*(each.wait(paper.ahead, paper.minutes) if paper.waits else "" for each in (first, second))),
        when=Two(first.when(paper.registered), second.when(paper.registered)),
        keep=Two(first.keep(), second.keep()), stops_title=Two(first.stops(), second.stops()),
        stops=tuple(Stop(two(s.clinic), two(s.floor), s.state) for s in paper.stops),
        notice=two(paper.notice) if paper.notice else None, code=paper.code, address=paper.address,
        phone=Two(first.phone(), second.phone()), name=paper.name if named else "",
        copy=Two(first.test(), second.test()) if test else copy,
    )  # fmt: skip


def _looked_up(translator: QTranslator, context: str, text: str, note: str | None, n: int) -> str:
    found = translator.translate(context, text, note, n) or text
    return found.replace("%n", str(n)) if n >= 0 else found
