"""Buttons that show what they do, the key that does it, and why they are off.

A button never leaves its place: it is greyed instead. It runs its action through the list, never by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text, is_look_change, say
from mmc_console.desktop.kit.typography import Role

Kind = Literal["normal", "primary", "danger", "quiet", "link", "icon", "iconQuiet", "toggle", "nav"]
Shape = Literal["row", "bar", "stacked", "hero"]

HERO_COMPACT = 68
_GAP = 8
_PAD = 14
_CAP_PAD = 5


class Button(QPushButton):
    """Icon, words and key cap in reading order; the words come again in each new language."""

    def __init__(
        self,
        look: Look,
        text: Text,
        *,
        icon: str = "",
        key: str = "",
        kind: Kind = "normal",
        shape: Shape = "row",
        name: str = "",
        pressed: Callable[[], None] | None = None,
        shrinks: bool = False,
        tail: str = "",
        capped: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """With *shrinks*, words end in … where there is no room. *tail* is a second icon behind the words.

        Not *capped*, the key stands in the tooltip only.
        """
        super().__init__(parent)
        self._capped = capped
        self._tail, self._slim, self._wordless = tail, False, False
        self._shrinks = shrinks
        self._look = look
        self._words: Text = text
        self._icon, self._key, self._kind, self._shape = icon, key, kind, shape
        self._hint: Text = ""
        self._second: Text = ""
        self._own_color = ""
        self._said: object = None
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard where the person types
        if name:
            self.setObjectName(name)
        self._pressed = pressed
        self.clicked.connect(self._run)
        self.refresh()

    def _run(self) -> None:
        if self._pressed is not None:
            self._pressed()

    # ------------------------------------------------------------------ what it says
    def say(self, text: Text, icon: str | None = None, second: Text | None = None) -> None:
        """Change words, icon or the smaller second line of a hero button."""
        self._words = text
        self._icon = self._icon if icon is None else icon
        self._second = self._second if second is None else second
        self.refresh()

    def switch(self, on: bool, reason: Text = "") -> None:
        """On, or off with the reason."""
        self._hint = "" if on else reason
        self.setEnabled(on)
        self.refresh()

    def show_key(self, key: str) -> None:
        """Another key does it, or none any more."""
        self._key = key
        self.refresh()

    def set_color(self, color: str) -> None:
        """Words in a #rrggbb that is no token, such as a banner's."""
        self._own_color = color
        self.update()

    def set_tail(self, tail: str) -> None:
        """Another icon behind the words, or none."""
        if tail != self._tail:
            self._tail = tail
            self.updateGeometry()
            self.update()

    def set_slim(self, slim: bool) -> None:
        """Leave out the icon where many buttons share little room."""
        if slim != self._slim:
            self._slim = slim
            self.updateGeometry()
            self.update()

    def set_wordless(self, wordless: bool) -> None:
        """Show the icon alone; the words stay as tooltip and name."""
        if wordless != self._wordless:
            self._wordless = wordless
            self.updateGeometry()
            self.update()

    def refresh(self) -> None:
        """Say words, tooltip and accessible name in the present language."""
        words, hint = say(self._words), bidi.strip(say(self._hint))
        said = (words, hint, say(self._second), self._key, self._icon, self.isEnabled(), self._look.compact)
        if said == self._said:
            return  # most presses change one button of twenty: the others neither lay out nor paint again
        self._said = said
        self.setAccessibleName(bidi.strip(words))
        self.setAccessibleDescription(hint or bidi.strip(say(self._second)))
        tip = f"{bidi.strip(words)} ({self._key})" if self._key else bidi.strip(words)
        self.setToolTip(f"{tip}\n{hint}" if hint else tip)
        if self._shape == "hero":
            self.setFixedHeight(self._look.size("buttonHero") if not self._look.compact else HERO_COMPACT)
        elif self._shape == "stacked":
            self.setFixedHeight(60 if not self._look.compact else 56)
        elif self._shape == "bar":
            self.setFixedHeight(self._look.size("buttonKeyBar") if not self._look.compact else 40)
        else:
            self.setFixedHeight(self._look.size("button"))
        if self._kind in ("icon", "iconQuiet"):
            self.setFixedWidth(self._look.size("button"))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The words as a person reads them, without direction marks."""
        return bidi.strip(say(self._words))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_look_change(event) and hasattr(self, "_said"):
            self._said = None
            self.refresh()

    # ------------------------------------------------------------------ how it is drawn
    @property
    def _role(self) -> Role:
        if self._shape == "hero":
            return "h2"
        return "bodyStrong" if self._kind in ("primary", "link") else "body"

    @property
    def _cap(self) -> str:
        return self._key if self._capped else ""

    @property
    def _painted(self) -> str:
        return "" if self._wordless else say(self._words)

    @property
    def _shows_words(self) -> bool:
        return self._kind not in ("icon", "iconQuiet")

    def sizeHint(self) -> QSize:
        if not self._shows_words:
            return QSize(self._look.size("button"), self._look.size("button"))
        words = self._width(self._role, self._painted)
        cap = self._width("caption", self._cap) + 2 * _CAP_PAD + 2 if self._cap else 0
        icon = self._icon_size + _GAP if self._icon and not self._slim else 0
        if self._shape == "stacked":
            width = icon + max(words, cap)
        else:
            width = (
                icon
                + words
                - (_GAP if not words and icon else 0)
                + (cap + _GAP if cap else 0)
                + (16 + _GAP if self._tail else 0)
            )
        return QSize(width + 2 * _PAD, self.height())

    def minimumSizeHint(self) -> QSize:
        full = self.sizeHint()
        if self._shape == "stacked" and self._icon:  # the icon leaves first
            return QSize(full.width() - self._icon_size - _GAP - _PAD, full.height())
        return QSize(min(full.width(), 72), full.height()) if self._shrinks else full

    @property
    def _icon_size(self) -> int:
        return self._look.size("iconLg" if self._shape == "hero" else "icon")

    def _width(self, role: Role, text: str) -> int:
        return self._look.text_width(role, text)

    def _ink(self) -> str:
        if self._own_color:
            return self._own_color
        if not self.isEnabled():
            return "text3"
        return {"primary": "onPrimary", "danger": "danger", "link": "link"}.get(self._kind, "text")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        if not self._shows_words:
            side = self._look.size("icon")
            place = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
            painter.drawPixmap(place, self._look.pixmap(self._icon, self._ink(), side))
            return
        if self._shape == "stacked":
            self._paint_stacked(painter)
        elif say(self._second):
            upper = QRect(0, 4, self.width(), self.height() - 32)
            self._paint_line(painter, upper)
            painter.setFont(self._look.font("body"))
            painter.setPen(self._look.any_color(self._ink()))
            lower = QRect(_PAD, self.height() - 32, self.width() - 2 * _PAD, 26)
            fits = painter.fontMetrics().elidedText(say(self._second), Qt.TextElideMode.ElideRight, lower.width())
            painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, fits)
        else:
            self._paint_line(painter, self.rect())

    def _paint_line(self, painter: QPainter, room: QRect) -> None:
        """Icon, words, key cap in one centred line; `lay` turns it for the reading side."""
        icon = self._icon_size if self._icon and not self._slim else 0
        words, text_role = self._painted, self._role
        cap = self._width("caption", self._cap) + 2 * _CAP_PAD + 2 if self._cap else 0
        taken = (icon + _GAP if icon else 0) + (cap + _GAP if cap else 0) + (16 + _GAP if self._tail else 0)
        text_width = min(self._width(text_role, words), room.width() - taken - 2 * 6)
        start = _PAD if self._kind == "nav" else (room.width() - taken - text_width) // 2
        if icon:
            place = self._lay(QRect(start, 0, icon, icon), room)
            painter.drawPixmap(place, self._look.pixmap(self._icon, self._ink(), icon))
            start += icon + _GAP
        self._paint_words(painter, self._lay(QRect(start, 0, text_width, room.height()), room))
        start += text_width + _GAP
        if self._tail:
            place = self._lay(QRect(start, 0, 16, 16), room)
            painter.drawPixmap(place, self._look.pixmap(self._tail, self._ink(), 16))
        if cap:
            self._paint_cap(painter, self._lay(QRect(start, 0, cap, 22), room))

    def _paint_stacked(self, painter: QPainter) -> None:
        """Icon at the start, words above the key cap."""
        icon = self._icon_size if self._icon else 0
        words = self._width(self._role, self._painted)
        cap = self._width("caption", self._cap) + 2 * _CAP_PAD + 2 if self._cap else 0
        wide = max(words, cap)
        if icon and icon + _GAP + wide > self.width() - 12:
            icon = 0
        start = max(6, (self.width() - wide - (icon + _GAP if icon else 0)) // 2)
        if icon:
            place = self._lay(QRect(start, 0, icon, icon), self.rect())
            painter.drawPixmap(place, self._look.pixmap(self._icon, self._ink(), icon))
            start += icon + _GAP
        half = self.height() // 2
        wide = min(wide, self.width() - start - 6)
        self._paint_words(painter, self._lay(QRect(start, 0, wide, half), QRect(0, 4, self.width(), half)))
        if cap:
            low = QRect(0, half, self.width(), half - 4)
            self._paint_cap(painter, self._lay(QRect(start, 0, cap, 20), low))

    def _lay(self, place: QRect, room: QRect) -> QRect:
        """*place*, given from the reading start, centred upright in *room*."""
        x = room.x() + place.x()
        if bidi.is_rtl(self):
            x = room.right() + 1 - place.x() - place.width()
        y = room.y() + (room.height() - place.height()) // 2
        return QRect(x, y, place.width(), place.height())

    def _paint_words(self, painter: QPainter, place: QRect) -> None:
        painter.setFont(self._look.font(self._role))
        painter.setPen(self._look.any_color(self._ink()))
        words = painter.fontMetrics().elidedText(self._painted, Qt.TextElideMode.ElideRight, place.width() + 1)
        flags = bidi.start_alignment(bidi.is_rtl(self)) | Qt.TextFlag.TextSingleLine
        painter.drawText(place.adjusted(-1, 0, 1, 0), flags, words)

    def _paint_cap(self, painter: QPainter, place: QRect) -> None:
        filled = self._kind == "primary" and self.isEnabled()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._look.color("onPrimary" if filled else "text3" if not self.isEnabled() else "text2")
        painter.setPen(ink)
        painter.setBrush(Qt.BrushStyle.NoBrush if filled else self._look.color("surface2"))
        painter.drawRoundedRect(place.adjusted(0, 0, -1, -1), 4, 4)
        painter.setFont(self._look.font("caption"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, bidi.ltr(self._cap))


class PrimaryButton(Button):
    """The one filled button of a page."""

    def __init__(
        self, look: Look, text: Text, *, icon: str = "", key: str = "", name: str = "",
        pressed: Callable[[], None] | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(look, text, icon=icon, key=key, kind="primary", name=name, pressed=pressed, parent=parent)


class _Stop:
    """Ends a watch when the button is gone; holds no button, so it may be called then."""

    def __init__(self, stop: Callable[[], None]) -> None:
        self._stop = stop

    def __call__(self) -> None:
        self._stop()


class ActionButton(Button):
    """Shows one action of a list as it is now, and presses it."""

    def __init__(
        self, look: Look, actions: ActionList, id: str, *, kind: Kind = "normal", shape: Shape = "row",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(look, "", kind=kind, shape=shape, name=f"action_{id}", parent=parent)
        self._actions, self._id = actions, id
        self.destroyed.connect(_Stop(actions.watch(self.take)))
        self.take()

    def _run(self) -> None:
        self._actions.press(self._id)

    def take(self) -> None:
        """Show the action as the list has it now; one that is gone is off."""
        action = self._actions.find(self._id)
        if action is None:
            self.switch(False)
        else:
            self._take(action)

    def _take(self, action: Action) -> None:
        self._key = action.key
        self._words, self._icon = action.text, action.icon
        self.switch(action.enabled, action.reason)


class HeroButton(ActionButton):
    """The one large filled button: what the person most likely does next."""

    def __init__(self, look: Look, actions: ActionList, id: str, parent: QWidget | None = None) -> None:
        super().__init__(look, actions, id, kind="primary", shape="hero", parent=parent)

    def second_line(self, text: Text) -> None:
        """The smaller line: who comes next, or why it is off."""
        self._second = text
        self.refresh()
