"""What must be true after every step, asked of the log as it grows, the state, and every console's outbox.

It keeps its own books, written naively: who was given which number, what each screen promised, what was acknowledged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from math import inf
from typing import Any, cast

from mmc_console.client.row import Row
from mmc_console.client.shown import Receipt
from mmc_console.domain import actions as a
from mmc_console.domain import events as e
from mmc_console.domain.ids import ActionId, TicketId, UserId
from mmc_console.domain.numbers import PENDING
from mmc_console.domain.permissions import Actor
from mmc_console.domain.state import State
from mmc_console.server.log import events as log
from mmc_console.wire.json import event_of
from tests.simulation.desk import Desk
from tests.simulation.left_behind import LeftBehind
from tests.simulation.newest import JUDGED, SAYS, is_later, over_newer, over_own
from tests.simulation.order import is_lost, overtaken
from tests.simulation.promise import Promise, promised
from tests.simulation.rules import laws
from tests.simulation.server import USERS, ServerMachine
from tests.simulation.settled import differences, kept_wrongly, lost_words, unfound, unnamed, unrest
from tests.simulation.steps import Steps
from tests.simulation.telling import describe
from tests.simulation.time import VirtualLoop
from tests.simulation.walking import is_theirs, is_unknown, not_renamed, went_on

EVERY = 12
"""Steps between two recounts of everything; the cheap laws are asked after each."""


class Broken(AssertionError):
    """A promise was not kept."""


class Audit:
    """The books of one run. The first broken promise is kept; `ask` raises it."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop
        self.trail: list[str] = []
        self.events: list[e.AnyEvent] = []
        self.today: date
        self.state: State
        self.broken = ""
        self._epoch = ""
        self._restored = self.erased = False
        self._runs: dict[ActionId, int] = {}
        self._earlier: set[ActionId] = set()
        self._histories: dict[str, list[ActionId]] = {}
        """What had taken effect in each history that was replaced, by position."""
        self._steps = Steps()
        self._papers: dict[tuple[date, str], str] = {}
        self._promises: dict[ActionId, Promise] = {}
        self._rows: dict[tuple[str, ActionId], Row] = {}
        self._told: dict[str, dict[int, Row]] = {}
        """The rows of each desk as they were seen last: what is the same object has not changed."""
        self._asked = 0
        self._came: list[ActionId] = []
        """What was taken since it was last asked whether its turn had come."""
        self._revoked: dict[str, str] = {}
        """Consoles that were ever revoked: desk and device. What a restore has brought may know of it, or not."""
        self._barred: set[str] = set()
        """Desks whose console is revoked in the history of now."""
        self._forgetful: set[str] = set()
        self._changed: dict[UserId, tuple[float, datetime]] = {}
        """When somebody's rights or password were changed first, and what the server's clock said then: what was done
        before is judged as it was done."""
        self._answered: set[tuple[str, ActionId]] = set()
        self._led_to: dict[ActionId, str] = {}
        """Where who went on was sent, as it was decided first: so it comes back after a restore."""
        self._done: dict[tuple[str, ActionId], float] = {}
        self._left_behind = LeftBehind()

    def changed(self, user: UserId, at: datetime) -> None:
        """Somebody has other rights, or another password, from *at* on by the server's clock."""
        self._changed.setdefault(user, (self._loop.passed, at))

    def say(self, text: str) -> None:
        """One line of the story."""
        self.trail.append(f"{self._loop.passed:9.3f}  {text}")

    def fail(self, text: str) -> None:
        """A promise was not kept."""
        if not self.broken:
            self.broken = text
            self.say(f"BROKEN: {text}")

    # -- what people were shown -------------------------------------------------------

    def promised(self, desk: Desk, receipt: Receipt) -> None:
        """This desk's person has seen this."""
        desk.seen.add(receipt.id)
        action, promise = receipt.action, promised(desk, receipt)
        if promise.epoch == str(desk.replica.epoch) and promise.seq > desk.replica.seq:
            self.fail(f"{desk.name} {describe(action)} says it was done on what had not come yet")
        self._promises[receipt.id] = promise
        number = getattr(action, "number", None)
        self.say(f"{desk.name} {describe(action)}{' ' + number if number else ''}")

    # -- the log --------------------------------------------------------------------

    def look_at_log(self, server: ServerMachine) -> None:
        """Take in what was committed since."""
        if not server.up:
            return
        self.state = server.writer._state
        if server.feed.epoch != self._epoch:
            self._begin_again(server)
            return
        fresh = server.feed.seq - len(self.events)
        if fresh > len(server.feed._entries):
            with server.database.read() as conn:
                for event, _ in log.after(conn, len(self.events)):
                    self._take(event, new=True)
            return
        for entry in server.feed._entries[-fresh:] if fresh > 0 else ():
            self._take(event_of(entry.body), new=True)

    def _begin_again(self, server: ServerMachine) -> None:
        self._restored = bool(self._epoch)
        self._earlier |= self._runs.keys()
        self._histories[self._epoch] = [event.action for event in self.events]
        self._epoch = server.feed.epoch
        self.events, self._runs, self._steps, self._came = [], {}, Steps(), []
        with server.database.read() as conn:
            for event, _ in log.after(conn, 0):
                self._take(event, new=False)

    def _take(self, event: e.AnyEvent, *, new: bool) -> None:
        if event.seq != len(self.events) + 1:
            self.fail(f"the log has a gap before {event.seq}")
        before = self.events[-1] if self.events else None
        self.events.append(event)
        if before is None or before.action != event.action:
            if event.action in self._runs and not isinstance(event, (e.VisitRenumbered, e.NumberAlias)):
                self.fail(
                    f"{event.type} at {event.seq}: its action has taken effect before, at {self._runs[event.action]}"
                )
            if new and event.action not in self._runs:
                self._came.append(event.action)
            self._runs.setdefault(event.action, event.seq)
        promise = self._promises.get(event.action)
        if promise is not None and event.actor != promise.action.by:
            self.fail(f"{event.type} at {event.seq} is in the name of {event.actor}, not of {promise.action.by}")
        if new and promise is not None:
            self._keeps(promise, event)
            self._may_come(promise, event)
        self._steps.take(event)

    def _may_come(self, promise: Promise, event: e.AnyEvent) -> None:
        """Not from a console that was revoked, nor what a roll back on purpose has left behind."""
        if promise.desk in self._barred:
            self.fail(f"{event.type} at {event.seq} comes from {promise.desk}, which was revoked")
        if event.action in self._left_behind:
            self.fail(f"{event.type} at {event.seq}: its action was rolled back on purpose")

    def revoked(self, server: ServerMachine, device: str, name: str) -> None:
        """From now on nothing may come from this console, as long as the server's disk knows of it."""
        self.look_at_log(server)
        self._revoked[name] = device
        self._bar(server)

    def _bar(self, server: ServerMachine) -> None:
        self._barred = {name for name, device in self._revoked.items() if server.revoked(device)}

    def _is_out(self, server: ServerMachine, desk: Desk) -> bool:
        """Whether this console is let in no more, also as a copy of one that is not."""
        return desk.name in self._barred or (desk.parts is not None and server.keeps_out(desk.parts.identity))

    def forgets(self, desk: Desk) -> None:
        """This console's folder is of an earlier time: it may not know what was acknowledged."""
        self._forgetful.add(desk.name)
        self._left_behind.may_come({id for name, id in self._rows if name == desk.name})

    def rolled_back(self, server: ServerMachine, *, back: bool) -> None:
        """The server was restored; *back*: what it had acknowledged since may come again."""
        with server.database.read() as conn:
            kept = {event.action for event, _ in log.after(conn, 0)}
        last = server.rolled_back_in()
        if back:
            self._left_behind.restored(last)
        else:
            told = {id for (name, id), row in self._rows.items() if row.state == "sent" and name not in self._forgetful}
            self._left_behind.rolled_back(last, self._runs.keys() & told)  # what nobody was told of comes as new work
        self._left_behind.may_come(kept)
        self._bar(server)

    def _keeps(self, promise: Promise, event: e.AnyEvent) -> None:
        action = promise.action
        lost = self._restored and promise.called and self.state.ticket(TicketId(promise.called)) is None
        shown = None if lost else promise.called  # of whom a restore has brought another visit only
        if isinstance(event, e.TicketCalled) and shown and not is_theirs(self.state, shown, event):
            self.fail(f"{promise.desk}'s screen called another person than {event.label}")
        if isinstance(event, e.TicketCalled) and promise.called_to and promise.called_to != (event.clinic, event.room):
            self.fail(f"{promise.desk}'s screen called {event.label} to {promise.called_to}, not to {event.clinic}")
        if isinstance(event, e.TicketIssued):
            kept = not promise.next or event.clinic in (promise.next, self._led_to.get(event.action))
            if not kept and not went_on(promise, event, self.state, self.events[: event.seq - 1]):
                self.fail(f"{promise.desk}'s screen sent {event.label} to {promise.next}, not to {event.clinic}")
            self._led_to[event.action] = event.clinic
            other = promise.made.get((event.clinic, event.visit), event.ticket) != event.ticket
            if other and not isinstance(action, a.CloseClinic):  # of whom it moves, the ticket may be another by then
                self.fail(f"{event.label} has another id on {promise.desk}'s screen")
        if isinstance(event, e.NumberAlias) and not_renamed(promise, event, self.state):
            self.fail(f"{promise.desk} {describe(action)}: the ticket it has shown is another name of none")
        if isinstance(event, e.VisitRegistered) and promise.visit and promise.visit != event.visit:
            self.fail(f"{event.number} has another id on {promise.desk}'s screen")
        self._was_first(promise, event)
        if isinstance(event, SAYS) and not isinstance(action, (a.Override, a.Undo)):
            self._was_last_word(promise, event)

    def _was_last_word(self, promise: Promise, event: e.AnyEvent) -> None:
        """What it says of a clinic, room or person goes over nothing newer: of others unseen, or of its own desk."""
        before = self.events[: event.seq - 1]
        newer = over_own(event, before, self._promises, self._forgetful)
        if promise.epoch == self._epoch or event.action not in self._earlier:
            newer = newer or over_newer(event, before, *self._knew(promise))
        else:  # it was judged where it stood; nobody there has seen what was said since
            newer = newer or over_newer(event, [x for x in before if x.action not in self._earlier], 0, ())
        if newer is not None:
            self.fail(f"{promise.desk} {describe(promise.action)}: desk {newer.desk} had {newer.type} later")

    def _knew(self, promise: Promise) -> tuple[int, frozenset[ActionId]]:
        """Up to where in this log, and which actions besides, the desk had seen: its own by whatever letter, too."""
        own = (id for id, other in self._promises.items() if other.desk == promise.desk)
        seen = frozenset([*self._histories.get(promise.epoch, ())[: promise.seq], *own])
        return promise.seq if promise.epoch == self._epoch else 0, seen

    def _was_first(self, promise: Promise, event: e.AnyEvent) -> None:
        """Nobody else moved the ticket, or the visit, between what the desk knew and this."""
        if promise.epoch != self._epoch and event.action in self._earlier:
            return  # brought back: it was judged where it was done
        other = self._steps.gone_over(self.state, promise.action, event, *self._knew(promise))
        if other is not None:
            told = f"desk {other.desk} had {other.type} at {other.seq}, unseen"
            self.fail(f"{promise.desk} {describe(promise.action)}: {told}")

    # -- the consoles -------------------------------------------------------------------

    def look_at_desk(self, desk: Desk) -> None:
        """Take in what has changed in its outbox."""
        if desk.parts is None:
            return
        outbox = desk.parts.desk.outbox
        told = self._told.setdefault(desk.name, {})
        for row in [row for n, row in outbox._rows.items() if told.get(n) is not row]:
            told[row.n] = row
            key = (desk.name, row.id)
            before = self._rows.get(key)
            if before is row:
                continue
            self._rows[key] = row
            self._done.setdefault(key, inf if desk.clock.skew else self._loop.passed)  # of a wrong clock nobody can say
            self._paper(desk, row)
            if before is None or before.state != row.state:
                problem = f" {row.problem.code}" if row.problem else ""
                self.say(f"{desk.name}   {row.state}{problem}: {describe(row.action)} {row.label}")
                self._is_honest(desk, row)
        for id in desk.seen - outbox._by_id.keys() - desk.withdrawn:
            if not self._may_be_forgotten((desk.name, id)):
                self.fail(f"{desk.name} has shown {id}, and its outbox does not know it")

    def _is_honest(self, desk: Desk, row: Row) -> None:
        """What somebody did who may, signed in, is not refused as a stranger's, whatever this PC's clock says.

        A backup may not know of a sign-in, nor the server of the one whose folder this is a copy of.
        """
        judged = row.problem is not None and row.problem.code in JUDGED and row.action.was is not None
        if judged and row.problem and not is_later(row.problem.code, row.action, self.events):
            self.fail(f"{desk.name} {describe(row.action)}: was judged where it was done, and once more")
        rows = desk.parts.desk.outbox if desk.parts is not None and not self.erased else ()
        if told := unfound(row, rows, restored=self._restored):
            self.fail(f"{desk.name} {told}")
        if is_unknown(row, self._promises, self._runs):
            self.fail(f"{desk.name} {describe(row.action)}: nobody knows whom it has admitted itself")
        if row.problem is None or row.problem.code != "not-allowed" or self._restored or desk.name in self._forgetful:
            return
        if row.author in self._changed:
            passed, at = self._changed[row.author]
            if self._done[desk.name, row.id] >= passed or row.action.at >= at:  # by a clock put right out of reach
                return
        author = USERS[row.author]
        if Actor(author.id, author.roles, author.clinics).may(row.action.type):
            self.fail(f"{desk.name} {describe(row.action)}: refused as if {row.author} had not been there")

    def _in_turn(self, server: ServerMachine, desks: Iterable[Desk]) -> None:
        """What has just been taken has overtaken nothing it builds on."""
        came, self._came = self._came, []
        for desk in desks:
            if desk.parts is None or desk.name in self._forgetful:
                continue
            outbox = desk.parts.desk.outbox
            for row in [row for row in map(outbox.get, came) if row is not None]:
                told = overtaken(row, list(outbox), self._runs, server.outcome, self._histories.values())
                if told:
                    self.fail(f"{desk.name} {told}")

    def answered(self, desk: Desk, id: ActionId) -> None:
        """A person has decided: in the next moment nobody may find it here any more."""
        self._answered.add((desk.name, id))

    def _may_be_forgotten(self, key: tuple[str, ActionId]) -> bool:
        """What is answered for, and not of today, need not be kept."""
        row = self._rows.get(key)
        done = row is not None and (row.state == "sent" or row.decided or key in self._answered)
        return done and row is not None and self.state.calendar.day(row.action.at) < self.today

    def _paper(self, desk: Desk, row: Row) -> None:
        action = row.action
        if not isinstance(action, (a.RegisterVisit, a.IssueTicket)) or action.patient is None:
            return
        number = action.number or (row.result.number if row.result else None)
        if number is None or number == PENDING:
            return
        # its own numbers a desk prints with the day it believes; the server's are of the day it took them in
        named = row.result.visit if number[0].isdigit() and row.result is not None else None
        visit = self.state.visit(named) if named else None
        day = visit.day if visit is not None else self.state.calendar.day(action.at)
        owner = self._papers.setdefault((day, number), action.patient.number)
        if owner != action.patient.number:
            self.fail(f"number {number} of {day} is on two people's papers")

    # -- the laws -----------------------------------------------------------------------

    def ask(self, server: ServerMachine, desks: Sequence[Desk]) -> None:
        """Everything that must hold now; Broken says what does not."""
        self.look_at_log(server)
        self.today = self.state.calendar.day(server.clock.now())
        for desk in desks:
            self.look_at_desk(desk)
        if server.up:
            self._in_turn(server, desks)
            self._asked += 1
            try:
                self._laws(everything=self._asked % EVERY == 0)
            except AssertionError as fault:
                self.fail(str(fault).splitlines()[0])
            except KeyError as missing:
                self.fail(f"the state does not know {missing}, which the log speaks of")
        if self.broken:
            raise Broken(self.broken)

    def _laws(self, *, everything: bool) -> None:
        world = cast("Any", self)
        laws.one_room_one_ticket(world)
        if everything:
            laws.one_visit_one_ticket(world)
            laws.complete_means_done(world)
            laws.counted_from_tickets(world)
            if not self._restored:
                laws.numbers_are_unique(world)

    # -- the end ------------------------------------------------------------------------

    def at_rest(self, server: ServerMachine, desks: Iterable[Desk], aside: Collection[ActionId] = ()) -> list[str]:
        """Why the world is not at rest; *aside*: what the server breaks on, which must keep nothing else."""
        found = []
        inside = [desk for desk in desks if desk.parts is None or not self._is_out(server, desk)]
        for desk in inside:
            found += [f"{desk.name} does not run"] if desk.parts is None else unrest(server, desk, self.state, aside)
        for desk in () if found else inside:  # it takes long, and is not so before
            found += [f"{desk.name} still has {name}" for name in kept_wrongly(server, desk)]
            found += [f"{desk.name} does not show {name}" for name in unnamed(server, desk, self.state, self.today)]
        return found

    def at_the_end(self, server: ServerMachine, desks: Sequence[Desk]) -> None:
        """Acknowledged means in the log, and every console shows what the log says."""
        self._asked = -1
        self.ask(server, desks)
        for desk in desks:
            assert desk.parts is not None
            rows = {row.id: row for row in desk.parts.desk.outbox}
            for row in [rows[id] for id in self._left_behind.among(rows.keys())]:
                with_person = row.state == "refused" or row.n in desk.parts.desk.outbox.held_back()
                if desk.name not in self._barred and not with_person:
                    self.fail(f"{desk.name}: rolled back, and not with a person: {describe(row.action)}")
            if self._is_out(server, desk):
                continue
            for row in rows.values():
                if row.state == "sent" and (row.id not in self._runs or row.epoch != self._epoch):
                    self.fail(f"{desk.name}: acknowledged and not in the log: {describe(row.action)}")
                if is_lost(row, rows.values(), self.events) and desk.name not in self._forgetful:
                    self.fail(f"{desk.name}: what it carries out after all is not known: {describe(row.action)}")
            with desk.replica.together() as mine:
                for differing in differences(mine, self.state, self.today):
                    self.fail(f"{desk.name} differs from the log in {differing}")
        for lost in lost_words(server, self.state, self.events, self._promises):
            self.fail(lost)
        if self.broken:
            raise Broken(self.broken)
