"""Users and roles as an administrator meets them: found, typed, refused at the field, handed over, let in no more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from mmc_console.desktop.admin.users.dialogs import BoardDialog, CodeDialog, PasswordDialog
from mmc_console.desktop.admin.users.form import ROLES, rights
from mmc_console.desktop.kit.bidi import strip
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.dialogs import Dialog
from mmc_console.domain.permissions import MAY
from tests.desktop_parts import nameless, squeezed
from tests.screens.admin_page import playing
from tests.screens.users_page import SECRET, UsersDesk

play = playing(UsersDesk)
Play = Callable[[Callable[[UsersDesk], Awaitable[None]]], None]


def test_people_are_found_by_text_role_and_state(play: Play) -> None:
    async def scene(desk: UsersDesk) -> None:
        desk.languages.switch("en")
        await desk.show()
        table = desk.users.view.people.table
        assert table.cells()[1][:4] == ["نورة السالم", "noora", "Reception, Supervisor", "Active"]
        assert [row[3] for row in table.cells()] == ["Active", "Active", "First password", "No longer", "Active"]
        assert "Ophthalmology" in table.rows[2].spoken
        desk.type_into("users_text", "نوره")
        await desk.work()
        assert [row[1] for row in table.cells()] == ["noora"]
        desk.users.search("nobody at all")
        await desk.work()
        assert (table.cells(), desk.words_of("users_trouble")) == ([], "")
        desk.press("action_users_clear")
        for role, standing, found in (("reception", "", ["noora", "fahad"]), ("reception", "off", ["fahad"])):
            desk.users.presenter.filter_role(role)
            desk.users.presenter.filter_standing(standing)
            assert [row[1] for row in table.cells()] == found

    play(scene)


def test_somebody_is_added_and_the_password_is_shown_once(play: Play) -> None:
    async def scene(desk: UsersDesk) -> None:
        desk.languages.switch("en")
        await desk.show()
        desk.press("action_user_new")
        desk.type_into("user_username_edit", "noora")
        desk.type_into("user_name_edit", "Noora A.")
        desk.press("user_roles_clinician")
        await desk.work()
        assert desk.words_of("user_may").startswith("In their own clinics: ")
        desk.press("action_user_save")
        await desk.work()
        assert desk.words_of("user_clinics_error") == "A clinician works in at least one clinic: choose it."
        desk.press("user_clinics_eyes")
        desk.press("action_user_save")
        await desk.work()
        assert (
            desk.words_of("user_username_error") == "Somebody has this user name already, perhaps in another spelling."
        )
        desk.languages.switch("ar")
        assert desk.words_of("user_username_error") == "اسم المستخدم هذا مستعمل، ولو بكتابة أخرى."
        desk.languages.switch("en")
        desk.type_into("user_username_edit", "noora.a")
        desk.press("action_user_save")
        dialog = await desk.asked(PasswordDialog)
        assert strip(dialog.shown.text()) == SECRET
        assert SECRET not in repr(desk.users.presenter.state)
        desk.app.sendEvent(dialog, _escape())
        assert dialog.isVisible()
        dialog.accept()
        await desk.answered()
        assert desk.said == ["Added: Noora A."]
        assert desk.users.view.people.table.cells()[-1][1] == "noora.a"

    play(scene)


def _escape() -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)


def test_unsaved_edits_show_a_dot_and_hold_the_list(play: Play) -> None:
    async def scene(desk: UsersDesk) -> None:
        desk.languages.switch("en")
        await desk.show()
        await desk.pick("people", "u2")
        desk.type_into("user_name_edit", "Noora")
        await desk.work()
        assert desk.words_of("user_unsaved") == "● Not saved"
        await desk.pick("people", "u3")
        assert desk.users.view.people.table.selected == "u2"
        assert desk.words_of("users_unsaved") == "What was typed about نورة السالم is not saved."
        desk.press("action_bar_save")
        await desk.work()
        assert (desk.people[1].name, desk.users.view.people.table.selected) == ("Noora", "u3")
        assert desk.words_of("users_unsaved") == ""

    play(scene)


def test_the_safe_verb_has_the_focus_before_somebody_is_let_in_no_more(play: Play) -> None:
    async def scene(desk: UsersDesk) -> None:
        desk.languages.switch("en")
        await desk.show()
        await desk.pick("people", "u2")
        desk.press("action_user_switch")
        dialog = await desk.asked(Dialog)
        assert dialog.cancel.hasFocus() or dialog.focusWidget() is dialog.cancel
        assert strip(dialog.title.text()) == "Let نورة السالم in no more?"
        dialog.reject()
        await desk.answered()
        assert desk.people[1].enabled
        desk.press("action_user_switch")
        (await desk.asked(Dialog)).accept()
        await desk.answered()
        assert [person.enabled for person in desk.people] == [True, False, True, False, True]
        assert not desk.found(Button, "action_user_password").isEnabled()

    play(scene)


def test_a_board_gets_a_code_that_grows_old(play: Play) -> None:
    async def scene(desk: UsersDesk) -> None:
        desk.languages.switch("en")
        await desk.show()
        desk.press("toggle_boards")
        await desk.work()
        assert desk.users.view.boards.table.cells()[1][1:3] == ["Ophthalmology", "Waits for its code"]
        desk.press("action_board_new")
        asking = await desk.asked(BoardDialog)
        asking.name.set_text("Hall A")
        asking.accept()
        assert asking.name.error.startswith("There is a board of this name.")
        asking.name.set_text("Hall C")
        asking.accept()
        while not (found := desk.users.view.findChildren(CodeDialog)):
            await desk.gateway.clock.settle()
        [code] = found
        assert strip(code.digits.text()) == "4815 1623"
        assert strip(code.left.text()) == "Good for 10:00 more."
        await desk.gateway.clock.turn(660)
        code.tick()
        assert (strip(code.digits.text()), strip(code.left.text())) == ("–", "The code is too old. Make a new one.")
        code.accept()
        await desk.answered()

    play(scene)


def test_without_the_server_the_last_answer_stands_and_the_buttons_are_off(play: Play) -> None:
    async def scene(desk: UsersDesk) -> None:
        desk.languages.switch("en")
        await desk.show()
        await desk.gateway.go_offline()
        desk.users.presenter.come_in()
        await desk.work()
        assert desk.words_of("users_trouble").startswith("Shown as of 11-23 09:00. No connection to the server: ")
        assert len(desk.users.view.people.table.rows) == 5
        add = desk.users.actions.find("user_new")
        assert add is not None
        assert not add.enabled
        await desk.gateway.go_online()
        desk.press("users_again")
        await desk.work()
        assert desk.words_of("users_trouble") == ""

    play(scene)


def test_every_tab_has_names_for_everything_and_room_for_its_words(play: Play) -> None:
    async def scene(desk: UsersDesk) -> None:
        for language in ("en", "ar"):
            desk.languages.switch(language)
            await desk.show()
            desk.window.resize(1366, 688)
            for tab in ("boards", "consoles", "plugins", "people"):
                desk.press(f"toggle_{tab}")
                await desk.work()
                assert nameless(desk.users.view) == [], tab
                assert squeezed(desk.users.view) == [], tab
            await desk.pick("people", "u3")
            assert desk.users.view.people.editor.area.horizontalScrollBar().maximum() == 0

    play(scene)


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_may_do_is_what_the_rules_say(role: str) -> None:
    everywhere, own = rights(frozenset({role}))
    assert everywhere | own == MAY[role]  # type: ignore[index]  # one of ROLES
    assert bool(own) == (role == "clinician")
