"""The new ticket's card: paints the form, tells what was typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.actions import ActionList
from mmc_console.desktop.kit.buttons import ActionButton, Button
from mmc_console.desktop.kit.card import Card, InfoBox
from mmc_console.desktop.kit.field import Field as TextField
from mmc_console.desktop.kit.labels import IconLabel, Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.radios import Radios
from mmc_console.desktop.kit.text import Text
from mmc_console.desktop.kit.toggles import Choice
from mmc_console.desktop.reception.contract import Field, Intents, State
from mmc_console.desktop.reception.form import PRIORITY_REASONS
from mmc_console.desktop.reception.issued_view import IssuedBox, MissingBox
from mmc_console.desktop.reception.words import ReceptionWords
from mmc_console.desktop.tickets.facts import word_in
from mmc_console.desktop.tickets.words import TicketWords


class FormCard(Card):
    """Number, name, why, first stop, priority; below them the answer and the one filled button."""

    def __init__(
        self, look: Look, actions: ActionList, words: ReceptionWords, tickets: TicketWords, language: Callable[[], str]
    ) -> None:
        super().__init__(lambda: self.tr("New ticket"), name="form_card")
        self._look, self._words, self._tickets, self._language = look, words, tickets, language
        self._actions = actions
        self.number = TextField(look, lambda: self.tr("ID or service number"), numeric=True, name="number")
        self.name = TextField(look, lambda: self.tr("Name"), name="name")
        self._painted: object = None
        self.gender = Radios(
            lambda: self.tr("Gender"),
            (("male", lambda: self.tr("Man")), ("female", lambda: self.tr("Woman"))), "gender",
        )  # fmt: skip
        self.purpose = Choice(look, lambda: self.tr("Exam pathway"), name="purpose")
        self._only_first = ""
        """The clinic that comes first where there is nothing to choose."""
        self.first = Choice(look, lambda: self.tr("First clinic"), name="first")
        self.priority = Radios(
            lambda: self.tr("Priority"),
            tuple((k, lambda k=k: tickets.choice(k)) for k in ("normal", "priority", "urgent")), "priority",  # type: ignore[misc]  # the default argument binds the loop's own value
        )  # fmt: skip
        self.reason = Choice(look, lambda: self.tr("Why first"), name="priority_reason")
        self._purpose_error = Label("", "caption", "danger", name="purpose_error", wrap=True)
        self._priority_error = Label("", "caption", "danger", name="priority_error", wrap=True)
        self._answer = Label("", "body", "info", name="answer", wrap=True)
        self._answer_box = InfoBox(self._answer, IconLabel(look, "clock", "info", 20), "info")
        self._warning = Label("", "caption", "warn", name="form_warning", wrap=True)
        self._warning_box = InfoBox(self._warning, IconLabel(look, "alert-triangle", "warn", 20), "warn")
        self._build_duplicate(look)
        self._build_unfinished()
        self.issued, self.missing = IssuedBox(look, words), MissingBox(look)
        self._last = Label("", "caption", "text2", name="last_issued")
        self.beside_title(self._last)
        self._lay(ActionButton(look, actions, "issue", kind="primary"))

    def bind(self, intents: Intents) -> None:
        """Tell *intents* what is typed and chosen."""

        def edit(field: Field) -> Callable[[str], None]:
            def tell(text: str) -> None:
                self._painted = None  # a hand was here: what stands in the window is not what was painted
                intents.edit(field, text)

            return tell

        self.number.edited.connect(edit("number"))
        self.name.edited.connect(edit("name"))
        self.number.entered.connect(self.name.edit.setFocus)
        self.name.entered.connect(intents.issue)
        self.gender.on_chosen(edit("gender"))
        self.purpose.picked.connect(edit("purpose"))
        self.first.picked.connect(edit("first"))
        self.priority.on_chosen(edit("priority"))
        self.reason.picked.connect(intents.edit_reason)
        self._open.clicked.connect(intents.open_duplicate)
        self.issued.bind(intents)
        self.missing.bind(self._actions)
        self.goes_on.on_chosen(lambda key: intents.begin_anew(key == "anew"))

    def focus_on(self, field: Field) -> None:
        """Put the cursor into *field*."""
        places: dict[Field, QWidget] = {
            "number": self.number.edit, "name": self.name.edit, "gender": self.gender, "purpose": self.purpose,
            "first": self.purpose if self._first_line.isHidden() else self.first, "priority": self.reason,
        }  # fmt: skip
        places[field].setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(places[field], 8, 8)

    # ------------------------------------------------------------------ paint
    def render_state(self, state: State) -> None:
        """Paint the form of *state*; a line being typed in keeps its cursor."""
        form, language = state.form, self._language()
        painted = (form, state.purposes, state.firsts, state.answer, state.issued, state.missing, language)
        if painted == self._painted:
            return
        self._painted = painted
        self.number.set_text(form.number)
        self.name.set_text(form.name)
        for name, field in (("number", self.number), ("name", self.name)):
            field.show_error(self._words.message(form.errors.get(name)))  # type: ignore[call-overload]  # the names are exactly the field's literals
        self.gender.show_choice(form.gender)
        self.purpose.show_choices(
            tuple((p.key, self._words.purpose(p, language)) for p in state.purposes if p.on), form.purpose
        )
        chosen = form.first or next((o.key for o in state.firsts if o.on), "")
        firsts = tuple((o.key, word_in(o.name or {}, language)) for o in state.firsts if o.on)
        self.first.show_choices(firsts, chosen)
        self._first_line.setVisible(len(firsts) > 1)
        self._only_first = firsts[0][1] if len(firsts) == 1 and state.pathway_chosen else ""
        self._purpose_caption.refresh()
        self._say(self._purpose_error, self._words.message(form.errors.get("purpose") or form.errors.get("first")))
        self.priority.show_choice(form.priority)
        reasons = tuple((r, self._tickets.choice(r)) for r in PRIORITY_REASONS)
        self.reason.show_choices((("", self.tr("Choose a reason…")), *reasons), form.priority_reason)
        self.reason.setVisible(form.priority != "normal")
        self._say(self._priority_error, self._words.message(form.errors.get("priority")))
        self._paint_below(state, language)

    def _paint_below(self, state: State, language: str) -> None:
        form, issued = state.form, state.issued
        fresh = issued is not None and form.blank
        self._duplicate_box.setVisible(form.duplicate is not None)
        if form.duplicate is not None:
            self._duplicate.say(self._words.duplicate(form.duplicate, language))
        goes_on = form.unfinished is not None and form.duplicate is None and state.pathway_chosen
        self._unfinished_box.setVisible(goes_on)
        if form.unfinished is not None:
            self._unfinished.say(self._words.unfinished(form.unfinished))
            self.goes_on.show_choice("anew" if form.anew else "on")
        self._warning_box.setVisible(form.asking)
        if form.asking:
            self._warning.say(self._words.warnings(form.warnings))
        self._answer_box.setVisible(state.answer is not None and not fresh and form.duplicate is None)
        if state.answer is not None:
            self._answer.say(self._words.answer(state.answer))
            self._answer_box.setToolTip(self._words.range(state.answer))
        self.issued.setVisible(fresh)
        self.missing.show_missing(state.missing if form.blank else ())
        self._last.say("")
        if issued is not None:
            self.issued.show_issued(issued, language)
            if not fresh:
                self._last.say(bidi.fill(self.tr("Last: {ticket}"), ticket=issued.label))

    def _say(self, label: Label, text: str) -> None:
        label.say(text)
        label.setVisible(bool(text))

    # ------------------------------------------------------------------ build
    def _build_duplicate(self, look: Look) -> None:
        self._duplicate = Label("", "caption", "warn", name="duplicate", wrap=True)
        self._duplicate_box = QFrame()
        self._duplicate_box.setProperty("tint", "warn")
        box = QVBoxLayout(self._duplicate_box)
        box.setContentsMargins(12, 8, 12, 8)
        self._open = Button(look, lambda: self.tr("Open the visit"), kind="link", name="open_duplicate")
        box.addWidget(self._duplicate)
        box.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeading)

    def _build_unfinished(self) -> None:
        self._unfinished = Label("", "caption", "info", name="unfinished", wrap=True)
        self.goes_on = Radios(
            "", (("on", lambda: self.tr("Take it up")), ("anew", lambda: self.tr("Begin anew"))), "goes_on"
        )
        self._unfinished_box = QFrame()
        self._unfinished_box.setProperty("tint", "info")
        box = QVBoxLayout(self._unfinished_box)
        box.setContentsMargins(12, 8, 12, 8)
        box.setSpacing(4)
        box.addWidget(self._unfinished)
        box.addWidget(self.goes_on)

    def _purpose_words(self) -> str:
        """A field with nothing to choose in it takes the room that the priority needs on a small screen."""
        if self._only_first:
            return bidi.fill(self.tr("Exam pathway (first: {clinic})"), clinic=self._only_first)
        return self.tr("Exam pathway")

    def _lay(self, issue: QWidget) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(6)
        self._purpose_caption = Label(self._purpose_words, "caption", "text2")
        self._first_line = _beside(lambda: self.tr("First clinic"), self.first)
        for widget in (
            self.number, self.name, self.gender, _captioned(self._purpose_caption, self.purpose), self._purpose_error,
            self._first_line, self.priority, self.reason, self._priority_error,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        self.body.addWidget(self._scroll, 1)
        hints = (self.missing, self._duplicate_box, self._unfinished_box, self._warning_box, self._answer_box)
        for box in (*hints, self.issued):
            self.body.addWidget(box)
        self.body.addWidget(issue)


def _captioned(caption: Label, widget: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    caption.setBuddy(widget)
    column.addWidget(caption)
    column.addWidget(widget)
    return box


def _beside(text: Text, widget: QWidget) -> QWidget:
    """A caption and its field in one line."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    caption = Label(text, "caption", "text2")
    caption.setBuddy(widget)
    row.addWidget(caption)
    row.addWidget(widget, 1)
    return box
