"""Makes the clips of the voice: `python packaging/voice.py` writes the archives in `resources/voice`.

The engine is espeak-ng (Debian: `apt-get install espeak-ng`), called as a program. It is GPL-3.0 itself; what it speaks
is not covered by that, just as a text is not covered by the licence of the editor it was written with. The clips are
ours, under this project's own licence (`resources/voice/LICENSE`). Nothing of the engine is shipped.

Arabic is spoken from fully vowelled text: without the marks the engine leaves the vowels out. The numbers come from
`voice/numbers.py`, so what is said and what is tested are the same words. The names are those of the reference centre;
another centre puts recordings of its own beside them (see docs/board.md).
"""

from __future__ import annotations

import io
import lzma
import re
import subprocess
import sys
import tarfile
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from mmc_console.desktop.board.voice import mixing, numbers  # noqa: E402 - found only once the path is set

TARGET: Final = ROOT / "resources" / "voice"
VOICES: Final = {"ar": ("-v", "ar", "-s", "135", "-p", "45"), "en": ("-v", "en-gb", "-s", "140", "-p", "45")}
QUIET: Final = 260
"""Samples below this at both ends are silence, and cut off."""
FINEST: Final = 16
"""Steps of loudness kept, of 65,536: twelve bits are more than a hall's loudspeaker has, and halve the file."""
FILTERS: Final = [
    {"id": lzma.FILTER_DELTA, "dist": 2},
    {"id": lzma.FILTER_LZMA2, "preset": 9, "lc": 0, "lp": 1, "pb": 1},
]
LEVEL: Final = 0.75
"""Every clip is as loud as the others: its peak is brought here."""

LETTERS: Final = {
    "A": "أَيْ", "C": "سِي", "D": "دِي", "E": "إِي", "F": "إِفْ", "G": "جِي", "H": "إِتْشْ", "J": "جِيهْ", "K": "كِي", "L": "إِلْ",
    "M": "إِمْ", "N": "إِنْ", "P": "بِي", "R": "آرْ", "T": "تِي", "V": "فِي", "W": "دَبِلْيُو", "X": "إِكْسْ", "Y": "وَايْ",
}  # fmt: skip
CLINICS: Final = {
    "lab": ("المُخْتَبَر", "Laboratory"),
    "xray": ("الأَشِعَّة", "X-ray"),
    "vitals": ("القِيَاسَاتُ الحَيَوِيَّة", "Vital signs"),
    "eyes": ("عِيَادَةُ العُيُون", "Ophthalmology"),
    "internal": ("عِيَادَةُ البَاطِنِيَّة", "Internal medicine"),
    "surgery": ("عِيَادَةُ الجِرَاحَةِ العَامَّة", "General surgery"),
    "ent": ("عِيَادَةُ الأَنْفِ وَالأُذُنِ وَالحَنْجَرَة", "Ear, nose and throat"),
    "bones": ("عِيَادَةُ العِظَامِ وَالمَفَاصِل", "Orthopaedics"),
    "psychiatry": ("العِيَادَةُ الثَّامِنَة", "Clinic eight"),
    "dental": ("عِيَادَةُ الأَسْنَان", "Dental"),
    "derma": ("عِيَادَةُ الجِلْدِيَّة", "Dermatology"),
    "ecg": ("تَخْطِيطُ القَلْب", "E C G"),
    "audio": ("قِيَاسُ السَّمْع", "Audiology"),
    "women_internal": ("عِيَادَةُ البَاطِنِيَّة، نِسَاء", "Internal medicine, women"),
    "women_eyes": ("عِيَادَةُ العُيُون، نِسَاء", "Ophthalmology, women"),
    "women_derma": ("عِيَادَةُ الجِلْدِيَّة، نِسَاء", "Dermatology, women"),
}


_SUN: Final = "تثدذرزسشصضطظلن"


def for_engine(text: str) -> str:
    """*text* written so that the engine says what a reader would.

    It knows neither the pause in which «ة» is said as «ه», nor that an article is swallowed after a vowel and by the
    sun letters, nor a doubling mark that stands behind its vowel, where Unicode puts it.
    """
    text = re.sub("([\u064b-\u0650\u0652])\u0651", "\u0651\\1", text)
    text = re.sub(f"(?<=\\S )ال([{_SUN}])\u0651", "\\1\u0651", text)
    text = re.sub(f"^ال([{_SUN}])\u0651", "اَ\\1\u0651", text)
    text = re.sub("(?<=\\S )ال", "لْ", text)
    return re.sub("َة(?=$|،)", "َه", text)


def texts() -> Iterator[tuple[str, str]]:
    """Every clip: `ar/number`, and what is said."""
    yield from (("ar/number", "رَقْم"), ("en/number", "number"), ("ar/room", "غُرْفَة"), ("en/room", "room"))
    for letter, arabic in LETTERS.items():
        yield f"ar/letter-{letter}", arabic
        yield f"en/letter-{letter}", letter
    for name, said in numbers.clip_texts("ar").items():
        yield f"ar/{name}", said
    for name, said in numbers.clip_texts("en").items():
        yield f"en/{name}", said
    for code, (arabic, english) in CLINICS.items():
        yield f"ar/clinic-{code}", arabic
        yield f"en/clinic-{code}", english


def spoken(language: str, text: str) -> array[int]:
    """*text* as samples, trimmed and levelled."""
    done = subprocess.run(
        ["espeak-ng", *VOICES[language], "--stdout", "--stdin"],
        input=(for_engine(text) if language == "ar" else text).encode(), capture_output=True, check=True,
    )  # fmt: skip
    # a stream's header cannot know its length; the samples stand behind it
    raw = done.stdout
    raw = raw[:40] + (len(raw) - 44).to_bytes(4, "little") + raw[44:]
    samples = mixing.read_wave(raw)
    loud = [i for i, s in enumerate(samples) if abs(s) > QUIET]
    if not loud:
        raise ValueError(f"nothing was said for {text}")
    cut = samples[max(loud[0] - 80, 0) : loud[-1] + 400]
    top = max(map(abs, cut))
    return array("h", [int(s * LEVEL * mixing.LOUDEST / top) // FINEST * FINEST for s in cut])


def main() -> None:
    """Make every clip anew."""
    TARGET.mkdir(exist_ok=True)
    for language in numbers.LANGUAGES:
        seconds, file = 0.0, TARGET / f"{language}.tar.xz"
        with lzma.open(file, "wb", filters=FILTERS) as packed, tarfile.open(fileobj=packed, mode="w|") as pack:
            for name, text in texts():
                if name.startswith(language):
                    samples = spoken(language, text)
                    seconds += len(samples) / mixing.RATE
                    raw = mixing.write_wave(samples)
                    entry = tarfile.TarInfo(f"{name}.wav")
                    entry.size = len(raw)
                    pack.addfile(entry, io.BytesIO(raw))
        print(f"{file.relative_to(ROOT)}: {seconds:.0f} s of speech, {file.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
