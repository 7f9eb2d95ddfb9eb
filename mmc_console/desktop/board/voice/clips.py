"""Where the voice's words come from: a folder of the centre's own recordings first, then the clips that are shipped.

The shipped clips of clinics say the names of the reference centre, so one is used only for a clinic that is called
that. Reading takes a fifth of a second once: call it from a thread.
"""

from __future__ import annotations

import logging
import tarfile
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from mmc_console import assets
from mmc_console.desktop.board.voice.mixing import read_wave
from mmc_console.desktop.board.voice.numbers import Language
from mmc_console.domain.centre import Words, parse_center

log = logging.getLogger(__name__)

OWN_AT_MOST: Final = 5_000_000
"""Bytes of one recording: ten seconds at the highest quality there is."""


def pack_of(language: Language) -> Path:
    """The archive of the clips that are shipped."""
    return assets.path("resources", "voice", f"{language}.tar.xz")


class Clips:
    """Sound by language and name. *names*: what the clinics of this centre are called, by code."""

    def __init__(self, own: Path | None = None) -> None:
        self._own = own
        self._shipped: dict[Language, dict[str, bytes]] = {}
        self._ready: dict[tuple[Language, str], array[int] | None] = {}
        self._reference: dict[str, Words] = {}
        self.names: Mapping[str, Words] = {}

    def __call__(self, language: Language, name: str) -> array[int] | None:
        """The samples of a clip; None when there is none. Recordings that cannot be read are told in the log, once."""
        key = (language, name)
        if key in self._ready and not name.startswith("clinic-"):
            return self._ready[key]
        found = self._recorded(language, name) if self._own is not None else None
        if found is None and self._fits(language, name):
            raw = self._pack(language).get(f"{language}/{name}.wav")
            found = read_wave(raw) if raw is not None else None
        self._ready[key] = found
        return found

    def _recorded(self, language: Language, name: str) -> array[int] | None:
        assert self._own is not None
        key = (language, f"own:{name}")
        if key not in self._ready:
            self._ready[key] = None
            file = self._own / language / f"{name}.wav"
            try:
                if file.is_file():
                    if file.stat().st_size > OWN_AT_MOST:
                        raise ValueError("too long")
                    self._ready[key] = read_wave(file.read_bytes())
            except (OSError, ValueError) as fault:
                log.warning("the recording %s cannot be used: %s", file.name, fault)
        return self._ready[key]

    def _fits(self, language: Language, name: str) -> bool:
        """Whether a shipped clip says what this centre means."""
        code = name.removeprefix("clinic-")
        if code == name or code not in self.names:
            return True
        if not self._reference:
            center = parse_center(assets.path("resources", "center.json").read_bytes())
            self._reference = {c.code: c.public_name or c.name for c in center.clinics}
        return self._reference.get(code, {}).get(language) == self.names[code].get(language)

    def _pack(self, language: Language) -> dict[str, bytes]:
        if language not in self._shipped:
            found = self._shipped[language] = {}
            with tarfile.open(pack_of(language), "r:xz") as pack:
                for entry in pack:
                    file = pack.extractfile(entry)
                    if file is not None:
                        found[entry.name] = file.read()
        return self._shipped[language]
