"""What lies on the disks after a whole run of the program: no patient, no password, no token, for nobody.

The real program with a real server: people are registered with the cable in and out, somebody signs in, sets a PIN,
locks and unlocks, support is written to. Every byte of both folders is searched while it runs and after its end.
"""

from __future__ import annotations

import asyncio
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_console.client.clock import SystemClock
from mmc_console.client.errors import WrongKey, WrongPassphrase
from mmc_console.client.gateway import Gateway, open_gateway
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.sealed import SealedKeys
from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.opening import Start
from mmc_console.desktop.server_process import ServerProcess
from mmc_console.domain.actions import Cancel, Hold, RegisterVisit
from mmc_console.domain.ids import ExamCode, visit_of
from mmc_console.domain.patients import PatientEntry
from tests.conftest import Run
from tests.offline.at_rest import forms_of, found_in
from tests.screens.test_a_clinic_day import until

PASSWORD, PASSPHRASE, PIN = "correct horse battery", "ثلاثة جمال on a hill", "418203"
PEOPLE = (
    PatientEntry(number="918273645501", gender="male", name="عبدالمحسن المستكشف", phone="+96655091827364"),
    PatientEntry(number="918273645502", gender="female", name="Zorblatta Quixwell", phone="+97450192837465"),
    PatientEntry(number="918273645503", gender="male", name="Hjördis يعقوب", phone="+96655091827399"),
)
NOTE = "quixotic-remark نادرة الطراز"
PLANTED = (
    *(p.number for p in PEOPLE), *(p.phone[1:] for p in PEOPLE if p.phone), "عبدالمحسن", "المستكشف", "Zorblatta",
    "Quixwell", "Hjördis", "يعقوب", "quixotic", "نادرة الطراز", PASSWORD, PASSPHRASE, PIN, "half-typed-Nobody",
)  # fmt: skip


@pytest.mark.parametrize("word", PLANTED)
def test_the_search_finds_each_word_in_each_form(tmp_path: Path, word: str) -> None:
    for no, form in enumerate(sorted(forms_of(word))):
        (tmp_path / f"{no}.bin").write_bytes(b"\x00x" + form + b"y\xff")
    assert len(found_in([tmp_path], [word])) == no + 1 >= 10
    import base64

    for shift in range(3):
        (tmp_path / "b64").write_bytes(base64.b64encode(b"abc"[:shift] + word.encode() + b"more"))
        assert ("b64", word) in found_in([tmp_path], [word])
    assert found_in([tmp_path], ["something else"]) == []


def tokens_of(gateway: Gateway) -> list[str]:
    """Whatever would let somebody in at the server."""
    session, sender = gateway._session, gateway._sync._sender
    found = [known.refresh_token for known in session.people] + [session._access, sender._access]
    return [token for token in found if token]


