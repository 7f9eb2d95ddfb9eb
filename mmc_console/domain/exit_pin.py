"""The exit PIN of the day: two digits per clinic, told by the doctor after the exam.

01 to 99 shuffled by an HMAC of the centre's key and the day; a clinic's place
is its order of creation, so no two clinics share one. Off unless the centre's
rules say otherwise.
"""

from __future__ import annotations

import hmac
from datetime import date

from mmc_console.domain.centre import Center, Clinic
from mmc_console.domain.ids import ClinicCode


def pins(key: bytes, day: date, center: Center) -> dict[ClinicCode, str]:
    """Each clinic's PIN on *day*; clinics without one are left out, but keep their place."""
    shuffled = sorted(
        range(1, 100), key=lambda n: hmac.digest(key, f"exit-pin:{day.isoformat()}:{n}".encode(), "sha256")
    )
    return {c.code: f"{shuffled[i]:02d}" for i, c in enumerate(center.clinics[:99]) if _has_one(c)}


def has_pin(center: Center, clinic: ClinicCode) -> bool:
    """Whether patients leave this clinic by a PIN: the centre uses them, and this clinic has one."""
    found = center.clinic(clinic)
    return center.rules.exit_pin and found is not None and _has_one(found)


def _has_one(clinic: Clinic) -> bool:
    return clinic.exit_pin and clinic.admits == "all"
