"""How often what happens: every second run has a mixture of its own, without much of what there is, full of the rest.

Where everything happens now and then, three rare things seldom meet; there they do. And oftener still in a dense world:
two people, twice as long, and every wire, console and server gives way again and again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from random import Random

ALWAYS = frozenset({"registers", "calls", "finishes"})
"""Without these there is no morning."""
FEW_OR_MANY = (0.0, 0.0, 0.5, 1.0, 3.0, 8.0)


GIVES_WAY = frozenset({"cable_pulled", "desk_killed", "server_killed", "link_bad"})
PUT_BACK = {"restore": 5.0, "backup": 5.0}
SELDOM = {"registers": 3.0, "walk_in": 0.5, "takes_up": 0.5, "night": 0.5}


@dataclass(frozen=True)
class World:
    """How large a world is, and how much goes wrong in it."""

    steps: int = 70
    people: float = inf
    mishaps: float = 0.14
    """The part of the steps at which something goes wrong."""
    dense: bool = False

    def mixture(self, usual: Mapping[str, float], chance: Random, *, own: bool) -> Mapping[str, float]:
        """How often each of *usual* is; *own*: whether this world has a mixture of its own."""
        if not self.dense:
            return own_mixture(usual, chance) if own else usual
        drawn = own_mixture(usual, chance)
        drawn |= {name: usual[name] * chance.choice((0.5, 1.0, 2.0, 3.0)) for name in usual if name in GIVES_WAY}
        return drawn | {name: often for name, often in (PUT_BACK | SELDOM).items() if name in usual}


USUAL, DENSE = World(), World(steps=160, people=2, mishaps=0.25, dense=True)


def own_mixture(usual: Mapping[str, float], chance: Random) -> dict[str, float]:
    """Each of *usual* as often as chance has it, many of them never."""
    found = {
        name: often * (chance.choice((0.5, 1.0, 2.0)) if name in ALWAYS else chance.choice(FEW_OR_MANY))
        for name, often in usual.items()
    }
    return found if any(found.values()) else dict(usual)
