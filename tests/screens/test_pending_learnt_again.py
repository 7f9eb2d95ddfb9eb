"""A conflict that a restore has lost and its console has told again: what there is to decide by in the drawer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.kit import bidi
from mmc_console.domain.ids import Epoch
from mmc_console.wire.problems import problem
from tests.screens.pages import Desk
from tests.screens.test_pending import Play, answered, rows
from tests.screens.test_pending import play as play  # noqa: PLC0414 - the fixture

SAID = {
    "en": (
        "Hold E-001. Somebody changed this first. Look at it again, then decide.", "State now: Called", "Keep: Called",
    ),
    "ar": (
        "تعليق مؤقت E-001. غيّر شخص آخر هذا قبلك. راجعه مرة أخرى ثم قرّر.", "الحالة الآن: تم النداء",
        "الإبقاء على: تم النداء",
    ),
}  # fmt: skip


def test_a_conflict_keeps_its_own_reason_when_the_server_has_lost_it(play: Play) -> None:
    async def scene(desk: Desk, two: LocalGateway) -> None:
        before = rows(desk)[0]
        await desk.gateway.parts.desk.outbox.bring_back(Epoch("restored"))
        await desk.work()
        assert rows(desk)[0] == before, "only what was taken is told again: this one never was"

    play(scene)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_where_only_the_bare_word_is_known_how_it_stands_now_is_there_to_decide_by(play: Play, language: str) -> None:
    """Of a profile that was put back, which has never heard why."""

    async def scene(desk: Desk, two: LocalGateway) -> None:
        outbox = desk.gateway.parts.desk.outbox
        row = next(row for row in outbox if row.state == "conflict")
        await outbox.amend(row, problem=problem("conflict"))
        desk.languages.switch(language)
        await desk.work()
        line, state, keep = SAID[language]
        assert rows(desk)[0][1] == line
        assert bidi.strip(desk.button("pending_keep").text()) == keep
        seen = list[str]()

        def later(dialog: QDialog) -> None:
            seen.extend(bidi.strip(label.text()) for label in dialog.findChildren(QLabel))
            dialog.reject()

        await answered(desk, Qt.Key.Key_Return, "decision", later)
        assert state in seen
        assert any(text.endswith(" · Noora") for text in seen)
        assert not any(text.endswith(" · Saad") for text in seen), "who was first is lost; how it stands now is not"

    play(scene)
