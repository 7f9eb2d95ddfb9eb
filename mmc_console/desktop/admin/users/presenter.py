"""People of the centre: filtered, added, changed, given a first password, signed out, let in no more. No Qt.

What is typed stands until it is saved or discarded: whoever wants to go on to somebody else is asked first.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mmc_console.client.errors import ProblemAnswer
from mmc_console.desktop.admin.page_presenter import Start
from mmc_console.desktop.admin.users.contract import TABS, Question, Tab, View
from mmc_console.desktop.admin.users.form import Draft, Part, check, draft_of, faults_in, over
from mmc_console.desktop.admin.users.machines import Machines
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.admin import PasswordMade, PeopleAnswer, Person, RightsRequest

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway
    from mmc_console.desktop.admin.users.intake.presenter import Presenter as Intake

PATH = "/admin/users"


class Presenter(Machines):
    """The only holder of the page's State; consoles, boards and plugins are in `Machines`."""

    def __init__(self, gateway: Gateway, view: View, start: Start) -> None:
        super().__init__(gateway, view, start)
        self._then: Callable[[], None] | None = None
        self._openings = 0
        """How often the editor was opened: what is answered about one opening is not laid over another."""
        self._intakes: dict[str, Intake] = {}
        """By whom: first passwords are handed over by whoever had them made."""

    async def ask(self) -> dict[str, Any]:
        user, tab = self._gateway.user, self._state.tab
        self._show(center=self._gateway.state.center, desk=self._gateway.desk, me=user.id if user is not None else "")
        await (self._load_people() if tab == "people" else self._load_machines(tab))
        return {"known": self._state.known | {tab}}

    def leave(self) -> None:
        """Somebody else works here: what was typed and who was searched for goes."""
        self._then = None
        self._intakes = {who: intake for who, intake in self._intakes.items() if intake.held}
        self._openings += 1
        self._show(draft=None, wrong={}, barred=False, query="", role="", standing="", chosen={}, fault=None)

    # ------------------------------------------------------------------ intents: looking
    def open(self, tab: Tab) -> None:
        if tab != self._state.tab:
            self._freely(lambda: self._open(tab))

    def select(self, tab: Tab, key: str) -> None:
        if key == self._state.chosen.get(tab, ""):
            return
        if tab == "people":
            self._freely(lambda: self._select(key))
        else:
            self._choose(tab, key)

    def search(self, text: str) -> None:
        self._show(query=text.strip())

    def filter_role(self, role: str) -> None:
        self._show(role=role)

    def filter_standing(self, standing: str) -> None:
        self._show(standing=standing)

    def clear_filters(self) -> None:
        self._show(query="", role="", standing="")

    # ------------------------------------------------------------------ intents: writing
    def new(self) -> None:
        self._freely(self._new)

    def import_people(self) -> None:
        if self._state.usable:
            self._freely(self._import)

    def edit(self, part: Part, text: str) -> None:
        self._write(part, lambda draft: draft.typed(part, text))

    def toggle(self, part: Part, value: str) -> None:
        self._write(part, lambda draft: draft.toggled(part, value))

    def save(self) -> None:
        draft = self._state.draft
        if draft is None or not draft.dirty or not self._state.usable:
            return
        wrong = check(draft)
        self._show(wrong=wrong)
        if wrong:
            self._stand()
        else:
            self._start("users-save", self._saving(draft))

    def discard(self) -> None:
        wanted, self._then = self._then, None
        self._openings += 1
        person = self._state.person
        self._show(draft=draft_of(person) if person is not None else None, wrong={}, barred=False)
        if wanted is not None:
            wanted()

    def stay(self) -> None:
        self._then = None
        self._show(barred=False)

    # ------------------------------------------------------------------ intents: one person
    def reset_password(self) -> None:
        self._with_person("password", self._reset_password)

    def sign_out(self) -> None:
        self._with_person("sign-out", self._sign_out)

    def switch_person(self) -> None:
        person = self._state.person
        if person is not None and not person.enabled:
            self._with_person(None, lambda who: self._enable(who, on=True))
        else:
            self._with_person("deactivate", lambda who: self._enable(who, on=False))

    # ------------------------------------------------------------------ inside: moving
    def _freely(self, go: Callable[[], None]) -> None:
        """Do *go* now, or once what is typed was saved or discarded."""
        if self._state.dirty:
            self._then = go
            self._show(barred=True)
            self._view.render(self._state)  # the row somebody clicked is not the one that is open
        else:
            go()

    def _open(self, tab: Tab) -> None:
        self._show(tab=next(each for each in TABS if each == tab), fault=None)
        self.refresh()

    def _select(self, key: str) -> None:
        self._choose("people", key)
        self._openings += 1
        person = self._state.person
        self._show(draft=draft_of(person) if person is not None else None, wrong={})

    def _new(self) -> None:
        self._choose("people", "")
        self._openings += 1
        self._show(draft=Draft(), wrong={})

    def _write(self, part: Part, write: Callable[[Draft], Draft]) -> None:
        if self._state.draft is not None:
            stay = {at: fault for at, fault in self._state.wrong.items() if at != part}
            self._show(draft=write(self._state.draft), wrong=stay)

    # ------------------------------------------------------------------ inside: the server
    async def _load_people(self) -> None:
        self._take((await self._gateway.admin.get(PATH, PeopleAnswer)).users)

    def _take(self, people: tuple[Person, ...]) -> None:
        """The server's people; what is typed about one of them stands."""
        self._show(people=people)
        draft, person = self._state.draft, self._state.person
        if draft is not None and draft.base is None:
            return
        if person is None:
            first = next(iter(self._state.shown), None)
            self._select(first.id if first is not None else "")
        elif draft is None or not draft.dirty:
            self._show(draft=draft_of(person))
        elif draft.base is not None and draft.base.id == person.id:
            self._show(draft=over(draft, person))

    async def _saving(self, draft: Draft) -> None:
        await self._working(lambda: self._save(draft))
        if not self._state.dirty:
            wanted, self._then = self._then, None
            self._show(barred=False)
            if wanted is not None:
                wanted()

    async def _save(self, draft: Draft) -> None:
        door, asker, opening = self._gateway.admin, self._asker, self._openings
        made = ""
        try:
            if draft.base is None:
                answer = await door.send("POST", PATH, draft.new, PasswordMade)
                person, made = answer.user, answer.password
            else:
                person = await door.send("PATCH", f"{PATH}/{draft.base.id}", draft.change, Person)
        except ProblemAnswer as refused:
            wrong = faults_in(refused.problem)
            if not wrong:
                raise
            if opening != self._openings:
                raise
            self._show(wrong=wrong)
            self._stand()
            return
        self._wrote(draft, person, still=opening == self._openings)
        self._view.say(Message("person-added" if draft.base is None else "person-saved", {"name": person.name}))
        if made:
            self._hand_over(asker, person, made)
        await self._load_people()

    def _import(self) -> None:
        self._start("users-import", self._import_people())

    async def _import_people(self) -> None:
        """The box for a file; one that the lock closed with people on their way is opened as it was."""
        from mmc_console.desktop.admin.users.intake.presenter import Presenter as Intake

        me = self._asker
        intake = self._intakes.setdefault(me, Intake(self._gateway, self._start))
        await self._view.import_people(intake)
        if not intake.held:
            self._intakes.pop(me, None)
        await self._working(self._load_people)

    def _stand(self) -> None:
        """Nobody goes anywhere: something is wrong, and is put right first."""
        self.stay()
        self._view.show_wrong()

    def _wrote(self, draft: Draft, person: Person, *, still: bool) -> None:
        """*draft* is kept as *person*; what was typed while it was on its way is not in it. *still*: it is open."""
        now = self._state.draft
        later = now is not None and now != draft
        others = tuple(each for each in self._state.people if each.id != person.id)
        self._show(people=(*others, person))
        if not still:
            return
        self._choose("people", person.id)
        self._show(draft=replace(now, base=person, password="") if later and now is not None else draft_of(person))

    def _with_person(self, question: Question | None, work: Callable[[Person], Awaitable[None]]) -> None:
        person = self._state.person
        if person is not None and self._state.usable:
            self._start("users-act", self._asked(question, person, work))

    async def _asked(
        self, question: Question | None, person: Person, work: Callable[[Person], Awaitable[None]]
    ) -> None:
        own = person.id == self._state.me
        if question is None or await self._view.confirm(question, person.name, own=own):
            await self._working(lambda: work(person))

    async def _reset_password(self, person: Person) -> None:
        asker = self._asker
        made = await self._gateway.admin.send("POST", f"{PATH}/{person.id}/password", None, PasswordMade)
        self._hand_over(asker, made.user, made.password)
        await self._load_people()

    def _hand_over(self, asker: str, person: Person, password: str) -> None:
        self._start("users-password", self._told_once(asker, lambda: self._view.show_password(person, password)))

    async def _sign_out(self, person: Person) -> None:
        await self._gateway.admin.tell("POST", f"{PATH}/{person.id}/sign-out")
        self._view.say(Message("person-signed-out", {"name": person.name}))
        await self._load_people()

    async def _enable(self, person: Person, *, on: bool) -> None:
        try:
            await self._gateway.admin.send("PATCH", f"{PATH}/{person.id}", RightsRequest(enabled=on), Person)
        except ProblemAnswer as refused:
            reason = str(refused.problem.params.get("reason", ""))
            if not reason:
                raise
            self._view.say(Message(reason), fault=True)
            return
        self._view.say(Message("person-on" if on else "person-off", {"name": person.name}))
        await self._load_people()
