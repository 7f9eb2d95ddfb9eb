"""Somebody at a console: presses what the screen offers, and takes what it recommends."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mmc_console.client.errors import NotSignedIn, OffWhileOffline, SignInFailed, StoreFault
from mmc_console.client.gateway import Gateway
from mmc_console.desktop.pending.contract import Choice, Deed, Item
from mmc_console.desktop.pending.contract import State as DrawerState
from mmc_console.desktop.pending.presenter import Presenter as Drawer
from mmc_console.desktop.tickets.facts import Message, Option
from mmc_console.domain.actions import AnyAction
from mmc_console.domain.centre import Words
from mmc_console.domain.ids import ActionId
from tests.simulation.desk import Desk
from tests.simulation.time import passing

if TYPE_CHECKING:
    from tests.mornings.morning import Morning

ANSWERS = {"admit": "admit-here", "room_held": "take_over"}
"""What is chosen where a page asks; elsewhere the first that is possible."""


class View:
    """Every page's view: it shows nothing, and answers as this person does."""

    def __init__(self, told: Callable[[str], None]) -> None:
        self._told = told

    def render(self, state: Any) -> None:
        """The state is asked for."""

    def say(self, message: Message, *, undo: AnyAction | None = None, fault: bool = False) -> None:
        """A toast."""
        if fault:
            self._told(f"is told {message.code} {dict(message.params)}")

    def searched(self) -> None:
        """There is no search line here."""

    async def choose(self, question: str, options: tuple[Option, ...], label: str) -> str | None:
        """What is asked while calling and admitting."""
        keys = [option.key for option in options if option.on]
        wanted = ANSWERS.get(question)
        return wanted if wanted in keys else keys[0] if keys else None

    async def confirm_closing(self, clinic: Words, waiting: int, to: Words | None) -> bool:
        """Nobody closes a clinic."""
        return False

    async def confirm_delete(self, deed: Deed) -> bool:
        """Yes."""
        return True

    async def choose_clinic(self, options: tuple[Option, ...], label: str) -> str | None:
        """The first one that is possible."""
        return next((option.key for option in options if option.on), None)

    async def decide(self, state: DrawerState) -> Choice | None:
        """Everything is decided in the drawer itself."""
        return None

    async def choose_folder(self) -> Path | None:
        """Nothing is exported."""
        return None


class Worker(ABC):
    """One person, at one console all morning, on whichever of its lives."""

    def __init__(self, morning: Morning, desk: Desk) -> None:
        self.morning, self.desk = morning, desk
        self.chance = morning.world.chance_of(f"{desk.name}'s person")
        self.view = View(self.tell)
        self._of: Gateway | None = None
        self._drawer: Drawer
        self._jobs: list[Awaitable[None]] = []
        self._asked: set[ActionId] = set()

    def tell(self, text: str) -> None:
        """One line about this desk."""
        self.morning.world.diary.say(f"{self.desk.name} {text}")

    @property
    def now(self) -> float:
        """The world's time."""
        return self.morning.world.loop.passed

    async def work(self) -> None:
        """Until the morning is over."""
        while not self.morning.over:
            await passing(self.chance.uniform(4, 20))
            try:
                gateway = await self._at_work()
                if gateway is not None:
                    await self._decides(gateway)
                    await self.turn(gateway)
            except (StoreFault, NotSignedIn, OffWhileOffline) as fault:
                self.tell(f"cannot: {fault!r}")

    @abstractmethod
    async def turn(self, gateway: Gateway) -> None:
        """One look at the screen, and what follows from it."""

    def begins(self, gateway: Gateway) -> None:  # noqa: B027 - who has no page of their own begins nothing
        """The console has started."""

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> bool:
        """What a press has begun: `jobs` does it."""
        self._jobs.append(work)
        return True

    async def jobs(self) -> None:
        """All that was begun by the last press."""
        while self._jobs:
            await self._jobs.pop(0)

    async def _at_work(self) -> Gateway | None:
        """The console, with this person signed in; None while that cannot be."""
        gateway = self.desk.gateway
        if gateway is None:
            return None
        if gateway.user is None or gateway.session_ended:
            try:
                await gateway.sign_in(self.desk.username, "password")
            except SignInFailed as failed:
                self.tell(f"cannot sign in: {failed.code}")
                return None
        if not gateway.ready or gateway is not self.desk.gateway:
            return None
        if gateway is not self._of:
            self._of = gateway
            self._drawer = Drawer(gateway, self.view, self.start)
            self._drawer.come_in()
            self.begins(gateway)
            await self.jobs()
        return gateway

    # -- the drawer ------------------------------------------------------------------

    def to_decide(self) -> list[Item]:
        """What the drawer asks this person."""
        self._drawer.refresh()
        return [item for item in self._drawer.state.items if item.state in ("conflict", "failed")]

    async def _decides(self, gateway: Gateway) -> None:
        """Take what is recommended, at once or a while later."""
        drawer = self._drawer
        for item in self.to_decide():
            self._is_asked(item)
            if self.chance.random() < 0.5:
                continue
            drawer.select(item.id)
            offers = drawer.state.offers if drawer.state.selected == item.id else ()
            on = [offer.choice for offer in offers if offer.off is None]
            wanted = [offer.choice for offer in offers if offer.recommended and not self.morning.keeps]
            if "mine" in on and not self.morning.keeps and self.knows(gateway, item):
                wanted = ["mine"]
            if wanted and wanted[0] not in on:
                self.waits_to_decide(gateway)
            elif on:
                choice = wanted[0] if wanted else "keep" if "keep" in on else on[-1]
                self.tell(f"decides {item.deed.kind} {item.deed.label}: {choice} of {on}")
                drawer.take(choice)
                await self.jobs()

    def _is_asked(self, item: Item) -> None:
        if item.id not in self._asked:
            self._asked.add(item.id)
            what = f"{item.deed.kind} {item.problem.code if item.problem is not None else ''}"
            self.tell(f"is asked about {item.deed.label}: {what}")
            self.morning.questions.append(what)

    def knows(self, gateway: Gateway, item: Item) -> bool:
        """Whether this person knows better than anybody that it has happened."""
        return False

    def waits_to_decide(self, gateway: Gateway) -> None:  # noqa: B027 - who has nobody at the door waits
        """What is recommended is not possible yet."""
