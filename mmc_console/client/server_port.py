"""What the client asks of the server, as a port: httpx behind it in the console, a behaving fake in tests.

Every call raises only the WireFaults of `errors`. It knows how nothing travels.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from mmc_console.domain.ids import PatientId
from mmc_console.domain.patients import Card
from mmc_console.wire.answers import (
    ActionsAnswer,
    ActionsRequest,
    DeviceLogin,
    EventsAnswer,
    LoginRequest,
    PasswordRequest,
    PinsAnswer,
    SenderSignedIn,
    SignedIn,
    Snapshot,
)


@dataclass(frozen=True)
class Question:
    """One question of the administration, ready to travel. *patience*: seconds of silence until it counts as lost."""

    method: str
    path: str
    body: bytes | None = None
    query: dict[str, str] = field(default_factory=dict)
    patience: float = 10.0


class Server(Protocol):
    """One centre's server. `bearer` is the access token of the session that asks."""

    @property
    def address(self) -> str:
        """Where it is, as people write it."""
        ...

    async def login(self, request: LoginRequest) -> SignedIn: ...
    async def prove(self, request: DeviceLogin) -> SenderSignedIn: ...
    async def refresh(self, token: str, generation: int | None = None) -> SignedIn: ...
    async def logout(self, bearer: str) -> None: ...
    async def change_password(self, bearer: str, request: PasswordRequest) -> None: ...
    async def act(self, bearer: str, request: ActionsRequest) -> ActionsAnswer: ...
    async def snapshot(self, bearer: str) -> Snapshot: ...
    async def events(self, bearer: str, after: str, limit: int) -> EventsAnswer: ...
    async def cards(self, bearer: str, ids: tuple[PatientId, ...]) -> tuple[Card, ...]: ...
    async def search(self, bearer: str, text: str) -> tuple[Card, ...]: ...
    async def pins(self, bearer: str) -> PinsAnswer: ...

    async def health(self) -> datetime:
        """The server's own time; needs no session."""
        ...

    def stream(self, bearer: str, position: str | None) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """The bytes of the live stream from *position* on; open once entered."""
        ...

    async def ask(self, bearer: str, question: Question) -> bytes:
        """The answer's body, not looked at."""
        ...

    async def fetch(self, bearer: str, question: Question, target: Path, heard: Callable[[int], None]) -> None:
        """Save the answer as *target*, whole or not at all; *heard* is told the bytes so far. OSError too."""
        ...

    def listen(self, bearer: str, question: Question) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """The bytes of another stream than the queues'; open once entered."""
        ...

    async def close(self) -> None:
        """Let all connections go."""
        ...
