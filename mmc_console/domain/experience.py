"""What earlier service days taught about the speed of each clinic: figures, nobody's times.

Made by `learning` from the tickets of closed days, used by `estimates`. It is no part of the log: a state without it
estimates by the centre's file, and no decision reads it.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from mmc_console.domain.ids import ClinicCode

Factors = tuple[float, float, float]
FACTORS: Factors = (0.5, 1.0, 2.0)
"""How far the truth lay from the estimate (see `Speed`) before any day was recorded: from days with nothing learnt."""


class Speed(Struct, frozen=True, omit_defaults=True):
    """One clinic's. Times in seconds."""

    cycle: float = 0.0
    """From one call of a room to its next while somebody waited: the exam and all that lies between two."""
    cycles: int = 0
    """From how many this is the mean; 0: none."""
    opens: float | None = None
    """The first call, after the start of the service day."""
    rooms: int = 0
    """How many rooms called on a usual day; 0: as many as the file has."""
    pressure: float = 1.0
    """Calls during a wait for each person who stood before: above 1 where others are taken first."""
    factors: Factors = FACTORS
    """What the truth was of the estimate: less only seven times in a hundred, as often less as more, more only seven
    times in a hundred. Both counted from `SLACK` before now, so that a minute more or less says little."""


class Experience(Struct, frozen=True, omit_defaults=True):
    """What is known on service day `day` of the days before it."""

    day: date | None = None
    clinics: dict[ClinicCode, Speed] = {}
    everywhere: Speed = Speed()
    """The whole centre's, for a clinic nothing is known of."""

    def of(self, clinic: ClinicCode) -> Speed:
        """What is known of *clinic*."""
        return self.clinics.get(clinic, self.everywhere)
