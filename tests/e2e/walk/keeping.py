"""The tables of clinics, backups with the restore, and settings: what each of their buttons must do."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtWidgets import QDialog

from mmc_console import assets
from mmc_console.desktop.admin.clinics.contract import TABS, Tab
from mmc_console.desktop.admin.settings.contract import REASONS
from mmc_console.server.areas import AREAS
from mmc_console.wire.centre import CentreAnswer, DraftView, PublishAnswer, PublishRequest, SaveDraft
from tests.e2e.centre import PASSWORD
from tests.e2e.walk.press import FILE, Do, Press, Screen, Walked
from tests.e2e.walk.watching import print_turned_away, typed
from tests.e2e.walk.window import Window

CENTRE: Final = "/admin/centre"
GONE: Final = "10000001"
"""The number of somebody whose visit has ended; see `test_every_button`."""


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


# ---------------------------------------------------------------------- settings
THIS_PC: Final = "this-pc"
NAMES: Final = tuple(area.AREA for area in AREAS)


def _section(name: str) -> Do:
    async def show(window: Window, page: Screen) -> None:
        page.presenter.open(name)
        await window.until(
            lambda: page.presenter.state.section == name and not page.presenter.state.busy, f"the section {name}"
        )

    return show


async def _changed(window: Window, page: Screen) -> None:
    """Every number of the section is another than its default."""
    for field in page.presenter.state.area.fields:
        if field.kind in ("whole", "number") and field.value == field.default:
            await window.until(lambda: page.presenter.state.usable, "the page is free")
            other = field.value + 1 if field.most is None or field.value + 1 <= field.most else field.value - 1
            name = field.name
            page.presenter.type(name, str(other))
            page.presenter.enter(name)
            await window.until(
                lambda name=name: any(  # type: ignore[misc]  # a lambda's default
                    f.name == name and f.value != f.default for f in page.presenter.state.area.fields
                ), f"{name} is set",
            )  # fmt: skip
    await window.until(lambda: page.presenter.state.usable and page.presenter.state.history, "the page is free")


async def _note_values(window: Window, page: Screen) -> None:
    await window.until(lambda: page.presenter.state.usable, "the page is free")
    window.noted = page.presenter.state.area


def _value_changed(window: Window, page: Screen) -> bool:
    return bool(page.presenter.state.area != window.noted)


async def _last_change(window: Window, page: Screen) -> None:
    await _note_values(window, page)
    await window.until(lambda: page.presenter.state.history, "what was changed")
    page.view.table.select("0")


async def _person_typed(window: Window, page: Screen) -> None:
    await window.until(lambda: page.presenter.state.usable, "the page is free")
    page.presenter.type_number(GONE)


async def _person_found(window: Window, page: Screen) -> None:
    await _person_typed(window, page)
    page.presenter.find()
    await window.until(lambda: page.presenter.state.person and page.presenter.state.usable, "the person")
    page.presenter.choose_reason("mistake" if "mistake" in REASONS else REASONS[0])


async def _box_closed(window: Window, _: Screen) -> None:
    await window.until(lambda: window.dialog() is not None, "a box")
    box = window.dialog()
    assert box is not None
    box.reject()
    await window.until(lambda: window.dialog() is None, "the box is closed")


async def _board_closed(window: Window, page: Screen) -> None:
    window.app.wishes.open_board()
    await window.until(lambda: not _board_is_open(window, page), "the board is closed")


def _board_is_open(window: Window, _: Screen) -> bool:
    board = window.app.wishes.board
    return board is not None and board.screen is not None


async def _language_back(window: Window, _: Screen) -> None:
    window.app.wishes.switch_language()


async def _note_language(window: Window, _: Screen) -> None:
    window.noted = window.language


def _of_area(name: str) -> dict[str, Press]:
    def is_open(_: Window, page: Screen) -> bool:
        return bool(page.presenter.state.section == name)

    away = _section(NAMES[0] if name == THIS_PC else THIS_PC)
    return {
        f"open_{name}": Press(ready=away, so=is_open),
        f"section_{name}": Press(ready=away, so=is_open, then=_section(THIS_PC)),
    }


SETTINGS: Final = Walked(
    lambda _, page: page.presenter.state.areas,
    {
        **{key: press for name in (*NAMES, THIS_PC) for key, press in _of_area(name).items()},
        "open_language": Press(
            ready=_note_language, so=lambda window, _: window.language != window.noted, then=_language_back
        ),
        "open_mine": Press(box="settings_dialog"),
        "open_devices": Press(box="devices"),
        "open_board": Press(box="board_dialog", so=_board_is_open, then=_board_closed),
        **{
            f"set_[^:]+:toggle_{side}": Press(
                "PATCH /admin/settings/.+", ready=_note_values, so=_value_changed, scene="backups"
            )
            for side in ("off", "on")
        },
        "default_.+": Press("PATCH /admin/settings/.+", ready=_changed, scene="figures"),
        "set_back": Press("PATCH /admin/settings/.+", ready=_last_change, so=_value_changed, scene="figures"),
        "erase_find": Press(
            "POST /admin/patients/find", ready=_person_typed, so=lambda _, page: page.presenter.state.person,
            scene="patients",
        ),
        "erase_now": Press(
            "POST /admin/patients/erase", ready=_person_found, box="ask", scene="patients",
            so=lambda _, page: page.presenter.state.person is None,
        ),
    },
    {name: _section(name) for name in NAMES},
)  # fmt: skip
