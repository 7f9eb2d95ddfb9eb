"""The words of the restore wizard: steps, stages, what changes, what was looked at."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mmc_console.desktop.admin.backups.words import BackupWords, stamp
from mmc_console.desktop.admin.restore.contract import State, Step
from mmc_console.desktop.admin.restore.moments import written
from mmc_console.desktop.kit.bidi import fill, iso, ltr, strip
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.restore import Pair, RestoreReport, Verified


class RestoreWords(QObject):
    """Facts in, words in the present language out."""

    def __init__(self, backups: BackupWords) -> None:
        super().__init__()
        self.backups = backups

    def message(self, message: Message) -> str:
        """What is wrong, and what to do."""
        return self.backups.message(message)

    def step(self, step: Step) -> str:
        """A step's name."""
        return {
            "choose": self.tr("Choose"), "check": self.tr("Check"), "changes": self.tr("What changes"),
            "confirm": self.tr("Confirm"), "restore": self.tr("Restore"), "verify": self.tr("Verify"),
        }[step]  # fmt: skip

    def title(self, state: State) -> str:
        """What is asked or told in this step."""
        return {
            "choose": self.tr("To which moment shall the centre go back?"),
            "check": self.tr("Is the backup good, and does it belong here?"),
            "changes": self.tr("What will be different"),
            "confirm": fill(self.tr("Restore the centre as of {time}?"), time=self.target(state)),
            "restore": self.tr("The server restores"),
            "verify": self.tr("What has come of it"),
        }[state.step]

    def target(self, state: State) -> str:
        """The moment it goes back to."""
        if state.changes is not None and state.changes.at is not None and state.way == "backup":
            return stamp(state.chosen.at) if state.chosen is not None else ""
        if state.way == "moment":
            return state.moment.strip()
        return stamp(state.chosen.at) if state.chosen is not None else ""

    def source(self, state: State) -> str:
        """The backup it starts from, in one line."""
        kept = state.chosen
        if kept is None:
            return ""
        text = self.tr("Backup of {time}, {what}, {part}")
        return fill(
            text, time=stamp(kept.at), what=self.backups.check(kept.check), part=self.backups.size(kept.size)
        )  # fmt: skip

    def reach(self, state: State) -> str:
        """Which moments there are."""
        kept = state.kept
        if not kept or state.last is None:
            return self.tr("Only the moment of a backup: nothing was kept after it.")
        return fill(
            self.tr("Any moment from {from} to {until}; date and time of the centre."),
            **{"from": stamp(kept[-1].at), "until": written(state.last)},
        )  # fmt: skip

    # ------------------------------------------------------------------ check
    def checks(self, state: State) -> tuple[tuple[bool, str], ...]:
        """What was found out about the backup: whether it is well, and how it is said."""
        changes = state.changes
        if changes is None:
            return ()
        lines = [
            (True, self.tr("It was read whole just now: nothing is missing, nothing was changed.")),
            (True, self.tr("Its key is here, and it belongs to this centre.")),
            (
                True,
                fill(self.tr("An older version of the program made it ({version}); it was brought up to this one."),
                     version=changes.migrated_from)
                if changes.migrated_from
                else self.tr("This version of the program can use it as it is."),
            ),
        ]  # fmt: skip
        if changes.at is not None:
            text = self.tr("It reaches to {time}, position {number} of the log.")
            lines.append((True, fill(text, time=f"{changes.at:%Y-%m-%d %H:%M:%S}", number=changes.seq)))
        if not changes.readable:
            lines.append((False, self.tr("The present database cannot be read: nothing can be compared with it.")))
        return tuple(lines)

    # ------------------------------------------------------------------ what changes
    def change(self, pair: Pair) -> tuple[str, str]:
        """What becomes of a count, and its ink."""
        if pair.now is None:
            return self.tr("not known"), "text2"
        less = pair.now - pair.then
        if less == 0:
            return self.tr("no change"), "text2"
        if less > 0:
            return self.tr("%n fewer", "", less) + " !", "danger"
        return self.tr("%n more", "", -less) + " !", "warn"

    def lines(self, state: State) -> tuple[tuple[str, str, str, str, str], ...]:
        """Key, name, now, then, result of everything that is counted."""
        changes = state.changes
        if changes is None:
            return ()
        found = []
        for key, name, pair in (
            ("tickets", self.tr("Tickets"), changes.tickets), ("visits", self.tr("Visits"), changes.visits),
            ("users", self.tr("Users"), changes.users),
        ):  # fmt: skip
            now = "–" if pair.now is None else f"{pair.now:,}"
            found.append((key, name, now, f"{pair.then:,}", self.change(pair)[0]))
        rights = len(changes.changed_users)
        found.append(
            ("rights", self.tr("Users who are others"), "", "", self.tr("%n users", "", rights) if rights else "–")
        )
        same = self.tr("no change") if changes.readable else self.tr("not known")
        published = self.tr("as then") if changes.centre_published else same
        found.append(("centre", self.tr("Clinics and pathways"), "", "", published))
        areas = self.tr("%n areas as then", "", len(changes.settings)) if changes.settings else same
        found.append(("settings", self.tr("Settings"), "", "", areas))
        found.append(("audit", self.tr("Audit record"), "", "", self.tr("kept and continued")))
        return tuple(found)

    def later(self, state: State) -> str:
        """What becomes of the work after that moment."""
        changes = state.changes
        if changes is None or not changes.readable:
            return ""
        if not changes.later:
            return self.tr("Nothing was done after that moment.")
        text = self.tr("%n actions came after that moment.", "", changes.later)
        if state.bring_back:
            held = self.tr("%n of them are held by the desks and come back by themselves.", "", changes.from_desks)
            return f"{text} {held}"
        listed = self.tr("They are put into a list and not taken again.")
        return f"{text} {listed}"

    def impact(self, state: State) -> tuple[str, ...]:
        """What everybody notices."""
        readable = state.changes is None or state.changes.readable
        return (
            self.tr("All desks pause for a few minutes; they keep what is pressed meanwhile."),
            self.tr("Boards show “Back soon”."),
            self.tr("A safety backup of now is taken first, so this can be undone.")
            if readable
            else self.tr("No safety backup can be taken of a database that cannot be read; its files are kept."),
            self.tr("Numbers go on above every number that was given."),
        )

    # ------------------------------------------------------------------ restore
    def stage(self, stage: str) -> str:
        """What the server does."""
        return {
            "opening": self.tr("Read the backup and lay it out aside"),
            "safety": self.tr("Take a safety backup of now"),
            "maintenance": self.tr("Tell desks and boards; take nothing any more"),
            "carrying": self.tr("Begin a history of its own; carry the audit record over"),
            "verifying": self.tr("Look the new database through"),
            "switching": self.tr("Put it in place"),
            "starting": self.tr("Start on it and look once more"),
        }.get(stage, stage)

    def stopping(self, state: State) -> str:
        """Whether it can still go wrong without harm."""
        if not state.running:
            return ""
        if state.lost:
            return self.tr("The server does not answer for the moment; it goes on there. This page asks again.")
        if state.switched:
            return self.tr("The new data stands. This cannot be stopped any more.")
        return self.tr("Until it is put in place, any fault leaves everything as it was.")

    # ------------------------------------------------------------------ verify
    def verdict(self, report: RestoreReport) -> str:
        """In one sentence."""
        if report.whole:
            text = self.tr("The centre is restored and whole. The server was out of use for {seconds} s.")
        else:
            text = self.tr("The centre is restored, but a check failed: see below and tell support.")
        return fill(text, seconds=f"{report.down_seconds:.1f}")

    def verified(self, check: Verified) -> str:
        """One thing that was looked at."""
        name = {
            "pages": self.tr("Every page of the database is whole"),
            "foreign-keys": self.tr("Everything that belongs together is there"),
            "log": self.tr("The log has no gaps"),
            "head": self.tr("The log ends where it was to end"),
            "tickets": self.tr("Tickets counted again"),
            "visits": self.tr("Visits counted again"),
            "users": self.tr("Users counted again"),
            "rows": self.tr("Tickets that reports tell otherwise than the log"),
            "serving": self.tr("The server works on it"),
        }.get(check.name, check.name)
        return f"{name}: {ltr(check.detail)}" if check.detail else name

    def facts(self, state: State) -> tuple[tuple[str, str], ...]:
        """What else the report tells, by name."""
        report, changes = state.report, state.changes
        if report is None:
            return ()
        found = [
            (self.tr("By"), iso(report.by)),
            (self.tr("Reason"), iso(report.reason)),
            (self.tr("Safety backup"), ltr(report.safety) if report.safety else self.tr("none could be taken")),
            (self.tr("Replaced files"), ltr(report.kept) if report.kept else self.tr("none")),
        ]
        if changes is not None and changes.readable:
            later = self.tr("desks bring back %n actions", "", changes.from_desks)
            if not report.bring_back:
                later = fill(self.tr("listed in {file}"), file=report.later) if report.later else self.tr("none")
            found.append((self.tr("Later work"), later))
        return tuple(found)

    def report(self, state: State) -> str:
        """The whole report, to be kept as a file."""
        report = state.report
        if report is None:
            return ""
        lines = [
            self.tr("Restore of the centre"),
            fill(self.tr("Began {time}, ended {until}"), time=written(report.began), until=written(report.ended)),
            self.verdict(report), "",
            *(f"{name}: {value}" for name, value in self.facts(state)), "",
            *(f"{'✓' if check.ok else '✕'} {self.verified(check)}" for check in report.checks), "",
            *(f"{name}: {now or '–'} → {then or '–'}, {result}" for _, name, now, then, result in self.lines(state)),
        ]  # fmt: skip
        return strip("\n".join(lines)) + "\n"
