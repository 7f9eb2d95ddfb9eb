"""System health: whether people can work, the cards, who is there, and the last 24 hours. Paints State."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.admin.again_dialog import AgainWords, again_button
from mmc_console.desktop.admin.health.contract import Intents, State, Work
from mmc_console.desktop.admin.health.day_view import DayCard, NumbersDrawer
from mmc_console.desktop.admin.health.details_view import CheckDrawer
from mmc_console.desktop.admin.health.tiles_view import Tiles
from mmc_console.desktop.admin.health.words import PageWords
from mmc_console.desktop.admin.page_view import PageView
from mmc_console.desktop.admin.parts import AdminParts
from mmc_console.desktop.kit import bidi, rows
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.buttons import ActionButton
from mmc_console.desktop.kit.card import Card, InfoBox
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.rows import BadgeCell, Column, NumberCell, TextCell
from mmc_console.desktop.kit.scrolling import scrolled
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.wire.health import StationView

_LOOKS: dict[Work, tuple[str, str, str]] = {
    "unknown": ("hourglass", "info", "info"), "well": ("circle-check", "ok", "ok"),
    "attention": ("alert-triangle", "warn", "warn"), "no": ("alert-octagon", "danger", "danger"),
    "away": ("cloud-off", "warn", "warn"),
}  # fmt: skip
"""Icon, its ink and the tint of the first line."""
TABLE_HEIGHT = 148


class HealthView(PageView[State, Intents]):
    """Widgets of the page, and its one list of actions."""

    def __init__(self, parts: AdminParts, actions: ActionList) -> None:
        super().__init__("health", parts, actions, State())
        self._parts = parts
        self._now, self.words = parts.gateway.now, PageWords(parts.language)
        self._shown: object = None
        self._build()
        self.details = CheckDrawer(self._look, self, self.words)
        self.numbers = NumbersDrawer(self._look, self, self.words)
        self.details.closed.connect(self._details_closed)

    def _build(self) -> None:
        look, words = self._look, self.words
        top = self._head(lambda: self.tr("System health"))
        top.addStretch(1)
        self.checked = Label("", "caption", "text2", name="health_checked")
        top.addWidget(self.checked)
        self._sign_in = again_button(look, AgainWords(self), "health", self.sign_in_again)
        top.addWidget(self._sign_in)
        top.addWidget(ActionButton(look, self._actions, "planned"))
        top.addWidget(ActionButton(look, self._actions, "check_now", kind="primary"))
        self.verdict = Label("", "bodyStrong", name="health_verdict", wrap=True)
        self._icon = IconLabel(look, "hourglass", "info")
        self.first = InfoBox(self.verdict, self._icon)
        self.tiles = Tiles(look, words, self._open_check)
        self.stations = Card(lambda: self.tr("Stations and boards"), name="stations_card")
        self.table = TicketTable(
            look,
            (
                Column(lambda: self.tr("Station"), 170), Column(lambda: self.tr("User"), 110, spare=1), Column("", 28),
                Column(lambda: self.tr("State"), 124), Column(lambda: self.tr("Pending"), 84),
                Column(lambda: self.tr("Last seen"), 104), Column(lambda: self.tr("Needs")),
            ),
            lambda: self.tr("Stations and boards"), name="stations",
        )  # fmt: skip
        self.table.setMinimumHeight(TABLE_HEIGHT)
        self.stations.body.addWidget(self.table, 1)
        self.stations.setFocusProxy(self.table)
        self.day = DayCard(look, words, self._open_numbers)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.stations, 9)
        below.addWidget(self.day, 4)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.first)
        column.addWidget(self.tiles)
        column.addLayout(below, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.tiles, self.stations, self.day)

    @property
    def front(self) -> QWidget:
        return self.table

    # ------------------------------------------------------------------ what the presenter asks
    def render(self, state: State) -> None:  # type: ignore[override]  # as PageView
        """Paint *state*; selection and scroll stay."""
        self._state = state
        words = self.words
        icon, ink, tint = _LOOKS[state.work]
        self._icon.show_icon(icon, ink)
        if self.first.property("tint") != tint:
            self.first.setProperty("tint", tint)
            self.first.style().unpolish(self.first)
            self.first.style().polish(self.first)
        self.verdict.say(words.verdict(state, self.message(state.trouble) if state.trouble is not None else ""))
        self._sign_in.setVisible(state.refused)
        self.checked.say(words.checked(state))
        self.checked.set_ink("warn" if state.old else "text2")
        self.tiles.show_tiles(state.tiles)
        empty = self.tr("No station has signed in yet.") if state.health is not None else words.checked(state)
        if state.query and state.stations:
            empty = bidi.fill(self.tr("No station is called “{q}”."), q=state.query)
        now = self._now()
        self.table.show_rows([self._row(station, now) for station in state.shown_stations], empty)
        self.day.show_day(state)
        self.numbers.show_pieces(state.history)
        tile = next((tile for tile in state.tiles if tile.name == state.open), None)
        if tile is not None:
            self.details.show_check(state, tile, now)
        self._show_actions()

    async def show_planned(self) -> None:
        """The box of planned maintenance."""
        from mmc_console.desktop.admin.health.planned.box import open_box

        await open_box(self._parts, self)

    def _row(self, station: StationView, now: datetime) -> rows.Row:
        words, state = self.words, self.words.station_state(station)
        lost = station.state == "silent"
        pending = str(station.pending) if station.kind == "console" and station.state != "never" else "–"
        seen, needs = words.seen(station, now), words.station_trouble(station)
        name = f"{station.name} ({station.desk})" if station.desk else station.name
        waits = bool(station.pending and lost) or bool(station.failed)
        cells: tuple[rows.Cell, ...] = (
            TextCell(name), TextCell(station.user),
            BadgeCell("online" if station.state == "online" else "offline" if lost else "", state),
            TextCell(state, "danger" if lost else "text" if station.state == "online" else "text2"),
            NumberCell(pending, "danger" if waits else "text", bold=waits), TextCell(bidi.strip(seen), "text2"),
            TextCell(needs, "warn"),
        )  # fmt: skip
        spoken = (name, station.user, state, pending, seen, needs)
        return rows.Row(station.id, cells, ", ".join(bidi.strip(part) for part in spoken if part))

    # ------------------------------------------------------------------ layers
    def _open_check(self, name: str) -> None:
        if self._intents is not None:
            self._intents.open_check(name)

    def _open_numbers(self) -> None:
        self.numbers.open(self.numbers.table)

    def _details_closed(self) -> None:
        if self._intents is not None:
            self._intents.close_check()

    # ------------------------------------------------------------------ actions and language
    def _show_actions(self) -> None:
        state = self._state
        shown = (state.offline, state.asking and state.health is None, self._language())
        if self._intents is None or shown == self._shown:
            return
        self._shown = shown
        self._actions.show([
            Action(
                "check_now", lambda: self.tr("Check now"), self._intents.check_now, "refresh", "F5",
                enabled=state.offline is None,
                reason=lambda: self.message(state.trouble) if state.trouble is not None else "",
            ),
            Action(
                "planned", lambda: self.tr("Planned maintenance…"), self._intents.open_planned, "calendar",
                enabled=state.offline is None,
                reason=lambda: self.message(state.trouble) if state.trouble is not None else "", bar=False,
            ),
        ])  # fmt: skip
