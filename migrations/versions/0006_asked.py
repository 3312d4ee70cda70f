"""Indexes of what groups were asked and how it went, so that choosing their next question stays quick after years."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ASKED = sa.text("question_id IS NOT NULL")
COLUMNS = ["group_id", "kind", "for_date", "question_id", "state"]


def upgrade() -> None:
    """Add them; the one of attempts does what the index of their groups alone did, too."""
    op.create_index("ix_postings_asked", "postings", COLUMNS, sqlite_where=ASKED, postgresql_where=ASKED)
    op.create_index("ix_attempts_topics", "attempts", ["group_id", "source", "topic", "correct"])
    op.drop_index("ix_attempts_group_id", "attempts")


def downgrade() -> None:
    """Go back to the index of groups alone."""
    op.create_index("ix_attempts_group_id", "attempts", ["group_id"])
    op.drop_index("ix_attempts_topics", "attempts")
    op.drop_index("ix_postings_asked", "postings")
