"""What a restore starts from in these tests: plain copies of a database file, and a server that restores them.

The format of real backups has tests of its own; a restore only asks for a database file that was laid out for it.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any, Self

import httpx

from mmc_console.server.keys import open_keys
from mmc_console.server.restore.faults import RestoreFault
from mmc_console.server.restore.source import Laid, Target
from mmc_console.server.store.engine import Database
from tests.server.auth_parts import GOOD
from tests.server.live_parts import PATIENCE, Program, sign_in


class Copies:
    """A `Source` of copies in a folder, named by their number."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def take(self, database: Database) -> str:
        """One more, as the database is now."""
        name = str(len(list(self.folder.iterdir())) + 1)
        database.copy_to(self.folder / f"{name}.db")
        return name

    def take_of(self, place: Path) -> str:
        """One more of the database in *place*, which others use."""
        return copied(place, self)

    def lay(self, backup: str, to: Target, into: Path, database_key: bytes) -> Laid:
        """A copy of the copy."""
        found = self.folder / f"{backup}.db"
        if not found.is_file() or not backup.isalnum():
            raise RestoreFault("backup-unknown")
        shutil.copyfile(found, into / "laid.db")
        return Laid(into / "laid.db")


def copied(place: Path, copies: Copies) -> str:
    """A copy of the database of a server that is stopped."""
    database = Database(place / "center.db", open_keys(place / "keys", database_exists=True).database)
    database.open()
    try:
        return copies.take(database)
    finally:
        database.close()


class Restorable(Program):
    """A server whose restores start from copies. *kill_at*: a stage, or `flush N` after the switch was decided."""

    module = "tests.server.restore_program"

    def __init__(self, place: Path, copies: Path, kill_at: str = "") -> None:
        super().__init__(place, MMC_TEST_COPIES=str(copies), MMC_TEST_KILL_AT=kill_at)


class Admin:
    """An administrator at a console."""

    def __init__(self, url: str, device: str = "console-live-1") -> None:
        self.client = httpx.Client(base_url=url, trust_env=False, timeout=PATIENCE)
        token = self.client.post("/api/v1/auth/login", json=sign_in(device)).json()["access_token"]
        self.client.headers["Authorization"] = f"Bearer {token}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def act(self, *actions: dict[str, Any]) -> dict[str, Any]:
        """Send *actions*; the answer."""
        found: dict[str, Any] = self.client.post("/api/v1/actions", json={"actions": list(actions)}).json()
        return found

    def restore(self, backup: str, **more: Any) -> httpx.Response:
        """Ask for a restore."""
        asked = {"backup_id": backup, "reason": "drill", "password": GOOD, "center": "MMC", **more}
        return self.client.post("/api/v1/admin/restore", json=asked)

    def incidents(self) -> list[tuple[str, list[str]]]:
        """The title of each, and what is noted in it."""
        rows = self.client.get("/api/v1/admin/incidents").json()["incidents"]
        found = [self.client.get(f"/api/v1/admin/incidents/{row['id']}").json() for row in rows]
        return [
            (one["title"], [entry["text"] for entry in one["entries"] if entry["sort"] == "note" and entry["text"]])
            for one in found
        ]

    def start_seconds(self) -> float:
        """How long the server's start took, as it tells the monitoring program."""
        text = self.client.get("/metrics").text
        return next(float(line.split()[1]) for line in text.splitlines() if line.startswith("mmc_start_seconds "))

    def audit(self) -> tuple[list[str], Any]:
        """The acts taken down, the oldest first, and what is wrong with their chain."""
        check = self.client.post("/api/v1/admin/audit/verify").json()
        until = time.monotonic() + PATIENCE
        while check["running"] and time.monotonic() < until:
            check = self.client.get("/api/v1/admin/audit/verify").json()
        found = self.client.get("/api/v1/admin/audit").json()
        return [entry["act"] for entry in reversed(found["entries"])], check.get("fault")

    def snapshot(self) -> dict[str, Any]:
        """The centre as it is."""
        found: dict[str, Any] = self.client.get("/api/v1/snapshot").json()
        return found
