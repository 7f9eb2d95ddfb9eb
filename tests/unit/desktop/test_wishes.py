"""What a person asks of the window, where it cannot be done or has to wait. Plain asyncio; no window."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest

from mmc_console.client.behaving import PASSWORD
from mmc_console.client.errors import NotSignedIn
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.known import Known
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.app_words import AppWords
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.text import Text, say
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.printing import WithoutPrinter
from mmc_console.desktop.reception.presenter import Presenter
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.desktop.wishes import Wishes
from mmc_console.domain.actions import CallNext, PauseClinic
from mmc_console.domain.ids import ClinicCode
from tests.unit.desktop.desk_parts import Jobs, later, play, there
from tests.unit.desktop.reception.desk import Reception


def test_refreshing_with_a_session_that_has_just_ended_says_so() -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center()
        jobs, toasts = Jobs(), list[Toast]()
        words = RuleWords(lambda: gateway.state.center, lambda: "en")
        console = SimpleNamespace(gateway=gateway, tasks=jobs, toast=toasts.append, words=words)
        wishes = Wishes(console)  # type: ignore[arg-type]  # nothing else is asked of the console here
        gateway.server.remove_user("noora")
        with pytest.raises(NotSignedIn):
            await later(gateway, 16 * 60)
        wishes.refresh()
        await jobs.run()
        assert [say(toast.text) for toast in toasts] == [words.problem("not-authenticated", {})]
        await gateway.close()

    play(scene)


@pytest.mark.parametrize("lasting", [True, False])
def test_who_signs_out_with_unsent_work_is_told_what_becomes_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, languages: Languages, lasting: bool
) -> None:
    languages.switch("en")
    asked: list[tuple[str, bool]] = []

    async def ask(look: object, window: object, question: Text, *_: object, danger: bool) -> bool:
        asked.append((say(question), danger))
        return False

    monkeypatch.setattr("mmc_console.desktop.kit.dialogs.ask", ask)

    async def scene() -> None:
        gateway = await LocalGateway.with_center(profile=tmp_path, keys=MemoryKeys(lasting=lasting))
        await gateway.go_offline()
        await gateway.act(PauseClinic, clinic=ClinicCode("lab"), reason="break")
        jobs = Jobs()
        console = SimpleNamespace(
            gateway=gateway, tasks=jobs, said=AppWords(), look=None, shell=SimpleNamespace(window=None)
        )
        Wishes(console).sign_out()  # type: ignore[arg-type]  # nothing else is asked of the console here
        await jobs.run()
        assert gateway.user is not None
        await gateway.close()

    play(scene)
    assert [danger for _, danger in asked] == [not lasting]
    assert ("are sent in your name" in asked[0][0], "when you sign in here again" in asked[0][0]) == (
        lasting,
        not lasting,
    )


class Leaving:
    """A console whose row for a room that is left waits for a slow disk."""

    def __init__(self, gateway: LocalGateway, form: Presenter | None = None) -> None:
        self.gateway, self.waits, self.disk = gateway, asyncio.Event(), asyncio.Event()
        self.told: list[str] = []
        page = SimpleNamespace(hold=lambda: self.told.append("hold"), again=lambda: self.told.append("again"))
        console = SimpleNamespace(
            gateway=gateway, leave_pages=self._leave, sign_in=SimpleNamespace(presenter=page),
            reception=SimpleNamespace(presenter=form) if form is not None else None,
            forget_person=lambda: self.told.append("forget"), show_sign_in=lambda: self.told.append("cover"),
        )  # fmt: skip
        self.wishes = Wishes(console)  # type: ignore[arg-type]  # nothing else is asked of the console here

    async def _leave(self) -> None:
        self.told.append("leave")
        self.waits.set()
        await self.disk.wait()
        self.told.append("left")

    def known(self, username: str) -> Known:
        return next(each for each in self.gateway.parts.session.people if each.user.username == username)


async def a_desk(folder: Path) -> LocalGateway:
    """Noora works here, and may go on by PIN; Huda may come."""
    gateway = await LocalGateway.with_center(profile=folder / "profile", keys=MemoryKeys(lasting=True))
    await gateway.set_pin("418203", PASSWORD)
    gateway.server.add_user("huda", ["clinician"], ["lab"])
    return gateway


def test_who_signs_out_on_a_slow_disk_is_covered_at_once_and_out_once_it_has_written(tmp_path: Path) -> None:
    async def scene() -> None:
        desk = Leaving(await a_desk(tmp_path))
        out = asyncio.ensure_future(desk.wishes._sign_out())
        await desk.waits.wait()
        assert desk.told == ["forget", "cover", "hold", "leave"], "nobody reads on, nor comes in, while it is written"
        desk.disk.set()
        await out
        assert desk.told[4:] == ["left", "again"], "now the next one may"
        assert desk.gateway.user is None
        assert (desk.known("noora").refresh_token, desk.known("noora").pin) == (None, "")
        await desk.gateway.close()

    play(scene)


def test_a_sign_out_that_waited_for_the_disk_leaves_whoever_has_come_in_meanwhile_alone(tmp_path: Path) -> None:
    async def scene() -> None:
        desk = Leaving(await a_desk(tmp_path))
        out = asyncio.ensure_future(desk.wishes._sign_out())
        await desk.waits.wait()
        await desk.gateway.sign_in("huda", PASSWORD)
        await desk.gateway.set_pin("418203", PASSWORD)
        desk.disk.set()
        await out
        assert there(desk.gateway.user).username == "huda"
        assert desk.known("huda").refresh_token is not None
        assert desk.known("huda").pin
        await desk.gateway.close()

    play(scene)


def test_who_signs_out_leaves_an_empty_form_also_where_something_is_set_aside(tmp_path: Path) -> None:
    async def scene() -> None:
        desk = Reception(await a_desk(tmp_path), WithoutPrinter())
        leaving = Leaving(desk.gateway, desk.page)
        desk.page.edit("number", "777")
        desk.page.take_up(None)
        desk.page.edit("number", "888")
        leaving.disk.set()
        await leaving.wishes._sign_out()
        assert desk.now().form.blank
        await desk.close()

    play(scene)


def test_pages_that_cannot_be_left_keep_nobody_signed_in(tmp_path: Path) -> None:
    async def scene() -> None:
        desk = Leaving(await a_desk(tmp_path))

        async def broken() -> None:
            raise LookupError("a page that fails")

        desk.wishes._console.leave_pages = broken  # type: ignore[method-assign]  # a page that fails
        with pytest.raises(LookupError):
            await desk.wishes._sign_out()
        assert (desk.told[-1], desk.gateway.user) == ("again", None)
        await desk.gateway.close()

    play(scene)


def test_taking_back_a_call_says_that_what_was_spoken_cannot_be(languages: Languages) -> None:
    languages.switch("en")

    async def scene() -> None:
        gateway = await LocalGateway.with_center()
        jobs, toasts = Jobs(), list[Toast]()
        words = RuleWords(lambda: gateway.state.center, lambda: "en")
        console = SimpleNamespace(gateway=gateway, tasks=jobs, toast=toasts.append, words=words, said=AppWords())
        wishes = Wishes(console)  # type: ignore[arg-type]  # nothing else is asked of the console here
        await gateway.register("1001", "Somebody")
        await gateway.act(CallNext, clinic=ClinicCode("lab"), room=1)
        for _ in range(2):  # the call, then the registration
            wishes.undo()
            await jobs.run()
            await gateway.settle()
        assert [bidi.strip(say(toast.text)).partition(". ")[2] for toast in toasts] == [
            "What was spoken cannot be taken back.",
            "",
        ]
        await gateway.close()

    play(scene)
