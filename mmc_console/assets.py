"""Finds the files that are no code: fonts, icons, the reference centre, translations.

In a wheel they stand inside this package, in a checkout at its top; nothing else may know the difference.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """The file or folder *parts*, whose first part is `resources` or `translations`.

    FileNotFoundError names the path in a checkout: a file that is missing was never built or shipped.
    """
    for root in (_PACKAGE, _PACKAGE.parent):
        found = root.joinpath(*parts)
        if found.exists():
            return found
    raise FileNotFoundError(_PACKAGE.parent.joinpath(*parts))
