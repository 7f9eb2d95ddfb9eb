"""The audit: a chain of entries and its sealed head."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_SEARCHED = (
    ("at_ms", sa.BigInteger(), 1), ("act", sa.String(length=40), 2), ("user", sa.String(length=36), 3),
    ("device", sa.String(length=64), 4), ("about", sa.String(length=80), 5),
)  # fmt: skip


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=16), nullable=False),
        *(
            sa.Column(name, kind, sa.Computed(f"json_extract(body, '$[{place}]')", persisted=False))
            for name, kind, place in _SEARCHED
        ),
        sa.PrimaryKeyConstraint("seq"),
    )
    for name, _, _ in _SEARCHED:
        op.create_index(f"audit_by_{name}", "audit", [name])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("seal", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
