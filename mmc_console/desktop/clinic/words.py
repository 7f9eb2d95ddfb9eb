"""The sentences of the clinic page: timers, hero button, pauses."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mmc_console.desktop.clinic.contract import ClinicVerb, Current, Hero, Place, State
from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.moments import clock_time, stopwatch
from mmc_console.desktop.tickets.facts import word_in
from mmc_console.desktop.tickets.gates import Verb
from mmc_console.desktop.tickets.words import TicketWords


class ClinicWords(QObject):
    """Facts in, sentences in the present language out."""

    def __init__(self, tickets: TicketWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tickets = tickets

    def timer(self, current: Current) -> str:
        """How long this has lasted."""
        text = self.tr("In room {time}") if current.state == "in_service" else self.tr("Called {time} ago")
        return fill(text, time=stopwatch(current.seconds))

    def line(self, current: Current, language: str) -> str:
        """Exam and number under the name."""
        exam = word_in(current.exam, language) if current.exam else self.tr("One clinic only")
        if not current.number:
            return fill("{exam}", exam=exam)
        return fill(self.tr("{exam} · ID {number}"), exam=exam, number=current.number)

    def pathway(self, current: Current) -> str:
        """How far along."""
        return fill(self.tr("Pathway: {n} of {total} done"), n=current.done, total=len(current.pathway))

    def afterwards(self, current: Current, language: str) -> str:
        """Where this person goes next."""
        if current.next is not None:
            return fill(self.tr("Afterwards: {clinic}"), clinic=word_in(current.next, language))
        if current.last_stop:
            return self.tr("This is the last clinic of the visit.")
        return self.tr("Afterwards: every remaining clinic is closed now.")

    def spoken(self, current: Current, state_word: str) -> str:
        """The big number for a screen reader."""
        minutes = self._tickets.counts.minutes(current.seconds // 60)
        text = self.tr("Current ticket {ticket}, {state}, {time}")
        return fill(text, ticket=current.label.replace("-", " "), state=state_word, time=minutes)

    def hero(self, hero: Hero) -> str:
        """The one big button."""
        return {
            "call_next": self.tr("Call next"),
            "finish_call_next": self.tr("Finish and call next"),
            "finish": self.tr("Done"),
            "calling": self.tr("Calling…"),
        }[hero]

    def hero_hint(self, state: State) -> str:
        """Who comes next, or what to do first, or why nobody is called."""
        if state.hero == "calling":
            return self.tr("The server names the person in a moment.")
        if state.phase == "called" and state.hero == "call_next":
            return self.tr("First confirm arrival, recall or mark no-show")
        if not state.next_label:
            known = state.stale_since is None
            return self.tr("No one is waiting") if known else self.tr("No one this PC knows of is waiting")
        gate = state.gates.get("call_next")
        if gate is not None and not gate.on:
            return self._tickets.reason(gate.code, gate.params)
        name = state.next_name
        text = self.tr("Next: {ticket} {name}") if name else self.tr("Next: {ticket}")
        return fill(text, ticket=state.next_label, name=name) if name else fill(text, ticket=state.next_label)

    def shut(self, state: State) -> str:
        """Why no one should come now."""
        reason = self._tickets.choice(state.clinic_reason) if state.clinic_reason else ""
        if state.clinic_state == "closed":
            return self.tr("This clinic is closed for today. Its queue gets no new tickets.")
        if state.clinic_until is not None:
            text = self.tr("Paused until {time}: {reason}") if reason else self.tr("Paused until {time}")
            values = {"time": clock_time(state.clinic_until)}
            return fill(text, **values, **({"reason": reason} if reason else {}))
        return fill(self.tr("Paused: {reason}"), reason=reason) if reason else self.tr("Paused")

    def exit_pin(self, pin: str) -> str:
        """What is told to the person after the exam."""
        return fill(self.tr("Exit PIN today: {pin}. Tell it to the examinee after the exam."), pin=pin)

    def place(self, place: Place, language: str) -> str:
        """Clinic and room as in the top bar."""
        name = word_in(place.name, language)
        return fill(self.tr("{clinic} · Room {room}"), clinic=name, room=place.door)

    def close_question(self, clinic: str) -> str:
        """Closing with people waiting."""
        return fill(self.tr("Close for today: {clinic}?"), clinic=clinic)

    def close_effect(self, waiting: int, to: str) -> str:
        """What becomes of those who wait; *to* is empty when they stay."""
        counted = self._tickets.counts.waiting(waiting)
        if to:
            return fill(self.tr("{waiting}. They are all moved to: {clinic}."), waiting=counted, clinic=to)
        return fill(self.tr("{waiting}. They stay here, and nobody new is sent here."), waiting=counted)

    def close(self) -> str:
        """The dangerous verb."""
        return self.tr("Close the clinic")

    def keep_open(self) -> str:
        """The safe verb."""
        return self.tr("Leave it open")

    def verb(self, verb: Verb) -> str:
        """A key's word."""
        return {
            "recall": self.tr("Recall"), "start": self.tr("Arrived"), "no_show": self.tr("No-show"),
            "finish": self.tr("Done"), "refer": self.tr("Done, refer to the committee"),
            "transfer": self.tr("Transfer…"), "hold": self.tr("Hold"), "resume": self.tr("Resume"),
            "requeue": self.tr("Return to queue"), "call_ticket": self.tr("Call a different number…"),
        }[verb]  # fmt: skip

    def clinic_verb(self, verb: ClinicVerb) -> str:
        """Pause, close, open."""
        return {
            "pause_clinic": self.tr("Pause clinic"), "close_clinic": self.tr("Close clinic…"),
            "open_clinic": self.tr("Open the clinic"),
        }[verb]  # fmt: skip
