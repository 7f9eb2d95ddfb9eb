"""The backups page without Qt, over a real gateway: how safe the data is, and what is asked of the server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from mmc_console.client.errors import UnderMaintenance
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.backups.asking import Asking
from mmc_console.desktop.admin.backups.contract import Kept, RecoveryKey, Schedule, State
from mmc_console.desktop.admin.backups.presenter import Presenter
from mmc_console.desktop.admin.backups.schedule import faults_in
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.backups import PlaceRow, Run, ShippingRow
from tests.unit.desktop.admin.office import KEY, Office
from tests.unit.desktop.desk_parts import Jobs, ToldView, play


class Page(ToldView[State]):
    """Answers its questions with what a test has laid ready."""

    def __init__(self) -> None:
        super().__init__()
        self.sure = True
        self.folder: str | None = "/mnt/stick"
        self.file: Path | None = None
        self.keys: list[RecoveryKey] = []
        self.secret: tuple[str, str] | None = None

    async def confirm_delete(self, kept: Kept) -> bool:
        self.offered.append(kept.id)
        return self.sure

    async def ask_folder(self, present: str) -> str | None:
        return self.folder

    async def choose_file(self, name: str) -> Path | None:
        self.offered.append(name)
        return self.file

    async def ask_secret(self) -> tuple[str, str] | None:
        return self.secret

    async def confirm_key(self) -> bool:
        return self.sure

    async def show_key(self, key: RecoveryKey) -> bool:
        self.keys.append(key)
        return True


class Desk:
    """One administrator's page."""

    def __init__(self, gateway: LocalGateway) -> None:
        self.gateway, self.office, self.view, self.jobs = gateway, Office(gateway), Page(), Jobs()
        self.restored: list[str] = []
        self.page = Presenter(gateway, Asking(gateway), self.view, self.jobs.start, self.restored.append)

    @property
    def state(self) -> State:
        return self.page.state

    async def look(self) -> State:
        """The page as it is after the server was asked once more."""
        await self.page.look()
        return self.page.state

    async def do(self, press: Callable[[], None]) -> None:
        """Press, and all that follows from it at once."""
        press()
        await self.jobs.run()
        await self.page.look()


def at_the_page(scene: Callable[[Desk], Awaitable[None]]) -> None:
    """Play *scene* as an administrator who has just opened the page."""

    async def whole() -> None:
        gateway = await LocalGateway.with_center(roles=("admin",))
        desk = Desk(gateway)
        desk.page.come_in()
        await desk.page.look()
        try:
            await scene(desk)
        finally:
            desk.jobs.close()
            await gateway.close()

    play(whole)


def test_the_sentence_is_safe_only_when_everything_is_proven() -> None:
    async def scene(desk: Desk) -> None:
        office = desk.office
        assert desk.state.level == "safe"
        assert [kept.check for kept in desk.state.kept] == ["verified"] * 3
        assert desk.state.last_good is desk.state.kept[0]
        office.change("b3", verified_at=None)
        office.change("b2", refused="backup-cut", verified_at=None)
        state = await desk.look()
        assert [kept.check for kept in state.kept] == ["unchecked", "failed", "verified"]
        assert (state.level, state.overdue) == ("late", True), "what nobody has checked is no backup to rely on"
        assert state.reasons == ("off",)
        office.change("b1", verified_at=None)
        assert (await desk.look()).level == "unsafe"

    at_the_page(scene)


@pytest.mark.parametrize(
    ("spoil", "reasons"),
    [
        ("failed", ("failed",)), ("shipping", ()), ("behind", ()), ("test", ()), ("place", ("place",)),
        ("near", ("near",)),
    ],
)  # fmt: skip
def test_what_is_not_well_takes_the_safe_word_away(spoil: str, reasons: tuple[str, ...]) -> None:
    async def scene(desk: Desk) -> None:
        office = desk.office
        failed = Run("take", "auto", "x", office.ago(1), 2.0, "failed", "backup-disk-full", "folder")
        if spoil == "failed":
            office.runs = (failed, Run("take", "auto", "b3", office.ago(2), 2.0, "done"))
        if spoil == "place":
            office.places.append(PlaceRow("second", "backup-folder-gone", office.now))
        if spoil == "near":
            office.places[:] = [PlaceRow("folder", "ok", office.now, near=True)]
        if spoil == "shipping":
            office.shipping = ShippingRow("failed", "backup-disk-full")
        if spoil == "behind":
            office.shipping = ShippingRow("on", "", 45.0, office.now)
        if spoil == "test":
            office.test = Run("test", "auto", "b3", office.ago(3), 2.0, "failed", "backup-damaged")
        state = await desk.look()
        assert (state.level, state.reasons) == ("late", reasons)

    at_the_page(scene)


