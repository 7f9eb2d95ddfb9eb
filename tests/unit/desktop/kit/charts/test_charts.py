"""Charts as a person meets them: both directions, keyboard, mouse, screen reader, nothing, one point, very many."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_console.desktop.kit.charts import BarChart, ChartCard, LineChart, Plot, RowChart, Series, Sparkline
from mmc_console.desktop.kit.charts.chart import Chart
from mmc_console.desktop.kit.look import Look

Key = Qt.Key
Kind = type[BarChart] | type[LineChart] | type[RowChart]
KINDS: tuple[Kind, ...] = (BarChart, LineChart, RowChart)
HOURS = tuple(f"{hour:02d}" for hour in range(7, 15))
COUNTS = (5.0, 9.0, 12.0, 30.0, 22.0, 8.0, None, 2.0)


def hours(*series: Series, stacked: bool = False) -> Plot:
    return Plot(
        HOURS, series or (Series("Served", COUNTS),), over="Hour", summary="Most are served at ten.", stacked=stacked
    )


def shown(qtbot: QtBot, chart: Chart, plot: Plot, empty: str = "No data yet") -> Chart:
    qtbot.addWidget(chart)
    chart.resize(480, 220)
    chart.show_plot(plot, empty)
    chart.show()
    chart.grab()
    return chart


def painted(chart: Chart) -> QImage:
    return chart.grab().toImage()


def towards(qapp: QApplication, side: str) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft if side == "rtl" else Qt.LayoutDirection.LeftToRight)


@pytest.mark.parametrize("side", ["ltr", "rtl"])
@pytest.mark.parametrize("kind", KINDS)
def test_arrow_keys_walk_the_points_in_reading_order(
    qapp: QApplication, qtbot: QtBot, look: Look, kind: Kind, side: str
) -> None:
    towards(qapp, side)
    chart = shown(qtbot, kind(look, "Served"), hours())
    ahead, back = (Key.Key_Down, Key.Key_Up) if issubclass(kind, RowChart) else (Key.Key_Right, Key.Key_Left)
    if side == "rtl" and not issubclass(kind, RowChart):
        ahead, back = back, ahead
    walked: list[int] = []
    chart.picked.connect(walked.append)
    for key in (ahead, ahead, back, Key.Key_End, ahead, Key.Key_Home, back, Key.Key_PageDown, Key.Key_Escape):
        QTest.keyClick(chart, key)
    assert walked == [0, 1, 0, 7, 0, 7, -1]
    QTest.keyClick(chart, ahead)
    QTest.keyClick(chart, ahead)
    assert chart.spoken == "08. Served: 9"
    place = chart.points(1)[0][1]
    first = chart.points(0)[0][1]
    if issubclass(kind, RowChart):
        assert place.y() > first.y()
    else:
        assert (place.x() < first.x()) == (side == "rtl")


@pytest.mark.parametrize("side", ["ltr", "rtl"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_mouse_finds_every_point_where_it_is_painted(
    qapp: QApplication, qtbot: QtBot, look: Look, kind: Kind, side: str
) -> None:
    towards(qapp, side)
    chart = shown(qtbot, kind(look, "Served"), hours())
    for place, value in enumerate(COUNTS):
        if value is not None:
            at = chart.points(place)[0][1]
            assert chart.nearest(at) == place
            QTest.mouseMove(chart, at.toPoint())
            assert chart.place == place
    before = painted(chart)
    chart.walk_to(-1)
    assert painted(chart) != before  # the callout was there, and is gone


@pytest.mark.parametrize("kind", KINDS)
def test_a_screen_reader_is_told_what_it_is_and_each_value(qtbot: QtBot, look: Look, kind: Kind) -> None:
    chart = shown(qtbot, kind(look, "Served by hour"), hours())
    reader = QAccessible.queryAccessibleInterface(chart)
    assert reader.text(QAccessible.Text.Name) == "Served by hour"
    assert reader.text(QAccessible.Text.Description) == "Most are served at ten."
    chart.walk_to(3)
    assert reader.text(QAccessible.Text.Description) == "Most are served at ten. 10. Served: 30"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_said_and_one_point_is_seen(qtbot: QtBot, look: Look, kind: Kind) -> None:
    chart = shown(qtbot, kind(look, "Served"), Plot(), "No data yet")
    assert chart.accessibleDescription() == "No data yet"
    QTest.keyClick(chart, Key.Key_Right)
    QTest.mouseMove(chart, QPoint(100, 100))
    assert chart.place == -1
    nothing = painted(chart)
    chart.show_plot(Plot(("07",), (Series("Served", (5.0,)),)), "No data yet")
    one = painted(chart)
    assert one != nothing
    color = look.tokens.charts[look.theme][0].lower()
    assert any(
        one.pixelColor(x, y).name() == color for x in range(0, one.width(), 2) for y in range(0, one.height(), 2)
    )


def test_a_gap_stays_a_gap_and_is_no_zero(qtbot: QtBot, look: Look) -> None:
    chart = shown(qtbot, LineChart(look, "Wait"), hours())
    assert chart.points(6) == []
    chart.walk_to(6)
    assert chart.accessibleDescription().endswith("13")


def test_no_series_is_told_by_its_colour_alone(qtbot: QtBot, look: Look) -> None:
    """In grey, each of four series still looks different."""
    seen: list[tuple[Kind, QImage]] = []
    for place in range(4):
        series = [Series("", (None,) * 8)] * place + [Series("x", (4.0,) * 8)]
        for kind in KINDS[:2]:
            chart = shown(qtbot, kind(look, "t"), hours(*series))
            tokens = look.tokens
            look.tokens = _grey(look)
            try:
                chart._again()
                seen.append((kind, painted(chart).convertToFormat(QImage.Format.Format_Grayscale8)))
            finally:
                look.tokens = tokens
    for kind in KINDS[:2]:
        pictures = [picture for each, picture in seen if each == kind]
        assert all(a != b for i, a in enumerate(pictures) for b in pictures[:i])


def _grey(look: Look):  # type: ignore[no-untyped-def]  # the same tokens with one colour for all series
    from dataclasses import replace

    return replace(look.tokens, charts={"light": ("#555555",) * 4, "dark": ("#aaaaaa",) * 4})


def test_piles_stand_on_one_another(qtbot: QtBot, look: Look) -> None:
    series = (Series("a", (2.0,) * 8), Series("b", (3.0,) * 8))
    chart = shown(qtbot, BarChart(look, "t"), hours(*series, stacked=True))
    low, high = (point for _, point in chart.points(0))
    assert low.x() == high.x()
    assert low.y() > high.y()


@pytest.mark.parametrize("kind", [BarChart, LineChart])
def test_a_hundred_times_the_points_are_not_a_hundred_times_the_work(qtbot: QtBot, look: Look, kind: Kind) -> None:
    """There are only so many columns of pixels; what was worked out is kept. As ratios: a busy machine slows all."""
    few, many = (painting(shown(qtbot, kind(look, "t"), Plot()), count) for count in (1_000, 100_000))
    for (first, again), (first_of_many, again_of_many) in zip(few, many, strict=True):
        told = f"{kind.__name__}: {first:.1f} and {first_of_many:.1f} ms, again {again:.1f} and {again_of_many:.1f}"
        assert first_of_many < 30 * first, told
        assert again_of_many < first_of_many / 5, told


def painting(chart: Chart, count: int) -> list[tuple[float, float]]:
    """Milliseconds of processor time to work *count* points out and paint them, and to paint them again; the best of
    five. One series, then two, a line's with its band."""
    wave = tuple(float((i * 7919) % 997) for i in range(count))
    one = Series("a", wave)
    banded = Series("a", wave, tuple(v + 300 for v in wave)) if isinstance(chart, LineChart) else one
    chart.resize(1200, 400)
    picture = QImage(chart.size(), QImage.Format.Format_ARGB32_Premultiplied)

    def spent(*, again: bool) -> float:
        if not again:
            chart._again()
        begun = time.process_time()
        chart.render(picture)
        return 1000 * (time.process_time() - begun)

    found = []
    for series in ((one,), (banded, Series("b", wave[::-1]))):
        chart.show_plot(Plot(tuple(str(i) for i in range(count)), series))
        found.append((min(spent(again=False) for _ in range(5)), min(spent(again=True) for _ in range(5))))
    return found


