"""One desk at work: turns an action into a flushed row, lays it over the log, and takes in the server's word.

Replica, outbox and cards meet here and nowhere else. It opens nothing, sends nothing, and knows no screen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext

from msgspec.structs import replace

from mmc_console.client.cards import Cards
from mmc_console.client.choices import chosen, guessed, obstacle
from mmc_console.client.connectivity import Connectivity
from mmc_console.client.dependencies import subjects, words
from mmc_console.client.errors import OffWhileOffline
from mmc_console.client.identity import Identity
from mmc_console.client.listing import Listing
from mmc_console.client.outbox import Outbox
from mmc_console.client.raising import lay_raised, told_of
from mmc_console.client.replica import Layer, Replica
from mmc_console.client.row import Row
from mmc_console.client.session import Session
from mmc_console.client.shown import Badge, Change, Pending, Receipt
from mmc_console.domain.actions import AnyAction, IssueTicket, Override, RegisterVisit, TicketAction, Undo
from mmc_console.domain.decide import Performed
from mmc_console.domain.events import AnyEvent
from mmc_console.domain.ids import ActionId, Epoch, patient_of, visit_of
from mmc_console.domain.numbers import split
from mmc_console.domain.patients import PatientRef, clean_number
from mmc_console.domain.permissions import Actor
from mmc_console.domain.refusals import Unable
from mmc_console.domain.visits import Visit
from mmc_console.wire.answers import ActionsAnswer, Result
from mmc_console.wire.problems import problem

FORKED = "desk-forked"
"""The server has seen this console's count on another action: there are two of it."""
DAYS_NOTED = 3


