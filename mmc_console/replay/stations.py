"""Which clinic of the centre stands for which station of a recording: one each, and its first room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mmc_console.domain.centre import Clinic
from mmc_console.domain.ids import ClinicCode
from mmc_console.domain.state import State


class BadStations(Exception):
    """The stations cannot be mapped as asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a station's calls go."""

    clinic: ClinicCode
    room: int


def parse_stations(text: str) -> dict[str, ClinicCode]:
    """`Ultrasound Room 5=xray,Review Room 4=internal` as a mapping; BadStations when it is not of this form."""
    found: dict[str, ClinicCode] = {}
    for part in text.split(","):
        station, equals, code = (p.strip() for p in part.partition("="))
        if not (station and equals and code):
            raise BadStations(f"{part.strip()!r} is not STATION=CLINIC")
        if station in found:
            raise BadStations(f"{station} is named twice")
        found[station] = ClinicCode(code)
    return found


def map_stations(
    stations: tuple[str, ...], chosen: Mapping[str, ClinicCode], state: State, day: date
) -> dict[str, Place]:
    """A place for every station: the chosen one, else the next clinic that admits everybody and is quiet.

    Quiet: open, nobody waits there, nobody is in its first room; a replay among real patients would call them.
    """
    unknown = set(chosen) - set(stations)
    if unknown:
        raise BadStations(f"the recording has no station {min(unknown)!r}, only {', '.join(stations)}")
    taken = list(chosen.values())
    if len(set(taken)) < len(taken):
        raise BadStations("two stations share one clinic")
    open_to_all = [c for c in state.center.clinics if c.admits == "all" and c.code not in taken]
    free = iter([c for c in open_to_all if _quiet(state, c, day)])
    places: dict[str, Place] = {}
    for station in stations or ("",):
        clinic = _chosen(state, chosen[station], day) if station in chosen else next(free, None)
        if clinic is None:
            raise BadStations(f"no quiet clinic is left for {station}; replay into a new centre")
        places[station] = Place(clinic.code, clinic.rooms[0].no)
    return places


def _chosen(state: State, code: ClinicCode, day: date) -> Clinic:
    clinic = state.center.clinic(code)
    if clinic is None:
        raise BadStations(f"the centre has no clinic {code!r}, only {', '.join(c.code for c in state.center.clinics)}")
    if clinic.admits != "all":
        raise BadStations(f"{code} does not admit everybody, and a recording knows no gender")
    if not _quiet(state, clinic, day):
        raise BadStations(f"{code} is not quiet: somebody waits or is inside there today, or it is not open")
    return clinic


def _quiet(state: State, clinic: Clinic, day: date) -> bool:
    queue = state.tickets.queue(day, clinic.code)
    return not len(queue) and not queue.inside and state.clinic(clinic.code, day).state == "open"
