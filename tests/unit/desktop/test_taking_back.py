"""Undo beside an answer takes back what that answer was about. Plain asyncio; the words need no window."""

from __future__ import annotations

from types import SimpleNamespace

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.app_words import AppWords
from mmc_console.desktop.kit.text import say
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.desktop.tickets.taking_back import offered, undo_of
from mmc_console.desktop.wishes import Wishes
from mmc_console.domain.actions import Hold
from tests.unit.desktop.desk_parts import Jobs, play, there


def test_the_older_of_two_answers_takes_back_its_own_action_once_and_nothing_else() -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center()
        jobs, toasts = Jobs(), list[Toast]()
        words = RuleWords(lambda: gateway.state.center, lambda: "en")
        console = SimpleNamespace(gateway=gateway, tasks=jobs, toast=toasts.append, said=AppWords(), words=words)
        wishes = Wishes(console)  # type: ignore[arg-type]  # nothing else is asked of the console here
        presses = []
        visits = [await gateway.register(number) for number in ("111", "222")]
        tickets = [there(gateway.state.open_ticket(visit.id)) for visit in visits]
        for ticket in tickets:
            action = gateway.new(Hold, ticket=ticket.id)
            await gateway.submit(action)
            message = Message("did-hold", {"ticket": ticket.label})
            presses.append(there(offered(wishes.take_back, undo_of(gateway, action), message)))
        presses[0]()
        presses[0]()  # the second press of a nervous finger
        await jobs.run()
        await gateway.settle()
        assert [gateway.state.tickets[ticket.id].state for ticket in tickets] == ["waiting", "held"]
        assert [say(toast.text) for toast in toasts] == [words.undone("hold", "L-001")]
        wishes.undo()  # Ctrl+Z: the last one
        await jobs.run()
        await gateway.settle()
        presses[1]()  # which its answer still offers
        await jobs.run()
        await gateway.settle()
        assert [gateway.state.tickets[ticket.id].state for ticket in tickets] == ["waiting", "waiting"]
        assert all(gateway.state.visits[visit.id].state == "open" for visit in visits), "nobody was unregistered"
        assert say(toasts[-1].text) == words.problem("nothing-to-undo", {})
        await gateway.close()

    play(scene)
