"""The client, brought in when the first window has been painted: it takes half a second that nobody waits for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


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
