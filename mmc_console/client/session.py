"""Who is signed in, and the tokens that say so to the server.

Refresh tokens and verifiers are kept in the encrypted store only; a store in memory keeps them as long as the program
runs. Whoever the server let in here lately may come in without it (`known`). It knows nothing of queues.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from msgspec.structs import replace

from mmc_console.client import known as rules
from mmc_console.client.clock import Clock
from mmc_console.client.connectivity import Connectivity
from mmc_console.client.door import Door
from mmc_console.client.errors import NotSignedIn, ProblemAnswer, ServerBusy, SignInFailed, WireFault
from mmc_console.client.identity import Identity
from mmc_console.client.judge import Judge
from mmc_console.client.keeping import Keeping
from mmc_console.client.known import Kept, Known
from mmc_console.client.server_port import Server
from mmc_console.client.shown import User, user_of
from mmc_console.client.staying_out import Verdict, failure_of, fit_pin, is_away, says_no, wrong_pin
from mmc_console.client.store import Store
from mmc_console.domain.ids import DeskLetter, UserId
from mmc_console.domain.permissions import Actor
from mmc_console.wire.answers import PasswordRequest, SignedIn

EARLY = 60.0
"""Seconds before its end at which an access token is exchanged."""


class Session:
    """The sessions of one console's people with one server; one of them works here at a time."""

    def __init__(
        self, server: Server, store: Store, identity: Identity, clock: Clock, connectivity: Connectivity,
        device_name: str, kept: Kept, on_change: Callable[[], None],
    ) -> None:  # fmt: skip
        self._server, self._identity, self._clock = server, identity, clock
        self._connectivity, self._on_change = connectivity, on_change
        kept = (kept.put_back() if identity.copied else kept).at(identity.device)
        self.keeping = Keeping(store, kept, on_change)
        self._judge = Judge(self.keeping, connectivity)
        self._door = Door(server, identity, clock, connectivity, device_name)
        self._access: str | None = None
        self._until = 0.0
        self._password: str | None = None
        """Of somebody who came in without the server and has no token of it: it gets one when theirs cannot be had."""
        self._here = False
        self._changing = asyncio.Lock()
        self._entries = 0
        """How often somebody has come in here, by whatever they typed, in this run."""
        self.sign_ins = 0
        """How often the server has taken a password here, in this run."""
        self.ended = False
        """The server no longer accepts this session: the person must sign in again."""

    @property
    def _kept(self) -> Kept:
        return self.keeping.kept

    @property
    def user(self) -> User | None:
        """Who is signed in, also while the console is locked."""
        known = self._kept.person(self._kept.current)
        if known is None or (known.refresh_token is None and not self._here):
            return None
        return user_of(known.user)

    @property
    def locked(self) -> bool:
        """Whether somebody works here, and has locked the console."""
        return self._kept.locked and self.user is not None

    @property
    def by_pin(self) -> bool:
        """Whether who works here came by PIN, and has not shown the whole password since."""
        return self._kept.by_pin

    @property
    def proved_lately(self) -> bool:
        """Whether who works here has typed the whole password within a PIN's hours, by no clock in doubt."""
        known, now = self._kept.person(self._kept.current), self._connectivity.now()
        return known is not None and known.typed_lately(now) and not self._connectivity.doubtful

    @property
    def people(self) -> tuple[Known, ...]:
        """Who has lately worked here, the last one first."""
        return self._kept.people

    def takes_pin(self, known: Known) -> bool:
        """Whether *known* comes in by PIN now. While the server is there, whoever has no session and cannot get one
        is asked for the password it takes."""
        mine = self._password is not None and known.user.id == self._kept.current
        gets_one = known.refresh_token is not None or mine or self._connectivity.offline
        return gets_one and known.takes_pin(self._connectivity.now())

    @property
    def desk(self) -> DeskLetter | None:
        """The letter the server gave this console, for ever."""
        return self._kept.desk

    @property
    def actor(self) -> Actor:
        """Who acts, with which rights. NotSignedIn."""
        user = self.user
        if user is None:
            raise NotSignedIn
        return Actor(user.id, user.roles, user.clinics, self.desk)

    # -- coming in --------------------------------------------------------------------

    async def sign_in(self, username: str, password: str) -> User:
        """A new session; while the server is away, what it vouched for lately. SignInFailed says why not."""
        known = self._kept.named(username)
        verdict: Verdict | None = None
        if known is not None and self._connectivity.offline:  # answered at once; the server hears of it later
            self._judge.check_clock()
            verdict = await self._let_in(known, password)
            if verdict == "right":
                return user_of(known.user)
        return await self._ask_in(known, username, password, verdict)

    async def unlock(self, id: UserId, secret: str) -> User:
        """Come in as somebody who worked here lately, by PIN or password: answered here, whatever the network does.

        Only what is wrong here is asked of the server: it may be a newer password. SignInFailed says why not.
        """
        known = self._kept.person(id)
        if known is None:
            raise SignInFailed("offline-user")
        self._judge.check_clock()
        if known.pin and (pin := rules.as_pin(secret)) is not None:
            await self._open_by_pin(known, pin)
            return user_of(known.user)
        verdict = await self._let_in(known, secret)
        if verdict == "right":
            return user_of(known.user)
        return await self._ask_in(known, known.user.username, secret, verdict)

    async def lock(self) -> None:
        """Nobody may look until somebody has proved who they are; a restart changes nothing of it."""
        if self.user is not None:
            await self.keeping.keep(replace(self._kept, locked=True))

    async def set_pin(self, pin: str, password: str) -> None:
        """A PIN of six digits for this person at this console, who shows the *password* they came in with.

        SignInFailed: `pin-form`, `pin-easy`; `bad-credentials`, `account-locked`, `offline-user` for the password.
        """
        found, known = fit_pin(pin), self._kept.person(self._kept.current)
        if known is None:
            raise NotSignedIn
        verdict = await self._judge.verdict(known, password)
        if verdict != "right":
            raise self._judge.refusal(known, verdict)
        kept = await asyncio.to_thread(rules.verifier, found)
        if (user := self.user) is None or user.id != known.user.id:
            raise NotSignedIn  # they have left meanwhile: no PIN brings back who signed out
        known, now = self._kept.person(user.id) or known, self._connectivity.now()
        await self.keeping.keep(self._kept.with_person(replace(rules.entered(known, now, typed=True), pin=kept)))

    async def vouch(self, username: str, password: str) -> User:
        """Whose name and password these are, without letting them in. SignInFailed says why not."""
        async with self._changing:
            try:
                answer = await self._door.prove(username, password)
            except WireFault as fault:
                return await self._judge.vouched(self._kept.named(username), password, fault)
            await self._door.go_out(answer.access_token)
        return user_of(answer.user)

    # -- going on ---------------------------------------------------------------------

    async def bearer(self) -> str:
        """A token that is valid now. NotSignedIn when there is no session; WireFault when it cannot be had."""
        async with self._changing:
            while self._access is None or self._clock.monotonic() >= self._until:
                known = self._kept.person(self._kept.current)
                if known is None or self.ended or (known.refresh_token is None and self._password is None):
                    self._look_for_end()
                    raise NotSignedIn
                password = self._password
                try:
                    if known.refresh_token is not None:
                        answer, password = await self._door.go_on(known.user, known.refresh_token, password)
                    else:
                        answer = await self._door.let_in(known.user, password or "")
                except ServerBusy as fault:
                    if fault.refused and "admin" in known.user.roles:  # once more would be one more miss there
                        self._password = None
                    raise
                except ProblemAnswer as fault:
                    if fault.problem.status in (401, 403):
                        await self._end(known)
                        raise NotSignedIn from fault
                    raise
                if answer.device.copied:
                    await self._identity.fence()
                if self._stands(known):
                    await self._take(answer, password)
                else:
                    await self._door.go_out(answer.access_token)  # signed out while the server answered
            return self._access

    async def sign_in_again(self, password: str) -> None:
        """Another session for who works here and came by PIN, or whose session cannot be exchanged. SignInFailed.

        Where the server cannot be asked there is none, and what is known here says whose password it is.
        """
        async with self._changing:
            if (user := self.user) is None:
                raise NotSignedIn
            entry = self._entries
            try:
                await self._take(await self._door.prove(user.username, password), password)
            except WireFault as fault:
                if isinstance(fault, ServerBusy):
                    raise failure_of(fault) from fault
                await self._judge.vouched(self._kept.person(user.id), password, fault)
            if entry == self._entries:  # else a PIN has been typed since
                await self.keeping.keep(replace(self._kept, by_pin=False))

    def doubt(self, bearer: str) -> None:
        """The server refused *bearer*: the next one is asked for anew."""
        if self._access == bearer:
            self._access, self._until = None, 0.0

    async def leave(self) -> None:
        """Somebody else may work here; this person's session stands, and a PIN brings them back."""
        self._forget_access()
        await self.keeping.keep(self._kept.left())

    async def sign_out(self) -> None:
        """Forget the session here, and end it there if the server can be reached."""
        access = self._access
        self._forget_access()
        known, kept = self._kept.person(self._kept.current), self._kept.left()
        if known is not None:
            kept = kept.with_person(replace(known, refresh_token=None, pin=""))
        await self.keeping.keep(kept)
        if access is not None:
            await self._door.go_out(access)

    async def change_password(self, current: str, new: str) -> User:
        """Set a new password, and come in by it; ProblemAnswer says why not.

        It is the one that opens this console as soon as the server has said yes, whatever becomes of the line then.
        SignInFailed: it is set, and the sign-in that follows is refused.
        """
        user, made = self.user, await asyncio.to_thread(rules.verifier, new)  # made before: nothing delays writing it
        bearer = await self.bearer()
        if user is None or user.id != self._kept.current:
            raise NotSignedIn
        await self._server.change_password(bearer, PasswordRequest(current, new))
        if (known := self._kept.person(user.id)) is not None:
            await self.keeping.keep(self._kept.with_person(known.with_password(made)))
        if self._kept.current != user.id or self.user is None:
            return user  # somebody else works here by now
        return await self.sign_in(user.username, new)

    async def run(self) -> None:
        """Exchange the access token before it ends, and keep what the disk did not take; until cancelled."""
        while True:
            await self._clock.sleep(EARLY / 2)
            await self.keeping.settle()
            if self.user is not None and not self.ended and self._clock.monotonic() >= self._until:
                try:
                    await self.bearer()
                except WireFault as fault:
                    self._connectivity.failed(fault)
                except NotSignedIn:
                    continue

    # -- inside -----------------------------------------------------------------------

    async def _ask_in(self, known: Known | None, username: str, password: str, verdict: Verdict | None) -> User:
        """The server's word on a whole sign-in; without it ours, which was *verdict* if it was asked already.

        Who came in by it is told also if they have been made to leave before it was written down.
        """
        async with self._changing:
            try:
                answer = await self._door.come_in(username, password)
            except WireFault as fault:
                if says_no(fault):
                    await self._take_word_back(self._kept.named(username), password)
                if known is None or not is_away(fault):
                    raise failure_of(fault) from fault
                if verdict is None:
                    self._judge.check_clock()
                    verdict = await self._let_in(known, password)
                if verdict != "right":
                    raise self._judge.refusal(known, verdict, fault) from fault
                return user_of(known.user)
            await self._take(answer, password, opens=True)
        return user_of(answer.user)

    async def _let_in(self, known: Known, password: str) -> Verdict:
        """Let *known* in without the server if *password* is right."""
        verdict = await self._judge.verdict(known, password)
        if verdict == "right":
            known = self._kept.person(known.user.id) or known  # a token may have been exchanged meanwhile
            await self._enter(rules.entered(known, self._connectivity.now(), typed=True), password)
        return verdict

    async def _open_by_pin(self, known: Known, pin: str) -> None:
        """Counted before it is looked at, as a password."""
        now = self._connectivity.now()
        if not self.takes_pin(known):
            raise SignInFailed("pin-over")
        missed = rules.missed_pin(known)
        await self.keeping.keep(self._kept.with_person(missed))
        if not await asyncio.to_thread(rules.proves, known.pin, pin):
            raise wrong_pin(missed)
        known = self._kept.person(known.user.id) or known  # a token may have been exchanged meanwhile
        if not known.pin:
            raise SignInFailed("pin-over")  # or their session has ended
        await self._enter(rules.entered(known, now, typed=False), None)

    def _stands(self, asked: Known) -> bool:
        """Whether the session of *asked* is still wanted as it was when the server was asked about it."""
        known = self._kept.person(asked.user.id)
        if known is None or known.refresh_token != asked.refresh_token:
            return False
        return known.refresh_token is not None or self._kept.current == asked.user.id

    async def _enter(self, known: Known, password: str | None) -> None:
        """*known* works here now. Their session is asked of the server when it is needed."""
        if known.user.id != self._kept.current:
            self._forget_access()
        self._here, self.ended = True, False
        self._entries += 1
        by_pin = password is None
        spent = known.refresh_token is None or self._clock.monotonic() >= self._until
        password = password or self._password  # a PIN opens for who has typed it before
        self._password = password if spent or self._connectivity.stranded else None
        kept = self._kept.with_first(known)
        await self.keeping.keep(replace(kept, current=known.user.id, locked=False, by_pin=by_pin))

    async def _take(self, answer: SignedIn, password: str | None, *, opens: bool = False) -> None:
        """The server's word: this person may work here, with the *password* it accepted. *opens*: was just typed.

        Somebody else may have come in while the server answered: then only the session is kept.
        """
        verifier = None if password is None else await asyncio.to_thread(rules.verifier, password)
        now, kept = self._connectivity.now(), self._kept
        self.sign_ins += verifier is not None
        self._entries += opens
        if opens or kept.current == answer.user.id:
            self._access = answer.access_token
            self._until = self._clock.monotonic() + max(answer.expires_in - EARLY, EARLY / 2)
            self.ended, self._password = False, None
        await self.keeping.keep(kept.told(answer, now, verifier, opens=opens))
        if answer.device.id != self._identity.device:
            await self._identity.renew(answer.device.id)  # after its letter: no copy goes on under the one it had

    async def _take_word_back(self, known: Known | None, password: str) -> None:
        """The server refuses a password that was right here: it opens this console no more."""
        if known is not None and known.password and await asyncio.to_thread(rules.proves, known.password, password):
            await self._end(known)

    async def _end(self, known: Known) -> None:
        known = self._kept.person(known.user.id) or known
        if self._kept.current == known.user.id:
            self._forget_access()
            self._here = self.ended = True
        await self.keeping.keep(self._kept.with_person(replace(known, password="", pin="", refresh_token=None)))
        self._on_change()

    def _look_for_end(self) -> None:
        """Who came in by PIN without the server, and has nothing that gives them a session, is asked for the password
        once it is there."""
        if self.user is not None and not self.ended and self._connectivity.online:
            self.ended = True
            self._on_change()

    def _forget_access(self) -> None:
        self._access, self._password, self._until, self._here = None, None, 0.0, False
