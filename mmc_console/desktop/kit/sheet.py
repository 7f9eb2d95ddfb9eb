"""The one style sheet, written for left to right: Qt mirrors its paddings, and sizes live in code.

Colours come from the tokens only. A widget says what it is by the properties `kind`, `type`, `ink` and `part`.
"""

from __future__ import annotations

from string import Template
from typing import Final

from mmc_console.desktop.kit.tokens import Theme, Tokens
from mmc_console.desktop.kit.typography import TypeScale

INKS: Final = ("text", "text2", "text3", "primary", "danger", "warn", "ok", "info", "onPrimary")
TINTS: Final = ("info", "warn", "ok", "danger")

_SHEET: Final = Template("""
QToolTip { background: $surface3; color: $text; border: 1px solid $borderStrong; padding: 4px 8px; }
QFrame[part="bar"], QWidget[part="bar"] { background: $surface; }
QFrame[part="line"] { background: $border; }
QFrame[part="card"] { background: $surface; border: 1px solid $border; border-radius: ${card}px; }
QFrame[part="sheet"] { background: $surface; border: 1px solid $borderStrong; border-radius: ${dialog}px; }
QFrame[part="toast"] { background: $surface3; border: 1px solid $borderStrong; border-radius: ${card}px; }
QLabel { background: transparent; border: 0; }
QLabel[part="keycap"] { background: $surface2; color: $text2; border: 1px solid $borderStrong; border-radius: 4px;
  padding: 0 5px; font-size: ${captionPx}px; }

QPushButton { background: $surface; color: $text; border: 1px solid $borderStrong; border-radius: ${button}px;
  padding: 0 14px; }
QPushButton:hover { background: $surface2; }
QPushButton:pressed { background: $surface3; }
QPushButton:disabled { background: $surface2; color: $text3; border-color: $border; }
QPushButton[kind="primary"] { background: $primary; color: $onPrimary; border-color: $primary; }
QPushButton[kind="primary"]:hover { background: $primaryHover; border-color: $primaryHover; }
QPushButton[kind="primary"]:pressed { background: $primaryPressed; border-color: $primaryPressed; }
QPushButton[kind="primary"]:disabled { background: $surface3; color: $text3; border-color: $border; }
QPushButton[kind="danger"] { color: $danger; border-color: $danger; }
QPushButton[kind="danger"]:disabled { color: $text3; border-color: $border; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; padding: 0 8px; }
QPushButton[kind="quiet"]:hover { background: $surface2; }
QPushButton[kind="quiet"]:disabled { color: $text3; }
QPushButton[kind="link"] { background: transparent; border-color: transparent; color: $link; padding: 0 8px; }
QPushButton[kind="link"]:hover { background: $surface2; }
QPushButton[kind="icon"] { padding: 0; }
QPushButton[kind="iconQuiet"] { padding: 0; background: transparent; border-color: transparent; }
QPushButton[kind="iconQuiet"]:hover { background: $surface2; }
QPushButton[kind="iconQuiet"]:checked { background: $selection; border: 2px solid $primary; }
QPushButton[kind="toggle"] { padding: 0 12px; }
QPushButton[kind="toggle"]:checked, QPushButton[kind="nav"]:checked { background: $selection; color: $text;
  border: 2px solid $primary; padding: 0 11px; }
QPushButton[kind="nav"] { border-color: transparent; background: transparent; padding: 0 12px; }
QPushButton[kind="nav"]:hover { background: $surface2; }
QPushButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit, QSpinBox, QComboBox { background: $surface; color: $text; border: 1px solid $borderStrong;
  border-radius: ${input}px; padding: 0 10px; selection-background-color: $selection; selection-color: $text; }
QLineEdit:disabled, QComboBox:disabled { background: $surface2; color: $text3; border-color: $border; }
QLineEdit[wrong="true"] { border: 2px solid $danger; padding: 0 9px; }
QComboBox::drop-down { border: 0; width: 28px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: 1px solid $borderStrong; padding: 2px;
  selection-background-color: $selection; selection-color: $text; outline: 0; }
QComboBox QAbstractItemView::item { min-height: 34px; padding: 0 8px; }

QAbstractItemView { background: $surface; alternate-background-color: $bg; color: $text; border: 0; outline: 0;
  selection-background-color: $selection; selection-color: $text; }
QListWidget::item { min-height: 32px; padding: 0 8px; }
QHeaderView { background: $surface2; border: 0; }
QHeaderView::section { background: $surface2; color: $text2; border: 0; border-bottom: 1px solid $border;
  padding: 0 8px; }
QTableCornerButton::section { background: $surface2; border: 0; }
QMenu { background: $surface; color: $text; border: 1px solid $borderStrong; padding: 4px; }
QMenu::item { padding: 8px 24px 8px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $text3; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $borderStrong; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { background: transparent; border: 0; width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page, QScrollBar::up-arrow, QScrollBar::down-arrow { background: transparent; }
QProgressBar { background: $surface2; border: 0; border-radius: 4px; text-align: center; color: $text; }
QProgressBar::chunk { background: $primary; border-radius: 4px; }
QRadioButton, QCheckBox { background: transparent; color: $text; spacing: 4px; }
QRadioButton:disabled, QCheckBox:disabled { color: $text3; }
QRadioButton::indicator, QCheckBox::indicator { width: 11px; height: 11px; border: 2px solid $borderStrong;
  background: $surface; }
QRadioButton::indicator { border-radius: 7px; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator:checked { width: 5px; height: 5px; border: 5px solid $primary; background: $onPrimary; }
QCheckBox::indicator:checked { width: 5px; height: 5px; border: 5px solid $primary; background: $onPrimary; }
QRadioButton::indicator:disabled, QCheckBox::indicator:disabled { border-color: $border; }
""")


def build(tokens: Tokens, theme: Theme, scale: TypeScale) -> str:
    """The sheet of *theme*, the same for both scripts; of *scale* a key cap takes its letters."""
    colors = tokens.base[theme]
    radii = {name: str(tokens.radii[name]) for name in ("input", "button", "card", "dialog")}
    parts = [_SHEET.substitute(colors, **radii, captionPx=str(scale.pixels("caption")))]
    parts += [f'QLabel[ink="{ink}"] {{ color: {colors[ink]}; }}' for ink in INKS]
    corners = f"border: 0; border-radius: {radii['input']}px;"
    parts += [f'QFrame[tint="{tint}"] {{ background: {colors[tint + "Tint"]}; {corners} }}' for tint in TINTS]
    return "\n".join(parts)
