"""The sentences both pages say about tickets: gates, results, questions, choices, and why somebody is next.

Refusals of the rules have their own catalogue (`kit.problems`); what is not known here is asked there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.counts import Counts
from mmc_console.desktop.paper.printer_words import PrinterWords
from mmc_console.desktop.tickets.facts import Message, Option

if TYPE_CHECKING:
    from mmc_console.desktop.printing import PrinterCode

Params = Mapping[str, str | int]
Problems = Callable[[str, Params], str]


class TicketWords(QObject):
    """Codes in, sentences in the present language out."""

    def __init__(self, problems: Problems, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problems = problems
        self.counts, self._printer = Counts(), PrinterWords()

    def message(self, message: Message) -> str:
        """A result, a reason or a refusal as one sentence."""
        if message.code == "printer":
            code = cast("PrinterCode", message.params["what"])
            return self._printer.not_printed(str(message.params["ticket"]), code)
        text = self._results(message.code) or self._gates(message.code, message.params)
        if not text:
            return self._problems(message.code, message.params)
        return fill(text, **{k: v for k, v in message.params.items() if "{" + k + "}" in text})

    def reason(self, code: str, params: Params) -> str:
        """Why a key is off; empty for "nothing is selected" before anything could be."""
        return self.message(Message(code, params)) if code else ""

    def no_one(self, *, stale: bool) -> str:
        """Of an empty queue. *stale*: the server is out of reach, and there may be people this PC cannot know of."""
        if stale:
            return self.tr(
                "No one this PC knows of is waiting. Whoever is registered elsewhere now appears when the connection "
                "is back."
            )
        return self.tr("No one is waiting. New tickets appear here by themselves.")

    def _results(self, code: str) -> str:
        return {
            "issued": self.tr("Ticket {ticket} issued."),
            "no-printer": self.tr(
                "No ticket printer is set on this PC. Write the number by hand, and set one up in the user menu, under "
                "Printing and scanner."
            ),
            "did-call_next": self.tr("{ticket} called to room {room}"),
            "did-recall": self.tr("{ticket} announced again"),
            "did-start": self.tr("{ticket} has arrived"),
            "did-no_show": self.tr("{ticket} marked no-show"),
            "did-finish": self.tr("{ticket} done"),
            "did-refer": self.tr("{ticket} done and referred to the committee"),
            "did-transfer": self.tr("{ticket} transferred"),
            "did-hold": self.tr("{ticket} is on hold"),
            "did-resume": self.tr("{ticket} is waiting again in its old place"),
            "did-requeue": self.tr("{ticket} is back in the queue"),
            "did-set_priority": self.tr("The priority of {ticket} is changed"),
            "did-correct_patient": self.tr("{ticket}: the details are corrected"),
            "will-correct_patient": self.tr(
                "{ticket}: kept on this PC. The old details are shown until the server has the correction."
            ),
            "did-change_exam": self.tr("{ticket} has another exam"),
            "did-add_stop": self.tr("{ticket} has one clinic more"),
            "did-skip_stop": self.tr("{ticket} has one clinic less"),
            "did-admit": self.tr("{ticket} waits here now"),
            "did-cancel": self.tr("{ticket} is cancelled"),
            "did-pause_clinic": self.tr("The clinic is paused"),
            "did-close_clinic": self.tr("The clinic is closed for today"),
            "did-open_clinic": self.tr("The clinic is open"),
        }.get(code, "")

    def _gates(self, code: str, params: Params) -> str:
        n = int(params.get("n", 0))
        if code == "recall-soon":
            return self.tr("Announced a moment ago. Again in %n second(s).", "", n)
        if code == "no-show-soon":
            return self.tr("Give the person time to come: %n second(s) more.", "", n)
        if code == "postponed-too-often" and "n" in params:
            return self.tr("Returned to the queue %n time(s) already; that is the most allowed.", "", n)
        why_not = self._not_next(code)
        if why_not:
            how = self.tr("Call a number by hand (Enter on a row).")
            if "ticket" in params:
                how = self.tr("First finish {ticket} (F12), then call a number by hand (Enter on a row).")
            return f"{why_not} {how}"
        return {
            "nothing-selected": self.tr("Select a row of the list first."),
            "not-called": self.tr("{ticket} is not being called now."),
            "recalled-enough": self.tr("{ticket} was announced often enough. Mark no-show (F11)?"),
            "announce-first": self.tr("Announce {ticket} again first (F7)."),
            "nobody-inside": self.tr("Nobody is in the room."),
            "confirm-first": self.tr("First confirm that {ticket} has arrived (F9)."),
            "return-first": self.tr("{ticket} did not come. Return it to the queue first."),
            "inside-not-held": self.tr("{ticket} is in the room: finish (F12) or transfer (F4)."),
            "not-held": self.tr("{ticket} is not on hold."),
            "closed": self.tr("{ticket} is closed already."),
            "not-known": self.tr("The details of {ticket} have not reached this PC yet. Try again in a moment."),
            "one-clinic": self.tr("{ticket} is for one clinic only. Cancel it instead."),
            "earlier-day": self.tr("{ticket} is of an earlier day. Take the visit up for a new number (F2)."),
            "late-room-busy": self.tr("{ticket} is in that room now. Return this one to the queue."),
            "number-cancelled": self.tr("{ticket} was cancelled: nobody is called by it any more."),
            "no-number-yet": self.tr("The number is not there yet."),
            "calling": self.tr("Calling… the server names the person in a moment."),
            "finish-first": self.tr(
                "{ticket} has been called and is not closed. First confirm arrival (F9), recall (F7) or mark no-show "
                "(F11)."
            ),
            "nobody-called": self.tr("Nobody is called to this room. Call the next one first (F8)."),
            "take-over-offline": self.tr(
                "The connection is gone, so the room was not taken over: the other console could not hear of it."
            ),
            "no-one-waiting": self.tr("No one is waiting."),
            "no-one-known-waiting": self.tr("No one this PC knows of is waiting."),
            "room-busy-here": self.tr("{ticket} is in this room. Finish it first."),
            "not-allowed": self.tr("Your role does not allow this here."),
            "already-so": self.tr("The clinic is already in this state."),
        }.get(code, "")

    def _not_next(self, code: str) -> str:
        """Why the next one is not called from here, where others are by hand."""
        return {
            "several-rooms-offline": self.tr("Offline, with several rooms, only the server knows who is next."),
            "not-holder-offline": self.tr(
                "Offline, only the console that took this room today while connected may call next."
            ),
            "call-held-back": self.tr("The call from this room waits until earlier work here is decided (Ctrl+F9)."),
        }.get(code, "")

    def changes(self, n: int) -> str:
        """Rows that wait until the list is left alone."""
        return self.tr("%n change(s)", "rows that wait to be shown", n)

    def why(self, message: Message) -> str:
        """Why the first row is the next one."""
        text = {
            "why-urgent": self.tr("First: urgent"),
            "why-priority": self.tr("First: has priority"),
            "why-share": self.tr("First: {count} of {max} calls go to priority, now it is an ordinary turn"),
            "why-first": self.tr("First: has waited here the longest"),
        }.get(message.code, "")
        return fill(text, count=message.params.get("priority", 0), max=message.params.get("of", 0)) if text else ""

    def question(self, code: str, label: str) -> str:
        """The title of a small panel."""
        text = {
            "transfer": self.tr("Transfer {ticket} to which clinic?"),
            "cancel": self.tr("Why is the visit of {ticket} cancelled?"),
            "set_priority": self.tr("Which priority for {ticket}?"),
            "priority_reason": self.tr("Why does the priority of {ticket} change?"),
            "admit": self.tr("Admit {ticket} here?"),
            "change_exam": self.tr("Which exam for {ticket}?"),
            "change_exam_reason": self.tr("Why does the exam of {ticket} change?"),
            "add_stop": self.tr("Which clinic more for {ticket}?"),
            "add_stop_reason": self.tr("Why has {ticket} one clinic more?"),
            "skip_stop": self.tr("Which clinic is left out for {ticket}?"),
            "skip_stop_reason": self.tr("Why is the clinic left out for {ticket}?"),
            "call_ticket": self.tr("Why is {ticket} called out of order?"),
            "place": self.tr("Where does this console work?"),
            "room_held": self.tr("Desk {ticket} holds this room. What now?"),
            "clinic_reason": self.tr("For what reason?"),
            "clinic_until": self.tr("Back in how many minutes?"),
            "close_waiting": self.tr("What happens to those who wait here?"),
        }[code]
        return fill(text, ticket=label) if "{ticket}" in text else text

    def option(self, question: str, option: Option, language: str) -> str:
        """One choice of a panel."""
        if option.name is not None:
            return option.name.get(language) or next(iter(option.name.values()), option.key)
        if question == "clinic_until":
            return self.counts.minutes(option.n) if option.n else self.tr("Not known")
        return self.choice(option.key)

    def choice(self, key: str) -> str:
        """The word of a reason, a priority, or another keyed choice."""
        return {
            "normal": self.tr("Normal"),
            "priority": self.tr("Priority"),
            "urgent": self.tr("Urgent"),
            "by-hand": self.tr("By hand"),
            "late-comer": self.tr("Came late"),
            "doctor-asked": self.tr("The doctor asks for it"),
            "emergency": self.tr("Emergency"),
            "mistake": self.tr("Mistake"),
            "left": self.tr("The person left"),
            "results-in-hand": self.tr("Has brought the results"),
            "elderly": self.tr("Elderly"),
            "disabled": self.tr("Disabled"),
            "on-duty": self.tr("On duty"),
            "pregnant": self.tr("Pregnant"),
            "other": self.tr("Other"),
            "break": self.tr("Break"),
            "prayer": self.tr("Prayer"),
            "doctor-absent": self.tr("The doctor is away"),
            "maintenance": self.tr("Maintenance"),
            "share": self.tr("Work here too; the other console keeps the room"),
            "take_over": self.tr("Take the room over"),
            "send-there": self.tr("No: send them to their clinic"),
            "admit-here": self.tr("Yes: they have finished there"),
            "stay": self.tr("They stay here, waiting"),
        }[key]

    def note(self, option: Option) -> str:
        """The remark beside a choice."""
        if option.note == "waiting":
            return self.counts.waiting(option.n)
        if option.note == "clinics":
            return self.counts.clinics(option.n)
        if option.note.startswith("door "):
            return fill(self.tr("Room {room}"), room=option.note.removeprefix("door "))
        return {
            "": "",
            "minutes": "",
            "closed": self.tr("closed"),
            "paused": self.tr("paused"),
            "women-only": self.tr("women only"),
            "now": self.tr("now"),
            "done": self.tr("was there"),
            "here": self.tr("is here now"),
            "not-for-gender": self.tr("not for this person"),
            "connected": self.tr("only while connected"),
        }[option.note]
