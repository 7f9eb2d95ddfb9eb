"""What people call a console, beside what it calls itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the column."""
    op.add_column("devices", sa.Column("label", sa.String(length=80)))
