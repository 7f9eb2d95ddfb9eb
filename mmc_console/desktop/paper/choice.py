"""Which printer a desk has, as its settings keep it. Whatever a file says instead is no printer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from mmc_console.client.files import Plain, Settings

Kind = Literal["none", "network", "device", "system", "pdf"]
Width = Literal[80, 58]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
WIDTHS: Final[tuple[Width, ...]] = get_args(Width)
BAUDS: Final = (115200, 57600, 38400, 19200)
"""Anything slower takes minutes for a ticket."""
KEY: Final = "printer"


@dataclass(frozen=True, slots=True)
class PrinterChoice:
    """One printer and how its papers look."""

    kind: Kind = "none"
    target: str = ""
    """Address, device, the system's name for it, or a folder."""
    width: Width = 80
    baud: int = BAUDS[0]
    named: bool = False
    """With the patient's first name and an initial."""
    tells: bool = False
    """It has answered once how it stands; silence means something from then on."""

    @property
    def set_up(self) -> bool:
        """Whether there is one."""
        return self.kind != "none" and bool(self.target)

    def learned(self) -> PrinterChoice:
        """The same printer, known to answer."""
        return replace(self, tells=True)


def kept(settings: Settings) -> PrinterChoice:
    """The printer this PC remembers."""
    found = settings.get(KEY, {})  # type: ignore[var-annotated]  # any dict of the file
    kind, target, width, baud = (found.get(k) for k in ("kind", "target", "width", "baud"))
    if kind not in KINDS or not isinstance(target, str):
        return PrinterChoice()
    return PrinterChoice(
        kind, target, 58 if width == 58 else 80, baud if baud in BAUDS else BAUDS[0],
        named=found.get("named") is True, tells=found.get("tells") is True,
    )  # fmt: skip


def keep(settings: Settings, choice: PrinterChoice) -> None:
    """Remember *choice*."""
    told: dict[str, Plain] = {
        "kind": choice.kind, "target": choice.target, "width": choice.width, "baud": choice.baud,
        "named": choice.named, "tells": choice.tells,
    }  # fmt: skip
    settings.set(KEY, told)
