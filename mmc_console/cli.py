"""The command line: says what can be started and with what, then hands over.

Each command imports its program only when it is run, so that `--help` answers at once and the console's first window
waits for nothing it does not need. No command does its work here.
"""

from __future__ import annotations

import _thread
import argparse
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from mmc_console import __version__, cli_backups, cli_keys

_STOPPED_BY_KEYBOARD = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command in *argv* (without the program's name); the console when none is named. Returns the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    if not given or (given[0].startswith("-") and given[0] not in ("-h", "--help", "--version")):
        given.insert(0, "console")
    args = _parser().parse_args(given)
    try:
        code: int = args.run(args)
    except KeyboardInterrupt:
        return _STOPPED_BY_KEYBOARD
    except BrokenPipeError:
        # whoever read our output has gone; keep Python from complaining once more while it exits
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _console(args: argparse.Namespace) -> int:
    from mmc_console.desktop.main import run

    return run(args)


def _serve(args: argparse.Namespace) -> int:
    from mmc_console.server.main import serve

    if args.stop_with_stdin:
        threading.Thread(target=_stop_with_stdin, name="stdin", daemon=True).start()
    return serve(args)


def _stop_with_stdin() -> None:
    """Stop this process in order once standard input closes: whoever started it has gone, however that ended."""
    while os.read(0, 1024):  # not sys.stdin: a thread inside its lock would make the exit fail
        pass
    if sys.platform == "win32":
        _thread.interrupt_main()
    else:
        os.kill(os.getpid(), signal.SIGTERM)


def _users_add(args: argparse.Namespace) -> int:
    from mmc_console.server.users_cli import add

    return add(args)


def _plugins(args: argparse.Namespace) -> int:
    from mmc_console.server.plugins_cli import run

    return run(args)


def _boards_code(args: argparse.Namespace) -> int:
    from mmc_console.server.boards_cli import code

    return code(args)


def _boards_show(args: argparse.Namespace) -> int:
    from mmc_console.server.boards_cli import show

    return show(args)


def _boards_remove(args: argparse.Namespace) -> int:
    from mmc_console.server.boards_cli import remove

    return remove(args)


def _users_change(args: argparse.Namespace) -> int:
    from mmc_console.server.users_cli import change

    return change(args)


def _users_list(args: argparse.Namespace) -> int:
    from mmc_console.server.users_cli import list_people

    return list_people(args)


def _devices_list(args: argparse.Namespace) -> int:
    from mmc_console.server.users_cli import list_consoles

    return list_consoles(args)


def _devices_revoke(args: argparse.Namespace) -> int:
    from mmc_console.server.users_cli import revoke

    return revoke(args)


def _replay(args: argparse.Namespace) -> int:
    from mmc_console.replay.main import run

    return run(args)


def _doctor(args: argparse.Namespace) -> int:
    from mmc_console.doctor.main import run

    return run(args)


def _parser() -> argparse.ArgumentParser:
    from mmc_console.server.patients_args import add_patients

    parser = argparse.ArgumentParser(
        prog="mmc-console",
        description="Takes a patient from the door to the last clinic. Without a command it opens the console.",
    )
    parser.add_argument("--version", action="version", version=f"mmc-console {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_console(
        commands.add_parser("console", help="open the console, a --board or a --kiosk (what happens without a command)")
    )
    _add_serve(commands.add_parser("serve", help="run a centre's server"))
    _add_users(commands.add_parser("users", help="people who may sign in"))
    _add_plugins(commands.add_parser("plugins", help="what a centre has hooked in: list, switch on and off, grant"))
    _add_boards(commands.add_parser("boards", help="the screens of the waiting rooms"))
    _add_devices(commands.add_parser("devices", help="consoles that were let in"))
    add_patients(commands.add_parser("patients", help="what is known of patients: make one nameless"))
    cli_backups.add_restore(
        commands.add_parser("restore", help="put a centre back to an earlier moment, also on a new machine")
    )
    cli_backups.add_backup(
        commands.add_parser("backup", help="take a backup of a centre now, also while its server runs")
    )
    cli_backups.add_verify(
        commands.add_parser("verify", help="check a backup: unpack it into a scratch place and examine it")
    )
    cli_backups.add_backup_key(
        commands.add_parser("backup-key", help="the backup key: its recovery copy, once; a new one")
    )
    cli_keys.add_audit(commands.add_parser("audit", help="check the record of who did and read what"))
    cli_keys.add_keys(commands.add_parser("keys", help="the server's keys: list, exchange, copy for the safe"))
    _add_doctor(commands.add_parser("doctor", help="check everything a support call would ask, and say what to do"))
    _add_replay(commands.add_parser("replay", help="drive a recorded day through a server and print its figures"))
    return parser


def _add_console(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", metavar="DIR", type=Path, help="where this desk keeps its work")
    parser.add_argument("--server", metavar="URL", help="join this server instead of the one this desk remembers")
    parser.add_argument("--page", metavar="NAME", help="open this page instead of the role's own")
    parser.add_argument("--language", choices=("ar", "en"), help="start in this language; default: the last one")
    board = parser.add_argument_group("waiting room")
    board.add_argument("--board", action="store_true", help="be a waiting room's board instead of a console")
    board.add_argument("--screen", metavar="NAME", help="the screen to fill, by name or number (1 is the first)")
    board.add_argument("--still", action="store_true", help="nothing flashes on this board")
    board.add_argument("--recordings", metavar="DIR", type=Path, help="the centre's own recordings for the voice")
    kiosk = parser.add_argument_group("kiosk")
    kiosk.add_argument("--kiosk", action="store_true", help="be a kiosk at which people register themselves")
    kiosk.add_argument(
        "--printer", metavar="KIND:TARGET",
        help="its ticket printer from now on: network:ADDRESS, device:FILE, system:NAME, pdf:FOLDER or none",
    )  # fmt: skip
    kiosk.add_argument("--paper", type=int, choices=(80, 58), default=80, help="width of its roll in mm (default: 80)")
    parser.set_defaults(run=_console)


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Creates what is missing in DIR, then prints `ready URL` when it answers. SIGTERM stops it in order. "
        "Without --cert and --key it listens on this PC only."
    )
    parser.add_argument("--data", metavar="DIR", type=Path, required=True, help="the centre's database and keys")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=8765, help="port; 0 takes a free one (default: %(default)s)")
    parser.add_argument("--center", metavar="FILE", type=Path, help="the centre to load on first start")
    parser.add_argument("--cert", metavar="FILE", type=Path, help="certificate chain for TLS, PEM")
    parser.add_argument("--key", metavar="FILE", type=Path, help="the certificate's private key, PEM")
    parser.add_argument(
        "--public-url",
        metavar="URL",
        help="where patients' phones reach this server, for papers",
    )
    parser.add_argument("--stop-with-stdin", action="store_true", help="stop when standard input closes")
    parser.set_defaults(run=_serve)


