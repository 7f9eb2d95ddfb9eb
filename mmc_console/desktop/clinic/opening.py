"""Whether a clinic takes people: opened, paused for a while, or closed with what becomes of those who wait. No Qt."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from mmc_console.desktop.clinic.contract import ClinicVerb, Place, View
from mmc_console.desktop.tickets import gates as g
from mmc_console.desktop.tickets.facts import Message, Option, clinic_words
from mmc_console.desktop.tickets.options import PAUSE_REASONS, minutes
from mmc_console.desktop.tickets.taking_back import undo_of
from mmc_console.domain import actions as a
from mmc_console.domain.clinics import ClinicReason, ClinicState
from mmc_console.domain.ids import ClinicCode

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

Record = Callable[[a.AnyAction], Awaitable[object | None]]


class Opening:
    """Asks what has to be known, and records it."""

    def __init__(self, gateway: Gateway, view: View, record: Record) -> None:
        self._gateway, self._view, self._record = gateway, view, record

    def gates(self, place: Place, now: ClinicState) -> dict[ClinicVerb, g.Gate]:
        """Which of these keys work while it stands *now*."""
        may = self._gateway.may
        offered: dict[ClinicVerb, bool] = {
            "pause_clinic": now == "open", "close_clinic": now != "closed", "open_clinic": now != "open",
        }  # fmt: skip
        return {
            verb: g.ON if on and may(verb, place.clinic) else g.off("not-allowed" if on else "already-so")
            for verb, on in offered.items()
        }

    async def change(self, verb: ClinicVerb, place: Place) -> None:
        """What the key *verb* does to the clinic of *place*."""
        new = self._gateway.new
        if verb == "open_clinic":
            await self._said(new(a.OpenClinic, clinic=place.clinic), verb, place)
            return
        reason = await self._view.choose("clinic_reason", tuple(map(Option, PAUSE_REASONS)), "")
        if reason is None:
            return
        if verb == "close_clinic":
            await self._close(place, reason)
            return
        away = await self._view.choose("clinic_until", minutes(), "")
        if away is not None:
            until = self._gateway.now() + timedelta(minutes=int(away)) if away != "0" else None
            await self._said(new(a.PauseClinic, clinic=place.clinic, reason=reason, until=until), verb, place)

    async def _close(self, place: Place, reason: str) -> None:
        """With people waiting only after a question that names what becomes of them."""
        state, move = self._gateway.state, None
        waiting = len(state.tickets.queue(self._gateway.today(), place.clinic))
        if waiting:
            to = await self._view.choose("close_waiting", self._options(place, waiting), "")
            if to is None:
                return
            move = ClinicCode(to) if to != "stay" else None
            if not await self._view.confirm_closing(
                place.name, waiting, clinic_words(state.center, move) if move else None
            ):
                return
        close = self._gateway.new(
            a.CloseClinic, clinic=place.clinic, reason=cast("ClinicReason", reason), move_waiting_to=move
        )
        await self._said(close, "close_clinic", place)

    async def _said(self, action: a.AnyAction, verb: ClinicVerb, place: Place) -> None:
        if await self._record(action) is not None:
            self._view.say(Message(f"did-{verb}"), undo=undo_of(self._gateway, action))

    def _options(self, place: Place, waiting: int) -> tuple[Option, ...]:
        day, state = self._gateway.today(), self._gateway.state
        others = tuple(
            Option(c.code, c.name, n=len(state.tickets.queue(day, c.code)), note="waiting")
            for c in state.center.clinics
            if c.code != place.clinic and state.clinic(c.code, day).state == "open"
        )
        return (Option("stay", n=waiting), *others)
