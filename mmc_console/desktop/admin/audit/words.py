"""The words of the audit page: entries, the state of the chain and of the keys, in sentences."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject

from mmc_console.desktop.admin.audit.acts import ActWords
from mmc_console.desktop.admin.settings.field_words import FieldWords
from mmc_console.desktop.kit.bidi import fill, listed, ltr
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.wire.audit import COUNTED_AT_MOST, AuditCheck, AuditFault, AuditRow
from mmc_console.wire.keys import KeyRow

_NONE = "–"


def stamp(moment: datetime | None) -> str:
    """Date and time as the administration writes them."""
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment is not None else ""


class AuditWords(QObject):
    """Facts in, words in the present language out."""

    def __init__(self, rules: RuleWords) -> None:
        super().__init__()
        self._rules, self.acts, self._areas = rules, ActWords(), FieldWords()

    def message(self, message: Message) -> str | None:
        """A sentence for a toast or under a field."""
        own = {
            "bad-date": self.tr("A date is written as 2026-11-23."),
            "audit-copied": self.tr("The entry was copied."),
            "copies-printed": self.tr("The recovery copies were printed."),
            "copies-not-printed": self.tr("The printer did not take the copies. Write them down by hand."),
            "key-exchanged": self.tr("The new key is in use. What stands is brought over while people work."),
            "keys-all-printed": self.tr(
                "Every recovery copy was shown before. Exchange a key to get a copy of the new one."
            ),
            "password-wrong": self.tr("The password is not correct. Nothing was changed."),
            "key-rotation-under-way": self.tr("This key is being exchanged already. Wait until that is finished."),
        }.get(message.code)  # fmt: skip
        return fill(own, **message.params) if own is not None else None

    # ------------------------------------------------------------------ entries
    def act(self, row: AuditRow) -> str:
        """What was done, or was not let happen."""
        words = self.acts.act(row.act)
        return fill(self.tr("{part}: refused"), part=words) if "refused" in row.detail else words

    def user(self, row: AuditRow) -> str:
        """Who did it."""
        if row.name:
            return row.name
        if "command" in row.detail:
            return self.tr("Command line")
        return self.tr("Unknown") if row.user or "refused" in row.detail else self.tr("The server")

    def about(self, row: AuditRow) -> str:
        """What it was about, as short as it can be told apart."""
        if row.about_name:
            return row.about_name
        return row.about[:8] if len(row.about) == 36 and row.about.count("-") == 4 else self._areas.area(row.about)

    def console(self, row: AuditRow) -> str:
        """Where it was done."""
        return row.desk or row.device[:8]

    def spoken(self, row: AuditRow) -> str:
        """A whole row, for screen readers."""
        parts = (stamp(row.at), self.user(row), self.act(row), self.about(row), self.console(row))
        return listed(part for part in parts if part)

    def title(self, count: int) -> str:
        """The heading over the entries."""
        shown = f"{count:,}" + ("+" if count >= COUNTED_AT_MOST else "")
        return fill(self.tr("Records ({n})"), n=shown)

    def lines(self, row: AuditRow) -> list[tuple[str, str]]:
        """The entry in full: what each line is called, and what stands in it."""
        found = [
            (self.tr("Entry"), ltr(f"{row.seq:,}")), (self.tr("Time"), ltr(stamp(row.at))),
            (self.tr("Who"), self.user(row)), (self.tr("Console"), ltr(self.console(row)) or _NONE),
        ]  # fmt: skip
        if row.about:
            found.append((self.tr("About"), row.about_name or ltr(row.about)))
        for name, value in row.detail.items():
            if name == "changed" and isinstance(value, dict):
                found += [(self.field(each), self._change(pair)) for each, pair in value.items()]
            elif name == "refused":
                found.append((self.field(name), self._rules.problem(str(value), {})))
            else:
                found.append((self.field(name), self._value(value)))
        if row.request:
            found.append((self.tr("Request"), ltr(row.request)))
        found.append((self.tr("Hash"), ltr(f"{row.hash[:8]}…{row.hash[-4:]}")))
        return found

    def plain(self, row: AuditRow) -> str:
        """The entry as text, for pasting."""
        return "\n".join((self.act(row), *(f"{name}: {value}" for name, value in self.lines(row))))

    def field(self, name: str) -> str:
        """What a detail is called; a newer server's stays as it is called there."""
        return {
            "roles": self.tr("Roles"), "clinics": self.tr("Clinics"), "enabled": self.tr("Access"),
            "name": self.tr("Name"), "refused": self.tr("Refused because"), "people": self.tr("Examinees"),
            "ids": self.tr("Examinees' ids"), "times": self.tr("Times"), "source": self.tr("From address"),
            "command": self.tr("By the machine's user"), "route": self.tr("Path"), "entries": self.tr("Entries"),
            "fault": self.tr("Fault"), "at": self.tr("At entry"), "last": self.tr("Until entry"),
            "keys": self.tr("Keys"), "rows": self.tr("Rows"), "on": self.tr("Switched on"),
            "granted": self.tr("Granted"), "version": self.tr("Version"), "action": self.tr("Action"),
            "lost": self.tr("Entries lost"), "from": self.tr("From"), "until": self.tr("To"), "act": self.tr("Act"),
            "checked": self.tr("Only checked"), "lines": self.tr("Lines"), "added": self.tr("Added"),
            "user": self.tr("User"), "device": self.tr("Console"), "about": self.tr("About"),
        }.get(name, name)  # fmt: skip

    def _change(self, pair: Any) -> str:
        if not isinstance(pair, list) or len(pair) != 2:
            return self._value(pair)
        return fill(self.tr("{part} → {later}"), part=self._value(pair[0]), later=self._value(pair[1]))

    def _value(self, value: Any) -> str:
        if isinstance(value, bool):
            return self.tr("yes") if value else self.tr("no")
        if isinstance(value, list):
            return self.tr(", ").join(self._value(each) for each in value) if value else _NONE
        return self._roles().get(value, "") or ltr(str(value)) or _NONE

    def _roles(self) -> dict[Any, str]:
        return {
            "reception": self.tr("Reception"), "clinician": self.tr("Clinician"), "supervisor": self.tr("Supervisor"),
            "admin": self.tr("Administrator"), "kiosk": self.tr("Kiosk"), "board": self.tr("Board"),
        }  # fmt: skip

    # ------------------------------------------------------------------ the chain
    def chain(self, check: AuditCheck) -> str:
        """Whether the record is whole, in a sentence."""
        if check.running:
            return fill(
                self.tr("Checking the chain: {n} of {most} entries…"), n=f"{check.done:,}", most=f"{check.total:,}"
            )  # fmt: skip
        if check.at is None:
            return self.tr("The chain was not checked yet.")
        time = f"{check.at:%Y-%m-%d %H:%M}"
        if check.fault is None:
            return fill(self.tr("Chain intact: {n} entries, checked {time}"), n=f"{check.done:,}", time=time)
        return fill(self.tr("{part} Found {time}. Tell whoever answers for security."),
                    part=self.fault(check.fault), time=time)  # fmt: skip

    def fault(self, fault: AuditFault) -> str:
        """What was done to the record."""
        one = fault.last <= fault.seq
        text = {
            "edited": self.tr("Entry {n} was changed afterwards."),
            "deleted": self.tr("Entry {n} was deleted.") if one else self.tr("Entries {n} to {most} were deleted."),
            "inserted": self.tr("Entry {n} was put in afterwards."),
            "reordered": self.tr("Entries were exchanged, from {n} on."),
            "cut": self.tr("The end is missing: entries {n} to {most}. Or this is an older database."),
            "foreign": self.tr("This is another record than the one that was written here, from entry {n} on."),
            "head": self.tr("The seal on the last entry ({n}) is not ours."),
            "no-head": self.tr("The seal on the last entry ({n}) is missing."),
        }.get(fault.kind, self.tr("The record was changed at entry {n}."))  # fmt: skip
        return fill(text, n=f"{fault.seq:,}", most=f"{max(fault.last, fault.seq):,}")

    # ------------------------------------------------------------------ keys
    def key(self, kind: str) -> str:
        """What a key is for."""
        return {
            "field": self.tr("Examinees' data"), "index": self.tr("Search by number"),
            "token": self.tr("Sign-ins"), "backup": self.tr("Backups"), "database": self.tr("Database"),
            "audit": self.tr("Audit"), "pages": self.tr("Exit PINs and patient pages"),
        }.get(kind, kind)  # fmt: skip

    def key_state(self, key: KeyRow) -> str:
        """How it stands."""
        if key.state == "asked":
            return self.tr("A new one is taken into use…")
        if key.state == "running" and key.total:
            percent = min(100, 100 * key.done // key.total)
            return fill(self.tr("Being exchanged: {n} %"), n=percent)
        if key.state == "running":
            return self.tr("The old one is valid until its sign-ins run out")
        if key.older:
            return self.tr("In use, %n older kept", "", key.older)
        return self.tr("In use")

    def copy_state(self, key: KeyRow) -> str:
        """Whether its recovery copy is out."""
        return self.tr("shown") if key.printed else self.tr("not yet")
