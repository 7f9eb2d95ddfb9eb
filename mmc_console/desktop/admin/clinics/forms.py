"""Which lines each form has, with what stands in them and every fault at its own line. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from mmc_console.desktop.admin.clinics.contract import Input, Line, Listed
from mmc_console.desktop.admin.clinics.editing import LANGUAGES, Data, read
from mmc_console.domain.centre_check import LOOKALIKES, Fault

DAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
TIMES: Final = ("day_starts_at", "opens_at", "closes_at")
_NUMBERS: Final = (
    "near_turn_ahead", "call_reminder_seconds", "announcements_before_no_show", "recall_at_most",
    "recall_apart_seconds", "no_show_after_seconds", "postpone_at_most", "requeue_after", "undo_minutes",
    "kiosk_per_minute",
)  # fmt: skip
_FIELD_OF: Final = {
    "bad-letter": "letter", "lookalike-letter": "letter", "unknown-floor": "floor", "no-rooms": "rooms",
    "doubled-room": "rooms", "bad-service-time": "service_seconds", "no-pathway": "pathways",
}  # fmt: skip
_AT_A_ROW: Final = {"empty-stage", "unknown-clinic", "womens-stop-in-mens-path", "doubled-stop"}


def place_of(fault: Fault, data: Data) -> str:
    """The input a fault belongs to."""
    if fault.code == "doubled-letter":
        twice = [c["code"] for c in data["clinics"] if c.get("letter") == fault.value]
        return f"clinics.{twice[-1]}.letter" if twice else fault.place
    if fault.code in ("doubled-code", "bad-code") and fault.place in ("clinics", "exam_types"):
        return f"{fault.place}.{fault.value}.code"
    if fault.code == "name-missing":
        return f"{fault.place}.{fault.value}"
    if fault.code in _FIELD_OF:
        return f"{fault.place}.{_FIELD_OF[fault.code]}"
    return fault.place.replace("[", ".").replace("]", "")


class Faults:
    """The faults by the place of the input that shows them."""

    def __init__(self, faults: Iterable[Fault], data: Data) -> None:
        self._by_place: dict[str, list[Fault]] = {}
        for fault in faults:
            self._by_place.setdefault(place_of(fault, data), []).append(fault)

    def at(self, *places: str) -> tuple[Fault, ...]:
        """Those of exactly these places."""
        return tuple(fault for place in places for fault in self._by_place.get(place, ()))

    def under(self, place: str) -> bool:
        """Whether there is any at *place* or below it."""
        return any(at == place or at.startswith(f"{place}.") for at in self._by_place)


def listed_clinics(data: Data, faults: Faults) -> tuple[Listed, ...]:
    """The list of clinics."""
    return tuple(
        Listed(
            clinic["code"], clinic.get("name") or {}, clinic.get("letter", ""),
            ", ".join(str(room["no"]) for room in clinic["rooms"]), faulty=faults.under(f"clinics.{clinic['code']}"),
        )
        for clinic in data["clinics"]
    )  # fmt: skip


def listed_exams(data: Data, faults: Faults) -> tuple[Listed, ...]:
    """The list of exam types."""
    return tuple(
        Listed(
            exam["code"], exam.get("name") or {},
            stages=" / ".join(str(sum(map(len, exam["pathways"][who]))) for who in ("men", "women")),
            faulty=faults.under(f"exam_types.{exam['code']}"),
        )
        for exam in data["exam_types"]
    )  # fmt: skip


class Forms:
    """Builds the forms of one moment. *typed*: what stands in a number's place and is none."""

    def __init__(self, data: Data, faults: Faults, typed: Mapping[str, str]) -> None:
        self._data, self._faults, self._typed = data, faults, typed

    def clinic(self, code: str) -> tuple[Line, ...]:
        """One clinic."""
        at = f"clinics.{code}"
        if read(self._data, at) is None:
            return ()
        used = {c.get("letter", "") for c in self._data["clinics"]}
        free = [chr(n) for n in range(65, 91) if chr(n) not in used | LOOKALIKES]
        floors = tuple((floor, names) for floor, names in self._data["center"]["floors"].items())
        sexes = (("all", {"ar": "الجميع", "en": "Everybody"}), ("women", {"ar": "النساء", "en": "Women"}))
        rooms = read(self._data, f"{at}.rooms")
        return (
            self._names("name", f"{at}.name"), self._names("public-name", f"{at}.public_name"),
            self._line("letter", f"{at}.letter", hint=" ".join(free[:8])),
            self._choice("floor", f"{at}.floor", floors),
            self._choice("admits", f"{at}.admits", sexes, "all"),
            self._line("service-seconds", f"{at}.service_seconds", number=True),
            self._switch("exit-pin", f"{at}.exit_pin"),
            Line("heading", "rooms", f"{at}.rooms", faults=self._faults.at(f"{at}.rooms")),
            *(
                Line(
                    "text", "room", f"{at}.rooms.{n}", removable=len(rooms) > 1,
                    inputs=(self._input(f"{at}.rooms.{n}.no", "no", number=True),
                            self._input(f"{at}.rooms.{n}.name", "door")),
                )
                for n in range(len(rooms))
            ),
            Line("add", "room", f"{at}.rooms"),
        )  # fmt: skip

    def exam(self, code: str) -> tuple[Line, ...]:
        """One exam type, with a pathway for men and one for women."""
        at = f"exam_types.{code}"
        if read(self._data, at) is None:
            return ()
        lines = [self._names("name", f"{at}.name")]
        for who in ("men", "women"):
            stages = read(self._data, f"{at}.pathways.{who}")
            lines.append(Line(
                "heading", f"pathway-{who}", f"{at}.pathways.{who}",
                faults=self._faults.at(f"{at}.pathways") if who == "men" else (),
            ))  # fmt: skip
            lines += [self._stage(f"{at}.pathways.{who}.{n}", str(n + 1), stage, who) for n, stage in enumerate(stages)]
            lines.append(Line("add", "stage", f"{at}.pathways.{who}"))
        return tuple(lines)

    def centre(self) -> tuple[Line, ...]:
        """The centre itself: name, hours, floors, rules, sentences."""
        site, notices = self._data["center"], self._data["notices"]
        shares = tuple(self._input(f"rules.priority_share.{n}", part, number=True)
                       for n, part in enumerate(("share", "share-of")))  # fmt: skip
        return (
            Line("heading", "site", "center"),
            Line("text", "centre-code", "center.code", inputs=(Input("", str(site["code"]), fixed=True),)),
            self._names("name", "center.name"),
            self._line("timezone", "center.timezone"),
            *(self._line(name.replace("_", "-"), f"center.{name}") for name in TIMES),
            Line("text", "registration", "center.registration",
                 inputs=(self._input("center.registration.from", "from"), self._input("center.registration.to", "to")),
                 faults=self._faults.at("center.registration.from", "center.registration.to")),
            Line("days", "working-days", "center.working_days", values=tuple(site["working_days"]),
                 faults=self._faults.at("center.working_days")),
            self._line("patients-at-most", "center.patients_per_day_at_most", number=True),
            self._line("public-url", "center.public_url"),
            Line("heading", "floors", "center.floors", faults=self._faults.at("center.floors")),
            *(
                Line("text", "floor-names", f"center.floors.{floor}", removable=True,
                     inputs=(Input("", floor, "code", fixed=True), *self._languages(f"center.floors.{floor}")))
                for floor in site["floors"]
            ),
            Line("add", "floor", "center.floors"),
            Line("heading", "rules", "rules"),
            *(self._line(name.replace("_", "-"), f"rules.{name}", number=True) for name in _NUMBERS),
            Line("text", "priority-share", "rules.priority_share", inputs=shares,
                 faults=self._faults.at("rules.priority_share")),
            self._switch("simple-flow", "rules.simple_flow"), self._switch("exit-pins", "rules.exit_pin"),
            Line("heading", "notices", "notices"),
            self._names("at-the-end", "notices.at_the_end"),
            *(line for n in range(len(notices["before_stage"])) for line in self._notice(n)),
            Line("add", "notice", "notices.before_stage"),
        )  # fmt: skip

    # ------------------------------------------------------------------ lines
    def _notice(self, n: int) -> tuple[Line, ...]:
        at = f"notices.before_stage.{n}"
        stage = self._stage(f"{at}.stage_has", "", read(self._data, f"{at}.stage_has"), "women", label="before-stage")
        return (stage, Line(
            "text", "notice-text", at, inputs=self._languages(f"{at}.text"), faults=self._faults.at(at),
            removable=True,
        ))  # fmt: skip

    def _stage(self, place: str, no: str, stops: Sequence[str], who: str, label: str = "stage") -> Line:
        names = {c["code"]: c.get("name") or {} for c in self._data["clinics"]}
        free = [
            (c["code"], names[c["code"]]) for c in self._data["clinics"]
            if c["code"] not in stops and (who == "women" or c.get("admits", "all") == "all")
        ]  # fmt: skip
        chosen = tuple((stop, names.get(stop) or {"ar": stop, "en": stop}) for stop in stops)
        return Line(
            "stage", label, place, value=no, values=tuple(stops), options=(*chosen, *free),
            faults=self._faults.at(place), removable=label == "stage", movable=label == "stage",
        )  # fmt: skip

    def _names(self, label: str, place: str) -> Line:
        places = [f"{place}.{language}" for language in LANGUAGES]
        return Line("text", label, place, inputs=self._languages(place), faults=self._faults.at(place, *places))

    def _languages(self, place: str) -> tuple[Input, ...]:
        return tuple(self._input(f"{place}.{language}", language) for language in LANGUAGES)

    def _line(self, label: str, place: str, *, number: bool = False, hint: str = "") -> Line:
        return Line(
            "text", label, place, inputs=(self._input(place, "", number=number),), faults=self._faults.at(place),
            hint=hint,
        )  # fmt: skip

    def _input(self, place: str, part: str, *, number: bool = False) -> Input:
        found: Any = self._typed.get(place, read(self._data, place))
        return Input(place, "" if found is None else str(found), part, number=number)

    def _choice(self, label: str, place: str, options: tuple[tuple[str, Any], ...], default: str = "") -> Line:
        value = read(self._data, place)
        return Line("choice", label, place, value=default if value is None else str(value), options=options,
                    faults=self._faults.at(place))  # fmt: skip

    def _switch(self, label: str, place: str) -> Line:
        return Line("switch", label, place, value="on" if read(self._data, place) else "off")
