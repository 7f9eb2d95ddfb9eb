"""How often anybody may ask: each console has a pace and a burst, and so has each address nobody has signed in from.

A bucket is one number, the moment until which its past requests have used the pace up (the generic cell rate
algorithm), so that a limit costs a microsecond a request and a flood of keys costs no memory worth mentioning.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil
from typing import Annotated, ClassVar, Final

from msgspec import Meta

from mmc_console.server.auth.faults import AuthFault
from mmc_console.server.preferences import Area, Preferences

REMEMBERED: Final = 20_000


class LimitSettings(Area, frozen=True):
    """The pace of requests, and how many at once after a pause. Actions are not counted, a request may carry 500."""

    AREA: ClassVar[str] = "limits"
    device_per_second: Annotated[int, Meta(ge=5, le=10_000)] = 100
    device_burst: Annotated[int, Meta(ge=10, le=100_000)] = 1_000
    address_per_second: Annotated[int, Meta(ge=5, le=10_000)] = 300
    """Of everybody who is not signed in at one address: the phones of a whole waiting room may share it."""
    address_burst: Annotated[int, Meta(ge=10, le=100_000)] = 3_000


class TooManyRequests(AuthFault):
    """The pace is used up; *seconds* until the next request is looked at."""

    code = "too-many-requests"

    def __init__(self, whose: str, seconds: float, per_second: float, burst: int) -> None:
        super().__init__(seconds=ceil(seconds))
        window = max(1, int(burst // per_second))
        self.headers = {
            "Retry-After": str(ceil(seconds)),
            "RateLimit": f'"{whose}";r=0;t={ceil(seconds)}',
            "RateLimit-Policy": f'"{whose}";q={burst};w={window}',
        }


class Buckets:
    """One limit, for any number of keys."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic, remembered: int = REMEMBERED) -> None:
        self._monotonic, self._remembered = monotonic, remembered
        self._used_up: dict[str, float] = {}

    def take(self, key: str, per_second: float, burst: int, count: int = 1) -> float:
        """Count one request of *key*, or *count* of what it carries (no more than the burst): 0.0 when that is within
        the limit, else the seconds until it would be."""
        now = self._monotonic()
        used_up = max(self._used_up.get(key, now), now)
        wait = used_up + (count - burst) / per_second - now
        if wait > 0:
            return wait
        self._used_up[key] = used_up + count / per_second
        if len(self._used_up) > self._remembered:
            self._forget(now)
        return 0.0

    def _forget(self, now: float) -> None:
        """Drop what is over, then the oldest quarter: a flood of keys must fill neither the memory nor the time."""
        for key in [key for key, used_up in self._used_up.items() if used_up <= now]:
            del self._used_up[key]
        if len(self._used_up) > self._remembered:
            for key in list(self._used_up)[: self._remembered // 4]:
                del self._used_up[key]


class Limits:
    """Both limits, as they are set. TooManyRequests says when the next request is looked at."""

    def __init__(self, preferences: Preferences, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._preferences = preferences
        self._devices, self._addresses = Buckets(monotonic), Buckets(monotonic)

    def of_device(self, device: str) -> None:
        """One request of a console, kiosk or board that has shown who it is."""
        now = self._preferences.read(LimitSettings)
        wait = self._devices.take(device, now.device_per_second, now.device_burst)
        if wait:
            raise TooManyRequests("device", wait, now.device_per_second, now.device_burst)

    def of_address(self, address: str) -> None:
        """One request of nobody in particular."""
        now = self._preferences.read(LimitSettings)
        wait = self._addresses.take(address, now.address_per_second, now.address_burst)
        if wait:
            raise TooManyRequests("address", wait, now.address_per_second, now.address_burst)
