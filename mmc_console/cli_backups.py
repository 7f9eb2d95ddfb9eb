"""The command line's part about backups: what `backup`, `verify`, `backup-key` and `restore` take. As in `cli`."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path


def _restore(args: argparse.Namespace) -> int:
    from mmc_console.server.restore_cli import run

    return run(args)


def _backup(args: argparse.Namespace) -> int:
    from mmc_console.server.backups_cli import backup

    return backup(args)


def _verify(args: argparse.Namespace) -> int:
    from mmc_console.server.backups_cli import verify

    return verify(args)


def _backup_key(args: argparse.Namespace) -> int:
    from mmc_console.server.backups_cli import backup_key

    return backup_key(args)


def add_restore(parser: argparse.ArgumentParser) -> None:
    """What `restore` takes."""
    parser.description = (
        "With the server stopped. Without --backup and --to: the last second that was shipped. Tells what would "
        "change, asks for the centre's code, and replaces nothing before the new database is verified."
    )
    parser.add_argument("--data", metavar="DIR", type=Path, required=True, help="the server's folder; may be empty")
    parser.add_argument(
        "--from", dest="source", metavar="PLACE",
        help="a folder of backups, one backup's file, or s3://BUCKET/PREFIX, with AWS_… set; default: DIR/backups",
    )  # fmt: skip
    parser.add_argument("--list", action="store_true", help="show what backups there are, and the last moment; no more")
    parser.add_argument("--backup", metavar="ID", help="this one, by the id that --list shows")
    parser.add_argument("--to", metavar="SEQ|TIME", type=_target, help="to this position or moment instead")
    parser.add_argument("--dry-run", action="store_true", help="tell what would change; change nothing")
    parser.add_argument(
        "--roll-back", action="store_true", help="on purpose: desks bring back nothing of what came later"
    )
    parser.add_argument("--recovery-key", metavar="FILE", help="the printed key, where DIR has none; - reads it typed")
    parser.add_argument("--reason", metavar="TEXT", default="", help="why, for the report")
    parser.add_argument("--yes", metavar="CODE", help="the centre's code, instead of being asked for it")
    parser.set_defaults(run=_restore)


def add_backup(parser: argparse.ArgumentParser) -> None:
    """What `backup` takes."""
    parser.description = (
        "Put where the centre's settings say, or into --to alone. Read back and proven before it says so."
    )
    parser.add_argument("--data", metavar="DIR", type=Path, required=True, help="the server's folder")
    parser.add_argument("--to", metavar="FOLDER", type=Path, help="this folder instead; it must be there")
    parser.set_defaults(run=_backup)


def add_verify(parser: argparse.ArgumentParser) -> None:
    """What `verify` takes."""
    parser.add_argument("backup", metavar="FILE|ID", help="a backup's file, or the id of one in the centre's stores")
    parser.add_argument("--data", metavar="DIR", type=Path, help="the server's folder, whose keys open it")
    parser.add_argument(
        "--recovery-key", action="store_true", help="open FILE with the printed recovery key, read from standard input"
    )
    parser.add_argument(
        "--scratch", metavar="FOLDER", type=Path, help="where to unpack it; default: DIR, or a temporary one"
    )
    parser.set_defaults(run=_verify)


def add_backup_key(parser: argparse.ArgumentParser) -> None:
    """What `backup-key` takes."""
    parser.description = "Prints the recovery copy of the backup key. It is handed out once, here or on the page."
    parser.add_argument("--data", metavar="DIR", type=Path, required=True, help="the server's folder")
    parser.add_argument("--new", action="store_true", help="make a new key first; older backups keep theirs")
    parser.set_defaults(run=_backup_key)


def _target(text: str) -> int | datetime:
    from mmc_console.server.restore_cli import target_of

    try:
        return target_of(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is neither a position nor a time such as 2026-11-23T09:12"
        ) from None
