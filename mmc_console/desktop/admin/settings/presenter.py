"""Asks for the settings, checks what is typed against their limits, and sends each change by itself. No Qt.

A switch or a choice is set when it is picked, a line when it is entered or left: there is no button for all, so nothing
that was typed is lost with the page, and one that is refused says so at its own field.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from mmc_console.client.errors import ClientError, ProblemAnswer
from mmc_console.desktop.admin.page_presenter import PagePresenter, Start
from mmc_console.desktop.admin.settings.contract import PERSON_AREA, REASONS, THIS_PC, Fault, Place, State, View
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.patients import clean_number
from mmc_console.wire.office import (
    AreaView,
    Erased,
    ErasePerson,
    Field,
    FindPerson,
    FoundPerson,
    SettingsAnswer,
    SettingsChange,
    SettingsHistory,
)

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

PATH = "/admin/settings"


class Presenter(PagePresenter[State, View]):
    """The only holder of the page's State."""

    def __init__(self, gateway: Gateway, view: View, start: Start) -> None:
        super().__init__(gateway, view, start, State())
        self._undo: tuple[str, dict[str, Any]] | None = None

    async def ask(self) -> dict[str, Any]:
        return {"areas": (await self._gateway.admin.get(PATH, SettingsAnswer)).areas}

    def answered(self) -> None:
        if self._state.area is not None:
            self._start("settings-history", self._history(self._state.section))

    def leave(self) -> None:
        """Somebody else works here: of a person nothing stays."""
        self._show(number="", person=None, person_problem=None, reason=None, query="")

    # ------------------------------------------------------------------ intents
    def open(self, section: str) -> None:
        if section != self._state.section:
            self._show(section=section, history=(), person=None, person_problem=None, number="", reason=None)
            if section != THIS_PC:
                self._start("settings-history", self._history(section))

    def search(self, text: str) -> None:
        """Sections and fields by their words; the view knows those."""
        self._show(query=text.strip())

    def type(self, name: str, text: str) -> None:
        place = (self._state.section, name)
        self._show(typed={**self._state.typed, place: text}, faults=_without(self._state.faults, place))

    def enter(self, name: str) -> None:
        found = self._field(name)
        place = (self._state.section, name)
        text = self._state.typed.get(place)
        if found is None or text is None:
            return
        value, fault = parsed(found, text)
        if fault is not None:
            self._show(faults={**self._state.faults, place: fault})
        elif value == found.value:
            self._show(typed=_without(self._state.typed, place))
        else:
            self._set({name: value})

    def pick(self, name: str, value: str) -> None:
        found = self._field(name)
        if found is None or not self._state.usable:
            return
        picked: Any = (value == "on") if found.kind == "switch" else value
        if found.kind == "list":
            kept = tuple(found.value)
            picked = [c for c in found.choices if (c in kept) != (c == value)]
        if picked != found.value:
            self._set({name: picked})

    def to_default(self, name: str) -> None:
        found = self._field(name)
        if found is not None and found.value != found.default:
            self._set({}, (name,))

    def set_back(self, step: str) -> None:
        chosen = self._state.steps.get(step)
        if chosen is not None:
            self._set(dict(chosen.before))

    def take_back(self) -> None:
        """Undo the last change of this page."""
        undo, self._undo = self._undo, None
        if undo is not None:
            self._set(undo[1], area=undo[0], again=False)

    def type_number(self, text: str) -> None:
        self._show(number=clean_number(text), person=None, person_problem=None)

    def find(self) -> None:
        if self._state.usable and self._state.number:
            self._start("find-person", self._working("finding", self._find))

    def choose_reason(self, reason: str) -> None:
        self._show(reason=next((each for each in REASONS if each == reason), None))

    def erase(self) -> None:
        if self._state.usable and self._state.person is not None and self._state.reason is not None:
            self._start("erase-person", self._erase())

    # ------------------------------------------------------------------ inside
    async def _history(self, section: str) -> None:
        try:
            found = await self._gateway.admin.get(f"{PATH}/{section}/history", SettingsHistory)
        except ClientError:
            return  # the fields are there; why the list is not is said by the page's own state
        if section == self._state.section:
            self._show(history=found.steps)

    def _set(
        self, fields: dict[str, Any], defaults: tuple[str, ...] = (), *, area: str = "", again: bool = True
    ) -> None:
        if self._state.offline is not None:
            self._view.say(self._state.offline, fault=True)
            return
        section = area or self._state.section
        self._start("settings-change", self._working("saving", lambda: self._change(section, fields, defaults, again)))

    async def _change(self, section: str, fields: dict[str, Any], defaults: tuple[str, ...], again: bool) -> None:
        before = next((area for area in self._state.areas if area.area == section), None)
        names, sent = {*fields, *defaults}, self._state.typed
        body = SettingsChange(fields=fields, defaults=defaults)
        try:
            area = await self._gateway.admin.send("PATCH", f"{PATH}/{section}", body, AreaView)
        except ProblemAnswer as refused:
            wrong = refused.problem.params.get("field") or next(iter(names), "")
            if refused.code != "bad-setting" or not wrong:
                raise
            self._show(faults={**self._state.faults, (section, str(wrong)): "not-taken"})
            return
        kept = {  # what was typed on meanwhile is not in it
            place: text for place, text in self._state.typed.items()
            if place[0] != section or place[1] not in names or text != sent.get(place)
        }  # fmt: skip
        faults = {p: f for p, f in self._state.faults.items() if p[0] != section or p[1] not in names}
        areas = tuple(area if each.area == section else each for each in self._state.areas)
        self._show(areas=areas, typed=kept, faults=faults)
        if before is not None and again:
            self._undo = (section, {f.name: f.value for f in before.fields if f.name in names})
        self._view.say(Message("setting-set", {"field": f"{section}.{next(iter(names))}"}), undo=again)
        await self._history(section)

    async def _find(self) -> None:
        number = self._state.number
        person, problem = None, None
        try:
            person = await self._gateway.admin.send(
                "POST", "/admin/patients/find", FindPerson(number=number), FoundPerson
            )
        except ProblemAnswer as refused:
            problem = Message(refused.code, dict(refused.problem.params))
        if number == self._state.number:  # else it is about another one than stands there
            self._show(person=person, person_problem=problem)

    async def _erase(self) -> None:
        person, reason = self._state.person, self._state.reason
        if person is None or reason is None or not await self._view.confirm_erasing(person):
            return
        await self._working("erasing", lambda: self._erase_now(ErasePerson(number=person.card.number, reason=reason)))

    async def _erase_now(self, body: ErasePerson) -> None:
        try:
            erased = await self._gateway.admin.send("POST", "/admin/patients/erase", body, Erased)
        except ProblemAnswer as refused:
            self._show(person_problem=Message(refused.code, dict(refused.problem.params)))
        else:
            self._show(person=None, number="", reason=None, person_problem=None)
            self._view.say(Message("person-erased", {"n": erased.visits}))

    async def _working(self, what: str, work: Callable[[], Awaitable[None]]) -> None:
        await self._done(work, busy=what)

    def _field(self, name: str) -> Field | None:
        area = self._state.area
        return next((field for field in area.fields if field.name == name), None) if area is not None else None


def parsed(field: Field, text: str) -> tuple[Any, Fault | None]:
    """What *text* sets *field* to, or what is wrong with it."""
    text = text.strip()
    if field.kind in ("whole", "number"):
        try:
            value = int(text) if field.kind == "whole" else float(text)
        except ValueError:
            return None, "not-a-number"
        if (field.least is not None and value < field.least) or (field.most is not None and value > field.most):
            return None, "out-of-limits"
        return value, None
    if field.longest is not None and len(text) > field.longest:
        return None, "too-long"
    return (text.split() if field.kind == "list" else text), None


def _without(table: Any, place: Place) -> dict[Place, Any]:
    return {key: value for key, value in table.items() if key != place}


__all__ = ["PERSON_AREA", "Presenter", "parsed"]
