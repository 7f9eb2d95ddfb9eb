"""What a board opened at a desk is to show, and where: asked once, remembered for the next time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from mmc_console.desktop.kit.dialogs import Dialog
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import is_look_change
from mmc_console.desktop.kit.toggles import Choice


@dataclass(frozen=True, slots=True)
class Wanted:
    """`shows`: empty for the whole centre, `floor:2`, or `clinic:lab`. `screen`: its name."""

    shows: str = ""
    screen: str = ""
    speaks: bool = False


class BoardDialog(Dialog):
    """Which clinics, which screen, aloud or not."""

    def __init__(
        self, look: Look, parent: QWidget, now: Wanted, places: Sequence[tuple[str, str]], screens: Sequence[str]
    ) -> None:
        """*places*: keys and names in the present language, without the whole centre."""
        super().__init__(
            look, parent, lambda: self.tr("Waiting board"), lambda: self.tr("Open"), lambda: self.tr("Cancel"),
            name="board_dialog",
        )  # fmt: skip
        self._places, self._screens = tuple(places), tuple(screens)
        self.shows = Choice(look, lambda: self.tr("Shows"), name="shows")
        self.place = Choice(look, lambda: self.tr("Screen"), name="screen")
        self.voice = Choice(look, lambda: self.tr("Voice"), name="voice")
        shows = now.shows if now.shows in {key for key, _ in places} else ""
        screen = now.screen if now.screen in screens else (self._screens or ("",))[-1]
        self._fill(shows, screen, "aloud" if now.speaks else "silent")
        for label, widget in (
            (lambda: self.tr("Shows"), self.shows), (lambda: self.tr("Screen"), self.place),
            (lambda: self.tr("Voice"), self.voice),
        ):  # fmt: skip
            self.body.addWidget(Label(label, "caption", "text2"))
            self.body.addWidget(widget)
        self.body.addWidget(Label(
            lambda: self.tr("A hall needs one voice only. Choose Silent where another board speaks already."),
            "caption", "text2", wrap=True,
        ))  # fmt: skip

    @property
    def chosen(self) -> Wanted:
        """What stands there now."""
        return Wanted(self.shows.key, self.place.key, self.voice.key == "aloud")

    def _fill(self, shows: str, screen: str, voice: str) -> None:
        self.shows.show_choices((("", self.tr("The whole centre")), *self._places), shows)
        self.place.show_choices(tuple((name, name) for name in self._screens), screen)
        self.voice.show_choices((("silent", self.tr("Silent")), ("aloud", self.tr("Says the calls"))), voice)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "voice"):
            self.setWindowTitle(self.tr("Waiting board"))
            self._fill(self.shows.key, self.place.key, self.voice.key)
