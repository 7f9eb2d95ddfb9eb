"""A centre's server as a real process, its users, and colleagues who work through the client library."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import subprocess
import sys
import uuid
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from mmc_console.client.api import Api, open_api
from mmc_console.domain.actions import Action, AnyAction, RegisterVisit
from mmc_console.domain.centre import Gender
from mmc_console.domain.events import AnyEvent
from mmc_console.domain.ids import ExamCode, mint_action_id
from mmc_console.domain.patients import PatientEntry
from mmc_console.wire.answers import ActionsRequest, DeviceHello, LoginRequest, Result, Snapshot
from mmc_console.wire.json import event_of

A = TypeVar("A", bound=Action)
T = TypeVar("T")
PATIENCE = 60.0
PASSWORD = "blue-lantern-47-river"
TOP = Path(__file__).resolve().parents[2]


class Centre:
    """One server's folder and address, whichever process serves it just now."""

    def __init__(self, place: Path, *, options: Sequence[str] = (), through: Sequence[str] = ()) -> None:
        """*through*: the command that starts it where it is to be, such as in another network."""
        self.folder = place / "centre"
        self.port = free_port()
        self._options, self._through = tuple(options), tuple(through)
        self.process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, **environ: str) -> None:
        """Serve, and return once it answers."""
        self.process = subprocess.Popen(
            [*self._through, sys.executable, "-m", "mmc_console", "serve", "--data", str(self.folder),
             "--port", str(self.port), *self._options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=TOP,
            env=os.environ | {"MMC_ADMIN_PASSWORD": PASSWORD} | environ,
        )  # fmt: skip
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line.startswith("ready "):
            complaint = self.process.communicate(timeout=PATIENCE)[1]
            raise AssertionError(f"the server did not start: {line}{complaint}")

    def kill(self) -> None:
        """As a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.communicate(timeout=PATIENCE)
        self.process = None

    def stop(self) -> str:
        """In order; what it complained of."""
        if self.process is None:
            return ""
        self.process.terminate()
        complaints = self.process.communicate(timeout=PATIENCE)[1]
        self.process = None
        return complaints

    def add_user(self, username: str, role: str, *clinics: str) -> None:
        """Somebody who signs in with PASSWORD."""
        words = [word for clinic in clinics for word in ("--clinic", clinic)]
        subprocess.run(
            [sys.executable, "-m", "mmc_console", "users", "add", username, "--role", role, *words,
             "--data", str(self.folder)],
            input=f"{PASSWORD}\n", text=True, check=True, capture_output=True, timeout=PATIENCE, cwd=TOP,
        )  # fmt: skip

    @contextmanager
    def colleague(self, username: str = "admin") -> Iterator[Colleague]:
        """Somebody else at work, without a screen."""
        with asyncio.Runner() as runner:
            someone = Colleague(self.url, username, runner)
            try:
                yield someone
            finally:
                someone.close()


class Colleague:
    """A signed-in person who acts through the client library and waits for each answer."""

    def __init__(self, url: str, username: str, runner: asyncio.Runner) -> None:
        self._runner = runner
        self.api: Api = self.run(open_api(url))
        hello = DeviceHello(str(uuid.uuid4()), "colleague")
        signed = self.run(self.api.login(LoginRequest(username, PASSWORD, hello)))
        self.bearer = signed.access_token
        self.user, self.letter = signed.user.id, signed.device.desk

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do *work* on this person's loop."""
        return self._runner.run(work)

    def new(self, kind: type[A], **fields: Any) -> A:
        """An action of this person, now."""
        now = datetime.now(UTC)
        return kind(id=mint_action_id(now, secrets.token_bytes(10)), at=now, by=self.user, **fields)

    def act(self, *actions: AnyAction) -> tuple[Result, ...]:
        """Send *actions* in one batch."""
        return self.run(self.send(*actions))

    async def send(self, *actions: AnyAction) -> tuple[Result, ...]:
        """The same, for several at once."""
        return (await self.api.act(self.bearer, ActionsRequest(actions))).results

    def register(self, how_many: int, *, exam: str = "recruitment", gender: Gender = "male", first: int = 1) -> None:
        """So many people at the door."""
        actions: list[AnyAction] = [
            self.new(
                RegisterVisit, exam_type=ExamCode(exam),
                patient=PatientEntry(number=f"{10_000_000 + n}", gender=gender, name=f"مراجع {n}"),
            )
            for n in range(first, first + how_many)
        ]  # fmt: skip
        for start in range(0, len(actions), 200):
            results = self.act(*actions[start : start + 200])
            assert all(result.outcome == "applied" for result in results), results

    def snapshot(self) -> Snapshot:
        """The centre as it is."""
        return self.run(self.api.snapshot(self.bearer))

    def close(self) -> None:
        """Leave; the session stays, as when a PC is switched off."""
        self.run(self.api.close())


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def log_of(colleague: Colleague) -> list[AnyEvent]:
    """Every event since the centre began."""
    found: list[AnyEvent] = []
    epoch = colleague.snapshot().epoch
    while True:
        answer = colleague.run(colleague.api.events(colleague.bearer, f"{epoch}:{len(found)}", 500))
        if not answer.events:
            return found
        found += [event_of(bytes(raw)) for raw in answer.events]
