"""Our own charts: painted, readable in both directions, walked by keyboard, with the numbers behind each as a table."""

from mmc_console.desktop.kit.charts.bars import BarChart
from mmc_console.desktop.kit.charts.card import ChartCard
from mmc_console.desktop.kit.charts.lines import LineChart
from mmc_console.desktop.kit.charts.plot import Plot, Series
from mmc_console.desktop.kit.charts.rows import RowChart
from mmc_console.desktop.kit.charts.sparkline import Sparkline

__all__ = ["BarChart", "ChartCard", "LineChart", "Plot", "RowChart", "Series", "Sparkline"]
