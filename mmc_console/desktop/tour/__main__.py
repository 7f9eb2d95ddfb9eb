"""`python -m mmc_console.desktop.tour --out docs/pictures`: all pictures of a console, its board, and a kiosk."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from mmc_console.desktop.app import App
from mmc_console.desktop.failures import Failures
from mmc_console.desktop.garbage import Searching
from mmc_console.desktop.loop import application
from mmc_console.desktop.opening import Start
from mmc_console.desktop.tour.backups import backups
from mmc_console.desktop.tour.board import picture_board
from mmc_console.desktop.tour.figures import picture_figures
from mmc_console.desktop.tour.kiosk import kiosk_pictures
from mmc_console.desktop.tour.paper import paper
from mmc_console.desktop.tour.places import places
from mmc_console.desktop.tour.reports import picture_reports
from mmc_console.desktop.tour.users import picture_users
from mmc_console.desktop.tour.walk import PASSWORD, Tour
from mmc_console.desktop.tour.watch import watching


async def walk(app: QApplication, out: Path) -> list[Path]:
    """All pictures, written into *out*."""
    folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="mmc-tour-"))
    profile = folder / "profile"
    profile.mkdir()
    failures = Failures()
    failures.install_loop(asyncio.get_running_loop())
    start = Start(
        profile, profile / "settings.json", language="ar", default_folder=folder / "centre",
        sealed=folder / "keys.json",
    )  # fmt: skip
    console = App(app, start, failures)
    tour = Tour(console, out)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(console.run(), name="console")
        try:
            await asyncio.sleep(0.2)
            await tour.first_run()
            await _fill(console)
            wizard = console.first_run
            assert wizard is not None
            wizard.presenter.go_on()
            await tour.until(lambda: console.gateway is not None or console.keys.screen is not None, "the keys")
            await tour.passphrase()
            await tour.until(lambda: console.sign_in is not None and console.gateway is not None, "the store is open")
            await tour.sign_in()
            await tour.reception()
            await paper(tour, console, out)
            await tour.today()
            await tour.shell()
            await tour.clinic()
            await tour.my_day()
            await places(tour, console)
            await watching(tour, console)
            tour.pictures += await picture_board(console, out)
            await picture_figures(tour, console)
            await picture_reports(tour, console)
            await tour.lock()
            await picture_users(tour, console)
            await backups(tour, console)
            await tour.decisions()
            await tour.offline()
        finally:
            console.closing.set()
            await running
    kiosk = await kiosk_pictures(app, out, folder)
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    return [*tour.pictures, *kiosk]


async def _fill(console: App) -> None:
    from mmc_console.desktop.setup import fill_with_sample

    assert console.setup is not None
    assert console.setup.server is not None
    await fill_with_sample(console.setup.server.url, PASSWORD)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/pictures"), help="where (default: %(default)s)")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    app = application()
    searching = Searching()  # as in the program: within a change of the look it would end widgets Qt is walking over
    with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
        pictures = runner.run(walk(app, args.out))
    searching.stop()
    sys.stdout.write(f"{len(pictures)} pictures in {args.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
