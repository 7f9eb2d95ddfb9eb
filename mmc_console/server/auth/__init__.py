"""Who signs in, with which rights, from which console, and when that ends.

Passwords, tokens, sessions and users live here; what a role may do in a queue is `domain.permissions`, what it may
ask over HTTP is `http.guards`. Nothing here logs a password or a token.
"""

from mmc_console.server.auth.auth import Auth
from mmc_console.server.auth.principal import Principal

__all__ = ["Auth", "Principal"]
