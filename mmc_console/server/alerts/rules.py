"""The rules: from what was found out to what is worth an alert. Pure; the numbers come from the settings.

A rate that hovers around its limit would come and go each minute, so an alert that is open ends a fifth below it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from msgspec import Struct

from mmc_console.server.alerts.settings import AlertSettings
from mmc_console.wire.alerts import Severity

KINDS: Final[frozenset[str]] = frozenset({
    "audit", "backups", "boards", "certificate", "clock", "consoles", "database", "disk", "errors", "event_log", "feed",
    "guessing", "health", "keys", "log", "memory", "plugins", "publications", "restored", "rounds", "slow", "streams",
})  # fmt: skip
"""Every kind there is; each has words in every language."""
OF_HEALTH: Final = KINDS - {"health", "errors", "slow", "guessing", "restored"}
"""A health check of this name has words of its own; any other is `health`, about the check."""
EVENTS: Final = frozenset({"restored"})
"""These happened once: they end when somebody has seen them."""
FOR_SUPERVISORS: Final = KINDS - {"audit", "certificate", "guessing", "keys", "plugins", "publications"}
"""The others are of use only to who may change something about them."""
_SLACK: Final = 0.8


class Look(Struct, frozen=True):
    """What one health check says."""

    name: str
    status: str
    detail: str
    about: tuple[str, ...] = ()


class Rates(Struct, frozen=True):
    """The requests of the last minutes."""

    requests: int
    failed: int
    p95_ms: float


class Facts(Struct, frozen=True, kw_only=True):
    """Everything the rules look at."""

    looks: tuple[Look, ...] = ()
    rates: Rates | None = None
    refused: int = 0
    """Sign-ins that were refused in the last quarter of an hour."""
    restored: int = 0
    """Restores since the last look."""


class Key(NamedTuple):
    """What an alert is about: of each there is one open at most."""

    kind: str
    about: str = ""


class Condition(Struct, frozen=True, kw_only=True):
    """Something that is so now and is worth an alert."""

    key: Key
    severity: Severity
    detail: str = ""
    names: tuple[str, ...] = ()
    figures: dict[str, float] = {}


def conditions(facts: Facts, settings: AlertSettings, standing: Collection[Key]) -> list[Condition]:
    """What is worth an alert now; *standing*: what is open already."""
    return [
        *_of_health(facts.looks),
        *_of_rates(facts.rates, settings, standing),
        *_of_guessing(facts.refused, settings, standing),
        *([Condition(key=Key("restored"), severity="info")] if facts.restored else []),
    ]


def _of_health(looks: Iterable[Look]) -> Iterable[Condition]:
    for look in looks:
        if look.status == "healthy":
            continue
        known = look.name in OF_HEALTH
        key = Key(look.name) if known else Key("health", look.name)
        severity: Severity = "severe" if look.status == "unhealthy" else "warning"
        yield Condition(key=key, severity=severity, detail=look.detail, names=look.about)


def _of_rates(rates: Rates | None, settings: AlertSettings, standing: Collection[Key]) -> Iterable[Condition]:
    if rates is None or rates.requests < settings.least_requests:
        return
    percent = 100 * rates.failed / rates.requests
    key = Key("errors")
    if percent >= settings.error_percent * (_SLACK if key in standing else 1):
        figures = {"percent": round(percent, 1), "limit": settings.error_percent}
        severity: Severity = "severe" if percent >= 5 * settings.error_percent else "warning"
        yield Condition(key=key, severity=severity, figures=figures)
    key = Key("slow")
    if rates.p95_ms > settings.slow_ms * (_SLACK if key in standing else 1):
        figures = {"ms": round(rates.p95_ms), "limit": settings.slow_ms}
        yield Condition(key=key, severity="warning", figures=figures)


def _of_guessing(refused: int, settings: AlertSettings, standing: Collection[Key]) -> Iterable[Condition]:
    key = Key("guessing")
    if refused >= settings.guesses * (_SLACK if key in standing else 1):
        yield Condition(key=key, severity="warning", figures={"count": refused})
