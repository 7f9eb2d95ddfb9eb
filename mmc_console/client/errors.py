"""What can go wrong between a person's intent and the log, each with a name and whose fault it is.

    ClientError
    ├── StoreFault                this PC's own file
    │   ├── StoreFull             the disk is full; nothing was recorded, reading goes on
    │   ├── StoreLost             the file cannot be read or written any more
    │   │   └── KeyringLocked     the keyring is locked, or does not answer in time
    │   ├── WrongKey              the file is there, its key is another one
    │   ├── WrongPassphrase       the passphrase does not open the keys
    │   ├── PassphrasePause       too many wrong ones came; later
    │   ├── KeysDamaged           the sealed keys are not as they were written
    │   ├── Newer                 written by a newer program
    │   └── EngineTooOld          a SQLite that can lose committed writes
    ├── ProfileInUse              a second console holds this profile
    ├── WireFault                 the way to the server
    │   ├── Unreachable           no answer: nobody knows whether it arrived
    │   │   ├── NeverLeft         there was no connection to send it by
    │   │   └── Overtaken         a newer question was answered meanwhile: the line is there, this one is lost on it
    │   ├── CertificateChanged    somebody else answered in its name
    │   ├── ServerBusy            it said "later"
    │   │   └── UnderMaintenance  it is being restored: everything waits here until it is back
    │   ├── ProblemAnswer         it said no, with a code
    │   └── BadAnswer             what answered is not this product
    ├── SignInFailed              with a code a screen translates
    ├── NotSignedIn               nobody is signed in, or the session has ended
    └── OffWhileOffline           cannot be done without the server, with the reason

Codes are words for programs; every text a person reads is the desktop's.
"""

from __future__ import annotations

from typing import Final

from mmc_console.domain.refusals import Params
from mmc_console.wire.problems import Problem

DESTROYED: Final = frozenset({"database-gone", "database-damaged"})
"""A server's words for a database that is destroyed."""


class ClientError(Exception):
    """Base of everything the client names."""


class StoreFault(ClientError):
    """The local file failed; *code* says how."""

    code = "store"


class StoreFull(StoreFault):
    """No room on the disk: the action was not recorded."""

    code = "store-full"


class StoreLost(StoreFault):
    """The file is gone, damaged or not writable."""

    code = "store-lost"


class KeyringLocked(StoreLost):
    """The keyring is locked, or says nothing in time: it may be asking its user."""

    code = "keyring-locked"


class WrongPassphrase(StoreFault):
    """Another passphrase sealed these keys; *left* tries remain before a pause."""

    code = "passphrase-wrong"

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} tries left")
        self.left = left


class PassphrasePause(StoreFault):
    """Too many wrong passphrases came lately: none is looked at for *seconds*."""

    code = "passphrase-pause"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"in {seconds} s")
        self.seconds = seconds


class KeysDamaged(StoreFault):
    """The file of sealed keys was changed by somebody or something else."""

    code = "keys-damaged"


class WrongKey(StoreFault):
    """The key does not open this file."""

    code = "store-wrong-key"


class Newer(StoreFault):
    """A newer program wrote this file; this one must not touch it."""

    code = "store-newer"


class EngineTooOld(StoreFault):
    """The SQLite linked here may lose committed writes."""

    code = "store-engine-too-old"


class ProfileInUse(ClientError):
    """Another console works with this profile; *holder* says which."""

    def __init__(self, holder: str) -> None:
        super().__init__(f"profile in use by {holder}")
        self.holder = holder


class WireFault(ClientError):
    """A request had no usable answer."""


class Unreachable(WireFault):
    """No answer came. The request may have arrived or not."""


class NeverLeft(Unreachable):
    """No connection came about, so not a byte of the request has left."""


class Overtaken(Unreachable):
    """No answer came, though a later question was answered: the server is there."""


class CertificateChanged(WireFault):
    """The server's identity could not be verified."""


class ServerBusy(WireFault):
    """The server asks to come again after *retry_after* seconds; *limited*: because this caller asks too often;
    *stranded*: because its database is destroyed, which an administrator has to mend; *refused*: it lets nobody else in
    then, and has not let this one in. That is a word on nobody's password: it has nothing to look it up in."""

    def __init__(
        self, retry_after: float, *, limited: bool = False, stranded: bool = False, refused: bool = False
    ) -> None:
        super().__init__(f"busy for {retry_after:g} s")
        self.retry_after, self.limited, self.stranded, self.refused = retry_after, limited, stranded, refused


class UnderMaintenance(ServerBusy):
    """The server is there and takes nothing for a while, on purpose: work goes on as without it.

    *stage*: how far it is, by the server's own name for it, where that was asked.
    """

    def __init__(self, retry_after: float, stage: str = "") -> None:
        super().__init__(retry_after)
        self.stage = stage


class ProblemAnswer(WireFault):
    """The server refused the request as a whole."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem

    @property
    def code(self) -> str:
        """The problem's stable code."""
        return self.problem.code


class BadAnswer(WireFault):
    """Something answered that does not speak this interface."""


class SignInFailed(ClientError):
    """No session: *code* is one of bad-credentials, account-locked, unreachable, client-too-old, clock-wrong,
    certificate-changed, wrong-server, busy, maintenance, stranded."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params: Params = params


class NotSignedIn(ClientError):
    """There is no session to speak for."""


class OffWhileOffline(ClientError):
    """This cannot be done now; *code* is one of no-keyring, no-desk, copied-profile, several-rooms, not-holder."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
