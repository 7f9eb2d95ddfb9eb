"""The centre as data: clinics, rooms, exam types, rules. Values, never logic.

One file describes a centre (`resources/center.json` is the reference one).
It is published as an event of the log, so every decision uses the version at
its own place in the log. Faults are found by `centre_check`.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

from mmc_console.domain.ids import ClinicCode, ExamCode
from mmc_console.domain.whole import Whole

Words = dict[str, str]
"""The same text by language code: {"ar": …, "en": …}."""

Admits = Literal["all", "women"]
Gender = Literal["male", "female", "unknown"]
"""`unknown`: somebody an older program has brought in, until reception completes the person. Nobody types it."""


class Room(Struct, frozen=True, forbid_unknown_fields=True):
    """A door patients are sent to."""

    no: Whole
    name: str


class Clinic(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A place with its own queue."""

    code: ClinicCode
    letter: str
    name: Words
    floor: str
    rooms: tuple[Room, ...]
    service_seconds: Whole
    admits: Admits = "all"
    exit_pin: bool = False
    kind: str = "clinic"
    legacy_code: str = ""
    public_name: Words | None = None


class Pathways(Struct, frozen=True, forbid_unknown_fields=True):
    """Stages in order, by gender; the clinics of one stage in any order."""

    men: tuple[tuple[ClinicCode, ...], ...]
    women: tuple[tuple[ClinicCode, ...], ...]

    def of(self, gender: Gender) -> tuple[tuple[ClinicCode, ...], ...]:
        """The stages for this gender; empty when the exam is not for it."""
        return {"male": self.men, "female": self.women}.get(gender, ())


class ExamType(Struct, frozen=True, forbid_unknown_fields=True):
    """Decides the pathway."""

    code: ExamCode
    name: Words
    pathways: Pathways


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """The numbers the rules work with; `domain.md` says what each means."""

    near_turn_ahead: Whole = 3
    call_reminder_seconds: Whole = 240
    announcements_before_no_show: Whole = 1
    postpone_at_most: Whole = 3
    priority_share: tuple[Whole, Whole] = (2, 3)
    number_wait_seconds: float = 2
    exit_pin: bool = False
    simple_flow: bool = False
    recall_at_most: Whole = 3
    recall_apart_seconds: Whole = 8
    no_show_after_seconds: Whole = 20
    undo_minutes: Whole = 15
    requeue_after: Whole = 3
    kiosk_per_minute: Whole = 6
    """People that one kiosk registers in a minute."""


class StageNotice(Struct, frozen=True, forbid_unknown_fields=True):
    """A text shown, printed and sent with the first ticket of a stage."""

    stage_has: tuple[ClinicCode, ...]
    text: Words


class NoticeTexts(Struct, frozen=True, forbid_unknown_fields=True):
    """The centre's own sentences."""

    before_stage: tuple[StageNotice, ...] = ()
    at_the_end: Words = {}


class Registration(Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """When reception registers; outside it warns and never refuses."""

    start: str
    to: str


class Site(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The place itself: name, time zone, hours, floors in walking order."""

    code: str
    name: Words
    timezone: str
    day_starts_at: str
    working_days: tuple[str, ...]
    opens_at: str
    closes_at: str
    registration: Registration
    patients_per_day_at_most: Whole
    languages: tuple[str, ...]
    floors: dict[str, Words]
    public_url: str = ""
    """Where patients' phones reach the server; empty: no paper carries the address of a page."""


class Center(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Everything a centre file says."""

    center: Site
    clinics: tuple[Clinic, ...]
    exam_types: tuple[ExamType, ...]
    rules: Rules = Rules()
    notices: NoticeTexts = NoticeTexts()
    about: str = ""

    def clinic(self, code: ClinicCode) -> Clinic | None:
        """The clinic of this code, or None."""
        return self._by_code.get(code)

    def takes(self, code: ClinicCode, gender: Gender) -> bool:
        """Whether there is this clinic, and it admits somebody of *gender*."""
        clinic = self.clinic(code)
        return clinic is not None and (clinic.admits == "all" or gender == "female")

    def exam(self, code: ExamCode) -> ExamType | None:
        """The exam type of this code, or None."""
        return next((e for e in self.exam_types if e.code == code), None)

    def floor_of(self, code: ClinicCode) -> int:
        """How many floors up this clinic is, by the file's order of floors."""
        clinic = self.clinic(code)
        return self._floors.get(clinic.floor, 0) if clinic else 0

    @property
    def _floors(self) -> dict[str, int]:
        found: dict[str, int] | None = self.__dict__.get("floors")
        if found is None:
            found = self.__dict__["floors"] = {floor: i for i, floor in enumerate(self.center.floors)}
        return found

    @property
    def _by_code(self) -> dict[ClinicCode, Clinic]:
        found: dict[ClinicCode, Clinic] | None = self.__dict__.get("by_code")
        if found is None:
            found = self.__dict__["by_code"] = {c.code: c for c in self.clinics}
        return found


def parse_center(raw: bytes) -> Center:
    """A centre from its JSON; msgspec.ValidationError or DecodeError names the place."""
    return msgspec.json.decode(raw, type=Center)
