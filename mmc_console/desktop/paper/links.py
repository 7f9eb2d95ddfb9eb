"""A line to a receipt printer: TCP, a device file, or a serial port. Blocking, with a limit for everything.

Only for the thread of the printers. What goes wrong has the name a person is told.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import sys
import time
from collections.abc import Callable
from typing import Final, Protocol

from mmc_console.desktop.printing import PrinterCode

PORT: Final = 9100
CONNECT: Final = 3.0
STUCK: Final = 5.0
"""Seconds in which nothing was taken: whoever hears no more will not go on by itself."""


class Trouble(Exception):
    """The printer cannot be used, or has stopped; *code* says what a person should look at."""

    def __init__(self, code: PrinterCode, *, perhaps: bool = False) -> None:
        """*perhaps*: something may be on paper all the same."""
        super().__init__(code)
        self.code, self.perhaps = code, perhaps


class Link(Protocol):
    """An open line."""

    def send(self, told: bytes) -> None:
        """Hand all of it over; Trouble when it is not taken."""

    def receive(self, count: int, seconds: float) -> bytes:
        """Up to *count* bytes, fewer when time is up; Trouble when the other side has gone."""

    def end(self, seconds: float) -> None:
        """No more comes: give the other side time to take the rest, then hang up."""

    def close(self) -> None:
        """Hang up."""


Connect = Callable[[], Link]


def place_of(address: str) -> tuple[str, int]:
    """Host and port of `192.168.1.50`, `printer.local:9101` or `[fe80::1]:9100`; ValueError when it is neither."""
    text = address.strip()
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
    elif text.count(":") > 1:
        host, rest = text, ""
    else:
        host, colon, port = text.partition(":")
        rest = colon + port
    number = int(rest.removeprefix(":")) if rest else PORT
    if not host or any(c.isspace() or c in "/@?#" for c in host) or not 0 < number < 65536 or rest == ":":
        raise ValueError(address)
    return host, number


class Network:
    """A printer's TCP port."""

    def __init__(self, address: str) -> None:
        """Trouble `unreachable` when nobody answers there."""
        try:
            self._socket = socket.create_connection(place_of(address), timeout=CONNECT)
        except (OSError, ValueError) as fault:
            raise Trouble("unreachable") from fault
        self._socket.settimeout(STUCK)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, told: bytes) -> None:
        """Trouble `silent` when it takes nothing any more, `cut-off` when it hung up."""
        rest = memoryview(told)
        try:
            while rest:
                rest = rest[self._socket.send(rest) :]
        except TimeoutError as fault:
            raise Trouble("silent", perhaps=True) from fault
        except OSError as fault:
            raise Trouble("cut-off", perhaps=True) from fault

    def receive(self, count: int, seconds: float) -> bytes:
        """Trouble `cut-off` when it hung up."""
        found, end = b"", time.monotonic() + seconds
        try:
            while len(found) < count and (left := end - time.monotonic()) > 0:
                self._socket.settimeout(left)
                some = self._socket.recv(count - len(found))
                if not some:
                    raise Trouble("cut-off", perhaps=True)
                found += some
        except TimeoutError:
            return found
        except OSError as fault:
            raise Trouble("cut-off", perhaps=True) from fault
        finally:
            self._socket.settimeout(STUCK)
        return found

    def end(self, seconds: float) -> None:
        """Trouble `cut-off` when it threw the rest away."""
        until = time.monotonic() + seconds
        try:
            self._socket.shutdown(socket.SHUT_WR)
            while (left := until - time.monotonic()) > 0:
                self._socket.settimeout(left)
                if not self._socket.recv(256):
                    break
        except TimeoutError:
            pass
        except OSError as fault:
            raise Trouble("cut-off", perhaps=True) from fault
        self.close()

    def close(self) -> None:
        """Twice does no harm."""
        self._socket.close()


class Device:
    """A device file or serial port: `/dev/usb/lp0`, `/dev/ttyUSB0`, `COM3`."""

    def __init__(self, path: str, baud: int) -> None:
        """Trouble `no-device` when it is not there or may not be used. *baud*: of a serial port."""
        self._file, self._reads = _opened(path)
        self._waits = sys.platform != "win32"
        try:
            _set_speed(self._file, baud)
        except OSError as fault:
            os.close(self._file)
            raise Trouble("no-device") from fault

    def send(self, told: bytes) -> None:
        """Trouble `silent` when it takes nothing any more, `cut-off` when it is gone."""
        rest = memoryview(told)
        while rest:
            if self._waits and not select.select((), (self._file,), (), STUCK)[1]:
                raise Trouble("silent", perhaps=True)
            try:
                rest = rest[os.write(self._file, rest[:4096]) :]
            except BlockingIOError:
                continue
            except OSError as fault:
                raise Trouble("cut-off", perhaps=True) from fault
        self._drain()

    def _drain(self) -> None:
        """Wait until a serial line has passed on what the system holds: the printer cannot answer before."""
        left, since = _waiting(self._file), time.monotonic()
        while left:
            select.select((), (), (), 0.05)
            now = _waiting(self._file)
            if now != left:
                left, since = now, time.monotonic()
            elif time.monotonic() - since > STUCK:
                raise Trouble("silent", perhaps=True)

    def receive(self, count: int, seconds: float) -> bytes:
        """Nothing where the device only listens."""
        found, end = b"", time.monotonic() + seconds
        while self._reads and self._waits and len(found) < count and (left := end - time.monotonic()) > 0:
            if not select.select((self._file,), (), (), left)[0]:
                break
            try:
                some = os.read(self._file, count - len(found))
            except BlockingIOError:
                continue
            except OSError as fault:
                raise Trouble("cut-off", perhaps=True) from fault
            if not some:
                break
            found += some
        return found

    def end(self, seconds: float) -> None:
        """What was written is the system's to deliver."""
        self.close()

    def close(self) -> None:
        """Twice does no harm."""
        if self._file >= 0:
            with contextlib.suppress(OSError):  # a device pulled out meanwhile is closed as well
                os.close(self._file)
            self._file = -1


def _opened(path: str) -> tuple[int, bool]:
    """An open file and whether it can be read too."""
    if sys.platform == "win32":
        where = path if path.startswith("\\\\") else f"\\\\.\\{path}"  # COM10 and above have no shorter name
        flags = os.O_BINARY
    else:
        where, flags = path, os.O_NONBLOCK | os.O_NOCTTY
    for way, reads in ((os.O_RDWR, True), (os.O_WRONLY, False)):
        with contextlib.suppress(OSError):  # told below, if neither way is open
            return os.open(where, way | flags), reads
    raise Trouble("no-device")


def _waiting(file: int) -> int:
    """Bytes the system still holds for a serial line; 0 where it does not tell."""
    if sys.platform == "win32" or not os.isatty(file):
        return 0
    import fcntl
    import termios

    try:
        return int.from_bytes(fcntl.ioctl(file, termios.TIOCOUTQ, bytes(4)), sys.byteorder)
    except OSError as fault:
        raise Trouble("cut-off", perhaps=True) from fault


def _set_speed(file: int, baud: int) -> None:
    """Raw, eight bits, at this speed; nothing where it is no terminal line. Windows keeps what `mode` has set."""
    if sys.platform == "win32" or not os.isatty(file):
        return
    import termios
    import tty

    tty.setraw(file)
    speed = getattr(termios, f"B{baud}")
    attributes = termios.tcgetattr(file)
    attributes[4] = attributes[5] = speed
    attributes[2] |= termios.CLOCAL | termios.CREAD
    termios.tcsetattr(file, termios.TCSANOW, attributes)
