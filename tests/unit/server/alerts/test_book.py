"""Alerts: one for each thing, told once, over by itself, taken by somebody, put off, and back within the quiet time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_console.server.alerts.book import Book
from mmc_console.server.alerts.outbox import Outbox
from mmc_console.server.alerts.rules import KINDS, Condition, Facts, Key, Look, Rates, conditions
from mmc_console.server.alerts.settings import AlertSettings
from mmc_console.wire.alert_words import HOLES, LANGUAGES, PARTS, holes, say, templates
from mmc_console.wire.alerts import Alert, Severity
from tests.guards import ExpectedLogs

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
SETTINGS = AlertSettings(calm_minutes=2, quiet_minutes=15)


def minutes(count: float) -> datetime:
    return NOW + timedelta(minutes=count)


def disk(severity: Severity = "warning", detail: str = "disk-low") -> Condition:
    return Condition(key=Key("disk"), severity=severity, detail=detail)


class Told:
    """A book, and what it would send out."""

    def __init__(self) -> None:
        self.outbox = Outbox()
        self.book = Book(self.outbox)

    def settle(self, at: float, *found: Condition) -> Alert | None:
        self.book.settle(found, SETTINGS, minutes(at))
        return next(iter(self.book.open()), None)

    def said(self) -> list[str]:
        return [message.state for message in self.outbox.waiting(())]


@pytest.fixture
def told(expected_logs: ExpectedLogs) -> Told:
    expected_logs.expect("mmc_console.server.alerts.book: alert .* raised")
    return Told()


def test_what_goes_on_is_one_alert_and_is_told_once(told: Told) -> None:
    first = told.settle(0, disk())
    assert first is not None
    for at in range(1, 30):
        (again,) = (told.settle(at, disk()),)
        assert again is not None
        assert (again.id, again.last) == (first.id, minutes(at))
    assert (len(told.book.open()), told.said()) == (1, ["raised"])


def test_it_is_over_when_its_cause_was_gone_for_long_enough(told: Told) -> None:
    told.settle(0, disk())
    assert told.settle(1) is not None
    assert told.settle(2, disk()) is not None, "it was back: the time begins anew"
    assert told.settle(3) is not None
    assert told.settle(4) is not None
    assert told.settle(5) is None
    (over,) = told.book.closed()
    assert (over.ended, told.said()) == (minutes(5), ["raised", "resolved"])
    assert [step.what for step in over.history] == ["raised", "resolved"]


def test_what_comes_back_soon_goes_on_as_it_was_and_nobody_is_told_anew(
    told: Told, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("alert .* again")
    first = told.settle(0, disk())
    told.settle(1), told.settle(4)
    assert told.settle(10) is None
    back = told.settle(12, disk())
    assert first is not None
    assert back is not None
    assert (back.id, back.count, told.book.closed()) == (first.id, 2, ())
    assert told.said() == ["raised", "resolved"]
    told.settle(13), told.settle(16)
    new = told.settle(40, disk())
    assert new is not None
    assert new.id != first.id
    assert told.said() == ["raised", "resolved", "resolved", "raised"]


def test_worse_is_told_and_wants_a_new_owner_and_better_is_not(told: Told, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("alert .* worse")
    first = told.settle(0, disk())
    assert first is not None
    told.book.acknowledge(first.id, "Huda", "moving backups", minutes(1))
    told.book.snooze(first.id, "Huda", 60, minutes(1))
    worse = told.settle(2, disk("severe", "disk-full"))
    assert worse is not None
    assert (worse.severity, worse.owner, worse.state(minutes(2)), worse.note) == (
        "severe",
        "",
        "open",
        "moving backups",
    )
    better = told.settle(3, disk())
    assert better is not None
    assert (better.severity, told.said()) == ("warning", ["raised", "worse"])
    assert [step.what for step in better.history] == ["raised", "acknowledged", "snoozed", "worse", "better"]


def test_one_that_was_put_off_says_nothing_until_then(told: Told) -> None:
    first = told.settle(0, disk())
    assert first is not None
    later = told.book.snooze(first.id, "Huda", 60, minutes(1))
    assert later is not None
    assert [later.state(minutes(at)) for at in (1, 60, 61)] == ["snoozed", "snoozed", "open"]
    spoken = told.book.snooze(first.id, "Huda", 0, minutes(2))
    assert spoken is not None
    assert spoken.state(minutes(2)) == "open"
    assert told.book.acknowledge("nowhere", "Huda", "", NOW) is None
    told.settle(10), told.settle(20)
    assert told.book.acknowledge(first.id, "Huda", "", minutes(21)) is None, "it is over"


def test_what_happened_once_waits_until_somebody_has_seen_it(expected_logs: ExpectedLogs) -> None:
    told = Told()
    event = Condition(key=Key("restored"), severity="info")
    first = told.settle(0, event)
    assert first is not None
    assert told.settle(600) is not None
    told.book.acknowledge(first.id, "Huda", "", minutes(601))
    assert told.settle(602) is None
    told.settle(700, event)
    assert told.settle(700 + 24 * 60) is None, "or a day has passed"


def test_what_was_kept_is_taken_up_and_only_changes_are_written(told: Told) -> None:
    first = told.settle(0, disk())
    assert first is not None
    assert [alert.id for alert in told.book.changed()] == [first.id]
    told.book.written(told.book.changed())
    told.settle(0.5, disk())
    assert told.book.changed() == (), "once a minute is enough"
    told.settle(1.5, disk())
    (kept,) = told.book.changed()
    other = Told()
    other.book.load([kept])
    again = other.settle(2, disk())
    assert again is not None
    assert (again.id, other.said()) == (first.id, []), "a new start tells nobody again"


# -- the rules ------------------------------------------------------------------------------------------


def found(facts: Facts, *standing: Key) -> dict[Key, Condition]:
    return {each.key: each for each in conditions(facts, SETTINGS, standing)}


def test_a_check_is_its_own_kind_and_an_unknown_one_is_told_by_its_name() -> None:
    looks = (
        Look("database", "unhealthy", "disk-failed"), Look("disk", "degraded", "disk-low"),
        Look("clock", "healthy", "ok"),
        Look("espresso", "degraded", "no-beans"), Look("consoles", "degraded", "silent", ("RECEPTION-2",)),
    )  # fmt: skip
    there = found(Facts(looks=looks))
    assert {key: (each.severity, each.detail) for key, each in there.items()} == {
        Key("database"): ("severe", "disk-failed"), Key("disk"): ("warning", "disk-low"),
        Key("health", "espresso"): ("warning", "no-beans"), Key("consoles"): ("warning", "silent"),
    }  # fmt: skip
    assert there[Key("consoles")].names == ("RECEPTION-2",)


@pytest.mark.parametrize(
    ("rates", "open", "severity"),
    [
        (Rates(49, 49, 9_000), False, None), (Rates(1_000, 19, 10), False, None),
        (Rates(1_000, 20, 10), False, "warning"), (Rates(1_000, 17, 10), True, "warning"),
        (Rates(1_000, 15, 10), True, None), (Rates(1_000, 100, 10), False, "severe"),
    ],
)  # fmt: skip
def test_faults_are_told_from_a_rate_on_and_over_a_fifth_below(rates: Rates, open: bool, severity: str | None) -> None:
    there = found(Facts(rates=rates), *([Key("errors")] if open else []))
    assert (there[Key("errors")].severity if Key("errors") in there else None) == severity


def test_slow_answers_and_guesses_have_their_limits() -> None:
    assert Key("slow") not in found(Facts(rates=Rates(100, 0, 200)))
    assert found(Facts(rates=Rates(100, 0, 201)))[Key("slow")].figures == {"ms": 201, "limit": 200}
    assert Key("slow") in found(Facts(rates=Rates(100, 0, 170)), Key("slow"))
    assert Key("guessing") not in found(Facts(refused=19))
    assert found(Facts(refused=20))[Key("guessing")].figures == {"count": 20}
    assert Key("guessing") in found(Facts(refused=16), Key("guessing"))
    assert found(Facts(restored=1))[Key("restored")].severity == "info"


# -- the words ------------------------------------------------------------------------------------------


def test_every_kind_has_words_in_every_language_with_the_same_holes() -> None:
    for language in LANGUAGES:
        words = templates(language)
        assert set(words) == KINDS
        for kind, texts in words.items():
            assert tuple(texts) == PARTS
            assert holes(texts["title"]) <= HOLES.get(kind, frozenset()) | {"detail"}, (kind, language)
            assert not holes(texts["effect"]) | holes(texts["advice"])
            assert all(texts.values())
    for kind in KINDS:
        titles = [holes(templates(language)[kind]["title"]) for language in LANGUAGES]
        assert titles[0] == titles[1], kind
        arabic = templates("ar")[kind]
        for text in arabic.values():
            plain = text.replace("center.db", "")
            for hole in holes(text):
                plain = plain.replace(f"{{{hole}}}", "")
            assert not any(ch.isascii() and ch.isalpha() for ch in plain), text


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from([*sorted(KINDS), "unheard-of"]))
def test_whatever_an_alert_holds_it_can_be_said(about: str, detail: str, kind: str) -> None:
    alert = Alert(id="1", kind=kind, about=about, severity="warning", detail=detail, began=NOW, last=NOW)
    for language in (*LANGUAGES, "fr"):
        assert all(say(alert, language))


def test_a_clock_that_is_put_back_neither_silences_an_alert_nor_keeps_it_open(told: Told) -> None:
    told.settle(0, disk())
    told.settle(1)
    told.settle(-600)
    assert told.settle(-597.9) is None, "calm for two minutes, by the clock there is now"
    assert told.said() == ["raised", "resolved"]
    told.settle(600, disk())
    told.settle(601)
    told.settle(604)
    told.settle(-60, disk())
    assert told.said()[-1] == "raised", "ended in the future is not ended just now"
