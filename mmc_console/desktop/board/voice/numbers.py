"""Numbers as they are read out, as names of clips and as vowelled text. The rules of both languages stand here once.

Arabic: after «رقم» and «غرفة» a number stands in the genitive, which is heard in two, twelve, the tens and two hundred
(اثنين، اثني عشر، عشرين، مئتين); units come before tens, joined by «و»; hundreds come first, joined by «و». A label's
number has the form that is counted with (ثلاثة، not ثلاث), and ends in a pause.

A clip is a unit, ten, hundred or their form with «و»; at most three are joined for a number.
"""

from __future__ import annotations

from typing import Final, Literal

Language = Literal["ar", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("ar", "en")
MOST: Final = 999

_UNITS: Final = (
    "", "وَاحِد", "اِثْنَيْن", "ثَلَاثَة", "أَرْبَعَة", "خَمْسَة", "سِتَّة", "سَبْعَة", "ثَمَانِيَة", "تِسْعَة", "عَشَرَة",
    "أَحَدَ عَشَر", "اِثْنَيْ عَشَر", "ثَلَاثَةَ عَشَر", "أَرْبَعَةَ عَشَر", "خَمْسَةَ عَشَر", "سِتَّةَ عَشَر", "سَبْعَةَ عَشَر",
    "ثَمَانِيَةَ عَشَر", "تِسْعَةَ عَشَر",
)  # fmt: skip
_JOINED: Final = (
    "", "وَاحِدٍ", "اِثْنَيْنِ", "ثَلَاثَةٍ", "أَرْبَعَةٍ", "خَمْسَةٍ", "سِتَّةٍ", "سَبْعَةٍ", "ثَمَانِيَةٍ", "تِسْعَةٍ",
)  # fmt: skip
"""Units before «و» and tens: nothing pauses there, so their endings are heard."""
_TENS: Final = (
    "", "", "عِشْرِين", "ثَلَاثِين", "أَرْبَعِين", "خَمْسِين", "سِتِّين", "سَبْعِين", "ثَمَانِين", "تِسْعِين",
)  # fmt: skip
_HUNDREDS: Final = (
    "", "مِئَة", "مِئَتَيْن", "ثَلَاثِمِئَة", "أَرْبَعِمِئَة", "خَمْسِمِئَة", "سِتِّمِئَة", "سَبْعِمِئَة", "ثَمَانِمِئَة", "تِسْعِمِئَة",
)  # fmt: skip
_EN_UNITS: Final = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_EN_TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def arabic(number: int) -> str:
    """*number*, 1 to 999, vowelled, as it is read after «رقم»."""
    hundreds, rest = divmod(_checked(number), 100)
    parts = [_HUNDREDS[hundreds]] if hundreds else []
    return " ".join([*parts, *([arabic_rest(rest, joined=bool(hundreds))] if rest else [])])


def arabic_rest(rest: int, *, joined: bool) -> str:
    """1 to 99; *joined*: with the «و» that follows hundreds."""
    tens, units = divmod(rest, 10)
    if rest < 20:
        text = _UNITS[rest]
    elif units == 0:
        text = _TENS[tens]
    else:
        text = f"{_JOINED[units]} وَ{_TENS[tens]}"
    return _with_and(text) if joined else text


def _with_and(text: str) -> str:
    """«و» before *text*; the first letter of «اثنين» is silent after it."""
    return "وَ" + (text.removeprefix("اِ"))


def english(number: int) -> str:
    """*number*, 1 to 999, in words."""
    hundreds, rest = divmod(_checked(number), 100)
    parts = [f"{_EN_UNITS[hundreds]} hundred"] if hundreds else []
    return " ".join([*parts, *([english_rest(rest, joined=bool(hundreds))] if rest else [])])


def english_rest(rest: int, *, joined: bool) -> str:
    """1 to 99; *joined*: with the "and" that follows hundreds."""
    tens, units = divmod(rest, 10)
    text = _EN_UNITS[rest] if rest < 20 else _EN_TENS[tens] + (f"-{_EN_UNITS[units]}" if units else "")
    return f"and {text}" if joined else text


def number_clips(language: Language, number: int) -> tuple[str, ...]:
    """The clips that say *number*, 1 to 999; `clip_texts` has what each says."""
    hundreds, rest = divmod(_checked(number), 100)
    tens, units = divmod(rest, 10)
    said: tuple[str, ...] = (f"{hundreds}00",) if hundreds else ()
    mark = "and" if hundreds else ""
    if not rest:
        return said
    if language == "en":
        said += ("and",) if hundreds else ()
        return said + ((f"{rest}",) if rest < 20 or not units else (f"{tens}0", f"{units}"))
    if rest < 20 or not units:
        return (*said, f"{mark}{rest}")
    return (*said, f"{mark}{units}n", f"and{tens}0")


def clip_texts(language: Language) -> dict[str, str]:
    """Every clip that numbers are joined from, and what is said in it."""
    if language == "en":
        simple = {f"{n}": english_rest(n, joined=False) for n in (*range(1, 20), *range(20, 100, 10))}
        return simple | {f"{h}00": english(h * 100) for h in range(1, 10)} | {"and": "and"}
    found = {f"{h}00": _HUNDREDS[h] for h in range(1, 10)}
    for n in (*range(1, 20), *range(20, 100, 10)):
        found[f"{n}"] = arabic_rest(n, joined=False)
        found[f"and{n}"] = arabic_rest(n, joined=True)
    for unit in range(1, 10):
        found[f"{unit}n"] = _JOINED[unit]
        found[f"and{unit}n"] = _with_and(_JOINED[unit])
    return found


def spelled(language: Language, text: str) -> tuple[str, ...] | None:
    """The clips that say a visit's number or a room's name: letters, then a number. None for what cannot be said.

    `017` is seventeen, `K04` is K and four; a number above 999 is said in two halves, `1005` as ten and five.
    """
    letters = text.rstrip("0123456789").rstrip("- ")
    digits = text[len(text.rstrip("0123456789")) :]
    if not all("A" <= letter <= "Z" for letter in letters) or not (letters or digits):
        return None
    said = tuple(f"letter-{letter}" for letter in letters)
    if not digits:
        return said
    number = int(digits)
    if not 0 < number <= 99_999:
        return None
    if number <= MOST:
        return said + number_clips(language, number)
    high, low = divmod(number, 100)
    halves = (high, low) if low else (high,)
    return said + tuple(clip for half in halves for clip in number_clips(language, half))


def _checked(number: int) -> int:
    if not 1 <= number <= MOST:
        raise ValueError(f"not a number that is read out: {number}")
    return number
