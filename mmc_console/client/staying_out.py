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
from mmc_console.client.known import PASSWORD_PAUSE, Known

CODES: Final = {"not-authenticated": "bad-credentials"}
Verdict = Literal["right", "wrong", "paused", "unknown"]
"""What this console knows of a password: it may not be looked at (`paused`), or there is nothing to hold it to."""


def says_no(fault: WireFault) -> bool:
    """Whether the server has refused the password itself."""
    return isinstance(fault, ProblemAnswer) and fault.problem.status == 401


def failure_of(fault: WireFault) -> SignInFailed:
    """The server's answer, or its silence."""
    if isinstance(fault, ProblemAnswer):
        return SignInFailed(CODES.get(fault.code, fault.code), **fault.problem.params)
    if isinstance(fault, UnderMaintenance):
        return SignInFailed("maintenance")
    if isinstance(fault, ServerBusy):
        code = "account-locked" if fault.limited else "busy"
        return SignInFailed(code, retry_after=math.ceil(fault.retry_after))
    if isinstance(fault, CertificateChanged):
        return SignInFailed("certificate-changed")
    if isinstance(fault, BadAnswer):
        return SignInFailed("wrong-server")
    assert isinstance(fault, Unreachable)
    return SignInFailed("unreachable")


def not_here(known: Known, verdict: Verdict, now: datetime) -> SignInFailed:
    """What this console itself says to *known*."""
    if verdict == "paused" and known.missed is not None:
        left = known.missed + PASSWORD_PAUSE - now
        return SignInFailed("account-locked", retry_after=math.ceil(left.total_seconds()))
    return SignInFailed("bad-credentials" if verdict == "wrong" else "offline-user")
