"""`GET /api/v1/pins`: the exit PINs of the day, each for its own clinic's staff; supervisors see all."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler

from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.permissions import Actor
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.requests import answer
from mmc_console.server.writer import Writer
from mmc_console.wire.answers import PinsAnswer


def routes(writer: Writer) -> list[HTTPRouteHandler]:
    """The route, on this writer."""

    @get("/api/v1/pins", opt={"answer": PinsAnswer})
    async def read_pins(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Today's exit PINs of the clinics one works in; none where the centre does not use them."""
        day, pins = await writer.pins()
        return answer(PinsAnswer(day=day, pins=visible_pins(principal_of(request).actor, pins)))

    return [read_pins]


def visible_pins(actor: Actor, pins: dict[ClinicCode, str]) -> dict[ClinicCode, str]:
    """The PINs this person may see: of the own clinics, or all for whoever supervises."""
    return {clinic: pin for clinic, pin in pins.items() if actor.supervises or clinic in actor.clinics}
