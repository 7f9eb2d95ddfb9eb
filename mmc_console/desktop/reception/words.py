"""The sentences of the new ticket's form: what is missing, what is unusual, what to answer."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mmc_console.desktop.kit.bidi import fill, iso
from mmc_console.desktop.paper.printer_words import PrinterWords
from mmc_console.desktop.reception.contract import Answer, Duplicate, Filter, Issued, Purpose, Unfinished
from mmc_console.desktop.tickets.facts import Message, word_in
from mmc_console.desktop.tickets.words import TicketWords


class ReceptionWords(QObject):
    """Codes in, sentences in the present language out."""

    def __init__(self, tickets: TicketWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tickets, self._printer = tickets, PrinterWords()
        self._counts = tickets.counts

    def message(self, message: Message | None) -> str:
        """A field's error or a warning."""
        if message is None:
            return ""
        text = {
            "id-missing": self.tr("Enter the ID number or scan the card."),
            "id-letters": self.tr("Only digits belong here. Check the number."),
            "id-length": self.tr("The number must have 2 to 12 digits; {have} entered. Check the number."),
            "name-missing": self.tr("Enter the name of the examinee."),
            "name-long": self.tr("The name may have {n} letters at most. Shorten it."),
            "purpose-missing": self.tr("Choose the exam or the clinic."),
            "exam-not-for-gender": self.tr("This exam or clinic is not for this person. Choose another one."),
            "all-closed": self.tr("Every clinic this person could go to first is closed. Choose another exam or wait."),
            "priority-reason-missing": self.tr("Choose why this person goes first."),
            "no-working-day": self.tr("Today is not a working day."),
            "registration-hours": self.tr("Registration is from {from} to {until}."),
            "day-full": self.tr("{n} people are registered today; the most for a day is {max}."),
        }.get(message.code, "")
        if not text:
            return self._tickets.message(message)
        values = {k: v for k, v in message.params.items() if "{" + k + "}" in text}
        return fill(text, **values)

    def warnings(self, messages: tuple[Message, ...]) -> str:
        """All warnings and the key that goes on."""
        lines = [self.message(m) for m in messages]
        return "\n".join([*lines, fill(self.tr("Press {key} again to issue anyway."), key="F2")])

    def answer(self, answer: Answer) -> str:
        """What to say to "how long": people ahead, about so many minutes."""
        ahead = self._counts.ahead(answer.ahead)
        return f"{ahead} · {self._counts.about_minutes(answer.minutes)}"

    def range(self, answer: Answer) -> str:
        """The honest range behind the guess."""
        return fill(self.tr("Usually {least} to {most} min"), least=answer.least, most=answer.most)

    def printing(self, issued: Issued) -> str:
        """How the paper of the last ticket is doing, or why there will be none."""
        if issued.refused is not None:
            return fill(self.tr("Not taken: {reason}"), reason=self._tickets.message(issued.refused))
        return {
            "": "" if issued.numbered else self.tr("The number follows in a moment."),
            "printing": self.tr("Printing…"),
            "printed": self.tr("Printed"),
            "no-printer": self.tr("No printer is set: write the number by hand."),
            "failed": self._not_printed(issued),
        }[issued.printing]

    def _not_printed(self, issued: Issued) -> str:
        return fill(self.tr("Not printed: {what}."), what=self._printer.state(issued.trouble))

    def duplicate(self, duplicate: Duplicate, language: str) -> str:
        """The person has a visit already."""
        text = self.tr("{name} already has number {ticket} ({clinic}). Open it, print it again, or change the exam.")
        return fill(text, name=duplicate.name, ticket=duplicate.label, clinic=word_in(duplicate.clinic, language))

    def unfinished(self, unfinished: Unfinished) -> str:
        """A visit of an earlier day stands open."""
        text = fill(self.tr("The visit of {day} is not finished."), day=unfinished.day.isoformat())
        return f"{text} {self._counts.clinics_left(unfinished.left)}."

    def purpose(self, purpose: Purpose, language: str) -> str:
        """An exam with the number of its stops, or a clinic alone."""
        name = word_in(purpose.name, language)
        if purpose.clinic is not None:
            return fill(self.tr("Only: {clinic}"), clinic=name)
        return f"{iso(name)} ({self._counts.clinics(purpose.stops)})" if purpose.on else iso(name)

    def filter(self, name: Filter) -> str:
        """A filter of the queue."""
        return {
            "all": self.tr("All"),
            "waiting": self.tr("Waiting"),
            "called": self.tr("Called"),
            "in_service": self.tr("In room"),
            "held": self.tr("On hold"),
            "no_show": self.tr("No-show"),
        }[name]
