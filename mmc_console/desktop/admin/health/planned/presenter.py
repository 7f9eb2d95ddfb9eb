"""Names times in which the server may stand still, and takes them back. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Final

from mmc_console.client.errors import ProblemAnswer
from mmc_console.desktop.admin.box_presenter import BoxPresenter
from mmc_console.desktop.admin.health.planned.contract import DAYS_AT_MOST, REASON_AT_MOST, Part, State, View
from mmc_console.desktop.admin.page_presenter import Start
from mmc_console.desktop.kit.digits import latin
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.admin import PeopleAnswer
from mmc_console.wire.health import Maintenance, MaintenanceAnswer, MaintenanceRequest

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

PATH: Final = "/admin/health/maintenance"
AHEAD, LONG = timedelta(hours=1), timedelta(hours=1)
"""What the form offers first: in an hour, for an hour."""
_SHAPE: Final = "%Y-%m-%d %H:%M"


class Presenter(BoxPresenter[State]):
    """The only holder of the box's State."""

    def __init__(self, gateway: Gateway, view: View, start: Start) -> None:
        begins = gateway.now().replace(second=0, microsecond=0) + AHEAD
        typed: dict[Part, str] = {"begins": _written(begins), "ends": _written(begins + LONG), "reason": ""}
        super().__init__(gateway, start, State(typed=typed))
        self._view = view

    def paint(self) -> None:
        self._view.render(self._state)

    def come_in(self) -> None:
        self._start("maintenance", self._working(self._read))

    def edit(self, part: Part, text: str) -> None:
        wrong = {at: fault for at, fault in self._state.wrong.items() if at != part}
        self._show(typed={**self._state.typed, part: text}, wrong=wrong, told=None)

    def select(self, id: int) -> None:
        self._show(chosen=id)

    def plan(self) -> None:
        if self._state.busy:
            return
        asked, wrong = read_form(self._state.typed, self._gateway.now(), self._gateway.state.calendar.zone)
        self._show(wrong=wrong, told=None)
        if asked is not None:
            self._start("maintenance", self._working(lambda: self._plan(asked)))

    def call_off(self) -> None:
        one = self._state.selected
        if one is not None and not self._state.busy:
            self._start("maintenance", self._call_off(one))

    # ------------------------------------------------------------------ inside
    async def _read(self) -> None:
        self._take(await self._gateway.admin.get(PATH, MaintenanceAnswer))
        people = (await self._gateway.admin.get("/admin/users", PeopleAnswer)).users
        self._show(names={str(person.id): person.name for person in people})

    async def _plan(self, asked: MaintenanceRequest) -> None:
        try:
            found = await self._gateway.admin.send("POST", PATH, asked, MaintenanceAnswer)
        except ProblemAnswer as refused:
            reason = str(refused.problem.params.get("reason", ""))
            if not reason:
                raise
            self._show(wrong={"ends": f"ends-{reason}"})
            return
        self._take(found)
        self._show(typed={**self._state.typed, "reason": ""}, told=Message("planned"))

    async def _call_off(self, one: Maintenance) -> None:
        begun = self._state.begun(one)
        if await self._view.sure(one, begun=begun):
            await self._working(lambda: self._called_off(one, begun=begun))

    async def _called_off(self, one: Maintenance, *, begun: bool) -> None:
        try:
            await self._gateway.admin.tell("DELETE", f"{PATH}/{one.id}")
        except ProblemAnswer as refused:
            if refused.problem.code != "not-found":  # it has ended by itself, or somebody else was quicker
                raise
        self._take(await self._gateway.admin.get(PATH, MaintenanceAnswer))
        self._show(told=Message("ended" if begun else "called-off"))

    def _take(self, found: MaintenanceAnswer) -> None:
        ids = {each.id for each in found.maintenance}
        first = found.maintenance[0].id if found.maintenance else 0
        chosen = self._state.chosen if self._state.chosen in ids else first
        self._show(known=True, planned=found.maintenance, chosen=chosen, now=self._gateway.now())


def _written(moment: datetime) -> str:
    return moment.strftime(_SHAPE)


def read_form(
    typed: Mapping[Part, str], now: datetime, zone: tzinfo
) -> tuple[MaintenanceRequest | None, dict[Part, str]]:
    """What is asked for, as the clocks of the centre's *zone* show it; or what is wrong, at its part."""
    wrong: dict[Part, str] = {}
    found: dict[str, datetime] = {}
    for part in ("begins", "ends"):
        try:
            written = latin(typed.get(part, "")).strip()
            found[part] = datetime.strptime(written, _SHAPE).replace(tzinfo=zone).astimezone(UTC)
        except ValueError:
            wrong[part] = "moment"
    begins, ends = found.get("begins"), found.get("ends")
    if begins is not None and ends is not None:
        if ends <= begins:
            wrong["ends"] = "ends-backwards"
        elif ends <= now:
            wrong["ends"] = "ends-over"
        elif ends - begins > timedelta(days=DAYS_AT_MOST):
            wrong["ends"] = "ends-too-long"
    reason = typed.get("reason", "").strip()
    if not reason or len(reason) > REASON_AT_MOST:
        wrong["reason"] = "reason-long" if reason else "reason-missing"
    if wrong or begins is None or ends is None:
        return None, wrong
    return MaintenanceRequest(begins=begins, ends=ends, reason=reason), {}
