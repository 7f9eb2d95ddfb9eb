"""What goes wrong in a simulated morning, and how often: machines, wires, clocks, disks, backups, copied profiles."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from random import Random
from typing import Any

from mmc_console.client.errors import NotSignedIn, ProblemAnswer, ServerBusy, WireFault
from mmc_console.domain.centre import Center
from mmc_console.domain.ids import PatientId
from mmc_console.server.auth.faults import BadEntry
from mmc_console.server.store.errors import StoreError
from tests.simulation.audit import Audit
from tests.simulation.centres import CENTRES
from tests.simulation.desk import Desk, Image
from tests.simulation.disk import Disk
from tests.simulation.server import USERS, Gone, ServerMachine
from tests.simulation.time import VirtualLoop, Wall

TWIN = "'s twin"
FAULTS = {
    "desk_killed": 4, "server_killed": 4, "cable_pulled": 5, "link_silent": 3, "link_bad": 6, "all_cables": 1,
    "answers_torn": 2, "streams_swallowed": 2, "log_trimmed": 1, "desk_disk_full": 1, "server_disk_full": 1,
    "console_revoked": 0.3, "clock_set": 2, "night": 1, "backup": 3, "restore": 2, "folder_copied": 3,
    "folder_put_back": 1, "serviced": 2, "twin_started": 1,
    "centre_changed": 2, "rights_changed": 1, "signed_out": 0.5, "password_chosen": 0.5, "server_stumbles": 1,
    "made_nameless": 1,
}  # fmt: skip

RIGHTS: tuple[dict[str, Any], ...] = (
    {"roles": ["supervisor", "reception"], "clinics": ()},
    {"roles": ["reception"], "clinics": ()},
    {"roles": ["clinician"], "clinics": ("lab", "eyes")},
    {"enabled": False},
    {"enabled": True},
    {"enabled": True},
)
"""What an administrator may make of somebody's rights."""


