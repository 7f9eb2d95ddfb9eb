"""The first window must not wait for what it does not show."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("httpx", "keyring", "sqlalchemy", "litestar", "cryptography", "numpy", "segno", "argon2")


def test_the_kit_and_the_shell_import_nothing_heavy() -> None:
    code = (
        "import sys, mmc_console.desktop.shell.screen, mmc_console.desktop.runtime, mmc_console.desktop.failures;"
        f"print(sorted(set(m.split('.')[0] for m in sys.modules) & set({HEAVY!r})))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == "[]"
