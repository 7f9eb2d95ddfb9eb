"""The tables of users and reports: what each of their buttons must do."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit

from mmc_console.desktop.admin.users.contract import TABS, Tab
from mmc_console.desktop.kit.charts.card import ChartCard
from tests.e2e.walk.press import FILE, Do, Press, Screen, Walked
from tests.e2e.walk.watching import copied, nothing_copied, print_turned_away, typed
from tests.e2e.walk.window import Window
from tests.e2e.walk.words import foreign

PATH: Final = "/admin/users"
WHO: Final = "u_1"


# ---------------------------------------------------------------------- users
async def _free(window: Window, page: Screen) -> None:
    await window.until(lambda: page.presenter.state.usable, "the page is free")


async def _somebody(window: Window, page: Screen) -> None:
    """A person nobody else is."""
    await _free(window, page)
    if not any(person.username == WHO for person in page.presenter.state.people):
        await _begun(window, page)
        page.presenter.save()
        await _password_closed(window, page)
    person = next(each for each in page.presenter.state.people if each.username == WHO)
    page.presenter.select("people", person.id)
    await window.until(lambda: page.presenter.state.person is not None, "somebody is selected")
    window.noted = page.presenter.state.person


async def _begun(window: Window, page: Screen) -> None:
    """Somebody new, typed and not saved."""
    await _free(window, page)
    page.presenter.discard()
    page.presenter.new()
    page.presenter.edit("username", WHO)
    page.presenter.edit("name", "سالم")
    page.presenter.toggle("roles", "reception")


async def _edited(window: Window, page: Screen) -> None:
    await _somebody(window, page)
    page.presenter.edit("name", f"سالم {len(window.heard.asked)}")


async def _barred(window: Window, page: Screen) -> None:
    """Edits are not saved, and somebody wants to go elsewhere."""
    await _edited(window, page)
    page.presenter.open("consoles")
    await window.until(lambda: page.presenter.state.barred, "it is asked about")


async def _on_people(window: Window, page: Screen) -> None:
    page.presenter.discard()
    page.presenter.open("people")
    await window.until(lambda: page.presenter.state.tab == "people" and page.presenter.state.usable, "the people")


async def _password_closed(window: Window, page: Screen) -> None:
    """It is shown once: copied, the printer turned away, the box closed."""
    await window.until(lambda: _is_open(window, "first_password"), "the first password")
    box = window.dialog()
    assert box is not None
    window.button_in(box, "copy_password").click()
    await print_turned_away(window, "print_password")
    box.accept()
    await window.until(lambda: window.dialog() is None, "it is closed")
    await _free(window, page)


def _is_open(window: Window, name: str) -> bool:
    box = window.dialog()
    return box is not None and box.objectName() == name


async def _taken_in(window: Window, page: Screen) -> None:
    """The template saved, a file with a fault chosen, the good ones added, their passwords saved, the printer away."""
    box: Any = window.dialog()
    pressed = window.button_in
    pressed(box, "intake_template").click()
    await _answered(window, box, window.saved / "people.csv")
    await window.until((window.saved / "people.csv").exists, "the template is there")
    _in_language(window, box)
    n = len(page.presenter.state.people)
    file = window.saved / "staff.csv"
    file.write_text(f"username,name,roles\nf{n}a,سالم,reception\nf{n}b,هدى,supervisor\nf{n}c,نورة,king\n", "utf-8")
    box.confirm.click()
    await _answered(window, box, file)
    await window.until(lambda: box._state.phase == "preview" and box.confirm.isEnabled(), "the lines are judged")
    assert box._state.bad == 1
    _in_language(window, box)
    for key in ("all", "bad"):
        box.filter.chosen.emit(key)
    pressed(box, "intake_another").click()
    await _answered(window, box, file)
    await window.until(lambda: box._state.phase == "preview" and box.confirm.isEnabled(), "they are judged again")
    box.confirm.click()
    await window.until(lambda: box._state.phase == "done", "they are added")
    _in_language(window, box)
    await print_turned_away(window, "intake_print")
    pressed(box, "intake_save").click()
    await _answered(window, box, window.saved / "first-passwords.csv")
    await window.until(lambda: box._state.kept, "they are saved")
    box.confirm.click()
    await window.until(lambda: window.dialog() is None, "it is closed")
    await window.until(lambda: len(page.presenter.state.people) == n + 2, "they are in the list")


def _in_language(window: Window, box: QDialog) -> None:
    found = foreign(box, window.language)
    assert not found, found


async def _answered(window: Window, box: QDialog, file: Path) -> None:
    """The system's own window is answered with *file*."""
    await window.until(lambda: isinstance(window.dialog(), QFileDialog), "the system's window for a file")
    asked = window.dialog()
    assert asked is not None
    line = asked.findChild(QLineEdit, "fileNameEdit")
    assert line is not None
    line.setText(str(file))
    asked.accept()
    await window.until(lambda: window.dialog() is box, "the box again")


