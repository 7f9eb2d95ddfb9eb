"""Notices, plugins, and what waits to be handed to them once more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "notices",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("visit", sa.String(length=36), nullable=False),
        sa.Column("ticket", sa.String(length=36), nullable=True),
        sa.Column("patient", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("label", sa.String(length=16), nullable=False),
        sa.Column("clinic", sa.String(length=40), nullable=True),
        sa.Column("room", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("about", "kind", name="notices_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "plugins",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("granted", sa.String(length=80), nullable=False),
        sa.Column("settings", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("expired", sa.Integer(), nullable=False),
        sa.Column("retried", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=140), nullable=False),
        sa.Column("error_ms", sa.BigInteger(), nullable=True),
        sa.Column("sent_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "plugin_waiting",
        sa.Column("plugin", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("plugin", "n"),
    )
