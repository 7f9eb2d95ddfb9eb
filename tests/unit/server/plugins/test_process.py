"""The process of a plugin: whatever its code does, the server learns a code in time and keeps nothing running."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from msgspec import Raw

from mmc_console.domain.ids import VisitId
from mmc_console.server.plugins.process import PluginProcess, ProcessFault
from mmc_console.wire.plugins import Answer, Contact, Notice, TellEvent, TellNotice

LIMIT = 2.0
ABOUT = 'about = About(version="1", summary={"en": "x"}, permissions=("notices", "contact"))\n'
HEAD = f"from mmc_console.plugins.api import *\n{ABOUT}"
CALLED = "@hook\ndef your_turn(notice):\n    "

Start = Callable[..., PluginProcess]


def notice(visit: str = "visit-1") -> TellNotice:
    texts = {"ar": "حان دورك", "en": "your turn"}
    told = Notice(
        id="key-1", kind="your_turn", at=datetime(2026, 11, 23, 7, tzinfo=UTC), visit=VisitId(visit), number="017",
        label="L-017", text=texts["ar"], texts=texts,
    )  # fmt: skip
    return TellNotice(notice=told)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a plugin made of this code."""
    running: list[PluginProcess] = []

    def begin(body: str, head: str = HEAD, answer: Answer | None = None, **settings: str) -> PluginProcess:
        file = tmp_path / "sms.py"
        file.write_text(head + body, encoding="utf-8")
        reply = answer or Answer(refused="not-granted")
        process = PluginProcess(
            ["--file", str(file)], tmp_path / "work", lambda _: reply, call_seconds=LIMIT, begin_seconds=20.0
        )
        running.append(process)
        process.open()
        process.begin(settings)
        return process

    yield begin
    for process in running:
        process.close()


def test_a_plugin_says_what_it_is_and_does_what_it_is_told(start: Start, tmp_path: Path) -> None:
    process = start(
        "from pathlib import Path\n@hook\ndef begin(settings):\n    Path('set').write_text(settings['to'])\n"
        + CALLED
        + "Path('told').write_text(notice.text, encoding='utf-8')\n",
        to="there",
    )
    assert process.tell(notice()).outcome == "done"
    assert (tmp_path / "work" / "told").read_text(encoding="utf-8") == "حان دورك"
    assert (tmp_path / "work" / "set").read_text(encoding="utf-8") == "there"


@pytest.mark.parametrize(
    ("body", "outcome", "code"),
    [
        ("raise ValueError('+97455512345')", "raised", "ValueError"),
        ("raise SystemExit(3)", "raised", "SystemExit"),
        ("raise KeyboardInterrupt", "raised", "KeyboardInterrupt"),
        ("raise Later('busy', after=7)", "later", "busy"),
        ("raise Skip('no-phone')", "skipped", "no-phone"),
        ("raise Refuse('Ahmed +97455512345')", "refused", "unnamed"),
        ("x = 'x' * (2 << 30)", "raised", "MemoryError"),
        ("print('x' * 3_000_000)", "done", ""),
        ("import sys; sys.stdin.read()", "done", ""),
    ],
)
def test_what_a_plugin_raises_comes_as_a_code_without_its_text(
    start: Start, body: str, outcome: str, code: str
) -> None:
    process = start(CALLED + body + "\n")
    did = process.tell(notice())
    assert (did.outcome, did.code) == (outcome, code)
    assert "55512345" not in str(did)
    assert did.after == (7 if code == "busy" else 0)
    if outcome == "raised":
        assert did.place == "sms.py:5"
    assert did.restart == (code == "MemoryError")


@pytest.mark.parametrize(
    "body",
    [
        "import time\n    time.sleep(60)",
        "while True: pass",
        "import threading\n    threading.Lock().acquire()\n    threading.Event().wait()",
        "import signal, time\n    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n    time.sleep(60)",
    ],
)
def test_one_that_hangs_is_ended_in_time(start: Start, body: str) -> None:
    process = start(CALLED + body + "\n")
    began = time.monotonic()
    with pytest.raises(ProcessFault) as fault:
        process.tell(notice())
    assert fault.value.code == "hung"
    assert time.monotonic() - began < LIMIT + 3


