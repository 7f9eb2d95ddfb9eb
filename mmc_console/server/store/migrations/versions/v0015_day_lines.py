"""What was counted of days that are over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the table; the server fills it by and by."""
    op.create_table(
        "day_lines",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("made", sa.String(length=120), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("day", "what"),
        sqlite_with_rowid=False,
    )
