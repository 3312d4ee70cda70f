"""Indexes for bursts: whose turn it is, what is late, and what a workspace's groups saw revealed just now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WAITING = sa.text("state IN ('owed', 'sending')")
DAILY = sa.text("kind = 'daily'")
TURN = ["workspace_id", "due_at", "id", "state", "next_try_at", "lease_until"]


def upgrade() -> None:
    """Add the indexes."""
    op.create_index("ix_postings_grace", "postings", ["grace_until"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_index("ix_postings_turn", "postings", TURN, sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_index(
        "ix_postings_closed", "postings", ["workspace_id", "closed_at"], sqlite_where=DAILY, postgresql_where=DAILY
    )


def downgrade() -> None:
    """Leave them out again."""
    op.drop_index("ix_postings_closed", "postings")
    op.drop_index("ix_postings_turn", "postings")
    op.drop_index("ix_postings_grace", "postings")
