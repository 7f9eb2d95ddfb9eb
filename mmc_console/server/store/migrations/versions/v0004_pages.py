"""The patients' pages: their tokens, and what was answered at the end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "page_tokens",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("visit", sa.String(length=36), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
        sqlite_with_rowid=False,
    )
    op.create_index("page_tokens_by_day", "page_tokens", ["day"])
    op.create_table(
        "page_rated",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ratings",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("stars", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "stars"),
        sqlite_with_rowid=False,
    )
