"""Every fault of a centre file, each with a code and its place. Nothing is mended silently."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from mmc_console.domain.centre import Center, Words

LOOKALIKES = frozenset("IOQSZBU")
PUBLIC_URL = re.compile(r"https://[^\s/?#@]+/?|http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?/?")
"""Phones install a page from https only, and it lives at the top of its host; plain http is for trying it out here."""
CODE = re.compile(r"[^\s/?#%\x00-\x1f\x7f]{1,40}")
"""What clinics and floors are known by: it stands in addresses, and in lists with spaces between."""
_DAY = 24 * 3600
_RULES_AT_MOST = {
    "near_turn_ahead": 100, "postpone_at_most": 100, "announcements_before_no_show": 100, "undo_minutes": 100,
    "recall_at_most": 100, "requeue_after": 100, "number_wait_seconds": 60, "call_reminder_seconds": _DAY,
    "recall_apart_seconds": _DAY, "no_show_after_seconds": _DAY,
}  # fmt: skip
"""None of them is below 0."""
DAYS = frozenset({"sun", "mon", "tue", "wed", "thu", "fri", "sat"})


class Fault(Struct, frozen=True):
    """One thing wrong with a centre file."""

    code: str
    place: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.code.replace('-', ' ')}" + (f" ({self.value})" if self.value else "")


def check(center: Center) -> list[Fault]:
    """All faults, in the file's order; none means the centre can be published."""
    return [*_site(center), *_clinics(center), *_exams(center), *_rules(center), *_notices(center)]


def is_public_url(text: str) -> bool:
    """Whether phones can be sent to *text*: an https host without a path, or this machine's own."""
    return PUBLIC_URL.fullmatch(text) is not None


def _words(words: Words, languages: tuple[str, ...], place: str) -> Iterator[Fault]:
    for language in languages:
        if not words.get(language, "").strip():
            yield Fault("name-missing", place, language)


def _site(center: Center) -> Iterator[Fault]:
    site = center.center
    try:
        ZoneInfo(site.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        yield Fault("unknown-timezone", "center.timezone", site.timezone)
    hours = {
        "day_starts_at": site.day_starts_at, "opens_at": site.opens_at, "closes_at": site.closes_at,
        "registration.from": site.registration.start, "registration.to": site.registration.to,
    }  # fmt: skip
    for place, text in hours.items():
        try:
            time.fromisoformat(text)
        except ValueError:
            yield Fault("bad-time", f"center.{place}", text)
    for day in site.working_days:
        if day not in DAYS:
            yield Fault("unknown-day", "center.working_days", day)
    if not site.languages:
        yield Fault("no-language", "center.languages")
    for floor in site.floors:
        if not CODE.fullmatch(floor):
            yield Fault("bad-code", "center.floors", floor)
    if site.public_url and not is_public_url(site.public_url):
        yield Fault("bad-address", "center.public_url", site.public_url)
    yield from _words(site.name, site.languages, "center.name")


def _clinics(center: Center) -> Iterator[Fault]:
    if not center.clinics:
        yield Fault("no-clinics", "clinics")
    for code, times in Counter(c.code for c in center.clinics).items():
        if times > 1:
            yield Fault("doubled-code", "clinics", code)
    for letter, times in Counter(c.letter for c in center.clinics).items():
        if times > 1:
            yield Fault("doubled-letter", "clinics", letter)
    for clinic in center.clinics:
        place = f"clinics.{clinic.code}"
        if not CODE.fullmatch(clinic.code):
            yield Fault("bad-code", "clinics", clinic.code)
        if len(clinic.letter) != 1 or not clinic.letter.isascii() or not clinic.letter.isupper():
            yield Fault("bad-letter", place, clinic.letter)
        elif clinic.letter in LOOKALIKES:
            yield Fault("lookalike-letter", place, clinic.letter)
        if clinic.floor not in center.center.floors:
            yield Fault("unknown-floor", place, clinic.floor)
        if not clinic.rooms:
            yield Fault("no-rooms", place)
        for no, times in Counter(r.no for r in clinic.rooms).items():
            if times > 1:
                yield Fault("doubled-room", place, str(no))
        if not 10 <= clinic.service_seconds <= 4 * 3600:
            yield Fault("bad-service-time", place, str(clinic.service_seconds))
        yield from _words(clinic.name, center.center.languages, f"{place}.name")


def _exams(center: Center) -> Iterator[Fault]:
    known = {c.code: c for c in center.clinics}
    for exam_code, times in Counter(e.code for e in center.exam_types).items():
        if times > 1:
            yield Fault("doubled-code", "exam_types", exam_code)
    for exam in center.exam_types:
        place = f"exam_types.{exam.code}"
        yield from _words(exam.name, center.center.languages, f"{place}.name")
        if not exam.pathways.men and not exam.pathways.women:
            yield Fault("no-pathway", place)
        for who, stages in (("men", exam.pathways.men), ("women", exam.pathways.women)):
            seen: set[str] = set()
            for i, stage in enumerate(stages):
                here = f"{place}.pathways.{who}[{i}]"
                if not stage:
                    yield Fault("empty-stage", here)
                for stop in stage:
                    if stop not in known:
                        yield Fault("unknown-clinic", here, stop)
                    elif who == "men" and known[stop].admits == "women":
                        yield Fault("womens-stop-in-mens-path", here, stop)
                    if stop in seen:
                        yield Fault("doubled-stop", here, stop)
                    seen.add(stop)


def _rules(center: Center) -> Iterator[Fault]:
    rules = center.rules
    a, b = rules.priority_share
    if not 0 < a < b:
        yield Fault("bad-share", "rules.priority_share", f"{a} of {b}")
    for name, most in _RULES_AT_MOST.items():
        if not 0 <= getattr(rules, name) <= most:
            yield Fault("out-of-range", f"rules.{name}", str(getattr(rules, name)))
    if not 1 <= rules.kiosk_per_minute <= 100:
        yield Fault("out-of-range", "rules.kiosk_per_minute", str(rules.kiosk_per_minute))
    if rules.announcements_before_no_show < 1:
        yield Fault("out-of-range", "rules.announcements_before_no_show", "0")


def _notices(center: Center) -> Iterator[Fault]:
    known = {c.code for c in center.clinics}
    for i, notice in enumerate(center.notices.before_stage):
        for code in notice.stage_has:
            if code not in known:
                yield Fault("unknown-clinic", f"notices.before_stage[{i}]", code)
