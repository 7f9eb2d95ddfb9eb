"""The same console over real HTTP against the real server: answers lost, the server killed, two desks side by side."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from mmc_console.client.api import Api
from mmc_console.client.clock import SystemClock
from mmc_console.client.compose import compose
from mmc_console.client.gateway import Gateway, open_gateway
from mmc_console.client.keys import KeyStore, MemoryKeys
from mmc_console.domain.actions import CallNext, Finish, RegisterVisit, TakeRoom
from mmc_console.domain.ids import ClinicCode, ExamCode
from mmc_console.domain.patients import PatientEntry
from mmc_console.wire.answers import Result
from tests.unit.client.stage import played

PASSWORD = "a long admin password"
TOP = Path(__file__).parents[2]
SOON = 20.0


@dataclass
class Serving:
    """A server process on a folder of its own; it can be killed and started again on the same port."""

    folder: Path
    port: str = "0"
    url: str = ""
    process: subprocess.Popen[str] | None = field(default=None)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        environment = {**os.environ, "MMC_ADMIN_PASSWORD": PASSWORD, "PYTHONPATH": str(TOP)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mmc_console", "serve", "--data", str(self.folder), "--port", self.port],
            stdout=subprocess.PIPE, text=True, env=environment, cwd=TOP,
        )  # fmt: skip
        assert self.process.stdout is not None
        ready, _, self.url = self.process.stdout.readline().strip().partition(" ")
        assert ready == "ready"
        self.port = self.url.rpartition(":")[2]

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        assert self.process.stdout is not None
        self.process.kill()
        self.process.stdout.close()
        self.process.wait(timeout=30)


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    server = Serving(tmp_path / "server")
    server.start()
    yield server
    server.kill()


class Losing(httpx.AsyncBaseTransport):
    """Lets requests through and loses the first answers to those that change something."""

    def __init__(self, answers: int) -> None:
        self._real, self.answers, self.sent = httpx.AsyncHTTPTransport(), answers, 0

    # house(names): the name httpx calls its transports by
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._real.handle_async_request(request)
        if request.url.path.endswith("/actions"):
            self.sent += 1
            if self.answers:
                self.answers -= 1
                await answer.aread()
                await answer.aclose()
                raise httpx.ReadError("cut")
        return answer

    async def aclose(self) -> None:
        await self._real.aclose()


@asynccontextmanager
async def console(
    folder: Path, url: str, *, keys: KeyStore | None = None, losing: Losing | None = None
) -> AsyncIterator[Gateway]:
    """A console with all its services, signed in."""
    background: set[asyncio.Task[None]] = set()

    def start(name: str, work: Coroutine[Any, Any, None]) -> bool:
        task = asyncio.get_running_loop().create_task(work, name=name)
        background.add(task)
        task.add_done_callback(background.discard)
        return True

    keys = keys or MemoryKeys(lasting=True)
    if losing is None:
        gateway = await open_gateway(folder, url, SystemClock(), keys, start)
    else:
        api = Api(httpx.AsyncClient(base_url=url, transport=losing))
        gateway = Gateway(await compose(folder, api, SystemClock(), keys, start))
    services = [asyncio.ensure_future(service()) for service in gateway.services().values()]
    try:
        if gateway.user is None:
            await gateway.sign_in("admin", PASSWORD)
        yield gateway
    finally:
        for task in [*services, *background]:
            task.cancel()
        await asyncio.gather(*services, *background, return_exceptions=True)
        await gateway.close()


async def until(gateway: Gateway, seen: Any) -> None:
    """Wait, by the gateway's own changes, until *seen()* is true."""

    async def watch() -> None:
        async for _ in gateway.changes():
            if seen():
                return

    await asyncio.wait_for(watch(), SOON)


async def register(gateway: Gateway, number: str) -> Result:
    """Register somebody and wait for the server's word."""
    patient = PatientEntry(number=number, gender="male", name="فهد")
    receipt = await gateway.submit(gateway.new(RegisterVisit, patient=patient, exam_type=ExamCode("promotion")))
    return await asyncio.wait_for(receipt.outcome, SOON)


