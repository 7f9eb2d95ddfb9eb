"""What others do at another desk while the doctor of the internal clinic has no line."""

from __future__ import annotations

from mmc_console.domain.actions import (
    AddStop,
    Admit,
    CallNext,
    Cancel,
    ChangeExam,
    CloseClinic,
    CorrectPatient,
    Hold,
    NoShow,
    Requeue,
    SetPriority,
    SkipStop,
    TakeRoom,
)
from mmc_console.domain.ids import ClinicCode
from tests.offline.pairs.mine import Deed
from tests.offline.pairs.world import EARS, EYES, INTERNAL, SURGERY, Desk, Standing


async def do_nothing(desk: Desk) -> None:
    """Nobody else has to do with these two."""


async def send_to_surgery(desk: Desk) -> None:
    """The first is sent to another clinic of their way."""
    await desk.send(desk.first, SURGERY)


async def send_and_examine(desk: Desk) -> None:
    """The first is sent there and examined."""
    await send_to_surgery(desk)
    await desk.examine(desk.first)


async def send_and_call(desk: Desk) -> None:
    """The first is sent there and called."""
    await send_to_surgery(desk)
    await desk.call(desk.first)


async def send_and_begin(desk: Desk) -> None:
    """The first is sent there and still inside when the line is back."""
    await send_and_call(desk)
    await desk.begin(desk.first)
    desk.happened.inside.add(desk.first)


async def send_there_and_back(desk: Desk) -> None:
    """The first is sent elsewhere by mistake, and back."""
    await send_to_surgery(desk)
    await desk.send(desk.first, INTERNAL)


async def admit_at_the_ears(desk: Desk) -> None:
    """The first is let in at another clinic of their way."""
    await desk.act(Admit, visit=desk.first, clinic=EARS)


async def admit_and_examine(desk: Desk) -> None:
    """The first is let in there and examined."""
    await admit_at_the_ears(desk)
    await desk.examine(desk.first)


async def _skip(desk: Desk, *clinics: ClinicCode) -> None:
    for clinic in clinics:
        await desk.act(SkipStop, visit=desk.first, clinic=clinic, reason="results-in-hand")


async def skip_this_clinic(desk: Desk) -> None:
    """Reception skips the internal clinic for the first."""
    await _skip(desk, INTERNAL)


async def skip_and_call(desk: Desk) -> None:
    """Reception skips the internal clinic, and the next one calls the first."""
    await skip_this_clinic(desk)
    await desk.call(desk.first)


async def skip_the_ears(desk: Desk) -> None:
    """Reception skips another clinic."""
    await _skip(desk, EARS)


async def skip_the_others(desk: Desk) -> None:
    """Reception skips all but the internal clinic."""
    await _skip(desk, EARS, SURGERY)


async def skip_everything(desk: Desk) -> None:
    """Reception skips all that is left: the visit ends with that."""
    desk.happened.spared.add(desk.first)
    await _skip(desk, EARS, SURGERY, INTERNAL)


async def add_the_eyes(desk: Desk) -> None:
    """The first has to have their eyes looked at too."""
    await desk.act(AddStop, visit=desk.first, clinic=EYES, reason="doctor-asked")


async def call_off(desk: Desk) -> None:
    """The first goes home."""
    desk.happened.called_off.add(desk.first)
    await desk.act(Cancel, visit=desk.first, reason="left")


async def cancel_the_ticket(desk: Desk) -> None:
    """The ticket of the first is cancelled, their visit is not."""
    desk.happened.struck.add(desk.first)
    await desk.act(Cancel, ticket=desk.ticket(desk.first).id, reason="mistake")


async def change_the_exam(desk: Desk) -> None:
    """The first came for another exam."""
    await desk.act(ChangeExam, visit=desk.first, exam_type="courses", reason="mistake")


async def change_to_recruitment(desk: Desk) -> None:
    """The first came for an exam with more clinics."""
    await desk.act(ChangeExam, visit=desk.first, exam_type="recruitment", reason="mistake")


async def correct_the_gender(desk: Desk) -> None:
    """The first is a woman, registered as a man."""
    patient = desk.gateway.state.visits[desk.first].patient
    await desk.act(CorrectPatient, patient_id=patient, gender="female", reason="mistake")


async def close_the_clinic(desk: Desk) -> None:
    """The internal clinic is closed; those who wait go to surgery."""
    await desk.act(CloseClinic, clinic=INTERNAL, move_waiting_to=SURGERY, reason="emergency")


