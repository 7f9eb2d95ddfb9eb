"""Who did and who read what: a chain of entries in which nothing can be changed, left out or cut off unseen.

`Audit.record` is all that other parts need; requests are recorded by `http.audited` without their help. Never a
patient's name, number or phone, never a secret.
"""

from mmc_console.server.audit.audit import Audit
from mmc_console.server.audit.chain import Entry

__all__ = ["Audit", "Entry"]