def test_what_it_has_started_ends_with_it(start: Start, tmp_path: Path) -> None:
    process = start(
        "import subprocess, sys, time\nfrom pathlib import Path\n"
        + CALLED
        + "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        + "    Path('child').write_text(str(child.pid))\n    time.sleep(60)\n"
    )
    with pytest.raises(ProcessFault):
        process.tell(notice())
    child = int((tmp_path / "work" / "child").read_text())
    psutil.wait_procs([psutil.Process(child)] if psutil.pid_exists(child) else [], timeout=5)
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("import os\n    os._exit(1)", "ended"),
        ("import os, signal\n    os.kill(os.getpid(), signal.SIGKILL)", "ended"),
        ("import os\n    [os.write(fd, b'{}\\n') for fd in range(3, 20) if _open(fd)]", "garbled"),
        ("import os\n    [os.write(fd, b'x' * 2_000_000) for fd in range(3, 20) if _open(fd)]", "garbled"),
        ("while True:\n        try: KEPT[0].contact('v')\n        except NotGranted: pass", "asks-too-much"),
    ],
)  # fmt: skip
def test_one_that_dies_or_talks_nonsense_is_named(start: Start, body: str, code: str) -> None:
    tools = (
        "import fcntl, os, stat\nKEPT = []\n@hook\ndef begin(centre):\n    KEPT.append(centre)\n"
        "def _open(fd):\n    try:\n        pipe = stat.S_ISFIFO(os.fstat(fd).st_mode)\n"
        "        return pipe and fcntl.fcntl(fd, fcntl.F_GETFL) & 3 == os.O_WRONLY\n"
        "    except OSError: return False\n"
    )
    process = start(tools + CALLED + body + "\n")
    with pytest.raises(ProcessFault) as fault:
        process.tell(notice())
    assert fault.value.code == code


@pytest.mark.parametrize(
    ("code", "head", "body"),
    [
        ("ModuleNotFoundError", HEAD, "import there_is_no_such_thing\n"),
        ("SyntaxError", HEAD, "def (:\n"),
        ("no-about", "from mmc_console.plugins.api import hook\n", CALLED + "pass\n"),
        ("unknown-hook", HEAD, "@hook\ndef your_trun(notice):\n    pass\n"),
        ("undeclared:events", HEAD, "@hook\ndef ticket_called(event):\n    pass\n"),
        ("bad-url", HEAD, "@hook\ndef begin(settings):\n    raise Refuse('bad-url')\n"),
        ("KeyError", HEAD, "@hook\ndef begin(settings):\n    settings['secret']\n"),
        ("SystemExit", HEAD, "raise SystemExit\n"),
    ],
)
def test_one_that_cannot_be_used_says_why(start: Start, code: str, head: str, body: str) -> None:
    with pytest.raises(ProcessFault) as fault:
        start(body, head)
    assert fault.value.code == code


def test_it_gets_what_was_granted_and_a_named_refusal_for_the_rest(start: Start) -> None:
    ask = (
        "KEPT = []\n@hook\ndef begin(centre):\n    KEPT.append(centre)\n"
        + CALLED
        + "found = KEPT[0].contact(notice.visit)\n    raise Refuse('got-' + found.phone[1:])\n"
    )
    process = start(ask)
    did = process.tell(notice())
    assert (did.outcome, did.code) == ("raised", "NotGranted")
    given = start(ask, answer=Answer(contact=Contact(phone="+97455512345")))
    did = given.tell(notice())
    assert (did.outcome, did.code) == ("refused", "got-97455512345")


def test_an_event_reaches_its_hook_with_its_key(start: Start) -> None:
    head = "from mmc_console.plugins.api import *\n" + ABOUT.replace('"notices"', '"events", "notices"')
    process = start("@hook\ndef clinic_paused_event(event, key):\n    raise Refuse(event.clinic + '-' + key)\n", head)
    body = (
        b'{"type":"clinic_paused","seq":1,"at":"2026-11-23T07:00:00+03:00","actor":"a","action":"b",'
        b'"clinic":"lab","day":"2026-11-23"}'
    )
    assert process.tell(TellEvent(key="e:1", body=Raw(body))).code == "lab-e:1"


def test_no_password_or_key_of_ours_reaches_it(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MMC_ADMIN_PASSWORD", "blue-lantern-47-river")
    monkeypatch.setenv("MMC_KEYS", "/somewhere")
    process = start(
        "import os\n" + CALLED + "raise Refuse('found' if any(n.startswith('MMC') for n in os.environ) else 'clean')\n"
    )
    assert process.tell(notice()).code == "clean"


@pytest.mark.skipif(os.name == "nt", reason="the limit is POSIX's")
def test_one_that_computes_behind_our_back_is_ended(start: Start) -> None:
    """A thread that goes on after the hook has returned spends the processor time of the calls."""
    spin = "def _spin():\n    while True: pass\n"
    process = start(
        "import threading\nimport __main__\n__main__.CPU_A_CALL = 1\n"
        + spin
        + CALLED
        + "threading.Thread(target=_spin, daemon=True).start()\n"
    )
    assert process.tell(notice()).outcome == "done"
    inner = process._process
    assert inner is not None
    inner.wait(30)
    with pytest.raises(ProcessFault) as fault:
        process.tell(notice())
    assert fault.value.code == "ended"
