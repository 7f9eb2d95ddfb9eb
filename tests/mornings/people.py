"""Who walks through a morning: where each of them really is, and where they were really examined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mmc_console.domain.centre import Gender
from mmc_console.domain.ids import VisitId
from mmc_console.domain.state import State
from mmc_console.domain.visits import Visit

CLINICS = ("lab", "eyes", "ent", "ladies")
STAGES: dict[Gender, tuple[frozenset[str], ...]] = {
    "male": (frozenset({"lab"}), frozenset({"eyes", "ent"})),
    "female": (frozenset({"lab"}), frozenset({"eyes", "ladies"})),
}
"""The pathway of the full exam."""


@dataclass
class Patient:
    """One person at the centre. `at`: whose door they stand at, a clinic's or a desk's; empty: at none."""

    number: str
    gender: Gender
    papers: list[VisitId] = field(default_factory=list)
    """The visits they were registered as: two, where the second desk did not know of the first."""
    at: str = ""
    since: float = 0.0
    inside: bool = False
    exams: list[str] = field(default_factory=list)
    """Where they were examined, in order."""
    unrecorded: set[str] = field(default_factory=set)
    """Where they were examined, and nobody there could record it: they are sent back there to have that done."""
    gone: bool = False
    called_off: bool = False
    """They have left before they were done, and said so."""

    @property
    def todo(self) -> list[str]:
        """What is left of the first stage that they are not through, as they know it themselves."""
        left = (sorted(stage - set(self.exams)) for stage in STAGES[self.gender])
        return next(filter(None, left), [])

    def goes(self, door: str, now: float) -> None:
        """Walk to that door."""
        self.at, self.since, self.inside = door, now, False

    def leaves(self) -> None:
        """Home."""
        self.at, self.inside, self.gone = "", False, True


def visit_in(state: State, patient: Patient) -> Visit | None:
    """What *state* knows of their visit, under whichever of their papers' names."""
    return next((visit for id in patient.papers if (visit := state.visit(id)) is not None), None)


def patient_in(state: State, patients: Sequence[Patient], visit: VisitId) -> Patient:
    """Whose visit that is."""
    return next(p for p in patients if any((v := state.visit(id)) is not None and v.id == visit for id in p.papers))
