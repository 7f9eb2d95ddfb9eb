"""Many people at once: every line judged by the rules for one, and all of the good ones stored together or nobody.

A first password is hashed for each, one after the other in the caller's thread: some 30 ms each, of which the second
place of the hasher stays free for those who sign in. Only the rows are written under the write lock.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from threading import Event, Lock
from typing import ClassVar, Final

from sqlalchemy import Connection, insert, select

from mmc_console.server.auth import users
from mmc_console.server.auth.accounts import Change
from mmc_console.server.auth.faults import AuthFault, BadEntry
from mmc_console.server.auth.passwords import Hasher, generate_password
from mmc_console.server.auth.tables import users as user_rows
from mmc_console.server.store.engine import Database
from mmc_console.wire.admin import PasswordMade
from mmc_console.wire.imports import ImportAnswer, ImportLine, ImportProgress, ImportRequest, LineFault

log = logging.getLogger(__name__)
REMEMBERED_MS: Final = 10 * 60_000
"""For so long a console that lost the answer on its way may ask for it again."""
VALUE_AT_MOST: Final = 80


class ImportRunning(AuthFault):
    """One goes on already."""

    code = "import-running"


class ImportCancelled(AuthFault):
    """Called off before anybody was stored."""

    code = "import-cancelled"


class Imports:
    """One centre's; one at a time."""

    _NOTHING: ClassVar[ImportProgress] = ImportProgress()

    def __init__(self, database: Database, hasher: Hasher, change: Change, millis: Callable[[], int]) -> None:
        self._database, self._hasher, self._change, self._millis = database, hasher, change, millis
        self._turn = Lock()
        self._off = Event()
        self._progress = self._NOTHING
        self._last: tuple[str, str, int, ImportAnswer] | None = None
        """Who asked, its id, until when, and what was answered; in memory only, since it holds passwords."""

    @property
    def progress(self) -> ImportProgress:
        """How far the one that goes on is."""
        return self._progress

    def cancel(self) -> None:
        """Call off the one that goes on; what is stored already stays."""
        self._off.set()

    def run(self, asked: ImportRequest, by: str, known: Collection[str]) -> tuple[ImportAnswer, bool]:
        """Look at *asked*, and unless that is all, add people. Blocks long. ImportRunning, ImportCancelled.

        *by*: whose answer it is; *known*: the centre's clinics. True: it was answered before, and told again.
        """
        if asked.dry_run:
            return ImportAnswer(faults=self._look(asked.people, known)), False
        if not self._turn.acquire(blocking=False):
            raise ImportRunning
        try:
            self._off.clear()
            if (before := self._again(by, asked.id)) is not None:
                return before, True
            answer = self._add(asked, known)
            if answer.added:
                self._last = by, asked.id, self._millis() + REMEMBERED_MS, answer
            return answer, False
        finally:
            self._progress = self._NOTHING
            self._turn.release()

    def forget(self, answer: ImportAnswer) -> None:
        """Its passwords have been in memory for long enough."""
        if self._last is not None and self._last[3] is answer:
            self._last = None

    def _again(self, by: str, id: str) -> ImportAnswer | None:
        last = self._last
        if last is not None and not 0 < last[2] - self._millis() <= REMEMBERED_MS:
            last = self._last = None
        return last[3] if last is not None and last[:2] == (by, id) else None

    def _look(self, people: Sequence[ImportLine], known: Collection[str]) -> tuple[LineFault, ...]:
        with self._database.read() as conn:
            taken = _taken(conn)
        return judged(people, known, taken)

    def _add(self, asked: ImportRequest, known: Collection[str]) -> ImportAnswer:
        faults = self._look(asked.people, known)
        if faults and not asked.only_good:
            return ImportAnswer(faults=faults)
        wrong = {fault.line for fault in faults}
        made: dict[int, tuple[users.User, str]] = {}
        good = [line for line in range(len(asked.people)) if line not in wrong]
        for done, line in enumerate(good):
            self._progress = ImportProgress(running=True, done=done, total=len(good))
            if self._off.is_set():
                raise ImportCancelled
            made[line] = self._made(asked.people[line])
        self._progress = ImportProgress(running=True, done=len(good), total=len(good))

        def work(conn: Connection) -> tuple[LineFault, ...]:
            """Somebody may have taken a name while these were hashed."""
            taken = _taken(conn)
            late = tuple(
                LineFault(line=line, field="username", reason="user-exists")
                for line, (user, _) in made.items() if user.folded in taken
            )  # fmt: skip
            gone = {fault.line for fault in late}
            rows = [users.new_row(user, self._millis()) for line, (user, _) in made.items() if line not in gone]
            if rows and (not late or asked.only_good):
                conn.execute(insert(user_rows), rows)
            return late

        late = self._change(work) if made else ()
        gone = set(made) if late and not asked.only_good else {fault.line for fault in late}
        added = tuple(
            PasswordMade(user=user.person, password=password)
            for line, (user, password) in made.items() if line not in gone
        )  # fmt: skip
        log.info("%d people added from a file", len(added))
        return ImportAnswer(faults=tuple(sorted((*faults, *late), key=lambda fault: fault.line)), added=added)

    def _made(self, line: ImportLine) -> tuple[users.User, str]:
        password = generate_password()
        roles = users.checked_roles(line.roles)
        user = users.new_user(
            users.checked_username(line.username), users.checked_name(line.name), self._hasher.hash(password), roles,
            users.checked_clinics(line.clinics, roles), must_change=True,
        )  # fmt: skip
        return user, password


def _taken(conn: Connection) -> frozenset[str]:
    """Every user name there is, as its letters are compared."""
    return frozenset(conn.execute(select(user_rows.c.folded)).scalars())


def judged(people: Sequence[ImportLine], known: Collection[str], taken: Collection[str]) -> tuple[LineFault, ...]:
    """Everything wrong with *people*, by the rules for one person; of two with one user name the later is wrong."""
    found: list[LineFault] = []
    seen: set[str] = set()

    def fault(line: int, field: str, reason: str, value: str = "") -> None:
        found.append(LineFault(line=line, field=field, reason=reason, value=value[:VALUE_AT_MOST]))

    for n, line in enumerate(people):
        try:
            folded = users.folded_name(users.checked_username(line.username))
        except BadEntry:
            fault(n, "username", "username-shape" if line.username.strip() else "username-missing")
        else:
            if folded in seen:
                fault(n, "username", "user-twice")
            elif folded in taken:
                fault(n, "username", "user-exists")
            seen.add(folded)
        try:
            users.checked_name(line.name)
        except BadEntry:
            fault(n, "name", "name-shape" if line.name.strip() else "name-missing")
        for role in sorted(set(line.roles) - set(users.PERSONS)):
            fault(n, "roles", "role-unknown", role)
        if not line.roles:
            fault(n, "roles", "role-missing")
        elif "kiosk" in line.roles and len(set(line.roles)) > 1:
            fault(n, "roles", "kiosk-alone")
        for clinic in sorted(set(line.clinics) - set(known)):
            fault(n, "clinics", "clinic-unknown", clinic)
        if "clinician" in line.roles and not line.clinics:
            fault(n, "clinics", "clinic-missing")
    return tuple(found)
