"""Mock exams, spaced repetition, and what people wish to be told for their own learning."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# A migration says by itself what it makes: the program's own types and tables go on changing, it does not.
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN = "submitted_at IS NULL"


def upgrade() -> None:
    for column in _people_columns():
        op.add_column("people", column)
    for name in ("review", "plan"):
        op.create_index(f"ix_people_{name}_due", "people", [f"{name}_next_at"], **_where(f"{name}_next_at IS NOT NULL"))
    _exams()
    _review_cards()


def downgrade() -> None:
    op.drop_table("review_cards")
    op.drop_table("exams")
    for name in ("review", "plan"):
        op.drop_index(f"ix_people_{name}_due", "people")
    with op.batch_alter_table("people") as batch:
        for column in _people_columns():
            batch.drop_column(column.name)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _people_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("zone", sa.String(length=64), comment="Their own time zone; NULL: their group's"),
        sa.Column("exam_on", sa.Date(), comment="The day of their own exam; NULL: their group's"),
        sa.Column(
            "review_time", sa.Time(), comment="When they wish to be told of reviews that are due; NULL: not at all"
        ),
        sa.Column("review_next_at", MOMENT, comment="When that is due next"),
        sa.Column(
            "reviews_unanswered",
            sa.SmallInteger(),
            server_default="0",
            nullable=False,
            comment="Reminders in a row that nothing came of",
        ),
        sa.Column("plan", sa.Boolean(), server_default=sa.false(), nullable=False, comment="Wishes a weekly plan"),
        sa.Column("plan_next_at", MOMENT, comment="When that is due next"),
    ]


def _exams() -> None:
    op.create_table(
        "exams",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("workspace_id", NUMBER, nullable=False),
        sa.Column("group_id", NUMBER, comment="Whose command started it, if any"),
        sa.Column("exam", sa.String(length=40), nullable=False),
        sa.Column("length", sa.SmallInteger(), nullable=False, comment="How many questions"),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False, comment="The numbers of the real exam, as they were then"),
        *_answer_columns(),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_exams_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_exams_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_exams_group_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exams")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_exams_person_id"), "exams", ["person_id"])
    op.create_index(op.f("ix_exams_workspace_id"), "exams", ["workspace_id"])
    op.create_index("uq_exams_open", "exams", ["person_id"], unique=True, **_where(OPEN))
    op.create_index("ix_exams_ending", "exams", ["ends_at"], **_where(OPEN))


def _answer_columns() -> list[sa.Column[Any]]:
    posed = "Snapshots with the order of their options, in the order asked"
    given = "Option ids of the answer to each question, none where it is open"
    return [
        sa.Column("questions", sa.JSON(), nullable=False, comment=posed),
        sa.Column("answers", sa.JSON(), nullable=False, comment=given),
        sa.Column("flags", sa.JSON(), nullable=False, comment="Positions to come back to"),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT, comment="NULL: it is open"),
        sa.Column("ended_by", sa.String(length=10), server_default="", nullable=False, comment="person or time"),
        sa.Column("result", sa.JSON(), comment="NULL: it is open"),
    ]


def _review_cards() -> None:
    op.create_table(
        "review_cards",
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("exam", sa.String(length=40), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("card", sa.JSON(), nullable=False, comment="What the scheduler knows of it"),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("last_answered_at", MOMENT, nullable=False),
        sa.Column("lapses", sa.Integer(), server_default="0", nullable=False, comment="Times it was forgotten"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_review_cards_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "exam", "question_id", name=op.f("pk_review_cards")),
    )
    op.create_index("ix_review_cards_due", "review_cards", ["person_id", "exam", "due_at"])
