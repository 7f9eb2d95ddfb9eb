"""The working copy with what is typed in it, and what a page shows of it. No Qt, no server."""

from __future__ import annotations

from typing import Any

from mmc_console.desktop.admin.clinics import editing
from mmc_console.desktop.admin.clinics.contract import Tab
from mmc_console.desktop.admin.clinics.forms import Faults, Forms, listed_clinics, listed_exams
from mmc_console.domain.centre import Center
from mmc_console.domain.centre_check import Fault, check

WHERE: dict[Tab, str] = {"clinics": "clinics", "exams": "exam_types"}


class Working:
    """One copy. `typed`: what stands in a number's place and is none, by place."""

    def __init__(self, center: Center) -> None:
        self.data = editing.data_of(center)
        self.typed: dict[str, str] = {}

    @property
    def center(self) -> Center:
        """What it says."""
        return editing.center_of(self.data)

    # ------------------------------------------------------------------ writing
    def edit(self, place: str, text: str) -> None:
        """*text* was typed at *place*."""
        standing = editing.read(self.data, place)
        if isinstance(standing, (int, float)) and not isinstance(standing, bool):
            self._number(place, text, whole=isinstance(standing, int))
        elif place.rpartition(".")[0].endswith(".public_name"):
            self._public_name(place, text)
        else:
            self.data = editing.put(self.data, place, text)

    def pick(self, place: str, value: str) -> None:
        """One of several, or a switch."""
        picked: Any = value == "on" if value in ("on", "off") else value
        self.data = editing.put(self.data, place, picked)

    def toggle(self, place: str, value: str) -> None:
        """A working day, or a stop of a stage: in it, or out of it."""
        held = list(editing.read(self.data, place) or ())
        kept = [each for each in held if each != value] if value in held else [*held, value]
        self.data = editing.put(self.data, place, kept)

    def add(self, place: str) -> None:
        """One more in the list at *place*."""
        self.data = editing.add(self.data, place)

    def add_new(self, tab: Tab, code: str) -> None:
        """A clinic, an exam type or a floor of this code."""
        if tab == "clinics":
            self.data = editing.new_clinic(self.data, code)
        elif tab == "exams":
            self.data = editing.new_exam(self.data, code)
        else:
            self.data = editing.add(self.data, "center.floors", code)

    def taken(self, tab: Tab) -> tuple[str, ...]:
        """The codes there are."""
        where = WHERE.get(tab)
        return tuple(each["code"] for each in self.data[where]) if where else tuple(self.data["center"]["floors"])

    def remove(self, place: str) -> None:
        """What stands at *place* goes; a clinic goes out of every pathway as well."""
        head, _, code = place.partition(".")
        whole = head == "clinics" and "." not in code
        self.typed = {at: text for at, text in self.typed.items() if not at.startswith(place)}
        self.data = editing.without_clinic(self.data, code) if whole else editing.remove(self.data, place)

    def move(self, place: str, by: int) -> None:
        """Up or down in its list."""
        self.data = editing.move(self.data, place, by)

    def _number(self, place: str, text: str, *, whole: bool) -> None:
        try:
            number: float = int(text) if whole else float(text)
        except ValueError:
            self.typed[place] = text
        else:
            self.typed.pop(place, None)
            self.data = editing.put(self.data, place, number)

    def _public_name(self, place: str, text: str) -> None:
        """A public name in no language is none: the clinic's own is used."""
        changed = editing.put(self.data, place, text)
        whole = place.rpartition(".")[0]
        empty = not any(editing.read(changed, whole).values())
        self.data = editing.put(changed, whole, None) if empty else changed

    # ------------------------------------------------------------------ showing
    def seen(self, tab: Tab, chosen: str, query: str) -> dict[str, Any]:
        """What the page shows of it, with every fault of this moment: some milliseconds, with each key."""
        found = [*check(self.center), *(Fault("not-a-number", place) for place in self.typed)]
        faults = Faults(found, self.data)
        clinics, exams = listed_clinics(self.data, faults), listed_exams(self.data, faults)
        listed = {"clinics": clinics, "exams": exams}.get(tab, ())
        needle = query.casefold()
        shown = tuple(each for each in listed if not needle or needle in " ".join(each.names.values()).casefold())
        codes = [each.code for each in shown]
        selected = chosen if chosen in codes else codes[0] if codes else ""
        forms = Forms(self.data, faults, self.typed)
        form = {"clinics": forms.clinic, "exams": forms.exam}.get(tab, lambda _: ())(selected)
        return {
            "listed": shown, "selected": selected, "form": forms.centre() if tab == "centre" else form,
            "faults": tuple(found), "counts": {"clinics": len(clinics), "exams": len(exams)},
        }  # fmt: skip
