"""Signing in and out over HTTP. Passwords are worked out on other threads; nothing is decided here."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler

from mmc_console.server.auth import Auth
from mmc_console.server.auth.faults import AuthFault, StartNotHeard
from mmc_console.server.auth.passwords import AT_ONCE
from mmc_console.server.http.audited import leave_out, note
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.requests import answer, body_of, source_of
from mmc_console.wire.answers import (
    DeviceLogin,
    LoginRequest,
    PasswordRequest,
    RefreshRequest,
    SenderSignedIn,
    SignedIn,
    UserInfo,
)


def routes(auth: Auth) -> list[HTTPRouteHandler]:
    """The routes, on this service."""
    # threads are shared with every other request: people who wait for a password's turn must not hold them
    passwords = asyncio.Semaphore(AT_ONCE)

    @post("/api/v1/auth/login", status_code=200, opt={"body": LoginRequest, "answer": SignedIn})
    async def login(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Sign in with a password; the console gets its desk letter."""
        asked = await body_of(request, LoginRequest)
        note(request.scope, device=asked.device.id, source=source_of(request))
        try:
            async with passwords:
                found = await asyncio.to_thread(auth.login, asked, source_of(request))
        except AuthFault:
            note(request.scope, user=await asyncio.to_thread(auth.id_of, asked.username))
            raise
        note(request.scope, user=found.user.id)
        return answer(found)

    @post("/api/v1/auth/refresh", status_code=200, opt={"body": RefreshRequest, "answer": SignedIn})
    async def refresh(request: Request[Any, Any, Any]) -> Response[bytes]:
        """The next tokens of a session."""
        asked = await body_of(request, RefreshRequest)
        return answer(await asyncio.to_thread(auth.refresh, asked.refresh_token, asked.generation))

    @post("/api/v1/auth/device", status_code=200, opt={"body": DeviceLogin, "answer": SenderSignedIn})
    async def login_device(request: Request[Any, Any, Any]) -> Response[bytes]:
        """An enrolled console's own credential, for sending actions only."""
        asked = await body_of(request, DeviceLogin)
        note(request.scope, device=asked.device, source=source_of(request))
        try:
            return answer(await asyncio.to_thread(auth.login_device, asked))
        except StartNotHeard:  # every console's first word to a server that has started: nobody was refused
            leave_out(request.scope)
            raise

    @post("/api/v1/auth/logout", status_code=204, opt={"status": 204})
    async def logout(request: Request[Any, Any, Any]) -> Response[None]:
        """End this session."""
        await asyncio.to_thread(auth.logout, principal_of(request))
        return Response(None, status_code=204)

    @get("/api/v1/auth/me", opt={"answer": UserInfo})
    async def read_me(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Who is signed in, with the rights of this moment."""
        return answer(await asyncio.to_thread(auth.me, principal_of(request)))

    @post("/api/v1/auth/password", status_code=204, opt={"body": PasswordRequest, "status": 204})
    async def change_password(request: Request[Any, Any, Any]) -> Response[None]:
        """Change the own password; the person's other sessions end."""
        asked = await body_of(request, PasswordRequest)
        async with passwords:
            await asyncio.to_thread(auth.change_password, principal_of(request), asked)
        return Response(None, status_code=204)

    return [login, refresh, login_device, logout, read_me, change_password]
