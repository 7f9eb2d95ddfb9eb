"""How long a ticket takes from its number to the printer: a real console, a real server, a printer's port on this PC.

`python -m bench.printing_bench`. Knows the console only through its pages of `tests/e2e`.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench.server_bench import percentile
from bench.table import Row, show
from tests.e2e.centre import PASSWORD, Centre
from tests.e2e.console import Console
from tests.e2e.pages import NAME, NUMBER, Reception
from tests.paper_parts import NetworkPrinter

PEOPLE = 30


def measured(people: int = PEOPLE) -> list[Row]:
    """Number on the screen → first byte of the ticket at the printer, and F2 → there; the rows of the table."""
    with ExitStack() as closing:
        place = Path(closing.enter_context(tempfile.TemporaryDirectory()))
        printer = NetworkPrinter()
        closing.callback(printer.close)
        centre = Centre(place)
        centre.start()
        closing.callback(centre.stop)
        centre.add_user("noora", "reception")
        settings = {"printer": {"kind": "network", "target": printer.address, "width": 80}}
        console = Console(place, "reception", centre.url, settings=settings)
        closing.callback(console.close)
        console.sign_in("noora", PASSWORD)
        reception = Reception(console)
        from_number, from_press = [], []
        for n in range(people):
            name = f"سالم {n}"
            reception.fill(f"{29_000_000 + n}", name)
            at = reception.issue()
            number = reception.row(lambda row, name=name: row[NAME] == name and row[NUMBER][-1].isdigit(), since=at)  # type: ignore[misc]  # the default argument binds the loop's own value
            printer.paper(n)
            from_number.append((printer.began[n] - number.at) / 1e9)
            from_press.append((printer.began[n] - at) / 1e9)
    return [
        (f"{people} tickets: number painted → first byte at the printer, p50 / p95", _pair(from_number), ""),
        (f"{people} tickets: F2 → first byte at the printer, p50 / p95", _pair(from_press), ""),
    ]


def _pair(took: list[float]) -> str:
    return f"{percentile(took, 0.5):.0f} / {percentile(took, 0.95):.0f} ms"


if __name__ == "__main__":
    show(measured())
