"""Administration over the wire: what the pages of an administrator ask, straight of the server, never from the outbox.

Nothing of it works offline and nothing is kept on this PC: a page shows its last answer with its age, and says why its
buttons are off. What a question changes is asked once and never again by itself.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from mmc_console.client import sse
from mmc_console.client.connectivity import Connectivity
from mmc_console.client.errors import BadAnswer, NotSignedIn, ProblemAnswer, ServerBusy, WireFault
from mmc_console.client.server_port import Question, Server
from mmc_console.client.session import Session
from mmc_console.domain.ids import UserId
from mmc_console.wire.json import Malformed, decode, encode

T = TypeVar("T")
PATIENCE = 30.0
"""Seconds of silence after which a question counts as lost; whoever knows that it takes longer says so."""


class AdminDoor:
    """Asks in the name of whoever is signed in at that moment. Everything raises WireFault or NotSignedIn.

    NotSignedIn also where somebody else has come in before it was asked: it would be done in their name.
    """

    def __init__(self, server: Server, session: Session, connectivity: Connectivity) -> None:
        self._server, self._session, self._connectivity = server, session, connectivity

    @property
    def offline(self) -> bool:
        """Whether asking is of no use now. A server whose database is destroyed answers what helps to restore it."""
        return self._connectivity.offline and not self._connectivity.stranded

    @property
    def wants_password(self) -> bool:
        """Whether an administrator works here who came by PIN: it opens their work, and not the administration."""
        user = self._session.user
        return user is not None and "admin" in user.roles and self._session.by_pin

    async def sign_in_again(self, password: str) -> None:
        """Show the password: `wants_password`, or the session cannot be exchanged. SignInFailed says why not."""
        await self._session.sign_in_again(password)

    async def get(self, path: str, kind: type[T], *, patience: float = PATIENCE, **query: str | int | None) -> T:
        """What *path* (from `/admin/…` on) says, as *kind*. A query that is None is left out."""
        return _decoded(await self._ask(Question("GET", path, None, _plain(query), patience)), kind)

    async def send(
        self, method: str, path: str, body: Any, kind: type[T], *, patience: float = PATIENCE, **query: str | int | None
    ) -> T:
        """Have something changed; its answer as *kind*."""
        raw = None if body is None else encode(body)
        return _decoded(await self._ask(Question(method, path, raw, _plain(query), patience)), kind)

    async def tell(
        self, method: str, path: str, body: Any = None, *, patience: float = PATIENCE, **query: str | int | None
    ) -> None:
        """Have something changed whose answer is empty."""
        raw = None if body is None else encode(body)
        await self._ask(Question(method, path, raw, _plain(query), patience))

    async def download(
        self, path: str, target: Path, *, heard: Callable[[int], None] = lambda _: None, **query: str | int | None
    ) -> None:
        """Save what *path* gives as *target*, whole or not at all; *heard* is told the bytes so far. OSError too."""
        question = Question("GET", path, None, _plain(query), PATIENCE)
        bearer = await self._bearer(self._asker)
        try:
            await self._server.fetch(bearer, question, target, heard)
        except WireFault as fault:
            self._connectivity.failed(fault)
            raise

    def follow(self, path: str, **query: str | int | None) -> AbstractAsyncContextManager[AsyncIterator[sse.Message]]:
        """The messages of a stream of the administration; ends when the server or the line ends it."""
        return self._followed(Question("GET", path, None, _plain(query), PATIENCE))

    @asynccontextmanager
    async def _followed(self, question: Question) -> AsyncIterator[AsyncIterator[sse.Message]]:
        reader = sse.Reader()

        async def messages(body: AsyncIterator[bytes]) -> AsyncIterator[sse.Message]:
            async for chunk in body:
                for message in reader.feed(chunk):
                    yield message

        async with self._server.listen(await self._bearer(self._asker), question) as body:
            yield messages(body)

    async def _ask(self, question: Question) -> bytes:
        asker = self._asker
        bearer = await self._bearer(asker)
        try:
            return await self._server.ask(bearer, question)
        except ProblemAnswer as fault:
            if fault.problem.status != 401:
                raise
            self._session.doubt(bearer)  # refused before it was looked at: asking again changes nothing twice
        except WireFault as fault:
            self._connectivity.failed(fault)
            raise
        return await self._server.ask(await self._bearer(asker), question)

    @property
    def _asker(self) -> UserId | None:
        return self._session.user.id if self._session.user is not None else None

    async def _bearer(self, asker: UserId | None) -> str:
        """Of *asker*. Whom a server without its database has not let in is told from whom it has nothing to tell."""
        try:
            bearer = await self._session.bearer()
        except ServerBusy as fault:
            user = self._session.user
            if fault.stranded and user is not None and "admin" in user.roles:
                raise ServerBusy(fault.retry_after, stranded=True, refused=True) from fault
            raise
        if self._asker != asker:
            raise NotSignedIn
        return bearer


def _plain(query: dict[str, str | int | None]) -> dict[str, str]:
    return {name: str(value) for name, value in query.items() if value is not None}


def _decoded(raw: bytes, kind: type[T]) -> T:
    try:
        return decode(raw, kind)
    except Malformed as fault:
        raise BadAnswer(f"{kind.__name__}: {fault}") from fault
