"""News of alerts go out through plugins: real apprise, a real receiver here, once each, also without a database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mmc_console.server.alerts import keeping
from mmc_console.server.alerts.outbox import LIVES
from mmc_console.server.plugins.switchboard import PluginFault
from mmc_console.server.store.errors import DiskFault
from mmc_console.wire.alerts import Alert, Severity
from tests.guards import ExpectedLogs
from tests.server.plugin_parts import Gateway, Plugged, gateway, in_time, plugged


def alert(id: str = "a1", kind: str = "database", severity: Severity = "severe") -> Alert:
    now = datetime.now(UTC)
    return Alert(id=id, kind=kind, severity=severity, detail="disk-failed", began=now, last=now)


def address(receiver: Gateway) -> str:
    return receiver.url.replace("http://", "json://") + "?+Idempotency-Key={key}"


async def came(receiver: Gateway, count: int) -> None:
    await in_time(lambda: len(receiver.requests) >= count)


def test_an_alert_is_told_once_in_the_language_that_was_set_and_again_until_it_is_taken(tmp_path: Path) -> None:
    async def story() -> None:
        with gateway() as receiver:
            async with plugged(tmp_path, first_retry=0.01, call_seconds=10) as at:
                at.outbox.put(alert("before"), "raised", datetime.now(UTC))
                await _keep(at)
                receiver.answers = [(503, {}), (503, {})]
                await at.change("alarms", on=True, settings={"urls": address(receiver), "language": "en"})
                at.outbox.put(alert(), "raised", datetime.now(UTC))
                at.outbox.put(alert("small", "disk", "info"), "raised", datetime.now(UTC))
                await came(receiver, 3)
                at.outbox.put(alert(), "resolved", datetime.now(UTC))
                await came(receiver, 4)
                view = await at.counted("alarms", sent=2, skipped=1, retried=2)
                assert view.counts["failed"] == 0
                said = [request.json for request in receiver.requests]
                assert said[2]["title"].startswith("The database cannot be used")
                assert "Restore" in said[2]["message"]
                assert said[2]["type"] == "failure"
                assert said[3]["title"].startswith("Over: ")
                assert receiver.keys()[:3] == ["alert-a1-raised-0"] * 3, "the same key, so that it is acted on once"
                await _keep(at)
            async with plugged(tmp_path, call_seconds=10) as at:  # another start: what was told stays told
                with at.place.database.read() as conn:
                    at.outbox.load(keeping.load_messages(conn, datetime.now(UTC)))
                at.outbox.put(alert("later"), "raised", datetime.now(UTC))
                await came(receiver, 5)
                await at.counted("alarms", sent=3)
            assert receiver.keys()[4] == "alert-later-raised-0"
            assert len(receiver.requests) == 5

    asyncio.run(story())


async def _keep(at: Plugged) -> None:
    fresh = at.outbox.unwritten()
    await asyncio.to_thread(at.place.database.transact, lambda conn: keeping.store(conn, (), fresh))


def test_that_the_database_is_lost_is_told_while_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("plugin alarms: the database is out of reach")
    expected_logs.expect("what is set up of plugins cannot be read")

    async def story() -> None:
        with gateway() as receiver:
            async with plugged(tmp_path, call_seconds=10) as at:
                await at.change("alarms", on=True, settings={"urls": address(receiver)})
                await in_time(lambda: at.plugins.listing()[0].state == "working")

                def lost(*_: object) -> object:
                    raise DiskFault

                with monkeypatch.context() as broken:
                    broken.setattr(at.place.database, "read", lost)
                    broken.setattr(at.place.database, "transact", lost)
                    at.outbox.put(alert(), "raised", datetime.now(UTC))
                    await came(receiver, 1)
                    at.outbox.put(alert("a2"), "raised", datetime.now(UTC))
                    await came(receiver, 2)
                    await in_time(lambda: at.plugins._failing)
                await at.counted("alarms", sent=2)  # written down as soon as it can be
                assert receiver.keys() == ["alert-a1-raised-0", "alert-a2-raised-0"]

    asyncio.run(story())


def test_old_news_are_given_up_and_what_cannot_work_is_refused_when_it_is_set(tmp_path: Path) -> None:
    async def story() -> None:
        with gateway() as receiver:
            async with plugged(tmp_path, call_seconds=10) as at:
                for settings in ({"urls": "nothing://x"}, {"urls": address(receiver), "language": "fr"}):
                    with pytest.raises(PluginFault, match="plugin-unusable"):
                        await at.change("alarms", on=True, settings=settings)
                await at.change("alarms", on=True, settings={"urls": address(receiver)})
                at.outbox.put(alert(), "raised", datetime.now(UTC) - LIVES - timedelta(minutes=1))
                await at.counted("alarms", expired=1)
                assert receiver.requests == []

    asyncio.run(story())


def test_a_plugin_of_the_centre_s_own_and_the_webhook_are_told_too(tmp_path: Path) -> None:
    own = (
        "from mmc_console.plugins.api import *\n"
        'about = About(version="1", summary={"en": "x"}, permissions=("alerts",))\n'
        "@hook\ndef alert(alert):\n"
        '    open("told", "a", encoding="utf-8").write(f"{alert.state} {alert.kind} {sorted(alert.texts)}\\n")\n'
    )

    async def story() -> None:
        with gateway() as receiver:
            async with plugged(tmp_path, call_seconds=10) as at:
                at.write("own", "", head=own)
                await at.change("own", on=True)
                secret = "whsec_" + "c2VjcmV0" * 6
                await at.change(
                    "webhook", on=True, settings={"url": receiver.url, "secret": secret, "only": "alert.raised"}
                )
                at.outbox.put(alert(), "raised", datetime.now(UTC))
                await came(receiver, 1)
                await in_time(lambda: at.told("own"))
                assert at.told("own") == ["raised database ['ar', 'en']"]
                body = receiver.requests[0].json
                assert (body["type"], body["data"]["severity"], body["id"]) == (
                    "alert.raised", "severe", receiver.requests[0].headers["webhook-id"],
                )  # fmt: skip

    asyncio.run(story())