def _tab(tab: Tab) -> Do:
    async def show(window: Window, page: Screen) -> None:
        page.presenter.open(tab)
        await window.until(lambda: page.presenter.state.tab == tab and page.presenter.state.usable, f"the tab {tab}")

    return show


async def _filtered(_: Window, page: Screen) -> None:
    page.presenter.filter_role("doctor")


async def _another_console(window: Window, page: Screen) -> None:
    """Not the one this test sits at."""
    await _free(window, page)
    state = page.presenter.state
    console = next(each for each in state.consoles if each.desk != state.desk and not each.revoked)
    page.presenter.select("consoles", console.id)
    window.noted = console


def _board(_: Window, box: QDialog) -> None:
    line = box.findChild(QLineEdit, "board_name_edit")
    assert line is not None
    if line.isEnabled():
        line.setText("صالة")
        line.textEdited.emit("صالة")


async def _code_closed(window: Window, page: Screen) -> None:
    await window.until(lambda: _is_open(window, "board_code_dialog"), "the code")
    box = window.dialog()
    assert box is not None
    box.accept()
    await window.until(lambda: window.dialog() is None, "it is closed")
    await _free(window, page)


async def _board_chosen(window: Window, page: Screen) -> None:
    await _free(window, page)
    page.presenter.select("boards", page.presenter.state.boards[0].id)
    window.noted = len(page.presenter.state.boards)


async def _plugin_chosen(window: Window, page: Screen) -> None:
    """Those that come with the program each lack a setting: pressing it says which."""
    await _free(window, page)
    page.presenter.select("plugins", page.presenter.state.plugins[0].name)


async def _note_draft(window: Window, page: Screen) -> None:
    await _free(window, page)
    window.noted = page.presenter.state.draft


