"""The words of the dialog that depend on what is chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mmc_console.desktop.devices.contract import Fault, Read, State
from mmc_console.desktop.kit.bidi import fill, ltr
from mmc_console.desktop.paper.choice import Kind
from mmc_console.desktop.paper.printer_words import PrinterWords


class DeviceWords(QObject):
    """Codes in, sentences in the present language out."""

    def __init__(self) -> None:
        super().__init__()
        self._printer = PrinterWords()

    def kind(self, kind: Kind) -> str:
        """A kind of printer."""
        return {
            "none": self.tr("No printer"),
            "network": self.tr("Receipt printer in the network"),
            "device": self.tr("Receipt printer at a port of this PC"),
            "system": self.tr("Printer of the system"),
            "pdf": self.tr("PDF files in a folder"),
        }[kind]

    def target(self, kind: Kind) -> str:
        """What the line below asks for."""
        return {
            "none": "",
            "network": self.tr("Address of the printer"),
            "device": self.tr("Port or device file"),
            "system": self.tr("Name of the printer"),
            "pdf": self.tr("Folder"),
        }[kind]

    def example(self, kind: Kind) -> str:
        """What it may look like."""
        return {"network": "192.168.1.50:9100", "device": "/dev/usb/lp0, COM3", "pdf": "/home/desk/tickets"}.get(
            kind, ""
        )

    def fault(self, fault: Fault) -> str:
        """What is wrong with the line."""
        return {
            "": "",
            "address": self.tr("Type the printer's address, such as 192.168.1.50, with a port if it is not 9100."),
            "device": self.tr("Type the port of the printer, such as COM3 or /dev/usb/lp0."),
            "folder": self.tr("Choose a folder on this PC by its full path."),
            "not-chosen": self.tr("Choose one of the system's printers."),
        }[fault]

    def standing(self, state: State) -> str:
        """How the desk's printer stands now."""
        return self._printer.trouble(state.printer.code)

    def test(self, state: State) -> str:
        """What became of the test."""
        return {
            "": "",
            "running": self.tr("Printing…"),
            "printed": self.tr("The test is printed. Look whether it is whole and black enough."),
            "failed": fill(self.tr("Not printed. {what}"), what=self._printer.trouble(state.trouble)),
        }[state.test]

    def read(self, read: Read | None) -> tuple[str, ...]:
        """What the scanner did, line by line."""
        if read is None:
            return (self.tr("Scan any ticket now."),)
        layout = self.tr("read by the place of its keys") if read.by_place else self.tr("as the keyboard is set")
        kind = self.tr("a ticket of this system") if read.ticket else self.tr("no ticket of this system")
        return (
            fill(self.tr("Read: {code}, {what}"), code=read.text, what=kind),
            fill(self.tr("Speed: {n} ms a key"), n=read.mean_ms),
            fill(self.tr("Letters: {what}"), what=layout),
            fill(self.tr("Ends with: {key}"), key=ltr(read.ended_by)),
        )
