"""The sentences of the health page; what the checks themselves say is in `client.health_words`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject

from mmc_console.client.health_words import HealthWords, health_words
from mmc_console.client.own_health import Own
from mmc_console.desktop.admin.health.contract import THIS_PC, State, Tile
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.counts import Counts
from mmc_console.desktop.kit.moments import clock_time
from mmc_console.wire.health import HealthChange, StationView, Stretch, Stretched, Uptime

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class PageWords(QObject):
    """Codes and figures in, sentences in the present language out."""

    def __init__(self, language: Callable[[], str]) -> None:
        super().__init__()
        self._language = language
        self._counts = Counts()
        self._loaded: dict[str, HealthWords] = {}

    @property
    def checks(self) -> HealthWords:
        """The words of the checks in the present language."""
        language = self._language()
        if language not in self._loaded:
            self._loaded[language] = health_words(language)
        return self._loaded[language]

    # ------------------------------------------------------------------ the first line
    def verdict(self, state: State, problem: str) -> str:
        """Whether people can work; *problem*: why the server could not be asked."""
        if state.refused:
            return problem
        count = self._counts_of(state.troubled, len(state.tiles))
        return {
            "unknown": self.tr("Asking the server…"),
            "well": self.tr("Everything works. People can work."),
            "attention": bidi.fill(self.tr("People can work. {part}"), part=count),
            "no": self.tr("People cannot work as usual. See the first card: what is wrong and what to do."),
            "away": bidi.fill(self.tr("The server cannot be asked. {part}"), part=problem),
        }[state.work]

    def _counts_of(self, troubled: int, total: int) -> str:
        words = self.tr("%n check(s) need attention.", "", troubled)
        return words if total else ""

    def checked(self, state: State) -> str:
        """How old the server's checks are, and that they are asked for."""
        if state.asking and state.health is None:
            return self.tr("Asking the server…") if state.slow else ""
        if state.health is None:
            return ""
        if state.asking:
            return self.tr("Checking…")
        if state.age == 0:
            return self.tr("Checked just now")
        if state.age < 60:
            return self.tr("Checked %n second(s) ago", "", state.age)
        return bidi.fill(self.tr("Checked at {time}"), time=clock_time(state.health.timestamp))

    # ------------------------------------------------------------------ cards
    def title(self, name: str) -> str:
        """What a card is called."""
        return self.tr("This PC") if name == THIS_PC else self.checks.check(name)

    def number(self, tile: Tile) -> str:
        """The one number of a card."""
        if tile.name == THIS_PC:
            return self.checks.detail(tile.detail).says
        return self.checks.number_of(tile.name, tile.figures) or self.checks.detail(tile.detail).says

    def state(self, tile: Tile) -> str:
        """The card's word."""
        return self.checks.states[tile.status]

    def since(self, moment: datetime, now: datetime) -> str:
        """Since when it is so."""
        local = moment.astimezone(now.tzinfo)
        if now - local < DAY:
            return bidi.fill(self.tr("Since {time}"), time=clock_time(local))
        return bidi.fill(self.tr("Since {time}"), time=f"{local:%Y-%m-%d %H:%M}")

    def spoken(self, tile: Tile) -> str:
        """A card for a screen reader."""
        return f"{self.title(tile.name)}: {self.state(tile)}. {self.number(tile)}"

    def own(self, own: Own) -> str:
        """One check of this PC in a line."""
        figure = next((self.checks.figure(name, value) for name, value in own.found.figures.items()), "")
        said = self.checks.detail(own.found.detail)
        more = f" ({figure})" if figure else ""
        line = f"{self.checks.check(own.name)}: {self.checks.states[own.found.status]}{more}"
        return line if own.found.status == "healthy" else f"{line}\n{said.says}\n{said.do}"

    def figures(self, tile: Tile) -> list[str]:
        """All that was measured."""
        return [text for name, value in tile.figures.items() if (text := self.checks.figure(name, value))]

    # ------------------------------------------------------------------ the last 24 hours
    def up(self, uptime: Uptime | None) -> str:
        """How long people could work, as it was measured."""
        if uptime is None or uptime.share is None:
            return self.tr("Not measured yet")
        return bidi.fill(self.tr("Up {n} %"), n=_percent(uptime.share))

    def up_month(self, uptime: Uptime | None) -> str:
        """The same for 30 days; since when, where it is shorter."""
        if uptime is None or uptime.share is None or uptime.measured_from is None:
            return ""
        day = f"{uptime.measured_from:%Y-%m-%d}"
        return bidi.fill(self.tr("Up {n} % since {day}"), n=_percent(uptime.share), day=day)

    def stretch(self, status: Stretched) -> str:
        """How the server was for a time."""
        return {
            "healthy": self.tr("Healthy"),
            "degraded": self.tr("Something needed attention"),
            "unhealthy": self.tr("Did not work"),
            "down": self.tr("Server was off"),
            "planned": self.tr("Maintenance, named before"),
            "unknown": self.tr("Not measured"),
        }[status]

    def length(self, stretch: Stretch) -> str:
        """How long it lasted."""
        return self._counts.minutes(round((stretch.ends - stretch.begins) / MINUTE))

    def happened(self, what: HealthChange | Stretch) -> str:
        """One line of what has happened, without its time."""
        if isinstance(what, Stretch):
            return f"{self.stretch(what.status)}: {self.length(what)}"
        names = bidi.listed(bidi.iso(name) for name in what.about[:3])
        said = self.checks.detail(what.detail).says
        if what.status == "healthy":
            said = self.checks.states["healthy"]
        return f"{self.checks.check(what.check)}: {said}" + (f" {names}" if names else "")

    # ------------------------------------------------------------------ stations
    def station_state(self, station: StationView) -> str:
        """Whether it is there."""
        return {
            "online": self.tr("Online"),
            "closed": self.tr("Closed"),
            "silent": self.tr("Not heard"),
            "never": self.tr("Never heard"),
        }[station.state]

    def seen(self, station: StationView, now: datetime) -> str:
        """When it was heard last."""
        if station.seen is None:
            return ""
        if station.state == "online":
            return self.tr("now")
        gone = now - station.seen
        if gone < timedelta(hours=1):
            return self._counts.minutes_ago(int(gone / MINUTE))
        if gone < timedelta(hours=20):
            return bidi.ltr(clock_time(station.seen.astimezone(now.tzinfo)))
        return bidi.ltr(f"{station.seen.astimezone(now.tzinfo):%Y-%m-%d}")

    def station_trouble(self, station: StationView) -> str:
        """What is wrong there, in one line."""
        found = [self.checks.detail(trouble.detail).says for trouble in station.health]
        if station.failed:
            found.insert(0, self._counts.failed(station.failed))
        if station.outdated:
            found.append(bidi.fill(self.tr("Version {version}"), version=station.app))
        return " · ".join(found)


def _percent(share: float) -> str:
    """Two decimals, never rounded up to a hundred that it was not."""
    return "100" if share == 1 else f"{min(share * 100, 99.99):.2f}"
