"""The design's numbers and colours, read from `resources/theme/tokens.json`.

Colours are written nowhere else; a widget asks by name. No Qt here, so contrast can be tested plainly.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from mmc_console import assets

Theme = Literal["light", "dark"]
Connection = Literal["online", "slow", "offline", "pending", "failed", "conflict"]

COMPACT_SIZES: Final = {"topBar": "topBarCompact", "keyBar": "keyBarCompact", "row": "rowCompact"}


@dataclass(frozen=True, slots=True)
class StateColors:
    """Four colours of one ticket state: a pill is *text* on *tint*, a block *on_solid* on *solid*."""

    text: str
    tint: str
    solid: str
    on_solid: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """All values by their names in the design."""

    base: dict[Theme, dict[str, str]]
    states: dict[Theme, dict[str, StateColors]]
    charts: dict[Theme, tuple[str, ...]]
    """The four colours of a chart's series, told apart under every kind of colour blindness."""
    connection: dict[Theme, dict[str, tuple[str, str]]]
    """Text and fill of each connection form."""
    sizes: dict[str, int]
    radii: dict[str, int]
    type_arabic: dict[str, int]
    type_english: dict[str, int]
    motion: dict[str, int]
    board: dict[Theme, dict[str, str]]
    """The waiting room's own colours: seen from ten metres, dark unless the centre wants it light."""

    def size(self, name: str, *, compact: bool = False) -> int:
        """Logical pixels of *name*; the compact one where the design has one."""
        return self.sizes[COMPACT_SIZES.get(name, name) if compact else name]


def load(file: Path | None = None) -> Tokens:
    """The tokens of *file*, by default those shipped."""
    raw: dict[str, Any] = json.loads(
        (file or assets.path("resources", "theme", "tokens.json")).read_text(encoding="utf-8")
    )

    def states(name: str) -> dict[str, StateColors]:
        return {key: StateColors(c["text"], c["tint"], c["solid"], c["onSolid"]) for key, c in raw[name].items()}

    def connection(theme: str) -> dict[str, tuple[str, str]]:
        return {k: (c[theme]["text"], c[theme]["fill"]) for k, c in raw["connection"].items()}

    return Tokens(
        base={"light": raw["light"], "dark": raw["dark"]},
        states={"light": states("stateLight"), "dark": states("stateDark")},
        charts={"light": tuple(raw["chartLight"]), "dark": tuple(raw["chartDark"])},
        connection={"light": connection("light"), "dark": connection("dark")},
        sizes=raw["size"],
        radii=raw["radius"],
        type_arabic=raw["typeAr"],
        type_english=raw["typeEn"],
        motion=raw["motionMs"],
        board=raw["board"],
    )
