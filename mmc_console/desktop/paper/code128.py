"""Code 128, code set B: a text as bars and gaps. Knows nothing of pixels; checked against a decoder in the tests.

ISO/IEC 15417: every character is three bars and three gaps of one to four modules, eleven in all; a start, a weighted
sum modulo 103, and a stop of thirteen modules. Sets A and C are left out: a ticket's code would not get shorter.
"""

from __future__ import annotations

from typing import Final

QUIET: Final = 10
"""Modules that must stay white before and after."""
_START_B, _STOP = 104, 106
_TABLE: Final = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122
123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323
131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131
213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122
141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112
124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141
411131 211412 211214 211232 2331112"""
"""By value: how wide each bar and gap is, in modules."""
_WIDTHS: Final = tuple(_TABLE.split())


def bars(text: str) -> tuple[tuple[int, int], ...]:
    """Where the bars stand and how wide they are, in modules from the first; ValueError for what set B lacks."""
    values = [ord(c) - 32 for c in text]
    if not values or not all(0 <= v <= 94 for v in values):
        raise ValueError(f"not in Code 128 B: {text!r}")
    check = (_START_B + sum(i * v for i, v in enumerate(values, 1))) % 103
    found, place = [], 0
    for value in (_START_B, *values, check, _STOP):
        for i, width in enumerate(map(int, _WIDTHS[value])):
            if i % 2 == 0:
                found.append((place, width))
            place += width
    return tuple(found)


def length(text: str) -> int:
    """Modules from the first bar to the last, without the quiet zones."""
    return 11 * (len(text) + 2) + 13