def test_a_failure_that_was_made_good_is_forgotten() -> None:
    async def scene(desk: Desk) -> None:
        office = desk.office
        office.runs = (
            Run("take", "auto", "b3", office.ago(2), 2.0, "done"),
            Run("take", "auto", "x", office.ago(3), 2.0, "failed", "backup-disk-full"),
        )
        assert (await desk.look()).level == "safe"

    at_the_page(scene)


def test_a_backup_is_taken_seen_going_and_told_when_it_is_done() -> None:
    async def scene(desk: Desk) -> None:
        await desk.do(desk.page.take)
        assert desk.office.told[-1][:2] == ("POST", "")
        assert (desk.state.work.doing, desk.state.work.percent, desk.state.free) == ("take", 25, False)
        await desk.do(desk.page.take)
        assert len(desk.office.told) == 1, "one at a time"
        desk.office.taken()
        await desk.look()
        assert desk.view.said[-1] == Message("backup-taken", {"bytes": 48_000_000})
        assert desk.state.kept[0].id == "b4"

    at_the_page(scene)


def test_a_backup_that_fails_is_told_with_its_reason() -> None:
    async def scene(desk: Desk) -> None:
        await desk.do(desk.page.take)
        desk.office.end("take", "b9", "backup-disk-full")
        await desk.look()
        assert [m.code for m in desk.view.faults] == ["backup-disk-full"]

    at_the_page(scene)


def test_it_can_be_called_off_once() -> None:
    async def scene(desk: Desk) -> None:
        await desk.do(desk.page.take)
        desk.page.cancel()
        desk.page.cancel()
        assert desk.state.work.cancelling
        await desk.jobs.run()
        await desk.look()
        assert [told[:2] for told in desk.office.told] == [("POST", ""), ("DELETE", "/working")]
        assert desk.view.codes == ["backup-cancelled"]

    at_the_page(scene)


@pytest.mark.parametrize(("detail", "said"), [("", "backup-verified"), ("backup-cut", "backup-cut")])
def test_what_a_check_has_found_is_told(detail: str, said: str) -> None:
    async def scene(desk: Desk) -> None:
        desk.page.select("b2")
        desk.page.verify()
        desk.office.gateway.server.administration["POST", "/admin/backups/b2/verify"] = lambda question: (
            desk.office.end("verify", "b2", detail)
        )
        await desk.jobs.run()
        assert desk.view.codes == [said]

    at_the_page(scene)


def test_a_copy_goes_where_the_person_typed_and_is_told() -> None:
    async def scene(desk: Desk) -> None:
        office = desk.office
        tell = office.gateway.server.administration["POST", "/admin/backups/b3/copy"]

        def copied(question: object) -> None:
            tell(question)  # type: ignore[arg-type]  # the very question
            office.end("copy", "b3")

        office.gateway.server.administration["POST", "/admin/backups/b3/copy"] = copied
        await desk.do(desk.page.copy)
        assert office.told[-1] == ("POST", "/b3/copy", {"folder": "/mnt/stick"})
        assert desk.view.said[-1] == Message("backup-copied", {"path": "/mnt/stick"})
        desk.view.folder = None
        await desk.do(desk.page.copy)
        assert len(office.told) == 1

    at_the_page(scene)


