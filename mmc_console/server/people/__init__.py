"""Names, numbers, phones and free texts: the only part of the server that can read them.

Everything is encrypted by field and found by a keyed hash. Nothing here is logged, and nothing here decides who may
see whom.
"""

from mmc_console.server.people.arrivals import Arrivals, Found
from mmc_console.server.people.people import People

__all__ = ["Arrivals", "Found", "People"]
