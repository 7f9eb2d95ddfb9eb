"""The restore wizard without Qt, over a real gateway: step by step, and whatever goes wrong leads back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs

from mmc_console.client.errors import NotSignedIn, ProblemAnswer, ServerBusy, Unreachable
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.restore.contract import STAGES
from mmc_console.desktop.admin.restore.moments import NotAMoment, read_moment, written
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.problems import problem
from mmc_console.wire.restore import RestoreRequest
from tests.unit.desktop.admin.office import CODE, PASSWORD
from tests.unit.desktop.admin.wizard import Desk, at_the_wizard
from tests.unit.desktop.desk_parts import play, there


def test_six_steps_lead_from_a_backup_to_its_report() -> None:
    async def scene(desk: Desk) -> None:
        assert (desk.state.step, desk.state.selected) == ("choose", "b2")
        assert (await desk.on()).step == "check"
        assert there(desk.state.changes).later == 211
        assert (await desk.on()).step == "changes"
        desk.wizard.set_bring_back(False)
        assert (await desk.on()).step == "confirm"
        desk.wizard.edit_center("mmc")
        desk.wizard.edit_reason("the disk broke")
        desk.wizard.edit_password(PASSWORD)
        assert (await desk.on(PASSWORD)).step == "verify"
        assert there(desk.state.report).whole
        dry, real = desk.asked
        assert dry == RestoreRequest(backup_id="b2", dry_run=True)
        assert real == RestoreRequest(
            backup_id="b2", bring_back=False, reason="the disk broke", password=PASSWORD, center=CODE
        )  # fmt: skip
        assert desk.view.forgotten >= 2, "the password line is emptied before and after"
        await desk.on()
        assert desk.left == 1

    at_the_wizard(scene, "b2")


@pytest.mark.parametrize("fault", ["database-gone", "database-damaged"])
def test_where_the_database_is_destroyed_all_that_was_shipped_is_wanted_back(fault: str) -> None:
    async def scene(desk: Desk) -> None:
        assert desk.state.way == "backup", "on a whole database nobody gets more than they chose"
        desk.office.shipping = structs.replace(desk.office.shipping, state="waiting", detail=fault)
        desk.wizard.begin("b2")
        await desk.jobs.run()
        assert (desk.state.way, desk.state.moment) == ("moment", written(there(desk.state.last)))
        await desk.on()
        assert desk.asked[-1].to == desk.office.shipping.at
        desk.wizard.back()
        desk.wizard.choose_way("backup")
        await desk.on()
        assert desk.asked[-1].to is None, "and exactly a backup can still be chosen"

    at_the_wizard(scene)


def test_only_good_backups_are_offered_the_newest_first() -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(roles=("admin",))
        desk = Desk(gateway)
        desk.office.change("b3", verified_at=None)
        desk.wizard.begin("b3")
        await desk.jobs.run()
        assert [kept.id for kept in desk.state.kept] == ["b2", "b1"]
        assert desk.state.selected == "b2"
        await gateway.close()

    play(scene)


def test_a_moment_is_laid_over_the_nearest_backup_before_it() -> None:
    async def scene(desk: Desk) -> None:
        office, wizard = desk.office, desk.wizard
        at = office.ago(7.5).replace(microsecond=0)
        wizard.edit_moment(written(desk.gateway.state.calendar.stamp(at)))
        await desk.on()
        [asked] = desk.asked
        assert (asked.backup_id, asked.to) == ("b2", at)
        wizard.back()
        wizard.take_last()
        await desk.on()
        assert (desk.asked[-1].backup_id, desk.asked[-1].to) == ("b3", office.shipping.at), (
            "to the fraction of a second"
        )

    at_the_wizard(scene)


def test_backups_of_a_history_that_was_left_are_not_the_base_of_a_moment() -> None:
    async def scene(desk: Desk) -> None:
        desk.office.change("b3", present=False)
        desk.wizard.begin("")
        await desk.jobs.run()
        desk.wizard.take_last()
        await desk.on()
        assert desk.asked[-1].backup_id == "b2"

    at_the_wizard(scene)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "moment-wanted"), ("noon", "moment-wanted"), ("2026-13-01 10:00", "moment-wanted"),
     ("2020-01-01 10:00", "moment-early"), ("2099-01-01 10:00", "moment-late")],
)  # fmt: skip
def test_a_moment_nobody_can_go_back_to_is_refused_at_its_line(typed: str, code: str) -> None:
    async def scene(desk: Desk) -> None:
        desk.wizard.choose_way("moment")
        desk.wizard.edit_moment(typed)
        await desk.on()
        assert (desk.state.step, desk.state.errors["moment"].code) == ("choose", code)
        assert (desk.view.focused, desk.asked, desk.state.moment) == (["moment"], [], typed)

    at_the_wizard(scene)


def test_a_moment_is_read_as_people_write_it() -> None:
    async def scene(desk: Desk) -> None:
        now = desk.gateway.now()
        assert read_moment("2026-11-23 09:41:07", now).isoformat().startswith("2026-11-23T09:41:07")
        assert read_moment("9:41", now) == now.replace(hour=9, minute=41, second=0, microsecond=0)
        for bad in ("24:00", "10:60", "10", "2026-02-30 10:00", "10:00:00:00"):
            with pytest.raises(NotAMoment):
                read_moment(bad, now)

    at_the_wizard(scene)


@pytest.mark.parametrize(
    "code", ["backup-damaged", "backup-newer", "backup-foreign", "position-unknown", "restore-running", "disk-full"]
)
def test_a_backup_that_cannot_be_used_ends_at_the_check_with_its_reason(code: str) -> None:
    async def scene(desk: Desk) -> None:
        desk.office.refused = code
        state = await desk.on()
        assert (state.step, state.problem, state.can_go_on) == ("check", Message(code), False)
        desk.wizard.back()
        assert (desk.state.step, desk.state.problem) == ("choose", None)

    at_the_wizard(scene)


def test_another_choice_forgets_what_was_counted() -> None:
    async def scene(desk: Desk) -> None:
        await desk.on()
        desk.wizard.back()
        desk.wizard.select("b1")
        assert desk.state.changes is None
        assert (await desk.on()).changes is not None

    at_the_wizard(scene)


def test_the_red_button_stays_off_until_all_three_are_typed() -> None:
    async def scene(desk: Desk) -> None:
        await desk.to_confirm()
        wizard, opens = desk.wizard, [desk.state.can_go_on]
        for edit, wrong, right in (
            (wizard.edit_center, "mm", "mmc"), (wizard.edit_reason, "  x ", "the disk"),
            (wizard.edit_password, "", "p"),
        ):  # fmt: skip
            edit(wrong)
            opens.append(desk.state.can_go_on)
            await desk.on(PASSWORD)
            assert len(desk.asked) == 1, "nothing was asked but the dry run"
            edit(right)
            opens.append(desk.state.can_go_on)
        assert opens == [True, False, True, False, True, False, True]

    at_the_wizard(scene)


def test_a_wrong_password_leads_back_to_its_line_and_nothing_was_changed() -> None:
    async def scene(desk: Desk) -> None:
        await desk.to_confirm()
        state = await desk.on("wrong")
        assert (state.step, state.running, state.errors) == ("confirm", False, {"password": Message("password-wrong")})
        assert (state.reason, state.has_password) == ("the disk broke", False)
        desk.wizard.edit_password(PASSWORD)
        assert (await desk.on(PASSWORD)).step == "verify"

    at_the_wizard(scene)


def test_a_restore_that_was_given_up_says_why_and_lets_go_back() -> None:
    async def scene(desk: Desk) -> None:
        await desk.to_confirm()
        desk.office.problem = "restore-failed"
        state = await desk.on(PASSWORD)
        assert (state.step, state.running, state.problem) == ("restore", False, Message("restore-failed"))
        desk.wizard.back()
        assert (desk.state.step, desk.state.problem) == ("confirm", None)
        desk.wizard.leave()
        assert desk.left == 1

    at_the_wizard(scene)


def test_the_stages_are_shown_also_those_of_maintenance() -> None:
    async def scene(desk: Desk) -> None:
        await desk.to_confirm()
        ask, stages = desk.gateway.server.ask, iter(STAGES)

        async def slowly(bearer: str, question: object) -> bytes:
            if question.method == "GET" and question.path == "/admin/restore":  # type: ignore[attr-defined]  # a Question
                stage = next(stages, "")
                if stage in ("carrying", "verifying", "switching"):
                    desk.office.go_into_maintenance(stage)
                else:
                    desk.gateway.server.away = False
                    desk.office.stage = stage
            return await ask(bearer, question)  # type: ignore[arg-type]  # a Question

        desk.wizard._show(running=True, step="restore")
        desk.gateway.server.ask = slowly  # type: ignore[method-assign]  # the server, seen through its stages
        for _ in STAGES:
            await desk.wizard._look_on()
        seen = list(dict.fromkeys(state.stage for state in desk.view.shown if state.stage))
        assert seen == list(STAGES)

    at_the_wizard(scene)


@pytest.mark.parametrize("fault", [Unreachable("cut"), ServerBusy(0)])
def test_a_line_that_breaks_meanwhile_ends_with_the_servers_own_word(fault: Exception) -> None:
    async def scene(desk: Desk) -> None:
        await desk.to_confirm()

        def broken() -> None:
            desk.office._restored(desk.asked[-1])
            raise fault

        desk.office.while_restoring = broken
        assert (await desk.on(PASSWORD)).step == "verify"
        assert desk.state.report is not None

    at_the_wizard(scene)


def test_a_line_that_breaks_before_it_began_says_that_nothing_was_changed() -> None:
    async def scene(desk: Desk) -> None:
        desk.office.last = desk.office.answer_of(desk.office.report())  # of last week
        await desk.to_confirm()

        def broken() -> None:
            raise Unreachable("cut")

        desk.office.while_restoring = broken
        state = await desk.on(PASSWORD)
        assert (state.step, state.running, state.problem) == ("restore", False, Message("restore-not-begun"))

    at_the_wizard(scene)


def test_esc_leaves_before_and_never_while_it_is_done() -> None:
    async def scene(desk: Desk) -> None:
        await desk.on()
        desk.wizard.leave()
        assert (desk.left, desk.state.step) == (1, "choose")
        desk.wizard._show(step="restore", running=True, stage="safety")
        desk.wizard.leave()
        assert (desk.left, desk.view.codes[-1]) == (1, "restore-goes-on")
        desk.wizard._show(stage="switching")
        desk.wizard.leave()
        assert (desk.left, desk.view.codes[-1]) == (1, "restore-cannot-stop")
        assert not desk.state.can_go_back

    at_the_wizard(scene)


def test_somebody_elses_restore_is_watched_and_their_counting_only_named() -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(roles=("admin",))
        desk = Desk(gateway)
        desk.office.stage = "opening"
        desk.wizard.begin("")
        await desk.jobs.run()
        assert (desk.state.step, desk.state.problem) == ("choose", Message("restore-running"))
        answers = iter(["carrying", "carrying", ""])

        def state(question: object) -> object:
            desk.office.stage = next(answers)
            if not desk.office.stage:
                desk.office._restored(RestoreRequest(backup_id="b3"))
            return desk.office.restore_state

        gateway.server.administration["GET", "/admin/restore"] = state
        desk.wizard.begin("")
        await desk.jobs.run()
        assert (desk.state.step, there(desk.state.report).whole) == ("verify", True)
        await gateway.close()

    play(scene)


def test_without_an_answer_the_wizard_says_so() -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center(roles=("admin",))
        desk = Desk(gateway)
        gateway.server.administration["GET", "/admin/backups"] = lambda question: ProblemAnswer(problem("not-allowed"))
        desk.wizard.begin("")
        await desk.jobs.run()
        assert (desk.state.loaded, desk.state.problem, desk.state.can_go_on) == (True, Message("not-allowed"), False)
        await gateway.go_offline()
        desk.wizard.refresh_line()
        assert desk.state.offline == Message("offline-page")
        await gateway.close()

    play(scene)


def test_signed_out_meanwhile_nothing_is_restored() -> None:
    async def scene(desk: Desk) -> None:
        await desk.to_confirm()
        desk.office.while_restoring = lambda: _raise(NotSignedIn())
        state = await desk.on(PASSWORD)
        assert (state.running, state.problem) == (False, Message("not-authenticated"))

    at_the_wizard(scene)


def test_the_report_is_saved_as_a_file(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        await desk.to_confirm()
        await desk.on(PASSWORD)
        desk.view.file = tmp_path / "report.txt"
        desk.wizard.save_report()
        await desk.jobs.run()
        assert desk.view.file.read_text(encoding="utf-8").startswith("report of 20261123T070000Z")
        assert (desk.state.saved, desk.view.codes[-1]) == ("report.txt", "report-saved")
        desk.view.file = tmp_path / "no" / "where.txt"
        desk.wizard.save_report()
        await desk.jobs.run()
        assert desk.view.codes[-1] == "file-not-written"

    at_the_wizard(scene)


def test_the_last_moment_is_offered_as_it_is_typed() -> None:
    async def scene(desk: Desk) -> None:
        desk.wizard.choose_way("moment")
        shipped = desk.gateway.state.calendar.stamp(there(desk.office.shipping.at))
        assert (desk.state.moment, desk.state.last) == (written(shipped), shipped)
        assert desk.gateway.now() - shipped == timedelta(seconds=2)

    at_the_wizard(scene)


def _raise(fault: Exception) -> None:
    raise fault
