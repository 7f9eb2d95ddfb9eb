"""Keeps Python's search for garbage short: what has outlived one full search is not looked at in the next.

A full search walks through everything the program holds, the whole day's log among it: the window would stand still for
130 ms after 7,000 tickets, and longer each time. Nearly all of it is freed by counting references and needs no search;
a ring of objects that has survived one search and falls apart later stays, and there are few: pages live as long as the
program.
"""

from __future__ import annotations

import gc


def search_only_what_is_new() -> None:
    """From now on, in this process; twice does no harm."""
    if _put_aside not in gc.callbacks:
        gc.callbacks.append(_put_aside)


def _put_aside(phase: str, found: dict[str, int]) -> None:
    if phase == "stop" and found["generation"] == 2:
        gc.freeze()
