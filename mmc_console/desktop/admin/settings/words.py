"""The words of every setting: its name, what it is for, and what its choices mean. A test finds one that lacks them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from mmc_console.desktop.admin.settings.contract import THIS_PC, Fault
from mmc_console.desktop.admin.settings.field_words import FieldWords
from mmc_console.desktop.kit.bidi import fill, iso, listed, ltr
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.actions import EraseReason
from mmc_console.wire.office import Field, FoundPerson


class SettingsWords(QObject):
    """Codes in, words of the present language out."""

    def __init__(self, language: Callable[[], str]) -> None:
        super().__init__()
        self._language, self._fields = language, FieldWords()

    def section(self, name: str) -> str:
        """A section's title."""
        return self.tr("This PC") if name == THIS_PC else self._fields.area(name)

    def name(self, area: str, field: str) -> str:
        """What a setting is called."""
        return self._fields.field(area, field)[0]

    def help(self, area: str, field: str) -> str:
        """What it is for."""
        return self._fields.field(area, field)[1]

    def value(self, area: str, field: Field | None, value: object) -> str:
        """A value as it is read."""
        if isinstance(value, bool):
            return self.tr("On") if value else self.tr("Off")
        if field is not None and field.kind == "choice":
            return self._fields.choice(area, field.name, str(value))
        if isinstance(value, (list, tuple)):
            parts = [self._fields.choice(area, field.name, str(v)) if field is not None else str(v) for v in value]
            return listed(parts) if parts else self.tr("Nothing")
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return ltr(str(value)) if isinstance(value, (int, float)) else iso(str(value)) if value else self.tr("Nothing")

    def choice(self, area: str, field: str, key: str) -> str:
        """One of a setting's choices."""
        return self._fields.choice(area, field, key)

    def default(self, area: str, field: Field) -> str:
        """What it is without being set, and its limits."""
        text = fill(self.tr("Default: {what}"), what=self.value(area, field, field.default))
        if field.least is not None and field.most is not None:
            limits = fill(self.tr("from {least} to {most}"), least=_plain(field.least), most=_plain(field.most))
            return f"{text} · {limits}"
        return text

    def fault(self, field: Field, fault: Fault | None) -> str:
        """What is wrong with what was typed."""
        if fault is None:
            return ""
        least, most = _plain(field.least), _plain(field.most)
        if fault == "out-of-limits" and least and most:
            return fill(self.tr("Type a number from {least} to {most}."), least=least, most=most)
        if fault == "out-of-limits":
            return fill(self.tr("Type a number of at least {least}."), least=least or most)
        return {
            "not-a-number": self.tr("Type a number in digits."),
            "too-long": fill(self.tr("At most {most} characters."), most=field.longest or 0),
            "not-taken": self.tr("The server did not take this value. The one before stands."),
        }[fault]

    def message(self, message: Message) -> str | None:
        """A toast."""
        params = message.params
        if message.code == "setting-set":
            area, _, field = str(params["field"]).partition(".")
            return fill(self.tr("Set: {field}"), field=self.name(area, field))
        if message.code == "person-erased":
            return self.tr("Erased. The visits stay without a name.")
        return None

    def reason(self, reason: EraseReason) -> str:
        """Why somebody is erased."""
        return {
            "asked": self.tr("The person asks for it"),
            "mistake": self.tr("Registered by mistake"),
            "ordered": self.tr("An authority orders it"),
            "other": self.tr("Other"),
        }[reason]

    def person(self, found: FoundPerson) -> tuple[str, ...]:
        """Who was found, line by line."""
        last = found.last.isoformat() if found.last is not None else ""
        visits = self.tr("%n visit(s)", "", found.visits)
        return (
            fill("{name} · {number}", name=found.card.name or "…", number=found.card.number),
            fill(self.tr("{part}, the last on {date}"), part=visits, date=last) if last else visits,
            self.tr("Here today: erased when the day is over.") if found.open else "",
        )

    def question(self, found: FoundPerson) -> str:
        """Before it is done."""
        return fill(self.tr("Erase {name} for ever?"), name=found.card.name or found.card.number)


def _plain(limit: float | None) -> str:
    return "" if limit is None else str(int(limit)) if float(limit).is_integer() else str(limit)
