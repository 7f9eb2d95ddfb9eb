"""Plugins over HTTP, for administrators: what there is, how each is, switching, grants, settings."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, TypeVar

from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec.structs import replace

from mmc_console.server.http.audited import note
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.problems import ProblemError
from mmc_console.server.http.requests import answer, body_of
from mmc_console.server.plugins.service import Plugins
from mmc_console.server.plugins.switchboard import PluginFault
from mmc_console.wire.plugins import PluginChange, PluginsAnswer, PluginView
from mmc_console.wire.problems import problem

T = TypeVar("T")
log = logging.getLogger(__name__)


def routes(plugins: Plugins) -> list[HTTPRouteHandler]:
    """The routes, on this service."""
    # a plugin that is asked what it declares may take its time: others' requests share these threads
    asking = asyncio.Semaphore(2)

    async def ask(work: Callable[[], T]) -> T:
        try:
            async with asking:
                return await asyncio.to_thread(work)
        except PluginFault as fault:
            code = "not-found" if fault.code == "plugin-not-found" else fault.code
            raise ProblemError(replace(problem(code), params=fault.params)) from None

    @get("/api/v1/admin/plugins", opt={"answer": PluginsAnswer})
    async def read_plugins() -> Response[bytes]:
        """Every plugin, and how it is."""
        return answer(PluginsAnswer(await ask(plugins.listing)))

    @get("/api/v1/admin/plugins/{name:str}", opt={"answer": PluginView})
    async def read_plugin(name: FromPath[str]) -> Response[bytes]:
        """One plugin with what it declares."""
        return answer(await ask(lambda: plugins.one(name)))

    @post("/api/v1/admin/plugins/{name:str}", status_code=200, opt={"body": PluginChange, "answer": PluginView})
    async def change_plugin(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
        """Switch it on or off, grant, set."""
        asked = await body_of(request, PluginChange)
        view = await ask(lambda: plugins.change(name, asked))
        grants, who = " ".join(view.grants) or "nothing", principal_of(request).actor.user
        note(request.scope, on=view.on, granted=list(view.grants))
        log.info("plugin %s is %s, granted %s, by %s", view.name, "on" if view.on else "off", grants, who)
        return answer(view)

    return [read_plugins, read_plugin, change_plugin]