def _add_users(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = actions.add_parser("add", help="add a person who may sign in")
    add.description = "Reads the password from standard input. Works beside a running server and takes effect at once."
    add.add_argument("name", metavar="NAME", help="what the person types to sign in")
    add.add_argument("--role", metavar="ROLE", action="append", required=True, help="may be given several times")
    add.add_argument("--clinic", metavar="CODE", action="append", default=[], help="a clinic the roles hold for")
    add.add_argument("--display-name", metavar="TEXT", help="the name others see; default: NAME")
    add.add_argument("--first-password", action="store_true", help="they must choose their own at first sign-in")
    add.add_argument("--data", metavar="DIR", type=Path, required=True, help="the server's folder")
    add.set_defaults(run=_users_add)
    change = actions.add_parser("change", help="other roles or clinics for a person, or no more access")
    change.description = "What is not named stays. True at the person's next request, also beside a running server."
    change.add_argument("name", metavar="NAME", help="what the person types to sign in")
    change.add_argument("--role", metavar="ROLE", action="append", help="instead of the present ones")
    change.add_argument("--clinic", metavar="CODE", action="append", help="instead of the present ones")
    access = change.add_mutually_exclusive_group()
    access.add_argument("--disable", dest="enabled", action="store_false", default=None, help="let in no more")
    access.add_argument("--enable", dest="enabled", action="store_true", default=None, help="let in again")
    change.add_argument("--data", metavar="DIR", type=Path, required=True, help="the server's folder")
    change.set_defaults(run=_users_change)
    people = actions.add_parser("list", help="everybody who may sign in")
    people.add_argument("--data", metavar="DIR", type=Path, required=True, help="the server's folder")
    people.set_defaults(run=_users_list)


def _add_devices(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    consoles = actions.add_parser("list", help="every console: letter, id, name, when it was here last")
    consoles.add_argument("--data", metavar="DIR", type=Path, required=True, help="the server's folder")
    consoles.set_defaults(run=_devices_list)
    revoke = actions.add_parser("revoke", help="let a lost console in no more")
    revoke.description = "Its sessions end, and nothing it sends is taken. Works beside a running server, at once."
    revoke.add_argument("console", metavar="CONSOLE", help="its letter or its id")
    revoke.add_argument("--data", metavar="DIR", type=Path, required=True, help="the server's folder")
    revoke.set_defaults(run=_devices_revoke)


def _add_plugins(parser: argparse.ArgumentParser) -> None:
    parser.description = "Works beside a running server and takes effect within a second."
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, dest="do")
    listed = actions.add_parser("list", help="every plugin, what it may, and how it is")
    listed.add_argument("--data", metavar="DIR", type=Path, required=True, help="the server's folder")
    told = {
        "show": "what a plugin declares, and how it stands; runs it for a moment to ask",
        "on": "switch it on; from then on it is told what it has declared",
        "off": "switch it off",
        "grant": "give it patients' contact or name",
        "revoke": "take a grant back",
        "set": "give it a setting, read from the first line of standard input; an empty line takes it away",
        "try": "run it here with made-up notices for +97400000000 and show what it prints; what it sends is sent",
    }
    for name, text in told.items():
        action = actions.add_parser(name, help=text)
        action.add_argument("name", metavar="NAME", help="the plugin")
        if name in ("grant", "revoke"):
            action.add_argument("permission", choices=("contact", "name"))
        if name == "on":
            action.add_argument("--grant", choices=("contact", "name"), action="append", help="and grant this")
        if name == "set":
            action.add_argument("setting", metavar="SETTING")
        action.add_argument("--data", metavar="DIR", type=Path, required=True, help="the server's folder")
    parser.set_defaults(run=_plugins)


def _add_boards(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    code = actions.add_parser("code", help="make or change a board, and a one-time code to pair it with")
    code.description = "The code is good once, for ten minutes. Without --clinic and --floor: the whole centre."
    code.add_argument("name", metavar="NAME", help="what the board is called, such as `hall-2`")
    code.add_argument("--clinic", metavar="CODE", action="append", default=[], help="may be given several times")
    code.add_argument("--floor", metavar="FLOOR", action="append", default=[], help="all clinics of this floor")
    code.add_argument("--hall", metavar="HALL", help="boards of one hall have one voice")
    code.add_argument("--voice", action="store_true", help="this board is its hall's voice")
    code.add_argument("--volume", metavar="PERCENT", type=int, default=80, help="default: %(default)s")
    code.add_argument("--quiet", metavar="SPANS", help="hours without sound, such as `12:00-12:30 20:00-07:00`")
    code.add_argument("--theme", choices=("dark", "light"), default="dark")
    code.set_defaults(run=_boards_code)
    show = actions.add_parser("list", help="every board: what it shows, whether it speaks, when it was seen")
    show.set_defaults(run=_boards_show)
    gone = actions.add_parser("remove", help="let a board in no more")
    gone.add_argument("name", metavar="NAME")
    gone.set_defaults(run=_boards_remove)
    for each in (code, show, gone):
        each.add_argument("--data", metavar="DIR", type=Path, required=True, help="the server's folder")


def _add_doctor(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Looks at this PC, the program, and with --data at a centre's folder, also while its server runs. "
        "Ends with 0 when all is well, 1 when something needs attention, 2 when something does not work."
    )
    parser.add_argument("--data", metavar="DIR", type=Path, help="the server's folder, on the server's PC")
    parser.add_argument("--server", metavar="URL", help="the server to ask; default: the one this PC knows")
    parser.add_argument("--cert", metavar="FILE", type=Path, help="the server's certificate, to trust and to check")
    parser.add_argument("--language", choices=("ar", "en"), default="en", help="of the findings (default: en)")
    parser.add_argument("--json", action="store_true", help="for programs: codes and figures instead of words")
    parser.add_argument("--profiles", metavar="DIR", type=Path, help=argparse.SUPPRESS)
    parser.set_defaults(run=_doctor)


def _add_replay(parser: argparse.ArgumentParser) -> None:
    parser.description = "The password is taken from MMC_PASSWORD, or from standard input where that is not set."
    parser.add_argument(
        "file", metavar="FILE", type=Path,
        help="the recorded day; `sample` fills an empty centre with a made-up one that ends now",
    )  # fmt: skip
    parser.add_argument("--server", metavar="URL", required=True, help="the server to drive")
    parser.add_argument("--speed", metavar="N", type=_speed, default=60.0, help="times as fast (default: 60)")
    parser.add_argument("--username", metavar="NAME", default="admin", help="who signs in (default: %(default)s)")
    parser.add_argument("--stations", metavar="STATION=CLINIC,…", help="which clinic stands for which station")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures here as well, for programs")
    parser.set_defaults(run=_replay)


def _port(text: str) -> int:
    try:
        port = int(text)
    except ValueError:
        port = -1
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to 65535")
    return port


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0 < speed < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no speed: a number above 0")
    return speed
