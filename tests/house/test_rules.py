"""The whole project keeps the house rules, and each rule finds the fault it is there for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.rules import RULES, faults
from tests.house.tree import ROOT, Source, files, sources

TOP = {
    ".ci", ".gitattributes", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "bench", "docs",
    "make.py", "mmc_console", "packaging", "pyproject.toml", "requirements.txt", "resources", "tests", "translations",
}  # fmt: skip
LARGEST = 2_000_000
"""Bytes of one file; whoever adds a larger one decides where it lives first."""

BROKEN = {
    "length": ("mmc_console/domain/order.py", "\n" * 401),
    "names": ("mmc_console/server/utils.py", "def handle_it(): ...\nclass PeopleManager: ..."),
    "modal": ("mmc_console/desktop/shell/sheet.py", "dialog.exec()"),
    "ended": ("mmc_console/desktop/shell/sheet.py", "self._form.removeRow(0)"),
    "tasks": ("mmc_console/server/feed.py", "asyncio.create_task(follow())"),
    "slots": ("mmc_console/desktop/shell/bar.py", "@asyncSlot()\nasync def press(): ..."),
    "sleeping": ("tests/unit/test_feed.py", "await asyncio.sleep(0.1)"),
    "clock": ("mmc_console/server/writer.py", "now = datetime.now(UTC)"),
    "swallowed": ("mmc_console/client/sync.py", "with contextlib.suppress(Exception): send()"),
    "pure": ("mmc_console/domain/order.py", "from mmc_console.wire import json"),
    "reasons": ("mmc_console/client/live.py", "import httpx  # type: ignore[import]"),
    "untold": ("mmc_console/desktop/shell/bar.py", "f\"{self.tr('Show')} F5\""),
}
KEPT = {
    "tasks": ("mmc_console/desktop/main.py", "group.create_task(follow())"),
    "tasks elsewhere": ("mmc_console/server/feed.py", "self._loop = asyncio.create_task(follow())"),
    "sleeping": ("tests/unit/test_feed.py", "await asyncio.sleep(0)"),
    "clock": ("mmc_console/server/clock.py", "now = datetime.now(UTC)"),
    "names": ("mmc_console/desktop/kit/rows.py", "def data(self, index, role): ..."),
    "untold": ("mmc_console/desktop/shell/bar.py", "f\"{place} · \" + self.tr('Show')"),
    "reasons": ("mmc_console/client/live.py", "import x  # type: ignore[import-untyped]  # it carries no types"),
    "swallowed": (
        "mmc_console/client/sync.py",
        "# house(swallowed): nothing is left to tell it to\nsuppress(Exception)",
    ),
}


def test_the_project_keeps_its_rules() -> None:
    found = [str(fault) for source in sources() for fault in faults(source)]
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def test_a_task_of_the_desktop_belongs_to_its_runtime() -> None:
    found = faults(_source("mmc_console/desktop/clinic/view.py", "self._job = asyncio.ensure_future(follow())"))
    assert [fault.rule for fault in found] == ["tasks"]


@pytest.mark.parametrize("rule", [rule.__name__ for rule in RULES])
def test_each_rule_finds_its_fault(rule: str) -> None:
    path, text = BROKEN[rule]
    assert {fault.rule for fault in faults(_source(path, text))} == {rule}


@pytest.mark.parametrize("way", KEPT)
def test_each_rule_lets_the_right_way_pass(way: str) -> None:
    path, text = KEPT[way]
    assert faults(_source(path, text)) == []


def test_an_exemption_that_nothing_needs_is_a_fault() -> None:
    text = "pass  # house(sleeping): there was a reason once\n"
    assert [fault.what for fault in faults(Source("tests/x.py", text))] == ["an exemption nothing needs"]


def test_only_known_entries_stand_at_the_top() -> None:
    assert {name.split("/")[0] for name in files()} - TOP == set()


def test_no_file_is_too_large() -> None:
    assert [name for name in files() if (ROOT / name).stat().st_size > LARGEST] == []


def test_no_address_of_a_machine_or_a_registry() -> None:
    """Where somebody works and what they install from is nobody else's business, and works nowhere else."""
    places = [re.escape(str(place)) for place in (ROOT, ROOT.parent, Path.home()) if len(place.parts) > 1]
    private = re.compile(
        rf"(?<![\w.:/-])(?:{'|'.join(places)})/|--(?:extra-)?index-url[ =]|^index-url\s*=", re.MULTILINE
    )
    found = []
    for name in files():
        text = (ROOT / name).read_bytes().decode("utf-8", "replace")
        found += [f"{name}: {match[0]}" for match in private.finditer(text) if "\0" not in text]
    assert found == []


def _source(path: str, text: str) -> Source:
    """A file as it could stand; `await` and `with` outside a function parse when wrapped in one."""
    return (
        Source(path, "async def main():\n" + "\n".join("    " + line for line in text.splitlines()))
        if (text.startswith(("await", "with")))
        else Source(path, text)
    )
