"""The border between a desk and its ticket printer.

A page asks for one paper at a time and is told plainly when there is none. Nothing is queued for later: a late
ticket confuses. The drawing of the paper belongs to the printers behind this port.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mmc_console.domain.centre import Words
from mmc_console.domain.ids import TicketId, VisitId


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
    """Printed before: the paper says so."""


class PrintingFailed(Exception):
    """The paper did not come out; `printer` is the one to look at."""

    def __init__(self, printer: str) -> None:
        super().__init__(f"{printer} did not print")
        self.printer = printer


class NoPrinterSet(Exception):
    """This PC has no ticket printer: the number is written by hand."""


class Printer(Protocol):
    """Prints tickets."""

    async def print_ticket(self, paper: Paper) -> None:
        """Return when the paper is out; NoPrinterSet or PrintingFailed when it will not be."""


class WithoutPrinter:
    """A desk without a printer says so each time."""

    async def print_ticket(self, paper: Paper) -> None:
        """Always NoPrinterSet."""
        raise NoPrinterSet
