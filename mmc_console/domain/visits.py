"""A visit: one patient's journey through a pathway on one service day. Immutable."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from mmc_console.domain.centre import Center, ExamType, Gender
from mmc_console.domain.ids import ClinicCode, ExamCode, PatientId, TicketId, VisitId
from mmc_console.domain.tickets import Priority

StopState = Literal["todo", "here", "done", "skipped", "left"]
"""`here`: has the open ticket. `left`: the person went on before its finish arrived."""
DONE: frozenset[StopState] = frozenset({"done", "skipped"})
VisitState = Literal["open", "complete", "cancelled", "unfinished"]


class Stop(Struct, frozen=True, omit_defaults=True, gc=False):
    """One clinic of a stage."""

    clinic: ClinicCode
    state: StopState = "todo"


Stages = tuple[tuple[Stop, ...], ...]


class Visit(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One journey. `exam_type` is None for a walk-in to a single clinic."""

    id: VisitId
    number: str
    patient: PatientId
    gender: Gender
    day: date
    registered_at: datetime
    stages: Stages
    state: VisitState = "open"
    exam_type: ExamCode | None = None
    priority: Priority = "normal"
    aliases: tuple[str, ...] = ()
    """Other numbers of this visit: spent by renumbering, or a second paper's."""
    referred: bool = False
    closed_at: datetime | None = None
    rev: int = 0
    ahead: tuple[tuple[ClinicCode, TicketId], ...] = ()
    """Names that their next ticket at a clinic has already: of one that was issued in a history put back since."""

    @property
    def stage_index(self) -> int:
        """The first stage with something left to do; len(stages) when there is none."""
        for i, stage in enumerate(self.stages):
            for stop in stage:
                if stop.state not in DONE:
                    return i
        return len(self.stages)

    @property
    def present_stage(self) -> int:
        """The stage of the open ticket; without one, the first with a stop to do, else the first not finished."""
        for wanted in ("here", "todo"):
            for i, stage in enumerate(self.stages):
                if any(s.state == wanted for s in stage):
                    return i
        return self.stage_index

    @property
    def done(self) -> set[ClinicCode]:
        """The clinics where they have been examined."""
        return {stop.clinic for stage in self.stages for stop in stage if stop.state == "done"}

    def stop(self, clinic: ClinicCode) -> Stop | None:
        """The stop at *clinic* that matters now: one not done yet before one done."""
        found = [s for stage in self.stages for s in stage if s.clinic == clinic]
        return next((s for s in found if s.state not in ("done", "skipped")), found[0] if found else None)


def pathway(stages: tuple[tuple[ClinicCode, ...], ...]) -> Stages:
    """Stages of a pathway with everything still to do."""
    return tuple(tuple(Stop(c) for c in stage) for stage in stages)


def taken_up(old: Visit, exam: ExamType, gender: Gender, center: Center) -> Stages:
    """The stages of *old* with what was done still done.

    On the pathway as it is now if exam or gender is another, or if *old* leads where this person cannot go any more.
    """
    anew = pathway(exam.pathways.of(gender))
    if old.exam_type != exam.code or old.gender != gender or _of_other_gender(old, exam, gender):
        return with_done(anew, old.done)
    to_do = [s.clinic for stage in old.stages for s in stage if s.state not in DONE]
    possible = [code for code in to_do if center.takes(code, gender)]
    if possible == to_do:
        return tuple(tuple(s if s.state in DONE else replace(s, state="todo") for s in stage) for stage in old.stages)
    stages = with_done(anew, old.done)
    known = {s.clinic for stage in anew for s in stage}
    for code in dict.fromkeys(code for code in possible if code not in known):  # what was added to it
        stages = with_added(stages, max(len(stages) - 1, 0), code)
    return stages


def _of_other_gender(old: Visit, exam: ExamType, gender: Gender) -> bool:
    """Whether *old* goes along the other pathway: the gender was corrected when its day was over."""
    own, other = exam.pathways.of(gender), exam.pathways.women if gender == "male" else exam.pathways.men
    mine, others = {c for stage in own for c in stage}, {c for stage in other for c in stage}
    has = {s.clinic for stage in old.stages for s in stage}
    return bool(others) and mine != others and (has == others or (others <= has and not mine <= has))


def with_done(stages: Stages, done: Collection[ClinicCode]) -> Stages:
    """*stages* with every stop at one of the clinics *done* done."""
    return tuple(tuple(replace(s, state="done") if s.clinic in done else s for s in stage) for stage in stages)


def with_pathway(stages: Stages, more: Stages) -> Stages:
    """*stages* and those of *more*, the first of these in any order with the last of those; nobody goes there twice."""
    known = {s.clinic for stage in stages for s in stage}
    first, *rest = (tuple(s for s in stage if s.clinic not in known) for stage in more)
    return (*stages[:-1], (*stages[-1], *first), *(stage for stage in rest if stage))


def with_stop(stages: Stages, clinic: ClinicCode, state: StopState, *, among: frozenset[StopState]) -> Stages:
    """*stages* with the first stop at *clinic* that is in one of *among* set to *state*."""
    for i, stage in enumerate(stages):
        for j, stop in enumerate(stage):
            if stop.clinic == clinic and stop.state in among:
                changed = (*stage[:j], replace(stop, state=state), *stage[j + 1 :])
                return (*stages[:i], changed, *stages[i + 1 :])
    return stages


def with_added(stages: Stages, index: int, clinic: ClinicCode) -> Stages:
    """*stages* with a stop at *clinic* added to stage *index* (a new last stage if there is none)."""
    if index >= len(stages):
        return (*stages, (Stop(clinic),))
    return (*stages[:index], (*stages[index], Stop(clinic)), *stages[index + 1 :])


def with_moved(stages: Stages, index: int, clinic: ClinicCode) -> Stages:
    """*stages* with a stop at *clinic* in stage *index*: of a later stage, where that is still to do, or one more."""
    for i, stage in enumerate(stages[index + 1 :], index + 1):
        rest = tuple(stop for stop in stage if (stop.clinic, stop.state) != (clinic, "todo"))
        if rest != stage:
            return with_added((*stages[:i], *((rest,) if rest else ()), *stages[i + 1 :]), index, clinic)
    return with_added(stages, index, clinic)
