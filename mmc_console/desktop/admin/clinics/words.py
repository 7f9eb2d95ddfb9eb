"""The words of the page of clinics: tabs, lines of the forms, faults, what a publication changes and means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QObject

from mmc_console.desktop.admin.clinics.contract import Line, Names, State, Tab
from mmc_console.desktop.admin.clinics.line_words import LineWords
from mmc_console.desktop.kit.bidi import fill, ltr
from mmc_console.desktop.kit.moments import clock_time
from mmc_console.desktop.tickets.facts import Message, word_in
from mmc_console.domain.centre_check import Fault
from mmc_console.domain.centre_effects import Effect
from mmc_console.wire.centre import Publication, Who

Params = Mapping[str, str | int]


class ClinicsWords(QObject):
    """Codes in, sentences in the present language out."""

    def __init__(self, problem: Callable[[str, Params], str], language: Callable[[], str]) -> None:
        super().__init__()
        self._problem, self._language = problem, language
        self.lines = LineWords()

    def tab(self, tab: Tab) -> str:
        """A tab."""
        return {
            "clinics": self.tr("Clinics"), "exams": self.tr("Exam types and pathways"), "centre": self.tr("Centre"),
            "history": self.tr("Publications"),
        }[tab]  # fmt: skip

    def name(self, names: Names, code: str) -> str:
        """A clinic's or exam's name; its code while it has none."""
        return word_in(dict(names), self._language()) or code

    def fault(self, fault: Fault) -> str:
        """What is wrong, at its own line."""
        sentence = self._faults().get(fault.code, fault.code)
        return fill(sentence, what=self._value(fault)) if "{what}" in sentence else sentence

    def faults(self, line: Line) -> str:
        """Everything wrong with one line."""
        return " ".join(dict.fromkeys(self.fault(fault) for fault in line.faults))

    def _value(self, fault: Fault) -> str:
        if fault.code == "name-missing":
            return self.lines.part(fault.value)
        return ltr(fault.value)

    def _faults(self) -> dict[str, str]:
        return {
            "unknown-timezone": self.tr("There is no such time zone. Write it as Asia/Riyadh."),
            "bad-time": self.tr("Write a time as 07:30."),
            "unknown-day": self.tr("There is no such day: {what}."),
            "no-language": self.tr("The centre needs a language."),
            "bad-address": self.tr("Write the address as https://queue.example.org, without a path."),
            "name-missing": self.tr("A name is missing: {what}."),
            "no-clinics": self.tr("The centre needs a clinic."),
            "doubled-code": self.tr("This code is there twice: {what}."),
            "bad-code": self.tr("A code has no spaces and none of / ? # %: {what}."),
            "doubled-letter": self.tr("Another clinic has this letter: {what}."),
            "bad-letter": self.tr("The letter is one from A to Z."),
            "lookalike-letter": self.tr("{what} looks like a digit or another letter. Choose another one."),
            "unknown-floor": self.tr("There is no such floor. Choose one of the list."),
            "no-rooms": self.tr("A clinic needs a room."),
            "doubled-room": self.tr("Two rooms have the number {what}."),
            "bad-service-time": self.tr("The usual time is from 10 seconds to 4 hours."),
            "no-pathway": self.tr("An exam type needs a pathway, for men or for women."),
            "empty-stage": self.tr("This stage has no clinic. Add one, or remove the stage."),
            "unknown-clinic": self.tr("There is no such clinic: {what}."),
            "womens-stop-in-mens-path": self.tr("This clinic takes women only: {what}."),
            "doubled-stop": self.tr("This clinic is on the pathway twice: {what}."),
            "bad-share": self.tr("The first number is smaller than the second, and at least 1."),
            "out-of-range": self.tr("This number is too small or too large: {what}."),
            "not-a-number": self.tr("Type a number in digits."),
        }

    def known_faults(self) -> frozenset[str]:
        """The codes there are words for."""
        return frozenset(self._faults())

    def effect(self, effect: Effect, state: State) -> str:
        """What a publication means for who is here."""
        sentence = self._effects().get(effect.code)
        if sentence is None:
            return self._problem(effect.code, effect.params)
        return fill(sentence, **self._about(effect, state))

    def _about(self, effect: Effect, state: State) -> dict[str, str | int]:
        answer = state.answer
        names = {str(c.code): c.name for c in answer.center.clinics} if answer is not None else {}
        exams = {str(e.code): e.name for e in answer.center.exam_types} if answer is not None else {}
        params: dict[str, str | int] = dict(effect.params) | {"n": effect.n}
        if effect.clinic:
            params["clinic"] = self.name(names.get(effect.clinic, {}), effect.clinic)
        if effect.exam:
            params["exam"] = self.name(exams.get(effect.exam, {}), effect.exam)
        if effect.letter:
            params["code"] = params.pop("letter")
        return params

    def _effects(self) -> dict[str, str]:
        return {
            "visits-keep-pathway": self.tr("{exam}: open visits keep the pathway they began with ({n})."),
            "exam-gone": self.tr("{exam}: open visits go on to their end ({n}); nobody new is registered for it."),
            "letter-changes": self.tr("{clinic}: new tickets begin with {code}; papers of today stay as they are."),
            "letter-was-anothers": self.tr(
                "{clinic} gets a letter another clinic had: {code}. Two papers of today may say the same; "
                "better from the next day on."
            ),
        }

    def message(self, message: Message) -> str | None:
        """A toast."""
        sentence = self._said().get(message.code)
        return fill(sentence, **message.params) if sentence is not None else None

    def _said(self) -> dict[str, str]:
        return {
            "draft-kept": self.tr("The draft is kept. Nothing has changed for anybody yet."),
            "draft-dropped": self.tr("The draft is dropped; it can be found under Publications."),
            "draft-has-faults": self.tr("Not yet: {n} faults are still in it, each marked at its line."),
            "nothing-to-publish": self.tr("Nothing to publish: the draft is what holds already."),
            "centre-published": self.tr("Published. Every console has it now."),
            "publication-set": self.tr("It is published at its moment, also if the server starts anew until then."),
            "publication-cancelled": self.tr("It is not published. It is a draft again."),
            "taken-up": self.tr("It is the draft now. Look at it, then publish it."),
            "no-centre-file": self.tr("This is no centre file: {what}"),
            "file-taken": self.tr("The file is the draft now, with {n} faults. Nothing is published yet."),
        }

    def standing(self, state: State) -> str:
        """What is being written, in a line."""
        answer = state.answer
        if answer is None:
            return self.tr("Loading…") if state.trouble is None else ""
        if state.dirty:
            return self.tr("Changes here that are not kept yet.")
        if answer.draft is not None:
            at, by = clock_time(answer.draft.at), self.who(answer.draft.by)
            return fill(self.tr("Draft, kept by {by} at {time}. Nothing has changed for anybody yet."), by=by, time=at)
        return self.tr("This is what holds. Changes become a draft, and hold when they are published.")

    def who(self, who: Who) -> str:
        """A person's name."""
        return who.name or self.tr("The server")

    def moment(self, at: datetime) -> str:
        """A day and a time of the centre: the server tells them with its offset."""
        return at.strftime("%Y-%m-%d %H:%M")

    def publication(self, each: Publication) -> str:
        """How one stands."""
        if each.state == "refused":
            return fill(self.tr("Refused: {what}"), what=self._problem(each.code, each.params))
        if each.state == "cancelled":
            return fill(self.tr("Cancelled by {by}"), by=self.who(each.ended_by))
        return self.tr("Waits for its moment") if each.state == "waiting" else self.tr("Published")

    def changed(self, n: int) -> str:
        """How many places a version changed."""
        return self.tr("%n change(s)", "", n)
