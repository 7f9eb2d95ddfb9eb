"""What happens after a commit takes nothing back of it: what was recorded is answered, and in the audit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import current_thread
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection

from mmc_console.server.audit.reading import Wanted, everything
from mmc_console.server.store.errors import CommitUnknown, DiskFault, DiskFull, StoreError
from mmc_console.wire.answers import ActionsAnswer, Result
from tests.guards import ExpectedLogs
from tests.server.auth_app import Server
from tests.server.auth_http import Caller
from tests.server.test_actions_http import now_action, registered, send, told


def results_of(answer: Any) -> tuple[Result, ...]:
    return msgspec.json.decode(answer.content, type=ActionsAnswer).results


async def late_hold(server: Server, huda: Caller) -> dict[str, Any]:
    """Somebody's hold of a ticket that *huda* has called before they heard of it."""
    ticket = results_of(await send(huda, registered(server)))[0].ticket
    await send(huda, now_action(server, "call_ticket", ticket=ticket, room=1, reason="by-hand"))
    return now_action(server, "hold", ticket=ticket, rev=1)


def test_what_was_recorded_is_answered_also_where_names_cannot_be_read(tmp_path: Path) -> None:
    def unreadable(ids: Iterable[str]) -> dict[str, str]:
        raise DiskFault

    async def story(server: Server, huda: Caller) -> None:
        hold = await late_hold(server, huda)
        noora = await server.person("noora", "reception")
        with pytest.MonkeyPatch.context() as broken:
            broken.setattr(server.auth, "names", unreadable)
            answer = await send(noora, registered(server, "7777777"), hold)
        assert answer.status_code == 200
        new, late = results_of(answer)
        assert (new.outcome, late.outcome) == ("applied", "conflict")
        assert late.problem is not None
        assert (late.problem.params["by"], "by_name" in late.problem.params) == (huda.answer["user"]["id"], False)

    told(tmp_path, story)


async def in_conflict(server: Server, huda: Caller) -> tuple[Caller, dict[str, Any]]:
    """A second supervisor, and their hold that came too late."""
    noora, hold = await server.person("noora", "supervisor"), await late_hold(server, huda)
    assert [result.outcome for result in results_of(await send(noora, hold))] == ["conflict"]
    return noora, hold


async def overrides(server: Server) -> list[dict[str, Any]]:
    """What the audit says of them."""
    admin = await server.caller().sign_in()
    answer = await admin.ask("GET", "/api/v1/admin/audit", params={"act": "override"})
    entries: list[dict[str, Any]] = answer.json()["entries"]
    return entries


def breaking(write: Callable[[], AbstractContextManager[Connection]], how: str) -> Any:
    """*write*, but the writer's next commit fails: after it took effect, or before."""
    once = [how]

    @contextmanager
    def broken() -> Iterator[Connection]:
        failing = once.pop() if once and current_thread().name == "writer" else ""
        with write() as conn:
            yield conn
            if failing == "before":
                raise DiskFull
        if failing == "after":
            raise CommitUnknown

    return broken


@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_override_is_in_the_audit_once_whatever_became_of_the_answer(
    tmp_path: Path, moment: str, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("the log cannot be written")
    expected_logs.expect("the log can be written again")

    async def story(server: Server, huda: Caller) -> None:
        noora, hold = await in_conflict(server, huda)
        override = now_action(server, "override", conflict=hold["id"])
        with pytest.MonkeyPatch.context() as broken:
            broken.setattr(server.database, "write", breaking(server.database.write, moment))
            asked = await send(noora, override)
        assert asked.status_code == 503
        again = await send(noora, override)
        assert [r.outcome for r in results_of(again)] == ["repeated" if moment == "after" else "applied"]
        await send(noora, override)
        [entry] = await overrides(server)
        assert (entry["about"], entry["detail"]) == (hold["id"], {"action": override["id"]})
        assert (entry["user"], entry["device"]) == (noora.answer["user"]["id"], "console-of-noora")
        assert entry["request"] == (asked if moment == "after" else again).headers["x-request-id"]

    told(tmp_path, story)


def test_log_and_audit_are_one_commit(tmp_path: Path) -> None:
    async def story(server: Server, huda: Caller) -> None:
        noora, hold = await in_conflict(server, huda)
        with pytest.MonkeyPatch.context() as silent:
            silent.setattr(server.office.audit, "record", lambda *told, **more: None)  # it died before it wrote more
            await send(noora, now_action(server, "override", conflict=hold["id"]))
        with server.database.read() as conn:
            acts = [entry.act for entry in everything(conn, Wanted(act="override"), lambda ms: server.clock.now())]
        assert acts == ["override"]

    told(tmp_path, story)


def test_an_audit_that_takes_no_more_holds_up_no_override(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("the audit cannot be written")

    async def story(server: Server, huda: Caller) -> None:
        noora, hold = await in_conflict(server, huda)
        await server.office.audit.kept()
        spoiled = "INSERT INTO audit (seq, body, hash) SELECT seq + 1, body, hash FROM audit ORDER BY seq DESC LIMIT 1"
        server.database.transact(lambda conn: conn.exec_driver_sql(spoiled))  # somebody has
        override = now_action(server, "override", conflict=hold["id"])
        both = await asyncio.gather(send(huda, registered(server, "7777777")), send(noora, override))
        assert [r.outcome for answer in both for r in results_of(answer)] == ["applied", "applied"]
        with pytest.raises(StoreError):
            await server.office.audit.kept()
        assert server.office.audit.fault
        mended = "DELETE FROM audit WHERE seq > (SELECT seq FROM audit_head)"
        server.database.transact(lambda conn: conn.exec_driver_sql(mended))
        [entry] = await overrides(server)
        assert entry["detail"] == {"action": override["id"]}

    told(tmp_path, story)
