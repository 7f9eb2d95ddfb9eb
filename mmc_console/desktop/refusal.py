"""What the server holds against this console. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mmc_console.wire.problems import STATUS

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

SERVERS_FAULT: Final = 500
"""From this status on a refusal is the server's own fault: it says nothing of this console or what it has sent."""


def refusal(gateway: Gateway) -> tuple[str, bool]:
    """Why the server takes nothing from this console, as a problem's code, and whether that is its own fault."""
    code = gateway.stopped or ("client-too-old" if gateway.too_old else "")
    return code, STATUS.get(code, 0) >= SERVERS_FAULT
