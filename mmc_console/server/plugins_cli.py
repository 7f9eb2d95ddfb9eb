"""`mmc-console plugins …`: what an administrator may do with plugins, from the server's own machine.

Works on the database directly; a running server notices within a second. Says on standard output what stands, on
standard error what was wrong, and shows no secret.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from typing import Final, TextIO
from uuid import uuid4

from mmc_console.domain.ids import VisitId
from mmc_console.server.clock import SystemClock
from mmc_console.server.command import DONE, WRONG_ENTRY, CannotRun, centre_in, take_down
from mmc_console.server.plugins.process import PluginProcess, ProcessFault
from mmc_console.server.plugins.sources import available
from mmc_console.server.plugins.switchboard import PluginFault, Switchboard
from mmc_console.server.plugins.words import HOLES, LANGUAGES, templates
from mmc_console.wire.plugins import Answer, Ask, Contact, Notice, PluginChange, PluginView, TellNotice

_WORDS: Final = {
    "plugin-not-found": "there is no plugin named {plugin}; `mmc-console plugins list` names those there are",
    "plugin-unusable": "{plugin} cannot be used: {reason}; `mmc-console plugins try {plugin}` shows what it prints",
    "plugin-setting-missing": "it needs the setting {setting} first: `mmc-console plugins set NAME {setting}`",
    "plugin-unknown-setting": "it has no setting named {setting}; `mmc-console plugins show NAME` names them",
    "plugin-bad-setting": "the setting {setting} has one line of at most 4000 characters",
    "plugin-not-declared": "it does not declare {permission}, so that cannot be granted",
}


def run(args: Namespace) -> int:
    """Do what *args* name; the exit code."""
    try:
        sys.stdout.write(_run(args, os.environ, sys.stdin))
    except CannotRun as stop:
        sys.stderr.write(f"mmc-console plugins {args.do}: {stop}\n")
        return stop.code
    except PluginFault as fault:
        sys.stderr.write(f"mmc-console plugins {args.do}: {_WORDS[fault.code].format(**fault.params)}\n")
        return WRONG_ENTRY
    return DONE


def _run(args: Namespace, environ: Mapping[str, str], stdin: TextIO) -> str:
    with centre_in(args.data, environ) as (database, keys):
        folder, work = args.data / "plugins", args.data / "plugin-work"
        board = Switchboard(database, folder.absolute(), work.absolute())

        def changed(change: PluginChange) -> str:
            view = board.change(args.name, change)
            take_down(database, keys, "plugin-changed", view.name, on=view.on, granted=list(view.grants))
            return _shown(view)

        match args.do:
            case "list":
                return "".join(f"{_line(view)}\n" for view in board.listing())
            case "show":
                return _shown(board.one(args.name))
            case "try":
                return _try(args, board)
            case "on":
                grants = tuple(args.grant) if args.grant else None
                return changed(PluginChange(on=True, grants=grants))
            case "off":
                return changed(PluginChange(on=False))
            case "grant":
                now = set(board.one(args.name).grants) | {args.permission}
                return changed(PluginChange(grants=tuple(sorted(now))))
            case "revoke":
                now = set(board.one(args.name).grants) - {args.permission}
                return changed(PluginChange(grants=tuple(sorted(now))))
            case _:
                value = stdin.readline().rstrip("\r\n")
                return changed(PluginChange(settings={args.setting: value or None}))


def _line(view: PluginView) -> str:
    about = view.about.summary.get("en", "") if view.about else "never switched on"
    where = view.source if view.there else "its code has gone"
    return f"{'on ' if view.on else 'off'}  {view.name}  ({where})  {about}{_troubles(view)}"


def _troubles(view: PluginView) -> str:
    return f"  last error: {view.last_error}" if view.on and view.last_error else ""


def _shown(view: PluginView) -> str:
    lines = [_line(view)]
    if view.about is not None:
        lines.append(f"  version {view.about.version}; declares: {' '.join(view.about.permissions) or 'nothing'}")
        lines.append(f"  granted: {' '.join(view.grants) or 'nothing of patients'}")
        for setting in view.about.settings:
            needed = " (required)" if setting.required else ""
            lines.append(f"  {setting.name} = {view.settings.get(setting.name, '')}{needed}  {setting.about}")
    lines.append("  " + ", ".join(f"{name} {count}" for name, count in view.counts.items()))
    return "\n".join(lines) + "\n"


def _try(args: Namespace, board: Switchboard) -> str:
    """Run the plugin on this terminal, with what is set and one made-up notice of each kind."""
    source = available(args.data.absolute() / "plugins").get(args.name)
    if source is None:
        raise PluginFault("plugin-not-found", plugin=args.name[:40])
    process = PluginProcess(source.arguments, args.data.absolute() / "plugin-work" / source.name, _made_up, shown=True)
    try:
        hello = process.open()
        process.begin(board.settings(args.name))
        told = []
        for kind in hello.notices:
            did = process.tell(TellNotice(notice=_notice(kind)))
            told.append(f"{kind}: {did.outcome} {did.code} {did.place}".rstrip() + "\n")
    except ProcessFault as fault:
        raise PluginFault("plugin-unusable", plugin=args.name, reason=f"{fault.code} {fault.place}".strip()) from None
    finally:
        process.close()
    return "".join(told) or "it wants no notices, so there is nothing to try\n"


def _made_up(asked: Ask) -> Answer:
    return Answer(contact=Contact(phone="+97400000000", language="ar"))


def _notice(kind: str) -> Notice:
    holes = dict.fromkeys(HOLES[kind], "…") | {"number": "017"}
    texts = {language: templates(language)[kind].format(**holes) for language in LANGUAGES}
    return Notice(
        id=str(uuid4()), kind=kind, at=SystemClock().now(), visit=VisitId(str(uuid4())), number="017", label="L-017",  # type: ignore[arg-type]  # one of the kinds
        text=texts["ar"], texts=texts, phone="+97400000000", language="ar",
    )  # fmt: skip
