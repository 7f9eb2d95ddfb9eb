"""Arabic and Persian digits become 0-9 wherever a number is typed. Changes nothing else."""

from __future__ import annotations

from typing import Final

_TO_LATIN: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def latin(text: str) -> str:
    """*text* with every digit as 0-9; its length stays."""
    return text.translate(_TO_LATIN)