class Mishaps:
    """The world, as far as it can break. What happens is the story's."""

    chance: Random
    wall: Wall
    audit: Audit
    server: ServerMachine
    desks: list[Desk]
    healing: bool
    _loop: VirtualLoop
    _background: set[asyncio.Task[Any]]
    _images: list[tuple[Desk, Image]]
    _copies: list[Disk]

    def _desk(self, name: str, user: str, disk: Disk | None = None) -> Desk:
        raise NotImplementedError

    def _later(self, seconds: float, work: Callable[..., None], *args: Any) -> None:
        self._loop.call_later(seconds, work, *args)

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = self._loop.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def _kill_desk(self, desk: Desk) -> None:
        if not desk.alive:
            return
        self.audit.look_at_log(self.server)  # what it was told may be of a history that has just begun
        self.audit.look_at_desk(desk)
        self.audit.say(f"{desk.name} is killed")
        desk.kill()
        self._later(self.chance.uniform(0.5, 8.0), self._start_desk, desk)

    def _start_desk(self, desk: Desk) -> None:
        if not desk.alive:
            self.audit.say(f"{desk.name} starts")
            self._spawn(desk.start())

    def _desk_killed(self) -> None:
        self._kill_desk(self.chance.choice(self.desks))

    def _server_killed(self) -> None:
        if self.server.up:
            self.audit.look_at_log(self.server)
            self.audit.say("the server is killed")
            self.server.kill()
            self._later(self.chance.choice((0.5, 3.0, 15.0)), self._start_server)

    def _start_server(self) -> None:
        if not self.server.up:
            self.audit.say("the server starts")
            self._spawn(self.server.start())

    def _cable_pulled(self) -> None:
        desk = self.chance.choice(self.desks)
        self.audit.say(f"{desk.name}'s cable is pulled")
        desk.link.cut()
        self._later(self.chance.choice((1.0, 8.0, 60.0)), self._mend, desk)

    def _link_silent(self) -> None:
        desk = self.chance.choice(self.desks)
        self.audit.say(f"{desk.name}'s link falls silent")
        desk.link.silent = True
        self._later(self.chance.choice((3.0, 15.0, 60.0)), self._mend, desk)

    def _link_bad(self) -> None:
        desk = self.chance.choice(self.desks)
        self.audit.say(f"{desk.name}'s link goes bad")
        desk.link.loss, desk.link.doubling, desk.link.slow = 0.3, 0.3, self.chance.choice((0.02, 0.5, 3.0))
        self._later(self.chance.choice((5.0, 20.0)), self._mend, desk)

    def _answers_torn(self) -> None:
        """Requests arrive, their answers are cut off on the way; streams break in the middle of a message."""
        desk = self.chance.choice(self.desks)
        self.audit.say(f"{desk.name}'s answers are torn")
        desk.link.torn = 0.5
        self._later(self.chance.choice((5.0, 20.0)), self._mend, desk)

    def _streams_swallowed(self) -> None:
        """A proxy lets requests through and keeps what streams say to itself."""
        desk = self.chance.choice(self.desks)
        self.audit.say(f"{desk.name}'s streams are swallowed")
        desk.link.swallows = True
        self._later(self.chance.choice((20.0, 90.0)), self._mend, desk)

    def _log_trimmed(self) -> None:
        """Whoever is behind now is too far behind: 410, and everything anew."""
        if self.server.up:
            self.audit.say(f"the server keeps no position before {self.server.feed.seq}")
            self.server.kept_from = self.server.feed.seq

    def _desk_disk_full(self) -> None:
        desk = self.chance.choice(self.desks)
        self.audit.say(f"{desk.name}'s disk is full")
        desk.disk.full(now=True)
        self._later(self.chance.choice((2.0, 15.0)), self._room_made, desk.disk, desk.name)

    def _server_disk_full(self) -> None:
        self.audit.say("the server's disk is full")
        self.server.disk.full(now=True)
        self._later(self.chance.choice((2.0, 15.0)), self._room_made, self.server.disk, "the server")

    def _room_made(self, disk: Disk, name: str) -> None:
        self.audit.say(f"there is room on {name}'s disk")
        disk.full(now=False)

    def _console_revoked(self) -> None:
        """An administrator lets this console in no more; what is recorded there stays there."""
        desk = self.chance.choice(self.desks)
        if desk.parts is not None and self.server.up and not self.server.revoked(desk.parts.identity.device):
            self.audit.look_at_log(self.server)
            try:
                self.server.auth.revoke_device(desk.parts.identity.device)
            except (StoreError, BadEntry) as fault:  # a restored server may not know of it
                self.audit.say(f"{desk.name} cannot be revoked: {fault.code}")
                return
            self.audit.say(f"{desk.name} is revoked")
            self._later(0.05, self.audit.revoked, self.server, desk.parts.identity.device, desk.name)

    def _centre_changed(self) -> None:
        """An administrator publishes another version of the centre, in the middle of the morning."""
        if self.server.up:
            self._spawn(self._publishes(self.chance.choice(CENTRES)))

    async def _publishes(self, center: Center) -> None:
        try:
            await self.server.publish(center)
        except (Gone, ProblemAnswer, ServerBusy, ValueError) as fault:
            self.audit.say(f"the centre cannot be changed: {fault}")
        else:
            self.audit.say("the centre is changed")

    def _made_nameless(self) -> None:
        """An administrator erases somebody who has been here."""
        visits = self.server.writer._state.visits.values() if self.server.up else ()
        gone = [visit.patient for visit in visits if visit.state != "open"]
        if gone:
            self._spawn(self._erases(self.chance.choice(gone)))

    async def _erases(self, id: PatientId) -> None:
        self.audit.erased = True
        try:
            await self.server.erase(id)
        except (Gone, ProblemAnswer, ServerBusy, ValueError) as fault:
            self.audit.say(f"{id[-6:]} cannot be erased: {fault}")
        else:
            self.audit.say(f"{id[-6:]} is erased")

    def _rights_changed(self) -> None:
        """Somebody may do more, or less, or nothing at all for a while."""
        user = self.chance.choice(list(USERS.values()))
        rights = self.chance.choice(RIGHTS)
        self.audit.changed(user.id, self.server.clock.now())
        self._tells(f"{user.username} may {rights}", lambda: self.server.auth.change_user(user.username, **rights))

    def _signed_out(self) -> None:
        user = self.chance.choice(list(USERS.values()))
        self._tells(f"{user.username} is signed out everywhere", lambda: self.server.auth.accounts.sign_out(user.id))

    def _password_chosen(self) -> None:
        """Somebody was given a new password, and has chosen another one at a PC that is none of these."""
        user = self.chance.choice(list(USERS.values()))
        self.audit.changed(user.id, self.server.clock.now())
        self._tells(f"{user.username} has another password", lambda: self.server.new_password(user.id))

    def _tells(self, what: str, do: Callable[[], object]) -> None:
        if self.server.up:
            self.audit.look_at_log(self.server)
            try:
                do()
            except StoreError as fault:
                self.audit.say(f"not that {what}: {fault.code}")
            else:
                self.audit.say(what)

    def _server_stumbles(self) -> None:
        """One action is more than the server, or something on the way to it, can take: whenever it is asked that."""
        desk = self.chance.choice(self.desks)
        waiting = [row.id for row in desk.parts.desk.outbox if row.unsent] if desk.parts is not None else []
        if waiting:
            id = self.chance.choice(waiting)
            if self.chance.random() < 0.4:
                self.server.resets.add(id)
            over = "the line" if id in self.server.resets else "the server"
            self.audit.say(f"{over} stumbles over {id[-6:]}")
            self.server.stumbles.add(id)
            if self.chance.random() < 0.5:
                self._later(self.chance.choice((20.0, 200.0)), self.server.stumbles.discard, id)

    def _all_cables(self) -> None:
        self.audit.say("the switch fails")
        for desk in self.desks:
            desk.link.cut()
            self._later(self.chance.uniform(5.0, 40.0), self._mend, desk)

    def _mend(self, desk: Desk) -> None:
        self.audit.say(f"{desk.name}'s link is mended")
        desk.link.heal()

    def _clock_set(self) -> None:
        desk = self.chance.choice(self.desks)
        skew = self.chance.choice((0, 0, 30, -30, 600, -600, 3600, -3600, 86400, -86400))
        self.audit.say(f"{desk.name}'s clock is {skew} s off")
        desk.clock.skew = timedelta(seconds=skew)

    def _night(self) -> None:
        if self.chance.random() < 0.5:
            hours = self.chance.choice((21.5, 22.5, 24.0))
            self.audit.say(f"{hours} hours pass")
            self.wall.leap(timedelta(hours=hours))

    def _backup(self) -> None:
        if self.server.up:
            self.audit.say(f"a backup is taken at {self.server.feed.seq}")
            self._copies.append(self.server.backup())

    def _restore(self) -> None:
        if not self._copies or not self.server.up:
            return
        self.audit.look_at_log(self.server)
        copy, same = self.chance.choice(self._copies[-2:]), self.chance.random() < 0.5
        back = self.chance.random() < 0.75
        self.server.restore(copy, same_machine=same, bring_back=back)
        self.audit.rolled_back(self.server, back=back)
        self.audit.say(
            f"the server is restored from a backup{'' if same else ', on another machine'}"
            f"{'' if back else ', and nothing later is to come back'}"
        )
        self._later(self.chance.choice((0.5, 5.0)), self._start_server)

    def _folder_copied(self) -> None:
        desk = self.chance.choice(self.desks)
        if desk.alive and not desk.name.endswith(TWIN):
            whole = self.chance.random() < 0.5
            self.audit.say(f"{desk.name}'s {'PC' if whole else 'folder'} is copied")
            self._images.append((desk, desk.image(whole=whole)))

    def _folder_put_back(self) -> None:
        """Somebody puts an old copy of a console's folder in the place of the present one."""
        found = [(desk, image) for desk, image in self._images if image.keys is None and desk.alive]
        if found:
            self._put_back(*self.chance.choice(found))

    def _serviced(self) -> None:
        """The same while the network is away: nobody can tell this console what it has forgotten."""
        desk = self.chance.choice(self.desks)
        if desk.alive and not desk.name.endswith(TWIN):
            self.audit.say(f"{desk.name}'s cable is pulled and its folder copied")
            desk.link.cut()
            image = desk.image(whole=False)
            self._images.append((desk, image))
            self._later(self.chance.uniform(8.0, 25.0), self._put_back, desk, image)
            self._later(60.0, self._mend, desk)

    def _put_back(self, desk: Desk, image: Image) -> None:
        if desk.alive and not self.healing:
            self.audit.look_at_log(self.server)
            self.audit.look_at_desk(desk)
            self.audit.say(f"{desk.name}'s folder is put back")
            desk.kill()
            desk.become(image)
            self.audit.forgets(desk)
            self._later(0.1, self._start_desk, desk)

    def _twin_started(self) -> None:
        """A copy of a whole PC is started beside the one it was copied from.

        Only once the server has heard of later starts: two that are alike in everything nobody can tell apart.
        """
        found = [
            (desk, image) for desk, image in self._images
            if image.keys is not None and self.server.generation(image.told["device"]) > image.told["generation"] + 1
        ]  # fmt: skip
        if found and len(self.desks) == len(USERS):
            desk, image = found[0]
            twin = self._desk(desk.name + TWIN, desk.username)
            twin.become(image)
            self.audit.forgets(desk)
            self.audit.forgets(twin)
            self._spawn(self._starts_twin(twin))

    async def _starts_twin(self, twin: Desk) -> None:
        """Before it has once reached the server nobody can know that there are two."""
        await twin.start()
        assert twin.gateway is not None
        try:
            await twin.gateway.refresh()
        except (WireFault, NotSignedIn) as fault:
            self.audit.say(f"{twin.name} is not started: {fault}")
            twin.kill()
            twin.disk.close()
            return
        self.audit.say(f"{twin.name} is at work")
        self.desks.append(twin)
