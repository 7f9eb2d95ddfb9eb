"""Who may what: every role against every action, in an own and in another clinic, said here a second time."""

from __future__ import annotations

from typing import get_args

import pytest

from mmc_console.domain.actions import AnyAction, ErasePatient, PublishCenter
from mmc_console.domain.ids import ClinicCode, UserId
from mmc_console.domain.permissions import MAY, Actor, Role

RECEPTION = {
    "register_visit",
    "issue_ticket",
    "requeue",
    "hold",
    "resume",
    "transfer",
    "admit",
    "set_priority",
    "add_stop",
    "skip_stop",
    "change_exam",
    "correct_patient",
    "cancel",
    "recall",
    "start",
    "no_show",
}
CLINICIAN = {
    "call_next",
    "call_ticket",
    "recall",
    "start",
    "finish",
    "no_show",
    "requeue",
    "hold",
    "resume",
    "transfer",
    "admit",
    "refer",
    "take_room",
    "leave_room",
    "pause_clinic",
    "open_clinic",
}
ALL = RECEPTION | CLINICIAN | {"close_clinic", "undo", "override"}
WRITTEN: dict[Role, set[str]] = {
    "reception": RECEPTION | {"undo", "override"},
    "clinician": CLINICIAN | {"undo", "override"},
    "supervisor": ALL,
    "admin": ALL | {"publish_center", "erase_patient"},
    "board": set(),
    "kiosk": {"register_visit", "issue_ticket"},
}
ACTIONS = sorted(str(kind.__struct_config__.tag) for kind in (*get_args(AnyAction), PublishCenter, ErasePatient))
OWN, OTHER = ClinicCode("eyes"), ClinicCode("lab")


@pytest.mark.parametrize("role", get_args(Role))
@pytest.mark.parametrize("action", ACTIONS)
def test_role_and_action(role: Role, action: str) -> None:
    actor = Actor(UserId("u"), frozenset({role}), frozenset({OWN}))
    allowed = action in WRITTEN[role]
    assert actor.may(action) == allowed
    assert actor.may_in(action, OWN) == allowed
    assert actor.may_in(action, OTHER) == (allowed and role != "clinician")


def test_table_has_every_role_and_no_unknown_action() -> None:
    assert set(MAY) == set(get_args(Role))
    assert set().union(*MAY.values()) == set(ACTIONS)


def test_two_roles_add_up_and_stay_apart() -> None:
    both = Actor(UserId("u"), frozenset({"reception", "clinician"}), frozenset({OWN}))
    assert both.may_in("finish", OWN)
    assert not both.may_in("finish", OTHER)
    assert both.may_in("transfer", OTHER)
    assert not both.supervises
