"""Every code a check can say has its words and its advice, in every language; codes come from the code itself."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from mmc_console.client.errors import StoreFault
from mmc_console.client.health_words import ONE_NUMBER, health_words
from mmc_console.client.store.engine import StoreDamaged
from mmc_console.server.store.errors import StoreError
from tests.house.tree import ROOT

SAYING = {"Verdict": 1, "Found": 1, "Finding": 1}
"""What a check says with, and where the code stands in it."""
PLACES = ("mmc_console/server", "mmc_console/doctor", "mmc_console/client/own_health.py", "mmc_console/desktop")
CODE = re.compile(r"[a-z]+(-[a-z]+)*")
LISTED = re.compile(r'"((?:stations|boards|keys|server)-[a-z-]+)"')
"""Codes that stand in tables and conditions before they are said."""
BACKUPS = re.compile(r'"((?:backup|restore|shipping)-[a-z]+(?:-[a-z]+)*)"')
NO_CODES = {"backup-work"}
TOLD_BY_STORES = {"store", "keyring-locked", "store-full", "store-lost", StoreDamaged.code}
LANGUAGES: dict[str, dict[str, Any]] = {
    path.stem.removeprefix("health_"): json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "translations").glob("health_*.json"))
}


def sources() -> Iterator[tuple[str, str]]:
    for place in PLACES:
        path = ROOT / place
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            yield str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")


def said() -> dict[str, str]:
    """Each code, and a file that says it."""
    found: dict[str, str] = {}
    for file, text in sources():
        if "health" not in text:
            continue  # others have things of the same names
        for node in ast.walk(ast.parse(text)):
            name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if name not in SAYING or not isinstance(node, ast.Call):
                continue
            given = [
                *node.args[SAYING[name] : SAYING[name] + 1],
                *(k.value for k in node.keywords if k.arg == "detail"),
            ]
            for part in given:
                for value in ast.walk(part):
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        found[value.value] = file
        if "/health/" in file or "/doctor/" in file:
            found.update(dict.fromkeys(LISTED.findall(text), file))
        if "/server/backups/" in file:  # what keeps a backup from being made is what its check says
            found.update(dict.fromkeys(set(BACKUPS.findall(text)) - NO_CODES, file))
    return found


def classes(kind: type[Exception]) -> Iterator[type[Any]]:
    yield kind
    for below in kind.__subclasses__():
        yield from classes(below)


def every_code() -> set[str]:
    stores = {each.code for each in classes(StoreError)}
    faults = {each.code for each in classes(StoreFault)} & TOLD_BY_STORES
    keys = (ROOT / "mmc_console" / "server" / "keys.py").read_text(encoding="utf-8")
    return {*said(), *stores, *faults, *re.findall(r'"(keys-[a-z]+)"', keys), "writer-ended"}


def test_every_code_has_words_and_advice_in_every_language() -> None:
    codes = every_code()
    assert {"disk-low", "log-gap", "stations-silent", "feed-stuck", "database-busy", "server-away", "no-admin"} <= codes
    assert all(CODE.fullmatch(code) for code in codes), [code for code in codes if not CODE.fullmatch(code)]
    for language in ("ar", "en"):
        words = health_words(language)
        assert codes - words.details.keys() == set(), language
        for code, detail in words.details.items():
            assert detail.says, (language, code)
            assert bool(detail.do) == (code != "ok"), (language, code)


def test_every_check_and_figure_has_its_name() -> None:
    made = (ROOT / "mmc_console" / "server" / "health" / "watch.py").read_text(encoding="utf-8")
    names = {*re.findall(r'^        "([a-z_]+)": ', made, re.MULTILINE), "rounds", "certificate", "plugins"}
    assert {"database", "feed", "consoles"} <= names
    own = {"server", "store", "disk", "keyring", "clock", "version", "printer"}
    for language in ("ar", "en"):
        words = health_words(language)
        assert (names | own) - words.checks.keys() == set()
        assert set(ONE_NUMBER.values()) - words.figures.keys() == set()
        assert words.states.keys() == {"healthy", "degraded", "unhealthy"}
        assert all("{n}" in text for text in words.figures.values())


def test_both_languages_say_the_same_things() -> None:
    assert sorted(LANGUAGES) == ["ar", "en"]
    assert {part: sorted(words) for part, words in LANGUAGES["ar"].items()} == {
        part: sorted(words) for part, words in LANGUAGES["en"].items()
    }


@pytest.mark.parametrize("part", ["checks", "states", "figures", "words", "details"])
def test_no_english_is_left_in_the_arabic(part: str) -> None:
    texts = {
        key: entry if isinstance(entry, str) else " ".join(entry.values())
        for key, entry in LANGUAGES["ar"][part].items()
    }
    left = {key for key, text in texts.items() if re.search("[A-Za-z]{2}", re.sub(r"\{\w+\}", "", text))}
    assert left == set()


def test_a_code_of_a_newer_server_is_shown_by_its_name() -> None:
    words = health_words("ar")
    assert (words.detail("brand-new").says, words.check("brand_new")) == ("brand-new", "brand_new")
    assert words.number_of("brand_new", {"never-heard-of": 3.0}) == ""
