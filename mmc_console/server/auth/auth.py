"""Signing in and out, and the people who may: what `http.auth` and the command line ask for.

All of it is synchronous and may take a password's time (some 30 ms): call it from a thread. Only `authenticate` is
made for the event loop. What it refuses is told by `faults`, always in the same words, whatever was wrong.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from msgspec.structs import replace
from sqlalchemy import Connection

from mmc_console.domain.actions import AnyAction
from mmc_console.domain.centre import Site
from mmc_console.domain.permissions import Actor
from mmc_console.domain.service_day import calendar_of
from mmc_console.server.auth import devices, senders, sessions, users
from mmc_console.server.auth.accounts import Accounts, seen
from mmc_console.server.auth.faults import BadEntry, NotAuthenticated, TooManyTries, WeakPassword
from mmc_console.server.auth.guesses import Guesses
from mmc_console.server.auth.importing import Imports
from mmc_console.server.auth.passwords import Hasher, check_password, generate_password
from mmc_console.server.auth.principal import Principal
from mmc_console.server.auth.rights import Ended, Rights
from mmc_console.server.auth.tokens import LIFE, make_sender_token, make_token
from mmc_console.server.clock import Clock
from mmc_console.server.hits import Hits
from mmc_console.server.keys import Keys
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import StoreError
from mmc_console.wire.admin import Console, Person
from mmc_console.wire.answers import (
    DeviceInfo,
    DeviceLogin,
    LoginRequest,
    PasswordRequest,
    SenderSignedIn,
    SignedIn,
    UserInfo,
)

log = logging.getLogger(__name__)

T = TypeVar("T")

FIRST_ADMIN: Final = "admin"
WATCH_EVERY: Final = 1.0
REVIEW_EVERY: Final = 60
"""Sessions that ran out by time are told once in so many watches."""


class Auth:
    """Who may come in. *site*: the centre as it is now."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, *, site: Callable[[], Site]) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._site = site
        self._hasher = Hasher()
        self._guesses = Guesses()
        self._proofs = senders.Proofs()
        self._rights = Rights(database, keys, clock)
        self.accounts = Accounts(self._hasher, self._change, self._millis)
        self.imports = Imports(database, self._hasher, self._change, self._millis)

    # signing in -------------------------------------------------------------------------------------

    def login(self, request: LoginRequest, source: str) -> SignedIn:
        """Sign in from *source* (an address).

        NotAuthenticated, TooManyTries; BadEntry for a malformed device; NotAllowed for one that shows another key.
        """
        hello = devices.checked_hello(request.device)
        with self._database.read() as conn:
            user = users.by_name(conn, request.username)
            own = user is not None and devices.has_signed_in(conn, user.id, hello.id)
        account = users.folded_name(request.username)
        try:
            right = self._guesses.begin(self._clock.now(), account, source, hello.id if own else None)
        except TooManyTries:
            log.info("sign-in not listened to: too many tries", extra={"code": "sign-in-blocked"})
            raise
        stored = user.password if user is not None and user.enabled else None
        if not self._hasher.check(stored, request.password):
            # no user name: people type their password there
            log.info(
                "sign-in refused: %s", user.id if user is not None else "unknown user",
                extra={"code": "sign-in-refused"},
            )  # fmt: skip
            raise NotAuthenticated
        right()
        assert user is not None
        id = user.id
        renewed = self._hasher.hash(request.password) if self._hasher.outdated(user.password) else None

        def work(conn: Connection) -> tuple[str, str]:
            still = users.by_id(conn, id)
            if still is None or not still.enabled or still.password != stored:
                raise NotAuthenticated
            if renewed is not None:
                users.store(conn, replace(still, password=renewed), self._millis())
            devices.enrol(conn, hello, self._millis())
            return sessions.open_session(conn, self._keys.token, id, hello.id, self._millis())

        session, token = self._database.transact(work)
        log.info("user %s signed in on console %s", id, hello.id, extra={"code": "signed-in"})
        return self._signed_in(session, token, hello.generation)

    def refresh(self, token: str, generation: int | None = None) -> SignedIn:
        """The next tokens of a session; NotAuthenticated. An old token that comes again ends the whole session."""
        turned = self._database.transact(lambda conn: self._turn(conn, token))
        if turned.outcome == "reused":
            log.warning("session %s ended: an old refresh token was used again", turned.session)
            self._rights.look()
        if turned.outcome != "fresh":
            raise NotAuthenticated
        return self._signed_in(turned.session, turned.token, generation)

    def login_device(self, request: DeviceLogin) -> SenderSignedIn:
        """A console's own credential, for sending what was done at it.

        NotAuthenticated, always with what a nonce has to begin with since this server's start.
        """
        now = self._clock.now()
        try:
            with self._database.read() as conn:
                self._proofs.check(conn, request, now)
        except NotAuthenticated as fault:
            fault.params = {"start": self._proofs.start}
            raise
        return SenderSignedIn(
            access_token=make_sender_token(self._keys.token, now, request.device),
            expires_in=int(LIFE.total_seconds()),
            now=calendar_of(self._site()).stamp(now),
        )

    def authors(
        self, principal: Principal, actions: Iterable[AnyAction], lost: Callable[[AnyAction], senders.Lost | None]
    ) -> list[Actor]:
        """Who did each of *actions*, with their rights: see `senders`. It takes a while where a console sends."""
        if not principal.sends:
            return senders.own(principal, actions, self._millis())
        with self._database.read() as conn:
            return senders.authors(conn, principal, actions, lost, self._millis())

    def names(self, ids: Iterable[str]) -> dict[str, str]:
        """The names of these users, as their colleagues are told; unknown ids are left out."""
        with self._database.read() as conn:
            found = (users.by_id(conn, id) for id in ids)
            return {user.id: user.name for user in found if user is not None}

    def id_of(self, username: str) -> str:
        """The id of the user who signs in by this name; empty: there is none such."""
        with self._database.read() as conn:
            user = users.by_name(conn, username)
        return user.id if user is not None else ""

    def authenticate(self, bearer: str) -> Principal:
        """Who sent this access token, with the rights of this moment; NotAuthenticated."""
        return self._rights.of(bearer)

    @property
    def hits(self) -> Hits:
        """How often rights were known already."""
        return self._rights.hits

    def logout(self, principal: Principal) -> None:
        """End this session: its tokens are worth nothing from now on."""
        self._change(lambda conn: sessions.end(conn, self._millis(), session=principal.session))

    def me(self, principal: Principal) -> UserInfo:
        """The signed-in person, as a console is told."""
        with self._database.read() as conn:
            user = users.by_id(conn, principal.actor.user)
        if user is None:
            raise NotAuthenticated
        return user.info

    def confirm(self, principal: Principal, password: str) -> None:
        """That it is really this person who asks, by the password typed again. BadEntry, TooManyTries."""
        with self._database.read() as conn:
            user = users.by_id(conn, principal.actor.user)
        if user is None:
            raise NotAuthenticated
        right = self._guesses.begin(self._clock.now(), user.folded, "", principal.device)
        if not self._hasher.check(user.password, password):
            raise BadEntry("$.password", "not the current password")
        right()

    def change_password(self, principal: Principal, request: PasswordRequest) -> None:
        """Take a new password and end the person's other sessions. BadEntry, WeakPassword, TooManyTries."""
        with self._database.read() as conn:
            user = users.by_id(conn, principal.actor.user)
        if user is None:
            raise NotAuthenticated
        right = self._guesses.begin(self._clock.now(), user.folded, "", principal.device)
        if not self._hasher.check(user.password, request.current):
            raise BadEntry("$.current", "not the current password")
        right()
        check_password(request.new, user.username, user.name)
        if request.new == request.current:
            raise WeakPassword("same")
        changed = replace(user, password=self._hasher.hash(request.new), must_change=False)

        def work(conn: Connection) -> None:
            users.store(conn, changed, self._millis(), password=True)
            sessions.end(conn, self._millis(), user=user.id, spare=principal.session)

        self._change(work)
        log.info("user %s changed the password", user.id)

    # the people -------------------------------------------------------------------------------------

    def ensure_first_admin(self, given: str | None) -> str | None:
        """Make `admin` where there is no user at all; the generated password to show once, if none was *given*.

        WeakPassword for a *given* one that is too easy. A generated one must be changed at the first sign-in.
        """
        with self._database.read() as conn:
            if users.anybody(conn):
                return None
        password = given or generate_password()
        self.add_user(FIRST_ADMIN, password, ["admin"], name="Admin", must_change=not given)
        return None if given else password

    def add_user(
        self,
        username: str,
        password: str,
        roles: Iterable[str],
        clinics: Iterable[str] = (),
        *,
        name: str = "",
        must_change: bool = False,
    ) -> UserInfo:
        """A new person. BadEntry names the field; UserExists; WeakPassword."""
        username = users.checked_username(username)
        name = users.checked_name(name or username)
        checked = users.checked_roles(roles)
        own = users.checked_clinics(clinics, checked)
        try:
            check_password(password, username, name)
        except WeakPassword as fault:
            raise WeakPassword(fault.reason, "$.password") from None
        with self._database.read() as conn:
            if users.by_name(conn, username) is not None:
                raise users.UserExists
        user = users.new_user(username, name, self._hasher.hash(password), checked, own, must_change)
        self._change(lambda conn: users.add(conn, user, self._millis()))
        log.info("user %s added", user.id)
        return user.info

    def change_user(
        self,
        username: str,
        *,
        name: str | None = None,
        roles: Iterable[str] | None = None,
        clinics: Iterable[str] | None = None,
        enabled: bool | None = None,
        known: Iterable[str] | None = None,
    ) -> UserInfo:
        """Another name or rights, true at the next request; *known*: the centre's clinics. BadEntry names a field."""

        def work(conn: Connection) -> UserInfo:
            user = users.by_name(conn, username)
            if user is None:
                raise BadEntry("$.username", "no such user")
            checked = user.roles if roles is None else users.checked_roles(roles)
            if clinics is None:  # one the centre no longer has may stay
                own = users.checked_clinics(user.clinics, checked)
            else:
                own = users.checked_clinics(clinics, checked, known)
            changed = replace(user, roles=checked, clinics=own, enabled=user.enabled if enabled is None else enabled)
            rights = changed != user
            if name is not None:
                changed = replace(changed, name=users.checked_name(name))
            users.store(conn, changed, self._millis(), rights=rights)
            if "admin" in user.roles and not users.any_admin(conn):
                field = "$.enabled" if enabled is False else "$.roles"
                raise BadEntry(field, "nobody else administers this centre", reason="last-admin")
            if not changed.enabled:
                sessions.end(conn, self._millis(), user=user.id)
            return changed.info

        info = self._change(work)
        log.info("rights of user %s changed", info.id)
        return info

    def people(self) -> list[Person]:
        """Everybody who may sign in, or no longer may."""
        with self._database.read() as conn:
            people = [user.person for user in users.everybody(conn)]
            return seen(conn, people, self._millis(), calendar_of(self._site()).stamp)

    def consoles(self) -> list[Console]:
        """Every console that was ever enrolled, in the order of their letters."""
        with self._database.read() as conn:
            return devices.every(conn, calendar_of(self._site()).stamp)

    def revoke_device(self, device: str) -> None:
        """This console is let in no more, whoever sits at it, and sends nothing. BadEntry: there is none such."""

        def work(conn: Connection) -> list[str]:
            ids = devices.revoke(conn, device)
            if not ids:
                raise BadEntry("$.device", "no such console")
            for id in ids:
                sessions.end(conn, self._millis(), device=id)
            return ids

        for id in self._change(work):
            log.info("console %s revoked", id)

    # what hangs on sessions -------------------------------------------------------------------------

    def ended(self, tell: Ended) -> Callable[[], None]:
        """Call *tell*, from any thread, with the ids of sessions that ended or whose rights changed.

        Streams of these are cut; one whose person may still come in connects again. Gives back the subscription's end.
        """
        return self._rights.subscribe(tell)

    def standing(self, principal: Principal) -> bool:
        """Whether this session goes on with the same rights; asks the database."""
        now = self._rights.of_session(principal.session)
        return now is not None and now.actor == principal.actor

    async def watch(self) -> None:
        """Notice, within about a second, what other processes change; runs until it is cancelled."""
        turn, failing = 0, False
        while True:
            await asyncio.sleep(WATCH_EVERY)
            turn += 1
            try:
                await asyncio.to_thread(self._rights.look, anyway=turn % REVIEW_EVERY == 0)
            except StoreError as fault:
                if not failing:
                    log.warning("changes of rights cannot be read: %s", fault.code)
                failing = True
            else:
                if failing:
                    log.info("changes of rights are read again")
                failing = False

    def _turn(self, conn: Connection, token: str) -> sessions.Turned:
        turned = sessions.turn(conn, self._keys.tokens, token, self._millis())
        if turned.outcome == "reused":
            users.count_up(conn)  # committed together: the answer is a refusal, the end of the session is not
        return turned

    def _change(self, work: Callable[[Connection], T]) -> T:
        def counted(conn: Connection) -> T:
            answer = work(conn)
            users.count_up(conn)
            return answer

        answer = self._database.transact(counted)
        self._rights.look()
        return answer

    def _signed_in(self, session: str, token: str, generation: int | None) -> SignedIn:
        principal = self._rights.of_session(session)
        if principal is None:
            raise NotAuthenticated
        user, site, now = self.me(principal), self._site(), self._clock.now()
        device, desk = principal.device, principal.actor.desk
        copied = self._database.transact(lambda conn: devices.has_started(conn, device, generation))
        assert desk is not None
        known = {
            "roles": user.roles, "clinics": user.clinics, "device": device, "desk": desk, "center": site.code,
        }  # fmt: skip
        return SignedIn(
            access_token=make_token(self._keys.token, now, user.id, session, known),
            refresh_token=token,
            expires_in=int(LIFE.total_seconds()),
            user=user,
            device=DeviceInfo(device, desk, copied),
            center=site.code,
            now=calendar_of(site).stamp(now),
        )

    def _millis(self) -> int:
        return int(self._clock.now().timestamp() * 1000)
