"""An announcement as sound: chime, pauses, the words in their order, nothing guessed."""

from __future__ import annotations

import io
import wave
from array import array
from itertools import pairwise

import pytest

from mmc_console.desktop.board.voice import mixing
from mmc_console.desktop.board.voice.mixing import RATE, Sentence, mix, read_wave, write_wave
from mmc_console.desktop.board.voice.numbers import Language


class Tape:
    """Clips of a tenth of a second, and which were asked for."""

    def __init__(self, *missing: str) -> None:
        self.asked: list[str] = []
        self._missing = missing

    def __call__(self, language: Language, name: str) -> array[int] | None:
        self.asked.append(f"{language}/{name}")
        return None if name in self._missing else array("h", [9_000] * (RATE // 10))


def test_the_order_is_chime_arabic_english_and_clinic_number_room() -> None:
    tape = Tape()
    sound = mix(Sentence("eyes", ("K04",), "2"), ("ar", "en"), tape)
    each = ["clinic-eyes", "number", "letter-K", "4", "room", "2"]
    assert tape.asked == [f"ar/{n}" for n in each] + [f"en/{n}" for n in each]
    assert sound.missing == ()
    words = 12 * 0.1
    pauses = 2 * (2 * mixing.PART + 3 * mixing.WORD)
    assert sound.seconds == pytest.approx(
        mixing.CHIME_SECONDS + mixing.AFTER_CHIME + mixing.BETWEEN_LANGUAGES + words + pauses, abs=0.01
    )
    assert sound.samples[: len(mixing.chime())] == mixing.chime()
    after = sound.samples[len(mixing.chime()) : len(mixing.chime()) + int(mixing.AFTER_CHIME * RATE)]
    assert not any(after)


def test_whoever_has_two_numbers_hears_both() -> None:
    tape = Tape()
    mix(Sentence("eyes", ("001", "K04"), "2"), ("ar",), tape)
    assert tape.asked == [f"ar/{n}" for n in ("clinic-eyes", "number", "1", "number", "letter-K", "4", "room", "2")]


def test_what_is_missing_is_left_out_and_told() -> None:
    sound = mix(Sentence("own", ("017",), "Blue"), ("ar",), Tape("clinic-own"))
    assert sound.missing == ("ar/clinic-own",)
    assert sound.seconds > mixing.CHIME_SECONDS


def test_the_chime_falls_and_begins_softly() -> None:
    chime = mixing.chime()
    assert 0.7 <= len(chime) / RATE <= 1.0
    assert max(map(abs, chime[:40])) < 0.15 * max(map(abs, chime))

    def pitch(start: float, end: float) -> float:
        part = chime[int(start * RATE) : int(end * RATE)]
        rising = sum(1 for a, b in pairwise(part) if a < 0 <= b)
        return rising / (end - start)

    assert pitch(0.05, 0.3) == pytest.approx(784, rel=0.02)
    assert pitch(0.6, 0.85) == pytest.approx(587, rel=0.03)


def test_volume_is_a_percentage_of_full() -> None:
    said = Sentence("x", ("1",), "1")
    full, half = mix(said, ("ar",), Tape()), mix(said, ("ar",), Tape(), volume=50)
    assert max(half.samples) == pytest.approx(max(full.samples) / 2, rel=0.01)
    assert not any(mix(said, ("ar",), Tape(), volume=0).samples)


def recording(rate: int, channels: int, width: int = 2, seconds: float = 0.5) -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(b"\x10\x20"[:width] * channels * int(rate * seconds))
    return held.getvalue()


@pytest.mark.parametrize(("rate", "channels"), [(8_000, 1), (16_000, 1), (22_050, 2), (44_100, 1), (48_000, 2)])
def test_recordings_of_every_usual_kind_are_taken(rate: int, channels: int) -> None:
    samples = read_wave(recording(rate, channels))
    assert len(samples) / RATE == pytest.approx(0.5, abs=0.01)
    assert set(samples) == {0x2010}


@pytest.mark.parametrize("raw", [b"", b"RIFF", b"not a recording", recording(16_000, 1, width=1), recording(16_000, 4)])
def test_other_files_are_refused(raw: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever reason, it is not taken
        read_wave(raw)


def test_what_is_written_is_read_again() -> None:
    samples = array("h", [0, 1, -1, 32_767, -32_768])
    assert read_wave(write_wave(samples)) == samples
