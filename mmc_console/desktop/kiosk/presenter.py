"""What a person at the kiosk can do, and how the screen forgets them again. Plain asyncio, no Qt.

Holds the only State. A person has half a minute between two touches; then everything they typed is gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, Any, Final, Protocol

from mmc_console.client.errors import NotSignedIn
from mmc_console.desktop.kiosk.contract import Staff, State, Step, View
from mmc_console.desktop.kiosk.door import come_in, proven, why_closed
from mmc_console.desktop.kiosk.registering import NUMBER_AT_MOST, Registering, exams_for, unusual, wrong_with
from mmc_console.desktop.late_client import opened
from mmc_console.desktop.printing import Printer
from mmc_console.desktop.tickets.facts import Message
from mmc_console.domain.centre import Gender
from mmc_console.domain.ids import ExamCode
from mmc_console.domain.patients import clean_number

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

Start = Callable[[str, Coroutine[Any, Any, None]], bool]
PATIENCE: Final[dict[Step, float]] = {
    "number": 30.0, "gender": 30.0, "exam": 30.0, "ticket": 20.0, "sorry": 20.0, "staff": 90.0, "working": 15.0,
}  # fmt: skip
"""Seconds without a touch until the start page comes back; while working, until it stops promising a number."""
WITHOUT_PAPER: Final = 60.0
"""A number without paper stays longer: it is written down, or photographed."""
COUNTED: Final = 10
"""The last seconds are counted on the screen."""


class Program(Protocol):
    """What the kiosk asks of the program around it."""

    async def join(self, server: str) -> Gateway:
        """The gateway of *server*, empty for the one that is known; StoreFault or ValueError when it cannot be used."""

    async def drop(self, gateway: Gateway) -> None:
        """Close it again: nobody could sign in there."""

    def joined(self, gateway: Gateway) -> None:
        """From now on this PC is a kiosk of that server."""

    def other_language(self) -> None:
        """Show the other language."""

    def own_language(self) -> None:
        """Show the kiosk's own language again."""

    def close(self) -> None:
        """End the program."""


