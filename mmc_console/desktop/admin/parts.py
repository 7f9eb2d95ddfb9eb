"""What every page of the administration is made with."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mmc_console.desktop.kit.look import Look
from mmc_console.desktop.kit.toasts import Toast
from mmc_console.desktop.printing import Printer
from mmc_console.desktop.tickets.rule_words import RuleWords

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway


@dataclass(frozen=True)
class AdminParts:
    """The program around a page."""

    gateway: Gateway
    look: Look
    words: RuleWords
    """`words.problem(code, params)` says an error and what to do."""
    language: Callable[[], str]
    toast: Callable[[Toast], None]
    start: Callable[[str, Coroutine[Any, Any, None]], bool]
    """Run a person's intent beside whatever else goes on, also another of that name; False once the program closes."""
    go_to: Callable[[str], None]
    """Another page, by its name."""
    printer: Printer
    this_pc: Mapping[str, Callable[[], None]] = field(default_factory=dict)
    """What opens this PC's own settings, by name: `language`, `mine`, `devices`, `board`."""