def test_high_resolution_is_painted_in_full(qtbot: QtBot, look: Look) -> None:
    chart = shown(qtbot, LineChart(look, "t"), hours())
    picture = QImage(chart.size() * 2, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.white)
    chart.render(picture)
    x = picture.width() - 60
    assert any(picture.pixelColor(x, y).name() != "#ffffff" for y in range(picture.height()))


@pytest.mark.parametrize("kind", KINDS)
def test_the_numbers_behind_are_a_table_a_file_and_on_the_clipboard(qtbot: QtBot, look: Look, kind: Kind) -> None:
    saved: list[tuple[str, str]] = []
    card = ChartCard(look, "Served", kind, columns=1, name="served", save=lambda *file: saved.append(file))
    qtbot.addWidget(card)
    card.resize(480, 300)
    card.show_plot(hours(), "No data yet")
    card.show()
    assert card.chart.isVisible()
    QTest.mouseClick(card.toggle, Qt.MouseButton.LeftButton)
    assert card.table.isVisible()
    assert card.table.cells()[3] == ["10", "30"]
    assert card.table.cells()[6] == ["13", ""]
    QTest.mouseClick(card.copier, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().splitlines()[:2] == ["Hour\tServed", "07\t5"]
    QTest.mouseClick(card.saver, Qt.MouseButton.LeftButton)
    assert saved[0][0] == "served"
    assert saved[0][1].startswith("\ufeffHour,Served\r\n07,5\r\n")
    QTest.mouseClick(card.toggle, Qt.MouseButton.LeftButton)
    assert card.chart.isVisible()
    card.show_plot(Plot(), "No data yet")
    assert not card.saver.isEnabled()
    assert not card.copier.isEnabled()


def test_a_sparkline_reads_in_the_language_direction_and_is_silent(
    qapp: QApplication, qtbot: QtBot, look: Look
) -> None:
    pictures = []
    for side in ("ltr", "rtl"):
        towards(qapp, side)
        line = Sparkline(look)
        qtbot.addWidget(line)
        line.resize(100, 26)
        line.show_values((1.0, 2.0, None, 8.0))
        pictures.append(line.grab().toImage())
        assert line.accessibleName() == ""
    assert pictures[1] != pictures[0]
