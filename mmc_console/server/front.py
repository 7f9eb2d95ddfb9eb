"""What the listener serves: whatever answers now. It stays while the services behind it are put together again."""

from __future__ import annotations

from litestar.types import ASGIApp, Receive, Scope, Send

from mmc_console.server.http.maintenance import Maintenance


class Front:
    """Passes each request on to the application of this moment; a request stays with the one it came to."""

    def __init__(self, maintenance: Maintenance) -> None:
        self._maintenance = maintenance
        self._app: ASGIApp = maintenance

    def pass_to(self, app: ASGIApp) -> None:
        """*app* answers from now on."""
        self._app = app

    def close(self, lost: str = "") -> None:
        """Nobody's work is taken for a while; everybody is told so. *lost*: the database is destroyed in this way."""
        self._maintenance.lost = lost
        self._app = self._maintenance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        await self._app(scope, receive, send)
