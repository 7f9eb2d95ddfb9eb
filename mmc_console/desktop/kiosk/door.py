"""Whose account is a kiosk's, whose password opens the way out, and why nobody can register. No Qt, no state.

Nobody but a kiosk's own account comes in here: whoever else shows a password is only asked about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mmc_console.client.errors import SignInFailed
from mmc_console.desktop.refusal import refusal
from mmc_console.desktop.sign_in.presenter import failed
from mmc_console.desktop.tickets.facts import Message

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

_STAFF: Final = frozenset({"supervisor", "admin", "kiosk"})
"""Whose password opens the way out: the kiosk's own is known to staff only."""


async def come_in(gateway: Gateway, username: str, password: str) -> tuple[Message | None, bool]:
    """Sign in as this kiosk; else why not, and whether whoever it was may close the kiosk all the same."""
    try:
        user = await gateway.vouch(username, password)
        if user.roles != {"kiosk"} or user.must_change_password:
            return Message("no-kiosk"), not _STAFF.isdisjoint(user.roles)
        await gateway.sign_in(username, password)
    except SignInFailed as failure:
        return failed(failure, gateway.now()), False
    return None, False


async def proven(gateway: Gateway, username: str, password: str) -> Message | None:
    """Why this password does not open the way out; None when it does."""
    try:
        user = await gateway.vouch(username, password)
    except SignInFailed as failure:
        return failed(failure, gateway.now())
    return Message("not-staff") if _STAFF.isdisjoint(user.roles) else None


def why_closed(gateway: Gateway) -> Message | None:
    """Why nobody can register here at all; None while they can."""
    if gateway.session_ended:
        return Message("kiosk-ended")
    code, servers_fault = refusal(gateway)
    if code and not servers_fault:  # a fault of its own keeps nobody from being registered: that is sent later
        return Message(code)
    if gateway.clock_doubt:
        return Message("clock-wrong")
    if gateway.connection.kind == "offline" and not gateway.durable:
        return Message("no-keyring")
    return None