class Desk:
    """The work of one console, whoever sits there."""

    def __init__(
        self, replica: Replica, outbox: Outbox, cards: Cards, session: Session, connectivity: Connectivity, *,
        take_in: Callable[[Sequence[AnyEvent]], tuple[Sequence[AnyEvent], bool]],
        keep: Callable[[Sequence[AnyEvent]], Awaitable[None]], durable: bool, identity: Identity,
        announce: Callable[[Change], None], wake: Callable[[], None],
    ) -> None:  # fmt: skip
        self.replica, self.outbox, self.cards = replica, outbox, cards
        self._session, self._connectivity = session, connectivity
        self._take_in, self._keep = take_in, keep
        self._durable, self._identity = durable, identity
        self._announce, self._wake = announce, wake
        self._waiting: dict[ActionId, asyncio.Future[Result]] = {}
        self._recording = asyncio.Lock()
        self._listing = Listing(outbox, replica)
        for row in self._to_be_laid():
            self._lay(row)
        self._know(*outbox)

    # -- from a person to the disk ------------------------------------------------

    def layer(self, action: AnyAction, actor: Actor) -> Layer:
        """*action* as it would be laid over: with the person it is about, as far as this console knows."""
        original = None
        if isinstance(action, Override):
            row = self.outbox.get(action.conflict)
            original = replace(row.action, by=row.author) if row is not None else None
        return Layer(action, actor, patient=self._person(action), original=original)

    def preview(self, action: AnyAction, answers: Row | None = None) -> Performed | Unable:
        """What the rules say now; nothing is recorded. *answers*: the failed row it would go in the place of."""
        return self._foreseen(self.layer(action, self._session.actor), answers)

    async def submit(self, action: AnyAction, answers: Row | None = None) -> Receipt:
        """Record one action: it is on the disk, and shown, when this returns.

        *answers*: the failed row it goes in the place of, decided with it in one step.
        StoreFull, StoreLost: nothing was recorded. OffWhileOffline: it cannot be done without the server.
        """
        who, name = self._session.actor, self._author_name()  # somebody else may have come in until it is its turn
        async with self._recording:  # each action is decided on what the one before has changed
            actor, offline = replace(who, desk=self._session.desk), self._connectivity.offline
            if offline:
                code = obstacle(action, self.replica, actor.desk, durable=self._durable, copied=self._identity.copied)
                if code:
                    raise OffWhileOffline(code)
            layer = self.layer(action, actor)
            told = self._foreseen(layer, answers)
            done = told if isinstance(told, Performed) else None
            layer.action = action = chosen(action, self.replica, done, actor.desk, offline=offline)
            if offline and isinstance(action, (RegisterVisit, IssueTicket)) and action.number is None:
                layer.action = action = replace(action, number=await self._next_number(action, actor))
                if self._identity.copied or self._session.desk != actor.desk:  # while the keyring took its time
                    raise OffWhileOffline("copied-profile")
                told = self._foreseen(layer, answers)
                done = told if isinstance(told, Performed) else None
            about = subjects(action, self.replica.state, done, self._subjects)
            is_guess = done is not None and guessed(action, done)
            label = done.label or "" if done and not is_guess else ""
            sure = subjects(action, self.replica.state, None, self._subjects) if is_guess else about
            row = await self.outbox.append(
                action, actor, name, about, label or self._label(action), layer.patient, self._recorded,
                [self._decided(action, answers)] if answers else [], self._place(about, answers) if answers else 0,
                about - sure,
            )  # fmt: skip
        laid = self.replica.layer(row.id)
        return Receipt(
            row.id, row.action, laid.performed if laid else None, laid.fault if laid else None, self._future(row.id)
        )

    async def withdraw(self, id: ActionId) -> bool:
        """Take back what certainly never left; False when it may have, or when later work stands on it."""
        row = self.outbox.get(id)

        def gone() -> None:
            self.replica.drop(id)
            self._know(*[row] if row else ())
            self._resolve(Result(id=id, outcome="refused", problem=problem("withdrawn")))
            self._announce(Change.STATE | Change.PENDING)
            self._wake()  # it may have held others back

        return await self.outbox.withdraw(id, gone)

    async def own_number(self, row: Row) -> str | None:
        """The next number of this desk's own series for a registration that waits; None when it may not give one.

        It stands from here on, until `numbered` says what is on the disk: the server's own may come in while the disk
        takes its time, and would be on paper.
        """
        if not self._gives_number(row):
            return None
        number = await self._next_number(row.action, row.actor)
        if not self._gives_number(row):  # the keyring may have taken its time
            return None
        self.replica.amend(row.id, replace(row.action, number=number))
        return number

    def _gives_number(self, row: Row) -> bool:
        action = row.action
        if not isinstance(action, (RegisterVisit, IssueTicket)) or action.number is not None:
            return False
        if not self._durable or self._identity.copied or row.actor.desk is None or row.actor.desk != self._session.desk:
            return False
        laid = self.replica.layer(row.id)  # the stream may have brought the server's number, only the answer is late
        if laid is not None and laid.performed is not None and laid.performed.repeated:
            return False
        visits, id = self.replica.state.visits, visit_of(action.replaces or row.id)
        puts = laid.performed.inverse.puts if laid is not None and laid.performed is not None else ()
        under = next((old for table, key, old in puts if table is visits and key == id), visits.get(id))
        return not isinstance(under, Visit)  # or a snapshot has, too long after to say which action it was

    def numbered(self, row: Row) -> None:
        """A number was written into a row that is already laid over, or was not: it stands as it is on the disk."""
        self.replica.amend(row.id, row.action)
        self._announce(Change.STATE | Change.PENDING)

    # -- from the server to the screen --------------------------------------------

    async def answered(self, rows: Sequence[Row], events: Sequence[AnyEvent], answer: ActionsAnswer | None) -> None:
        """The server's word on *rows*, already on the disk."""
        decided: dict[ActionId, list[AnyEvent]] = {}
        for event in events:
            decided.setdefault(event.action, []).append(event)
        differs, gone = False, list[ActionId]()
        here = answer is None or answer.epoch == self.replica.epoch
        for row in rows:
            if row.state != "sent" or self._is_other_visit(row):
                gone.append(row.id)
            elif not here:
                self.replica.answered_elsewhere(row.id)
            elif self.replica.answer(row.id, row.action, row.seq, decided.get(row.id, [])):
                differs = True
        known = events if here else ()
        if differs or gone:
            with self.replica.together():  # events of others in between may still come: ours stay laid over
                for id in gone:
                    self.replica.drop(id)
                fresh, _ = self._take_in(known)
        else:
            fresh, _ = self._take_in(known)
        self._know(*(row for row in rows if row.state != "sent"))
        forked = [row for row in rows if row.problem is not None and row.problem.code == FORKED]
        if any(row.actor.desk == self._session.desk for row in forked):  # else of the console it was until just now
            await self._identity.fence()
        for row in rows:
            self._resolve(row.result or Result(id=row.id, outcome="refused", problem=row.problem))
        self._announce(Change.STATE | Change.PENDING)
        await self._keep(fresh)

    async def bring_back(self, epoch: Epoch) -> None:
        """The server has another history, *epoch*: all it had acknowledged is pending again, before any new work."""
        state = self.replica.state
        known = {day: count for (day, series), count in state.series.items() if not series}
        for row in self.outbox:  # of a history nobody here could read, only these are known
            parts = split(row.result.number or "") if row.result is not None else None
            if parts is not None and not parts[0]:
                day = state.calendar.day(row.action.at)
                known[day] = max(known.get(day, 0), parts[1])
        if known and epoch != self.replica.epoch:
            await self.outbox.note_numbers({day: known[day] for day in sorted(known)[-DAYS_NOTED:]})
        if not self.outbox.away(epoch):
            return
        await self.outbox.bring_back(epoch)
        self.replica.exchange(self._layer_of(row) for row in self._to_be_laid())
        self._know(*self.outbox)
        self._announce(Change.STATE | Change.PENDING)
        self._wake()

    def retype(self) -> None:
        """Somebody else sits here: show what this person has typed, and nothing of the one before."""
        self.cards.forget_typed()
        for row in self.outbox:
            if row.unsent:
                self._show_typed(row)

    def changed(self) -> None:
        """The outbox's rows have changed."""
        self._listing.renew()
        self._announce(Change.PENDING)

    @property
    def pending(self) -> Pending:
        """All rows that matter, as the drawer shows them."""
        return self._listing.pending

    def badge(self, id: str) -> Badge:
        """What waits, or failed, about this visit or ticket."""
        return self._listing.badge(id)

    def close(self) -> None:
        """Nobody will be told any more."""
        for future in self._waiting.values():
            future.cancel()
        self._waiting.clear()

    # -- inside -------------------------------------------------------------------

    def _recorded(self, row: Row) -> None:
        """The row is on the disk: send it and show it, even if whoever asked is gone."""
        self._lay(row)
        self._wake()  # first: the request is on its way while the screen is painted
        self._announce(Change.STATE | Change.PENDING)

    def _to_be_laid(self) -> list[Row]:
        """Rows the confirmed state does not show yet, in the order they are laid over."""
        replica = self.replica
        rows = [
            row for row in self.outbox
            if row.unsent or (
                row.state == "sent" and row.seq > replica.seq and row.epoch == replica.epoch
                and not self._is_other_visit(row)
            )
        ]  # fmt: skip
        return sorted(rows, key=lambda row: (not row.returning, row.place))

    def _layer_of(self, row: Row) -> Layer:
        layer = self.layer(row.action, row.actor)
        layer.patient = layer.patient or row.patient
        if row.state == "sent":
            layer.known, layer.reached = True, row.seq
        return layer

    def _lay(self, row: Row) -> None:
        layer = self._layer_of(row)
        self._show_typed(row)
        above = {other.id for other in self.outbox.unsent if other.place > row.place} if row.instead_of else set()
        with self.replica.together() if above else nullcontext():
            self._know(row)
            self.replica.lay(layer, above)

    def _know(self, *changed: Row) -> None:
        if any(isinstance(row.action, Override) for row in changed):
            lay_raised(self.outbox, self.replica)

    def _show_typed(self, row: Row) -> None:
        action, user = row.action, self._session.user
        if user is None or user.id != row.author or row.patient is None:
            return
        if isinstance(action, (RegisterVisit, IssueTicket)) and action.patient is not None:
            self.cards.typed(row.patient.id, action.patient)

    def _is_other_visit(self, row: Row) -> bool:
        """A second registration of one person: the standing visit is in the log, ours never was."""
        if not isinstance(row.action, (RegisterVisit, IssueTicket)) or row.result is None:
            return False
        return row.result.visit not in (None, visit_of(row.action.replaces or row.id))

    def _person(self, action: AnyAction) -> PatientRef | None:
        if not isinstance(action, (RegisterVisit, IssueTicket)):
            return None
        if action.patient_id is not None:
            card = self.cards.get(action.patient_id)
            return PatientRef(card.id, card.gender) if card else None
        if action.patient is None:
            return None
        card = self.cards.by_number(clean_number(action.patient.number))
        own = patient_of(action.replaces or action.id)
        return PatientRef(card.id, card.gender) if card else PatientRef(own, action.patient.gender)

    async def _next_number(self, action: AnyAction, actor: Actor) -> str:
        desk, state = actor.desk, self.replica.state
        assert desk is not None, "a desk without a letter gives no numbers"
        day = state.calendar.day(action.at)
        certain = self._connectivity.certain and day == state.calendar.day(self._connectivity.now())
        logged = [n for (of, series), n in state.series.items() if series == desk and (of == day or not certain)]
        known = max(self._identity.spent_on(day, certain=certain), *logged, 0)
        count = self.outbox.next_count(day, desk, known, certain=certain)
        await self._identity.reserve(day, count)
        return f"{desk}{count:02d}"

    def _subjects(self, id: ActionId) -> frozenset[str] | None:
        row = self.outbox.get(id)
        return row.subjects if row is not None else None

    def _decided(self, action: AnyAction, failed: Row) -> Row:
        told = told_of(failed, self.outbox, self.replica) if isinstance(action, Override) else {}
        return replace(failed, decided=True, told=told, told_at=action.seen if told else None)

    def _place(self, about: frozenset[str], failed: Row) -> int:
        """That of *failed*, before what waited for it; 0, the end, where its choice made anew builds on later work."""
        held = self.outbox.held_back()
        stay = (row.standing() for row in self.outbox if failed.n in (row.n, held.get(row.n)))
        about = about.difference(*(each.out_of for each in stay if each.frees))  # who came in after that builds on none
        said, later = words(about), [row for row in self.outbox if row.place > failed.place and row.n not in held]
        meant = ((about if row.unsent else said, row) for row in later if row.unsent or row.state == "sent")
        return 0 if any(not subjects.isdisjoint(row.subjects) for subjects, row in meant) else failed.place[0]

    def _foreseen(self, layer: Layer, answers: Row | None) -> Performed | Unable:
        """What the rules say where it will stand: what waits for the failed row it *answers* comes after it."""

        def in_its_place(told: Performed | Unable, failed: Row) -> bool:
            done = told if isinstance(told, Performed) else None
            return self._place(subjects(layer.action, self.replica.state, done, self._subjects), failed) != 0

        told = self.replica.preview(layer)
        if answers is None or (isinstance(told, Performed) and not in_its_place(told, answers)):
            return told
        first = self.replica.preview(layer, {row.id for row in self.outbox.unsent if row.place > answers.place})
        return first if in_its_place(first, answers) else told

    def _label(self, action: AnyAction) -> str:
        state = self.replica.state
        if isinstance(action, TicketAction):
            ticket = state.ticket(action.ticket)
            return ticket.label if ticket else ""
        if isinstance(action, (Undo, Override)):
            of = action.action if isinstance(action, Undo) else action.conflict
            row, trace = self.outbox.get(of), state.traces.get(of)
            return row.label if row else trace.label if trace else ""
        named = getattr(action, "visit", None)
        visit = state.visit(named) if named else None
        return visit.number if visit else ""

    def _author_name(self) -> str:
        user = self._session.user
        return user.name if user else ""

    def _future(self, id: ActionId) -> asyncio.Future[Result]:
        future = self._waiting.get(id)
        if future is None:
            future = self._waiting[id] = asyncio.get_running_loop().create_future()
            row = self.outbox.get(id)
            if row is not None and not row.unsent:
                self._resolve(row.result or Result(id=id, outcome="refused", problem=row.problem))
        return future

    def _resolve(self, result: Result) -> None:
        future = self._waiting.pop(result.id, None)
        if future is not None and not future.done():
            future.set_result(result)
