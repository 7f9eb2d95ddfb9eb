"""A server whose database is destroyed, before one console."""

from __future__ import annotations

from mmc_console.client.errors import ProblemAnswer, ServerBusy
from mmc_console.client.testing import LocalGateway
from mmc_console.wire.answers import LoginRequest, SignedIn


class Stranded:
    """It knows no session, and lets in by password whom it lets in."""

    def __init__(self, desk: LocalGateway, *, admin: bool) -> None:
        self.logins, self.admin, self._served = 0, admin, desk.server.login
        desk.server.refresh = self._refresh  # type: ignore[method-assign]  # its sessions are gone
        desk.server.login = self._login  # type: ignore[method-assign]  # by the sealed file

    async def _refresh(self, token: str, generation: int | None = None) -> SignedIn:
        raise ServerBusy(2, stranded=True)

    async def _login(self, request: LoginRequest) -> SignedIn:
        self.logins += 1
        try:
            if self.admin:
                return await self._served(request)
        except ProblemAnswer as fault:
            raise ServerBusy(2, stranded=True, refused=True) from fault
        raise ServerBusy(2, stranded=True, refused=True)
