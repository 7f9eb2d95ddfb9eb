"""The audit page over the real server: what is read is recorded, tampering is said, and keys change while one looks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any

import httpx
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mmc_console.client.api import open_api
from mmc_console.client.clock import SystemClock
from mmc_console.client.compose import compose
from mmc_console.client.gateway import Gateway
from mmc_console.client.keys import MemoryKeys
from mmc_console.desktop.admin.audit.acts import ActWords
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.server.backups.keys import key_from
from mmc_console.server.command import centre_in
from mmc_console.server.http.acts import all_acts
from mmc_console.server.keys import load_key
from tests.conftest import Run
from tests.desktop_parts import HandClock
from tests.e2e.centre import PASSWORD, Centre
from tests.screens.audit_parts import AuditDesk
from tests.server.auth_http import Caller

Scene = Callable[[AuditDesk, Caller], Awaitable[None]]
Play = Callable[[Scene], None]


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """A server, a process of its own; one for all scenes: none depends on what another has left in the audit."""
    found = Centre(tmp_path_factory.mktemp("audit"))
    found.start()
    try:
        yield found
    finally:
        assert found.stop() == ""


@pytest.fixture
def play(
    qapp: QApplication, qtbot: QtBot, qt_run: Run, look: Look, languages: Languages, hand_clock: HandClock,
    centre: Centre,
) -> Play:  # fmt: skip
    """Run a scene at an administrator's page, in English."""

    def run(scene: Scene) -> None:
        def start(_: str, work: Coroutine[Any, Any, None]) -> bool:
            work.close()
            return False

        async def whole() -> None:
            languages.switch("en")
            async with httpx.AsyncClient(base_url=centre.url, trust_env=False) as client:
                gateway = Gateway(
                    await compose(None, await open_api(centre.url), SystemClock(), MemoryKeys(), start)
                )  # fmt: skip
                await gateway.sign_in("admin", PASSWORD)
                desk = AuditDesk(qapp, look, languages, hand_clock, gateway)
                try:
                    await desk.show()
                    await scene(desk, Caller(client))
                finally:
                    await desk.shut()

        qt_run(whole())
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    return run


async def answered(desk: AuditDesk, button: str, password: str) -> asyncio.Future[None]:
    """Press *button* and type *password* into the question it opens; what then goes on."""
    going = asyncio.ensure_future(desk.click(button))
    async with asyncio.timeout(20):
        while desk.dialog() is None:
            await asyncio.to_thread(int)
    desk.type("again", password)
    desk.button("confirm").click()
    return going


def test_what_people_do_is_read_filtered_and_seen_in_full(play: Play) -> None:
    async def scene(desk: AuditDesk, admin: Caller) -> None:
        await admin.sign_in(password=PASSWORD)
        person = {"username": "huda", "name": "huda", "roles": ["reception"], "clinics": [], "password": PASSWORD}
        huda = (await admin.ask("POST", "/api/v1/admin/users", json=person)).json()["user"]["id"]
        changed = await admin.ask("PATCH", f"/api/v1/admin/users/{huda}", json={"roles": ["supervisor"]})
        assert changed.status_code == 200
        someone = await Caller(admin.client).sign_in("huda", PASSWORD, device="console-of-huda")
        assert (await someone.ask("GET", "/api/v1/admin/users")).status_code == 403
        await admin.ask("POST", "/api/v1/admin/devices/console-of-huda/revoke")  # written, and all before it
        await desk.click("action_audit_apply")
        acts = [row[2] for row in desk.rows("audit_rows")]
        assert acts[:2] == ["Console revoked", "Users viewed: refused"]
        assert "User's rights changed" in acts
        assert desk.rows("audit_rows")[acts.index("User's rights changed")][1:4] == [
            "Admin",
            "User's rights changed",
            "huda",
        ]
        desk.choose("audit_act", "User's rights changed")
        assert len(desk.rows("audit_rows")) > 1, "nothing before Apply"
        await desk.click("action_audit_apply")
        assert [row[2] for row in desk.rows("audit_rows")] == ["User's rights changed"]
        desk.table("audit_rows").selectRow(0)
        desk.settle()
        assert "Reception → Supervisor" in desk.entry()
        assert desk.can("audit_copy")
        await desk.click("action_audit_copy")
        assert "huda" in desk.app.clipboard().text()
        assert desk.said[-1] == "The entry was copied."
        await desk.click("action_audit_clear")
        assert len(desk.rows("audit_rows")) > 1
        desk.type("audit_from", "٢٩٩٩-١١-٢٤")
        await desk.click("action_audit_apply")
        assert desk.rows("audit_rows") == []
        desk.type("audit_from", "soon")
        await desk.click("action_audit_apply")
        assert desk.screen_.view.fields["from"].error == "A date is written as 2026-11-23."
        await desk.click("action_audit_clear")
        everything = len(desk.rows("audit_rows"))
        desk.screen_.search("huda")
        desk.settle()
        assert 0 < len(desk.rows("audit_rows")) < everything

    play(scene)


