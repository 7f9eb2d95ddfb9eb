"""Draws the kit's pieces into pictures, to be looked at: `python -m mmc_console.desktop.kit.gallery FOLDER`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from mmc_console.desktop.kit.actions import Action, ActionList
from mmc_console.desktop.kit.banner import Banner, BannerText
from mmc_console.desktop.kit.buttons import ActionButton, Button, HeroButton, PrimaryButton
from mmc_console.desktop.kit.card import Card, InfoBox
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import IconLabel, Label, XLNumber
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.pill import Pill
from mmc_console.desktop.kit.rows import Badge, BadgeCell, Column, LabelCell, Row, StateCell, TextCell, WaitCell
from mmc_console.desktop.kit.states import STATE_ICONS, StateWords
from mmc_console.desktop.kit.table import TicketTable
from mmc_console.desktop.kit.toggles import Choice, ToggleRow


def page(look: Look) -> QWidget:
    """One page with every piece."""
    words = StateWords()
    actions = ActionList(time.monotonic)
    actions.show((
        Action("call", "إنهاء واستدعاء التالي", lambda: None, icon="speakerphone", key="F8"),
        Action("transfer", "تحويل…", lambda: None, icon="transfer", key="F4"),
        Action("recall", "Recall", lambda: None, icon="volume", key="F7", enabled=False, reason="finish E-017 first"),
    ))  # fmt: skip
    root = QWidget()
    root.resize(1366, 688)
    outer = QVBoxLayout(root)
    banner = Banner(look)
    banner.show_text(BannerText("offline", "انقطع الاتصال بالخادم منذ \u206610:31\u2069.", "عرض المعلّق", 2))
    outer.addWidget(banner)
    row = QHBoxLayout()
    outer.addLayout(row, 1)
    row.addWidget(_form(look))
    row.addWidget(_queue(look, words), 1)
    row.addWidget(_room(look, actions))
    bar = QHBoxLayout()
    for id in ("transfer", "recall"):
        bar.addWidget(ActionButton(look, actions, id, shape="bar"))
    bar.addWidget(Button(look, "Link", kind="link"))
    bar.addWidget(Button(look, "Delete", kind="danger", icon="trash"))
    bar.addWidget(Button(look, "Lock", kind="icon", icon="lock"))
    bar.addStretch(1)
    outer.addLayout(bar)
    return root


def _form(look: Look) -> Card:
    card = Card("تذكرة جديدة")
    card.setFixedWidth(300)
    number = Field(look, "رقم الهوية", numeric=True)
    number.set_text("28463512345")
    name = Field(look, "الاسم", placeholder="الاسم الكامل")
    name.show_error("أدخل اسم المراجع.")
    pathway = Choice(look, "مسار")
    pathway.show_choices((("a", "فحص التجنيد"), ("b", "Driver")), "a")
    for widget in (number, name, pathway):
        card.body.addWidget(widget)
    hint = Label("أمامه 4 مراجعين، نحو 12 دقيقة", wrap=True)
    card.body.addWidget(InfoBox(hint, IconLabel(look, "info-circle", "info")))
    card.body.addStretch(1)
    card.body.addWidget(PrimaryButton(look, "إصدار وطباعة", icon="printer", key="F2"))
    return card


def _queue(look: Look, words: StateWords) -> Card:
    card = Card("قائمة الانتظار")
    card.beside_title(Label("42 مراجعًا في الانتظار", "caption", "text2"))
    filters = ToggleRow(look, (("all", "الكل"), ("waiting", "في الانتظار")))
    filters.show_choice("waiting", {"all": 58, "waiting": 42})
    card.body.addWidget(filters)
    columns = (
        Column("رقم الدور", 90),
        Column("المراجع"),
        Column("الحالة", 140),
        Column("الانتظار", 90),
        Column("", 40),
    )
    table = TicketTable(look, columns, "قائمة الانتظار")
    badges: tuple[Badge, ...] = ("", "pending", "sending", "failed", "conflict")
    table.show_rows([
        Row(str(i), (
            LabelCell(f"E-{i:03}", priority=i == 2, struck=i == 7),
            TextCell("محمد عبدالله" if i % 2 else "Omar Rashid"),
            StateCell(state, words.state(state)), WaitCell(f"{i * 4} د", "late" if i > 4 else ""),
            BadgeCell(badges[i % 5]),
        ), state) for i, state in enumerate(STATE_ICONS)
    ])  # fmt: skip
    table.select("3")
    card.body.addWidget(table)
    return card


def _room(look: Look, actions: ActionList) -> Card:
    card = Card()
    pills = QHBoxLayout()
    for form in ("online", "slow", "offline"):
        pill = Pill(look)
        pill.show_connection(form, form)
        pills.addWidget(pill)
    card.body.addLayout(pills)
    number = XLNumber(look)
    number.show_number("E-017", "ticket E 017")
    card.body.addWidget(number)
    hero = HeroButton(look, actions, "call")
    hero.second_line("التالي: \u2066E-018\u2069 فاطمة حسن")
    card.body.addWidget(hero)
    line = QHBoxLayout()
    for id in ("transfer", "recall"):
        line.addWidget(ActionButton(look, actions, id, shape="stacked"))
    card.body.addLayout(line)
    card.body.addStretch(1)
    return card


def main(folder: str) -> None:
    """Write one picture per side and theme into *folder*."""
    app = QApplication([])
    look = Look(app)
    for side, arabic in (("rtl", True), ("ltr", False)):
        rtl, ltr = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
        app.setLayoutDirection(rtl if arabic else ltr)
        look.set_script(arabic=arabic)
        for theme in ("light", "dark"):
            look.set_theme(theme)
            root = page(look)
            root.show()
            app.processEvents()
            Path(folder).mkdir(parents=True, exist_ok=True)
            root.grab().save(str(Path(folder) / f"kit_{side}_{theme}.png"))
            root.close()


if __name__ == "__main__":
    main(sys.argv[1])
