"""The questions of the page: the password again, a file of this PC, the recovery copies until they are on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPageSize, QPaintDevice, QPainter
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from mmc_console.desktop.admin.audit.words import AuditWords
from mmc_console.desktop.kit.buttons import Button
from mmc_console.desktop.kit.dialogs import Dialog, OnceDialog
from mmc_console.desktop.kit.field import Field
from mmc_console.desktop.kit.labels import Label
from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.text import Text
from mmc_console.desktop.kit.typography import FAMILIES
from mmc_console.wire.keys import KeyCopy

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class PasswordDialog(Dialog):
    """What is about to happen, and the administrator's password again."""

    def __init__(self, look: Look, parent: QWidget, title: Text, told: Text, confirm: Text) -> None:
        super().__init__(look, parent, title, confirm, lambda: self.tr("Cancel"), name="password_again")
        self.body.addWidget(Label(told, "body", "text2", wrap=True))
        self.field = Field(look, lambda: self.tr("Your password"), secret=True, name="again")
        self.field.entered.connect(self.accept)
        self.body.addWidget(self.field)
        self.field.edit.setFocus()

    @property
    def password(self) -> str:
        """What was typed."""
        return self.field.text

    def accept(self) -> None:
        """Close, unless nothing was typed."""
        if self.password:
            super().accept()
        else:
            self.field.show_error(lambda: self.tr("Type your password."))


class CopiesDialog(OnceDialog):
    """The recovery copies; they are in no file, no clipboard and no log."""

    def __init__(
        self, look: Look, parent: QWidget, words: AuditWords, copies: tuple[KeyCopy, ...],
        printed: Callable[[bool], None],
    ) -> None:  # fmt: skip
        super().__init__(
            look, parent, lambda: self.tr("Recovery copies of the keys"), lambda: self.tr("They are on paper: close"),
            name="key_copies",
        )  # fmt: skip
        self.setMinimumWidth(760)
        self._words, self._copies, self._printed = words, copies, printed
        self.body.addWidget(
            Label(
                lambda: self.tr(
                    "Shown once. Whoever has these and the database can read everything: put the paper into a safe, "
                    "away from the server. The recovery plan says how they are typed back."
                ),
                "body", "text2", wrap=True,
            )
        )  # fmt: skip
        self.lines = QPlainTextEdit("\n\n".join(self._texts()))
        self.lines.setObjectName("copies_text")
        self.lines.setReadOnly(True)
        self.lines.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.lines.setMinimumHeight(260)
        self.body.addWidget(self.lines)
        self.print_it = Button(
            look, lambda: self.tr("Print…"), icon="printer", name="print_copies", pressed=self._print
        )
        self.body.addWidget(self.print_it, 0, Qt.AlignmentFlag.AlignLeading)
        self.print_it.setFocus()

    def _texts(self) -> list[str]:
        return [f"{copy.kind}-{copy.id} {copy.text}" for copy in self._copies]

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._printed(self.put_on(printer)))
        QDialog.open(dialog)

    def put_on(self, printer: QPrinter) -> bool:
        """Put the copies on paper; whether the printer took it."""
        painter = QPainter()
        if not painter.begin(printer):
            return False
        self.draw(painter, printer)
        return painter.end()

    def draw(self, painter: QPainter, page: QPaintDevice) -> None:
        """Title, then each copy under what it is for."""
        point, place = page.logicalDpiY() / 72, 40.0 * page.logicalDpiY() / 72
        heads = [(self.tr("Recovery copies of the keys"), 18, True)]
        for copy, text in zip(self._copies, self._texts(), strict=True):
            heads += [(self._words.key(copy.kind), 11, False), (text, 12, True)]
        for text, size, bold in heads:
            font = QFont(list(FAMILIES), size)
            font.setPixelSize(round(size * point))
            font.setBold(bold)
            painter.setFont(font)
            room = QRectF(40 * point, place, page.width() - 80 * point, 200 * point)
            flags = int(Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeading)
            painter.drawText(room, flags, text)
            place = painter.boundingRect(room, flags, text).bottom() + (4 if not bold else 14) * point
