"""What a plugin may hook into is what the domain has: no event and no notice without a hook, no hook without one."""

from __future__ import annotations

import inspect
import subprocess
import sys
from typing import get_args

import pluggy
import pytest

from mmc_console.domain.events import AnyEvent
from mmc_console.domain.notices import NoticeKind
from mmc_console.plugins import api
from mmc_console.server.plugins.sources import BUILTIN, GROUP

TYPES = [str(event.__struct_config__.tag) for event in get_args(AnyEvent)]
KINDS = list(get_args(NoticeKind))


def test_every_event_and_notice_has_a_hook_of_its_own() -> None:
    hooks = {name for name, _ in inspect.getmembers(api.Hooks, inspect.isfunction)}
    assert hooks == {"begin", "alert", "any_event", "any_notice", *KINDS, *map(api.event_hook, TYPES)}
    assert len(hooks) == 4 + len(KINDS) + len(TYPES)


@pytest.mark.parametrize("name", ["your_turn", *map(api.event_hook, TYPES)])
def test_a_hook_takes_the_parameters_it_wants(name: str) -> None:
    told = []

    class Plugin:
        pass

    if name in KINDS:

        def hooked(notice: object) -> None:
            told.append(notice)
    else:

        def hooked(event: object) -> None:  # type: ignore[misc]  # the other parameter
            told.append(event)

    plugin = Plugin()
    setattr(plugin, name, api.hook(hooked))
    found = api.registered(plugin)
    getattr(found.hook, name)(**({"notice": 1} if name in KINDS else {"event": 1, "key": "k"}))
    assert told == [1]


def test_a_hook_that_there_is_not_is_refused() -> None:
    class Plugin:
        @api.hook
        def ticket_caled(self, event: object) -> None:
            """A slip of the pen."""

    with pytest.raises(pluggy.PluginValidationError):
        api.registered(Plugin())


def test_the_server_imports_no_plugin_and_nothing_of_theirs() -> None:
    code = (
        "import sys, mmc_console.server.main, mmc_console.server.plugins.service, mmc_console.server.plugins_cli\n"
        "print([m for m in sys.modules if m.startswith(('pluggy', 'apprise', 'requests', 'mmc_console.plugins'))])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.strip() == "[]"


def test_what_comes_with_the_program_is_declared_in_both_languages() -> None:
    import importlib

    from mmc_console.plugins import host

    assert host.GROUP == GROUP
    for name in BUILTIN:
        about = importlib.import_module(f"mmc_console.plugins.builtin.{name}").about
        assert set(about.summary) == {"ar", "en"}
        assert all(about.summary.values())
