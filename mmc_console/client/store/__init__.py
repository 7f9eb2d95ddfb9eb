"""One encrypted SQLite file per profile, on one thread: what this console must still know after a power cut."""

from mmc_console.client.store.worker import Store

__all__ = ["Store"]
