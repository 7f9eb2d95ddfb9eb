"""The house rules that no other tool checks, each a function from a file to its faults.

A place that must break a rule says so itself, with its reason: `# house(RULE): REASON` on the line or the line above.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from tests.house.tree import Source

LONGEST = 400
BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "data"}
CLOCKS = {"datetime.now", "datetime.utcnow", "date.today", "time.time", "time.time_ns"}
CHANCE = {"uuid.uuid4", "uuid4", "os.urandom", "random.random", "secrets.token_bytes", "secrets.token_hex"}
WIDE = {"Exception", "BaseException"}
EXEMPTION = re.compile(r"#\s*house\((?P<rule>[a-z-]+)\):\s*(?P<reason>.{12,})")


@dataclass(frozen=True)
class Fault:
    """One place where a rule is broken."""

    path: str
    line: int
    rule: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what} [{self.rule}]"


def length(source: Source) -> Iterator[Fault]:
    """A file is one thing: 200 lines aimed at, 400 at most."""
    if len(source.lines) > LONGEST:
        yield Fault(source.path, 1, "length", f"{len(source.lines)} lines")


def names(source: Source) -> Iterator[Fault]:
    """Modules are nouns that say what is inside, functions verbs that say what they do."""
    for part in PurePosixPath(source.path).with_suffix("").parts:
        if part in BANNED:
            yield Fault(source.path, 1, "names", f"a module named {part}")
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            qt = source.within("mmc_console/desktop") and node.name == "data"  # Qt's own name for what a cell shows
            if (node.name.lstrip("_") in BANNED or node.name.lstrip("_").startswith("handle_")) and not qt:
                yield Fault(source.path, node.lineno, "names", f"a function named {node.name}")
        elif isinstance(node, ast.ClassDef) and re.search(r"(Manager|Helper|Utils?)$", node.name):
            yield Fault(source.path, node.lineno, "names", f"a class named {node.name}")


def modal(source: Source) -> Iterator[Fault]:
    """A modal loop inside asyncio loses other tasks' steps for good: open() and await `finished`."""
    if source.within("mmc_console/desktop"):
        for call, name in source.calls:
            if name.endswith((".exec", ".exec_")) or re.search(r"QMessageBox\.(question|information|warning)$", name):
                yield Fault(source.path, call.lineno, "modal", f"{name}()")


def ended(source: Source) -> Iterator[Fault]:
    """A widget ends later: while a look changes, Qt walks over all of them and crashes on one that is gone."""
    if source.within("mmc_console/desktop"):
        for call, name in source.calls:
            if name.endswith(".removeRow") or name == "shiboken6.delete":
                yield Fault(source.path, call.lineno, "ended", f"{name}()")


def tasks(source: Source) -> Iterator[Fault]:
    """Every task has an owner that hears of its failure; in the desktop a TaskGroup or runtime.py."""
    if source.within("mmc_console") and not source.within("mmc_console/desktop/runtime.py"):
        dropped = {id(node.value) for node in source.nodes if isinstance(node, ast.Expr)}
        for call, name in source.calls:
            owner, _, verb = name.rpartition(".")
            grouped = re.search(r"group$|^tg$", owner)
            unkept = id(call) in dropped or source.within("mmc_console/desktop")
            if verb in ("create_task", "ensure_future") and unkept and not grouped:
                yield Fault(source.path, call.lineno, "tasks", f"{name}()")


def slots(source: Source) -> Iterator[Fault]:
    """A slot calls `tasks.start(name, coroutine)`; asyncSlot and asyncClose hide what becomes of it."""
    if source.within("mmc_console/desktop"):
        for number, line in enumerate(source.lines, 1):
            if re.search(r"@\w*\.?async(Slot|Close)\b", line):
                yield Fault(source.path, number, "slots", line.strip())


def sleeping(source: Source) -> Iterator[Fault]:
    """A test waits for what it expects, never for a while; the program never blocks a thread that serves people."""
    for call, name in source.calls:
        if source.within("tests") and (name.endswith("sleep") or name == "qtbot.wait"):
            if not (call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value == 0):
                yield Fault(source.path, call.lineno, "sleeping", f"{name}()")
        elif source.within("mmc_console") and name == "time.sleep":
            yield Fault(source.path, call.lineno, "sleeping", f"{name}()")


def clock(source: Source) -> Iterator[Fault]:
    """A Clock is passed in: nobody else asks the machine for the time. The rules know no chance either."""
    if source.within("mmc_console") and not source.path.endswith("clock.py"):
        for call, name in source.calls:
            short = ".".join(name.split(".")[-2:])
            if short in CLOCKS or (source.within("mmc_console/domain") and short in CHANCE):
                yield Fault(source.path, call.lineno, "clock", f"{name}()")


def swallowed(source: Source) -> Iterator[Fault]:
    """An error that nobody hears of is found by a patient."""
    for call, name in source.calls:
        if name.split(".")[-1] == "suppress":
            wide = [ast.unparse(argument) for argument in call.args if ast.unparse(argument) in WIDE]
            if wide:
                yield Fault(source.path, call.lineno, "swallowed", f"suppress({', '.join(wide)})")


def untold(source: Source) -> Iterator[Fault]:
    """The reader of sentences looks into no f-string: one inside it is in no catalogue, and stays English."""
    for node in source.nodes:
        for part in ast.walk(node) if isinstance(node, ast.JoinedStr) else ():
            if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr == "tr":
                yield Fault(source.path, part.lineno, "untold", "tr() inside an f-string")


def pure(source: Source) -> Iterator[Fault]:
    """The domain knows the standard library, msgspec and itself."""
    if source.within("mmc_console/domain"):
        for node in source.nodes:
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                imported = [node.module or ""]
            elif isinstance(node, ast.Import):
                imported = [alias.name for alias in node.names]
            else:
                continue
            for name in imported:
                top = name.split(".")[0]
                if not (top in sys.stdlib_module_names or top == "msgspec" or name.startswith("mmc_console.domain")):
                    yield Fault(source.path, node.lineno, "pure", f"imports {name}")


def reasons(source: Source) -> Iterator[Fault]:
    """An exemption from any tool's rule says why."""
    for number, comment in source.comments.items():
        for mark in (
            r"#\s*noqa:\s*[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*",
            r"#\s*type:\s*ignore\[[\w, -]+\]",
            r"#\s*noqa\b(?!:)",
        ):
            found = re.search(mark + r"(?P<after>.*)$", comment)
            if found and len(re.sub(r"#\s*(noqa|type):\S*|[\W_]", "", found["after"])) < 8:
                yield Fault(source.path, number, "reasons", f"no reason given: {comment}")


RULES: tuple[Callable[[Source], Iterator[Fault]], ...] = (
    length, names, modal, ended, tasks, slots, sleeping, clock, swallowed, untold, pure, reasons,
)  # fmt: skip


def faults(source: Source) -> list[Fault]:
    """What is wrong with *source*, its exemptions taken away; an exemption that exempts nothing is a fault too."""
    exempt = _exemptions(source)
    found = [fault for rule in RULES for fault in rule(source)]
    used = {(fault.rule, line) for fault in found for line in (fault.line, fault.line - 1)} & exempt
    left = [fault for fault in found if not {(fault.rule, fault.line), (fault.rule, fault.line - 1)} & exempt]
    return left + [Fault(source.path, line, rule, "an exemption nothing needs") for rule, line in sorted(exempt - used)]


def _exemptions(source: Source) -> set[tuple[str, int]]:
    marks = ((number, EXEMPTION.search(comment)) for number, comment in source.comments.items())
    return {(mark["rule"], number) for number, mark in marks if mark}
