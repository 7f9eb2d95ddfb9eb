"""The box of the monitoring program's token: everything it can show and be asked. The token itself is in no state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, Protocol

from mmc_console.desktop.admin.box_presenter import Working
from mmc_console.wire.figures import ScrapeToken

Question = Literal["renew", "revoke"]
HOLE: Final = "mmcs.…"
"""What stands in the file where the token goes, as long as it is not shown."""


@dataclass(frozen=True, slots=True)
class State(Working):
    """Everything in the box. `fresh`: the token was just made, and is shown."""

    made_at: datetime | None = None
    used_at: datetime | None = None
    scheme: str = "http"
    target: str = ""
    fresh: bool = False

    @property
    def there(self) -> bool:
        """Whether there is one."""
        return self.made_at is not None

    @property
    def local(self) -> bool:
        """Whether this console reaches the server by an address that leads other PCs to themselves."""
        return self.target.rpartition(":")[0].strip("[]") in ("127.0.0.1", "localhost", "::1")

    def config(self, token: str) -> str:
        """What Prometheus is told of this server, ready to be pasted."""
        return (
            "scrape_configs:\n"
            "  - job_name: mmc\n"
            f"    scheme: {self.scheme}\n"
            f'    authorization: {{credentials: "{token}"}}\n'
            f'    static_configs: [{{targets: ["{self.target}"]}}]\n'
        )


def state_of(found: ScrapeToken) -> State:
    """As the server tells it."""
    return State(
        known=True, made_at=found.made_at, used_at=found.used_at, scheme=found.scheme, target=found.target,
        fresh=bool(found.token),
    )  # fmt: skip


class View(Protocol):
    """What the presenter may ask of the box."""

    def render(self, state: State, token: str = HOLE) -> None:
        """Paint *state*, with the *token* that was just made."""

    async def sure(self, question: Question) -> bool:
        """Ask before a monitoring program is shut out."""


class Intents(Protocol):
    """What an administrator can do."""

    def come_in(self) -> None: ...
    def make(self) -> None: ...
    def revoke(self) -> None: ...
    def copied(self, what: str) -> None: ...