USERS: Final = Walked(
    lambda _, page: page.presenter.state.people and page.presenter.state.usable,
    {
        "user_new": Press(
            ready=_free, so=lambda _, page: page.presenter.state.draft and page.presenter.state.draft.base is None
        ),
        "users_import": Press(
            ready=_free, so=lambda window, _: _is_open(window, "people_file"), then=_taken_in,
        ),
        "user_save": Press(
            f"POST {PATH}", ready=_begun, then=_password_closed,
            so=lambda _, page: any(each.username == WHO for each in page.presenter.state.people),
        ),
        "user_roles_.+": Press(ready=_note_draft, so=lambda window, page: page.presenter.state.draft != window.noted),
        "user_clinics_.+": Press(
            ready=_note_draft, so=lambda window, page: page.presenter.state.draft != window.noted
        ),
        "user_discard": Press(ready=_edited, so=lambda _, page: not page.presenter.state.dirty),
        "user_password": Press(f"POST {PATH}/.+/password", ready=_somebody, box="ask", then=_password_closed),
        "user_sign_out": Press(off=True, asks=f"POST {PATH}/.+/sign-out", ready=_somebody, box="ask"),
        "user_switch": Press(
            f"PATCH {PATH}/.+", ready=_somebody, box="ask", so=lambda _, page: not page.presenter.state.person.enabled
        ),
        "users_clear": Press(ready=_filtered, so=lambda _, page: not page.presenter.state.filtered),
        "bar_stay": Press(ready=_barred, so=lambda _, page: not page.presenter.state.barred),
        "bar_discard": Press(
            ready=_barred, so=lambda _, page: page.presenter.state.tab == "consoles", then=_on_people
        ),
        "bar_save": Press(
            f"PATCH {PATH}/.+", ready=_barred, so=lambda _, page: page.presenter.state.tab == "consoles",
            then=_on_people,
        ),
        "next_tab": Press(so=lambda _, page: page.presenter.state.tab == "consoles", then=_on_people),
        **{
            f"users_tabs:toggle_{tab}": Press(
                ready=_free, so=lambda _, page, tab=tab: page.presenter.state.tab == tab  # type: ignore[misc]  # a lambda's default
            )
            for tab in (*TABS[1:], TABS[0])
        },
        "console_rename": Press(
            "PATCH .+/devices/.+", ready=_another_console, box="console_name", fill=typed("الاستقبال"), scene="consoles"
        ),
        "console_revoke": Press(
            "POST .+/devices/.+/revoke", ready=_another_console, box="ask", scene="consoles",
            so=lambda _, page: page.presenter.state.console.revoked,
        ),
        "board_new": Press(
            "POST .+/boards", ready=_free, box="board_dialog", fill=_board, then=_code_closed, scene="boards",
            so=lambda _, page: page.presenter.state.boards,
        ),
        "board_code": Press(
            "POST .+/boards", ready=_board_chosen, box="board_dialog", fill=_board, then=_code_closed, scene="boards"
        ),
        "board_remove": Press(
            "DELETE .+/boards/.+", ready=_board_chosen, box="ask", scene="boards",
            so=lambda window, page: len(page.presenter.state.boards) < window.noted,
        ),
        "plugin_switch": Press(ready=_plugin_chosen, scene="plugins", so=lambda window, _: window.toasts()),
    },
    {tab: _tab(tab) for tab in TABS[1:]},
)  # fmt: skip


# ---------------------------------------------------------------------- reports
async def _found(window: Window, page: Screen) -> None:
    await window.until(lambda: page.presenter.state.may_save and not page.presenter.state.asking, "the report")


async def _printing_closed(window: Window, _: Screen) -> None:
    await window.until(lambda: window.dialog() is not None, "the system's window for printing")
    box = window.dialog()
    assert box is not None
    box.reject()
    await window.until(lambda: window.dialog() is None, "it is closed")


def _as_tables(page: Screen) -> list[bool]:
    return [card.as_table for card in page.view.findChildren(ChartCard)]


async def _note_tables(window: Window, page: Screen) -> None:
    window.noted = _as_tables(page)


def _turned(window: Window, page: Screen) -> bool:
    return bool(_as_tables(page) != window.noted)


async def _custom(window: Window, page: Screen) -> None:
    page.presenter.show_period("custom")
    await _found(window, page)


REPORTS: Final = Walked(
    lambda _, page: page.presenter.state.found,
    {
        "report_csv": Press("GET .+reports.*", ready=_found, box=FILE, file="*.csv"),
        "report_xlsx": Press("GET .+reports.*", ready=_found, box=FILE, file="*.xlsx"),
        "report_pdf": Press(ready=_found, box=FILE, file="*.pdf"),
        "report_print": Press(ready=_found, so=lambda window, _: window.dialog(), then=_printing_closed),
        "report_chart_.+_toggle": Press(ready=_note_tables, so=_turned),
        "report_chart_.+_copy": Press(ready=nothing_copied, so=copied),
        "report_chart_.+_save": Press(box=FILE, file="*.csv", turned_away=False),
        "report_again": Press("GET .+reports.*", ready=_found),
        "reports_show_days": Press("GET .+reports.*", ready=_found, scene="other days"),
    },
    {"other days": _custom},
)
