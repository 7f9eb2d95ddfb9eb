"""Health: changes, when the server was there, maintenance, and what stations say of themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "health_changes",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("check", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("detail", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("ix_health_changes_at_ms", "health_changes", ["at_ms"])
    op.create_index("health_changes_by_check", "health_changes", ["check", "n"])
    op.create_table(
        "health_spans",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("from_ms", sa.BigInteger(), nullable=False),
        sa.Column("to_ms", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("ix_health_spans_to_ms", "health_spans", ["to_ms"])
    op.create_table(
        "maintenance",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("from_ms", sa.BigInteger(), nullable=False),
        sa.Column("to_ms", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=36), nullable=False),
        sa.Column("named_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("ix_maintenance_to_ms", "maintenance", ["to_ms"])
    op.create_table(
        "health_probe",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "stations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("user", sa.String(length=36), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.Column("app", sa.String(length=40), nullable=False),
        sa.Column("pending", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("oldest_ms", sa.BigInteger(), nullable=True),
        sa.Column("clock", sa.Float(), nullable=True),
        sa.Column("health", sa.LargeBinary(), nullable=False),
        sa.Column("sound", sa.String(length=12), nullable=False),
        sa.Column("closing", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
