"""Writes docs/rules.md, the page of the rules, from the rules themselves; `--check` says whether it is current.

What stands between the marks in that page is generated and nobody edits it; the words around it are kept here.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from mmc_console.domain import cells  # noqa: E402 - from this checkout
from mmc_console.domain.actions import AnyAction, PublishCenter  # noqa: E402 - from this checkout
from mmc_console.domain.permissions import EVERYWHERE, MAY, Role  # noqa: E402 - from this checkout

PAGE = ROOT / "docs" / "rules.md"

HEAD = """\
# The rules of a clinic day

This page is written from the code by `python packaging/rules_page.py`; a test fails when it is out of date.

## What each action does to a ticket

A cell says the ticket's state after the action; a word in italics is the code the action is refused with.
`unfinished` is not stored: it is how an open ticket shows once its day is over. `admit` names a visit, and the column
is the state of the visit's open ticket elsewhere: with that ticket closed, `admit` issues a new one here all the
same; with one here already, it issues none, and its ticket is another name of that one, which waits again if it was
`held` or `no_show`. `finish` and `refer` of a ticket that `admit` took over make it `done` and issue nothing, and
what was done with it before that changes nothing any more; but whoever had been called there and did not come is sent
there again in the end. Where such a `finish` finds that another room there has only called them since, that call was
in vain. What is done under the ticket of somebody who was sent elsewhere, and was back in the same clinic's line by
then, is done with the one they have there now. A `call_next` that names a ticket somebody else was quicker with is a
conflict, and so is any action whose `rev` is older than another console's last step. Not so a call of somebody whom
those steps have left in line or aside there, if they were before it, or called in vain: whoever was called came in.
What the same console did after that call is none either. What another console has brought about as well, unseen, is
`no-change` and asks nobody: the same hold, resume or finish, the arrival of somebody who is done, and a call or an
arrival that the same console tells twice. So is a `cancel` under the names of a second registration that was done
before the visit was registered they lead to, or because that registration was a mistake.

Whoever is registered at two desks has one visit and one open ticket. Where one desk's was a walk-in and the other's an
exam, the visit goes along that exam's way too, the clinics of its first stage and the walk-in's in any order; a mistake
of the desk that brought the exam takes it away again, while nobody has gone along it. A call, an arrival or a finish at
the clinic where they do not stand is the conflict `stands-elsewhere`, as long as that clinic is still to do: with
`override` they stay where they are and have a ticket there too, as after `admit`, so that the finish counts. So it is
with a step at the next clinic of somebody whom `admit` has taken on. An exam that is finished by `override`, or behind
newer work, ended when it took place, not when that was decided (`ended` of `ticket_finished`, `came` of
`ticket_started`).

"""
ROLES = """
## Who may do what

*own* means in the clinics the person is bound to. Everybody may undo only what they did themselves; `override` is for
the conflict's author or a supervisor who may do what it carries out. `publish_center` is the administration's only.

"""


def roles_table() -> str:
    """Every action against every role."""
    roles: tuple[Role, ...] = get_args(Role)
    actions = [str(kind.__struct_config__.tag) for kind in (*get_args(AnyAction), PublishCenter)]
    head = "| action | " + " | ".join(roles) + " |\n|---|" + "---|" * len(roles)
    rows = ("| `" + action + "` | " + " | ".join(_right(action, role) for role in roles) + " |" for action in actions)
    return "\n".join((head, *rows)) + "\n"


def _right(action: str, role: Role) -> str:
    if action not in MAY[role]:
        return ""
    return "yes" if role in EVERYWHERE or action in ("undo", "override") else "own"


def page() -> str:
    """The whole page as it should be."""
    return HEAD + cells.markdown() + ROLES + roles_table()


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` say whether it is current."""
    if "--check" in arguments:
        current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
        print("docs/rules.md is current" if current else "docs/rules.md is out of date: python packaging/rules_page.py")
        return 0 if current else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
