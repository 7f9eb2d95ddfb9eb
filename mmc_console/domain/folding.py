"""How names are compared when somebody searches: letters that people write in more than one way become one.

Only for finding. What was typed is stored and shown as it is; never show a folded text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from mmc_console.domain.patients import plain_digits

_LETTERS: Final = str.maketrans({
    "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None,  # what remains once hamza and madda came off with the marks
    "ی": "ي", "ک": "ك",  # Persian keyboards
})  # fmt: skip
_UNSEEN: Final = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def fold(text: str) -> str:
    """*text* for comparing: no marks or tatweel, أإآٱ→ا, ى→ي, ة→ه, ؤ→و, ئ→ي, digits 0-9, lower case, single spaces."""
    apart = unicodedata.normalize("NFKD", _UNSEEN.sub("", text))
    bare = "".join(c for c in apart if unicodedata.category(c) != "Mn").translate(_LETTERS)
    return " ".join(plain_digits(bare).casefold().split())


def found_in(needle: str, folded: str) -> bool:
    """Whether every word of *needle* (folded) stands somewhere in *folded*; nothing is found by an empty needle."""
    words = needle.split()
    return bool(words) and all(word in folded for word in words)