async def close_and_examine(desk: Desk) -> None:
    """The internal clinic is closed, and those who were sent to surgery are examined there."""
    await close_the_clinic(desk)
    for visit in (desk.first, desk.second):
        if desk.ticket(visit).clinic == SURGERY:
            await desk.examine(visit)


async def close_the_next_clinics(desk: Desk) -> None:
    """Every other clinic of their way is closed."""
    for clinic in (SURGERY, EARS):
        await desk.act(CloseClinic, clinic=clinic, reason="emergency")


async def close_surgery(desk: Desk) -> None:
    """One of the other clinics of their way is closed."""
    await desk.act(CloseClinic, clinic=SURGERY, reason="emergency")


async def call_the_first(desk: Desk) -> None:
    """The first is called to the same room, where their exam is over by the time the doctor has read the drawer."""
    await desk.call(desk.first)
    desk.happened.inside.add(desk.first)


async def call_and_examine(desk: Desk) -> None:
    """Another doctor of the same clinic examines the first."""
    await desk.call(desk.first)
    await desk.end(desk.first)


async def examine_here_and_there(desk: Desk) -> None:
    """Another doctor of the same clinic examines the first, who is examined at the next one too."""
    await call_and_examine(desk)
    await desk.examine(desk.first)


async def take_over_and_call(desk: Desk) -> None:
    """Another doctor takes the room over, finishes whoever is inside, calls the next and examines them."""
    await desk.act(TakeRoom, clinic=INTERNAL, room=1)
    await desk.gateway.settle()
    if desk.ticket(desk.first).state != "waiting":
        desk.happened.examined.add((desk.first, INTERNAL))
    await desk.act(CallNext, clinic=INTERNAL, room=1, finish_current=True)
    desk.happened.inside |= {visit for visit in (desk.first, desk.second) if desk.ticket(visit).state == "called"}


async def hold_the_first(desk: Desk) -> None:
    """The first is asked to wait."""
    await desk.act(Hold, ticket=desk.ticket(desk.first).id)


async def put_back_in_line(desk: Desk) -> None:
    """The first goes back into the line."""
    await desk.act(Requeue, ticket=desk.ticket(desk.first).id)


async def miss_the_first(desk: Desk) -> None:
    """The first is said not to have come."""
    await desk.act(NoShow, ticket=desk.ticket(desk.first).id)


async def make_urgent(desk: Desk) -> None:
    """The first may go before the others."""
    await desk.act(SetPriority, ticket=desk.ticket(desk.first).id, priority="urgent", reason="emergency")


async def call_the_second(desk: Desk) -> None:
    """The second is called to the same room, where their exam is over by the time the doctor has read the drawer."""
    await desk.call(desk.second)
    desk.happened.inside.add(desk.second)


async def send_the_second(desk: Desk) -> None:
    """The second is sent to another clinic of their way."""
    await desk.send(desk.second, SURGERY)


async def send_the_second_and_begin(desk: Desk) -> None:
    """The second is sent there and still inside when the line is back."""
    await send_the_second(desk)
    await desk.begin(desk.second)
    desk.happened.inside.add(desk.second)


async def admit_the_second_and_examine(desk: Desk) -> None:
    """The second is let in at another clinic of their way and examined."""
    await desk.act(Admit, visit=desk.second, clinic=EARS)
    await desk.examine(desk.second)


async def call_the_second_off(desk: Desk) -> None:
    """The second goes home."""
    desk.happened.called_off.add(desk.second)
    await desk.act(Cancel, visit=desk.second, reason="left")


ALL: tuple[Deed, ...] = (
    do_nothing,
    send_to_surgery,
    send_and_examine,
    send_and_call,
    send_and_begin,
    send_there_and_back,
    admit_at_the_ears,
    admit_and_examine,
    skip_this_clinic,
    skip_and_call,
    skip_the_ears,
    skip_the_others,
    skip_everything,
    add_the_eyes,
    call_off,
    cancel_the_ticket,
    change_the_exam,
    change_to_recruitment,
    correct_the_gender,
    close_the_clinic,
    close_and_examine,
    close_the_next_clinics,
    close_surgery,
    call_the_first,
    call_and_examine,
    examine_here_and_there,
    take_over_and_call,
    hold_the_first,
    put_back_in_line,
    miss_the_first,
    make_urgent,
    call_the_second,
    send_the_second,
    send_the_second_and_begin,
    admit_the_second_and_examine,
    call_the_second_off,
)
ONLY: dict[Deed, tuple[Standing, ...]] = {
    call_the_first: ("waiting",),
    hold_the_first: ("waiting", "called"),
    put_back_in_line: ("called",),
    miss_the_first: ("called",),
    call_the_second: ("waiting",),
}
"""What can be done only while the first stands like that."""
