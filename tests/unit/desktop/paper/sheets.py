"""Papers for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from mmc_console.desktop.printing import Paper, PaperStop
from mmc_console.domain.ids import TicketId, VisitId

ADDRESS = "https://turn.example.test/t/AbCdEfGhIjKlMnOpQrStUv"
MEZZANINE = {"ar": "الميزانين", "en": "Mezzanine"}
SECOND = {"ar": "الطابق الثاني", "en": "Second floor"}
LAB = {"ar": "المختبر", "en": "Laboratory"}
PAPER = Paper(
    VisitId("visit"), TicketId("ticket"), "017", "L-017", LAB,
    datetime(2026, 11, 23, 7, 42, tzinfo=UTC).astimezone(timezone(timedelta(hours=3))), 4, day=date(2026, 11, 23),
    centre={"ar": "اللجنة الطبية العسكرية", "en": "Military Medical Committee"}, floor=MEZZANINE, minutes=35,
    stops=(
        PaperStop(LAB, MEZZANINE, "here"), PaperStop({"ar": "الأشعة", "en": "X-ray"}, MEZZANINE, "done"),
        PaperStop({"ar": "القياسات الحيوية", "en": "Vital signs"}, SECOND, "todo"),
    ),
    notice={"ar": "سجّلي أولاً لدى الاستقبال الرئيسي", "en": "Register at the main reception first"},
    code="MMC1-1123-017-K", address=ADDRESS, name="سالم ا.",
)  # fmt: skip


def paper(**changes: Any) -> Paper:
    """A paper with *changes*."""
    return replace(PAPER, **changes)
