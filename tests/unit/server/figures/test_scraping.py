"""The token of a monitoring program, made by two at once."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest

from mmc_console.server.auth.faults import NotAuthenticated
from mmc_console.server.figures.scraping import Scraping
from mmc_console.server.store.migrate import migrate
from tests.server.auth_parts import HandClock, opened


def test_of_two_that_are_made_at_once_the_one_that_is_kept_is_let_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path, tables=False) as (database, _):
        clock, made = HandClock(), list[str]()
        migrate(database, clock.now())
        scraping, again = Scraping(database, clock), Scraping(database, clock)
        take = scraping._take
        other = Thread(target=lambda: made.append(scraping.make()))

        def meanwhile(hashed: bytes, at: int) -> None:
            if other.ident is None:
                other.start()
                other.join(0.2)  # it is done by now, or waits
            take(hashed, at)

        monkeypatch.setattr(scraping, "_take", meanwhile)
        first = scraping.make()
        other.join(10)
        again.load()  # as the next start does
        for each in (scraping, again):
            each.check(made[0])
            with pytest.raises(NotAuthenticated):
                each.check(first)
