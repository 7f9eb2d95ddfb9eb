"""What a plugin is told, and what becomes of it: in order, once, again when it did not work, given up in the end."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mmc_console.domain import actions as a
from mmc_console.domain.patients import PatientEntry
from mmc_console.server.clock import SystemClock
from mmc_console.server.plugins.switchboard import PluginFault
from tests.server.plugin_parts import NOTE, Plugged, in_time, plugged
from tests.server.writer_parts import EXAM, LAB

PHONE, NAME = "+97455512345", "محمد أحمد"


class Late:
    """A clock that may be put forward."""

    def __init__(self) -> None:
        self.by = timedelta()

    def now(self) -> Any:
        return SystemClock().now() + self.by


def person(number: str, **more: Any) -> PatientEntry:
    return PatientEntry(number=number, gender="male", phone=PHONE, name=NAME, language="en", **more)


async def register(at: Plugged, *numbers: str) -> None:
    desk = at.place.desk()
    for number in numbers:
        done = await desk.act(desk.new(a.RegisterVisit, patient=person(number), exam_type=EXAM))
        assert done.outcome == "applied"


def test_events_and_notices_come_once_each_in_order_across_restarts(tmp_path: Path) -> None:
    diary = NOTE + (
        "@hook\ndef any_event(event, key):\n    note(key.rpartition(':')[2] + ' ' + event.type)\n"
        "@hook\ndef any_notice(notice):\n    note(notice.kind + ' ' + notice.label)\n"
    )

    async def day(*numbers: str, first: bool) -> list[str]:
        async with plugged(tmp_path) as at:
            if first:
                at.write("diary", diary)
                await register(at, "0001")  # before it is switched on: none of its business
                await at.change("diary", on=True)
            await register(at, *numbers)
            seq = await at.place.writer.ask(lambda s: s.seq)
            await in_time(lambda: any(line.startswith(f"{seq} ") for line in at.told("diary")))
            wanted = len(at.place.rows("SELECT n FROM notices"))
            await in_time(lambda: len([t for t in at.told("diary") if "L-" in t]) == wanted)
            return at.told("diary")

    asyncio.run(day("1001", "1002", first=True))
    told = asyncio.run(day("1003", "1004", first=False))
    events = [line for line in told if "L-" not in line]
    notices = [line for line in told if "L-" in line]
    assert events == [
        f"{seq} {type}" for seq, type in zip(range(4, 12), ["visit_registered", "ticket_issued"] * 4, strict=True)
    ]
    assert len(notices) == len(set(notices)) == 6
    assert notices[0] == "next_in_line L-001"


def test_contact_and_name_come_with_a_grant_only_and_go_with_it(tmp_path: Path) -> None:
    body = NOTE + (
        "KEPT = []\n@hook\ndef begin(centre):\n    KEPT.append(centre)\n"
        "@hook\ndef any_notice(notice):\n"
        "    try: asked = KEPT[-1].contact(notice.visit).phone\n"
        "    except NotGranted as no: asked = str(no)\n"
        "    note('|'.join((notice.phone, notice.language, notice.name, notice.text, asked)))\n"
    )

    async def story() -> list[str]:
        async with plugged(tmp_path) as at:
            at.write("sms", body)
            await at.change("sms", on=True)
            await register(at, "1001")
            await at.counted("sms", sent=2)
            await at.change("sms", grants=("contact",))
            await register(at, "1002")
            await at.counted("sms", sent=4)
            await at.change("sms", grants=("contact", "name"))
            await register(at, "1003")
            await at.counted("sms", sent=5)
            await at.change("sms", grants=())
            await register(at, "1004")
            await at.counted("sms", sent=6)
            return at.told("sms")

    without, _, contact, _, both, again = asyncio.run(story())
    assert without.split("|")[:3] == ["", "", ""]
    assert again.split("|")[:3] == ["", "", ""]
    assert without.endswith("not-granted")
    assert again.endswith("not-granted")
    assert "رقم 001" in without
    assert contact == f"{PHONE}|en||Number 002: you are next. Please stay close to Mezzanine.|{PHONE}"
    assert both == f"{PHONE}|en|{NAME}|{NAME}: Number 003: your turn is near. Please stay close to Mezzanine.|{PHONE}"
    assert NAME not in without + contact + again
    assert PHONE not in without + again


@pytest.mark.parametrize("fault", ["raise ValueError", "import os; os._exit(1)", "import time; time.sleep(60)"])
def test_what_fails_over_one_notice_is_tried_five_times_and_holds_no_other_up(
    tmp_path: Path, fault: str, expected_logs: Any
) -> None:
    if "raise" in fault:
        expected_logs.expect("plugin sms fails")
    body = (
        NOTE
        + f"@hook\ndef near_turn(notice):\n    if notice.label == 'L-001':\n        {fault}\n    note(notice.label)\n"
    )

    async def story() -> None:
        async with plugged(tmp_path, call_seconds=0.5) as at:
            at.write("sms", body)
            await at.change("sms", on=True)
            await register(at, "1001", "1002", "1003")
            if "raise" in fault:
                view = await at.counted("sms", sent=2, failed=1)
                assert view.counts["retried"] == 4
                assert view.last_error == "ValueError sms.py:10"
            else:
                view = await at.counted("sms", sent=2, retried=1)
                assert view.last_error == ("hung" if "time" in fault else "ended")
            assert at.told("sms") == ["L-002", "L-003"]

    asyncio.run(story())


def test_later_is_asked_again_and_refused_is_not(tmp_path: Path) -> None:
    body = NOTE + (
        "seen = {}\n@hook\ndef near_turn(notice):\n    note(f'{notice.label} {notice.tried} {notice.id}')\n"
        "    if notice.label == 'L-001' and notice.tried < 7: raise Later('busy')\n"
        "    if notice.label == 'L-002': raise Refuse('blocked')\n"
        "    if notice.label == 'L-003': raise Skip('no-phone')\n"
    )

    async def story() -> None:
        async with plugged(tmp_path, first_retry=0.002) as at:
            at.write("sms", body)
            await at.change("sms", on=True)
            await register(at, "1001", "1002", "1003")
            view = await at.counted("sms", sent=1, refused=1, skipped=1)
            assert (view.counts["retried"], view.counts["failed"], view.counts["waiting"]) == (7, 0, 0)
            tried = [line.split() for line in at.told("sms") if line.startswith("L-001")]
            assert [t[1] for t in tried] == [str(n) for n in range(8)]
            assert len({t[2] for t in tried}) == 1, "one id however often"
            assert at.plugins.check().status == "healthy"

    asyncio.run(story())


def test_an_event_that_makes_it_fail_is_passed_over_and_the_order_kept(tmp_path: Path, expected_logs: Any) -> None:
    expected_logs.expect("plugin sms fails")
    body = NOTE + (
        "@hook\ndef ticket_issued(event):\n    if event.label == 'L-002': raise ValueError\n    note(event.label)\n"
    )

    async def story() -> None:
        async with plugged(tmp_path, first_retry=0.005) as at:
            at.write("sms", body)
            await at.change("sms", on=True)
            await register(at, "1001", "1002", "1003", "1004")
            view = await at.counted("sms", sent=3, failed=1)
            assert at.told("sms") == ["L-001", "L-003", "L-004"]
            assert view.counts["retried"] == 4
            assert at.plugins.check().detail in ("ok", "plugin-failing")
            await in_time(lambda: at.plugins.check().status == "healthy")

    asyncio.run(story())


def test_what_would_come_too_late_is_not_sent(tmp_path: Path) -> None:
    clock = Late()

    async def story() -> None:
        async with plugged(tmp_path, clock=clock) as at:
            at.write("sms", NOTE + "@hook\ndef near_turn(notice):\n    note(notice.label)\n    raise Later('down')\n")
            await at.change("sms", on=True)
            await register(at, "1001")
            await at.counted("sms", retried=1)
            clock.by = timedelta(minutes=11)
            view = await at.counted("sms", expired=1)
            assert (view.counts["waiting"], view.counts["sent"]) == (0, 0)

    asyncio.run(story())


def test_what_is_no_longer_true_is_not_sent(tmp_path: Path) -> None:
    """The service was away; meanwhile one was called, and the other waits on."""
    clock = Late()

    async def story() -> None:
        async with plugged(tmp_path, clock=clock) as at:
            body = "import pathlib\n@hook\ndef near_turn(notice):\n    note(notice.label)\n"
            at.write("sms", NOTE + body + "    if not pathlib.Path('back').exists(): raise Later('down')\n")
            await at.change("sms", on=True)
            await register(at, "1001", "1002")
            await at.counted("sms", retried=2)
            desk = at.place.desk()
            assert (await desk.act(desk.new(a.CallNext, clinic=LAB, room=1))).outcome == "applied"
            clock.by = timedelta(minutes=2)
            (tmp_path / "work" / "sms" / "back").touch()
            await at.counted("sms", expired=1, sent=1)
            assert at.told("sms")[-1] == "L-002"

    asyncio.run(story())


def test_one_that_never_works_rests_longer_and_longer_and_health_says_so(tmp_path: Path, expected_logs: Any) -> None:
    expected_logs.expect("plugin sms fails")

    async def story() -> None:
        async with plugged(tmp_path) as at:
            at.write("sms", "@hook\ndef near_turn(notice):\n    pass\n")
            await at.change("sms", on=True)
            at.write("sms", "import os\nos._exit(1)\n")
            await register(at, "1001")
            at.plugins._lanes["sms"].stop()
            at.plugins._lanes["sms"].join()
            del at.plugins._lanes["sms"]
            await in_time(lambda: at.plugins.check().detail == "plugin-failing")
            view = await asyncio.to_thread(lambda: {v.name: v for v in at.plugins.listing()}["sms"])
            assert (view.state, view.last_error) == ("failing", "ended")
            await at.change("sms", on=False)
            assert at.plugins.check().status == "healthy"
            assert at.place.rows("SELECT on_notice FROM (SELECT count(*) AS on_notice FROM notices)") == [(2,)]

    asyncio.run(story())


def test_the_server_stops_at_once_though_a_plugin_hangs(tmp_path: Path) -> None:
    async def story() -> float:
        async with plugged(tmp_path, call_seconds=120) as at:
            body = "import threading\n@hook\ndef near_turn(notice):\n    note('here')\n    threading.Event().wait()\n"
            at.write("sms", NOTE + body)
            await at.change("sms", on=True)
            await register(at, "1001")
            await in_time(lambda: at.told("sms") == ["here"])
            began = asyncio.get_running_loop().time()
        return asyncio.get_running_loop().time() - began

    assert asyncio.run(story()) < 4.0, "less than a lane that cannot be ended is waited for"


def test_other_code_of_the_same_name_is_not_run(tmp_path: Path) -> None:
    async def story() -> None:
        async with plugged(tmp_path) as at:
            at.write("sms", NOTE + "@hook\ndef near_turn(notice):\n    note(notice.label)\n")
            await at.change("sms", on=True)
            (at.folder / "sms.py").unlink()
            view = await at.change("sms", on=False)
            assert (view.there, view.on) == (False, False)
            with pytest.raises(PluginFault) as fault:
                await at.change("sms", on=True)
            assert fault.value.code == "plugin-not-found"

    asyncio.run(story())


def test_a_table_of_what_is_refused(tmp_path: Path) -> None:
    cases: list[tuple[str, dict[str, Any], str]] = [
        ("nothing", {"on": True}, "plugin-not-found"),
        ("../../etc", {"on": True}, "plugin-not-found"),
        ("webhook", {"on": True}, "plugin-setting-missing"),
        ("webhook", {"settings": {"colour": "red"}}, "plugin-unknown-setting"),
        ("webhook", {"settings": {"url": "https://x\n"}}, "plugin-bad-setting"),
        ("webhook", {"settings": {"url": "x" * 4001}}, "plugin-bad-setting"),
        ("webhook", {"grants": ("events",)}, "plugin-not-declared"),
        ("webhook", {"on": True, "settings": {"url": "http://192.0.2.7/", "secret": "x"}}, "plugin-unusable"),
        ("messages", {"on": True, "settings": {"url": "json://localhost/"}}, "plugin-unusable"),
        ("broken", {"on": True}, "plugin-unusable"),
    ]

    async def story() -> None:
        async with plugged(tmp_path) as at:
            at.write("broken", "raise RuntimeError\n")
            for name, change, code in cases:
                with pytest.raises(PluginFault) as fault:
                    await at.change(name, **change)
                assert fault.value.code == code, (name, change)
            assert at.place.rows("SELECT name FROM plugins") == []

    asyncio.run(story())
