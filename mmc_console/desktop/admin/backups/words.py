"""The words of the backups page: how safe the data is, in sentences."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject

from mmc_console.desktop.admin.backups.contract import Check, Kept, Reason, Standing, State, Work
from mmc_console.desktop.admin.backups.fault_words import FaultWords
from mmc_console.desktop.kit.bidi import fill, listed, ltr
from mmc_console.desktop.kit.counts import Counts
from mmc_console.desktop.tickets.facts import Message
from mmc_console.desktop.tickets.rule_words import RuleWords

_UNITS = ("B", "KB", "MB", "GB", "TB")


def stamp(moment: datetime | None) -> str:
    """Date and time as the administration writes them; empty for none."""
    return f"{moment:%Y-%m-%d %H:%M}" if moment is not None else ""


class BackupWords(QObject):
    """Facts in, words in the present language out."""

    def __init__(self, rules: RuleWords) -> None:
        super().__init__()
        self.faults, self._counts = FaultWords(rules), Counts()

    def message(self, message: Message) -> str:
        """A sentence for a toast or under a field; a count of bytes becomes a size."""
        params = dict(message.params)
        if "bytes" in params:
            params["size"] = self.size(int(params.pop("bytes")))
        return self.faults.text(Message(message.code, params))

    def size(self, count: int) -> str:
        """Bytes, as people read them."""
        value, unit = float(count), 0
        while value >= 1000 and unit < len(_UNITS) - 1:
            value, unit = value / 1024, unit + 1
        amount = f"{value:.0f}" if value >= 10 or unit == 0 else f"{value:.1f}"
        return fill(self._unit(unit), n=amount)

    def _unit(self, unit: int) -> str:
        return (self.tr("{n} bytes"), self.tr("{n} KB"), self.tr("{n} MB"), self.tr("{n} GB"), self.tr("{n} TB"))[unit]

    def kind(self, kind: str) -> str:
        """Why a backup was made."""
        return {
            "auto": self.tr("by schedule"), "manual": self.tr("by hand"),
            "safety": self.tr("before a restore"),
        }.get(kind, kind)  # fmt: skip

    def check(self, check: Check) -> str:
        """How far a backup is proven."""
        return {
            "verified": self.tr("verified"), "unchecked": self.tr("not checked"), "failed": self.tr("failed"),
        }[check]  # fmt: skip

    def place(self, place: str) -> str:
        """Where one lies; a place's own name stays as it is."""
        return {"folder": self.tr("folder"), "second": self.tr("second place"), "s3": self.tr("S3 store")}.get(
            place, place
        )

    def places(self, kept: Kept) -> str:
        """All of them."""
        return " + ".join(self.place(place) for place in kept.places) or "–"

    def ago(self, moment: datetime, now: datetime) -> str:
        """How long ago, in the largest unit that says enough."""
        minutes = max(0, int((now - moment).total_seconds() // 60))
        if minutes < 1:
            return self.tr("just now")
        if minutes < 120:
            return self._counts.minutes_ago(minutes)
        if minutes < 48 * 60:
            return self.tr("%n hours ago", "", minutes // 60)
        return self.tr("%n days ago", "", minutes // (24 * 60))

    def sentence(self, state: State) -> str:
        """Whether the data is safe."""
        if state.destroyed and state.fault is None:
            return self.tr("The database of the server is destroyed. Restore a backup.")
        if state.phase == "failed" or state.destroyed:
            return self.message(state.fault) if state.fault is not None else ""
        if state.phase in ("loading", "slow"):
            return self.tr("Asking the server for its backups…")
        good, now = state.last_good, state.now
        if good is None or now is None:
            return self.tr("The data is not safe: there is no good backup. Make one now.")
        ago, time, standing = self.ago(good.at, now), stamp(good.at), state.standing
        following = stamp(standing.next)
        if state.level == "safe":
            text = self.tr("The data is safe. Last good backup {part} ({time}).")
        else:
            text = self.tr("Last good backup {part} ({time}). {later}")
        target = self.tr("Target: every %n hours.", "", standing.every_hours)
        line = fill(text, part=ago, time=time, later=target)
        return line + " " + fill(self.tr("Next: {time}"), time=following) if following else line

    def proofs(self, state: State) -> str:
        """What else it rests on: the shipped log and the last test restore."""
        if state.phase != "ready" or state.destroyed:  # with the database went what is known of both
            return ""
        standing = state.standing
        return "  ·  ".join((self._shipped(standing), self._tested(standing.tested, standing.test_passed)))

    def _shipped(self, standing: Standing) -> str:
        if standing.shipping == "failed":
            why = self.message(Message(standing.shipping_fault or "backup-failed"))
            return fill(self.tr("What happens after a backup is not kept with the backups. {part}"), part=why)
        if standing.shipping == "off" or standing.behind is None:
            return self.tr("What happens after a backup is not kept with the backups")
        seconds = round(standing.behind)
        if seconds < 1:
            return self.tr("What happens after a backup is kept with the backups at once")
        return self.tr("What happens after a backup is kept with the backups %n seconds later", "", seconds)

    def _tested(self, at: datetime | None, passed: bool) -> str:
        if at is None:
            return self.tr("No backup was restored for a test yet")
        text = self.tr("Test restore {time}: passed") if passed else self.tr("Test restore {time}: not passed")
        return fill(text, time=stamp(at))

    def reasons(self, state: State) -> str:
        """Why there is no newer one, and what to do."""
        return " ".join(self._reason(reason, state) for reason in state.reasons)

    def _reason(self, reason: Reason, state: State) -> str:
        if reason == "failed":
            why = self.message(Message(state.standing.failure or "backup-failed"))
            text = self.tr("The one of {time} failed. {part}")
            return fill(text, time=stamp(state.standing.failed), part=why)
        if reason == "place":
            bad = [place for place in state.standing.places if place.code not in ("ok", state.standing.failure)]
            return " ".join(
                fill(self.tr("{where}: {part}"), where=self.place(place.name), part=self.message(Message(place.code)))
                for place in bad
            )
        return {
            "running": self.tr("One is being made now."),
            "never": self.tr("None was ever made here."),
            "near": self.tr(
                "All backups are on the same disk as the data: if it breaks, both are lost. Name a second place on "
                "another disk, or a store."
            ),
            "off": self.tr(
                "The server was off, or busy, when it was due. It makes one by itself soon; or back up now."
            ),
        }[reason]

    def work(self, work: Work) -> str:
        """What is being done."""
        if work.cancelling:
            return self.tr("Calling it off…")
        doing = {
            "": "", "take": self.tr("Backing up; work goes on…"), "verify": self.tr("Reading a backup back…"),
            "test": self.tr("Restoring a backup for a test…"),
            "copy": self.tr("Copying a backup…"), "save": self.tr("Saving a backup on this PC…"),
        }[work.doing]  # fmt: skip
        if not work.done:
            return doing
        done = self.size(work.done)
        if not work.total:
            return f"{doing} {ltr(done)}"
        return fill(self.tr("{part} {least} of {most}"), part=doing, least=done, most=self.size(work.total))

    def key(self, state: State) -> str:
        """What opens the backups."""
        standing = state.standing
        if not standing.key_id:
            return self.tr("Encrypted with a key of its own.")
        if standing.key_printed:
            return fill(self.tr("Encrypted; recovery key {id} is printed."), id=standing.key_id[:8])
        return fill(
            self.tr("Encrypted; recovery key {id} is not printed yet. Without it no backup opens on another PC."),
            id=standing.key_id[:8],
        )  # fmt: skip

    def row(self, kept: Kept) -> str:
        """A whole row, for screen readers."""
        found = (
            stamp(kept.at), self.kind(kept.kind), self.size(kept.size), self.check(kept.check), self.places(kept),
        )  # fmt: skip
        return listed(found)
