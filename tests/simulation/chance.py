"""Everything that is random in the program, drawn from the world's one seed; and small files kept in memory.

For as long as a world runs: action ids, the numbers of consoles, epochs, the jitter of retries, and what passwords
are kept as.
"""

from __future__ import annotations

import random
import secrets
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from random import Random
from typing import Any
from unittest.mock import patch

from mmc_console.client import files, known


@contextmanager
def one_chance(chance: Random) -> Iterator[None]:
    """All chance is *chance* inside."""
    told: dict[str, dict[str, Any]] = {}
    with ExitStack() as stack:
        for owner, name, drawn in (
            (secrets, "token_bytes", lambda count=32: chance.randbytes(count)),
            (uuid, "uuid4", lambda: uuid.UUID(bytes=chance.randbytes(16), version=4)),
            (known, "verifier", lambda secret: f"of {secret}"),  # salted, and 30 ms of real time each
            (known, "proves", lambda kept, secret: kept == f"of {secret}"),
            (files, "read", lambda path: dict(told.get(str(path), {}))),
            (files, "write", lambda path, what: told.update({str(path): dict(what)})),
        ):
            stack.enter_context(patch.object(owner, name, drawn))
        before = random.getstate()
        random.seed(chance.random())
        stack.callback(random.setstate, before)
        yield
