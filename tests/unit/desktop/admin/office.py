"""A server's backups and restore, put into the behaving server: what was asked of it, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from mmc_console.client.errors import ProblemAnswer, UnderMaintenance
from mmc_console.client.server_port import Question
from mmc_console.client.testing import LocalGateway
from mmc_console.wire.backups import (
    BackupRow,
    BackupsAnswer,
    KeyRow,
    PlaceRow,
    RecoveryCopy,
    Run,
    ShippingRow,
    Working,
)
from mmc_console.wire.problems import FieldError, problem
from mmc_console.wire.restore import (
    Changes,
    ClinicChange,
    Pair,
    RestoreAnswer,
    RestoreReport,
    RestoreRequest,
    RestoreState,
    UserChange,
    Verified,
)

PASSWORD = "correct horse"
CODE = "mmc"
KEY = "ABCD2-EFGH3-JKLM4-NPQR5-STUV6-WXYZ7-23458-6789A-BCDEF-GHJKL-MNPQR-STUVW-XYZ23-45679"


class Office:
    """One server, as far as backups go; tests change its attributes, it answers from them."""

    def __init__(self, gateway: LocalGateway) -> None:
        self.gateway, self.now = gateway, gateway.now()
        self.backups = [self.backup("b3", 2), self.backup("b2", 8, "manual"), self.backup("b1", 14)]
        self.working: Working | None = None
        self.runs: tuple[Run, ...] = ()
        self.places = [PlaceRow("folder", "ok", self.now, 62_000_000_000)]
        self.shipping = ShippingRow("on", "", 1.4, self.now - timedelta(seconds=2), 4711, "b3", 12)
        self.test: Run | None = Run("test", "auto", "b3", self.ago(7), 12.0, "done")
        self.printed = False
        self.settings: dict[str, Any] = {
            "every_hours": 6, "keep_days": 30, "keep_log_days": 7, "test_at": "03:00", "folder": "", "second": "",
        }  # fmt: skip
        self.told: list[tuple[str, str, Any]] = []
        """What was asked for: method, path after `backups`, body."""
        self.stage, self.problem = "", ""
        self.last: RestoreAnswer | None = None
        self.refused = ""
        """The code a dry run is refused with."""
        self.while_restoring: Callable[[], None] = lambda: None
        self.install()

    def install(self) -> None:
        """Answer from now on."""
        put = self.gateway.server.administration
        put["GET", "/admin/backups"] = lambda question: self.answer
        put["GET", "/admin/settings"] = lambda question: self._settings()
        put["PATCH", "/admin/settings/backups"] = self._change
        put["GET", "/admin/restore"] = lambda question: self.restore_state
        put["POST", "/admin/restore"] = self._restore
        put["POST", "/admin/backups"] = self._told(lambda body: self._begin("take"))
        put["DELETE", "/admin/backups/working"] = self._told(lambda body: self._end())
        put["PUT", "/admin/backups/store-secret"] = self._told(lambda body: None)
        put["POST", "/admin/backups/key"] = self._told(lambda body: self._key())
        for row in self.backups:
            self._install(row.id)

    def _install(self, id: str) -> None:
        put = self.gateway.server.administration
        put["POST", f"/admin/backups/{id}/verify"] = self._told(lambda body: self._begin("verify"))
        put["POST", f"/admin/backups/{id}/copy"] = self._told(lambda body: self._begin("copy"))
        put["DELETE", f"/admin/backups/{id}"] = self._told(lambda body: self._delete(id))
        put["GET", f"/admin/backups/{id}"] = self._told(lambda body: b"whole backup")

    # ------------------------------------------------------------------ what there is
    def ago(self, hours: float) -> datetime:
        """So long before the test's moment."""
        return self.now - timedelta(hours=hours)

    def backup(self, id: str, hours: float, kind: str = "auto", size: int = 48_000_000) -> BackupRow:
        """One verified backup of *hours* ago."""
        at = self.ago(hours)
        return BackupRow(
            id=id, at=at, seq=4000 - int(hours), size=size, sha256="0" * 64, verified_at=at + timedelta(minutes=1),
            kind=kind, epoch="e", schema="0008", product="1", key="k", places=("folder",),
        )  # fmt: skip

    def change(self, id: str, **fields: Any) -> None:
        """Make one backup another."""
        self.backups = [replace(row, **fields) if row.id == id else row for row in self.backups]

    @property
    def answer(self) -> BackupsAnswer:
        """What the list says now."""
        next_at = self.backups[0].at + timedelta(hours=6) if self.backups else self.now
        return BackupsAnswer(
            backups=tuple(self.backups), working=self.working, runs=self.runs, places=tuple(self.places),
            shipping=self.shipping, next_at=next_at, last_test=self.test, key=KeyRow("0a1b2c3d4e5f6071", self.printed),
            secret=False, safe_seq=4000,
        )  # fmt: skip

    @property
    def changes(self) -> Changes:
        """What a restore would change."""
        chosen = self.backups[0]
        return Changes(
            backup_id=chosen.id, center=CODE, readable=True, seq=chosen.seq, at=chosen.at, now_seq=4711,
            now_at=self.now, shared=chosen.seq, tickets=Pair(402, 311), visits=Pair(188, 149), users=Pair(37, 37),
            clinics=(
                ClinicChange(clinic="lab", tickets=Pair(96, 71), visits=Pair(96, 71)),  # type: ignore[arg-type]  # it is a clinic code
                ClinicChange(clinic="xray", tickets=Pair(64, 52), visits=Pair(64, 52)),  # type: ignore[arg-type]  # it is a clinic code
                ClinicChange(clinic="eyes", tickets=Pair(58, 58), visits=Pair(58, 58)),  # type: ignore[arg-type]  # it is a clinic code
            ),
            changed_users=(UserChange("saad", "rights"),), settings=("backups",), later=211, from_desks=207, consoles=6,
        )  # fmt: skip

    def report(
        self, id: str = "20261123T070000Z-abc123", *, whole: bool = True, bring_back: bool = True
    ) -> RestoreReport:
        """What a restore has led to."""
        names = ("pages", "foreign-keys", "log", "head", "tickets", "visits", "users", "rows", "serving")
        return RestoreReport(
            id="20261123T070000Z-abc123", epoch="e2", began=self.now, ended=self.now + timedelta(seconds=41),
            seconds=41.0, down_seconds=6.4,
            by="noora", reason="the disk broke", bring_back=bring_back, safety="s1",
            kept="20261123T070000Z-abc123",
            later="" if bring_back else "later.json",
            checks=tuple(Verified(name, whole or name != "rows", "311" if name == "tickets" else "") for name in names),
        )  # fmt: skip

    # ------------------------------------------------------------------ what is asked
    def _told(self, then: Callable[[Any], Any]) -> Callable[[Question], Any]:
        def told(question: Question) -> Any:
            body = msgspec.json.decode(question.body) if question.body else None
            self.told.append((question.method, question.path.removeprefix("/admin/backups"), body))
            return then(body)

        return told

    def _begin(self, deed: str) -> None:
        self.working = Working(deed, "new", self.now, "copy", 12_000_000, 48_000_000)  # type: ignore[arg-type]  # exactly one of the deeds

    def _end(self) -> None:
        self.working = None

    def end(self, deed: str, backup: str, detail: str = "") -> None:
        """What is under way has ended; *detail*: what went wrong."""
        run = Run(deed, "manual", backup, self.now, 2.0, "failed" if detail else "done", detail, size=48_000_000)  # type: ignore[arg-type]  # exactly one of the deeds
        self.runs = (run, *self.runs)
        self.working = None

    def taken(self) -> None:
        """The backup under way is done."""
        self.backups.insert(0, self.backup("b4", 0))
        self._install("b4")
        self.end("take", "b4")

    def _delete(self, id: str) -> None:
        if id == next(b.id for b in self.backups if b.verified_at is not None):
            raise ProblemAnswer(problem("backup-last-good"))
        self.backups = [row for row in self.backups if row.id != id]

    def _key(self) -> RecoveryCopy:
        if self.printed:
            raise ProblemAnswer(problem("gone"))
        self.printed = True
        return RecoveryCopy("0a1b2c3d4e5f6071", KEY)

    def _settings(self) -> Any:
        fields = [{"name": name, "kind": "text", "value": value} for name, value in self.settings.items()]
        return {"areas": [{"area": "other", "fields": []}, {"area": "backups", "fields": fields}]}

    def _change(self, question: Question) -> Any:
        assert question.body is not None
        fields = msgspec.json.decode(question.body)["fields"]
        self.told.append(("PATCH", "settings", fields))
        if fields.get("folder") == "/no/such":
            raise ProblemAnswer(problem("invalid", errors=(FieldError("$.fields.folder", "no"),)))
        self.settings.update(fields)
        return None

    def _restore(self, question: Question) -> Any:
        assert question.body is not None
        asked = msgspec.json.decode(question.body, type=RestoreRequest)
        self.told.append(("POST", "restore", asked))
        if asked.dry_run:
            if self.refused:
                raise ProblemAnswer(problem(self.refused))
            return RestoreAnswer(dry_run=True, changes=self.changes)
        if asked.password != PASSWORD:
            raise ProblemAnswer(problem("invalid", errors=(FieldError("$.password", "no"),)))
        self.while_restoring()
        if self.problem:
            raise ProblemAnswer(problem(self.problem))
        return self._restored(asked)

    def _restored(self, asked: RestoreRequest) -> RestoreAnswer:
        self.last = self.answer_of(self.report(bring_back=asked.bring_back))
        return self.last

    def answer_of(self, report: RestoreReport) -> RestoreAnswer:
        """What is told of a restore that is done."""
        return RestoreAnswer(dry_run=False, changes=self.changes, report=report)

    @property
    def restore_state(self) -> RestoreState:
        """How far a restore is, and how the last one ended."""
        return RestoreState(stage=self.stage, last=self.last, problem=self.problem)

    def go_into_maintenance(self, stage: str) -> None:
        """Nothing is answered but that."""
        self.gateway.server.away = UnderMaintenance(1, stage)
        self.gateway.parts.connectivity.failed(UnderMaintenance(1, stage))