@played
async def test_two_desks_see_each_others_work_and_the_names(serving: Serving, tmp_path: Path) -> None:
    async with console(tmp_path / "a", serving.url) as first, console(tmp_path / "b", serving.url) as second:
        assert first.desk != second.desk
        result = await register(first, "1001")
        assert result.outcome == "applied"
        assert result.number == "001"
        visit = result.visit
        assert visit is not None
        await until(second, lambda: visit in second.state.visits)
        patient = second.state.visits[visit].patient
        await until(second, lambda: second.card(patient) is not None)
        card = second.card(patient)
        assert card is not None
        assert card.name == "فهد"


@played
async def test_answers_lost_on_the_way_double_nothing(serving: Serving, tmp_path: Path) -> None:
    losing = Losing(answers=3)
    async with console(tmp_path / "a", serving.url, losing=losing) as desk:
        results = [await register(desk, str(1001 + i)) for i in range(3)]
        assert losing.sent >= 4
        numbers = {result.number for result in results}
        assert len(numbers) == 3
        await until(desk, lambda: desk.pending.count == 0)
        await desk.refresh()
        assert len(desk.state.visits) == 3
        assert {visit.number for visit in desk.state.visits.values()} == numbers


@played
async def test_the_server_is_killed_between_any_two_steps_and_the_day_goes_on(serving: Serving, tmp_path: Path) -> None:
    """Registered online, called and finished while it is dead, all there when it is back."""
    eyes = ClinicCode("eyes")
    async with console(tmp_path / "a", serving.url) as desk:
        from mmc_console.domain.actions import IssueTicket

        patient = PatientEntry(number="1001", gender="male")
        issued = await desk.submit(desk.new(IssueTicket, patient=patient, clinic=eyes))
        ticket = (await asyncio.wait_for(issued.outcome, SOON)).ticket
        assert ticket is not None
        held = await desk.submit(desk.new(TakeRoom, clinic=eyes, room=1))
        await asyncio.wait_for(held.outcome, SOON)
        serving.kill()
        await until(desk, lambda: desk.connection.kind == "offline")
        called = await desk.submit(desk.new(CallNext, clinic=eyes, room=1))
        assert desk.state.tickets[ticket].state == "called"
        finished = await desk.submit(desk.new(Finish, ticket=ticket))
        patient = PatientEntry(number="1002", gender="male")
        offline = await desk.submit(desk.new(RegisterVisit, patient=patient, exam_type=ExamCode("promotion")))
        assert desk.pending.waiting == 3
        serving.start()
        outcomes = [(await asyncio.wait_for(r.outcome, SOON)).outcome for r in (called, finished, offline)]
        assert outcomes == ["applied"] * 3
        await until(desk, lambda: desk.pending.count == 0 and desk.connection.kind == "online")
        await desk.refresh()
        assert desk.state.tickets[ticket].state == "done"
        assert {visit.number for visit in desk.state.visits.values()} == {"001", f"{desk.desk}01"}


@played
async def test_the_next_start_shows_the_day_while_the_server_is_still_off(serving: Serving, tmp_path: Path) -> None:
    keys = MemoryKeys(lasting=True)
    async with console(tmp_path / "a", serving.url, keys=keys) as desk:
        for i in range(3):
            await register(desk, str(1001 + i))
    serving.kill()
    async with console(tmp_path / "a", serving.url, keys=keys) as again:
        assert again.ready
        assert again.user is not None
        assert sorted(visit.number for visit in again.state.visits.values()) == ["001", "002", "003"]
    serving.start()


@played
async def test_what_was_tried_in_vain_while_the_server_is_off_can_be_taken_back(
    serving: Serving, tmp_path: Path
) -> None:
    async with console(tmp_path / "a", serving.url) as desk:
        await register(desk, "1001")
        serving.kill()
        await until(desk, lambda: desk.connection.kind == "offline")
        patient = PatientEntry(number="1002", gender="male")
        receipt = await desk.submit(desk.new(RegisterVisit, patient=patient, exam_type=ExamCode("promotion")))
        for _ in range(3):
            await desk._sync.step()  # as often as it likes
        assert [row.state for row in desk.pending.rows if row.id == receipt.id] == ["waiting"]
        assert await desk.withdraw(receipt.id)
        serving.start()
        await until(desk, lambda: desk.connection.kind == "online")
        await desk.refresh()
        assert len(desk.state.visits) == 1