def test_a_file_is_saved_whole_with_a_name_that_says_when(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        desk.view.file = tmp_path / "kept.backup"
        await desk.do(desk.page.save)
        assert desk.view.file.read_bytes() == b"whole backup"
        assert desk.view.offered == [f"mmc-backup-{desk.state.kept[0].at:%Y%m%d-%H%M%S}.backup"]
        assert (desk.view.codes, desk.state.work.doing) == (["backup-saved"], "")
        desk.view.file = tmp_path / "no" / "such" / "folder"
        await desk.do(desk.page.save)
        assert (desk.view.codes[-1], desk.state.work.doing) == ("file-not-written", "")

    at_the_page(scene)


def test_the_last_good_one_is_never_deleted_and_another_only_once_confirmed() -> None:
    async def scene(desk: Desk) -> None:
        await desk.do(desk.page.delete)
        assert (desk.state.may_delete, desk.view.offered) == (False, []), "not even asked"
        desk.page.select("b2")
        desk.view.sure = False
        await desk.do(desk.page.delete)
        assert len(desk.state.kept) == 3
        desk.view.sure = True
        await desk.do(desk.page.delete)
        assert [kept.id for kept in desk.state.kept] == ["b3", "b1"]
        assert desk.view.codes == ["backup-deleted"]

    at_the_page(scene)


def test_the_recovery_key_is_told_once_and_is_in_no_word_of_the_page() -> None:
    async def scene(desk: Desk) -> None:
        desk.view.sure = False
        await desk.do(desk.page.print_key)
        assert not desk.office.printed
        desk.view.sure = True
        await desk.do(desk.page.print_key)
        [key] = desk.view.keys
        assert key.text == KEY
        assert KEY[:5] not in repr(key) + repr(desk.state)
        assert desk.state.standing.key_printed
        await desk.do(desk.page.print_key)
        assert desk.view.codes == ["recovery-printed"]

    at_the_page(scene)


def test_the_schedule_is_looked_at_before_it_is_sent_and_only_what_changed_travels() -> None:
    async def scene(desk: Desk) -> None:
        page = desk.page
        page.keep()
        page.edit("every_hours", "٤٨")
        page.edit("folder", "backups")
        page.keep()
        assert desk.state.faults == {
            "every_hours": Message("number-between", {"min": 1, "max": 24}), "folder": Message("folder-whole"),
        }  # fmt: skip
        assert desk.view.focused == ["every_hours"]
        page.edit("every_hours", "٤")
        page.edit("folder", r"D:\mmc-backup")
        await desk.do(page.keep)
        assert desk.office.told == [("PATCH", "settings", {"every_hours": 4, "folder": r"D:\mmc-backup"})]
        assert (desk.state.dirty, desk.view.codes) == (False, ["saved"])
        assert desk.state.standing.every_hours == 4
        page.edit("folder", "/no/such")
        await desk.do(page.keep)
        assert desk.state.faults == {"folder": Message("setting-refused")}
        assert desk.state.schedule.folder == "/no/such", "what was typed stays"
        page.take_back()
        assert (desk.state.dirty, desk.state.faults) == (False, {})

    at_the_page(scene)


def test_what_is_typed_is_not_overwritten_by_an_answer() -> None:
    async def scene(desk: Desk) -> None:
        desk.page.edit("second", "/mnt/us")
        await desk.look()
        assert desk.state.schedule.second == "/mnt/us"

    at_the_page(scene)


def test_what_a_colleague_has_set_meanwhile_is_not_set_back_by_what_was_typed_elsewhere() -> None:
    async def scene(desk: Desk) -> None:
        desk.page.edit("second", "/mnt/stick")
        desk.office.settings |= {"keep_days": 60}
        assert (await desk.look()).schedule.keep_days == "60"
        assert desk.state.schedule.second == "/mnt/stick"
        await desk.do(desk.page.keep)
        assert desk.office.told[-1] == ("PATCH", "settings", {"second": "/mnt/stick"})
        assert desk.office.settings["keep_days"] == 60

    at_the_page(scene)


@pytest.mark.parametrize(
    ("schedule", "wrong"),
    [
        (Schedule(), set()), (Schedule(every_hours="0"), {"every_hours"}), (Schedule(keep_days="3651"), {"keep_days"}),
        (Schedule(keep_log_days="1.5"), {"keep_log_days"}), (Schedule(keep_days="²"), {"keep_days"}),
        (Schedule(test_at="25:00"), {"test_at"}), (Schedule(test_at="3:05"), set()),
        (Schedule(folder="/a", second="/a"), {"second"}), (Schedule(second="a"), {"second"}),
        (Schedule(folder="D:/x", second="//nas/x"), set()),
    ],
)  # fmt: skip
def test_faults_of_a_schedule_stand_at_their_part(schedule: Schedule, wrong: set[str]) -> None:
    assert set(faults_in(schedule)) == wrong


def test_offline_the_last_answer_stays_with_its_age_and_everything_is_off() -> None:
    async def scene(desk: Desk) -> None:
        before = desk.state.as_of
        await desk.gateway.go_offline()
        desk.page.pass_second()
        assert (desk.state.offline, desk.state.free) == (Message("offline-page"), False)
        await desk.do(desk.page.take)
        await desk.do(desk.page.delete)
        desk.page.edit("every_hours", "4")
        desk.page.keep()
        desk.page.restore()
        assert (desk.office.told, desk.restored) == ([], [])
        assert (desk.state.as_of, len(desk.state.kept)) == (before, 3)
        await desk.gateway.go_online()
        desk.gateway.parts.connectivity.failed(UnderMaintenance(1))
        desk.page.pass_second()
        assert desk.state.offline == Message("maintenance-page")

    at_the_page(scene)


def test_the_search_finds_by_day_kind_and_place() -> None:
    async def scene(desk: Desk) -> None:
        day = f"{desk.office.ago(14):%d}"
        desk.page.search("manual")
        assert [kept.id for kept in desk.state.shown] == ["b2"]
        desk.page.search(f"-{day} ")
        assert "b1" in [kept.id for kept in desk.state.shown]
        desk.page.search("second")
        assert (desk.state.shown, desk.state.chosen) == ((), None)

    at_the_page(scene)


def test_times_are_the_centres_own() -> None:
    async def scene(desk: Desk) -> None:
        kept = desk.state.kept[0]
        assert kept.at.utcoffset() == desk.gateway.now().utcoffset()
        assert desk.gateway.now() - kept.at == timedelta(hours=2)

    at_the_page(scene)


def test_the_wizard_gets_the_selected_backup() -> None:
    async def scene(desk: Desk) -> None:
        desk.page.select("b1")
        desk.page.restore()
        assert desk.restored == ["b1"]

    at_the_page(scene)
