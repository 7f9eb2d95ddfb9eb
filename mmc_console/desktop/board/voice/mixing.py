"""Turns an announcement into sound: clips one after the other, pauses between them, the chime before. Pure arithmetic.

Sound is 16-bit mono at `RATE`. What is missing among the clips is left out and told, never guessed.
"""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from mmc_console.desktop.board.voice.numbers import Language, spelled

RATE: Final = 16_000
LOUDEST: Final = 32_767
CHIME_SECONDS: Final = 0.9
AFTER_CHIME: Final = 0.3
BETWEEN_LANGUAGES: Final = 0.4
PART: Final = 0.22
"""Between clinic, number and room."""
WORD: Final = 0.04
_NOTES: Final = ((783.99, 0.0), (587.33, 0.38))
"""G5, then D5; the second begins while the first still sounds."""

Clip = Callable[[Language, str], "array[int] | None"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is to be said: the clinic by its clip, the person's numbers and the room as they are written."""

    clinic: str
    numbers: tuple[str, ...]
    room: str


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples, and the names of clips that were missing."""

    samples: array[int]
    missing: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE


def words_of(language: Language, sentence: Sentence) -> tuple[tuple[str, ...], ...]:
    """The clips of a sentence in groups: clinic, number, room."""
    room = spelled(language, sentence.room)
    groups: list[tuple[str, ...]] = [(f"clinic-{sentence.clinic}",)]
    for each in sentence.numbers:
        number = spelled(language, each)
        if number is not None:
            groups.append(("number", *number))
    if room is not None:
        groups.append(("room", *room))
    return tuple(groups)


def mix(sentence: Sentence, languages: Sequence[Language], clip: Clip, *, volume: int = 100) -> Sound:
    """The announcement as sound: chime, then each language."""
    out: array[int] = array("h", chime())
    _rest(out, AFTER_CHIME)
    missing: list[str] = []
    for index, language in enumerate(languages):
        if index:
            _rest(out, BETWEEN_LANGUAGES)
        for at, group in enumerate(words_of(language, sentence)):
            found = [clip(language, name) for name in group]
            missing += [f"{language}/{name}" for name, one in zip(group, found, strict=True) if one is None]
            if at:
                _rest(out, PART)
            for no, one in enumerate(found):
                if one is None:
                    continue
                if no:
                    _rest(out, WORD)
                out.extend(one)
    return Sound(scaled(out, volume), tuple(missing))


def scaled(samples: array[int], percent: int) -> array[int]:
    """The same, quieter."""
    if percent >= 100:
        return samples
    factor = max(percent, 0) / 100
    return array("h", [int(s * factor) for s in samples])


@cache
def chime() -> array[int]:
    """Two falling notes with a soft beginning."""
    total = int(CHIME_SECONDS * RATE)
    sound = [0.0] * total
    for pitch, start in _NOTES:
        first = int(start * RATE)
        for i in range(total - first):
            t = i / RATE
            attack = min(t / 0.02, 1.0)
            fade = min((total - first - i) / (0.08 * RATE), 1.0)
            tone = math.sin(2 * math.pi * pitch * t) + 0.25 * math.sin(4 * math.pi * pitch * t)
            sound[first + i] += attack * fade * math.exp(-4.5 * t) * tone
    top = max(map(abs, sound))
    return array("h", [int(0.6 * LOUDEST * s / top) for s in sound])


def read_wave(raw: bytes) -> array[int]:
    """The samples of a WAV file (16 bit, mono or stereo, any rate), as ours. ValueError for another kind."""
    try:
        with wave.open(io.BytesIO(raw)) as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            found = array("h", file.readframes(file.getnframes()) if width == 2 else b"")
    except (wave.Error, EOFError) as fault:
        raise ValueError("not a WAV file") from fault
    if width != 2 or channels not in (1, 2) or not 4_000 <= rate <= 192_000:
        raise ValueError("16-bit sound with one or two channels")
    if sys.byteorder == "big":
        found.byteswap()
    if channels == 2:
        found = array("h", [(found[i] + found[i + 1]) // 2 for i in range(0, len(found) - 1, 2)])
    return found if rate == RATE else _at_rate(found, rate)


def write_wave(samples: array[int]) -> bytes:
    """*samples* as a WAV file."""
    if sys.byteorder == "big":
        samples = array("h", samples)
        samples.byteswap()
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return held.getvalue()


def _at_rate(samples: array[int], rate: int) -> array[int]:
    step, last = rate / RATE, len(samples) - 1
    out: array[int] = array("h")
    for i in range(int(len(samples) / step)):
        at = i * step
        low = int(at)
        part = at - low
        out.append(int(samples[low] * (1 - part) + samples[min(low + 1, last)] * part))
    return out


def _rest(out: array[int], seconds: float) -> None:
    out.frombytes(bytes(2 * int(seconds * RATE)))
