"""Who a request comes from: made from a checked token and the rights in the database, never named by the request."""

from __future__ import annotations

from msgspec import Struct

from mmc_console.domain.permissions import Actor, Role


class Principal(Struct, frozen=True, kw_only=True):
    """A signed-in person at a console, with the rights of this moment."""

    actor: Actor
    username: str
    name: str
    device: str
    session: str
    must_change: bool = False
    rights_ms: int = 0
    """Since when the rights are these."""
    sends: bool = False
    """A console with its own credential: it sends actions, each in its author's name, and may do nothing else."""

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of this moment."""
        return self.actor.roles
