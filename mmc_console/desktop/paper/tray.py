"""The desk's printer: one paper after the other, off the window's thread, and always known how it stands.

The real `Printer` of the console. Nothing is kept for later and nothing is tried again by itself: a person decides,
with the paper or the lack of it in sight.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

from mmc_console.desktop.paper.choice import PrinterChoice
from mmc_console.desktop.paper.links import Trouble
from mmc_console.desktop.paper.outputs import Output, output_of, system_printers
from mmc_console.desktop.paper.sheet import Sheet
from mmc_console.desktop.paper.words import PaperWords, sheet_of
from mmc_console.desktop.paper.worker import Worker
from mmc_console.desktop.printing import (
    Leaving,
    NoPrinterSet,
    Paper,
    PrinterCode,
    PrinterState,
    PrintingFailed,
    nothing,
)

AT_MOST: Final = 100.0
"""Seconds after which a printer has taken the thread for good; a ticket over the slowest serial line takes 70."""
ASK_EVERY: Final = 60.0
"""Seconds until a printer is asked by itself how it stands."""
ASK_AGAIN: Final = 10.0
"""The same while it is not well."""


class Tray:
    """Prints tickets on the printer of the moment."""

    def __init__(
        self, choice: PrinterChoice, folder: Path, languages: Callable[[], tuple[str, ...]],
        remember: Callable[[PrinterChoice], None],
    ) -> None:  # fmt: skip
        """*folder* holds the compiled words, *languages* the centre's, its first one first."""
        self._choice, self._folder, self._languages, self._remember = choice, folder, languages, remember
        self._words: dict[str, PaperWords] = {}
        self._worker: Worker | None = None
        self._turn = asyncio.Lock()
        self._watchers: list[Callable[[], None]] = []
        self._changed = asyncio.Event()
        self._output: Output | None = None
        self._state = PrinterState()
        self._use(choice)

    # ------------------------------------------------------------------ what there is to see
    @property
    def choice(self) -> PrinterChoice:
        """The printer of this desk."""
        return self._choice

    @property
    def state(self) -> PrinterState:
        """How it stood when it was last asked or used."""
        return self._state

    def on_change(self, watcher: Callable[[], None]) -> Callable[[], None]:
        """Call *watcher* whenever `state` has changed; the answer ends it."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    # ------------------------------------------------------------------ what is asked of it
    def choose(self, choice: PrinterChoice) -> None:
        """Another printer, or another form of it, from the next paper on."""
        self._use(choice)
        self._remember(choice)

    async def systems(self) -> tuple[str, ...]:
        """The printers the system knows; to ask for them may take it a while."""
        try:
            return await self._thread().run(system_printers, AT_MOST)
        except TimeoutError:
            return ()

    async def print_ticket(self, paper: Callable[[], Paper], leaving: Leaving = nothing) -> None:
        """One paper; NoPrinterSet or PrintingFailed when there is none."""
        await self._print(self._output, self._choice, lambda choice: self._sheet(paper(), choice), leaving)

    async def test(self, choice: PrinterChoice, paper: Paper) -> None:
        """A paper that says it is a test, on a printer that need not be the desk's yet."""
        output = self._output if choice == self._choice else self._make(choice)
        await self._print(output, choice, lambda c: self._sheet(paper, c, test=True), nothing)

    async def ask(self) -> PrinterState:
        """How it stands now."""
        output = self._output
        if output is not None:
            async with self._turn:
                try:
                    code = await self._thread().run(output.ask, AT_MOST)
                except TimeoutError:
                    code = "silent"
            if output is self._output:
                self._show(code)
        return self._state

    async def watch(self) -> None:
        """Ask from time to time; sooner while something is wrong, and at once after another choice."""
        while True:
            self._changed.clear()
            await self.ask()
            try:
                await asyncio.wait_for(self._changed.wait(), ASK_EVERY if self._state.well else ASK_AGAIN)
            except TimeoutError:
                continue

    async def close(self) -> None:
        """The last paper is finished, or given up."""
        if self._worker is not None:
            worker, self._worker = self._worker, None
            await worker.close(2.0)

    # ------------------------------------------------------------------ inside
    async def _print(
        self, output: Output | None, choice: PrinterChoice, sheet: Callable[[PrinterChoice], Sheet], leaving: Leaving
    ) -> None:
        if output is None:
            raise NoPrinterSet
        gone = False
        async with self._turn:
            drawn = sheet(choice)
            try:
                job = await self._thread().run(lambda: output.begin(drawn), AT_MOST)
                try:
                    await leaving()
                except BaseException:
                    job.drop()
                    raise
                gone = True
                await self._thread().run(job.finish, AT_MOST)
            except (Trouble, TimeoutError) as trouble:
                code: PrinterCode = trouble.code if isinstance(trouble, Trouble) else "silent"
                perhaps = gone and (not isinstance(trouble, Trouble) or trouble.perhaps)
                if output is self._output:
                    self._show(code)
                raise PrintingFailed(choice.target, code, perhaps=perhaps) from trouble
        if output is self._output and not self._state.well:
            self._show("unknown" if choice.kind in ("network", "device") and not self._choice.tells else "ready")

    def _use(self, choice: PrinterChoice) -> None:
        self._choice, self._output = choice, self._make(choice)
        self._show("unknown" if choice.set_up else "none")
        self._changed.set()

    def _sheet(self, paper: Paper, choice: PrinterChoice, *, test: bool = False) -> Sheet:
        first, second = self._two(paper.language)
        return sheet_of(paper, first, second, named=choice.named, test=test)

    def _two(self, language: str) -> tuple[PaperWords, PaperWords]:
        """The leading language of a paper and the other one: the patient's own, else the centre's first."""
        known = [code for code in self._languages() if self._spoken(code)] or ["ar", "en"]
        first = language if language in known else known[0]
        others = [code for code in known if code != first] or [code for code in ("ar", "en") if code != first]
        return self._words_in(first), self._words_in(others[0])

    def _spoken(self, code: str) -> bool:
        return (self._folder / f"mmc_console_{code}.qm").exists()

    def _words_in(self, code: str) -> PaperWords:
        if code not in self._words:
            self._words[code] = PaperWords(code, self._folder)
        return self._words[code]

    def _make(self, choice: PrinterChoice) -> Output | None:
        loop = asyncio.get_running_loop()

        def learned() -> None:
            loop.call_soon_threadsafe(self._learned, choice)

        return output_of(choice, learned)

    def _learned(self, choice: PrinterChoice) -> None:
        """It answers: from now on its silence means something."""
        if choice == self._choice and not choice.tells:
            self._choice = choice.learned()
            self._remember(self._choice)

    def _thread(self) -> Worker:
        if self._worker is None:
            self._worker = Worker()
        return self._worker

    def _show(self, code: PrinterCode) -> None:
        state = PrinterState(code, self._choice.target)
        if state != self._state:
            self._state = state
            for watcher in list(self._watchers):
                watcher()