class Presenter:
    """The only holder of the kiosk's State."""

    def __init__(
        self, view: View, printer: Printer, start: Start, program: Program, clock: Callable[[], float], *,
        server: str = "",
    ) -> None:  # fmt: skip
        """*clock* is monotonic, in seconds."""
        self._view, self._printer, self._start, self._program, self._clock = view, printer, start, program, clock
        self._gateway: Gateway | None = None
        self._registering: Registering | None = None
        self._open = asyncio.Event()
        self._shut: Message | None = None
        """Why what is kept here has not been opened yet."""
        self._gone = 0
        """Counts who has left the screen: what staff is told after that, they are not told."""
        self._touched = clock()
        self._state = State(staff=Staff(asks_server=not server, server=server))

    @property
    def state(self) -> State:
        """What is shown."""
        return self._state

    # ------------------------------------------------------------------ the program around it
    def opened(self, gateway: Gateway) -> None:
        """The local store is open: go on as a kiosk, or ask staff to make it one."""
        self._gateway, self._shut = gateway, None
        self._registering = Registering(gateway, self._printer, self._start, self.refresh)
        self._open.set()
        self._home()

    def not_set_up(self, problem: Message | None = None) -> None:
        """Nobody has made this PC a kiosk yet: there is nothing else to show."""
        asks = self._gateway is None
        staff = replace(self._state.staff, setup=True, alone=True, asks_server=asks, busy=False, problem=problem)
        self._show(step="staff", staff=staff)

    def shut(self, why: Message) -> None:
        """What is kept here does not open, and is tried again: whoever comes is sent to reception meanwhile."""
        self._shut = why
        self.refresh()

    async def follow(self) -> None:
        """After every change of the centre, the connection or the session."""
        await self._open.wait()
        assert self._gateway is not None
        async for _ in self._gateway.changes():
            self.refresh()

    async def tick(self) -> None:
        """Count the seconds since the last touch."""
        while True:
            await asyncio.sleep(0.5)
            self.count()

    def count(self) -> None:
        """Go back to the start if nobody has touched the screen for long."""
        patience = self._patience()
        if patience is None:
            self._show(seconds_left=None)
            return
        left = self._touched + patience - self._clock()
        if left <= 0 and self._state.step == "working":
            self._sorry(Message("no-number"))
        elif left <= 0:
            self._home()
        else:
            whole = ceil(left)
            counts = whole <= COUNTED and self._state.step != "working"
            self._show(seconds_left=whole if counts else None)

    def refresh(self) -> None:
        """Everything once more from the gateway."""
        gateway = self._gateway
        if gateway is None:
            if self._shut is not None and self._state.step in ("loading", "closed", "start"):
                self._show(step="closed", problem=self._shut)
            return
        center = gateway.state.center.center.name if gateway.ready else {}
        self._show(center=center, offline=gateway.connection.kind == "offline", staff=self._staff(gateway))
        stops = why_closed(gateway)
        if self._state.step in ("loading", "closed", "start"):
            self._rest(gateway, stops)
        elif self._state.step in ("working", "ticket"):
            self._follow_ticket()
        elif stops and self._state.step != "staff" and self._state.step != "sorry":
            self._sorry(stops)

    # ------------------------------------------------------------------ intents
    def begin(self) -> None:
        self.touched()
        if self._state.step == "start" and self._gateway is not None:
            self._show(step="number", note=unusual(self._gateway))

    def digit(self, digit: str) -> None:
        plain = clean_number(digit)
        if self._state.step == "start":
            self.begin()  # a card was scanned
        if self._state.step != "number" or len(plain) != 1 or not plain.isdigit():
            return
        self.touched()
        if self._state.problem is not None and self._state.problem.code == "scan":
            return  # the rest of what could not be read
        if len(self._state.number) < NUMBER_AT_MOST:
            self._show(number=self._state.number + plain, problem=None)
        else:
            self._show(problem=Message("id-length", {"have": NUMBER_AT_MOST + 1}))

    def foreign(self) -> None:
        if self._state.step == "start":
            self.begin()
        if self._state.step == "number":
            self._show(number="", problem=Message("scan"))

    def erase(self) -> None:
        self.touched()
        self._show(number=self._state.number[:-1], problem=None)

    def clear(self) -> None:
        self.touched()
        self._show(number="", problem=None)

    def go_on(self) -> None:
        if self._state.step != "number":
            return
        self.touched()
        problem = wrong_with(self._state.number)
        if self._state.problem is not None and self._state.problem.code == "scan":
            self._show(problem=Message("scan-again"))
        elif problem is not None:
            self._show(problem=problem)
        else:
            self._show(step="gender", problem=None)

    def choose_gender(self, gender: Gender) -> None:
        self.touched()
        if self._state.step == "gender" and self._gateway is not None:
            self._show(step="exam", gender=gender, exams=exams_for(self._gateway.state.center, gender))

    def choose_exam(self, code: ExamCode) -> None:
        self.touched()
        if self._state.step == "exam" and self._state.gender is not None and self._registering is not None:
            self._show(step="working")
            self._start("kiosk.register", self._register(self._state.number, self._state.gender, code, self._turn))

    def back(self) -> None:
        self.touched()
        before: dict[Step, Step] = {"gender": "number", "exam": "gender"}
        step = before.get(self._state.step)
        if step is None:
            self._home()
        else:
            self._show(step=step, problem=None)

    def touched(self) -> None:
        self._touched = self._clock()
        self._show(seconds_left=None)

    def switch_language(self) -> None:
        self.touched()
        self._program.other_language()

    def call_staff(self) -> None:
        self.touched()
        if self._state.step != "staff":
            self._forget()
            self._show(step="staff", staff=replace(self._state.staff, setup=self._gateway is None, alone=False))
            self.refresh()
            if self._state.staff.setup:
                why = why_closed(self._gateway) if self._gateway is not None else self._shut
                self._show(staff=replace(self._state.staff, problem=why))

    def prove(self, server: str, username: str, password: str) -> None:
        self.touched()
        staff = self._state.staff
        if staff.busy or staff.proved:
            return
        if not username.strip() or not password:
            missing = "username-missing" if not username.strip() else "password-missing"
            self._show(staff=replace(staff, problem=Message(missing), server=server, username=username))
            return
        staff = replace(staff, busy=True, may_close=False, problem=None, server=server, username=username.strip())
        self._show(staff=staff)
        work = (
            self._set_up(server.strip(), username.strip(), password, self._gone)
            if staff.setup
            else self._vouch(username.strip(), password, self._turn)
        )
        self._start("kiosk.prove", work)

    def leave(self) -> None:
        if self._state.staff.proved or self._state.staff.may_close:
            self._program.close()

    def resign(self) -> None:
        if self._state.staff.proved and not self._state.staff.busy:
            self._show(staff=replace(self._state.staff, busy=True))
            self._start("kiosk.resign", self._resign())

    # ------------------------------------------------------------------ what they do
    @property
    def _turn(self) -> int:
        """Whose turn it is: another one as soon as somebody has gone, or is told to."""
        return self._registering.turn if self._registering is not None else 0

    async def _register(self, number: str, gender: Gender, exam: ExamCode, turn: int) -> None:
        assert self._registering is not None
        if turn != self._turn:
            return
        try:
            problem = await self._registering.register(number, gender, exam)
        except NotSignedIn:
            problem = Message("not-authenticated")
        if turn != self._turn:
            return  # whom it was for has been sent to reception, which finds them
        if problem is not None:
            self._sorry(problem)
        else:
            self.refresh()

    async def _set_up(self, server: str, username: str, password: str, gone: int) -> None:
        """Make this PC a kiosk, by its own account."""
        gateway = self._gateway or await opened(self._program.join(server), self._fault)
        if gateway is None:
            return
        problem, may_close = await come_in(gateway, username, password)
        if problem is not None:
            if self._gateway is None:
                await self._program.drop(gateway)
            if gone == self._gone:  # else who typed it has walked away
                self._fault(problem, may_close=may_close)
            return
        self._program.joined(gateway)
        self._show(staff=Staff(server=gateway.connection.server))
        if self._gateway is None:
            self.opened(gateway)
        else:
            self._home()

    async def _vouch(self, username: str, password: str, turn: int) -> None:
        assert self._gateway is not None
        problem = await proven(self._gateway, username, password)
        if turn != self._turn:
            return  # who typed it has walked away
        if problem is not None:
            self._fault(problem)
            return
        self._view.forget()
        self._show(staff=replace(self._state.staff, busy=False, proved=True, problem=None))

    async def _resign(self) -> None:
        assert self._gateway is not None
        await self._gateway.sign_out()
        self._forget()
        self.not_set_up()

    # ------------------------------------------------------------------ small things
    def _home(self) -> None:
        """The start page, without anything of whoever was here."""
        self._forget()
        if self._gateway is not None or self._shut is not None:
            self._show(step="start")
            self.refresh()

    def _forget(self) -> None:
        if self._registering is not None:
            self._registering.forget()
        self._gone += 1
        staff = replace(self._state.staff, username="", busy=False, proved=False, may_close=False, problem=None)
        self._view.forget()
        self._program.own_language()
        self._touched = self._clock()
        self._show(
            number="", problem=None, note=None, gender=None, exams=(), ticket=None, seconds_left=None, staff=staff
        )

    def _rest(self, gateway: Gateway, stops: Message | None) -> None:
        if gateway.user is None and not gateway.session_ended:
            self.not_set_up()
        elif not gateway.ready and not gateway.session_ended:
            self._show(step="loading")
        else:
            self._show(step="closed" if stops is not None else "start", problem=stops)

    def _follow_ticket(self) -> None:
        assert self._registering is not None
        refused = self._registering.refused()
        if refused is not None:
            self._sorry(refused)
            return
        ticket = self._registering.ticket()
        if ticket is not None:
            if self._state.step == "working":
                self._touched = self._clock()
            self._show(step="ticket", ticket=ticket, number="", gender=None, exams=())

    def _sorry(self, why: Message) -> None:
        if self._registering is not None:
            self._registering.forget()
        self._touched = self._clock()
        self._show(step="sorry", problem=why, number="", gender=None, exams=(), ticket=None)

    def _staff(self, gateway: Gateway) -> Staff:
        trouble = self._registering.trouble if self._registering is not None else ""
        return replace(
            self._state.staff, pending=gateway.pending.count, desk=gateway.desk or "", printer=trouble,
            asks_server=False, server=gateway.connection.server,
            setup=gateway.user is None or gateway.session_ended,
        )  # fmt: skip

    def _fault(self, problem: Message, *, may_close: bool = False) -> None:
        self._show(staff=replace(self._state.staff, busy=False, may_close=may_close, problem=problem))

    def _patience(self) -> float | None:
        """Seconds this step waits for a touch; None where it waits for ever."""
        if self._state.step == "staff" and self._state.staff.alone and not self._state.staff.may_close:
            return None
        if self._state.step == "ticket" and self._state.ticket is not None and self._state.ticket.printing == "not":
            return WITHOUT_PAPER
        return PATIENCE.get(self._state.step)

    def _show(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._view.render(state)
