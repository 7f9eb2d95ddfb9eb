"""What tests of tickets need: a decoder for squares and bars, and a receipt printer on a real line that can fail."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import struct
import threading
import time
from pathlib import Path
from typing import Literal

import pypdfium2
import zxingcpp
from PySide6.QtGui import QImage

from mmc_console.desktop.paper import escpos

Manner = Literal[
    "good", "mute", "unsure", "no-paper", "paper-low", "cover-open", "error", "paused", "stuck", "cuts", "runs-out",
]  # fmt: skip
"""How a fake printer behaves. `mute`: prints, never answers; `unsure`: does not know the question whether it is done;
`stuck`: tells that it is ready and takes nothing more; `cuts`: hangs up in the middle of a ticket; `runs-out`: its
paper ends in the middle of one."""
_WELL = (0x16, 0x12, 0x12, 0x12)
_ANSWERS: dict[str, tuple[int, int, int, int]] = {
    "no-paper": (0x1E, 0x32, 0x12, 0x72), "paper-low": (0x16, 0x12, 0x12, 0x1E), "cover-open": (0x1E, 0x16, 0x12, 0x12),
    "error": (0x1E, 0x52, 0x1A, 0x12), "paused": (0x1E, 0x12, 0x12, 0x12), "runs-out": (0x1E, 0x32, 0x12, 0x72),
}  # fmt: skip


PATIENCE = 30.0


def read_back(image: QImage) -> dict[str, str]:
    """Every code a decoder finds in *image*, by its kind: `QR Code`, `Code 128`."""
    gray = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return {str(found.format): found.text for found in zxingcpp.read_barcodes(gray)}


def picture_of_pdf(file: Path) -> QImage:
    """The only page of a PDF, as finely as a receipt printer prints."""
    document = pypdfium2.PdfDocument(file)
    try:
        assert len(document) == 1
        bitmap = document[0].render(scale=203 / 72, grayscale=True)
        copied = bytes(bitmap.buffer)
        return QImage(copied, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_Grayscale8).copy()
    finally:
        document.close()


class FakePrinter:
    """Understands what is sent to it as a receipt printer does; `papers` are the pictures that came out whole."""

    def __init__(self, manner: Manner = "good") -> None:
        self.manner: Manner = manner
        self.papers: list[QImage] = []
        self.cut = 0
        """How often the knife fell."""
        self.began: list[int] = []
        """When the first byte of each ticket was here, in monotonic nanoseconds."""
        self.changed = threading.Condition()
        self._rest, self._rows = b"", list[bytes]()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="fake printer")

    def _start(self) -> None:
        self._thread.start()

    def paper(self, n: int) -> QImage:
        """The *n*-th paper, from 0, once it is out."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.papers) > n, PATIENCE), f"paper {n} never came out"
            return self.papers[n]

    def close(self) -> None:
        """Switched off."""
        self._closing.set()
        self._thread.join()

    def _work(self) -> None:
        raise NotImplementedError

    def _take(self, fresh: bytes) -> bytes:
        """What it answers to *fresh*."""
        self._rest += fresh
        answers = b""
        while (used := self._step()) is not None:
            taken, answer = used
            self._rest = self._rest[taken:]
            answers += answer
        return answers

    def _step(self) -> tuple[int, bytes] | None:
        """One command at the head of what has come: its length and the answer; None until all of it is there."""
        rest = self._rest
        if rest.startswith(b"\x10\x04") and len(rest) >= 3:
            now = "good" if self.manner == "runs-out" and not self._rows else self.manner
            return 3, b"" if self.manner == "mute" else bytes((_ANSWERS.get(now, _WELL)[rest[2] - 1],))
        if rest.startswith(escpos.BEGIN):
            self._rows = []
            self.began.append(time.monotonic_ns())
            return 2, b""
        if rest.startswith(b"\x1dv0\x00") and len(rest) >= 8:
            wide, high = struct.unpack("<HH", rest[4:8])
            if len(rest) < 8 + wide * high:
                return None
            chance = b"\x12" if self.manner == "good" else b""  # a question in the picture, as a real one would read it
            self._rows += [rest[8 + y * wide : 8 + (y + 1) * wide] for y in range(high)]
            return 8 + wide * high, chance
        if rest.startswith(escpos.END):
            if self.manner != "runs-out":
                self.cut += 1
                with self.changed:
                    self.papers.append(_picture(self._rows))
                    self.changed.notify_all()
            return len(escpos.END), b""
        if rest.startswith(escpos.DONE):
            return len(escpos.DONE), b"\x00" if self.manner not in ("mute", "unsure", "runs-out") else b""
        assert not rest or len(rest) < 8, f"no command of a receipt printer: {rest[:8]!r}"
        return None


class NetworkPrinter(FakePrinter):
    """At a TCP port of this PC."""

    def __init__(self, manner: Manner = "good") -> None:
        super().__init__(manner)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._start()

    def close(self) -> None:
        super().close()
        self._listener.close()

    def _work(self) -> None:
        while not self._closing.is_set():
            with contextlib.suppress(TimeoutError):
                line, _ = self._listener.accept()
                with line:
                    self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        line.settimeout(0.05)
        self._rest, asked = b"", False
        while not self._closing.is_set():
            if self.manner == "stuck" and asked:
                self._closing.wait(0.05)
                continue
            try:
                fresh = line.recv(256 if self.manner in ("stuck", "cuts") else 65536)
            except TimeoutError:
                continue
            except OSError:
                return
            if not fresh:
                return
            answer = self._take(fresh)
            asked = asked or bool(answer)
            if self.manner == "cuts" and escpos.BEGIN in fresh + self._rest:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            with contextlib.suppress(OSError):  # the other side has hung up already
                line.sendall(answer)


class PortPrinter(FakePrinter):
    """Behind a device file of this PC."""

    def __init__(self, manner: Manner = "good") -> None:
        super().__init__(manner)
        import tty  # nowhere but where there are such ports

        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)
        self._start()

    def close(self) -> None:
        super().close()
        os.close(self._master)
        os.close(self._slave)

    def _work(self) -> None:
        while not self._closing.is_set():
            if select.select((self._master,), (), (), 0.05)[0]:
                answer = self._take(os.read(self._master, 65536))
                if answer:
                    os.write(self._master, answer)


def _picture(rows: list[bytes]) -> QImage:
    wide = len(rows[0])
    image = QImage(wide * 8, len(rows), QImage.Format.Format_Mono)
    image.setColorTable([0xFFFFFFFF, 0xFF000000])
    for y, row in enumerate(rows):
        memoryview(image.scanLine(y))[:wide] = row  # type: ignore[arg-type]  # the stub says object
    return image
