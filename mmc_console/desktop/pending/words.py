"""The sentences of the drawer: what happened, what can be done about it, and what each choice leads to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject

from mmc_console.desktop.kit.bidi import fill, iso, ltr
from mmc_console.desktop.kit.moments import clock_time, day_and_time
from mmc_console.desktop.kit.states import STATE_ICONS, StateWords
from mmc_console.desktop.pending.contract import Choice, Deed, Filter, Item, Server, Stand, State
from mmc_console.desktop.pending.presence import ELSEWHERE
from mmc_console.desktop.tickets.facts import Message, word_in
from mmc_console.desktop.tickets.rule_words import RuleWords


class PendingWords(QObject):
    """Facts in, sentences in the present language out."""

    def __init__(self, rules: RuleWords, language: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rules, self._language, self._states = rules, language, StateWords()

    def filter(self, name: Filter) -> str:
        """A filter of the list."""
        return {
            "all": self.tr("All"), "waiting": self.tr("To send"), "failed": self.tr("Not sent"),
            "conflict": self.tr("Conflicts"),
        }[name]  # fmt: skip

    def progress(self, item: Item) -> str:
        """How far an action has come."""
        return self.tr("Decided") if item.decided else self._states.sending(item.state)

    def deed(self, deed: Deed) -> str:
        """An action and the ticket it is about."""
        return self._rules.action_on(deed.kind, deed.label)

    def when(self, deed: Deed) -> str:
        """When it was done; with the date where that was not today."""
        return clock_time(deed.at) if deed.of_today else day_and_time(deed.at)

    def why(self, item: Item) -> str:
        """Why it is not at the server; empty while it is only its turn that is awaited."""
        if item.for_admin:
            return self.tr("The rights of its author have changed. An administrator decides about it.")
        if item.problem is not None:
            lost = {  # in the server's words it is "not known": nobody is to search
                "others-not-back": self.tr(
                    "The server was restored from an older copy, and {label} is not back there yet."
                ),
                "inside-not-back": self.tr(
                    "The server was restored from an older copy, and whoever was in the room then "
                    "is not back there yet."
                ),
                "issued-anew": self.tr(
                    "The server was restored from an older copy. Try again: {label} is there by another entry."
                ),
            }.get(item.problem.code)
            if lost is not None:
                return fill(lost, label=str(item.problem.params.get("label", "")))
            own = self._after_all(item.problem.code)
            if own:
                return self._rules.filled(own, item.problem.params)
            # whoever was called was called to that room: there is no other to choose now
            code = "room-taken-since" if _is(item, "room-taken") else item.problem.code
            return self._rules.problem(code, item.problem.params)
        if item.waits_for is not None:
            text = self.tr("Waits for the decision about: {part} ({time})")
            return fill(text, part=self.deed(item.waits_for), time=self.when(item.waits_for))
        return ""

    def _after_all(self, code: str) -> str:
        """What the rules' word is to whoever did that a while ago (`reasons`); empty where it is the same."""
        return {
            "exam-gone": self.tr("There is no such exam here any more: {exam}. Delete this, and register them anew."),
            "exam-gone-paper": self.tr(
                "There is no such exam here any more: {exam}. Delete this, register them anew and collect the paper "
                "{label}."
            ),
            "nothing-to-cancel": self.tr("The visit {number} had ended already: there was nothing left to cancel."),
            "nobody-to-admit": self.tr(
                "The visit {number} has ended, so nobody is admitted with it. Whoever stands there is registered anew."
            ),
            "admits-nobody": self.tr(
                "This clinic is closed now: {clinic}. Nobody is admitted there until it opens again."
            ),
        }.get(code, "")

    def line(self, item: Item) -> str:
        """What a row says of it."""
        why = self.why(item)
        deed = f"{self.deed(item.deed)}: {_apart(item.typed)}" if item.typed else self.deed(item.deed)
        return f"{deed}. {why}" if why else deed

    def explained(self, state: State) -> str:
        """What the box below the list says of the selected item."""
        item = state.item
        if item is None:
            return self.tr("Select an action to see what can be done.")
        why = self.why(item)
        if why:
            return why
        if item.state == "sent":
            return self.tr("The server has taken it.")
        if item.decided:
            return self.tr("Somebody has decided about it.")
        if item.state == "sending":
            return self.tr("It has left this PC, the answer is awaited.")
        return self.tr("It is sent as soon as its turn has come. Nothing has to be done.")

    # ------------------------------------------------------------------ choices
    def choice(self, choice: Choice, item: Item, server: Server) -> str:
        """What the button of a choice says."""
        if choice in ("keep", "mine"):
            return self._keep(item, server) if choice == "keep" else self._mine(item, server)
        return {
            "clinic": self.tr("Choose another clinic…"), "again": self.tr("Try again"), "delete": self.tr("Delete"),
        }[choice]  # fmt: skip

    def _keep(self, item: Item, server: Server) -> str:
        called_both = bool(server.room and item.room) and not _is(item, ELSEWHERE, "room-taken")
        if called_both and server.room != item.room:
            return fill(self.tr("Keep room {room}"), room=server.room)
        if called_both and server.state == "called" and server.who and not _is_of_inside(item):
            return fill(self.tr("Keep the call of {user}"), user=server.who)
        if _is(item, "already-moved", "ticket-closed", "called-elsewhere") and server.state in STATE_ICONS:
            return fill(self.tr("Keep: {state}"), state=self._states.state(server.state))
        return self.tr("Keep the server version")

    def _mine(self, item: Item, server: Server) -> str:
        of_another = _is_of_inside(item)  # than of whoever was called
        if _is(item, ELSEWHERE):
            return self.tr("They were here too")
        if server.state == "cancelled" and not of_another:
            return self.tr("Open again with my action")
        if item.room and not of_another and not _is(item, "room-taken"):  # it is the very room they were called to
            if not server.room:  # they are in no room now
                return fill(self.tr("Call to room {room} all the same"), room=item.room)
            if server.room != item.room:
                return fill(self.tr("Move to room {room}"), room=item.room)
        return self.tr("Apply my action")

    def delete_question(self, deed: Deed) -> str:
        """Before an action goes for good."""
        text = self.tr("Delete this unsent action? It will never reach the server: {part}")
        return fill(text, part=self.deed(deed))

    def outcome(self, choice: Choice, item: Item) -> str:
        """What a choice leads to."""
        if choice == "keep" and item.goes_on:
            if _is_of_inside(item):
                return self.tr("That stays as it is on the server, and your call goes on.")
            return self.tr("That stays as it is on the server, and whoever was in your room is finished.")
        if choice == "mine" and _is(item, ELSEWHERE):
            return self.tr("The exam here counts once it is finished, and they keep their place there.")
        return {
            "keep": self.tr("Your action is dropped and recorded."),
            "mine": self.tr("Your action is carried out after all, and every desk sees it."),
            "clinic": self.tr("The same action goes to the clinic you choose."),
            "again": self.tr("The same action is sent once more."),
            "delete": self.tr("Your action is dropped and recorded."),
        }[choice]

    def message(self, message: Message) -> str:
        """A result, or why a choice is off."""
        if message.code == "deleted":  # the action alone: what it was about stands as it did
            kind, label = str(message.params["kind"]), str(message.params["ticket"])
            return fill(self.tr("Deleted: {part}"), part=self._rules.action_on(kind, label))
        if message.params.get("ticket") == "":  # about a clinic or a room, not about a ticket
            return self.tr("Decided.")
        text = {
            "kept": self.tr("Decided: {ticket} stays as it is on the server"),
            "sent-again": self.tr("Decided: {ticket} is sent again"),
            "renumbered": self.tr("{label} is now {ticket}: hand out the new paper."),
            "may-have-left": self.tr("It may have reached the server, or its number is given out. Undo it instead."),
            "may-have-left-cancel": self.tr(
                "It may have reached the server, or its number is given out. Cancel the ticket instead."
            ),
            "may-have-left-late": self.tr(
                "It may have reached the server, and cannot be undone any more. Put it right by another action where "
                "needed."
            ),
            "built-on": self.tr("Later actions on the same ticket or room build on it. Delete those first."),
            "no-other-clinic": self.tr("No other clinic can take this examinee now. Keep it, or try again later."),
            "exported": self.tr("Written for support: {file}. No names or numbers of examinees are in it."),
            "not-exported": self.tr("The file could not be written there. Choose another folder."),
            "rights-changed": self.tr("The rights of its author have changed. An administrator decides about it."),
            "of-earlier-day": self.tr(
                "It is of an earlier day, and would count as done today. Where it is still needed, do it anew."
            ),
            "with-others-now": self.tr(
                "{ticket} is called to another room, or in it, now. Apply this when they come out: it is kept here."
            ),
            "others-not-back": self.tr(
                "{label} is not back on the server yet, nor is the console that gave it out. "
                "Try again when it is: this is kept here."
            ),
            "inside-not-back": self.tr(
                "Whoever was in the room is not back on the server yet, nor is the console that gave out their ticket. "
                "Try again when it is: this is kept here."
            ),
            "override-not-yours": self.tr("Only whoever did it, or a supervisor, decides about it."),
        }.get(message.code)
        if text is None and (own := self._after_all(message.code)):
            return self._rules.filled(own, message.params)
        if text is None:
            return self._rules.problem(message.code, message.params)
        return fill(text, **{k: v for k, v in message.params.items() if "{" + k + "}" in text})

    # ------------------------------------------------------------------ the two boxes
    def happened(self, item: Item) -> str:
        """One sentence for both boxes."""
        return f"{self.deed(item.deed)}. {self.why(item)}"

    def mine_lines(self, item: Item, desk: str) -> tuple[str, ...]:
        """My version, line by line."""
        return self._lines(
            self.deed(item.deed),
            _apart(item.typed),
            fill(self.tr("Exam: {exam}"), exam=word_in(item.exam, self._language())) if item.exam else "",
            fill(self.tr("Room: {room}"), room=item.room) if item.room else "",
            fill(self.tr("Clinic: {clinic}"), clinic=word_in(item.clinic, self._language())) if item.clinic else "",
            self._when(_moment(item.deed.at, item.deed.of_today), item.who),
            fill(self.tr("From desk {desk}"), desk=desk) if desk else "",
        )

    def server_lines(self, server: Server) -> tuple[str, ...]:
        """What stands on the server, line by line."""
        state = self._states.state(server.state) if server.state in STATE_ICONS else ""
        return self._lines(
            self._rules.action(server.did) if server.did else "",
            fill(self.tr("State now: {state}"), state=state) if state else "",
            fill(self.tr("Room: {room}"), room=server.room) if server.room else "",
            fill(self.tr("Clinic: {clinic}"), clinic=word_in(server.clinic, self._language())) if server.clinic else "",
            self._onward(server.onward) if server.onward is not None else "",
            self._when(_moment(server.at, server.of_today), server.who),
        ) or (self.tr("Not known here yet."),)

    def _onward(self, now: Stand) -> str:
        state, clinic = self._states.state(now.state), word_in(now.clinic, self._language())
        return fill(self.tr("{ticket} now: {state}, {clinic}"), ticket=now.label, state=state, clinic=clinic)

    def _when(self, time: str, who: str) -> str:
        shown = (ltr(time) if time else "", iso(who) if who else "")
        return " · ".join(part for part in shown if part)

    def _lines(self, *lines: str) -> tuple[str, ...]:
        return tuple(line for line in lines if line)


def _is_of_inside(item: Item) -> bool:
    """Whether another desk was first with whoever was in the room, not with whoever was called."""
    return _is(item, "ticket-closed")


def _is(item: Item, *codes: str) -> bool:
    return item.problem is not None and item.problem.code in codes


def _moment(at: datetime | None, of_today: bool) -> str:
    """To the second, with the date where it is not of today; empty for none."""
    return at.strftime("%H:%M:%S" if of_today else "%Y-%m-%d %H:%M:%S") if at is not None else ""


def _apart(texts: tuple[str, ...]) -> str:
    """Numbers and names beside each other, each in its own direction."""
    return " · ".join(map(iso, texts))
