"""Who may do what. Rights belong to roles; a user may have two.

The table is the whole truth for queue actions; routes of the HTTP interface
have their own table on the server.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

from msgspec import Struct

from mmc_console.domain.ids import SYSTEM, ClinicCode, DeskLetter, UserId

Role = Literal["reception", "clinician", "supervisor", "admin", "board", "kiosk"]

_DESK = frozenset({
    "register_visit", "issue_ticket", "requeue", "hold", "resume", "transfer", "admit", "set_priority",
    "add_stop", "skip_stop", "change_exam", "correct_patient", "cancel", "recall", "start", "no_show",
})  # fmt: skip
_CLINIC = frozenset({
    "call_next", "call_ticket", "recall", "start", "finish", "no_show", "requeue", "hold", "resume",
    "transfer", "admit", "refer", "take_room", "leave_room", "pause_clinic", "open_clinic",
})  # fmt: skip
_OWN = frozenset({"undo", "override"})
_ALL = _DESK | _CLINIC | _OWN | {"close_clinic"}

MAY: dict[Role, frozenset[str]] = {
    "reception": _DESK | _OWN,
    "clinician": _CLINIC | _OWN,
    "supervisor": _ALL,
    "admin": _ALL | {"publish_center", "erase_patient"},
    "board": frozenset(),
    "kiosk": frozenset({"register_visit", "issue_ticket"}),
}
EVERYWHERE: frozenset[Role] = frozenset({"reception", "supervisor", "admin", "kiosk"})
"""Roles whose rights hold in every clinic; the others only in their own."""


WIDEST_FIRST: tuple[Role, ...] = ("admin", "supervisor", "reception", "clinician", "board", "kiosk")


def main_role(roles: Iterable[Role]) -> Role | None:
    """The role that names somebody with several: the one with the widest rights."""
    held = set(roles)
    return next((role for role in WIDEST_FIRST if role in held), None)


@cache
def _may(roles: frozenset[Role], action: str) -> bool:
    return any(action in MAY[role] for role in roles)


@cache
def _may_everywhere(roles: frozenset[Role], action: str) -> bool:
    return _may(roles & EVERYWHERE, action)


class Actor(Struct, frozen=True):
    """Who acts, from which desk, with which rights."""

    user: UserId
    roles: frozenset[Role]
    clinics: frozenset[ClinicCode] = frozenset()
    desk: DeskLetter | None = None
    former: frozenset[DeskLetter] = frozenset()
    """Letters this desk had before it was enrolled anew: papers with them may be out, and not sent yet."""

    def may(self, action: str) -> bool:
        """Whether any of the roles allows *action* somewhere."""
        return _may(self.roles, action)

    def may_in(self, action: str, clinic: ClinicCode) -> bool:
        """Whether *action* is allowed at *clinic*."""
        return _may_everywhere(self.roles, action) or (clinic in self.clinics and _may(self.roles, action))

    @property
    def sees_everybody(self) -> bool:
        """Whether this person works with everybody of the day; boards and kiosks with nobody."""
        return not self.roles.isdisjoint(EVERYWHERE - {"kiosk"})

    def sees(self, clinics: Iterable[ClinicCode]) -> bool:
        """Whether this person works with somebody whose pathway leads through *clinics*."""
        return self.sees_everybody or ("clinician" in self.roles and not self.clinics.isdisjoint(clinics))

    @property
    def is_kiosk(self) -> bool:
        """Whether nobody of the staff stands here: passers-by register themselves."""
        return self.roles == {"kiosk"}

    @property
    def supervises(self) -> bool:
        """Whether this person may decide for others."""
        return not self.roles.isdisjoint({"supervisor", "admin"})


SYSTEM_ACTOR = Actor(SYSTEM, frozenset({"admin"}))
