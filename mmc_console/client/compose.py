"""Builds the client's parts and joins them, from the local store alone. The one place that knows all of them."""

from __future__ import annotations

import dataclasses
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from mmc_console.client import cards as card_rows
from mmc_console.client import identity as identities
from mmc_console.client import kept_log as log_rows
from mmc_console.client import outbox as outbox_rows
from mmc_console.client.cards import Cards, Start
from mmc_console.client.changes import Changes
from mmc_console.client.clock import Clock
from mmc_console.client.connectivity import CLOCK, Connectivity, Measured
from mmc_console.client.dependencies import dated
from mmc_console.client.desk import Desk
from mmc_console.client.errors import WrongKey
from mmc_console.client.exit_pins import ExitPins
from mmc_console.client.files import Settings
from mmc_console.client.follow import Follow
from mmc_console.client.identity import Identity
from mmc_console.client.keeping import FACT
from mmc_console.client.keys import KeyStore, fresh_key
from mmc_console.client.known import kept_of
from mmc_console.client.live import Live
from mmc_console.client.numbering import Numbering
from mmc_console.client.outbox import Outbox
from mmc_console.client.own_health import OwnHealth
from mmc_console.client.profile import SETTINGS, STORE
from mmc_console.client.replica import Gap, Replica
from mmc_console.client.sender import Sender
from mmc_console.client.server_port import Server
from mmc_console.client.session import Session
from mmc_console.client.shown import Change
from mmc_console.client.store import Store, tables
from mmc_console.client.store.engine import Connection
from mmc_console.client.sync import Sync
from mmc_console.domain.events import AnyEvent
from mmc_console.domain.patients import Card
from mmc_console.domain.state import State
from mmc_console.wire.json import decode

GENERATION = 1_000_000_000
"""A desk without a lasting store counts on from its generation, so that no number of an action comes twice."""
NUMBER_WAIT = 2.0
_offered: dict[str, bytes] = {}
"""The keys this process has made for new stores: a keyring that takes one late takes no other than the store has."""


@dataclass(frozen=True)
class Parts:
    """Everything a gateway joins."""

    server: Server
    store: Store
    settings: Settings
    clock: Clock
    changes: Changes
    identity: Identity
    desk: Desk
    cards: Cards
    session: Session
    connectivity: Connectivity
    follow: Follow
    live: Live
    sync: Sync
    start: Start
    exit_pins: ExitPins
    own: OwnHealth
    sender: Sender


@dataclass(frozen=True)
class Loaded:
    """What the store held."""

    outbox: outbox_rows.Loaded
    log: log_rows.Kept | None
    cards: tuple[Card, ...]
    session: bytes | None
    clock: bytes | None


async def open_store(profile: Path, keys: KeyStore) -> Store:
    """This profile's store with the key from the keyring; in memory where there is no keyring.

    WrongKey also when the file is here and its key is nowhere: a copied folder opens for nobody.
    """
    if not keys.lasting:
        return await Store.open(None, None)
    path, name = profile / STORE, f"{profile.resolve()}#store"
    key = await keys.get(name)
    if key is None:
        if path.exists():
            raise WrongKey("no key in the keyring")
        key = _offered.setdefault(name, fresh_key())
        await keys.set(name, key)
    return await Store.open(path, key)


def _load(connection: Connection) -> Loaded:
    return Loaded(
        outbox_rows.load(connection), log_rows.load(connection), card_rows.load(connection),
        tables.read_fact(connection, FACT), tables.read_fact(connection, CLOCK),
    )  # fmt: skip


def _as_named_now(loaded: outbox_rows.Loaded, state: State) -> outbox_rows.Loaded:
    """The rows of an older version, which named a room without its day: they would hold it back for good."""
    rows = tuple(
        replace(row, about=about) if (about := dated(row.about, row.action.at, state)) != row.about else row
        for row in loaded.rows
    )
    return dataclasses.replace(loaded, rows=rows)


async def compose(profile: Path | None, server: Server, clock: Clock, keys: KeyStore, start: Start) -> Parts:
    """All parts of one console, as the local store has them. StoreFault: nothing is left open.

    Without a *profile* nothing touches the disk.
    """
    if profile is None:
        identity, store, settings = identities.passing(), await Store.open(None, None), Settings(None)
    else:
        profile.mkdir(parents=True, exist_ok=True, mode=0o700)
        identity, settings = await identities.start(profile, keys), Settings(profile / SETTINGS)
        store = await open_store(profile, keys)
    try:
        return await join(server, store, settings, clock, identity, start)
    except BaseException:
        await store.close()
        raise


