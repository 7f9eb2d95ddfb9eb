"""The table of the settings: what each of their buttons must do."""

from __future__ import annotations

from typing import Final

from mmc_console.desktop.admin.settings.contract import REASONS
from mmc_console.server.areas import AREAS
from tests.e2e.walk.press import Do, Press, Screen, Walked
from tests.e2e.walk.window import Window

GONE: Final = "10000001"
"""The number of somebody whose visit has ended; see `test_every_button`."""
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
    page.view.table.select(page.view.table.rows[0].key)


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
