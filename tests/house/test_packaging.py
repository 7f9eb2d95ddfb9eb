"""What is installed is locked, what can be typed is the same everywhere, and what the documents point at exists."""

from __future__ import annotations

import re
import tomllib

import make
from tests.house.tree import ROOT, files

LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
BLOCK = re.compile(r"^([a-z0-9-]+)==\S+.*?(?=^[a-z0-9]|\Z)", re.MULTILINE | re.DOTALL)


def test_every_locked_file_is_known_by_its_hash() -> None:
    blocks = {match[1]: match[0] for match in BLOCK.finditer(LOCK)}
    assert len(blocks) > 40
    assert [name for name, block in blocks.items() if "--hash=sha256:" not in block] == []


def test_no_address_stands_in_the_lock() -> None:
    assert re.findall(r"\w+://\S+", LOCK) == []


def test_the_lock_holds_everything_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = {re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0].lower() for line in asked}
    assert names - {match[1] for match in BLOCK.finditer(LOCK)} == set()


def test_make_and_make_py_know_the_same_words() -> None:
    (targets,) = re.findall(r"^TARGETS = (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert targets.split() == list(make.STEPS)


def test_the_folder_packaging_hides_no_package_of_that_name() -> None:
    """With an __init__.py it would stand before the library `packaging`, which pytest itself imports."""
    assert "packaging/__init__.py" not in files()


def test_links_between_documents_lead_somewhere() -> None:
    links = [
        (name, target)
        for name in files()
        if name.endswith(".md")
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", (ROOT / name).read_text(encoding="utf-8"))
    ]
    assert [link for link in links if not (ROOT / link[0]).parent.joinpath(link[1]).exists()] == []
