"""One batch: the actions of several requests, decided one after the other and stored in one transaction.

Runs on the writer's thread inside its transaction. Nothing of it is visible to anybody before the commit; if that does
not come, `take_back` returns the state to where it was. What people typed goes to `people`, never into the log.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from mmc_console.domain import actions as a
from mmc_console.domain.decide import Context, Performed, decide, perform
from mmc_console.domain.events import Event
from mmc_console.domain.ids import ActionId, ClinicCode, Epoch, VisitId, note_of, visit_of
from mmc_console.domain.permissions import Actor
from mmc_console.domain.refusals import Conflict, Refused, Unable
from mmc_console.domain.state import Inverse, State, take_back
from mmc_console.server.feed import Entry
from mmc_console.server.known_before import KnownBefore
from mmc_console.server.log import events, ledger, results, rows
from mmc_console.server.log.concern import concerned
from mmc_console.server.log.results import Stored
from mmc_console.server.log.times import Times
from mmc_console.server.notices.teller import Teller
from mmc_console.server.pages.tokens import Row as PageToken
from mmc_console.server.pages.tokens import Tokens
from mmc_console.server.people import Arrivals, Found, People
from mmc_console.server.people.arrivals import Asked
from mmc_console.server.retold import lost_conflicts, told_again
from mmc_console.server.returning import Held, Returning, Was, as_it_came, was_of
from mmc_console.server.writer_checks import about, check_age, check_author, check_note, check_same_author
from mmc_console.server.writer_moments import Moments
from mmc_console.server.writer_turns import WITHIN_REACH, Turns
from mmc_console.wire.answers import ActionsRequest, Outcome, Result
from mmc_console.wire.json import action_of, encode, event_of
from mmc_console.wire.problems import problem, problem_of

Registration = (a.RegisterVisit, a.IssueTicket)
NOT_KNOWN = frozenset({"unknown-ticket", "unknown-visit", "unknown-patient"})
NOT_SO_FAR = frozenset({"wrong-state", "already-moved"})
Pins = Callable[[datetime], dict[ClinicCode, str]]


class Batch:
    """What is being decided in this transaction, on top of the committed state."""

    def __init__(
        self, conn: Connection, state: State, people: People, epoch: Epoch, now: datetime, times: Times, pins: Pins,
        returning: Returning, tokens: Tokens, teller: Teller,
    ) -> None:  # fmt: skip
        self._conn, self._state, self._people = conn, state, people
        self._epoch, self._now, self._times, self._pins = epoch, now, times, pins
        self._present, self._at_ms = now.timestamp(), events.millis(now)
        self._moments = Moments(conn, state, epoch, times, now)
        self._arrivals = Arrivals(people, conn)
        self._returning, self._tokens, self._teller = returning, tokens, teller
        self._pages: list[PageToken] = []
        self._known: dict[ActionId, Stored] = {}
        self._within_reach: frozenset[ActionId] = frozenset()
        """What was looked up: nothing else may be decided."""
        self._done_otherwise: frozenset[ActionId] = frozenset()
        self._not_theirs: dict[ActionId, Refused] = {}
        """Lost conflicts, told in this request, that cannot be carried out."""
        self._used: dict[tuple[str, int], ActionId] = {}
        self._fresh: dict[ActionId, Stored] = {}
        self._changed: dict[ActionId, Stored] = {}
        self._came_back: dict[ActionId, tuple[Epoch, int]] = {}
        self._inverses: list[Inverse] = []
        self._rows: list[tuple[Any, ...]] = []
        self.start = state.seq
        self.entries: list[Entry] = []
        self._before = KnownBefore(conn, state, epoch, returning, self.entries, self._moments.told)
        self.taken_late: list[Held] = []
        """What had waited for its turn: whoever sent it hears of it as of something known."""

    def look_up(self, work: Sequence[tuple[str, ActionsRequest]]) -> None:
        """Fetch at once what is stored of the actions of all requests, each with its device; and of what waits here."""
        ids: set[ActionId] = set()
        counters: dict[str, set[int]] = {}
        asked: list[Asked] = []
        actions = [(device, action) for device, request in work for action in request.actions]
        if any(action.was is not None for _, action in actions):
            held = self._returning.first(WITHIN_REACH)
            actions += [(each.device, each.action) for each in held]
            ids.update(*(each.after for each in held))
        for _, request in work:
            ids.update(*map(request.built_on, range(len(request.after))))
        for device, action in actions:
            if action.n is not None:
                counters.setdefault(device, set()).add(action.n)
        for action in (*(action for _, action in actions), *(each for _, r in work for each in r.conflicts)):
            ids.update((action.id, action.conflict) if isinstance(action, a.Override) else (action.id,))
            if isinstance(action, Registration):
                asked.append((action.id, action.patient, action.patient_id))
        self._within_reach = frozenset(action.id for _, action in actions)
        self._known.update(results.known(self._conn, ids))
        self._done_otherwise = results.done_otherwise(self._conn, ids)
        for device, numbers in counters.items():
            self._used |= results.used(self._conn, device, numbers)
        if asked:
            self._arrivals.look_up(asked)

    def fresh(self, request: ActionsRequest) -> list[a.AnyAction]:
        """What has no answer yet."""
        return [action for action in request.actions if action.id not in self._known]

    def take(self, actor: Actor, device: str, action: a.AnyAction, after: tuple[ActionId, ...] = ()) -> Result:
        """Decide one action; its result, stored with the batch. *after*: what it builds on, all of it done."""
        asked = action
        content = results.content_of(action)
        known = self._known.get(action.id)
        if action.was is not None and not self._returning.began:
            action = replace(action, was=None)  # no restore was ever made here: it speaks of nothing
        was = was_of(action, self._epoch)
        if was is not None:
            self._returning.heard(device, self._now)
        if known is not None:
            if was is not None:
                self._returning.back(was, action.id, self._now, fresh=False)
            if action.was is not None and content != known.content:  # was: also this history, forgotten by a full disk
                content = as_it_came(action, known.content, map(event_of, self._bodies(known))) or content
            return self._again(actor, action, content, known)
        held = Held(was, actor, device, asked, after) if was is not None else None
        root: ActionId | None = None
        person: Found | None = None
        counter = action.n
        done: Performed | None = None
        try:
            check_age(action, self._present)
            check_author(actor, action)
            check_note(action)
            if was is not None and self._returning.stays_away(was):
                raise Refused("rolled-back")
            if counter is not None and self._used.get((device, counter), action.id) != action.id:
                counter = None
                raise Refused("desk-forked", n=action.n or 0)
            if isinstance(action, a.CorrectPatient):
                action = replace(action, patient_id=self._arrivals.corrected(action.patient_id, action.number))
            elif isinstance(action, a.ErasePatient):
                action = replace(action, patient_id=self._arrivals.meant(action.patient_id))
            root, original = self._chain(action)
            if root is not None and not isinstance(action, a.Override):
                action = replace(action, replaces=root)
            action = self._before.judged(action, actor.desk)
            self._before.need_not_over(action, actor.desk)
            person = self._person(actor, action, original)
            if held is not None and self._too_early(held, action, person, original):
                return self._wait(held)
            did = done = self._perform(actor, action, person, original)
            first = Result(
                id=action.id, outcome="applied", visit=did.visit, ticket=did.ticket, label=did.label, number=did.number
            )
            result = replace(first, events=self._append(did.events, was))
        except Unable as unable:
            if held is not None and self._returning.may_wait(held.was, device, self._now):
                return self._wait(held)
            if was is None and self._is_awaited(action, device, unable):
                return Result(id=action.id, outcome="wait")
            outcome: Outcome = "conflict" if isinstance(unable, Conflict) else "refused"
            if outcome == "conflict" and person is not None:
                self._arrivals.keep(person)  # it waits for a decision; a refused one leaves nobody behind
            first = result = Result(id=action.id, outcome=outcome, problem=problem_of(unable))
        if isinstance(action, Registration) and action.page_token is not None and result.outcome != "refused":
            self._keep_page(action, action.page_token, result.visit or visit_of(root or action.id))
        if was is not None:
            self._returning.back(was, action.id, self._now)
            self._came_back[action.id] = Epoch(was.epoch), was.seq
        if device and counter is not None:
            self._used[device, counter] = action.id
        stored = Stored(
            action=action.id, content=content, author=actor.user, device=device, n=counter, root=root,
            number=action.number if done and isinstance(action, Registration) else None, outcome=result.outcome,
            first=done.events[0].seq if done and done.events else None,
            last=done.events[-1].seq if done and done.events else None, more=None, at_ms=self._at_ms,
            body=encode(first), original=None if done else self._kept(actor, action, person),
        )  # fmt: skip
        self._known[action.id] = self._fresh[action.id] = stored
        self._done_otherwise |= {root} if done and root is not None else set()
        return result

    # -- what comes back after a restore ------------------------------------------

    def take_all(self, actors: Sequence[Actor], device: str, request: ActionsRequest) -> tuple[Result, ...]:
        """Decide all actions of one request, and whatever waited only for these."""
        self._not_theirs = {}
        for actor, conflict, fault in lost_conflicts(actors, request, self._epoch, self._returning):
            self._learn(actor, device, conflict, fault)
        turns = Turns(self._conn, self._epoch, self._returning, self._known, self._within_reach, self.take)
        results = turns.take_all(actors, device, request)
        self.taken_late += turns.late
        return results

    def _learn(self, actor: Actor, device: str, conflict: a.AnyAction, fault: Refused | None) -> None:
        """Know again what a restore has lost, unless there is a *fault* in it; nothing of it takes effect."""
        if conflict.id in self._known:
            return
        try:
            if fault is not None:
                raise fault
            check_note(conflict)
            root, _ = self._chain(conflict)
            person = self._person(actor, conflict, None)
        except Refused as why:
            if why.code != "id-reused":  # else another took effect in its stead: nothing is left to carry out
                self._not_theirs[conflict.id] = why
            return
        if person is not None:
            self._arrivals.keep(person)
        if isinstance(conflict, Registration) and conflict.page_token is not None:
            self._keep_page(conflict, conflict.page_token, visit_of(root or conflict.id))
        self._known[conflict.id] = self._fresh[conflict.id] = told_again(
            conflict, actor.user, device, root, self._at_ms, self._kept(actor, conflict, person)
        )

    def _is_awaited(self, action: a.AnyAction, device: str, unable: Unable) -> bool:
        """Whether new work builds on what its console has seen in the replaced history, and what may come back yet."""
        lacking = unable.code in NOT_KNOWN or (unable.code in NOT_SO_FAR and self._before.lacks(action))
        before = self._before.elsewhere(action) if lacking else None
        if before is None:
            return False
        self._returning.heard(device, self._now)
        return self._returning.may_wait(Was(before.epoch, before.seq), device, self._now)

    def _wait(self, held: Held) -> Result:
        self._returning.hold(held)
        return Result(id=held.action.id, outcome="wait")

    def _too_early(self, held: Held, action: a.AnyAction, found: Found | None, original: a.AnyAction | None) -> bool:
        """Whether what stood before *action* in the replaced history is still to come, or waits."""
        if isinstance(original or action, a.Admit) and self._returning.overtakes(held.was, self._now):
            return True  # it names no ticket, and could be done wherever they stand
        count = len(decide(self._state, action, self._context(held.actor, action, found, original)))
        return self._returning.must_wait(held.was, count, self._now)

    # -- an id that comes again -------------------------------------------------

    def _again(self, actor: Actor, action: a.AnyAction, content: bytes, known: Stored) -> Result:
        number = action.number if isinstance(action, Registration) else None
        if content != known.content or (known.number is not None and number not in (None, known.number)):
            return Result(id=action.id, outcome="refused", problem=problem("id-reused"))
        first = known.result()
        if known.outcome != "applied":
            return first
        if number is not None and known.number is None and action.id in self._state.traces:
            try:
                check_same_author(actor, action, known.author)
                done = self._perform(actor, action, None, None)
            except Unable as unable:
                return Result(id=action.id, outcome="refused", problem=problem_of(unable))
            self._append(added := done.events, was_of(action, self._epoch))
            first = replace(first, number=done.number, label=done.label, ticket=done.ticket)
            known = replace(known, number=number, more=added[0].seq if added else None, body=encode(first))
            self._known[action.id] = known
            (self._fresh if action.id in self._fresh else self._changed)[action.id] = known
        return replace(first, outcome="repeated", events=tuple(msgspec.Raw(b) for b in self._bodies(known)))

    def _bodies(self, known: Stored) -> list[bytes]:
        found: list[bytes] = []
        for first, last in known.spans:
            here = self.entries[first - self.start - 1 : last - self.start] if first > self.start else ()
            found += [entry.body for entry in here] or events.bodies(self._conn, first, last)
        return found

    # -- an action that comes for the first time ---------------------------------

    def _chain(self, action: a.AnyAction) -> tuple[ActionId | None, a.AnyAction | None]:
        """The first action of the chain *action* goes on with, and the conflicting one it carries out."""
        if isinstance(action, a.Override):
            id = action.conflict
            conflict = self._known.get(id) or results.known(self._conn, [id]).get(id)
            if conflict is None or conflict.outcome != "conflict" or conflict.original is None:
                raise self._not_theirs.get(id) or Refused("nothing-to-override")
            root = conflict.root or conflict.action
            self._check_chain(root, "nothing-to-override")
            return root, action_of(conflict.original)
        if action.replaces is None:
            if action.id in self._done_otherwise:
                raise Refused("id-reused")
            return None, None
        standing = self._fresh.get(action.replaces)
        root = (standing.root or standing.action) if standing else results.root_of(self._conn, action.replaces)
        self._check_chain(root, "id-reused")
        return root, None

    def _check_chain(self, root: ActionId, code: str) -> None:
        """What an action stands for may take effect once, whichever of the chain brings it."""
        here = any(s.outcome == "applied" and root in (s.action, s.root) for s in self._fresh.values())
        if here or results.took_effect(self._conn, root):
            raise Refused(code)

    def _person(self, actor: Actor, action: a.AnyAction, original: a.AnyAction | None) -> Found | None:
        asked = original if original is not None else action
        if not isinstance(asked, Registration):
            return None
        if not actor.may(action.type):
            raise Refused("not-allowed", action=action.type)
        return self._arrivals.find(asked.id, asked.patient, asked.patient_id, asked.replaces)

    def _perform(
        self, actor: Actor, action: a.AnyAction, found: Found | None, original: a.AnyAction | None
    ) -> Performed:
        done = perform(self._state, action, self._context(actor, action, found, original))
        try:
            self._keep_texts(action, done.events)
        except Unable:
            take_back(self._state, done.inverse)
            raise
        if found is not None:
            self._arrivals.keep(found)
        self._inverses.append(done.inverse)
        return done

    def _context(self, actor: Actor, action: a.AnyAction, found: Found | None, original: a.AnyAction | None) -> Context:
        seen, anew = self._before.position(action), was_of(action, self._epoch) is None  # else it says whom it called
        waited = self._before.elsewhere(action) is not None
        at, made = self._moments.of(actor, action, seen, waited=waited)
        number = getattr(original or action, "number", None)
        twice = found is not None and rows.stands(self._conn, self._state, at, number, found.person.id)
        return Context(
            at=at, made=made, twice=twice, actor=actor, seen=seen, names=anew, now=self._moments.told,
            original=original, patient=found.person if found else None, pins=self._pins(self._now),
            newer=self._before.word(action, actor, at), moved=self._before.moved(action, actor),
            judged=self._before.judged_since(action, actor),
        )  # fmt: skip

    def _keep_texts(self, action: a.AnyAction, decided: Sequence[Event]) -> None:
        if isinstance(action, a.CorrectPatient):
            self._arrivals.store()  # it may be about somebody who came with this batch
            self._people.correct(self._conn, action.patient_id, **{n: getattr(action, n) for n in a.CORRECTABLE})
        if isinstance(action, a.ErasePatient):
            self._arrivals.store()
            self._people.erase(self._conn, [action.patient_id])
        if any(getattr(event, "note", None) for event in decided):  # a text no event tells of would be found by nobody
            self._keep_note(action)

    def _keep_note(self, action: a.AnyAction) -> None:
        """Its free text, where free texts go. None about whoever was made nameless: nobody could find it any more."""
        note, patient = getattr(action, "note", ""), about(self._state, action)
        if note.strip() and (patient is None or self._arrivals.knows(patient)):
            self._people.write_note(self._conn, note_of(action.id), note)

    def _kept(self, actor: Actor, action: a.AnyAction, found: Found | None) -> bytes:
        """The action as it is kept for a decision."""
        self._keep_note(action)
        return encode(results.stripped(action, actor.user, found.person.id if found else None))

    def _append(self, decided: Sequence[Event], was: Was | None) -> tuple[msgspec.Raw, ...]:
        bodies = [encode(event) for event in decided]
        self._teller.after(self._state, decided, self._moments.told if was is None else None)
        for event, body in zip(decided, bodies, strict=True):
            self._rows.append(events.row_of(event, body))
            self.entries.append(Entry(event.seq, concerned(event, self._state), body))
            self._times.add(event.at)
        return tuple(map(msgspec.Raw, bodies))

    def _keep_page(self, action: a.AnyAction, token: str, visit: VisitId) -> None:
        """The paper's address leads to this visit; of a conflict, to the one it opens once it is carried out."""
        known = self._state.visit(visit)
        row = self._tokens.row(token, visit, known.day if known else self._state.calendar.day(action.at))
        if row is not None:
            self._pages.append(row)

    # -- the end of it -------------------------------------------------------------

    @property
    def empty(self) -> bool:
        """Whether there is nothing to store."""
        return not (self._rows or self._fresh or self._changed)

    def store(self) -> None:
        """Write people, events, results and report rows; the caller commits."""
        self._arrivals.store()
        if self._rows:
            events.append(self._conn, self._rows)
            self._teller.store(self._conn)
        if self._fresh:
            results.add(self._conn, self._fresh.values())
        if self._came_back:
            ledger.came_back(self._conn, self._came_back)
        if self._pages:
            self._tokens.keep(self._conn, self._pages)
        for row in self._changed.values():
            results.renumber(self._conn, row)
        rows.put_changed(self._conn, self._state, self._inverses)

    def take_back(self) -> None:
        """Return the state to where it was before the batch."""
        for inverse in reversed(self._inverses):
            take_back(self._state, inverse)
        self._times.drop(len(self._rows))
        self._teller.take_back()
