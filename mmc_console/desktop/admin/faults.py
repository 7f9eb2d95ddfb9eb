"""Why the server did not do what a page of the administration asked, as a sentence to translate. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mmc_console.client.errors import (
    CertificateChanged,
    ClientError,
    NotSignedIn,
    ProblemAnswer,
    ServerBusy,
    UnderMaintenance,
    Unreachable,
)
from mmc_console.desktop.tickets.facts import Message

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

REFUSED: Final = "database-destroyed"
"""The server has no database, and has not let in this administrator, who may show the password."""
NO_DATABASE: Final = "no-database"
"""It has none, and there is nothing to be told without, whoever asks."""


def message_of(fault: ClientError) -> Message:
    """What to say of *fault*."""
    match fault:
        case ProblemAnswer():
            return Message(fault.code, fault.problem.params)
        case UnderMaintenance():
            return Message("maintenance")
        case ServerBusy(stranded=True):
            return Message(REFUSED if fault.refused else NO_DATABASE)
        case ServerBusy():
            return Message("too-many-requests" if fault.limited else "busy")
        case CertificateChanged():
            return Message("certificate-changed")
        case Unreachable():
            return Message("unreachable")
        case NotSignedIn():
            return Message("not-authenticated")
        case _:
            return Message("internal")


def was_refused(problem: Message | None) -> bool:
    """Whether *problem* ends with the password."""
    return problem is not None and problem.code == REFUSED


def away(gateway: Gateway) -> Message | None:
    """Why nothing can be asked now; None while the server is there."""
    if not gateway.admin.offline or gateway.connection.stranded:
        return None  # without its database the server answers whoever may restore it, and the others why it cannot
    return Message("maintenance-page" if gateway.connection.maintenance else "offline-page")
