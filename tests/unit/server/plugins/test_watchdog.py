"""The thread that ends what takes too long ends itself, whenever it is told to."""

from __future__ import annotations

from mmc_console.server.plugins.watchdog import Watchdog


def test_closed_in_the_moment_it_goes_to_rest_it_ends() -> None:
    """Told between its look at the limit and its rest, it rested for ever, and whoever had told it waited for it."""
    dog = Watchdog("watch-test", lambda: None)
    rest = dog._work.clear

    def clear() -> None:
        dog._closed.set()
        dog._work.set()
        rest()

    dog._work.clear = clear  # type: ignore[method-assign]  # what comes between two lines of another thread
    with dog.limit(60.0):
        pass
    dog._thread.join(2.0)
    alive = dog._thread.is_alive()
    dog._work.set()  # where it rests all the same, nothing is left behind
    dog._thread.join()
    assert not alive