async def join(
    server: Server, store: Store, settings: Settings, clock: Clock, identity: Identity, start: Start
) -> Parts:
    """All parts on a store that is open already, whoever opened it."""
    return _join(server, store, settings, clock, identity, start, await store.run(_load))


def _join(
    server: Server, store: Store, settings: Settings, clock: Clock, identity: Identity, start: Start, loaded: Loaded
) -> Parts:
    changes, replica = Changes(), Replica()
    if loaded.log is not None:
        replica.reset(loaded.log.snapshot)
        with suppress(Gap):  # what is missing is asked for
            replica.apply(loaded.log.events)
    measured = decode(loaded.clock, Measured) if loaded.clock else Measured()

    def wake() -> None:
        sync.wake()

    def rows_changed() -> None:
        desk.changed()

    def take_in(events: Sequence[AnyEvent]) -> tuple[Sequence[AnyEvent], bool]:
        return follow.take_in(events)

    async def keep(events: Sequence[AnyEvent]) -> None:
        await follow.keep(events)

    def log_changed() -> None:
        changes.announce(Change.STATE)

    def news(events: Sequence[AnyEvent]) -> None:
        sync.news(events)

    def session_changed() -> None:
        changes.announce(Change.SESSION)
        cards.look_again(lambda: replica.state)

    def reached() -> None:
        changes.announce(Change.CONNECTION)
        if connectivity.offline:
            live.away()
        else:
            live.back()
            cards.ask()
            wake()

    def opened() -> None:
        connectivity.heard()
        connectivity.served()
        sync.served()

    connectivity = Connectivity(server, clock, reached, measured=measured, on_overtaken=lambda: live.hung())  # noqa: PLW0108 - there is no `live` yet
    session = Session(
        server, store, identity, clock, connectivity, socket.gethostname(), kept_of(loaded.session), session_changed
    )
    cards = Cards(
        server, session, store, connectivity, clock, start, loaded.cards, lambda: changes.announce(Change.CARDS)
    )
    if session.user is not None:
        cards.show_for(session.actor, replica.state.visits.values())
    exit_pins = ExitPins(server, session, connectivity, start, lambda: changes.announce(Change.CARDS))
    outbox = Outbox(
        store, _as_named_now(loaded.outbox, replica.state),
        first_n=1 if store.durable else identity.generation * GENERATION + 1, on_change=rows_changed,
    )  # fmt: skip
    desk = Desk(
        replica, outbox, cards, session, connectivity, take_in=take_in, keep=keep,
        durable=store.durable, identity=identity,
        announce=changes.announce, wake=wake,
    )  # fmt: skip
    follow = Follow(
        server, session, replica, store, cards, connectivity, clock, flowing=lambda: live.flowing,
        silent=lambda: live.silent, again=lambda: live.again(),  # noqa: PLW0108 - there is no `live` yet
        on_change=log_changed, on_news=news, on_ready=wake, on_history=desk.bring_back,
    )  # fmt: skip
    live = Live(
        server, session.bearer, clock, prepare=follow.prepare, position=lambda: follow.position,
        on_open=opened, on_messages=follow.take, on_fault=follow.lost,
    )  # fmt: skip
    sender = Sender(server, session, identity, clock, connectivity)
    numbering = Numbering(
        outbox, connectivity, clock,
        lambda: replica.state.center.rules.number_wait_seconds if replica.ready else NUMBER_WAIT,
        desk.own_number, desk.numbered,
    )  # fmt: skip
    sync = Sync(
        server, sender, outbox, connectivity, clock, epoch=lambda: replica.epoch, numbering=numbering,
        answered=desk.answered, renew=follow.renew, bring_back=desk.bring_back,
    )  # fmt: skip
    own = OwnHealth(
        server, sender, session, outbox, connectivity, clock, store, identity, lambda: follow.min_client
    )  # fmt: skip
    return Parts(
        server, store, settings, clock, changes, identity, desk, cards, session, connectivity, follow, live, sync,
        start, exit_pins, own, sender,
    )  # fmt: skip
