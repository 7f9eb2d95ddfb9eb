"""The border between a desk and its ticket printer.

A page asks for one paper at a time and is told plainly when there is none. Nothing is queued for later: a late
ticket confuses. The drawing of the paper belongs to the printers behind this port.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

from mmc_console.domain.centre import Words
from mmc_console.domain.ids import TicketId, VisitId

PrinterCode = Literal[
    "none", "unknown", "ready", "paper-low", "no-paper", "cover-open", "paused", "printer-error", "unreachable",
    "silent", "cut-off", "folder", "missing", "driver", "no-device",
]  # fmt: skip
"""How a printer stands. `none`: not set up; `unknown`: it has not been asked yet; up to `paper-low` all is well."""
WELL: frozenset[PrinterCode] = frozenset({"unknown", "ready", "paper-low"})


@dataclass(frozen=True, slots=True)
class PaperStop:
    """One clinic of the pathway, as the paper lists it."""

    clinic: Words
    floor: Words
    state: Literal["todo", "here", "done"]


@dataclass(frozen=True, slots=True)
class Paper:
    """What one ticket's paper says."""

    visit: VisitId
    ticket: TicketId
    number: str
    label: str
    clinic: Words
    registered: datetime
    ahead: int
    again: bool = False
    """Printed before, or perhaps: the paper says so."""
    day: date = date.min
    centre: Words = field(default_factory=dict)
    floor: Words = field(default_factory=dict)
    room: str = ""
    """What stands on the door, where the clinic has only one."""
    minutes: int = 0
    waits: bool = True
    """Whether there is a wait to tell of: nobody is before who is called, inside, aside or through."""
    stops: tuple[PaperStop, ...] = ()
    notice: Words = field(default_factory=dict)
    code: str = ""
    address: str = ""
    name: str = ""
    """First name and an initial; printed only where the desk has chosen so."""
    language: str = ""
    """The patient's own; empty: the centre's first."""


@dataclass(frozen=True, slots=True)
class PrinterState:
    """The desk's printer as it stood when it was last asked."""

    code: PrinterCode = "none"
    printer: str = ""

    @property
    def well(self) -> bool:
        """Whether a paper may be expected from it."""
        return self.code in WELL


class PrintingFailed(Exception):
    """The paper did not come out; `printer` is the one to look at, `code` what is wrong with it."""

    def __init__(self, printer: str, code: PrinterCode = "printer-error", *, perhaps: bool = False) -> None:
        """*perhaps*: some of it may be on paper all the same, so that the next one is marked."""
        super().__init__(f"{printer} did not print: {code}")
        self.printer, self.code, self.perhaps = printer, code, perhaps


class NoPrinterSet(Exception):
    """This PC has no ticket printer: the number is written by hand."""


class NotWanted(Exception):
    """Raised when a paper's turn has come: whom it was for is not registered any more."""


async def nothing() -> None:
    """Nobody wants to know."""


Leaving = Callable[[], Awaitable[None]]


class Printer(Protocol):
    """Prints tickets."""

    async def print_ticket(self, paper: Callable[[], Paper], leaving: Leaving = nothing) -> None:
        """Return when the paper is out; NoPrinterSet or PrintingFailed when it will not be.

        *paper* is asked when its turn has come, and may raise NotWanted. *leaving* is awaited before the first byte
        leaves: from then on something may be on paper.
        """


class WithoutPrinter:
    """A desk without a printer says so each time."""

    async def print_ticket(self, paper: Callable[[], Paper], leaving: Leaving = nothing) -> None:
        """Always NoPrinterSet."""
        raise NoPrinterSet
