"""What `doctor` has found, and how it is said: the same codes and words as the health page's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct, json

from mmc_console.client.health_words import HealthWords
from mmc_console.wire.health import WORST, Status

WELL: Final = 0
ATTENTION: Final = 1
BROKEN: Final = 2
_CODES: Final[dict[Status, int]] = {"healthy": WELL, "degraded": ATTENTION, "unhealthy": BROKEN}
_MARKS: Final[dict[Status, str]] = {"healthy": "v", "degraded": "!", "unhealthy": "x"}
_WORDS: Final = ("doctor.well", "doctor.attention", "doctor.broken")
_FIRST_STRONG: Final = "\u2068{}\u2069"
"""A value of either direction keeps its order inside an Arabic line."""


class Finding(Struct, frozen=True, kw_only=True):
    """One check. `facts`: versions, paths and names, as they are; `figures`: what was measured."""

    check: str
    status: Status = "healthy"
    detail: str = "ok"
    figures: dict[str, float] = {}
    facts: dict[str, str] = {}


Look = Callable[[], Sequence[Finding]]


def made(check: str, look: Callable[[], Finding | Sequence[Finding]]) -> list[Finding]:
    """What *look* finds; that it could not look is a finding too, with the kind of fault and never its text."""
    try:
        found = look()
    except Exception as fault:  # noqa: BLE001 - a support call is made with whatever can still be found
        return [Finding(check=check, status="unhealthy", detail="check-failed", facts={"fault": type(fault).__name__})]
    return [found] if isinstance(found, Finding) else list(found)


def worst(findings: Sequence[Finding]) -> int:
    """The exit code: 0 all is well, 1 something needs attention, 2 something does not work."""
    return max((_CODES[finding.status] for finding in findings), default=WELL)


def as_json(findings: Sequence[Finding]) -> str:
    """For programs, and for support."""
    body = {"code": worst(findings), "findings": list(findings)}
    return json.format(json.encode(body), indent=2).decode()


def as_text(findings: Sequence[Finding], words: HealthWords) -> str:
    """For people: the worst first, each with what to do."""
    lines = [words.words[_WORDS[worst(findings)]], ""]
    for finding in sorted(findings, key=lambda each: WORST.index(each.status)):
        detail = words.detail(finding.detail)
        figures = [words.figure(name, value) for name, value in finding.figures.items()]
        facts = [_FIRST_STRONG.format(fact) for fact in finding.facts.values()]
        more = " · ".join([*filter(None, figures), *facts])
        lines.append(
            f"[{_MARKS[finding.status]}] {words.check(finding.check)}: {words.states[finding.status]}"
            + (f" ({more})" if more else "")
        )
        if finding.status != "healthy":
            lines.append(f"    {detail.says}")
            if detail.do:
                lines.append("    " + words.words["doctor.do"].replace("{text}", detail.do))
    return "\n".join(lines) + "\n"
