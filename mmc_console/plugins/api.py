"""Everything a plugin may import. `docs/plugins.md` shows how one is written.

A plugin is a module with an `about` and functions marked `@hook`, named after what they want to be told. It runs in a
process of its own: whatever it does there, calling goes on. A hook that returns has taken what it was told; what it
could not do it says by raising `Later`, `Skip` or `Refuse`. Anything else it raises is a fault of the plugin.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pluggy

from mmc_console.domain.events import AnyEvent
from mmc_console.wire.plugins import About, AlertNews, Contact, Notice, Setting

__all__ = [
    "About", "AlertNews", "AnyEvent", "Centre", "Contact", "Event", "Hooks", "Later", "NotGranted", "Notice", "Refuse",
    "Setting", "Skip", "hook",
]  # fmt: skip

PROJECT: Final = "mmc_console"
Event = AnyEvent
hook: Final = pluggy.HookimplMarker(PROJECT)
_spec: Final = pluggy.HookspecMarker(PROJECT)


class Later(Exception):
    """It did not work now, through no fault of what was told: try again, not before *after* seconds where given."""

    def __init__(self, code: str = "later", after: float = 0.0) -> None:
        super().__init__(code)
        self.code, self.after = code, after


class Skip(Exception):
    """There was nothing to do about it: *code* says why, in one word."""

    def __init__(self, code: str = "skipped") -> None:
        super().__init__(code)
        self.code = code


class Refuse(Exception):
    """It will never work, so it is not tried again: *code* says why, in one word."""

    def __init__(self, code: str = "refused") -> None:
        super().__init__(code)
        self.code = code


class NotGranted(Exception):
    """The plugin asked for what it has no grant for; nothing was given."""


class Centre:
    """What a plugin may ask the server while it works."""

    def __init__(self, ask: Callable[[str], Contact]) -> None:
        self._ask = ask

    def contact(self, visit: str) -> Contact:
        """How the patient of *visit* is reached; NotGranted without the grant `contact`."""
        return self._ask(visit)


class Hooks:
    """The hooks: `begin`, one for each event of the log, one for each notice, and `any_…` for all of a sort.

    A hook takes the parameters it wants, by name. `key` is the same whenever the event comes again.
    """

    @_spec
    def begin(self, settings: dict[str, str], centre: Centre) -> None:
        """The plugin is switched on, or starts again: what was set, and whom to ask."""

    @_spec
    def any_event(self, event: Event, key: str) -> None:
        """Every event."""

    @_spec
    def any_notice(self, notice: Notice) -> None:
        """Every notice."""

    @_spec
    def alert(self, alert: AlertNews) -> None:
        """Something is wrong with the centre's server or desks, got worse, or is over: for those who run it."""

    # -- notices

    @_spec
    def your_turn(self, notice: Notice) -> None:
        """The patient was called."""

    @_spec
    def next_in_line(self, notice: Notice) -> None:
        """One person is before the patient, or none."""

    @_spec
    def near_turn(self, notice: Notice) -> None:
        """A few people are before the patient: three, unless the centre says otherwise."""

    @_spec
    def called_again(self, notice: Notice) -> None:
        """The patient was called a second time."""

    @_spec
    def moved_on(self, notice: Notice) -> None:
        """The next clinic of the patient is known."""

    @_spec
    def clinic_paused(self, notice: Notice) -> None:
        """The clinic the patient waits for has paused."""

    @_spec
    def visit_complete(self, notice: Notice) -> None:
        """The patient's last stop is done."""

    # -- events

    @_spec
    def visit_registered(self, event: Event, key: str) -> None: ...
    @_spec
    def visit_renumbered(self, event: Event, key: str) -> None: ...
    @_spec
    def visit_completed(self, event: Event, key: str) -> None: ...
    @_spec
    def visit_cancelled(self, event: Event, key: str) -> None: ...
    @_spec
    def visit_referred(self, event: Event, key: str) -> None: ...
    @_spec
    def visit_changed(self, event: Event, key: str) -> None: ...
    @_spec
    def number_alias(self, event: Event, key: str) -> None: ...
    @_spec
    def ticket_issued(self, event: Event, key: str) -> None: ...
    @_spec
    def ticket_called(self, event: Event, key: str) -> None: ...
    @_spec
    def ticket_recalled(self, event: Event, key: str) -> None: ...
    @_spec
    def ticket_started(self, event: Event, key: str) -> None: ...
    @_spec
    def ticket_finished(self, event: Event, key: str) -> None: ...
    @_spec
    def ticket_no_show(self, event: Event, key: str) -> None: ...
    @_spec
    def ticket_requeued(self, event: Event, key: str) -> None: ...
    @_spec
    def ticket_held(self, event: Event, key: str) -> None: ...
    @_spec
    def ticket_resumed(self, event: Event, key: str) -> None: ...
    @_spec
    def ticket_transferred(self, event: Event, key: str) -> None: ...
    @_spec
    def ticket_priority_set(self, event: Event, key: str) -> None: ...
    @_spec
    def ticket_cancelled(self, event: Event, key: str) -> None: ...
    @_spec
    def clinic_opened(self, event: Event, key: str) -> None: ...
    @_spec
    def clinic_paused_event(self, event: Event, key: str) -> None: ...
    @_spec
    def clinic_closed(self, event: Event, key: str) -> None: ...
    @_spec
    def room_taken(self, event: Event, key: str) -> None: ...
    @_spec
    def room_left(self, event: Event, key: str) -> None: ...
    @_spec
    def undone(self, event: Event, key: str) -> None: ...
    @_spec
    def overridden(self, event: Event, key: str) -> None: ...
    @_spec
    def centre_published(self, event: Event, key: str) -> None: ...
    @_spec
    def patient_corrected(self, event: Event, key: str) -> None: ...


def event_hook(type: str) -> str:
    """The hook of this type of event: its name, but where a notice has the same one."""
    return f"{type}_event" if hasattr(Hooks, f"{type}_event") else type


def registered(plugin: Any) -> pluggy.PluginManager:
    """*plugin* with its hooks, checked: PluginValidationError names one that there is not."""
    found = pluggy.PluginManager(PROJECT)
    found.add_hookspecs(Hooks)
    found.register(plugin)
    found.check_pending()
    return found
