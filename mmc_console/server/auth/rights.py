"""The rights of the moment, by access token: remembered by the token's hash, forgotten when anybody's rights change.

Changes made by another process are seen by a counter in the database. Sessions that end, or whose rights change,
are told to subscribers, so that what hangs on them (streams) is cut. It decides nothing about routes.
"""

from __future__ import annotations

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from threading import RLock
from typing import Final, TypeVar

from mmc_console.server.auth import senders, sessions, users
from mmc_console.server.auth.faults import NotAuthenticated
from mmc_console.server.auth.principal import Principal
from mmc_console.server.auth.tokens import LONGEST, Claims, check_token
from mmc_console.server.clock import Clock
from mmc_console.server.hits import Hits
from mmc_console.server.keys import Keys
from mmc_console.server.store.engine import Database

log = logging.getLogger(__name__)

LOOK: Final = timedelta(milliseconds=100)
"""How old the counter's last reading may be; changes made in this process are seen at once."""
REMEMBERED: Final = 4_096

K = TypeVar("K")
V = TypeVar("V")
Ended = Callable[[frozenset[str]], object]


class Rights:
    """Turns access tokens into principals."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._lock = RLock()
        self._known: OrderedDict[bytes, tuple[datetime, Principal]] = OrderedDict()
        self._live: OrderedDict[str, Principal] = OrderedDict()
        self._count = -1
        self._looked: datetime | None = None
        self._listeners: list[Ended] = []
        self.hits = Hits("rights")

    def of(self, token: str) -> Principal:
        """Who this access token belongs to, with the rights of this moment; NotAuthenticated."""
        if len(token) > LONGEST:
            raise NotAuthenticated
        now = self._clock.now()
        if self._looked is None or abs(now - self._looked) >= LOOK:
            self.look()
        hashed = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        with self._lock:
            known = self._known.get(hashed)
            count = self._count
            self.hits.asked += 1
            if known is not None and known[0] > now:
                self.hits.hits += 1
                self._known.move_to_end(hashed)
                return known[1]
        claims = self._claims(now, token)
        principal = self._sender(claims.session) if claims.sends else self.of_session(claims.session)
        if principal is None or principal.actor.user != claims.user:
            raise NotAuthenticated
        with self._lock:
            if count == self._count:
                _remember(self._known, hashed, (claims.expires, principal))
                if not claims.sends:  # nothing hangs on a sender that would have to be cut
                    _remember(self._live, principal.session, principal)
                return principal
        return self.of(token)  # rights changed while we read: what hung on it would be told of no end

    def _claims(self, now: datetime, token: str) -> Claims:
        """Made under the newest key; for as long as such a token lives after a rotation, also under the one before."""
        newest, *older = self._keys.tokens
        try:
            return check_token(newest, now, token)
        except NotAuthenticated:
            for key in older:
                with suppress(NotAuthenticated):
                    return check_token(key, now, token)
            raise

    def of_session(self, session: str) -> Principal | None:
        """Whose session this is, read from the database; None when it is over."""
        with self._database.read() as conn:
            return sessions.principal_of(conn, session, self._millis())

    def _sender(self, device: str) -> Principal | None:
        with self._database.read() as conn:
            return senders.principal_of(conn, device)

    def look(self, *, anyway: bool = False) -> None:
        """See whether rights have changed, in this process or another, and tell which sessions that ended."""
        with self._database.read() as conn:
            count = users.counted(conn)
            self._looked = self._clock.now()
            if count == self._count and not anyway:
                return
            standing = sessions.principals(conn, self._millis())
        with self._lock:
            self._count = count
            self._known.clear()
            over = frozenset(
                id for id, was in self._live.items() if id not in standing or standing[id].actor != was.actor
            )
            for id in over:
                del self._live[id]
            listeners = tuple(self._listeners)
        if over:
            log.info("%d sessions ended or changed", len(over))
            for tell in listeners:
                tell(over)

    def subscribe(self, tell: Ended) -> Callable[[], None]:
        """Call *tell* with the sessions that ended or whose rights changed, from any thread; gives back its end."""
        with self._lock:
            self._listeners.append(tell)

        def leave() -> None:
            with self._lock:
                if tell in self._listeners:
                    self._listeners.remove(tell)

        return leave

    def _millis(self) -> int:
        return int(self._clock.now().timestamp() * 1000)


def _remember(table: OrderedDict[K, V], key: K, value: V) -> None:
    table[key] = value
    table.move_to_end(key)
    while len(table) > REMEMBERED:
        table.popitem(last=False)
