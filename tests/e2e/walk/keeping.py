"""The tables of clinics and of backups with the restore: what each of their buttons must do."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtWidgets import QDialog, QLineEdit

from mmc_console import assets
from mmc_console.desktop.admin.clinics.contract import TABS, Tab
from mmc_console.wire.centre import CentreAnswer, DraftView, PublishAnswer, PublishRequest, SaveDraft
from tests.e2e.centre import PASSWORD
from tests.e2e.walk.press import FILE, Do, Press, Screen, Walked
from tests.e2e.walk.watching import print_turned_away, typed
from tests.e2e.walk.window import Window

CENTRE: Final = "/admin/centre"


# ---------------------------------------------------------------------- clinics
def _side(tab: Tab) -> Do:
    async def show(window: Window, page: Screen) -> None:
        page.presenter.open(tab)
        await window.until(
            lambda: page.presenter.state.tab == tab and not page.presenter.state.busy
            and (page.presenter.state.history if tab == "history" else page.presenter.state.form), f"the tab {tab}"
        )  # fmt: skip

    return show


async def _free(window: Window, page: Screen) -> None:
    await window.until(lambda: page.presenter.state.usable and page.presenter.state.answer, "the page is free")


async def _written(window: Window, page: Screen) -> None:
    """There is something in the working copy that is not kept."""
    await _free(window, page)
    page.presenter.edit("clinics.lab.name.en", f"Laboratory {len(window.heard.asked)}")


async def _note_form(window: Window, page: Screen) -> None:
    await _free(window, page)
    window.noted = page.presenter.state.form, page.presenter.state.listed


def _form_changed(window: Window, page: Screen) -> bool:
    return bool((page.presenter.state.form, page.presenter.state.listed) != window.noted)


async def _second(window: Window, page: Screen) -> None:
    await _free(window, page)
    page.presenter.select(page.presenter.state.listed[1].code)
    await _note_form(window, page)


async def _select_new(window: Window, page: Screen) -> None:
    await _free(window, page)
    page.presenter.select("w1")
    await _note_form(window, page)


async def _file_to_take(window: Window, page: Screen) -> None:
    await _free(window, page)
    raw = assets.path("resources", "center.json").read_bytes()
    (window.saved / "center.json").write_bytes(raw)


async def _drop(window: Window, page: Screen) -> None:
    await _free(window, page)
    if page.presenter.state.has_draft:
        page.presenter.drop()
        await window.until(lambda: not page.presenter.state.has_draft, "the draft is dropped")


async def _waiting(window: Window, page: Screen) -> None:
    """A publication that waits, chosen in the list."""
    assert window.app.gateway is not None
    door = window.app.gateway.admin
    answer = await door.get(CENTRE, CentreAnswer)
    revision = answer.draft.revision if answer.draft is not None else 0
    draft = await door.send(
        "PUT", f"{CENTRE}/draft", SaveDraft(revision=revision, base=answer.seq, center=answer.center), DraftView
    )
    body = PublishRequest(revision=draft.revision, seq=answer.seq, when="next-day")
    await door.send("POST", f"{CENTRE}/publish", body, PublishAnswer)
    page.presenter.come_in()
    await window.until(
        lambda: any(each.state == "waiting" for each in page.presenter.state.answer.publications), "it waits"
    )
    await _free(window, page)
    waiting = next(each for each in page.presenter.state.answer.publications if each.state == "waiting")
    page.view.history.table.select(f"publication:{waiting.id}")


async def _version(window: Window, page: Screen) -> None:
    await _drop(window, page)
    await _side("history")(window, page)
    page.view.history.table.select(f"version:{page.presenter.state.history.versions[-1].seq}")


CLINICS: Final = Walked(
    lambda _, page: page.presenter.state.form,
    {
        "save": Press(
            f"PUT {CENTRE}/draft", ready=_written, so=lambda _, page: not page.presenter.state.dirty
        ),
        "publish": Press(
            f"POST {CENTRE}/publish", ready=_written, box="publish",
            so=lambda _, page: not page.presenter.state.has_draft,
        ),
        "drop": Press(ready=_written, so=lambda _, page: not page.presenter.state.has_draft),
        "clinics_save": Press(
            f"PUT {CENTRE}/draft", ready=_written, so=lambda _, page: not page.presenter.state.dirty
        ),
        "clinics_publish": Press(
            f"POST {CENTRE}/publish", ready=_written, box="publish",
            so=lambda _, page: not page.presenter.state.has_draft,
        ),
        "clinics_drop": Press(ready=_written, so=lambda _, page: not page.presenter.state.has_draft),
        "give_file": Press(f"GET {CENTRE}/file", ready=_free, box=FILE, file="center.json"),
        "take_file": Press(
            ready=_file_to_take, box=FILE, so=lambda _, page: page.presenter.state.dirty, then=_drop,
            turned_away=False,
        ),
        **{
            f"clinics_tabs:toggle_{tab}": Press(
                so=lambda _, page, tab=tab: page.presenter.state.tab == tab  # type: ignore[misc]  # a lambda's default
            )
            for tab in (*TABS[1:], TABS[0])
        },
        "clinics_new": Press(
            ready=_free, box="new_code", fill=typed("w1"),
            so=lambda _, page: any(each.code == "w1" for each in page.presenter.state.listed),
        ),
        "clinics_up": Press(ready=_second, so=_form_changed),
        "clinics_down": Press(ready=_second, so=_form_changed),
        "clinics_remove": Press(
            ready=_select_new,
            so=lambda _, page: not any(each.code == "w1" for each in page.presenter.state.listed),
        ),
        "switch_.+:toggle_on": Press(ready=_note_form, so=_form_changed),
        "switch_.+:toggle_off": Press(ready=_note_form, so=_form_changed),
        "add_.*(rooms|men|women|before_stage)": Press(ready=_note_form, so=_form_changed),
        "remove_.+": Press(ready=_note_form, so=_form_changed),
        "later_.+": Press(ready=_note_form, so=_form_changed, scene="exams"),
        "earlier_.+": Press(ready=_note_form, so=_form_changed, scene="exams"),
        "stop_.+": Press(ready=_note_form, so=_form_changed, scene="exams"),
        "day_.+": Press(ready=_note_form, so=_form_changed, scene="centre"),
        "add_center.floors": Press(ready=_note_form, box="new_code", fill=typed("9"), so=_form_changed, scene="centre"),
        "take_up": Press(
            f"POST {CENTRE}/draft", ready=_version, so=lambda _, page: page.presenter.state.tab == "clinics",
            scene="history", then=_side("history"),
        ),
        "cancel_publication": Press(rf"DELETE {CENTRE}/publications/\d+", ready=_waiting, scene="history"),
    },
    {tab: _side(tab) for tab in TABS[1:]},
)  # fmt: skip


# ---------------------------------------------------------------------- backups
async def _idle(window: Window, page: Screen) -> None:
    await window.until(lambda: page.presenter.state.free, "nothing is being done")


async def _counted(window: Window, page: Screen) -> None:
    await _idle(window, page)
    window.noted = len(page.presenter.state.kept)


def _one_more(window: Window, page: Screen) -> bool:
    return bool(len(page.presenter.state.kept) > window.noted)


async def _no_moment(_: Window, page: Screen) -> None:
    page.restore.edit_moment("")


async def _chosen(window: Window, page: Screen) -> None:
    await _idle(window, page)
    await window.until(lambda: page.presenter.state.kept, "a backup")
    page.presenter.select(page.presenter.state.kept[0].id)


async def _older(window: Window, page: Screen) -> None:
    """The older of two."""
    await _idle(window, page)
    if len(page.presenter.state.kept) < 2:
        page.presenter.take()
        await window.until(lambda: len(page.presenter.state.kept) > 1 and page.presenter.state.free, "another backup")
    page.presenter.select(page.presenter.state.kept[-1].id)
    window.noted = len(page.presenter.state.kept)


def _edited(days: str) -> Do:
    async def edit(window: Window, page: Screen) -> None:
        await window.until(lambda: not page.presenter.state.saving, "it is set")
        page.presenter.edit("keep_days", days)

    return edit


async def _key_on_paper(window: Window, _: Screen) -> None:
    await window.until(lambda: window.dialog() and window.dialog().objectName() == "recovery_key", "the key")  # type: ignore[union-attr]  # just looked at
    await print_turned_away(window, "print_key")
    box = window.dialog()
    assert box is not None
    box.accept()
    await window.until(lambda: window.dialog() is None, "the key is closed")


def _copy_to(window: Window, box: QDialog) -> None:
    typed(str(window.saved.parent / "copies"))(window, box)


def _way_into_the_store(_: Window, box: QDialog) -> None:
    for name, text in (("store_access_edit", "AKIA1"), ("store_secret_edit", "s3cret")):
        field = box.findChild(QLineEdit, name)
        assert field is not None
        field.setText(text)


async def _wizard(window: Window, page: Screen) -> None:
    await _chosen(window, page)
    if page.view.currentWidget() is page.page:
        page.presenter.restore()
    await window.until(lambda: page.restore.state.kept and page.restore.state.step == "choose", "the good backups")
    page.restore.select(page.restore.state.kept[0].id)


async def _back_at_first(_: Window, page: Screen) -> None:
    while page.restore.state.step != "choose":
        page.restore.back()


def _step(*steps: str) -> Do:
    """On through the wizard to the last of *steps*."""

    async def go(window: Window, page: Screen) -> None:
        wizard = page.restore
        for step in steps:
            if wizard.state.step != step:
                await window.until(lambda: wizard.state.can_go_on, f"the way on to {step}")
                wizard.go_on()
            await window.until(lambda step=step: wizard.state.step == step and not wizard.state.busy, step)  # type: ignore[misc]  # a lambda's default

    return go


async def _confirmed(window: Window, page: Screen) -> None:
    """Everything the wizard wants typed, as a person types it."""
    confirm = page.wizard.confirm
    for field, text in (
        (confirm.center, page.restore.state.must_type), (confirm.reason, "تدريب"), (confirm.password, PASSWORD),
    ):  # fmt: skip
        field.edit.setText(text)
        field.edit.textEdited.emit(text)
    await window.until(lambda: page.restore.state.can_go_on, "the way on is open")


def _is_step(step: str) -> Any:
    return lambda _, page: page.restore.state.step == step


BACKUPS: Final = Walked(
    lambda _, page: page.presenter.state.phase == "ready",
    {
        "backups_take": Press("POST /admin/backups", ready=_counted, so=_one_more),
        "backups_why": Press(ready=_chosen, so=lambda _, page: page.presenter.state.why),
        "backups_verify": Press("POST /admin/backups/.+/verify", ready=_chosen),
        "backups_copy": Press(
            "POST /admin/backups/.+/copy", ready=_chosen, box="backup_folder", fill=_copy_to,
        ),
        "backups_save": Press("GET /admin/backups/.+", ready=_chosen, box=FILE, file="mmc-backup-*.backup"),
        "backups_delete": Press(
            "DELETE /admin/backups/.+", ready=_older, box="ask",
            so=lambda window, page: len(page.presenter.state.kept) < window.noted,
        ),
        "backups_cancel": Press(off=True),
        "backups_print_key": Press(
            "POST /admin/backups/key", ready=_idle, box="ask", then=_key_on_paper,
        ),
        "backups_enter_store": Press(
            "PUT /admin/backups/store-secret", ready=_idle, box="backup_secret", fill=_way_into_the_store,
        ),
        "backups_take_back": Press(ready=_edited("33"), so=lambda _, page: not page.presenter.state.dirty),
        "backups_keep": Press(
            "PATCH /admin/settings/backups", ready=_edited("31"),
            so=lambda _, page: page.presenter.state.saved.keep_days == "31",
        ),
        "backups_restore": Press(ready=_chosen, so=lambda _, page: page.view.currentWidget() is page.wizard),
        "restore_leave": Press(so=lambda _, page: page.view.currentWidget() is page.page, then=_wizard, scene="choose"),
        "way_moment": Press(so=lambda _, page: page.restore.state.way == "moment", scene="choose"),
        "moment_last": Press(ready=_no_moment, so=lambda _, page: page.restore.state.moment, scene="choose"),
        "way_backup": Press(so=lambda _, page: page.restore.state.way == "backup", scene="choose"),
        "restore_next": Press("POST /admin/restore", so=_is_step("check"), scene="choose"),
        "restore_back": Press(so=_is_step("choose"), ready=_step("check"), scene="choose", then=_back_at_first),
        "leave_behind": Press(so=lambda _, page: not page.restore.state.bring_back, scene="changes"),
        "bring_back": Press(so=lambda _, page: page.restore.state.bring_back, scene="changes"),
        "restore_do": Press(
            "POST /admin/restore", ready=_confirmed, so=lambda _, page: page.restore.state.report, scene="confirm",
        ),
        "restore_save_report": Press(box=FILE, file="*.txt", scene="verify"),
    },
    {
        "choose": _wizard, "changes": _step("check", "changes"), "confirm": _step("confirm"), "verify": _step("verify"),
    },
)  # fmt: skip
