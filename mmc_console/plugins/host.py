"""The process of one plugin: loads it, tells it what the server sends, and says what became of it.

Started by the server, never imported by it. Only numbers, codes and places in code go back: the text of an exception
may hold a patient's phone. Ends at once when the server does, whatever the plugin is doing.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import importlib.util
import os
import queue
import signal
import sys
import threading
import traceback
from pathlib import Path
from types import ModuleType
from typing import IO, Any, Final, get_args

import pluggy

from mmc_console.domain.ids import VisitId
from mmc_console.domain.notices import NoticeKind
from mmc_console.plugins import api
from mmc_console.wire import plugins as wire
from mmc_console.wire.json import encode, event_of

GROUP: Final = "mmc_console.plugins"
MEMORY_AT_MOST: Final = 512 * 1024 * 1024
FILES_AT_MOST: Final = 256
CPU_TO_BEGIN: Final = 30
CPU_A_CALL: Final = 10
"""Seconds of processor time, threads included; whatever spends more is ended by the system."""
_KINDS: Final[tuple[str, ...]] = get_args(NoticeKind)
_TYPES: Final = tuple(event.__struct_config__.tag for event in get_args(api.AnyEvent))


class Unusable(Exception):
    """It cannot be loaded; *code* says why."""

    def __init__(self, code: str, place: str = "") -> None:
        super().__init__(code)
        self.code, self.place = code, place


class Line:
    """Both directions to the server."""

    def __init__(self, incoming: IO[bytes], outgoing: IO[bytes]) -> None:
        self._incoming, self._outgoing = incoming, outgoing
        self._told: queue.SimpleQueue[wire.ToPlugin] = queue.SimpleQueue()
        self._asking = threading.Lock()
        self._answers: queue.SimpleQueue[wire.Answer] = queue.SimpleQueue()

    def listen(self) -> None:
        """Read until the server has gone, then end with it: a plugin that hangs must not live on."""
        for line in self._incoming:
            message = wire.read_to_plugin(line)
            if isinstance(message, wire.Answer):
                self._answers.put(message)
            else:
                self._told.put(message)
        _end()

    def next(self) -> wire.ToPlugin:
        """What is told next."""
        return self._told.get()

    def say(self, message: wire.FromPlugin) -> None:
        """Send *message*."""
        self._outgoing.write(encode(message) + b"\n")
        self._outgoing.flush()

    def ask(self, visit: str) -> wire.Contact:
        """Ask the server; NotGranted."""
        with self._asking:
            self.say(wire.Ask(visit=VisitId(str(visit))))
            answer = self._answers.get()
        if answer.contact is None:
            raise api.NotGranted(answer.refused)
        return answer.contact


def main() -> None:
    """Load the plugin named on the command line and serve it until the server goes."""
    parser = argparse.ArgumentParser(prog="mmc_console.plugins.host")
    parser.add_argument("--builtin")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--installed")
    args = parser.parse_args()
    line = Line(*_own_ends())
    threading.Thread(target=line.listen, name="server", daemon=True).start()
    _limit()
    try:
        plugin = _load(args)
        about = getattr(plugin, "about", None)
        if not isinstance(about, wire.About):
            raise Unusable("no-about")
        try:
            manager = api.registered(plugin)
        except pluggy.PluginValidationError:
            raise Unusable("unknown-hook") from None
        hello = _hello(about, manager)
    except Unusable as fault:
        line.say(wire.Broken(code=fault.code, place=fault.place))
        return
    line.say(hello)
    _serve(line, manager)


def _serve(line: Line, manager: pluggy.PluginManager) -> None:
    begin = line.next()
    assert isinstance(begin, wire.Begin), "the settings come first"
    did = _call(lambda: manager.hook.begin(settings=dict(begin.settings), centre=api.Centre(line.ask)))
    if did.outcome == "done":
        line.say(wire.Ready())
    else:
        line.say(wire.Broken(code=did.code, place=did.place))
        return
    while True:
        told = line.next()
        _allow(CPU_A_CALL)
        line.say(_call(lambda: _tell(manager, told)))  # noqa: B023 - called at once


def _tell(manager: pluggy.PluginManager, told: wire.ToPlugin) -> None:
    hooks = manager.hook
    if isinstance(told, wire.TellNotice):
        _each((getattr(hooks, told.notice.kind), hooks.any_notice), notice=told.notice)
    elif isinstance(told, wire.TellAlert):
        _each((hooks.alert,), alert=told.alert)
    elif isinstance(told, wire.TellEvent):
        event = event_of(bytes(told.body))
        _each((getattr(hooks, api.event_hook(event.type)), hooks.any_event), event=event, key=told.key)


def _each(callers: tuple[pluggy.HookCaller, ...], **what: Any) -> None:
    for caller in callers:
        if caller.get_hookimpls():
            caller(**what)


def _call(work: Any) -> wire.Did:
    """Do *work* and say what became of it."""
    try:
        work()
    except api.Later as later:
        return wire.Did(outcome="later", code=wire.code_of(later.code), after=max(0.0, float(later.after)))
    except api.Skip as skip:
        return wire.Did(outcome="skipped", code=wire.code_of(skip.code))
    except api.Refuse as refuse:
        return wire.Did(outcome="refused", code=wire.code_of(refuse.code))
    except MemoryError as fault:
        return wire.Did(outcome="raised", code="MemoryError", place=_place(fault), restart=True)
    except BaseException as fault:  # noqa: BLE001 - SystemExit too: what a plugin raises is told, never followed
        return wire.Did(outcome="raised", code=wire.code_of(type(fault).__name__), place=_place(fault))
    return wire.Did(outcome="done")


def _place(fault: BaseException) -> str:
    """File and line where it was raised, innermost; no text."""
    frames = traceback.extract_tb(fault.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""


def _hello(about: wire.About, manager: pluggy.PluginManager) -> wire.Hello:
    """What it has hooks for; Unusable for those it has not declared."""
    events = _wanted(manager, "any_event", {api.event_hook(type): type for type in _TYPES})
    notices = _wanted(manager, "any_notice", {kind: kind for kind in _KINDS})
    declared = set(about.permissions)
    alerts = bool(manager.hook.alert.get_hookimpls())
    for found, permission in ((events, "events"), (notices, "notices"), (alerts, "alerts")):
        if found and permission not in declared:
            raise Unusable(f"undeclared:{permission}")
    return wire.Hello(about=about, events=events, notices=notices, alerts=alerts)


def _wanted(manager: pluggy.PluginManager, whole: str, named: dict[str, str]) -> tuple[str, ...]:
    if getattr(manager.hook, whole).get_hookimpls():
        return tuple(named.values())
    return tuple(type for hook, type in named.items() if getattr(manager.hook, hook).get_hookimpls())


def _load(args: argparse.Namespace) -> Any:
    """The plugin: a module, or what an entry point names."""
    try:
        if args.builtin:
            return importlib.import_module(f"mmc_console.plugins.builtin.{args.builtin}")
        if args.file:
            return _module_in(args.file)
        return _entry_point(args.installed)
    except Unusable:
        raise
    except BaseException as fault:  # noqa: BLE001 - a plugin's own code runs here
        raise Unusable(wire.code_of(type(fault).__name__), _place(fault)) from None


def _module_in(file: Path) -> ModuleType:
    """The module in *file*, or the package in that folder."""
    source = file / "__init__.py" if file.is_dir() else file
    if not source.is_file():
        raise Unusable("not-found")
    name = f"mmc_plugin_{file.stem}"  # one called `queue` or `json` must not stand in the library's place
    spec = importlib.util.spec_from_file_location(name, source)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _entry_point(name: str) -> Any:
    from importlib.metadata import entry_points

    found = list(entry_points(group=GROUP, name=name))
    if not found:
        raise Unusable("not-found")
    return found[0].load()


def _own_ends() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes to the server, out of a plugin's way: what it prints goes to standard error."""
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return os.fdopen(incoming, "rb"), os.fdopen(outgoing, "wb")


def _end() -> None:
    """End this process and everything it has started."""
    if sys.platform != "win32" and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _limit() -> None:
    """Memory, files and processor time, where the system can limit them; and calling comes before plugins."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(10)
    if sys.platform != "win32":
        import resource

        for what, most in (
            (resource.RLIMIT_AS, MEMORY_AT_MOST),
            (resource.RLIMIT_NOFILE, FILES_AT_MOST),
            (resource.RLIMIT_CORE, 0),
        ):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))
    _allow(CPU_TO_BEGIN)


def _allow(seconds: int) -> None:
    """Let the process spend so much more processor time."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
