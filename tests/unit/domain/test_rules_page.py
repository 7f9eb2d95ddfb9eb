"""The page of the rules says what the code says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from mmc_console.domain import cells

ROOT = Path(__file__).resolve().parents[3]


def test_page_is_current() -> None:
    found = subprocess.run(
        [sys.executable, "packaging/rules_page.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_page_holds_the_table_of_cells() -> None:
    assert cells.markdown() in (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
