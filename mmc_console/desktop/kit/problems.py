"""What each code of a refusal, conflict or failure says to a person: what happened, then what to do.

The server's own text is never shown. A code that is not listed here is told as such, with the code for support.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject

from mmc_console.desktop.kit import bidi

Words = Mapping[str, str | int]
HOLES: Final = {"by": "user", "at": "time", "until": "time", "exam": "exam", "need": "need"}
"""Parameter of the wire → hole of the sentence, where they differ."""


class Problems(QObject):
    """Sentences for codes. Parameters are ready words: names translated, times as they are shown."""

    def __init__(self) -> None:
        super().__init__()
        self._groups: tuple[Callable[[], dict[str, str]], ...] = (
            self._who, self._what, self._rules, self._first, self._undo, self._wire, self._here, self._server,
            self._scans, self._places, self._backups,
        )  # fmt: skip

    def text(self, code: str, params: Words | None = None) -> str:
        """The sentence of *code*; holes nobody filled become `…`, so that no brace is ever shown."""
        sentence = self.known().get(code)
        if sentence is None:
            return bidi.fill(self._unknown(), code=code)
        values = {HOLES.get(name, name): value for name, value in (params or {}).items()}
        usable = {n: v for n, v in values.items() if "{" + n + "}" in sentence and v != ""}
        return _close(bidi.fill(sentence, **usable))

    def known(self) -> dict[str, str]:
        """All sentences by code, in the present language."""
        return {code: text for group in self._groups for code, text in group().items()}

    def _unknown(self) -> str:
        return self.tr(
            "Something went wrong and nothing was changed. Try again. "
            "If it happens again, give support this code: {code}"
        )

    def _places(self) -> dict[str, str]:
        return {
            "clinic-has-tickets": self.tr(
                "{clinic} has open tickets ({n}). Move those who wait, or publish with the next day."
            ),
            "clinic-still-needed": self.tr(
                "Visits of today still lead to {clinic} ({n}). Skip the stop, or publish with the next day."
            ),
            "room-in-use": self.tr("{label} is in room {room} of {clinic} now. Finish there first."),
            "day-would-change": self.tr(
                "The service day would change while visits are open ({n}). Publish with the next day."
            ),
            "visit-open": self.tr("This person is here today: {number}. Erase them when the day is over."),
            "draft-changed": self.tr("Somebody else has saved the draft meanwhile. Look at it, then go on."),
            "draft-has-faults": self.tr("The draft has faults ({n}). Mend what is marked, then publish."),
            "centre-changed": self.tr("Another version was published meanwhile. Look at the differences again."),
            "publication-waiting": self.tr("A publication waits already. Take it back first, under Publications."),
            "bad-moment": self.tr("Choose a moment to come, within a year."),
            "bad-setting": self.tr("This value was not taken. The one before stands."),
            "import-running": self.tr("People are being added from another file now. Wait until it has ended."),
            "import-cancelled": self.tr("Called off. Nobody of this file was added."),
        }

    def _who(self) -> dict[str, str]:
        return {
            "not-allowed": self.tr("Your role does not allow this: {action}. Ask an administrator for access."),
            "not-your-clinic": self.tr("You are not assigned to this clinic: {clinic}. Ask an administrator."),
            "day-over": self.tr("This belongs to a day that is over: {day}. Register a new visit."),
            "too-old": self.tr("This action is older than 30 days and was not taken. Tell an administrator."),
            "clock-wrong": self.tr("The clock of this PC is wrong. Set the time, then try again."),
            "id-reused": self.tr("This action was not taken: another one carries its mark. Tell an administrator."),
            "desk-forked": self.tr("Two PCs work as the same desk. Nothing was taken. Tell an administrator."),
            "rights-changed": self.tr("Your rights have changed since. An administrator decides about this action."),
            "rolled-back": self.tr(
                "An administrator has put the centre back to before this action. Do it again if needed."
            ),
        }

    def _what(self) -> dict[str, str]:
        return {
            "unknown-clinic": self.tr("There is no such clinic here: {clinic}. Choose another one."),
            "unknown-room": self.tr("There is no room {room} in {clinic}. Choose another room."),
            "unknown-exam": self.tr("There is no such exam here: {exam}. Choose another one."),
            "unknown-ticket": self.tr("This ticket is not known. Search by name or ID number."),
            "unknown-visit": self.tr("This visit is not known. Search by name or ID number."),
            "unknown-patient": self.tr("This examinee is not known. Search by name or ID number."),
            "unknown-action": self.tr("The server does not know this action. Update the program."),
            "other-person": self.tr(
                "The number typed at the registration belongs to somebody known already, and the ticket stands in "
                "their name; nothing was changed. Register this examinee anew with the right number. "
                "Cancel that ticket unless its owner is here."
            ),
            "bad-number": self.tr("The number must have 2 to 12 digits. Check the number."),
            "number-taken": self.tr("Another person has this number. Check it."),
            "bad-name": self.tr("This name cannot be stored: at most 120 letters. Check the name."),
            "bad-phone": self.tr("The phone number is not complete. Check it, or leave it empty."),
            "note-too-long": self.tr("The note is too long. Shorten it."),
            "reason-needed": self.tr("Write the reason; it is kept in the audit record."),
            "no-change": self.tr("Nothing to change: it is so already."),
            "bad-center": self.tr("This centre file has a fault: {fault} at {place}. Nothing was changed."),
        }

    def _rules(self) -> dict[str, str]:
        return {
            "wrong-state": self.tr("{label} is {state} now, so this is not possible: {action}."),
            "clinic-closed": self.tr("This clinic is closed now: {clinic}. Choose another clinic."),
            "queue-empty": self.tr("No one is waiting in {clinic}."),
            "room-busy": self.tr(
                "{label} has been called and is not closed. "
                "First confirm arrival (F9), recall (F7) or mark no-show (F11)."
            ),
            "too-early": self.tr("It is too early to mark {label} as no-show. Recall first (F7)."),
            "postponed-too-often": self.tr("{label} was sent back {most} times already. Mark no-show or transfer."),
            "not-admitted": self.tr("{clinic} does not take this examinee. Choose another clinic."),
            "exam-not-for-gender": self.tr(
                "This exam is not for this examinee: {exam}. Change the exam or the gender."
            ),
            "number-not-yours": self.tr("The number {number} belongs to another desk. Register again."),
            "already-here": self.tr("{label} is already in {clinic}. Open the visit or print it again."),
            "stop-done": self.tr("{clinic} is already done for {number}."),
            "stop-unknown": self.tr("{clinic} is not on the pathway of {number}."),
            "nothing-left": self.tr("{number} has been to all clinics of this exam: {exam}. Choose another exam."),
            "visit-closed": self.tr("The visit {number} is closed. Register a new one."),
            "not-on-pathway": self.tr("{clinic} is not on this pathway. Choose another clinic."),
            "pin-wrong": self.tr("The exit PIN of {label} is not correct. Ask the examinee again."),
            "later-stop-called": self.tr("{label} has already been called at a later clinic."),
            "override-not-yours": self.tr("Only a supervisor may decide this."),
            "kiosk-busy": self.tr(
                "This kiosk has registered {n} people within a minute. Wait a moment, then try again."
            ),
            "nothing-to-override": self.tr("There is nothing left to decide here."),
        }

    def _first(self) -> dict[str, str]:
        moved = self.tr("{label} is {state} on the server since {time} ({user}).")
        return {
            "called-elsewhere": self.tr("{label} was already called to {room} by {user} at {time}."),
            "stands-elsewhere": self.tr("Another desk has given them {label}, in {clinic}."),
            "already-moved": moved,
            "ticket-closed": moved,
            "room-taken": self.tr("Room {room} of {clinic} is taken by {user} since {time}. Choose another room."),
            "room-taken-since": self.tr("Room {room} of {clinic} is taken by {user} since {time}."),
            "next-not-possible": self.tr("{number} cannot go to {clinic} next. Choose another clinic."),
            "clinic-changed": self.tr("{clinic} has changed since: {action}, {time} ({user})."),
            "exam-changed": self.tr("The exam of {number} was changed since: {exam}, {time} ({user})."),
            "patient-corrected": self.tr(
                "The same was corrected since at {time} ({user}). Look at the card, then try again or delete this."
            ),
            "visit-over": self.tr("This visit has ended on the server. Register a new one if needed."),
        }

    def _undo(self) -> dict[str, str]:
        return {
            "nothing-to-undo": self.tr("There is nothing to undo."),
            "undo-too-late": self.tr("Undo is possible for {minutes} minutes only."),
            "undo-not-yours": self.tr("Another user did this; only they can undo it."),
            "undo-touched": self.tr("{label} has moved on since, so this cannot be undone."),
            "undo-of-undo": self.tr("An undo cannot be undone. Do the action again."),
        }

    def _wire(self) -> dict[str, str]:
        return {
            "invalid": self.tr("The server could not read this request. Update the program, then try again."),
            "not-authenticated": self.tr("Your session has ended. Sign in again; your work is kept."),
            "not-found": self.tr("This is no longer there. Refresh (F5) and try again."),
            "method-not-allowed": self.tr("The server does not offer this. Update the program."),
            "conflict": self.tr("Somebody changed this first. Look at it again, then decide."),
            "epoch-changed": self.tr("The server was restored from a backup. Your work is sent again by itself."),
            "gone": self.tr("This is no longer there. The program loads everything anew."),
            "alert-over": self.tr("This alert is over already. The list is updated."),
            "too-large": self.tr("This is too much to send at once."),
            "unsupported-media": self.tr("The server does not take this kind of file."),
            "too-many-requests": self.tr("Too many tries. Wait a moment, then try again."),
            "unavailable": self.tr("The server is busy. The program tries again by itself; nothing is lost."),
            "busy": self.tr("The server is busy. The program tries again by itself; nothing is lost."),
            "database-destroyed": self.tr(
                "The centre's data on the server cannot be read. Sign in again with the password of an administrator, "
                "then restore a backup."
            ),
            "no-database": self.tr(
                "The centre's data on the server cannot be read. Nothing new is shown here until an administrator has "
                "restored a backup."
            ),
            "stranded": self.tr(
                "The centre's data on the server cannot be read. Until it is restored, administrators can sign in "
                "here, and people who have lately worked on this PC. Check the user name and the password."
            ),
            "maintenance": self.tr("The server is in maintenance. The program tries again by itself; nothing is lost."),
            "password-change-needed": self.tr("Choose a new password before you go on."),
            "password-short": self.tr("Use at least {n} characters. Several words are easy to remember."),
            "password-long": self.tr("Too long: at most 256 characters."),
            "password-common": self.tr("Many people use this password. Choose another one."),
            "password-name": self.tr("This password is too close to the user's name. Choose another one."),
            "client-too-old": self.tr(
                "This version ({have}) is too old for the server (needs {need}). "
                "Update the program, then open it again."
            ),
        }

    def _backups(self) -> dict[str, str]:
        """What the server says of its backups; the pages about them know more."""
        return {
            "backup-cancelled": self.tr("The backup was called off. Nothing of it is left."),
            "backup-last-good": self.tr("This is the last good backup and stays. Make a new one first."),
            "restore-running": self.tr("Another restore is under way. Wait until it has ended."),
            "backup-gone": self.tr("The backup is no longer in that place. The list is renewed."),
            "backup-busy": self.tr("Something is being done with the backups already. Wait until it has ended."),
        }

    def _scans(self) -> dict[str, str]:
        """What a scanner has read: where somebody stands, or why the code means nobody."""
        return {
            "scan-waiting": self.tr("{ticket} waits: {clinic}. People before: {n}."),
            "scan-called": self.tr("{ticket} is called: {clinic}, room {room}."),
            "scan-in_service": self.tr("{ticket} is in the room: {clinic}, room {room}."),
            "scan-other": self.tr("{ticket}, {clinic}: {state}."),
            "scan-elsewhere": self.tr(
                "{ticket} is for {clinic}. Direct the examinee there, or transfer to this clinic (F4)."
            ),
            "scan-old": self.tr("This ticket is dated {date}. Issue a new one."),
            "scan-unknown": self.tr("This code is not a ticket of this system. Search by name or ID."),
            "scan-nobody": self.tr("Nobody with this ID number has a ticket today. Search by name, or ask reception."),
            "scan-no-news": self.tr("Number {number} has not reached this PC yet. Search again in a moment."),
            "scan-square": self.tr("The square is for phones. Scan the bars of the ticket."),
        }

    def _server(self) -> dict[str, str]:
        """Why the server of this PC does not start."""
        keys = self.tr(
            "The keys of the centre's database are missing or not usable. Put back the keys folder that belongs to it; "
            "nothing was changed."
        )
        return {
            "database-wrong-key": self.tr(
                "The centre's database was made with other keys, or is damaged. Put back the keys folder that belongs "
                "to it; nothing was changed."
            ),
            "keys-missing": keys,
            "keys-damaged": keys,
            "keys-unsafe": self.tr("Other users of this PC can read the centre's keys. Tell an administrator."),
            "database-newer": self.tr(
                "A newer version of the program has written the centre's database. Install that version; "
                "nothing was changed."
            ),
            "database-busy": self.tr("Another program is using the centre's database. Close it, then try again."),
            "centre-in-use": self.tr(
                "Another console on this PC serves this centre already. Use its window, or close it and try again."
            ),
            "disk-full": self.tr("The disk of the centre's database is full. Make room, then try again."),
            "disk-failed": self.tr(
                "The disk of the centre's database cannot be read or written. Tell an administrator."
            ),
            "engine-too-old": self.tr("The database library of this PC is too old and could lose work."),
        }

    def _here(self) -> dict[str, str]:
        return {
            "bad-credentials": self.tr(
                "The user name or password is not correct. Check Caps Lock and the keyboard language."
            ),
            "account-locked": self.tr(
                "This account is locked for now. Try again after {time}, or ask an administrator to unlock it."
            ),
            "unreachable": self.tr(
                "Cannot reach the server. Check the network cable or Wi-Fi and try again, or choose another server."
            ),
            "certificate-changed": self.tr(
                "The identity of the server has changed. Do not continue until an administrator confirms it."
            ),
            "wrong-server": self.tr("What answered is not an MMC Console server. Check the address."),
            "profile-in-use": self.tr("The console is already open on this PC. Use the open window."),
            "no-keyring": self.tr("This PC cannot keep keys safely, so this needs the connection."),
            "no-desk": self.tr("This PC has no desk letter yet. Connect to the server once."),
            "copied-profile": self.tr("This PC's data is a copy. Connect to the server and enrol it anew."),
            "several-rooms": self.tr(
                "While offline, a clinic with several rooms cannot call the next one. Call a number by hand."
            ),
            "not-holder": self.tr(
                "While offline, only the PC that took the room today while connected calls the next one. "
                "Call a number by hand."
            ),
            "store": self.tr("This PC cannot store actions safely now. Tell an administrator."),
            "store-full": self.tr(
                "This PC is almost full, so offline actions cannot be stored safely. "
                "Free some space, or tell an administrator."
            ),
            "store-lost": self.tr("The data of this PC cannot be read or written. Tell an administrator."),
            "store-damaged": self.tr(
                "The data of this PC is damaged and cannot be read any more. Tell an administrator."
            ),
            "keyring-locked": self.tr(
                "The keyring of this PC is locked or does not answer. Unlock it, then try again."
            ),
            "keys-damaged": self.tr("The file with the keys of this PC is damaged. Tell an administrator."),
            "store-wrong-key": self.tr("The key of this PC does not open its data. Tell an administrator."),
            "store-newer": self.tr("A newer version of the program has written this PC's data. Update the program."),
            "store-engine-too-old": self.tr("The database library of this PC is too old and could lose work."),
        }


def _close(sentence: str) -> str:
    """*sentence* with unfilled holes as `…`."""
    parts = sentence.split("{")
    return parts[0] + "".join("…" + part.partition("}")[2] for part in parts[1:])
