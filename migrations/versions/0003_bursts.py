"""An index for what a workspace's groups saw revealed just now, which every choice of a question looks at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0003", "0002", None, None


def upgrade() -> None:
    """Add the index."""
    daily = sa.text("kind = 'daily'")
    op.create_index(
        "ix_postings_closed",
        "postings",
        ["workspace_id", "closed_at"],
        sqlite_where=daily,
        postgresql_where=daily,
    )


def downgrade() -> None:
    """Leave it out again."""
    op.drop_index("ix_postings_closed", "postings")
