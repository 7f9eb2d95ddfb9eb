"""Looks for planted words in every byte of a folder, in every form in which a program is likely to have left them."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote


def forms_of(word: str) -> set[bytes]:
    """*word* as it is, and as JSON, a URL, hexadecimal or base64 (wherever it began there) would write it."""
    plain = {word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")}
    found = set(plain)
    found |= {json.dumps(word)[1:-1].encode(), json.dumps(word)[1:-1].upper().encode(), quote(word).encode()}
    for raw in plain:
        found |= {raw.hex().encode(), raw.hex().upper().encode()}
        for shift in range(3):
            whole = base64.b64encode(b"\0" * shift + raw)
            # the letters at both ends depend on the neighbours too
            inner = whole[-(-shift * 8 // 6) : len(b"\0" * shift + raw) * 8 // 6]
            found |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return {form for form in found if len(form) >= len(word)}


def found_in(folders: Iterable[Path], words: Iterable[str]) -> list[tuple[str, str]]:
    """Each file of *folders* that holds one of *words*, and which."""
    patterns = {
        # digits alone may stand in a time or a count by chance: not as a part of a longer number or a fraction
        word: re.compile(
            b"|".join(
                (rb"(?<![0-9.:])%s(?![0-9])" if form.isdigit() and len(form) < 8 else b"%s") % re.escape(form)
                for form in forms_of(word)
            )
        )
        for word in words
    }
    return [
        (path.name, word)
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for word, pattern in patterns.items()
        if pattern.search(path.read_bytes()) or pattern.search(path.name.encode("utf-8", "surrogateescape"))
    ]
