"""What opens under the top bar: the places this PC may work as, and what the connection tells."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.shell.contract import PlaceChoice
from tests.desktop_parts import click
from tests.screens.shell.console import MORNING, Console

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
"""Pop-ups, on a machine without a screen."""


def test_the_only_place_can_be_chosen_too(console: Console) -> None:
    """Whoever has one room asks once more by it whose it is; nothing else led there."""
    console.open(places=(PlaceChoice("a", "A"),))
    click(console.button("place"))
    _menu(console).actions()[0].trigger()
    _menu(console).close()
    assert console.program.asked == ["choose_place a"]
    console.presenter.show(places=())
    assert console.button("place").testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def _menu(console: Console) -> QMenu:
    found = console.window.findChild(QMenu, "menu")
    assert found is not None
    return found


def test_the_place_can_be_chosen(console: Console) -> None:
    console.open(places=(PlaceChoice("a", "A"), PlaceChoice("b", "B")))
    click(console.button("place"))
    menu = _menu(console)
    menu.actions()[1].trigger()
    menu.close()
    assert console.program.asked == ["choose_place b"]


@pytest.mark.parametrize(
    ("form", "told"),
    [("online", "Online since 10:31"), ("slow", "Slow connection since 10:31"), ("offline", "Offline since 10:31")],
)
def test_the_connection_tells_more_when_it_is_pressed(console: Console, form: str, told: str) -> None:
    console.languages.switch("en")
    console.open(
        connection=form,
        since=MORNING - timedelta(minutes=11),
        server="https://clinic-srv.local:8765",
        data_from=MORNING,
    )
    console.window.top_bar.connection.clicked.emit()
    menu = _menu(console)
    lines = menu.accessibleName().splitlines()
    assert [bidi.strip(line) for line in lines] == [
        told, "Server: https://clinic-srv.local:8765",
        *(["Its answers take longer than two seconds."] if form == "slow" else []), "Shown as of 10:42",
    ]  # fmt: skip
    assert [label.text() for label in menu.findChildren(Label)] == lines
    again, pending = (a for a in menu.actions() if a.isEnabled() and not a.isSeparator())
    again.trigger()
    assert console.program.asked == ["refresh"]
    pending.trigger()
    assert console.shows("drawer_pending")
    menu.close()
