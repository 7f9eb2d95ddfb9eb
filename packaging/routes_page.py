"""Writes docs/routes.md, who may ask what, from the table the server checks; `--check`: is it current?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from mmc_console.domain.permissions import Role  # noqa: E402 - from this checkout
from mmc_console.server.http import guards  # noqa: E402 - from this checkout

PAGE = ROOT / "docs" / "routes.md"

HEAD = """\
# Who may ask what

This page is written from the table in `mmc_console/server/http/guards.py` by `python packaging/routes_page.py`; a test
fails when it is out of date, and others ask every route of it in every role. A route that is not in the table is
answered to nobody, and the server refuses to start with one.

*everybody* needs no sign-in: health, the patient's own page with its secret, sign-in itself. A console's own credential
may send actions, say how it is, and nothing else. Before a generated password is changed nothing is answered but who
one is, the change and the sign-out. Which people, visits and clinics somebody sees inside a route follows from their
roles and clinics ([rules](rules.md)); nothing in a request can name another centre.

"""


def table() -> str:
    """Every route against every role, by path."""
    roles: tuple[Role, ...] = get_args(Role)
    head = "| route | everybody | " + " | ".join(roles) + " |\n|---|---|" + "---|" * len(roles)
    rows = []
    for (method, path), allowed in sorted(guards.ROUTES.items(), key=lambda route: (route[0][1], route[0][0])):
        public = allowed == guards.PUBLIC
        cells = ["yes" if public else "", *("yes" if not public and role in allowed else "" for role in roles)]
        rows.append(f"| `{method} {path}` | " + " | ".join(cells) + " |")
    return "\n".join((head, *rows)) + "\n"


def page() -> str:
    """The whole page as it should be."""
    return HEAD + table()


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` say whether it is current."""
    if "--check" in arguments:
        current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
        print("docs/routes.md is current" if current else "out of date: run python packaging/routes_page.py")
        return 0 if current else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
