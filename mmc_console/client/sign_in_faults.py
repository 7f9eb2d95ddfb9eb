"""Why somebody did not come in, as codes a page has a sentence for."""

from __future__ import annotations

import math

from mmc_console.client.errors import (
    BadAnswer,
    CertificateChanged,
    ProblemAnswer,
    ServerBusy,
    SignInFailed,
    Unreachable,
    WireFault,
)

CODES = {"not-authenticated": "bad-credentials"}


def says_no(fault: WireFault) -> bool:
    """Whether the server refuses this name and password."""
    return isinstance(fault, ProblemAnswer) and fault.problem.status == 401


def failure_of(fault: WireFault) -> SignInFailed:
    """What *fault* means for somebody who signs in."""
    if isinstance(fault, ProblemAnswer):
        code = CODES.get(fault.code, fault.code)
        return SignInFailed(code, **fault.problem.params)
    if isinstance(fault, ServerBusy):
        code = "account-locked" if fault.limited else "busy"
        return SignInFailed(code, retry_after=math.ceil(fault.retry_after))
    if isinstance(fault, CertificateChanged):
        return SignInFailed("certificate-changed")
    if isinstance(fault, BadAnswer):
        return SignInFailed("wrong-server")
    assert isinstance(fault, Unreachable)
    return SignInFailed("unreachable")
