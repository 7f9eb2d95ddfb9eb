"""Why somebody does not come in: what the server answered, or what this console knows, as a code for a screen."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Final, Literal

from mmc_console.client.errors import (
    BadAnswer,
    CertificateChanged,
    ProblemAnswer,
    ServerBusy,
    SignInFailed,
    UnderMaintenance,
    Unreachable,
    WireFault,
)
from mmc_console.client.known import PASSWORD_PAUSE, PIN_TRIES, Known, as_pin, easy_pin

CODES: Final = {"not-authenticated": "bad-credentials"}
Verdict = Literal["right", "wrong", "paused", "unknown"]
"""What this console knows of a password: it may not be looked at (`paused`), or there is nothing to hold it to."""


def says_no(fault: WireFault) -> bool:
    """Whether the server has refused the password itself."""
    return isinstance(fault, ProblemAnswer) and fault.problem.status == 401


def is_away(fault: WireFault) -> bool:
    """Whether nobody at the server can say who this is: what is known here is asked."""
    stranded = isinstance(fault, ServerBusy) and fault.stranded
    return stranded or isinstance(fault, (Unreachable, UnderMaintenance))


def failure_of(fault: WireFault) -> SignInFailed:
    """The server's answer, or its silence."""
    if isinstance(fault, ProblemAnswer):
        return SignInFailed(CODES.get(fault.code, fault.code), **fault.problem.params)
    if isinstance(fault, UnderMaintenance):
        return SignInFailed("maintenance")
    if isinstance(fault, ServerBusy):
        if fault.stranded:
            return SignInFailed("stranded")
        code = "account-locked" if fault.limited else "busy"
        return SignInFailed(code, retry_after=math.ceil(fault.retry_after))
    if isinstance(fault, CertificateChanged):
        return SignInFailed("certificate-changed")
    if isinstance(fault, BadAnswer):
        return SignInFailed("wrong-server")
    assert isinstance(fault, Unreachable)
    return SignInFailed("unreachable")


def refusal(known: Known, verdict: Verdict, now: datetime, fault: WireFault | None) -> SignInFailed:
    """What this console itself says to *known*, who is kept out by *verdict*; *fault*: why the server was not asked."""
    if verdict == "unknown" and isinstance(fault, ServerBusy) and fault.stranded:
        return failure_of(fault)
    if verdict == "paused" and known.missed is not None:
        left = known.missed + PASSWORD_PAUSE - now
        return SignInFailed("account-locked", retry_after=math.ceil(left.total_seconds()))
    return SignInFailed("bad-credentials" if verdict == "wrong" else "offline-user")


def fit_pin(text: str) -> str:
    """*text* as a PIN somebody may choose. SignInFailed: `pin-form`, `pin-easy`."""
    pin = as_pin(text)
    if pin is None:
        raise SignInFailed("pin-form")
    if easy_pin(pin):
        raise SignInFailed("pin-easy")
    return pin


def wrong_pin(missed: Known) -> SignInFailed:
    """What is said to *missed* after one more wrong PIN."""
    left = PIN_TRIES - missed.pin_misses
    return SignInFailed("pin-wrong", n=left) if left > 0 else SignInFailed("pin-over")
