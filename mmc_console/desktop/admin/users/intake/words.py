"""The words of the box for a file of people: what is wrong with a file and with a line, what was done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from mmc_console.desktop.admin.users.form import ROLES
from mmc_console.desktop.admin.users.intake.contract import Entry, State
from mmc_console.desktop.admin.users.words import UserWords
from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.tickets.facts import Message, word_in
from mmc_console.domain.centre import Center
from mmc_console.domain.ids import ClinicCode
from mmc_console.wire.imports import LineFault


class IntakeWords(QObject):
    """Codes in, sentences in the present language out."""

    def __init__(self, users: UserWords, problem: Callable[[Message], str]) -> None:
        super().__init__()
        self._users, self._problem = users, problem

    def field(self, field: str) -> str:
        """A column."""
        return {
            "username": self.tr("User name"), "name": self.tr("Name"), "roles": self.tr("Roles"),
            "clinics": self.tr("Clinics"),
        }.get(field, field)  # fmt: skip

    def role(self, role: str) -> str:
        """A role, or what stands in its place."""
        return self._users.role(role)

    def clinic(self, code: str, center: Center | None) -> str:
        """A clinic, or what stands in its place."""
        found = center.clinic(ClinicCode(code)) if center is not None else None
        return (word_in(found.name, self._users.language) if found is not None else "") or code

    def joined(self, words: list[str]) -> str:
        """Several."""
        return self.tr(", ").join(words)

    def how(self, center: Center | None) -> str:
        """What the file must look like."""
        roles = self.joined([self.role(role) for role in ROLES])
        lines = [
            self.tr("A CSV or xlsx file with a heading: user name, name, roles and, for clinicians, clinics."),
            fill(self.tr("Roles: {what}."), what=roles),
        ]
        if center is not None:
            clinics = self.joined([self.clinic(clinic.code, center) for clinic in center.clinics])
            lines.append(fill(self.tr("Clinics: {what}."), what=clinics))
        lines.append(self.tr("Several in one cell are parted by a semicolon. Everybody gets a first password."))
        return "\n".join(lines)

    def about(self, state: State) -> str:
        """The file, and how many people it has."""
        if state.phase == "reading":
            return fill(self.tr("Reading {file}…"), file=state.file)
        if not state.entries:
            return ""
        told = fill(self.tr("{file}, read as {code}: {part}."), file=state.file, code=self.encoding(state.encoding),
                    part=self.tr("%n person(s)", "", len(state.entries)))  # fmt: skip
        bad = self.tr("%n line(s) with a fault.", "", state.bad)
        none = self.tr("No fault was found.")
        return f"{told} {bad if state.bad else none}"

    def encoding(self, encoding: str) -> str:
        """How the letters of a file were read: names, the same in every language."""
        return {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp1256": "Windows-1256", "xlsx": "Excel"}.get(encoding, encoding)

    def faults(self, entry: Entry) -> str:
        """Everything wrong with a line."""
        return " ".join(self.fault(fault) for fault in entry.faults)

    def fault(self, fault: LineFault) -> str:
        """One thing that is wrong with a line."""
        known = {
            "user-twice": self.tr("This user name stands in the file already."),
            "role-unknown": fill(self.tr("There is no role {role}."), role=fault.value),
            "clinic-unknown": fill(self.tr("The centre has no clinic {clinic}."), clinic=fault.value),
            "clinic-missing": self.tr("A clinician works in at least one clinic: write it."),
            "role-missing": self.tr("Write at least one role."),
            "username-missing": self.tr("The user name is missing."), "name-missing": self.tr("The name is missing."),
            "too-many-cells": self.tr("More cells than the heading: put a name with a separator between quotes."),
        }  # fmt: skip
        return known.get(fault.reason) or self._users.fault(fault.reason)

    def trouble(self, message: Message) -> str:
        """Why there is nothing to add, or nobody was added."""
        sentences = {
            "file-empty": self.tr("This file is empty."),
            "file-nobody": self.tr("There is a heading in this file, and nobody below it."),
            "file-too-large": self.tr("This file is too large: at most {n} MB."),
            "file-too-many": self.tr("Too many people in one file: at most {n}. Part it."),
            "file-not-text": self.tr("This is neither a CSV nor an xlsx file. Save it as one of them."),
            "file-workbook-broken": self.tr("This xlsx file is damaged. Save it again, or save it as CSV."),
            "file-quotes": self.tr("From line {n} on this file cannot be parted into cells: a quotation mark is open."),
            "file-column-missing": self.tr("The column {field} is missing. The heading must name it."),
            "file-column-twice": self.tr("The column {field} stands in the heading twice."),
            "file-closed": self.tr("This file cannot be read. Close it elsewhere, or choose another one."),
            "nobody-added": self.tr("Nobody was added: look at the lines with a fault."),
            "import-unsure": self.tr("The line broke. Whether they were added is not known yet: ask again."),
        }  # fmt: skip
        sentence = sentences.get(message.code)
        if sentence is None:
            return self._problem(message)
        params = dict(message.params)
        if "field" in params:
            params["field"] = self.field(str(params["field"]))
        return fill(sentence, **params)

    def told(self, message: Message) -> str:
        """What was done."""
        sentences = {
            "template-saved": self.tr("Saved as {file}. Lines that begin with # are not read."),
            "passwords-saved": self.tr("Saved as {file}. Delete it when everybody has their own."),
            "passwords-printed": self.tr("Printed."), "not-printed": self.tr("Nothing was printed. Check the printer."),
            "file-not-written": self.tr("The file could not be written there. Choose another place."),
        }  # fmt: skip
        sentence = sentences.get(message.code)
        return self._problem(message) if sentence is None else fill(sentence, **dict(message.params))

    def confirm(self, state: State) -> str:
        """The named answer."""
        if state.phase == "done":
            return self.tr("They are handed over: close")
        if state.unsure:
            return self.tr("Ask again")
        if state.phase in ("preview", "adding"):
            text = self.tr("Add the %n without a fault", "", state.good) if state.bad else ""
            return text or self.tr("Add all %n", "", state.good)
        return self.tr("Choose a file…")

    def title(self, state: State) -> str:
        """The heading of the box."""
        if state.phase == "done":
            return self.tr("First passwords of %n person(s)", "", state.added)
        return self.tr("People from a file")

    def adding(self, state: State) -> str:
        """How far it is."""
        return fill(self.tr("First passwords are made: {n} of {total}"), n=state.done, total=state.total)

    def handed(self, state: State) -> str:
        """What is to be done with first passwords."""
        told = self.tr("They are shown once. Print or save them, hand them out in person, never by mail; at the first "
                       "sign-in another one has to be chosen.")  # fmt: skip
        if not state.bad:
            return told
        left = self.tr("%n line(s) with a fault were left out. Mend them and choose the file again.", "", state.bad)
        return f"{told}\n{left}"
