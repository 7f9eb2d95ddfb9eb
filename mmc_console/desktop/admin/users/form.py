"""What is typed about one person: what of it differs from what the server has, and what is wrong with it. Pure.

Only what needs no server is checked here; what it alone knows comes back as a problem, and `faults_in` finds the place.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final, Literal

from mmc_console.domain.permissions import EVERYWHERE, MAY, Role
from mmc_console.wire.admin import NewPerson, Person, RightsRequest
from mmc_console.wire.problems import Problem

Part = Literal["username", "name", "password", "roles", "clinics"]
PARTS: Final[tuple[Part, ...]] = ("username", "name", "password", "roles", "clinics")
ROLES: Final[tuple[Role, ...]] = ("reception", "clinician", "supervisor", "admin", "kiosk")
"""Those of accounts: a board has none, it is paired."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the editor. `base`: as the server has this person; None for somebody new."""

    base: Person | None = None
    username: str = ""
    name: str = ""
    password: str = field(default="", repr=False)
    roles: frozenset[str] = frozenset()
    clinics: frozenset[str] = frozenset()

    @property
    def dirty(self) -> bool:
        """Whether something of it would be sent."""
        if self.base is None:
            return bool(self.username or self.name or self.password or self.roles or self.clinics)
        return self.change != RightsRequest()

    @property
    def change(self) -> RightsRequest:
        """What differs from what the server has."""
        was = self.base
        assert was is not None, "somebody new is added, not changed"
        return RightsRequest(
            name=self.name.strip() if self.name.strip() != was.name else None,
            roles=self._roles if self.roles != frozenset(was.roles) else None,
            clinics=tuple(sorted(self.clinics)) if self.clinics != frozenset(was.clinics) else None,
        )

    @property
    def new(self) -> NewPerson:
        """Somebody new, as the server is asked."""
        return NewPerson(
            username=self.username.strip(), name=self.name.strip(), roles=self._roles,
            clinics=tuple(sorted(self.clinics)), password=self.password or None,
        )  # fmt: skip

    @property
    def _roles(self) -> tuple[str, ...]:
        return tuple(role for role in ROLES if role in self.roles)

    def typed(self, part: Part, text: str) -> Draft:
        """With another text in *part*."""
        if part == "username":
            return replace(self, username=text)
        return replace(self, name=text) if part == "name" else replace(self, password=text)

    def toggled(self, part: Part, value: str) -> Draft:
        """With *value* taken or given back."""
        if part == "roles":
            return replace(self, roles=self.roles ^ {value})
        return replace(self, clinics=self.clinics ^ {value})


def draft_of(person: Person) -> Draft:
    """*person* as it is."""
    return Draft(person, person.username, person.name, "", frozenset(person.roles), frozenset(person.clinics))


def over(draft: Draft, person: Person) -> Draft:
    """What is typed, on *person* as the server has them now: what a colleague has changed meanwhile stays changed."""
    was = draft.base
    assert was is not None, "of somebody new the server knows nothing"
    return replace(
        draft, base=person, name=person.name if draft.name.strip() == was.name else draft.name,
        roles=_picked(frozenset(was.roles), draft.roles, frozenset(person.roles)),
        clinics=_picked(frozenset(was.clinics), draft.clinics, frozenset(person.clinics)),
    )  # fmt: skip


def _picked(was: frozenset[str], typed: frozenset[str], now: frozenset[str]) -> frozenset[str]:
    """What was given and taken since *was*, given and taken of *now*."""
    return (now | (typed - was)) - (was - typed)


def check(draft: Draft) -> dict[Part, str]:
    """What is wrong, at its part, as far as it can be seen here."""
    found: dict[Part, str] = {}
    if draft.base is None and not draft.username.strip():
        found["username"] = "username-missing"
    if not draft.name.strip():
        found["name"] = "name-missing"
    if not draft.roles:
        found["roles"] = "role-missing"
    elif "kiosk" in draft.roles and len(draft.roles) > 1:
        found["roles"] = "kiosk-alone"
    if "clinician" in draft.roles and not draft.clinics:
        found["clinics"] = "clinic-missing"
    return found


def faults_in(problem: Problem) -> dict[Part, str]:
    """What the server says is wrong, at its part; nothing where it is not about a part of this form."""
    places = {error.field.removeprefix("$.").partition("[")[0] for error in problem.errors}
    part = next((each for each in PARTS if each in places), None)
    if part is None:
        return {}
    reason = str(problem.params.get("reason", ""))
    if problem.code == "user-exists":
        return {part: "user-exists"}
    if problem.code == "password-too-weak":
        return {part: f"password-{reason}"}
    return {part: reason or f"{part}-shape"} if problem.code == "invalid" else {}


def rights(roles: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """What somebody of these roles may do in every clinic, and what in their own clinics besides."""
    held = [role for role in ROLES if role in roles]
    everywhere = frozenset().union(*(MAY[role] for role in held if role in EVERYWHERE))
    own = frozenset().union(*(MAY[role] for role in held)) - everywhere
    return everywhere, own
