"""How a printer stands, in words: what it is, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.printing import PrinterCode


class PrinterWords(QObject):
    """Codes in, sentences in the present language out."""

    def state(self, code: PrinterCode) -> str:
        """In a few words."""
        return {
            "none": self.tr("Not set up"),
            "unknown": self.tr("Reached; it does not tell how it stands"),
            "ready": self.tr("Ready"),
            "paper-low": self.tr("Ready, but the paper runs low"),
            "no-paper": self.tr("No paper"),
            "cover-open": self.tr("Cover open"),
            "paused": self.tr("Switched off line"),
            "printer-error": self.tr("Reports a fault"),
            "unreachable": self.tr("Not reachable"),
            "silent": self.tr("Does not answer"),
            "cut-off": self.tr("Broke off while printing"),
            "folder": self.tr("The folder cannot be written to"),
            "missing": self.tr("No longer known to this PC"),
            "driver": self.tr("Its driver refused the ticket"),
            "no-device": self.tr("The device is not there, or not allowed"),
        }[code]

    def advice(self, code: PrinterCode) -> str:
        """What to do about it; empty where all is well."""
        return {
            "none": self.tr("Write the number by hand, and set a printer up under Printing and scanner."),
            "paper-low": self.tr("Have a new roll at hand."),
            "no-paper": self.tr("Put in a new roll and close the cover."),
            "cover-open": self.tr("Close the cover until it clicks."),
            "paused": self.tr("Press the feed or online button on the printer."),
            "printer-error": self.tr("Switch it off, remove jammed paper, switch it on again."),
            "unreachable": self.tr("Check its power and network cable, and its address under Printing and scanner."),
            "silent": self.tr("Switch it off and on again; another PC may be printing."),
            "cut-off": self.tr("See whether the ticket came out whole; the next one is marked as a copy."),
            "folder": self.tr("Choose another folder under Printing and scanner."),
            "missing": self.tr("Choose the printer again under Printing and scanner."),
            "driver": self.tr("Look into the system's list of print jobs."),
            "no-device": self.tr("Check the cable, and the port under Printing and scanner."),
        }.get(code, "")

    def trouble(self, code: PrinterCode) -> str:
        """State and advice in one."""
        return f"{self.state(code)}. {self.advice(code)}".strip()

    def not_printed(self, ticket: str, code: PrinterCode) -> str:
        """What has become of a ticket, in one line; what to do stands in the banner."""
        text = self.tr("{ticket} was issued but not printed: {what}. Ctrl+P prints it again.")
        return fill(text, ticket=ticket, what=self.state(code))

    def banner(self, code: PrinterCode) -> str:
        """As long as it lasts."""
        return fill(self.tr("Ticket printer: {what}"), what=self.trouble(code))
