"""Which of two versions of the program is the older one."""

from __future__ import annotations


def parts(version: str) -> tuple[int, ...]:
    """The numbers of a version, in order; what is no number is left out."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def older(version: str, than: str) -> bool:
    """Whether *version* comes before *than*."""
    return parts(version) < parts(than)
