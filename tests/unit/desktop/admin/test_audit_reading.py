"""Older records that somebody wants while the newest are on their way are not forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mmc_console.client.server_port import Question
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.audit.contract import State
from mmc_console.desktop.admin.audit.presenter import Presenter
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.admin import PeopleAnswer
from mmc_console.wire.audit import AuditCheck, AuditPage, AuditRow
from mmc_console.wire.keys import KeyCopy, KeyRow
from tests.unit.desktop.desk_parts import Known, play

AT = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


class Blind(Known):
    """Of what a page may ask of its view, nothing is asked here."""

    def render(self, state: State) -> None:
        """Nobody looks."""

    def say(self, message: Message, *, fault: bool = False) -> None:
        raise AssertionError(message.code)

    async def choose_file(self, name: str) -> Path | None:
        raise AssertionError(name)

    def copy(self, row: AuditRow) -> None:
        raise AssertionError(row)

    async def ask_rotation(self, key: KeyRow) -> str | None:
        raise AssertionError(key)

    async def ask_copies(self) -> str | None:
        raise AssertionError

    async def show_copies(self, copies: Sequence[KeyCopy]) -> bool:
        raise AssertionError(copies)


def page(question: Question) -> AuditPage:
    """A hundred of 250, counted down."""
    before = int(dict(question.query).get("before") or 251)
    last = max(before - 100, 1)
    entries = tuple(AuditRow(seq=seq, at=AT, act="login") for seq in range(before - 1, last - 1, -1))
    return AuditPage(entries=entries, next=last if last > 1 else None, count=250)


def test_older_records_wanted_while_the_newest_come_are_fetched_after_them(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(roles=("admin",))
        told: dict[tuple[str, str], Any] = {
            ("GET", "/admin/audit"): page,
            ("GET", "/admin/audit/verify"): lambda _: AuditCheck(),
            ("GET", "/admin/users"): lambda _: PeopleAnswer(users=()),
        }
        gateway.server.administration.update(told)
        jobs: list[asyncio.Task[None]] = []

        def start(_: str, work: Coroutine[Any, Any, None]) -> bool:
            jobs.append(asyncio.ensure_future(work))
            return True

        presenter, get = Presenter(gateway, Blind(), start), gateway.admin.get

        async def slowly(path: str, kind: type[Any], **query: Any) -> Any:
            found = await get(path, kind, **query)
            while path.endswith("/verify") and not all(job.done() for job in jobs):
                await asyncio.wait(jobs)  # whatever else is asked is answered first
            return found

        monkeypatch.setattr(gateway.admin, "get", slowly)

        def wants_more(question: Question) -> AuditPage:
            gateway.server.administration["GET", "/admin/audit"] = page
            presenter.more()  # pressed while this very question is on its way
            return page(question)

        presenter.come_in()
        await presenter.catch_up()
        assert len(presenter.state.rows) == 100
        gateway.server.administration["GET", "/admin/audit"] = wants_more
        presenter.refresh()
        await presenter.catch_up()
        await asyncio.gather(*jobs)
        assert len(presenter.state.rows) == 200
        presenter.more()
        await asyncio.gather(*jobs)
        assert (len(presenter.state.rows), presenter.state.next) == (250, None)
        await gateway.close()

    play(scene)
