"""What the window says of the server and of this PC's clock, in both languages, over a real projection and outbox."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mmc_console import __version__
from mmc_console.client.errors import KeyringLocked, ProblemAnswer, ServerBusy, StoreFault, UnderMaintenance
from mmc_console.client.keys import MemoryKeys
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.text import say
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.printing import WithoutPrinter
from mmc_console.desktop.reception.contract import State as ReceptionState
from mmc_console.desktop.reception.presenter import Presenter as ReceptionPresenter
from mmc_console.desktop.server_process import NAMED
from mmc_console.desktop.shell.contract import State
from mmc_console.desktop.shell.presenter import Presenter
from mmc_console.desktop.shell.words import ShellWords
from mmc_console.desktop.surroundings import Surroundings
from mmc_console.desktop.tickets.news import shown_as_of, stale_since
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.actions import Hold, OpenClinic
from mmc_console.domain.ids import ClinicCode
from mmc_console.wire.problems import problem
from tests.unit.client.test_full_disk import takes
from tests.unit.desktop.desk_parts import Jobs, ToldView, later, play, there


class Frame(ToldView[State]):
    """The window around the pages."""

    def render_again(self) -> None:
        self.shown.append(self.shown[-1])

    def open_drawer(self, name: str) -> None:
        self.said.clear()


class Desk:
    """One console with its frame."""

    def __init__(self, gateway: LocalGateway, languages: Languages) -> None:
        self.gateway, self.languages, self.toasts = gateway, languages, list[Toast]()
        self.shell = Presenter(Frame(), None)  # type: ignore[arg-type]  # nobody asks the program for anything here
        words = RuleWords(lambda: gateway.state.center, lambda: languages.current.code)
        self.surroundings = Surroundings(gateway, self.shell, words, self.toasts.append, str)

    def banner(self, language: str) -> str:
        """The line under the top bar."""
        self.languages.switch(language)
        self.surroundings.refresh()
        return self.shown(language)

    def shown(self, language: str) -> str:
        """The line as it stands, without looking anew."""
        self.languages.switch(language)
        text = ShellWords().banner(self.shell.state)
        return bidi.strip(say(text.text)) if text is not None else ""

    def button(self, language: str) -> str:
        """What the line offers."""
        self.banner(language)
        text = ShellWords().banner(self.shell.state)
        return say(text.action) if text is not None else ""

    def form(self) -> str:
        """Of the pill."""
        return self.shell.state.connection


def test_a_server_that_asks_for_a_newer_program_is_said(languages: Languages) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center()
        desk = Desk(gateway, languages)
        assert desk.banner("en").startswith("Nothing is stored on this PC"), "this console works from memory"
        gateway.parts.follow.min_client = "99.1"
        assert desk.banner("en").startswith(f"This version ({__version__}) is too old for the server (needs 99.1)")
        assert "99.1" in desk.banner("ar")
        assert "حدّث البرنامج" in desk.banner("ar")
        await gateway.close()

    play(scene)


def test_a_full_disk_is_said_until_something_is_kept_again(tmp_path: Path, languages: Languages) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(profile=tmp_path / "desk", keys=MemoryKeys(lasting=True))
        desk = Desk(gateway, languages)
        desk.banner("en")
        await takes(gateway.parts.store, nothing=True)
        with pytest.raises(StoreFault):
            await gateway.submit(gateway.registration("1001"))
        desk.surroundings.look()
        assert desk.shown("ar").startswith("لا يستطيع هذا الجهاز حفظ")
        assert desk.shown("en").startswith("This PC cannot store actions safely now")
        await takes(gateway.parts.store, nothing=False)
        await gateway.submit(gateway.registration("1001"))
        desk.surroundings.look()
        assert desk.shown("en") == ""
        await gateway.close()

    play(scene)


def test_maintenance_is_said_with_what_still_works_and_ends_with_it(tmp_path: Path, languages: Languages) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(profile=tmp_path / "desk", keys=MemoryKeys(lasting=True))
        desk = Desk(gateway, languages)
        gateway.parts.connectivity.failed(UnderMaintenance(1))
        assert desk.banner("en").startswith("Maintenance since")
        assert desk.form() == "maintenance"
        assert "صيانة" in desk.banner("ar")
        desk.shell.banner_pressed()  # opens the pending actions, as offline does
        gateway.parts.connectivity.heard(gateway.server.now(), 0.1)
        assert "Maintenance" not in desk.banner("en")
        assert desk.form() == "online"
        await gateway.close()

    play(scene)


def test_a_destroyed_database_is_said_with_what_still_works_and_leads_to_the_backups(
    tmp_path: Path, languages: Languages
) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(profile=tmp_path / "desk", keys=MemoryKeys(lasting=True))
        desk = Desk(gateway, languages)
        gateway.parts.connectivity.failed(ServerBusy(1, stranded=True))
        assert desk.banner("en").startswith("The centre's data on the server cannot be read since")
        assert desk.form() == "stranded"
        assert "تتعذّر قراءة بيانات المركز" in desk.banner("ar")
        assert desk.button("en") == "Show pending"
        desk.shell.banner_pressed()
        assert desk.shell.state.page == "", "who cannot restore is shown what waits here"
        desk.shell.show(pages=("health", "backups"), page="health")
        assert desk.button("en") == "Restore…"
        gateway.parts.connectivity.failed(UnderMaintenance(1, "carrying"))
        assert desk.banner("en").startswith("Maintenance since")
        gateway.parts.connectivity.heard(gateway.server.now(), 0.1)
        desk.banner("en")
        assert desk.form() == "online"
        await gateway.close()

    play(scene)


def test_work_that_the_server_takes_from_nobody_is_said_and_kept(languages: Languages) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center()
        desk = Desk(gateway, languages)
        gateway.server.refuse = lambda request: ProblemAnswer(problem("client-too-old"))
        await gateway.act(OpenClinic, clinic=ClinicCode("lab"))
        await gateway.settle()
        assert "is too old for the server" in desk.banner("en")
        assert gateway.pending.waiting == 1
        gateway.server.refuse = lambda request: None
        await gateway.settle()
        assert "is too old" not in desk.banner("en")
        assert gateway.pending.waiting == 0
        await gateway.close()

    play(scene)


def test_what_the_server_refuses_is_told_in_the_language_of_the_moment(languages: Languages) -> None:
    """The toast still stands there when somebody switches the language."""

    async def scene() -> None:
        gateway = await LocalGateway.with_center()
        desk = Desk(gateway, languages)
        desk.banner("ar")
        gateway.server.refuse = lambda request: ProblemAnswer(problem("clinic-closed", clinic="lab"))
        await gateway.act(OpenClinic, clinic=ClinicCode("lab"))
        await gateway.settle()
        desk.banner("ar")
        [toast] = desk.toasts
        assert "المختبر" in say(toast.text)
        languages.switch("en")
        assert "Laboratory" in say(toast.text)
        assert "المختبر" not in say(toast.text)
        await gateway.close()

    play(scene)


def test_a_clock_set_in_a_quiet_hour_is_said_and_one_put_right_no_more(languages: Languages) -> None:
    """Nothing comes from the server but that it is there: no news repaint the frame."""

    async def scene() -> None:
        gateway = await LocalGateway.with_center()
        desk = Desk(gateway, languages)
        desk.banner("en")
        for wrong in (timedelta(hours=-2), timedelta()):
            gateway.parts.connectivity._offset.best = -wrong  # as it is measured
            desk.surroundings.look()
            assert any(condition.code == "clock" for condition in desk.shell.state.conditions) is bool(wrong)
            assert desk.shell.state.clock_off is bool(wrong)
            assert desk.shown("en").startswith("The clock of this PC is wrong by 2:00:") is bool(wrong)
        await gateway.close()

    play(scene)


def test_a_clock_behind_the_servers_last_word_is_said_before_anybody_is_registered(
    tmp_path: Path, languages: Languages
) -> None:
    async def scene() -> None:
        keys = MemoryKeys(lasting=True)
        gateway = await LocalGateway.with_center(profile=tmp_path / "desk", keys=keys)
        server, clock = gateway.server, gateway.clock
        await gateway.close()
        clock.set(clock.now() - timedelta(hours=2))
        server.go_away()
        gateway = await LocalGateway.with_center(
            server=server, clock=clock, profile=tmp_path / "desk", keys=keys, signed_in=False
        )
        desk = Desk(gateway, languages)
        assert "The clock of this PC is wrong by 2:00:" in desk.banner("en") or "1:59:" in desk.banner("en")
        assert "ساعة" in desk.banner("ar")
        view, jobs = ToldView[ReceptionState](), Jobs()
        page = ReceptionPresenter(gateway, view, jobs.start, WithoutPrinter())
        page.refresh()
        page.edit("number", "123456")
        page.edit("name", "سالم")
        page.issue()
        assert page.state.form.asking
        assert "clock-wrong" in [message.code for message in page.state.form.warnings]
        assert gateway.pending.count == 0
        jobs.close()
        await gateway.close()

    play(scene)


def test_what_this_pc_cannot_keep_or_do_alone_is_said_before_anybody_types(
    tmp_path: Path, languages: Languages
) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center()
        desk = Desk(gateway, languages)
        await gateway.go_offline()
        assert "nobody is registered or called here. This PC cannot keep keys safely" in desk.banner("en")
        assert "اتصال" in desk.banner("ar")
        await gateway.go_online()
        assert "nobody is registered or called here. This PC" not in desk.banner("en")
        await gateway.close()
        gateway = await LocalGateway.with_center(profile=tmp_path)
        desk = Desk(gateway, languages)
        assert desk.banner("en") == "", "a PC with keys has nothing to say"
        await gateway.parts.identity.fence()
        await gateway.go_offline()
        assert "is a copy" in desk.banner("en")
        await gateway.close()

    play(scene)


def test_a_keyring_that_locks_while_we_work_is_named_and_work_goes_on(tmp_path: Path, languages: Languages) -> None:
    class Locking(MemoryKeys):
        locked = False

        async def set(self, name: str, key: bytes) -> None:
            if self.locked:
                raise KeyringLocked("locked")
            await super().set(name, key)

    async def scene() -> None:
        keys = Locking(lasting=True)
        gateway = await LocalGateway.with_center(profile=tmp_path, keys=keys)
        desk = Desk(gateway, languages)
        keys.locked = True
        await gateway.go_offline()
        visit = await gateway.register("271234567", "فهد")
        assert visit.number == "A01", "the queue goes on"
        await gateway.go_online()
        assert gateway.pending.count == 0
        assert "keyring" in desk.banner("en")
        assert "مخزن مفاتيح" in desk.banner("ar")
        keys.locked = False
        await gateway.go_offline()
        await gateway.register("271234568", "سعد")
        await gateway.go_online()
        assert desk.banner("en") == ""
        await gateway.close()

    play(scene)


@pytest.mark.parametrize("code", sorted(NAMED))
def test_each_reason_of_a_server_not_to_start_has_a_sentence_in_both_languages(code: str, languages: Languages) -> None:
    words = RuleWords(lambda: None, lambda: languages.current.code)
    languages.switch("en")
    english = words.problem(code, {})
    languages.switch("ar")
    arabic = words.problem(code, {})
    assert code not in english, "a code of its own, not the sentence for unknown ones"
    assert english.isascii()
    assert not arabic.isascii()
    assert "{" not in english + arabic


def test_a_server_that_answers_makes_nothing_fresh_that_nobody_follows(languages: Languages) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center()
        desk = Desk(gateway, languages)
        came = gateway.state.calendar.stamp(gateway.now())
        await gateway.clock.turn(35 * 60)
        assert await gateway.parts.connectivity.probe()
        for look in (desk.surroundings.refresh, desk.surroundings.look):
            look()
            assert (desk.form(), desk.shell.state.aged, desk.shell.state.data_from) == ("online", True, came)
        assert stale_since(gateway, gateway.now()) == came
        assert shown_as_of(gateway, gateway.now()) == f"{came:%H:%M}"
        assert shown_as_of(gateway, gateway.now() + timedelta(days=3)) == f"{came:%m-%d %H:%M}"
        await gateway.parts.follow.catch_up()
        desk.surroundings.look()
        assert (desk.shell.state.aged, stale_since(gateway, gateway.now())) == (False, None)
        await gateway.close()

    play(scene)


def test_the_window_knows_which_action_the_key_takes_back(languages: Languages) -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center()
        desk = Desk(gateway, languages)
        desk.surroundings.refresh()
        assert desk.shell.state.undoes == ""
        visit = await gateway.register("2846")
        held = await gateway.act(Hold, ticket=there(gateway.state.open_ticket(visit.id)).id)
        desk.surroundings.refresh()
        assert desk.shell.state.undoes == held.id
        await gateway.close()

    play(scene)


@pytest.mark.parametrize("waits", [False, True])
def test_after_an_outage_it_is_said_what_becomes_of_what_had_waited(
    tmp_path: Path, languages: Languages, waits: bool
) -> None:
    """With nothing to send it said that it is being sent; and never that it is."""

    async def scene() -> None:
        gateway = await LocalGateway.with_center(profile=tmp_path, keys=MemoryKeys(lasting=True))
        desk = Desk(gateway, languages)
        desk.surroundings.refresh()
        await gateway.go_offline()
        desk.surroundings.refresh()
        if waits:
            await gateway.register("1001", "Somebody")
        await later(gateway, 60)
        gateway.server.come_back()
        await gateway.parts.connectivity.probe()
        desk.surroundings.refresh()
        await gateway.settle()
        for _ in range(2):
            desk.surroundings.refresh()
        assert [say(toast.text) for toast in desk.toasts] == (["sending", "sent"] if waits else ["nothing"])
        await gateway.close()

    play(scene)
