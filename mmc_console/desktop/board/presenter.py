"""What one board shows and says: keeps the only State, asks the wall and the voice, renders what changed. No Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from mmc_console.desktop.board.contract import Cell, Layout, Notice, Sound, State, View
from mmc_console.desktop.board.showing import Picture, Shown, Wall, lit
from mmc_console.desktop.board.voice.speaker import Speaker
from mmc_console.desktop.board.words import BoardWords
from mmc_console.domain.board import BoardClinic
from mmc_console.domain.ids import ClinicCode
from mmc_console.wire.boards import BoardNews

Standing = Literal["live", "lost", "busy", "refused", "removed"]
"""`refused`: the centre does not know this board, for a moment or for good; `removed`: for good, it seems."""
TICK: Final = 0.5
LATE: Final = 30.0
OLD: Final = 300.0
SHIFT_EVERY: Final = 300.0
_LAYOUTS: Final[dict[Standing, Layout]] = {"busy": "back", "refused": "back", "removed": "removed"}
"""Where no numbers are shown."""
_SHIFTS: Final = ((0, 0), (2, 0), (2, 2), (0, 2))
NOTICES: Final = 3


class Presenter:
    """One board. *monotonic*: this PC's seconds; the time of day is the server's."""

    def __init__(self, view: View, speaker: Speaker, monotonic: Callable[[], float], *, still: bool = False) -> None:
        """*still*: nothing flashes here."""
        self._view, self._speaker, self._monotonic, self._still = view, speaker, monotonic, still
        self._words = BoardWords()
        self._wall = Wall()
        self._news: BoardNews | None = None
        self._told = (datetime.min.replace(tzinfo=UTC), 0.0)
        self._heard: float | None = None
        self._last_news: datetime | None = None
        self._began = monotonic()
        self._standing: Standing = "lost"
        self.state = State()
        self.painted: Callable[[BoardNews], None] = lambda news: None
        """Told after a picture with these news was rendered: for measuring."""

    # what comes from the centre ---------------------------------------------------------------------

    def take(self, news: BoardNews, *, of: datetime | None = None) -> None:
        """The whole picture. *of*: until when what others do is in it; None: until now."""
        self._news = news
        self.heard(news.now, of=of)
        self._wall.update(news.view.calls, news.now, self._monotonic())
        self._speaker.offer(news, news.now)
        self.refresh()
        self.painted(news)

    def heard(self, now: datetime, *, of: datetime | None = None) -> None:
        """The centre's time is *now*, and it was heard just then; or, of what a desk knows, *of* that moment."""
        self._told = (now, self._monotonic())
        self._last_news = of or now
        self._heard = self._told[1] - max((now - self._last_news).total_seconds(), 0.0)

    def stand(self, standing: Standing) -> None:
        """How the line is."""
        if standing != self._standing:
            self._standing = standing
            if standing in ("refused", "removed"):
                self._news, self._wall = None, Wall()  # what it has shown is not its to show any more
                self._speaker.forget()
            self.refresh()

    # time -------------------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        """The centre's time, carried on by this PC's seconds."""
        told, at = self._told
        return told + timedelta(seconds=self._monotonic() - at)

    async def tick(self) -> None:
        """Flashing, pages, clock, age; until cancelled."""
        while True:
            await asyncio.sleep(TICK)
            self.refresh()

    def refresh(self) -> None:
        """Show what is true at this moment."""
        state = self._state()
        if state != self.state:
            self.state = state
            self._view.render(state)

    def _state(self) -> State:
        news, now = self._news, self._monotonic()
        silent = now - (self._heard if self._heard is not None else self._began)
        late = silent > LATE and self._standing not in ("refused", "removed")
        base = State(
            connected=self._standing == "live" and not late, late=late, sound=self._sound(),
            shift=_SHIFTS[int((now - self._began) // SHIFT_EVERY) % len(_SHIFTS)],
            layout=_LAYOUTS.get(self._standing, "empty"), theme=self.state.theme,
        )  # fmt: skip
        if news is None:
            return base
        clinics = {c.code: c for c in news.view.clinics}
        picture = self._wall.picture(now)
        layout = base.layout
        if layout == "empty" and (picture.hero or picture.rows):
            layout = "grid" if picture.grid else "hero"
        assert self._last_news is not None
        return replace(
            base, layout=layout, site_arabic=news.view.site.get("ar", ""), site_english=news.view.site.get("en", ""),
            hall=news.board.hall, clock=f"{self.now:%H:%M}", as_of=f"{self._last_news:%H:%M}" if silent > OLD else "",
            theme=news.board.theme, hidden=picture.hidden, notices=self._notices(news.view.clinics, picture),
            hero=self._cell(picture.hero, clinics, now) if picture.hero is not None else None,
            rows=tuple(self._cell(s, clinics, now) for s in picture.rows),
        )  # fmt: skip

    def _cell(self, shown: Shown, clinics: dict[ClinicCode, BoardClinic], now: float) -> Cell:
        call = shown.call
        clinic = clinics.get(call.clinic)
        name = clinic.name if clinic is not None else {}
        return Cell(
            label=call.label, arabic=name.get("ar", ""), english=name.get("en", ""), room=call.room,
            time=f"{call.said_at:%H:%M}", live=shown.fresh(now), lit=lit(shown, now, still=self._still),
            standing=call.standing, speaking=self._speaker.speaking == (call.label, call.clinic),
            also=" ".join(f"= {label}" for label in call.also),
        )  # fmt: skip

    def _notices(self, clinics: tuple[BoardClinic, ...], picture: Picture) -> tuple[Notice, ...]:
        found = []
        for clinic in clinics:
            if clinic.state == "open":
                continue
            if clinic.state == "closed":
                why = self._words("closed")
            elif clinic.until is not None:
                why = self._words("back_at", time=f"{clinic.until:%H:%M}")
            else:
                why = self._words("back")
            found.append(Notice(clinic.name.get("ar", ""), clinic.name.get("en", ""), *why))
        return tuple(found[:NOTICES])

    def _sound(self) -> Sound:
        return self._speaker.state
