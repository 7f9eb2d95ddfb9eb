"""Leads through a restore: what is chosen, counted, confirmed, done and looked at afterwards. No Qt.

The server does it; until it has put the new database in place everything is as it was, and every fault leads back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from msgspec import structs

from mmc_console.client.errors import (
    BadAnswer,
    ClientError,
    NotSignedIn,
    ProblemAnswer,
    ServerBusy,
    UnderMaintenance,
    Unreachable,
    WireFault,
)
from mmc_console.desktop.admin.again import sign_in_again
from mmc_console.desktop.admin.backups.asking import Asking
from mmc_console.desktop.admin.faults import away, message_of
from mmc_console.desktop.admin.restore.asking import Restores
from mmc_console.desktop.admin.restore.contract import STAGES, STEPS, Field, State, View, Way
from mmc_console.desktop.admin.restore.moments import NotAMoment, read_moment, written
from mmc_console.desktop.kit.digits import latin
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.restore import RestoreAnswer, RestoreState

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

Start = Callable[[str, Coroutine[Any, Any, None]], bool]
POLL: Final = 0.5
"""Seconds between two questions how far it is."""
FIELD_OF: Final[dict[str, Field]] = {"center": "center", "password": "password", "reason": "reason", "to": "moment"}


class Presenter:
    """The only holder of the wizard's State."""

    def __init__(
        self, gateway: Gateway, asking: Asking, restores: Restores, view: View, start: Start, left: Callable[[], None]
    ) -> None:  # fmt: skip
        """*left*: back to the page of the backups."""
        self._gateway, self._asking, self._restores = gateway, asking, restores
        self._view, self._start, self._left = view, start, left
        self._state = State()
        self._round = 0
        """How often it was begun, left, or counted anew: an answer to what was asked before is dropped."""
        self._ended_before = ""
        """The restore that had ended last when it was counted."""
        self._began = ""
        """Who has begun the one that is looked at."""

    @property
    def state(self) -> State:
        """What the wizard shows."""
        return self._state

    # ------------------------------------------------------------------ coming and going
    def begin(self, backup: str) -> None:
        """A new restore, from *backup* or from the newest."""
        center = self._gateway.state.center
        self._view.forget_password()
        self._state = State()
        self._round += 1
        self._show(
            selected=backup, must_type=center.center.code, clinics={c.code: c.name for c in center.clinics},
            offline=self._offline(),
        )  # fmt: skip
        self._start("restore.load", self._load())

    def leave(self) -> None:
        if self._state.may_leave:
            self._view.forget_password()
            self._state = State()
            self._round += 1
            self._left()
        else:
            self._view.say(Message("restore-cannot-stop" if self._state.switched else "restore-goes-on"))

    def put_away(self) -> None:
        """Somebody else works here: what is being done goes on, and nothing that was only typed."""
        self._view.forget_password()
        if self._state.may_leave and self._state.step != "verify":
            self.leave()

    def refresh_line(self) -> None:
        """How the server is reached."""
        self._show(offline=self._offline())

    def sign_in_again(self) -> None:
        self._start("restore.again", self._sign_in_again())

    async def _sign_in_again(self) -> None:
        if await sign_in_again(self._gateway, self._view.ask_password):
            self._show(problem=None)
            if self._state.step == "choose":
                await self._load()

    # ------------------------------------------------------------------ choosing
    def select(self, id: str) -> None:
        if self._state.step == "choose" and id:
            self._show(selected=id, changes=None, problem=None)

    def choose_way(self, way: Way) -> None:
        moment = self._state.moment
        if way == "moment" and not moment and self._state.last is not None:
            moment = written(self._state.last)
        self._show(way=way, moment=moment, changes=None, problem=None, errors={})

    def edit_moment(self, text: str) -> None:
        self._show(moment=latin(text), way="moment", changes=None, problem=None, errors={})

    def take_last(self) -> None:
        if self._state.last is not None:
            self._show(moment=written(self._state.last), way="moment", changes=None, errors={})

    def set_bring_back(self, wanted: bool) -> None:
        self._show(bring_back=wanted)

    def edit_center(self, text: str) -> None:
        self._show(center=text, errors=self._without("center"))

    def edit_reason(self, text: str) -> None:
        self._show(reason=text, errors=self._without("reason"))

    def edit_password(self, text: str) -> None:
        self._show(has_password=bool(text), errors=self._without("password"))

    # ------------------------------------------------------------------ step by step
    def go_on(self, password: str = "") -> None:
        state = self._state
        if not state.can_go_on:
            return
        if state.step == "choose":
            self._start("restore.check", self._rehearse())
        elif state.step == "confirm":
            self._show(step="restore", running=True, stage="opening", problem=None)  # a second press begins nothing
            self._began = self._here_now()
            self._start("restore.restore", self._restore(password))
        elif state.step == "verify":
            self.leave()
        else:
            self._show(step=STEPS[state.number + 1], problem=None)

    def back(self) -> None:
        state = self._state
        if state.can_go_back and not state.busy:
            step = "confirm" if state.step == "restore" else STEPS[state.number - 1]
            self._show(step=step, problem=None, stage="", errors={})

    def save_report(self) -> None:
        if self._state.report is not None:
            self._start("restore.save", self._save())

    # ------------------------------------------------------------------ doing it
    async def _load(self) -> None:
        mine = self._round
        try:
            found = await self._asking.look()
            under_way = await self._restores.state()
        except (WireFault, NotSignedIn) as fault:
            if mine == self._round:
                self._show(loaded=True, problem=message_of(fault))
            return
        if mine != self._round:
            return
        good = tuple(k for k in found.kept if k.check == "verified")
        ids = [k.id for k in good]
        selected = self._state.selected if self._state.selected in ids else next(iter(ids), "")
        self._show(loaded=True, kept=good, selected=selected, last=found.reaches)
        if found.destroyed and good:  # nothing stands that a later moment could undo: the most there is
            self.take_last()
        if under_way.stage == STAGES[0]:  # somebody counts, or has just begun
            self._show(problem=Message("restore-running"))
        elif under_way.stage:  # somebody else's, or ours from before this page was left
            self._show(step="restore", stage=under_way.stage, running=True)
            self._began = self._here_now()
            await self._watch(_last_of(under_way))

    async def _rehearse(self) -> None:
        chosen, to = self._source()
        if chosen == "":
            return
        self._round += 1
        mine = self._round
        self._show(step="check", busy=True, problem=None, changes=None)
        try:
            before = await self._restores.state()
            answer = await self._restores.rehearse(chosen, to)
        except (WireFault, NotSignedIn) as fault:
            found: dict[str, Any] = {"problem": message_of(fault)}
        else:
            found = {"changes": self._here(answer).changes}
            self._ended_before = _last_of(before)
        if mine == self._round:
            self._show(busy=False, **found)

    def _source(self) -> tuple[str, datetime | None]:
        """The backup, and the moment after it; nothing where what was typed is none."""
        state = self._state
        assert state.chosen is not None
        if state.way == "backup":
            return state.chosen.id, None
        try:
            at_last = state.last is not None and state.moment.strip() == written(state.last)
            to = state.last if at_last and state.last else read_moment(state.moment, self._gateway.now())
        except NotAMoment:
            return self._wrong("moment", "moment-wanted")
        if state.last is not None and to > state.last:
            return self._wrong("moment", "moment-late", time=written(state.last))
        # the nearest before it, of this history: what a restore left behind is reached by its own backups only
        earlier = [k for k in state.kept if k.at <= to]
        before = next((k for k in earlier if k.present), next(iter(earlier), None))
        if before is None:
            return self._wrong("moment", "moment-early", time=written(state.kept[-1].at))
        self._show(selected=before.id)
        return before.id, to

    def _wrong(self, field: Field, code: str, **params: str) -> tuple[str, None]:
        self._show(errors={field: Message(code, params)})
        self._view.focus(field)
        return "", None

    async def _restore(self, password: str) -> None:
        state = self._state
        assert state.changes is not None
        chosen, to = self._source()
        try:
            known = _last_of(await self._restores.state())
        except (WireFault, NotSignedIn) as fault:
            self._show(step="confirm", running=False, stage="", problem=message_of(fault))
            return
        if known != self._ended_before:  # somebody else's: it would be undone, and nobody has counted what that changes
            self._view.forget_password()
            self._show(
                step="choose", running=False, stage="", changes=None, center="", has_password=False,
                problem=Message("restored-meanwhile"),
            )  # fmt: skip
            await self._load()
            return
        asked = self._restores.restore(
            chosen, to, bring_back=state.bring_back, reason=state.reason.strip(), password=password,
            center=state.must_type,
        )  # fmt: skip
        try:
            self._ended(await self._seen_through(asked))
        except ProblemAnswer as fault:
            self._refused(fault)
        except (Unreachable, ServerBusy, BadAnswer):
            await self._watch(known)
        except (WireFault, NotSignedIn) as fault:
            self._show(running=False, problem=message_of(fault))

    def _here_now(self) -> str:
        return self._gateway.user.id if self._gateway.user is not None else ""

    def _is_told(self) -> bool:
        """Whether who works here now may be told how far it is: whoever asked for it, or another administrator."""
        user = self._gateway.user
        return user is not None and (user.id == self._began or "admin" in user.roles)

    async def _seen_through(self, asked: Coroutine[Any, Any, RestoreAnswer]) -> RestoreAnswer:
        """The answer; until it comes the server is asked how far it is."""
        async with asyncio.TaskGroup() as group:
            looking = group.create_task(self._keep_looking(), name="restore.stages")
            came = await _kept(asked)
            looking.cancel()
        if isinstance(came, ClientError):
            raise came
        return came

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(POLL)
            if self._is_told():
                await self._look_on()

    async def _look_on(self) -> None:
        """How far it is, if the server tells now."""
        try:
            stage = (await self._restores.state()).stage
        except UnderMaintenance:
            self._show(lost=False, stage=self._gateway.connection.stage or self._state.stage)
        except (WireFault, NotSignedIn) as fault:
            self._show(lost=isinstance(fault, Unreachable))
        else:
            self._show(lost=False, stage=stage or self._state.stage)

    async def _watch(self, known: str) -> None:
        """Until it has ended, by the server's own word; *known*: the one that had ended before it."""
        while True:
            if not self._is_told():
                await asyncio.sleep(POLL)
                continue
            try:
                state = await self._restores.state()
            except (WireFault, NotSignedIn) as fault:
                self._show(
                    lost=isinstance(fault, Unreachable), stage=self._gateway.connection.stage or self._state.stage
                )
                await asyncio.sleep(POLL)
                continue
            self._show(lost=False)
            if state.stage:
                self._show(stage=state.stage)
                await asyncio.sleep(POLL)
            elif state.last is not None and state.last.report is not None and state.last.report.id != known:
                self._ended(state.last)
                return
            else:
                self._show(running=False, problem=Message(state.problem or "restore-not-begun"))
                return

    def _ended(self, told: RestoreAnswer) -> None:
        answer = self._here(told)
        self._view.forget_password()
        self._show(
            step="verify", running=False, lost=False, stage="", report=answer.report, changes=answer.changes,
            has_password=False,
        )  # fmt: skip

    def _refused(self, fault: ProblemAnswer) -> None:
        """Nothing was changed: back to what is wrong."""
        errors: dict[Field, Message] = {}
        for error in fault.problem.errors:
            field = FIELD_OF.get(error.field.removeprefix("$."))
            if field is not None:
                errors[field] = Message(f"{field}-wrong")
        if errors:
            self._view.forget_password()
            self._show(step="confirm", running=False, stage="", errors=errors, has_password=False)
            self._view.focus(next(iter(errors)))
        else:
            self._show(running=False, problem=message_of(fault))

    async def _save(self) -> None:
        report = self._state.report
        assert report is not None
        target = await self._view.choose_file(f"mmc-restore-{report.began:%Y%m%d-%H%M%S}.txt")
        if target is None:
            return
        text = self._view.report_text(self._state)
        try:
            await asyncio.to_thread(target.write_text, text, encoding="utf-8")
        except OSError:
            self._view.say(Message("file-not-written"), fault=True)
        else:
            self._show(saved=target.name)
            self._view.say(Message("report-saved", {"file": target.name}))

    # ------------------------------------------------------------------ inside
    def _here(self, answer: RestoreAnswer) -> RestoreAnswer:
        """*answer* with its times in the centre's own zone."""
        stamp, changes, report = self._gateway.state.calendar.stamp, answer.changes, answer.report
        if changes.at is not None:
            changes = structs.replace(changes, at=stamp(changes.at))
        if report is not None:
            report = structs.replace(report, began=stamp(report.began), ended=stamp(report.ended))
        return structs.replace(answer, changes=changes, report=report)

    def _without(self, field: Field) -> dict[Field, Message]:
        return {name: error for name, error in self._state.errors.items() if name != field}

    def _offline(self) -> Message | None:
        return away(self._gateway) if not self._state.running else None

    def _show(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._view.render(state)


def _last_of(state: RestoreState) -> str:
    """The id of the last restore that has ended."""
    return state.last.report.id if state.last is not None and state.last.report is not None else ""


async def _kept(asked: Coroutine[Any, Any, RestoreAnswer]) -> RestoreAnswer | ClientError:
    """What came of it, also where it is a fault: a group of tasks would wrap that."""
    try:
        return await asked
    except ClientError as fault:
        return fault
