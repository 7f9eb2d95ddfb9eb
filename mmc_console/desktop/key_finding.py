"""Finds what opens this console's store: the keyring, else whatever a person gives at the passphrase page."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mmc_console.client.errors import KeyringLocked
from mmc_console.desktop.opening import Start
from mmc_console.desktop.stores import own_store

if TYPE_CHECKING:
    from mmc_console.client.keys import KeyStore
    from mmc_console.client.vault import Step, Vault
    from mmc_console.desktop.app import App
    from mmc_console.desktop.passphrase.screen import PassphraseScreen

COVER = "passphrase"


class KeyFinding:
    """One console's."""

    def __init__(self, console: App) -> None:
        self._console = console
        self.screen: PassphraseScreen | None = None
        """Once somebody had to be asked."""
        self.found: KeyStore | None = None
        self._vault: Vault | None = None

    async def find(self) -> KeyStore:
        """The keys of this console's profile, asked for once; before the window's other covers go on."""
        console = self._console
        if self.found is None:
            self.found = console.start.keys or await self._look()
        return self.found

    async def find_again(self) -> KeyStore:
        """The keyring locked itself while the store was being opened: somebody unlocks it, or goes without."""
        if self._vault is None:
            raise KeyringLocked("given from outside")
        self.found = await self._ask(self._vault, "locked")
        return self.found

    async def _look(self) -> KeyStore:
        console = self._console
        vault = self._vault = await asyncio.to_thread(_vault_of, console.start)
        if console.is_sample:
            return vault.passing()  # a made-up day: its file can be read by nobody once the program has ended
        found = await vault.find()
        return await self._ask(vault, found) if isinstance(found, str) else found

    async def _ask(self, vault: Vault, step: Step) -> KeyStore:
        from mmc_console.client.clock import SystemClock
        from mmc_console.desktop.passphrase.screen import PassphraseScreen

        console = self._console
        if self.screen is None:
            self.screen = PassphraseScreen(
                vault, console.look, console.words.problem, lambda: console.languages.next.short, console.tasks.start,
                console.switch_language, SystemClock().now,
            )  # fmt: skip
            console.shell.window.add_cover(COVER, self.screen.view)
        before = console.shell.presenter.state.cover
        console.shell.presenter.show(cover=COVER)
        try:
            return await self.screen.presenter.ask(step)
        finally:
            if console.shell.presenter.state.cover == COVER:
                console.shell.presenter.show(cover=before)

    async def set_aside(self) -> None:
        """A store whose key is lost makes room for a new one. StoreFull, StoreLost."""
        start = self._console.start
        await (self._vault or _vault_of(start)).set_aside(own_store(start, self._console.settings))

    def cancel(self) -> None:
        """The program ends."""
        if self.screen is not None:
            self.screen.presenter.cancel()


def _vault_of(start: Start) -> Vault:
    from mmc_console.client.clock import SystemClock
    from mmc_console.client.vault import Vault

    return Vault(start.profile, SystemClock().now, sealed=start.sealed)
