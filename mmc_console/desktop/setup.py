"""Does what the first run asks for: a server on this PC, a throw-away one with a sample day, a test of an address."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from mmc_console import assets
from mmc_console.desktop.server_process import ServerFailed, ServerProcess, run_once
from mmc_console.desktop.tickets.facts import Option
from mmc_console.domain.centre import parse_center

DATABASE, ADMINISTRATORS = "center.db", "administrators.sealed"
"""What a centre consists of that somebody can sign in to: the server makes the second with the first administrator."""
ADMIN = "admin"


class Setup:
    """The wizard's hands. Keeps what it started until the composition root takes it over."""

    def __init__(
        self, make_server: Callable[[Path], ServerProcess], own: Callable[[], ServerProcess | None] = lambda: None
    ) -> None:
        """*own* is the server that this console has already."""
        self._make_server, self._own = make_server, own
        self.server: ServerProcess | None = None
        self.sample_folder: Path | None = None
        self.sample_password = ""
        center = parse_center(assets.path("resources", "center.json").read_bytes())
        self._clinics = tuple(Option(c.code, c.name) for c in center.clinics)

    @property
    def clinics(self) -> tuple[Option, ...]:
        """The clinics of the reference centre, which a new server loads."""
        return self._clinics

    def free_space(self, folder: Path) -> int:
        """Bytes free where *folder* is or would be."""
        existing = next((p for p in (folder, *folder.parents) if p.is_dir()), None)
        if existing is None:
            raise FileNotFoundError(folder)
        return shutil.disk_usage(existing).free

    def holds_centre(self, folder: Path) -> bool:
        """Whether a centre lives there already."""
        return all((folder / name).exists() for name in (DATABASE, ADMINISTRATORS))

    async def test(self, address: str) -> str:
        """The address as it will be used, after its server has answered."""
        from mmc_console.client.api import open_api

        api = await open_api(address)
        try:
            await api.health()
            return api.address
        finally:
            await api.close()

    async def start_centre(self, folder: Path, password: str) -> str:
        """A running server in *folder*, whose first administrator has *password*; "" where a centre lives there."""
        await self.cancel()
        if (own := self._own()) is not None and own.data == folder:
            return await own.up()  # two in one folder would only be in each other's way
        self.server = self._make_server(folder)
        return await self.server.start({"MMC_ADMIN_PASSWORD": password} if password else {})

    async def start_sample(self) -> str:
        """A running server in a folder that is thrown away, filled with a day of the present hour."""
        await self.cancel()
        self.sample_folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="mmc-sample-"))
        self.sample_password = secrets.token_urlsafe(16)
        self.server = self._make_server(self.sample_folder / "centre")
        url = await self.server.start({"MMC_ADMIN_PASSWORD": self.sample_password})
        await fill_with_sample(url, self.sample_password)
        return url

    async def add_user(self, username: str, name: str, role: str, clinic: str, password: str) -> str:
        """Let them sign in; "" or the program's own complaint."""
        if self.server is None:
            return "no server"
        arguments = ["users", "add", username, "--role", role, "--display-name", name, "--data", str(self.server.data)]
        arguments.append("--first-password")  # the administrator knows it
        if clinic:
            arguments += ["--clinic", clinic]
        code, complaint = await run_once(*arguments, told=f"{password}\n")
        return "" if code == 0 else complaint or f"exit {code}"

    async def cancel(self) -> None:
        """Stop what was started, and throw a sample away."""
        if self.server is not None:
            await self.server.stop()
            self.server = None
        if self.sample_folder is not None:
            await asyncio.to_thread(shutil.rmtree, self.sample_folder, ignore_errors=True)
            self.sample_folder = None


async def fill_with_sample(url: str, password: str) -> None:
    """A made-up day that ends now, done through the server's own interface. ServerFailed says why not."""
    code, complaint = await run_once("replay", "sample", "--server", url, environment={"MMC_PASSWORD": password})
    if code:
        raise ServerFailed("sample-failed", complaint[-300:])
