"""The process that does what takes long: takes, proves and copies backups, and ships. One order, then it ends.

Apart from the server because it computes for minutes with a whole database, because its handles would take SQLite's
locks from the server (`snapshot`), and because it can be ended. The order is the first line of standard input, with the
keys in it; each line of standard output is a `Said`. When standard input closes, it stops in order: whoever asked has
gone, or has called it off.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final, Literal

import msgspec
from msgspec import Struct

from mmc_console.server.backups.catalogue import Note
from mmc_console.server.backups.faults import BackupFailed, BadBackup, Cancelled
from mmc_console.server.backups.format import Kind
from mmc_console.server.backups.proving import Proof
from mmc_console.server.backups.stores import Place, Store, store_at
from mmc_console.server.backups.taking import Source, Taken
from mmc_console.server.clock import Clock, SystemClock
from mmc_console.server.store.errors import StoreError

SHIP_SECONDS: Final = 2.0
_KEEP_EVERY: Final = 150
_TOLD_EVERY: Final = 5.0
Deed = Literal["take", "verify", "test", "copy", "ship"]


class Order(Struct, frozen=True, omit_defaults=True):
    """What to do. `note`: the backup it is about; `place`: where that one is read, `places`: where it goes."""

    deed: Deed
    database: str
    key: bytes
    keys: str
    scratch: str
    places: tuple[Place, ...]
    kind: Kind = "auto"
    id: str = ""
    note: Note | None = None
    chain: bool = True
    """Whether what is shipped from now on goes on from this backup."""
    seconds: float = SHIP_SECONDS
    at: datetime | None = None
    """What time it is now, by whoever orders; shipping goes by this machine's own clock, which is set while it runs."""

    def __repr__(self) -> str:
        return f"Order({self.deed})"


class Fault(Struct, frozen=True):
    """Why it ended without doing it."""

    code: str
    place: str = ""
    refused: bool = False
    """The backup itself is bad, not what is around it."""


class Said(Struct, frozen=True, omit_defaults=True):
    """One line of it: how far it is, what it has shipped, and in the end what came of it."""

    step: str = ""
    done: int = 0
    of: int = 0
    shipped: dict[str, object] | None = None
    taken: Taken | None = None
    proof: Proof | None = None
    fault: Fault | None = None
    over: bool = False


def main() -> int:
    """Do the order on standard input; 0 when it was done."""
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    order = msgspec.json.decode(sys.stdin.buffer.readline(), type=Order)
    if order.deed != "ship":  # that one is small, and late when it waits
        _gently()
    ended = threading.Event()
    threading.Thread(target=_watch, args=(sys.stdin.buffer, ended), name="stdin", daemon=True).start()
    fault = carry_out(order, _tell, ended)
    _tell(Said(fault=fault, over=True))
    sys.stdout.flush()
    os._exit(1 if fault else 0)  # a thread that reads standard input would keep an orderly exit waiting


def carry_out(order: Order, tell: Callable[[Said], None], ended: threading.Event) -> Fault | None:
    """Do *order*; None when it was done."""
    try:
        _do(order, tell, ended)
    except Cancelled:
        return Fault("cancelled")
    except BadBackup as bad:
        return Fault(bad.code, refused=True)
    except BackupFailed as failed:
        return Fault(failed.code, failed.place)
    except StoreError as broken:
        return Fault(broken.code)
    except Exception as mistake:  # noqa: BLE001 - its kind is told, its text could quote what nobody may read
        return Fault("backup-internal", type(mistake).__name__)
    return None


def _do(order: Order, tell: Callable[[Said], None], ended: threading.Event) -> None:
    source = Source(Path(order.database), order.key, Path(order.keys), Path(order.scratch))
    stores = [store_at(place) for place in order.places]
    going = _Progress(tell, ended)
    if order.deed == "ship":
        _ship(source, stores, order.seconds, tell, ended)
    elif order.deed == "take":
        from mmc_console.server.backups.taking import take

        tell(Said(taken=take(source, stores, order.kind, _clock(order), going, order.id, chain=order.chain)))
    else:
        assert order.note is not None, "whoever orders says which backup"
        _about(order.deed, order.note, source, stores, _clock(order), going, tell)


def _about(
    deed: Deed, note: Note, source: Source, stores: list[Store], clock: Clock, going: _Progress,
    tell: Callable[[Said], None],
) -> None:  # fmt: skip
    from mmc_console.server.backups.keys import backup_keys
    from mmc_console.server.backups.taking import copy, reproven
    from mmc_console.server.backups.testing import compared

    if deed == "copy":
        copy(stores[0], stores[1], note, backup_keys(source.keys), going)
    elif deed == "test":
        tell(Said(proof=compared(source, stores[0], note, clock, going)))
    else:
        tell(Said(proof=reproven(source, stores[0], note, clock.now(), going)))


def _ship(
    source: Source, stores: list[Store], seconds: float, tell: Callable[[Said], None], ended: threading.Event
) -> None:
    from mmc_console.server.backups.shipping import Shipping

    shipping = Shipping(source, stores, SystemClock())
    turns = 0
    try:
        while True:
            last = ended.is_set()
            try:
                done = shipping.turn()
            except BackupFailed as fault:
                if not fault.place:
                    raise  # it is about the database or the chain: this process can do no more
                tell(Said(fault=Fault(fault.code, fault.place)))
            else:
                tell(Said(shipped=msgspec.to_builtins(done)))
            if last:
                return
            turns += 1
            if turns % _KEEP_EVERY == 0:
                shipping.keep()
            ended.wait(seconds)
    finally:
        shipping.keep()


def _clock(order: Order) -> Clock:
    return SystemClock() if order.at is None else _Told(order.at)


class _Told:
    """The time that was told, going on from there."""

    def __init__(self, at: datetime) -> None:
        self._at, self._since = at, time.monotonic()

    def now(self) -> datetime:
        """The present moment."""
        return self._at + timedelta(seconds=time.monotonic() - self._since)


class _Progress:
    """Tells how far it is, not too often, and ends it when nobody wants it any more."""

    def __init__(self, tell: Callable[[Said], None], ended: threading.Event) -> None:
        self._tell, self._ended = tell, ended
        self._told: tuple[str, int] = ("", -1)

    def __call__(self, step: str, done: int, of: int) -> None:
        if self._ended.is_set():
            raise Cancelled
        now = (step, done * 100 // of if of else 0)
        if now != self._told:
            self._told = now
            self._tell(Said(step, done, of))


def _tell(said: Said) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(said) + b"\n")
    sys.stdout.buffer.flush()


def _watch(stdin: BinaryIO, ended: threading.Event) -> None:
    while stdin.read(1024):
        pass
    ended.set()


def _gently() -> None:
    """Whoever calls a patient comes first."""
    if hasattr(os, "nice"):
        os.nice(10)


if __name__ == "__main__":
    sys.exit(main())
