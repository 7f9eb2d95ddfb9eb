"""An administrator who came by PIN, or whose session cannot be exchanged, shows the password. No Qt.

The administration opens by it; and a server that has lost its database lets in by that alone, to restore.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from mmc_console.client.errors import NotSignedIn, SignInFailed
from mmc_console.desktop.sign_in.presenter import failed
from mmc_console.desktop.tickets.facts import Message

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

Ask = Callable[[Message | None], Awaitable[str | None]]
"""The password, typed; with what was wrong with the one before. None: turned away."""


async def sign_in_again(gateway: Gateway, ask: Ask) -> bool:
    """Ask until the server lets them in, or they turn away; whether it has."""
    problem: Message | None = None
    while (password := await ask(problem)) is not None:
        try:
            await gateway.admin.sign_in_again(password)
        except SignInFailed as fault:
            problem = failed(fault, gateway.now())
        except NotSignedIn:
            return False  # they have been locked out meanwhile: the lock asks for the password itself
        else:
            return True
    return False
