"""The daily test: a backup, and all that was shipped after it, restored into a scratch place and compared.

The backup alone must have the rows and the log its manifest says; with its segments, the log the living database has up
to the same event.
"""

from __future__ import annotations

from typing import Final

from mmc_console.server.backups.catalogue import Note, name_of
from mmc_console.server.backups.chains import points_in, unbroken
from mmc_console.server.backups.faults import DAMAGED, BadBackup
from mmc_console.server.backups.keys import backup_keys
from mmc_console.server.backups.proving import Going, Proof, prove
from mmc_console.server.backups.snapshot import counts, log_digest
from mmc_console.server.backups.stores import Store
from mmc_console.server.backups.taking import Source, reproven
from mmc_console.server.clock import Clock
from mmc_console.server.store.engine import connect

GROWING: Final = ("events", "results")
"""What only grows while a history lasts: a copy can never have more of it than the source."""


def compared(source: Source, store: Store, note: Note, clock: Clock, going: Going) -> Proof:
    """Restore backup *note* of *store* and compare it; what was found. BadBackup when it does not hold."""
    proof = reproven(source, store, note, clock.now(), going, tested=True)
    chain = unbroken(points_in(store, note.header.id), note.header.id)
    if chain:
        names = [point.name for point in chain]
        proof = prove(store, name_of(note.header), backup_keys(source.keys), source.scratch, going, names)
    connection = connect(source.database, source.key, readers=True)
    try:
        going("compare", 0, 1)
        (epoch,) = connection.execute("SELECT epoch FROM log_heads").fetchone()
        if epoch != proof.epoch:
            return proof  # the source has another history since: there is nothing to compare with
        connection.execute("BEGIN")
        if log_digest(connection, proof.seq) != proof.log:
            raise BadBackup(DAMAGED, "the log is not the source's")
        rows = counts(connection)
        if any(proof.counts.get(name, 0) > rows.get(name, 0) for name in GROWING):
            raise BadBackup(DAMAGED, "more rows than the source")
    finally:
        connection.close()
    return proof
