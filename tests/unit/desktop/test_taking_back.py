"""Undo beside an answer takes back what that answer was about. Plain asyncio; the words need no window."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from mmc_console.client.testing import LocalGateway
from mmc_console.desktop.app_words import AppWords
from mmc_console.desktop.kit.bidi import strip
from mmc_console.desktop.kit.languages import Languages
from mmc_console.desktop.kit.text import say
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.desktop.tickets.saying import answer
from mmc_console.desktop.tickets.taking_back import known_as, undo_of
from mmc_console.desktop.tickets.words import TicketWords
from mmc_console.desktop.wishes import Wishes
from mmc_console.domain.actions import Hold
from tests.unit.desktop.clinic.room import Room, fill
from tests.unit.desktop.desk_parts import Jobs, play, there
from tests.unit.desktop.pending.drawer import Drawer


def test_the_older_of_two_answers_takes_back_its_own_action_once_and_nothing_else() -> None:
    async def scene() -> None:
        gateway = await LocalGateway.with_center()
        jobs, toasts = Jobs(), list[Toast]()
        words = RuleWords(lambda: gateway.state.center, lambda: "en")
        console = SimpleNamespace(gateway=gateway, tasks=jobs, toast=toasts.append, said=AppWords(), words=words)
        wishes = Wishes(console)  # type: ignore[arg-type]  # nothing else is asked of the console here
        presses, undo, said = [], None, TicketWords(lambda code, _: code)
        visits = [await gateway.register(number) for number in ("111", "222")]
        tickets = [there(gateway.state.open_ticket(visit.id)) for visit in visits]
        for ticket in tickets:
            action = gateway.new(Hold, ticket=ticket.id)
            await gateway.submit(action)
            message = Message("did-hold", {"ticket": ticket.label})
            undo = undo or undo_of(gateway, action)
            presses.append(there(answer(said, message, undo_of(gateway, action), wishes.take_back).undo))
        presses[0]()
        presses[0]()  # the second press of a nervous finger
        await jobs.run()
        await gateway.settle()
        assert [gateway.state.tickets[ticket.id].state for ticket in tickets] == ["waiting", "held"]
        assert [say(toast.text) for toast in toasts] == [words.undone("hold", "L-001")]
        assert toasts[0].undone == there(undo).id, "the answer that offered it goes"
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


def test_a_call_that_names_nobody_is_known_by_whom_it_finishes(tmp_path: Path, languages: Languages) -> None:
    languages.switch("en")

    async def scene() -> None:
        room = await Room.open("lab", profile=tmp_path)
        await fill(room, 2)
        await room.press("call_next")
        await room.press("start")
        gateway, words = room.gateway, RuleWords(lambda: room.gateway.state.center, lambda: "en")
        gateway.server.go_away()
        await room.press("call_next")  # the server may call another one than this console would
        await gateway.parts.connectivity.probe()
        known = known_as(gateway, *there(gateway.undoable()))
        assert strip(words.undo_of(*known)) == "Undo: Finish L-001 and call next"
        drawer = Drawer(gateway)
        [item] = drawer.state.items
        assert (item.deed.kind, item.deed.label) == known
        gateway.server.come_back()
        await gateway.parts.connectivity.probe()
        await room.settle()
        assert strip(words.undo_of(*known_as(gateway, *there(gateway.undoable())))) == "Undo: Call L-002"
        await room.close()

    play(scene)