def test_the_chain_is_checked_and_what_was_done_to_it_is_said(play: Play, centre: Centre) -> None:
    async def check(desk: AuditDesk) -> str:
        await desk.click("action_audit_check")
        async with asyncio.timeout(20):
            while desk.screen_.presenter.state.check.running:
                await desk.second()
        return desk.words_of("audit_chain")

    async def scene(desk: AuditDesk, _: Caller) -> None:
        assert (await check(desk)).startswith("Chain intact: ")
        with centre_in(centre.folder, {}) as (database, _keys), database.write() as conn:
            kept = conn.exec_driver_sql("SELECT seq, body, hash FROM audit WHERE seq = 2").one()
            conn.exec_driver_sql("DELETE FROM audit WHERE seq = 2")
        assert (await check(desk)).startswith("Entry 2 was deleted.")
        desk.languages.switch("ar")
        desk.settle()
        assert "حُذف السجل 2" in desk.words_of("audit_chain")
        with centre_in(centre.folder, {}) as (database, _keys), database.write() as conn:
            conn.exec_driver_sql("INSERT INTO audit (seq, body, hash) VALUES (?, ?, ?)", tuple(kept))

    play(scene)


def test_a_key_is_exchanged_and_its_copy_shown_once(play: Play, centre: Centre) -> None:
    async def scene(desk: AuditDesk, _: Caller) -> None:
        await desk.click("toggle_keys")
        assert [row[0] for row in desk.rows("keys_rows")][:2] == ["Examinees' data", "Search by number"]
        assert not desk.can("keys_rotate")
        desk.table("keys_rows").selectRow(0)
        desk.settle()
        await (await answered(desk, "action_keys_rotate", "not the password"))
        assert desk.said[-1] == "The password is not correct. Nothing was changed."
        await (await answered(desk, "action_keys_rotate", PASSWORD))
        assert desk.said[-1].startswith("The new key is in use.")
        async with asyncio.timeout(30):
            while desk.screen_.presenter.state.exchanging:
                await desk.second()
        assert desk.rows("keys_rows")[0][1:] == [
            "2", desk.rows("keys_rows")[0][2], "not yet", "In use, 1 older one kept",
        ]  # fmt: skip
        going = await answered(desk, "action_keys_copies", PASSWORD)
        async with asyncio.timeout(20):
            while desk.dialog() is None or desk.dialog().objectName() != "key_copies":  # type: ignore[union-attr]  # asked just before
                await asyncio.to_thread(int)
        lines = desk.copies()
        assert [line.split(" ")[0] for line in lines][:2] == ["field-1", "field-2"]
        assert key_from(lines[1].split(" ")[1]).secret == load_key(centre.folder / "keys" / "field-2.key")
        desk.button("confirm").click()
        await going
        assert {row[3] for row in desk.rows("keys_rows")} == {"shown"}
        assert not desk.can("keys_copies")

    play(scene)


def test_every_act_has_words_in_both_languages(qapp: QApplication, languages: Languages) -> None:
    said: dict[str, dict[str, str]] = {}
    for code in ("en", "ar"):
        languages.switch(code)
        said[code] = ActWords().known()
    lacking = all_acts() - said["en"].keys()
    assert not lacking, "give these their words in `desktop/admin/audit/acts.py`"
    same = {act for act in all_acts() if said["en"][act] == said["ar"][act]}
    assert not same, "these have no Arabic words"
    for words in said.values():
        assert len(set(words.values())) == len(words), "two acts that read alike cannot be told apart"


def test_a_new_look_ends_no_widget_while_qt_walks_over_them(play: Play, look: Look) -> None:
    async def scene(desk: AuditDesk, _: Caller) -> None:
        view, ended = desk.screen_.view, list[str]()
        desk.screen_.presenter.select(str(desk.screen_.presenter.state.rows[0].seq))
        desk.settle()
        assert desk.entry()
        view.hide()
        desk.languages.switch("ar")  # it will say its words anew when it is seen
        for label in view.entry.findChildren(QLabel):
            label.destroyed.connect(lambda *_: ended.append("ended"))
        look.set_theme("dark")
        assert ended == []
        view.show()
        desk.settle()
        assert ended, "what was said in the other language"
        look.set_theme("light")

    play(scene)
