"""Python's search for garbage, on the window's thread only, in small steps, and never through what has stayed before.

Python searches wherever an object happens to be made: in a thread that waits for a password or the disk too, and there
it would end closed dialogs, whose Qt halves may end on the window's thread only; the program would crash. So nothing is
searched by itself, and a timer does it.

A full search walks through everything the program holds, the whole day's log among it: the window would stand still for
130 ms after 7,000 tickets, and longer each time. Nearly all of it is freed by counting references and needs no search;
a ring of objects that has survived one full search and falls apart later stays, and there are few: pages live as long
as the program.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QTimer

EVERY_MS = 250


class Searching:
    """From now on, in this process, until `stop`. Needs the application, and its loop to run."""

    def __init__(self) -> None:
        self._timer = QTimer(QCoreApplication.instance())
        self._timer.setObjectName("garbage")
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._was = gc.isenabled()
        gc.disable()

    def look(self) -> None:
        """Search as far as Python itself would by now: what is new, and seldom what has stayed a little."""
        counts, limits = gc.get_count(), gc.get_threshold()
        if counts[0] <= limits[0]:
            return
        generation = 0 if counts[1] <= limits[1] else 1 if counts[2] <= limits[2] else 2
        gc.collect(generation)
        if generation == 2:
            gc.freeze()

    def stop(self) -> None:
        """Python searches by itself again."""
        self._timer.stop()
        self._timer.deleteLater()
        if self._was:
            gc.enable()
