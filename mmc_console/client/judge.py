"""What this console itself says of a password, by what it keeps of people the server has lately let in here."""

from __future__ import annotations

import asyncio

from msgspec.structs import replace

from mmc_console.client import known as rules
from mmc_console.client.connectivity import Connectivity
from mmc_console.client.errors import SignInFailed, WireFault
from mmc_console.client.keeping import Keeping
from mmc_console.client.known import Known
from mmc_console.client.shown import User, user_of
from mmc_console.client.staying_out import Verdict, failure_of, is_away, refusal


class Judge:
    """Of one console. It lets nobody in."""

    def __init__(self, keeping: Keeping, connectivity: Connectivity) -> None:
        self._keeping, self._connectivity = keeping, connectivity

    async def vouched(self, known: Known | None, password: str, fault: WireFault) -> User:
        """*known*, whose *password* is right by what is kept here: the server is away, says *fault*. SignInFailed."""
        if known is None or not is_away(fault):
            raise failure_of(fault) from fault
        self.check_clock()
        verdict = await self.verdict(known, password)
        if verdict != "right":
            raise self.refusal(known, verdict, fault) from fault
        now = self._keeping.kept.person(known.user.id) or known  # they may have signed out meanwhile
        now = replace(now, misses=known.misses, missed=known.missed)  # the try was no miss
        await self._keeping.keep(self._keeping.kept.with_person(now))
        return user_of(known.user)

    def refusal(self, known: Known, verdict: Verdict, fault: WireFault | None = None) -> SignInFailed:
        """What is said to *known*, who is kept out by *verdict*; *fault*: why the server was not asked."""
        return refusal(self._keeping.kept.person(known.user.id) or known, verdict, self._connectivity.now(), fault)

    async def verdict(self, known: Known, password: str) -> Verdict:
        """What this console knows of *password*. A try counts before it is looked at: killing us gives none back."""
        now, known = self._connectivity.now(), self._keeping.kept.person(known.user.id) or known
        if (fixed := known.not_ahead(now)) is not known:
            known = fixed
            await self._keeping.keep(self._keeping.kept.with_person(known))
        if known.must_pause(now):
            return "paused"
        if not known.takes_password(now):
            return "unknown"
        await self._keeping.keep(self._keeping.kept.with_person(rules.missed_password(known, now)))
        return "right" if await asyncio.to_thread(rules.proves, known.password, password) else "wrong"

    def check_clock(self) -> None:
        """SignInFailed where the clock was set: set back, it would keep an old password good."""
        if self._connectivity.doubtful:
            raise SignInFailed("clock-wrong")
