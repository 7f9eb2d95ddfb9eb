"""The client, brought in when the first window has been painted: it takes half a second that nobody waits for."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from mmc_console.client.errors import StoreFault
from mmc_console.desktop.failures import code_of
from mmc_console.desktop.tickets.facts import Message

Opened = TypeVar("Opened")


def import_client() -> Any:
    """httpx, keyring and the client around them, off the window's thread."""
    # httpx is a command as well, and brings rich and pygments for it wherever they are: a third of its time
    lean = "httpx" not in sys.modules
    if lean:
        sys.modules["httpx._main"] = None  # type: ignore[assignment]  # how Python is told that a module is not there
    import mmc_console.client.api

    if lean:
        del sys.modules["httpx._main"]
    import stamina

    import mmc_console.client.gateway
    import mmc_console.client.vault

    stamina.instrumentation.set_on_retry_hooks([])  # a server that is away is the pill's news, not a log line each time

    class Client:
        open_gateway: Callable[..., Any] = staticmethod(mmc_console.client.gateway.open_gateway)

    return Client


async def opened(opening: Awaitable[Opened], refused: Callable[[Message], None]) -> Opened | None:
    """What *opening* a store gives; None when it could not be opened, and *refused* hears why.

    A fault nobody expected is told by its code and raised: whoever waits at a screen is never left without an answer.
    """
    try:
        return await opening
    except StoreFault as fault:
        refused(Message(fault.code))
    except ValueError:
        refused(Message("wrong-server"))
    except Exception as fault:
        refused(Message(code_of(fault)))
        raise
    return None