def test_nothing_of_a_patient_a_password_or_a_token_is_readable_after_a_whole_run(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile, centre, sealed, spare = (tmp_path / name for name in ("profile", "centre", "keys", "spare"))
    for folder in (profile, spare):
        folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(spare))
    folders = (profile, centre, sealed, spare)
    tokens: list[str] = []

    async def register(gateway: Gateway, person: PatientEntry) -> None:
        receipt = await gateway.submit(gateway.new(RegisterVisit, patient=person, exam_type=ExamCode("recruitment")))
        visit = gateway.state.visit(visit_of(receipt.id))
        assert visit is not None
        ticket = gateway.state.open_ticket(visit.id)
        assert ticket is not None
        await gateway.submit(gateway.new(Hold, ticket=ticket.id, reason="other", note=NOTE))

    def searched(what: str) -> None:
        assert found_in(folders, [*PLANTED, *tokens]) == [], what

    async def run() -> None:
        server = ServerProcess(centre)
        url = await server.start({"MMC_ADMIN_PASSWORD": PASSWORD})
        start = Start(profile, profile / "settings.json", server=url, language="ar", sealed=sealed / "keys.json")
        console = App(qapp, start, Failures())
        running = asyncio.get_running_loop().create_task(console.run())
        await until(lambda: console.shell.presenter.state.cover == "passphrase", "the passphrase")
        assert console.keys.screen is not None
        console.keys.screen.presenter.confirm(PASSPHRASE, PASSPHRASE)
        await until(lambda: console.gateway, "the store")
        gateway = console.gateway
        assert gateway is not None
        assert console.sign_in is not None
        console.sign_in.presenter.sign_in("admin", PASSWORD)
        await until(lambda: console.reception and console.reception.presenter.state.ready, "the queue")
        await register(gateway, PEOPLE[0])
        await until(lambda: not gateway.pending.count, "it is sent")
        await gateway.set_pin(PIN, PASSWORD)
        assert console.reception is not None
        console.reception.presenter.search("عبدالمحسن")
        console.reception.presenter.edit("name", "half-typed-Nobody")
        await gateway.find_person(PEOPLE[0].number)
        tokens.extend(tokens_of(gateway))
        assert len(tokens) >= 3, "a refresh token, an access token, the console's own credential"
        console.wishes.lock()
        await until(lambda: gateway.locked, "it is locked")
        await server.stop()
        await until(lambda: gateway.connection.kind == "offline", "the server is away")
        assert console.locking.screen is not None
        console.locking.screen.presenter.unlock("", PIN)
        await until(lambda: not console.shell.presenter.state.cover, "it is open")
        for person in PEOPLE[1:]:
            await register(gateway, person)
        assert gateway.pending.count == 4
        (spare / "support.json").write_bytes(gateway.support_file())
        assert any(path.name.endswith("-wal") and path.stat().st_size for path in profile.iterdir())
        searched("while it runs, the server away")
        again = ServerProcess(centre, port=server.port)
        assert await again.start({"MMC_ADMIN_PASSWORD": PASSWORD}) == url
        await until(lambda: not gateway.pending.count, "all is sent")
        tokens.extend(tokens_of(gateway))
        ticket = next(iter(gateway.state.tickets.values()))
        await gateway.submit(gateway.new(Cancel, ticket=ticket.id, reason="mistake", note=NOTE))
        await until(lambda: not gateway.pending.count, "all is sent")
        assert any(path.name.endswith("-wal") and path.stat().st_size for path in centre.iterdir())
        searched("while both run")
        console.close()
        assert await running == 0
        console.shell.window.deleteLater()
        await again.stop()
        searched("after the end")

    qt_run(run())
    assert {path.parent.name for folder in folders for path in folder.rglob("*") if path.is_file()} >= {
        "profile", "centre", "keys", "logs", "spare",
    }  # fmt: skip
    for file in ((profile / "console.db"), (centre / "center.db")):
        assert not file.read_bytes().startswith(b"SQLite format 3")


@contextmanager
def listening() -> Iterator[tuple[str, socket.socket]]:
    """Something that would notice a call."""
    with socket.create_server(("127.0.0.1", 0)) as ear:
        ear.setblocking(False)
        yield f"http://127.0.0.1:{ear.getsockname()[1]}", ear


def test_the_same_folder_elsewhere_opens_for_nobody_and_calls_nobody(qt_run: Run, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"

    async def scene() -> None:
        with listening() as (url, ear):
            keys = await SealedKeys.create(tmp_path / "keys.json", PASSPHRASE)
            gateway = await open_gateway(here, url, SystemClock(), keys, lambda _, work: bool(work.close()))
            await gateway.close()
            shutil.copytree(here, there)
            (tmp_path / "stolen").mkdir()
            shutil.copy(tmp_path / "keys.json", tmp_path / "stolen" / "keys.json")
            others = (
                MemoryKeys(lasting=True),
                await SealedKeys.create(tmp_path / "other.json", PASSPHRASE),
                # even with the sealed keys and the passphrase: they are another folder's
                await SealedKeys.unseal(tmp_path / "stolen" / "keys.json", PASSPHRASE, SystemClock().now),
            )
            for other in others:
                with pytest.raises(WrongKey):
                    await open_gateway(there, url, SystemClock(), other, lambda _, work: bool(work.close()))
            with pytest.raises(WrongPassphrase):
                await SealedKeys.unseal(tmp_path / "stolen" / "keys.json", "another passphrase", SystemClock().now)
            without = await open_gateway(there, url, SystemClock(), MemoryKeys(), lambda _, work: bool(work.close()))
            assert (without.user, without.people, without.desk, without.pending.count) == (None, (), None, 0)
            await without.close()
            with pytest.raises(BlockingIOError):
                ear.accept()

    qt_run(scene())
