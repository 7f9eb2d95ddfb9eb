"""How tests of the client run: coroutines as tests, and a console whose services run on a clock turned by hand."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from mmc_console.client.testing import LocalGateway


def played(scene: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """A coroutine as a test; it fails if it takes longer than a minute."""

    @functools.wraps(scene)
    def test(*args: Any, **kwargs: Any) -> None:
        asyncio.run(asyncio.wait_for(scene(*args, **kwargs), 60))

    return test


@asynccontextmanager
async def running(gateway: LocalGateway) -> AsyncIterator[LocalGateway]:
    """*gateway* with all its services, which live on its clock; a service that dies fails the test."""
    tasks = [asyncio.ensure_future(service()) for service in gateway.services().values()]
    try:
        await gateway.clock.settle()
        yield gateway
        dead = [task for task in tasks if task.done()]
        for task in dead:
            task.result()
        assert not dead, "a service ended"
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
