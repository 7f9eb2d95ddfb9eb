"""The pages of clinics and of settings in the real window, over a server that answers what a test has put there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QApplication

from mmc_console.client.server_port import Question
from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.admin.clinics.dialogs import ReviewDialog
from mmc_console.desktop.admin.clinics.screen import ClinicsScreen
from mmc_console.desktop.admin.settings.screen import SettingsScreen
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.look import Look
from mmc_console.domain.centre_check import check
from mmc_console.domain.centre_diff import differences
from mmc_console.wire.centre import (
    CentreAnswer,
    CheckAnswer,
    CheckRequest,
    DraftView,
    HistoryAnswer,
    PublishAnswer,
    PublishRequest,
    SaveDraft,
    Version,
    Who,
)
from mmc_console.wire.json import decode
from mmc_console.wire.office import AreaView, Field, SettingsAnswer, SettingsChange, SettingsHistory, SettingsStep
from tests.desktop_parts import HandClock
from tests.screens.admin_page import AdminDesk

ADMIN = Who("u1", "Admin")


class PlacesDesk(AdminDesk):
    """An administrator's console with both pages."""

    def __init__(
        self, app: QApplication, look: Look, languages: Languages, clock: HandClock, gateway: LocalGateway
    ) -> None:
        self.opened: list[str] = []
        super().__init__(app, look, languages, clock, gateway)
        self.published: list[PublishRequest] = []
        self.months, self.steps = 12, list[SettingsStep]()
        self.draft: DraftView | None = None
        self.clinics, self.settings = ClinicsScreen(self.parts, clock), SettingsScreen(self.parts, clock)
        for screen in (self.clinics, self.settings):
            self.add(screen)
        gateway.server.administration |= {
            ("GET", "/admin/centre"): lambda _: self._centre(),
            ("PUT", "/admin/centre/draft"): self._save,
            ("POST", "/admin/centre/check"): self._check,
            ("POST", "/admin/centre/publish"): self._publish,
            ("GET", "/admin/centre/history"): lambda _: HistoryAnswer(
                versions=(Version(seq=1, at=gateway.now(), by=ADMIN, changes=0),), drafts=()
            ),
            ("GET", "/admin/settings"): lambda _: SettingsAnswer((self._area(),)),
            ("PATCH", "/admin/settings/patients"): self._set,
            ("GET", "/admin/settings/patients/history"): lambda _: SettingsHistory(tuple(self.steps)),
        }

    def doors(self) -> dict[str, Callable[[], None]]:
        return {name: partial(self.opened.append, name) for name in ("language", "mine", "devices", "board")}

    # ------------------------------------------------------------------ the server
    def _centre(self) -> CentreAnswer:
        now, center = self.gateway.now(), self.gateway.state.center
        return CentreAnswer(
            seq=1, at=now, by=ADMIN, center=center, today=now.date(), next_day=now + timedelta(days=1), draft=self.draft
        )

    def _save(self, question: Question) -> DraftView:
        asked = decode(question.body or b"", SaveDraft)
        faults = tuple(check(asked.center))
        self.draft = DraftView(
            revision=7, at=self.gateway.now(), by=ADMIN, base=1, center=asked.center, faults=faults
        )  # fmt: skip
        return self.draft

    def _check(self, question: Question) -> CheckAnswer:
        center = decode(question.body or b"", CheckRequest).center
        found = differences(self.gateway.state.center, center)
        return CheckAnswer(seq=1, faults=(), differences=tuple(found), effects=())

    def _publish(self, question: Question) -> PublishAnswer:
        self.published.append(decode(question.body or b"", PublishRequest))
        self.draft = None
        return PublishAnswer(seq=2)

    def _area(self) -> AreaView:
        field = Field(name="keep_months", kind="whole", default=12, value=self.months, least=1, most=120)
        return AreaView(area="patients", fields=(field,))

    def _set(self, question: Question) -> AreaView:
        asked = decode(question.body or b"", SettingsChange)
        before, self.months = self.months, asked.fields.get("keep_months", 12)
        step = SettingsStep(
            at=self.gateway.now(), by=ADMIN, before={"keep_months": before}, after={"keep_months": self.months}
        )  # fmt: skip
        self.steps.insert(0, step)
        return self._area()

    # ------------------------------------------------------------------ the person
    async def publish(self) -> ReviewDialog:
        """Press Publish; the dialog that asks when."""
        self.press("clinics_publish")
        self.publishing = asyncio.ensure_future(self.jobs.run())
        while not (found := self.clinics.view.findChildren(ReviewDialog)):  # noqa: ASYNC110 - Qt tells nobody of it
            await asyncio.sleep(0)
        self.settle()
        return found[0]
