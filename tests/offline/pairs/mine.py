"""What the doctor of the internal clinic does without a line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from mmc_console.domain.actions import (
    AddStop,
    Admit,
    CallNext,
    CallTicket,
    Cancel,
    ChangeExam,
    CloseClinic,
    CorrectPatient,
    Finish,
    Hold,
    NoShow,
    OpenClinic,
    PauseClinic,
    Refer,
    Requeue,
    SkipStop,
)
from tests.offline.pairs.world import EARS, EYES, INTERNAL, SURGERY, Desk, Standing

Deed = Callable[[Desk], Awaitable[None]]


async def calls_next(desk: Desk) -> None:
    """The doctor calls whoever is next, unless they stand before the door."""
    if desk.ticket(desk.first).state == "waiting":
        await desk.act(CallNext, clinic=INTERNAL, room=1)


async def finishes_and_calls(desk: Desk) -> None:
    """The doctor examines the first, then finishes and calls the second with one key."""
    await calls_next(desk)
    desk.happened.examined.add((desk.first, INTERNAL))
    await desk.act(CallNext, clinic=INTERNAL, room=1, finish_current=True)


async def finishes_and_calls_and_examines(desk: Desk) -> None:
    """The same, and whoever was called is examined too."""
    await finishes_and_calls(desk)
    await desk.examine(desk.second)


async def finishes(desk: Desk) -> None:
    """The doctor examines the first and finishes."""
    await calls_next(desk)
    await desk.examine(desk.first)


async def refers(desk: Desk) -> None:
    """The doctor examines the first and refers them to wherever their way goes on."""
    await calls_next(desk)
    await desk.begin(desk.first)
    desk.happened.examined.add((desk.first, INTERNAL))
    await desk.act(Refer, ticket=desk.ticket(desk.first).id)


async def sends_to_surgery(desk: Desk) -> None:
    """The line here is long: the first goes to another clinic of their way before."""
    await desk.send(desk.first, SURGERY)


async def sends_to_the_eyes(desk: Desk) -> None:
    """The first is sent where their way does not lead."""
    await desk.send(desk.first, EYES)


async def admits_at_the_ears(desk: Desk) -> None:
    """The first is let in at another clinic of their way."""
    await desk.act(Admit, visit=desk.first, clinic=EARS)


async def skips_the_ears(desk: Desk) -> None:
    """The first brought results: another clinic is skipped."""
    await desk.act(SkipStop, visit=desk.first, clinic=EARS, reason="results-in-hand")


async def skips_this_clinic(desk: Desk) -> None:
    """The first brought results: this clinic is skipped."""
    await desk.act(SkipStop, visit=desk.first, clinic=INTERNAL, reason="results-in-hand")


async def finishes_and_adds_the_eyes(desk: Desk) -> None:
    """The doctor examines the first and wants their eyes looked at."""
    await finishes(desk)
    await desk.act(AddStop, visit=desk.first, clinic=EYES, reason="doctor-asked")


async def finishes_too_early(desk: Desk) -> None:
    """The doctor finishes, takes that back, and goes on until the exam has taken place."""
    await finishes(desk)
    finished = next(t for t in desk.gateway.state.tickets.values() if (t.visit, t.clinic) == (desk.first, INTERNAL))
    await desk.undo()
    await desk.act(Finish, ticket=finished.id)


async def finishes_by_mistake(desk: Desk) -> None:
    """The doctor finishes and takes that back: there has been no exam."""
    await finishes(desk)
    await desk.undo()
    desk.happened.examined.discard((desk.first, INTERNAL))


async def misses_the_first(desk: Desk) -> None:
    """The first does not come; the second is called and examined."""
    await calls_next(desk)
    await desk.act(NoShow, ticket=desk.ticket(desk.first).id)
    await desk.act(CallNext, clinic=INTERNAL, room=1)
    await desk.end(desk.second)


async def holds_the_first(desk: Desk) -> None:
    """The first is asked to wait, the second is examined meanwhile, then the first."""
    await desk.act(Hold, ticket=desk.ticket(desk.first).id)
    await desk.act(CallNext, clinic=INTERNAL, room=1)
    await desk.end(desk.second)
    await desk.act(CallTicket, ticket=desk.ticket(desk.first).id, room=1, reason="by-hand")
    await desk.end(desk.first)


async def puts_back_in_line(desk: Desk) -> None:
    """The first goes back into the line, the second is examined meanwhile, then the first."""
    await desk.act(Requeue, ticket=desk.ticket(desk.first).id)
    await desk.act(CallNext, clinic=INTERNAL, room=1)
    await desk.end(desk.second)
    await desk.act(CallNext, clinic=INTERNAL, room=1)
    await desk.end(desk.first)


async def calls_off(desk: Desk) -> None:
    """The first goes home."""
    desk.happened.called_off.add(desk.first)
    await desk.act(Cancel, visit=desk.first, reason="left")


async def changes_the_exam(desk: Desk) -> None:
    """The first came for another exam."""
    await desk.act(ChangeExam, visit=desk.first, exam_type="courses", reason="mistake")


async def closes_the_clinic(desk: Desk) -> None:
    """The doctor is called away; those who wait go to surgery."""
    await desk.act(CloseClinic, clinic=INTERNAL, move_waiting_to=SURGERY, reason="emergency")


async def finishes_and_closes(desk: Desk) -> None:
    """The doctor examines the first and is called away."""
    await finishes(desk)
    await closes_the_clinic(desk)


async def finishes_in_a_break(desk: Desk) -> None:
    """The doctor pauses the clinic, examines the first in it, and opens again."""
    await desk.act(PauseClinic, clinic=INTERNAL, reason="break")
    await finishes(desk)
    await desk.act(OpenClinic, clinic=INTERNAL)


async def corrects_the_gender(desk: Desk) -> None:
    """The first is a woman, registered as a man."""
    patient = desk.gateway.state.visits[desk.first].patient
    await desk.act(CorrectPatient, patient_id=patient, gender="female", reason="mistake")


ALL: tuple[Deed, ...] = (
    calls_next,
    finishes_and_calls,
    finishes_and_calls_and_examines,
    finishes,
    refers,
    sends_to_surgery,
    sends_to_the_eyes,
    admits_at_the_ears,
    skips_the_ears,
    skips_this_clinic,
    finishes_and_adds_the_eyes,
    finishes_too_early,
    finishes_by_mistake,
    misses_the_first,
    holds_the_first,
    puts_back_in_line,
    calls_off,
    changes_the_exam,
    closes_the_clinic,
    finishes_and_closes,
    finishes_in_a_break,
    corrects_the_gender,
)
ONLY: dict[Deed, tuple[Standing, ...]] = {
    calls_next: ("waiting",),
    misses_the_first: ("waiting", "called"),
    holds_the_first: ("waiting", "called"),
    puts_back_in_line: ("called",),
}
"""What can be done only while the first stands like that."""
