"""How often what happens: every second run has a mixture of its own, without much of what there is, full of the rest.

Where everything happens now and then, three rare things seldom meet; there they do.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

ALWAYS = frozenset({"registers", "calls", "finishes"})
"""Without these there is no morning."""
FEW_OR_MANY = (0.0, 0.0, 0.5, 1.0, 3.0, 8.0)


def own_mixture(usual: Mapping[str, float], chance: Random) -> dict[str, float]:
    """Each of *usual* as often as chance has it, many of them never."""
    found = {
        name: often * (chance.choice((0.5, 1.0, 2.0)) if name in ALWAYS else chance.choice(FEW_OR_MANY))
        for name, often in usual.items()
    }
    return found if any(found.values()) else dict(usual)
