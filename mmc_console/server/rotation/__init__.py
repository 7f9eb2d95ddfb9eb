"""Keys exchanged for new ones while people work: the new one is written with at once, then what stands is brought over.

Decides nothing about who may; see `http.keys` and `keys_cli`. No key leaves it but as a recovery copy, once.
"""

from mmc_console.server.rotation.rotation import Rotation

__all__ = ["Rotation"]
