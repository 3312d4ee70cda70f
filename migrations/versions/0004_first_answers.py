"""Which answer of a person to a question was their first, so that the difficulty of questions is quickly counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COMMENT = "The person's first answer to this question"


def upgrade() -> None:
    op.add_column(
        "attempts", sa.Column("is_first", sa.Boolean(), server_default=sa.false(), nullable=False, comment=COMMENT)
    )
    attempts = sa.table("attempts", *(sa.column(name) for name in ("id", "person_id", "question_id", "is_first")))
    firsts = sa.select(sa.func.min(attempts.c.id)).group_by(attempts.c.person_id, attempts.c.question_id)
    op.execute(sa.update(attempts).where(attempts.c.id.in_(firsts)).values(is_first=sa.true()))
    op.create_index(
        "ix_attempts_first",
        "attempts",
        ["exam", "question_id", "revision", "correct"],
        sqlite_where=sa.text("is_first = 1"),
        postgresql_where=sa.text("is_first"),
    )


def downgrade() -> None:
    op.drop_index("ix_attempts_first", "attempts")
    with op.batch_alter_table("attempts") as batch:
        batch.drop_column("is_first")
