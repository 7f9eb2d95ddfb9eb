"""What each line of the forms is called, and what stands beside it; and what a place of the centre file is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from PySide6.QtCore import QObject

from mmc_console.desktop.kit.bidi import listed
from mmc_console.wire.centre import CentreAnswer


class LineWords(QObject):
    """Codes in, words of the present language out."""

    def label(self, code: str) -> str:
        """A line's name; a code without words is shown as such."""
        return {**self._clinic(), **self._site(), **self._rules()}.get(code, code)

    def hint(self, code: str) -> str:
        """What helps beside a line."""
        return {
            "letter": self.tr("Free: {what}"),
            "public-name": self.tr("Only where patients shall read another name, such as on the board."),
            "service-seconds": self.tr("Waits are told from it until the day's own pace is known."),
            "centre-code": self.tr("Typed before a restore. It never changes."),
            "timezone": self.tr("Such as Asia/Riyadh."),
            "public-url": self.tr("Where patients' phones reach the server; empty: no paper carries an address."),
            "day-starts-at": self.tr("Then numbers begin again at 001 and open tickets are over."),
            "working-days": self.tr("On other days reception is warned, and can go on with one key."),
            "patients-at-most": self.tr("Above it reception is warned, and can go on with one key."),
            "priority-share": self.tr("So many calls in a row go to those with priority while others wait."),
            "simple-flow": self.tr("One key finishes and calls the next, without confirming that somebody came in."),
            "exit-pins": self.tr("A patient leaves a clinic by typing its number of the day."),
        }.get(code, "")

    def part(self, code: str) -> str:
        """What one of several inputs asks for."""
        return {
            "ar": self.tr("Arabic"), "en": self.tr("English"), "no": self.tr("Number"), "door": self.tr("On the door"),
            "from": self.tr("From"), "to": self.tr("To"), "code": self.tr("Code"), "share": self.tr("Calls"),
            "share-of": self.tr("Of"),
        }.get(code, code)  # fmt: skip

    def day(self, code: str) -> str:
        """A day of the week."""
        return {
            "sun": self.tr("Sunday"), "mon": self.tr("Monday"), "tue": self.tr("Tuesday"),
            "wed": self.tr("Wednesday"), "thu": self.tr("Thursday"), "fri": self.tr("Friday"),
            "sat": self.tr("Saturday"),
        }.get(code, code)  # fmt: skip

    def add(self, code: str) -> str:
        """The button that adds one."""
        return {
            "room": self.tr("Add a room"), "stage": self.tr("Add a stage"), "floor": self.tr("Add a floor"),
            "notice": self.tr("Add a sentence"),
        }.get(code, code)  # fmt: skip

    def place(self, place: str, answer: CentreAnswer | None, language: str) -> str:
        """A place of the centre file as people call it: the clinic's or exam's name, then the field."""
        steps = place.split(".")
        found = [self._thing(steps[0], steps[1], answer, language)] if len(steps) > 1 else []
        field = next(
            (word for step in reversed(steps[2 if found and found[0] else 1 :]) if (word := self._field(step))), ""
        )
        if not found or not found[0]:
            field = field or self._field(steps[0])
        return " · ".join(part for part in (*found, field) if part) or place

    def value(self, raw: str, language: str, answer: CentreAnswer | None = None) -> str:
        """A value of the centre file in few words; clinics of a pathway by their names."""
        if not raw:
            return ""
        centers = [answer.center] if answer is not None else []
        if answer is not None and answer.draft is not None:
            centers.append(answer.draft.center)
        names = {str(c.code): c.name.get(language) or c.code for center in centers for c in center.clinics}
        return _plain(msgspec.json.decode(raw), language, names)

    def _thing(self, head: str, code: str, answer: CentreAnswer | None, language: str) -> str:
        if head not in ("clinics", "exam_types"):
            return ""
        center = answer.center if answer is not None else None
        draft = answer.draft.center if answer is not None and answer.draft is not None else None
        for one in (center, draft):
            if one is not None:
                things = one.clinics if head == "clinics" else one.exam_types
                found = next((thing for thing in things if thing.code == code), None)
                if found is not None:
                    return found.name.get(language) or code
        return code

    def _field(self, step: str) -> str:
        known = {
            "name": "name", "public_name": "public-name", "pathways": "pathways", "men": "pathway-men",
            "women": "pathway-women", "registration": "registration", "before_stage": "before-stage",
            "ar": "", "en": "", "from": "", "to": "", "exit_pin": "exit-pin", "service_seconds": "service-seconds",
            "patients_per_day_at_most": "patients-at-most", "clinics": "clinics", "exam_types": "exam-types",
        }  # fmt: skip
        code = known.get(step, step.replace("_", "-"))
        words = self.label(code) if code else ""
        return words if words != code else ""

    def _clinic(self) -> dict[str, str]:
        return {
            "name": self.tr("Name"), "public-name": self.tr("Name for patients"),
            "letter": self.tr("Letter of the tickets"), "floor": self.tr("Floor"), "admits": self.tr("For"),
            "service-seconds": self.tr("Usual time of one examinee, in seconds"),
            "exit-pin": self.tr("Leaves with the number of the day, where the centre uses it"),
            "rooms": self.tr("Rooms"), "room": self.tr("Room"), "stage": self.tr("Stage"),
            "pathways": self.tr("Pathways"), "pathway-men": self.tr("Pathway for men"),
            "pathway-women": self.tr("Pathway for women"), "clinics": self.tr("Order of the clinics"),
            "exam-types": self.tr("Order of the exam types"),
        }  # fmt: skip

    def _site(self) -> dict[str, str]:
        return {
            "site": self.tr("Name and times"), "centre-code": self.tr("Code of the centre"),
            "timezone": self.tr("Time zone"),
            "day-starts-at": self.tr("The service day begins at"), "opens-at": self.tr("Opens at"),
            "closes-at": self.tr("Closes at"), "registration": self.tr("Registration"),
            "working-days": self.tr("Working days"), "patients-at-most": self.tr("Patients a day, at most"),
            "public-url": self.tr("Address for patients' phones"), "floors": self.tr("Floors, as one walks up"),
            "floor-names": self.tr("Floor"), "notices": self.tr("Sentences for patients"),
            "at-the-end": self.tr("After the last clinic"), "before-stage": self.tr("Before a stage with"),
            "notice-text": self.tr("Sentence"), "about": self.tr("About this file"), "languages": self.tr("Languages"),
        }  # fmt: skip

    def _rules(self) -> dict[str, str]:
        return {
            "rules": self.tr("Rules"), "near-turn-ahead": self.tr("Told that the turn is near, so many before"),
            "call-reminder-seconds": self.tr("Reminder after a call, in seconds"),
            "announcements-before-no-show": self.tr("Announcements before a no-show"),
            "recall-at-most": self.tr("Recalls, at most"),
            "recall-apart-seconds": self.tr("Between two recalls, in seconds"),
            "no-show-after-seconds": self.tr("No-show at the earliest after, in seconds"),
            "postpone-at-most": self.tr("Back to the queue, at most"),
            "requeue-after": self.tr("Back to the queue after so many"),
            "undo-minutes": self.tr("Undo possible for, in minutes"),
            "kiosk-per-minute": self.tr("Registrations at one kiosk in a minute"),
            "priority-share": self.tr("Share of priority calls"), "simple-flow": self.tr("Simple flow"),
            "exit-pins": self.tr("Exit numbers"), "number-wait-seconds": self.tr("Wait for the number, in seconds"),
        }  # fmt: skip


def _plain(value: Any, language: str, names: Mapping[str, str]) -> str:
    if isinstance(value, Mapping):
        named = value.get("name", value)
        if isinstance(named, Mapping) and (language in named or "ar" in named):
            return str(named.get(language) or next(iter(named.values()), ""))
        if "no" in value:
            return f"{value['no']} {value.get('name', '')}".strip()
        return listed(_plain(each, language, names) for each in value.values())
    if isinstance(value, list):
        parts = [names.get(each, each) if isinstance(each, str) else _plain(each, language, names) for each in value]
        return " ▸ ".join(parts) if value and isinstance(value[0], list) else listed(parts)
    if isinstance(value, bool):
        return "✓" if value else "✗"
    return names.get(value, value) if isinstance(value, str) else str(value)
