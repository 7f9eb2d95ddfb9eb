"""The board's layout: where everything stands on a screen of any size, and what is painted there.

Sizes are those of the design at 1920 x 1080 and grow with the screen. The reading start is at the right in Arabic.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

from mmc_console.desktop.board.brush import Brush, Side
from mmc_console.desktop.board.contract import Cell, Notice, State
from mmc_console.desktop.board.words import BoardWords
from mmc_console.desktop.kit.bidi import ltr

WIDE, HIGH = 1920.0, 1080.0
MARGIN: Final = 40.0
HEADER: Final = 100.0
FOOTER: Final = 88.0
HERO: Final = 880.0
GAP: Final = 10.0
ROWS: Final = 5
HEADING: Final = 46.0


class Painting:
    """Paints one State."""

    def __init__(self, brush: Brush, words: BoardWords) -> None:
        self._b, self._words = brush, words
        self._u = 1.0
        self._size = QSizeF(WIDE, HIGH)

    def paint(self, state: State, size: QSizeF) -> None:
        """All of it."""
        self._size, self._u = size, min(size.width() / WIDE, size.height() / HIGH)
        b, u = self._b, self._u
        b.painter.fillRect(QRectF(0, 0, size.width(), size.height()), b.color("bg"))
        b.painter.translate(*state.shift)
        if state.layout != "removed":
            self._header(state)
        body = QRectF(
            MARGIN * u,
            (HEADER + 16) * u,
            size.width() - 2 * MARGIN * u,
            size.height() - (HEADER + 16 + FOOTER + 20) * u,
        )
        if state.layout == "back":
            self._large(body, *self._words("back"))
        elif state.layout in ("empty", "removed"):
            self._large(body, *self._words("wait" if state.layout == "empty" else "removed"))
        elif state.layout == "grid":
            self._grid(body, state)
        else:
            self._hero_and_rows(body, state)
        if state.layout != "removed":
            self._footer(state)

    def _at(self, outer: QRectF, start: float, width: float) -> QRectF:
        """A strip of *outer*, *start* away from the reading start."""
        left = outer.right() - start - width if self._b.rtl else outer.left() + start
        return QRectF(left, outer.top(), width, outer.height())

    # ------------------------------------------------------------------ the edges
    def _header(self, state: State) -> None:
        b, u = self._b, self._u
        line = QRectF(MARGIN * u, 20 * u, self._size.width() - 2 * MARGIN * u, HEADER * u - 12 * u)
        b.text(ltr(state.clock), self._at(line, line.width() - 320 * u, 320 * u), "text", 80 * u, side="end")
        names = self._at(line, 0, line.width() - 360 * u)
        first = f"{state.site_arabic} · {state.hall}" if state.hall else state.site_arabic
        top = QRectF(names.left(), names.top(), names.width(), names.height() * 0.56)
        low = QRectF(names.left(), names.top() + names.height() * 0.62, names.width(), names.height() * 0.38)
        b.text(first, top, "text", 46 * u, weight=600, side="start")
        b.text(state.site_english, low, "text2", 32 * u, weight=400, side="start")

    def _footer(self, state: State) -> None:
        b, u = self._b, self._u
        top = self._size.height() - (FOOTER + 8) * u
        line = QRectF(MARGIN * u, top, self._size.width() - 2 * MARGIN * u, FOOTER * u)
        if state.late:
            self._late(line, state)
            return
        arabic, english = self._words("online" if state.connected else "offline")
        there = self._at(line, line.width() - 330 * u, 330 * u)
        color = "ok" if state.connected else "late"
        drawn = b.text(
            f"{arabic} · {english}", there.adjusted(34 * u, 0, -34 * u, 0), color, 32 * u, weight=600, side="end"
        )
        edge = drawn.right() + 20 * u if b.rtl else drawn.left() - 20 * u
        b.dot(QPointF(edge, line.center().y()), 10 * u, color)
        used = 360 * u + self._sound(line, state)
        said = self._at(line, 0, line.width() - used)
        if state.notices and (state.layout == "grid" or len(state.rows) >= ROWS):
            notice = state.notices[0]
            text = f"{notice.arabic} · {notice.english}:  {notice.arabic_why} · {notice.english_why}"
        elif state.layout == "empty":
            return  # it stands large in the middle
        else:
            text = "  ·  ".join(self._words("more" if state.hidden else "wait"))
        b.text(text, said, "text2", 40 * u, weight=400, side="start")

    def _sound(self, line: QRectF, state: State) -> float:
        """That nothing is heard is shown; the width it took."""
        b, u = self._b, self._u
        name = {"no-sound": "no_sound", "no-voice": "no_voice", "quiet": "quiet"}.get(state.sound)
        if name is None:
            return 0.0
        arabic, english = self._words(name)
        width = 420 * u
        place = self._at(line, line.width() - 330 * u - width, width)
        color = "text2" if state.sound == "quiet" else "late"
        drawn = b.text(
            f"{arabic} · {english}", place.adjusted(54 * u, 0, -54 * u, 0), color, 30 * u, weight=600, side="end"
        )
        icon = QRectF(0, 0, 36 * u, 36 * u)
        icon.moveCenter(QPointF(drawn.right() + 32 * u if b.rtl else drawn.left() - 32 * u, line.center().y()))
        b.icon("moon" if state.sound == "quiet" else "alert-triangle", icon, color)
        return width

    def _late(self, line: QRectF, state: State) -> None:
        b, u = self._b, self._u
        band = line.adjusted(0, 4 * u, 0, -4 * u)
        b.card(band, "lateBg", 18 * u)
        icon = QRectF(0, 0, 44 * u, 44 * u)
        icon.moveCenter(QPointF(band.right() - 44 * u if b.rtl else band.left() + 44 * u, band.center().y()))
        b.icon("clock", icon, "late")
        inner = self._at(band, 90 * u, band.width() - 110 * u)
        arabic, english = self._words("late")
        if state.as_of:
            arabic = f"{arabic} {self._words('as_of', time=state.as_of)[0]}."
            english = f"{english} {self._words('as_of', time=state.as_of)[1]}."
        half = inner.height() / 2
        b.text(
            arabic,
            QRectF(inner.left(), inner.top() + 4 * u, inner.width(), half),
            "late",
            34 * u,
            weight=600,
            side="start",
        )
        b.text(
            english,
            QRectF(inner.left(), inner.top() + half, inner.width(), half - 4 * u),
            "late",
            28 * u,
            weight=400,
            side="start",
        )

    def _large(self, body: QRectF, arabic: str, english: str) -> None:
        u = self._u
        upper = QRectF(body.left(), body.top() + body.height() * 0.2, body.width(), body.height() * 0.3)
        lower = QRectF(body.left(), body.top() + body.height() * 0.56, body.width(), body.height() * 0.16)
        self._b.text(arabic, upper.adjusted(60 * u, 0, -60 * u, 0), "text", 130 * u)
        self._b.text(english, lower.adjusted(60 * u, 0, -60 * u, 0), "text2", 80 * u, weight=400)

    # ------------------------------------------------------------------ one large call and five rows
    def _hero_and_rows(self, body: QRectF, state: State) -> None:
        u = self._u
        hero_width = min(HERO * u, body.width() * 0.5)
        hero = self._at(body, 0, hero_width)
        rows = self._at(body, hero_width + 40 * u, body.width() - hero_width - 40 * u)
        if state.hero is not None:
            self._hero(hero, state.hero)
        self._headings(QRectF(rows.left(), rows.top(), rows.width(), HEADING * u))
        self._column(rows.adjusted(0, HEADING * u, 0, 0), state.rows, state.notices)

    def _headings(self, line: QRectF) -> None:
        u = self._u
        for name, (start, share) in (("ticket", (0.02, 0.37)), ("clinic", (0.41, 0.40)), ("room", (0.83, 0.16))):
            place = self._at(line, line.width() * start, line.width() * share)
            text = " · ".join(self._words(name))
            side: Side = "center" if name == "room" else "start"
            self._b.text(text, place.adjusted(0, 2 * u, 0, -8 * u), "text2", 28 * u, weight=600, side=side)

    def _column(self, area: QRectF, cells: tuple[Cell, ...], notices: tuple[Notice, ...]) -> None:
        u = self._u
        height = (area.height() - (ROWS - 1) * GAP * u) / ROWS
        for index, cell in enumerate(cells[:ROWS]):
            top = area.top() + index * (height + GAP * u)
            self._row(QRectF(area.left(), top, area.width(), height), cell)
        for index, notice in enumerate(notices[: ROWS - len(cells)], start=len(cells)):
            top = area.top() + index * (height + GAP * u)
            self._notice(QRectF(area.left(), top, area.width(), height), notice)

    def _row(self, row: QRectF, cell: Cell) -> None:
        b, u = self._b, self._u
        bright = cell.lit
        b.card(row, "liveBg" if bright else "surface", 18 * u)
        if cell.live and not bright:
            b.frame(row, "liveBg", 18 * u, 6 * u)
        strong = "liveText" if bright else "number" if cell.standing else "text2"
        plain, soft = ("liveText", "liveText") if bright else ("text", "text2")
        pad = 24 * u
        ticket = self._at(row, row.width() * 0.02, row.width() * 0.37).adjusted(0, pad, 0, -pad)
        if cell.also:
            low = QRectF(ticket.left(), row.top() + row.height() * 0.70, ticket.width(), row.height() * 0.20)
            b.text(ltr(cell.also), low, plain, 42 * u, side="start")
            ticket.setBottom(row.top() + row.height() * 0.62)
        b.text(ltr(cell.label), ticket, strong, 118 * u, side="start")
        clinic = self._at(row, row.width() * 0.41, row.width() * 0.40)
        upper = QRectF(clinic.left(), row.top() + row.height() * 0.16, clinic.width(), row.height() * 0.40)
        lower = QRectF(clinic.left(), row.top() + row.height() * 0.60, clinic.width(), row.height() * 0.26)
        b.text(cell.arabic, upper, plain, 56 * u, side="start")
        b.text(cell.english, lower, soft, 38 * u, weight=400, side="start")
        room = self._at(row, row.width() * 0.83, row.width() * 0.16).adjusted(0, pad, 0, -pad)
        b.text(ltr(cell.room), room, plain, 118 * u)
        if cell.speaking:
            icon = QRectF(0, 0, 40 * u, 40 * u)
            icon.moveCenter(QPointF(row.left() + 28 * u if b.rtl else row.right() - 28 * u, row.top() + 30 * u))
            b.icon("volume", icon, plain)

    def _notice(self, row: QRectF, notice: Notice) -> None:
        b, u = self._b, self._u
        b.card(row, "surface", 18 * u)
        icon = QRectF(0, 0, 56 * u, 56 * u)
        icon.moveCenter(QPointF(row.right() - 56 * u if b.rtl else row.left() + 56 * u, row.center().y()))
        b.icon("player-pause", icon, "text2")
        names = self._at(row, 110 * u, row.width() * 0.42)
        why = self._at(row, 130 * u + row.width() * 0.42, row.width() * 0.58 - 160 * u)
        for place, arabic, english, color in (
            (names, notice.arabic, notice.english, "text"), (why, notice.arabic_why, notice.english_why, "late"),
        ):  # fmt: skip
            upper = QRectF(place.left(), row.top() + row.height() * 0.18, place.width(), row.height() * 0.36)
            lower = QRectF(place.left(), row.top() + row.height() * 0.60, place.width(), row.height() * 0.24)
            b.text(arabic, upper, color, 48 * u, side="start")
            b.text(english, lower, "text2" if color == "text" else color, 34 * u, weight=400, side="start")

    def _hero(self, card: QRectF, cell: Cell) -> None:
        b, u = self._b, self._u
        bright = cell.lit
        b.card(card, "liveBg" if bright else "surface", 18 * u)
        if not bright:
            b.frame(card, "liveBg" if cell.live or cell.standing else "text2", 18 * u, 8 * u if cell.live else 4 * u)
        number = "liveText" if bright else "number" if cell.standing else "text2"
        plain, soft = ("liveText", "liveText") if bright else ("text", "text2")
        inner = card.adjusted(56 * u, 28 * u, -56 * u, -28 * u)

        def band(top: float, height: float) -> QRectF:
            return QRectF(inner.left(), inner.top() + inner.height() * top, inner.width(), inner.height() * height)

        if cell.live or cell.standing:
            heading = "  ·  ".join(self._words("now"))
        else:
            heading = "  ·  ".join([*self._words("last"), ltr(cell.time)])
        said = b.text(heading, band(0.0, 0.075), plain, 50 * u, weight=600)
        if cell.speaking:
            icon = QRectF(0, 0, 52 * u, 52 * u)
            icon.moveCenter(QPointF(said.left() - 50 * u if b.rtl else said.right() + 50 * u, said.center().y()))
            b.icon("volume", icon, plain)
        b.text(ltr(cell.label), band(0.12, 0.21 if cell.also else 0.29), number, 290 * u)
        if cell.also:
            b.text(ltr(cell.also), band(0.36, 0.08), plain, 90 * u)
        b.text(cell.arabic, band(0.46, 0.17), plain, 129 * u)
        b.text(cell.english, band(0.66, 0.085), soft, 80 * u, weight=600)
        y = inner.top() + inner.height() * 0.79
        b.line(QPointF(inner.left(), y), QPointF(inner.right(), y), plain, 3 * u)
        arabic, english = self._words("room")
        text = f"\u2067{arabic} {ltr(cell.room)}\u2069  ·  \u2066{english} {cell.room}\u2069"
        b.text(text, band(0.84, 0.15), plain, 105 * u)

    # ------------------------------------------------------------------ ten calls
    def _grid(self, body: QRectF, state: State) -> None:
        u = self._u
        width = (body.width() - 30 * u) / 2
        for index in (0, 1):
            column = self._at(body, index * (width + 30 * u), width)
            self._headings(QRectF(column.left(), column.top(), column.width(), HEADING * u))
            cells = state.rows[index * ROWS : (index + 1) * ROWS]
            self._column(column.adjusted(0, HEADING * u, 0, 0), cells, ())
