"""The one list of the server's tables. Each package adds its own in its `tables.py`; no table is defined here."""

from __future__ import annotations

from typing import Final

from sqlalchemy import MetaData

metadata: Final = MetaData()
