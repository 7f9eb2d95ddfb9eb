"""Names for ids: the cards of the people this console works with, kept in the encrypted store.

Unknown ones are asked of the server in small batches behind the screen's back. It never makes one up: what reception
has typed is shown until the server's own card comes.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from typing import Any

import msgspec

from mmc_console.client.clock import Clock
from mmc_console.client.connectivity import Connectivity
from mmc_console.client.errors import NotSignedIn, WireFault
from mmc_console.client.server_port import Server
from mmc_console.client.session import Session
from mmc_console.client.shown import User
from mmc_console.client.store import Store, tables
from mmc_console.client.store.engine import Connection
from mmc_console.domain.ids import ClinicCode, PatientId, UserId
from mmc_console.domain.patients import Card, PatientEntry, clean_name, clean_number
from mmc_console.domain.permissions import Actor, Role
from mmc_console.domain.state import State
from mmc_console.domain.visits import Visit
from mmc_console.wire.json import encode

AT_ONCE = 100
LOOKED_UP = 3600.0
"""Seconds somebody without a visit stays known after they were looked up by number, or fetched: they may be about to be
registered, or corrected. An hour from the last look, not up to the next housekeeping, which may be a second away."""
Start = Callable[[str, Coroutine[Any, Any, None]], bool]
_card = msgspec.json.Decoder(Card)


def load(connection: Connection) -> tuple[Card, ...]:
    """All cards in the store."""
    return tuple(_card.decode(body) for body in tables.read_cards(connection))


def for_whom(cards: Iterable[Card], actor: Actor, visits: Iterable[Visit]) -> Iterable[Card]:
    """Those of *cards* that this person may see."""
    if actor.sees_everybody:
        return cards
    seen = {v.patient for v in visits if actor.sees(stop.clinic for stage in v.stages for stop in stage)}
    return [card for card in cards if card.id in seen]


def _rights_of(user: User | None) -> tuple[UserId, frozenset[Role], frozenset[ClinicCode]] | None:
    return (user.id, user.roles, user.clinics) if user is not None else None


class Cards:
    """Cards by id and by number."""

    def __init__(
        self, server: Server, session: Session, store: Store, connectivity: Connectivity, clock: Clock, start: Start,
        loaded: Iterable[Card], on_change: Callable[[], None],
    ) -> None:  # fmt: skip
        self._server, self._session, self._store, self._connectivity = server, session, store, connectivity
        self._clock, self._start, self._on_change = clock, start, on_change
        self._cards = {card.id: card for card in loaded}
        self._aside: dict[PatientId, Card] = {}
        """What who works here may not see. It came with somebody who may, and who could not ask again while the server
        is away; once it can be asked this is gone, from the disk too."""
        self._typed: dict[PatientId, Card] = {}
        self._by_number: dict[str, PatientId] = {}
        self._looked_up: dict[PatientId, float] = {}
        """When somebody last wanted to know of them."""
        self._wanted = dict.fromkeys(self._cards)
        """What is to be asked for; at a start all that is here, since a kill forgets what had just been changed."""
        self._snapshots = self._corrected = 0
        self._asked: set[PatientId] = set()
        self._asking = False
        self._told = _rights_of(session.user)
        """For whom these are. Of what the store holds nobody can say, it may have been killed before it was theirs."""
        self._index()

    def get(self, id: PatientId) -> Card | None:
        """The card, if it is here; else it is asked for."""
        found = self._cards.get(id)
        if found is None:
            if id not in self._asked and id not in self._wanted:
                self._wanted[id] = None
                self.ask()
            found = self._typed.get(id)
        return found

    def by_number(self, number: str) -> Card | None:
        """The card of this person's number, if it is here."""
        id = self._by_number.get(clean_number(number))
        if id is not None:
            self._looked_up[id] = self._clock.monotonic()
        return (self._cards.get(id) or self._typed.get(id)) if id is not None else None

    def typed(self, id: PatientId, entry: PatientEntry) -> None:
        """What reception has typed of a person the server has not told us about."""
        if id not in self._cards:
            number = clean_number(entry.number)
            self._typed[id] = Card(
                id=id, number=number, gender=entry.gender, name=clean_name(entry.name), phone=entry.phone,
                language=entry.language,
            )  # fmt: skip
            self._by_number.setdefault(number, id)
            self._on_change()

    def forget_typed(self) -> None:
        """Nothing of what was typed here is shown any more."""
        self._typed.clear()
        self._index()
        self._on_change()

    async def replace(self, cards: Iterable[Card]) -> None:
        """Keep these and no others: all that the present user may see."""
        self._cards, self._aside = {card.id: card for card in cards}, {}
        self._snapshots += 1
        self._asked.clear()
        self._index()
        rows = [(card.id, encode(card)) for card in self._cards.values()]
        self._on_change()
        await self._store.remember(lambda connection: tables.write_cards(connection, rows, only=True))

    async def keep_for(self, actor: Actor, visits: Iterable[Visit]) -> None:
        """This person works here now: of what somebody else was told, keep what they may see as well, also offline."""
        if (rights := (actor.user, actor.roles, actor.clinics)) == self._told:
            return
        self.show_for(actor, visits)
        self._told = rights
        if not actor.sees_everybody and self._connectivity.online:
            await self.replace(tuple(self._cards.values()))

    def show_for(self, actor: Actor, visits: Iterable[Visit]) -> None:
        """Of all that is here, show what this person may see, and nothing else."""
        known = self._cards | self._aside
        self._cards = {card.id: card for card in for_whom(known.values(), actor, visits)}
        self._aside = {id: card for id, card in known.items() if id not in self._cards}
        self._wanted = {id: None for id in self._wanted if id in self._cards}
        self._index()
        self._on_change()

    def look_again(self, state: Callable[[], State]) -> None:
        """Who works here may see more or less since they came in: that is kept, and asked for, as if they came in."""
        now = _rights_of(self._session.user)
        if now is not None and self._told is not None and now != self._told and now[0] == self._told[0]:
            self._start("rights", self._look_again(state))

    async def _look_again(self, state: Callable[[], State]) -> None:
        if self._session.user is not None:
            await self.keep_for(self._session.actor, state().visits.values())
            self.ask_again()
            self._on_change()

    async def add(self, cards: Iterable[Card], *, passed: bool = False) -> None:
        """Keep these as well; newer ones replace older ones.

        *passed*: news may have been passed over. The server is asked again about the others: one was erased, say.
        """
        cards = tuple(cards)
        if passed:
            self._want(self._cards.keys() - {card.id for card in cards})
            self.ask()
        fresh = [card for card in cards if self._cards.get(card.id) != card]
        if fresh:
            new = (card.id for card in fresh if card.id not in self._cards)  # a newer one of the same is no look
            self._looked_up.update(dict.fromkeys(new, self._clock.monotonic()))
            for card in fresh:
                self._cards[card.id] = card
                self._aside.pop(card.id, None)
            self._index()
            self._on_change()
            rows = [(card.id, encode(card)) for card in fresh]
            await self._store.remember(lambda connection: tables.write_cards(connection, rows))

    async def forget(self, needed: set[PatientId]) -> None:
        """Keep the cards of those *needed* and of whom somebody has just looked up, here and on the disk; no others."""
        since = self._clock.monotonic() - LOOKED_UP
        self._looked_up = {id: at for id, at in self._looked_up.items() if at > since}
        kept = needed | self._looked_up.keys()
        self._aside = {id: card for id, card in self._aside.items() if id in kept}
        gone = (self._cards.keys() | self._typed.keys()) - kept
        if gone:
            self._cards = {id: card for id, card in self._cards.items() if id not in gone}
            self._typed = {id: card for id, card in self._typed.items() if id not in gone}
            self._wanted = {id: None for id in self._wanted if id not in gone}
            self._asked |= gone  # a screen left open on somebody of an earlier day would bring them back
            self._index()
            self._on_change()
        # by the whole table: it may hold what is not in memory, of another person or of a disk that was full last time
        await self._store.remember(lambda connection: tables.keep_cards(connection, kept))

    async def find(self, number: str) -> Card | None:
        """The person of this number: here, else the server's answer while it can be reached."""
        found = self.by_number(number)
        if found is not None or self._connectivity.offline:
            return found
        asker = self._session.user
        while True:
            before = self._snapshots, self._corrected
            try:
                answer = await self._server.search(await self._session.bearer(), clean_number(number))
            except (WireFault, NotSignedIn) as fault:
                if isinstance(fault, WireFault):
                    self._connectivity.failed(fault)
                return None
            if self._session.user != asker:
                return None  # what one person was told is not for the next
            if before == (self._snapshots, self._corrected):
                break  # else what is known by now may be newer than this answer
        await self.add(answer)
        return self.by_number(number)

    def ask_again(self) -> None:
        """The server can be reached again, or somebody else has signed in: what was not told may be told now."""
        self._asked.clear()
        self.ask()

    def registered(self, id: PatientId) -> None:
        """The server knows this person, whom a restore may have made it forget: it may be asked (again)."""
        self._asked.discard(id)

    def stale(self, id: PatientId) -> None:
        """The server has changed this person's card."""
        self._corrected += 1
        self._asked.discard(id)
        self._wanted[id] = None
        self.ask()

    def ask(self) -> None:
        """Ask for what is (still) wanted, behind the screen's back."""
        if self._connectivity.offline or self._session.user is None:
            return
        if self._aside and self._connectivity.online:
            self._aside = {}
            self._start("cards.aside", self._let_go())
        if self._wanted and not self._asking:
            self._asking = self._start("cards", self._ask())

    async def _let_go(self) -> None:
        await self.replace(tuple(self._cards.values()))

    async def _ask(self) -> None:
        batch: dict[PatientId, None] = {}
        try:
            while self._wanted:
                batch = dict.fromkeys(tuple(self._wanted)[:AT_ONCE])
                self._asked.update(batch)
                self._wanted = {id: None for id in self._wanted if id not in batch}  # changed from now on: asked again
                held = batch.keys() & self._cards.keys()
                asker, snapshots = self._session.user, self._snapshots
                cards = await self._server.cards(await self._session.bearer(), tuple(batch))
                if self._session.user != asker or self._snapshots != snapshots:
                    self._want(batch)  # what one person was told is not for the next; a snapshot may be newer
                    continue
                untold, batch = batch.keys() - {card.id for card in cards}, {}
                forgotten = held - self._cards.keys()  # while this was on its way
                await self._drop(untold)
                await self.add(card for card in cards if card.id not in forgotten)
        except WireFault as fault:
            self._connectivity.failed(fault)  # still wanted: asked again at the next sign of life
        except NotSignedIn:
            return
        finally:
            self._want(batch)
            self._asking = False

    def _want(self, ids: Iterable[PatientId]) -> None:
        self._asked.difference_update(ids)
        self._wanted.update(dict.fromkeys(ids))

    async def _drop(self, untold: set[PatientId]) -> None:
        """What the server does not tell (any more) is not kept: the person was erased, or is not for whoever asks."""
        gone = [id for id in untold if id in self._cards]
        if gone:
            for id in gone:
                del self._cards[id]
            self._index()
            self._on_change()
            await self._store.remember(lambda connection: tables.delete_cards(connection, gone))

    def _index(self) -> None:
        self._typed = {id: card for id, card in self._typed.items() if id not in self._cards}
        self._by_number = {card.number: id for id, card in (*self._typed.items(), *self._cards.items())}
